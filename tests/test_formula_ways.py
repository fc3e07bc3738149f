"""Several formulas in one query, tables and columns of every kind, and guessed roundings: all as `evaluate` has it."""

from __future__ import annotations

import datetime
import itertools
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formulas import SOUND_INPUTS, sound_formula
from test_formula_evaluate import TABLES, entries
from travaux.formula.batch import assessed_table
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.linear_parse import parse_linear
from travaux.formula.sql import to_sql, ways_to_sql
from travaux.formula.sql_steps import Way
from travaux.formula.tables import DatedTable
from travaux.formula.unit import PURE
from travaux.formula.whole import Formula, Step, Table, Variable

duckdb = pytest.importorskip("duckdb", reason="DuckDB (the extra `batch`) is not installed")
AMOUNT = "DECIMAL(38,8)"


def table_of(given: list[dict[str, Any]], columns: dict[str, str], name: str = "entries") -> Any:
    """Entries as a table of a new connection, in their order."""
    connection = duckdb.connect()
    told = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    connection.execute(f"CREATE TABLE {name} (entry_id INTEGER, {told})")
    # As text, because a decimal of 39 digits would be bound as a binary number.
    rows = [[n, *(entry.get(column) for column in columns)] for n, entry in enumerate(given)]
    texts = [
        [None if cell is None else f"{cell:f}" if isinstance(cell, Decimal) else str(cell) for cell in row]
        for row in rows
    ]
    connection.executemany(f"INSERT INTO {name} VALUES (?, {', '.join('?' * len(columns))})", texts)
    return connection


def told_by_trace(formula: Formula, entry: dict[str, Any], tables: Any, steps: list[str]) -> tuple[Any, ...]:
    """The named steps and the reason."""
    found = evaluate(formula, entry, tables)
    if not isinstance(found, Assessed):
        return (*(None for _ in steps), found.code)
    values = {traced.step.name: traced.value for traced in found.steps}
    return (*(values.get(step) for step in steps), None)


# --- several formulas

SOUND = {"good": "VARCHAR", "date_of_entry": "DATE", **{name: AMOUNT for _, name, *_ in SOUND_INPUTS}}


@pytest.mark.parametrize("block", range(5))
def test_every_entry_has_the_steps_of_its_own_formula(block: int) -> None:
    given = entries(block, 60)
    connection = table_of(
        [{**entry, "way": n % 4 or None} for n, entry in enumerate(given)], {**SOUND, "way": "INTEGER"}
    )
    for seed in range(20 * block, 20 * block + 20):
        formulas = [sound_formula(3 * seed + n) for n in range(3)]
        ways = [Way(formula, TABLES, number) for number, formula in enumerate(formulas, 1)]
        text = ways_to_sql(ways, "duckdb", "entries", ["entry_id"], "way", {"first": (30, 8)})
        steps = list(dict.fromkeys(step.name for formula in formulas for step in formula.steps))
        asked = f"SELECT {', '.join(steps)}, reason_code FROM ({text}) AS q ORDER BY entry_id"
        found = connection.execute(asked).fetchall()
        for n, entry in enumerate(given):
            nothing = (*(None for _ in steps), None)
            wanted = told_by_trace(formulas[n % 4 - 1], entry, TABLES, steps) if n % 4 else nothing
            assert found[n] == wanted, (seed, n)


def plain(*steps: tuple[str, str, str], high: str = "1000000", places: int = 2) -> Formula:
    """A formula of two inputs, x and y."""
    inputs = tuple(Variable(s, s, PURE, Decimal(0), Decimal(high), places) for s in ("x", "y"))
    return Formula("plain", inputs, tuple(Step(s, name, parse_linear(value)) for s, name, value in steps))


def test_a_step_of_one_name_is_one_column_and_computed_once() -> None:
    near = plain(("S", "sum_of_both", "x + y"), ("A", "amount", "round(S × 3, 1)"))
    far = plain(("S", "sum_of_both", "x × y"), ("A", "amount", "round(S × 3, 1)"))
    text = ways_to_sql([Way(near), Way(far, number=2)], "duckdb", "entries", [], "way")
    assert text.count('"sum_of_both" * CAST(') == 1
    assert text.count("WHEN _served = 1 THEN") == text.count("WHEN _served = 2 THEN") == 1


def test_steps_that_would_be_too_wide_together_stand_apart() -> None:
    long = plain(("S", "product", "x × y"), ("A", "amount", "round(S × x, 2)"), high="9999999", places=4)
    wide = plain(("S", "product", "x × 1000000000000000"), ("A", "amount", "round(S, 2)"), high="99999999", places=2)
    text = ways_to_sql([Way(long), Way(wide, number=2)], "duckdb", "entries", ["entry_id"], "way")
    values = [("1.2345", "3.2101", 1), ("99999999", "1", 2), ("9999999", "9999999", 1)]
    given = [{"x": Decimal(x), "y": Decimal(y), "way": way} for x, y, way in values]
    connection = table_of(given, {"x": "DECIMAL(15,4)", "y": "DECIMAL(15,4)", "way": "INTEGER"})
    found = connection.execute(f"SELECT product, amount FROM ({text}) AS q ORDER BY entry_id").fetchall()
    for entry, row in zip(given, found, strict=True):
        assert row == told_by_trace((long, wide)[entry["way"] - 1], entry, {}, ["product", "amount"])[:2]


# --- roundings of long decimals

LONG = Formula(
    "long",
    tuple(Variable(s, s, PURE, Decimal(-(10**9)), Decimal(10**9), 8) for s in ("x", "y")),
    (
        Step("P", "product", parse_linear("x × y")),
        Step("M", "most", parse_linear("max(P, −500000000000 × x)")),
        Step("A", "amount", parse_linear("round(M, 2)")),
        Step("B", "whole", parse_linear("round(P, 0)")),
    ),
)


def rounded_as_evaluated(values: list[tuple[Decimal, Decimal]]) -> None:
    given = [{"x": x, "y": y} for x, y in values]
    connection = table_of(given, {"x": "DECIMAL(18,8)", "y": "DECIMAL(18,8)"})
    text = to_sql(LONG, "duckdb", keep=["entry_id"])
    assert text.count("ELSE CAST(ROUND(") == 2
    steps = [step.name for step in LONG.steps]
    found = connection.execute(
        f"SELECT {', '.join(steps)}, reason_code FROM ({text}) AS q ORDER BY entry_id"
    ).fetchall()
    assert found == [told_by_trace(LONG, entry, {}, steps) for entry in given]


def test_halves_and_their_neighbours_are_rounded_exactly() -> None:
    halves = [Decimal(n).scaleb(-3) for n in (5, 15, 25, -5, -15, 995, 12345, -12345, 1005, 123456789012345)]
    near = [Decimal(0), Decimal("0.00000001"), Decimal("-0.00000001")]
    factors = [Decimal(1), Decimal(-1), Decimal("0.5"), Decimal(10), Decimal("0.00000001")]
    sums = (half + more for half, more in itertools.product(halves, near) if abs(half + more) <= 10**9)
    rounded_as_evaluated(list(itertools.product(sums, factors)))


@given(st.lists(st.tuples(*[st.decimals(-(10**9), 10**9, places=8)] * 2), min_size=1, max_size=50))
@settings(max_examples=15, deadline=None)
def test_long_decimals_are_rounded_exactly(values: list[tuple[Decimal, Decimal]]) -> None:
    rounded_as_evaluated(values)


# --- tables and columns


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def monthly(seed: int, count: int, gap: int) -> list[tuple[datetime.date, Decimal | None]]:
    """Values from days on, some of which end what stood before, or are out of range or too fine."""
    random, found = Random(seed), dict[datetime.date, Decimal | None]()
    for n in range(count):
        value = random.choice(
            [Decimal(random.randint(0, 9999)).scaleb(-2)] * 8 + [None, Decimal(3000), Decimal("0.001")]
        )
        found[day("2027-01-01") + datetime.timedelta(days=n * gap + random.randint(0, gap - 1))] = value
    return list(found.items())


KINDS = {
    "of one day": {("ndpr",): [(day("2027-03-01"), Decimal(5))], ("gallium",): [(day("2027-03-01"), Decimal("7.25"))]},
    "on the same days": {
        (key,): [(day(f"20{y}-01-01"), Decimal(y)) for y in range(27, 40)] for key in ("ndpr", "gallium")
    },
    "on days of their own": {(f"g{n}",): monthly(n, 9, 31) for n in range(30)} | {("ndpr",): monthly(77, 25, 30)},
    "with nothing": {},
    "of an unknown good": {("copper",): [(day("2027-01-01"), Decimal(1))]},
    "that ended": {("ndpr",): [(day("2027-01-01"), Decimal(1)), (day("2028-01-01"), None)]},
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("keyed", [True, False])
@pytest.mark.parametrize("ladder", [True, False])
def test_look_ups(kind: str, keyed: bool, ladder: bool) -> None:
    look = f"price[{'good, ' if keyed else ''}date_of_entry]"
    inputs = (Variable("x", "first", PURE, Decimal(-500), Decimal(500), 2),)
    value = f"first(x, {look})" if ladder else f"x × {look}"
    prices = Table("price", PURE, Decimal(0), Decimal(2000), 2)
    formula = Formula("looking", inputs, (Step("A", "amount", parse_linear(value)),), (prices,))
    rows: Any = KINDS[kind]
    if not keyed:
        rows = dict(zip([()], KINDS[kind].values(), strict=False))
    tables = {"price": DatedTable(rows)}
    given = entries(11, 300)
    for entry in given[:50]:
        entry["first"] = None
    connection = table_of(given, SOUND)
    found = assessed_table(connection, formula, tables, keep=["entry_id"]).order("entry_id").fetchall()
    assert [row[1:] for row in found] == [told_by_trace(formula, entry, tables, ["amount"]) for entry in given]
    if not keyed:
        return
    spans = [[*keys, since, until, value] for keys, since, until, value in tables["price"].spans()]
    connection.execute("CREATE TABLE price (key_1 VARCHAR, since DATE, until DATE, value DECIMAL(38,18))")
    if spans:
        connection.executemany("INSERT INTO price VALUES (?, ?, ?, ?)", spans)
    joined = connection.execute(f"SELECT * FROM ({to_sql(formula, 'duckdb', keep=['entry_id'])}) ORDER BY entry_id")
    assert joined.fetchall() == found


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("TINYINT", ["0", "7", "-1"]),
        ("BIGINT", ["0", "1000001", "9223372036854775807", "-9223372036854775808"]),
        ("UBIGINT", ["18446744073709551615", "12"]),
        ("HUGEINT", ["170141183460469231731687303715884105727", "5"]),
        ("DECIMAL(38,0)", ["99999999999999999999999999999999999999", "999999", "-3"]),
        ("DECIMAL(38,38)", ["0.00000000000000000000000000000000000001", "0.25", "0.5"]),
        ("DECIMAL(38,30)", ["1.000000000000000000000000000001", "1.5", "99999999.99"]),
        ("DECIMAL(4,1)", ["999.9", "0", "-0.1"]),
        ("DECIMAL(9,2)", ["1000000.00", "1000000.01", "0.01"]),
        ("DECIMAL(38,18)", ["12345678901234567890.000000000000000001", "1.1", "1.001", "1000000.000000000000000001"]),
    ],
)
def test_columns_of_every_exact_type(kind: str, values: list[str]) -> None:
    formula = plain(("A", "amount", "x + y"))
    given = [{"x": Decimal(x), "y": y} for x, y in itertools.product(values, [Decimal("0.01"), None])]
    connection = table_of(given, {"x": kind, "y": "DECIMAL(3,2)"})
    found = assessed_table(connection, formula, {}, keep=["entry_id"]).order("entry_id").fetchall()
    assert [row[1:] for row in found] == [told_by_trace(formula, entry, {}, ["amount"]) for entry in given]
