"""The query of a formula gives the amounts and reasons of the Python evaluation, to the last digit."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from formulas import SOUND_INPUTS, sound_formula
from test_formula_evaluate import ENTRY, FLOOR, SMALL, TABLES, amount_of, entries, row
from travaux.formula.compiled import assessed
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.fault import FormulaError
from travaux.formula.linear_parse import parse_linear
from travaux.formula.reason import Reason
from travaux.formula.sql import to_sql
from travaux.formula.whole import Formula, Step

duckdb = pytest.importorskip("duckdb", reason="DuckDB (the extra `batch`) is not installed")
COUNT = 20_000


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, list[dict[str, Any]]]:
    """Random entries as a table of DuckDB, and as they are."""
    given, path = entries(2027, COUNT), tmp_path_factory.mktemp("sql") / "entries.csv"
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE entries ({columns('DECIMAL(38,8)')})")
    written(path, given)
    connection.execute(f"COPY entries FROM '{path}' (HEADER)")
    return connection, given


def columns(amount: str) -> str:
    amounts = ", ".join(f"{name} {amount}" for _, name, *_ in SOUND_INPUTS)
    return f"entry_id INTEGER, good VARCHAR, date_of_entry DATE, {amounts}"


def written(path: Path, given: list[dict[str, Any]]) -> None:
    names = ["good", "date_of_entry", *(name for _, name, *_ in SOUND_INPUTS)]
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["entry_id", *names])
        writer.writerows([n, *(entry[name] for name in names)] for n, entry in enumerate(given))


def wanted(formula: Formula, entry: dict[str, Any]) -> tuple[Any, ...]:
    """A row of the query by the trace: every step and the reason."""
    found = evaluate(formula, entry, TABLES)
    if isinstance(found, Reason):
        return (*(None for _ in formula.steps), found.code)
    return (*(traced.value for traced in found.steps), None)


@pytest.mark.parametrize("block", range(3))
def test_duckdb_gives_the_same_last_digit(sample: tuple[Any, list[dict[str, Any]]], block: int) -> None:
    from travaux.formula.batch import assessed_table

    connection, given = sample
    for seed in range(2 * block, 2 * block + 2):
        formula = sound_formula(seed)
        rows = assessed_table(connection, formula, TABLES, keep=["entry_id"]).order("entry_id").fetchall()
        found = [row[-2] if row[-1] is None else row[-1] for row in rows]
        told = assessed(formula, (row(formula, entry) for entry in given), TABLES)
        assert found == [each.code if isinstance(each, Reason) else each for each in told], seed
        for number in range(block, COUNT, 400):
            assert rows[number][1:] == wanted(formula, given[number]), (seed, number)


@pytest.mark.parametrize("block", range(4))
def test_duckdb_on_many_formulas(sample: tuple[Any, list[dict[str, Any]]], block: int) -> None:
    from travaux.formula.batch import assessed_table

    connection, given = sample
    few = connection.sql("SELECT * FROM entries WHERE entry_id < 60")
    few.create_view("few", replace=True)
    for seed in range(1000 + 15 * block, 1015 + 15 * block):
        formula = sound_formula(seed)
        rows = assessed_table(connection, formula, TABLES, "few", ["entry_id"]).order("entry_id").fetchall()
        assert [row[1:] for row in rows] == [wanted(formula, entry) for entry in given[:60]], seed


def test_a_customs_value_that_is_missing_is_a_reason_and_not_zero() -> None:
    from travaux.formula.batch import assessed_table

    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE entries AS SELECT * FROM (VALUES (NULL::DECIMAL(18,2), 1.5::DECIMAL(18,6), 'gallium', "
        "DATE '2027-05-04'), (246.00, 1.000010, 'gallium', DATE '2027-05-04')) AS "
        "t(customs_value, content, good, date_of_acceptance)"
    )
    assert assessed_table(connection, SMALL, FLOOR).fetchall() == [
        (None, None, "NO_CUSTOMS_VALUE"),
        (Decimal("334.0058000000"), Decimal("334.01"), None),
    ]
    found = evaluate(SMALL, ENTRY, FLOOR)
    assert isinstance(found, Assessed)
    assert amount_of(found) == Decimal("334.01")


def test_binary_and_absent_columns_are_refused_by_name() -> None:
    from travaux.formula.batch import assessed_table

    connection = duckdb.connect()
    connection.execute("CREATE TABLE entries (customs_value DOUBLE, content DECIMAL(18,6), good VARCHAR)")
    with pytest.raises(FormulaError) as caught:
        assessed_table(connection, SMALL, FLOOR)
    assert str(caught.value) == (
        "entries: there is no column date_of_acceptance\n"
        "entries: the column customs_value is DOUBLE, which does not hold exact amounts\n"
        "  hint: make it a DECIMAL before anything is computed with it"
    )


def test_a_column_that_is_carried_along_may_not_have_the_name_of_a_step() -> None:
    with pytest.raises(FormulaError) as caught:
        to_sql(SMALL, "duckdb", keep=["shortfall"])
    assert str(caught.value) == (
        "query of shortfall: two columns are called shortfall\n  hint: rename the column of the entries"
    )


def test_a_node_that_is_too_wide_is_refused_before_it_is_run() -> None:
    wide = Formula("wide", SMALL.inputs, (Step("A", "amount", parse_linear("W × W × W × W × W")),))
    with pytest.raises(
        FormulaError, match=r"step 1 \(A, amount\): W × W × W × W × W takes 42 digits, and 37 are exact"
    ):
        to_sql(wide, "duckdb")
