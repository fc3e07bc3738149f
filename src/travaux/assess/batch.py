"""A long file of entries -> what each comes to, in DuckDB (the extra `batch`) on the disk, with the same results.

The query is that of `travaux.assess.query`. The file is read as text and checked first; where a cell is wrong, the
reader of `entries` tells all of it in the words it has.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from travaux.assess.columns import COLUMNS, Column
from travaux.assess.entries import ALWAYS, entries
from travaux.assess.literals import text
from travaux.assess.output import HEAD, STEPS
from travaux.assess.plan import Plan
from travaux.assess.query import query
from travaux.assess.summary import CHANGES, Binding, Summary, Total
from travaux.diagnostic import Diagnostic, Failure, Severity, fail
from travaux.placing import placed
from travaux.span import Span

if TYPE_CHECKING:
    import duckdb

FORMS = {".csv": "FORMAT csv, HEADER", ".parquet": "FORMAT parquet"}
_WHOLE = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
_EXACT = ("DECIMAL", *_WHOLE, *(f"U{kind}" for kind in _WHOLE))
#: Nothing is guessed: the reader of `entries` takes the same marks for granted.
_CSV = "all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"'"
_NUMBER = r"^-?[0-9]{1,18}(\.[0-9]{1,18})?$"
_YES, _NO = "('yes', 'true', '1')", "('no', 'false', '0')"


def assessed(file: Path, plan: Plan, party: str = "", output: Path | None = None) -> Summary:
    """The summary of a file; with an output, every entry is written there. Raises `Failure` for faults of the file."""
    with tempfile.TemporaryDirectory(prefix="travaux-") as folder, _connected(Path(folder)) as connection:
        _read(connection, file)
        _run(connection, f"CREATE TABLE result AS {query(plan, 'duckdb', party)}")
        if output is not None:
            _written(connection, output)
        summary = Summary()
        _counted(connection, summary, plan)
        for change in CHANGES:
            _changed(connection, plan, party, change, summary)
    return summary


@contextmanager
def _connected(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database of its own on the disk, so that what does not fit in memory has a place."""
    try:
        import duckdb
    except ImportError:
        hint = "install it: pip install 'travaux[batch]'"
        raise fail("ASM005", Span(), "this needs DuckDB, the extra `batch`", hint) from None
    connection = duckdb.connect(str(folder / "entries.duckdb"))
    try:
        connection.execute(f"SET temp_directory = {text(str(folder))}")
        # DuckDB draws the bar itself, and only where somebody sees it.
        connection.execute(f"SET enable_progress_bar = {'true' if sys.stderr.isatty() else 'false'}")
        yield connection
    finally:
        connection.close()


def _run(connection: duckdb.DuckDBPyConnection, text: str, *values: Any) -> duckdb.DuckDBPyConnection:
    return connection.execute(text, list(values)) if values else connection.execute(text)


# --- reading


def _read(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """The table `entries` of a file, every column of the right type."""
    import duckdb

    source = (
        "read_parquet(?)"
        if file.suffix == ".parquet"
        else "read_csv(?, all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"')"
    )
    if file.suffix != ".parquet":
        _header(file)
    try:
        relation = _run(connection, f"CREATE TABLE raw AS SELECT * FROM {source}", str(file))
        types = {name: str(kind) for name, kind, *_ in _run(relation, "DESCRIBE raw").fetchall()}
        if file.suffix == ".parquet":
            _typed(file, types)
            _named(connection, file)
        elif _faulty(connection, types):
            raise _told(file)
        columns = ", ".join(f'{_column(column, types)} AS "{column.name}"' for column in COLUMNS)
        _run(connection, f"CREATE TABLE entries AS SELECT {columns} FROM raw")
        _run(connection, "DROP TABLE raw")
    except duckdb.Error as error:
        if file.suffix == ".parquet":
            first = str(error).splitlines()[0]
            raise fail("ENT001", Span(str(file)), f"the file of entries cannot be read: {first}") from None
        raise _told(file) from None


def _header(file: Path) -> None:
    """Raises `Failure` for a file that is not there or whose first line is wrong."""
    from itertools import islice

    list(islice(entries(file), 1))


def _told(file: Path) -> Failure:
    """What is wrong with a CSV file, found by the reader that says it line by line."""
    try:
        for _ in entries(file):
            pass
    except Failure as failure:
        return failure
    return fail("ENT001", Span(str(file)), "the file of entries cannot be read by DuckDB", "use --engine python")


def _faulty(connection: duckdb.DuckDBPyConnection, types: dict[str, str]) -> bool:
    """Whether a cell of a CSV file is wrong, or an entry has no name of its own."""
    wrong = ["trim(entry) IS NULL OR trim(entry) = ''"]
    for column in COLUMNS:
        if column.name not in types:
            continue
        cell = _cell(column)
        match column.kind:
            case "decimal":
                wrong.append(f"{cell} IS NOT NULL AND NOT regexp_full_match({cell}, '{_NUMBER}')")
            case "date":
                strict = f"regexp_full_match({cell}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
                wrong.append(f"{cell} IS NOT NULL AND (NOT {strict} OR TRY_CAST({cell} AS DATE) IS NULL)")
            case "yes-no":
                wrong.append(f"lower({cell}) NOT IN {_YES} AND lower({cell}) NOT IN {_NO}")
            case "text":
                pass
    conditions = " OR ".join(f"coalesce({condition}, false)" for condition in wrong)
    (bad,) = _run(connection, f"SELECT count(*) FROM raw WHERE {conditions}").fetchone() or (0,)
    (twice,) = _run(connection, "SELECT count(*) - count(DISTINCT trim(entry)) FROM raw").fetchone() or (0,)
    return bool(bad or twice)


def _cell(column: Column) -> str:
    """A cell of a CSV file without blanks round it; NULL where nothing is left."""
    return f"nullif(trim(\"{column.name}\", ' \t'), '')"


def _typed(file: Path, types: dict[str, str]) -> None:
    """Raises `Failure` where a column of a Parquet file is not there or does not hold what it should."""
    wanted = {"decimal": _EXACT, "date": ("DATE",), "yes-no": ("BOOLEAN",), "text": ("VARCHAR",)}
    said = {"decimal": "exact numbers: make it a DECIMAL", "date": "dates", "yes-no": "yes or no: make it a BOOLEAN"}
    faults = [f"there is no column {name}" for name in ALWAYS if name not in types]
    for column in COLUMNS:
        kind = types.get(column.name)
        if kind is not None and kind.split("(")[0] not in (*wanted[column.kind], '"NULL"'):
            faults.append(f"the column {column.name} is {kind}, which does not hold {said.get(column.kind, 'text')}")
    if faults:
        raise Failure(tuple(Diagnostic("ENT001", Severity.ERROR, Span(str(file)), fault) for fault in faults))


def _named(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Raises `Failure` where an entry of a Parquet file has no name of its own."""
    named = "count(nullif(trim(entry), '')), count(DISTINCT trim(entry))"
    every, known, apart = _run(connection, f"SELECT count(*), {named} FROM raw").fetchone() or (0, 0, 0)
    if known < every:
        raise fail("ENT004", Span(str(file)), f"{every - known} entries have no name", "fill in the column `entry`")
    if apart < every:
        (name,) = _run(
            connection, "SELECT min(trim(entry)) FROM raw GROUP BY trim(entry) HAVING count(*) > 1"
        ).fetchone() or ("",)
        raise fail("ENT004", Span(str(file)), f"the entry {name} is there twice", "give each a name of its own")


def _column(column: Column, types: dict[str, str]) -> str:
    """A column in its type; one that is not there is known of no entry."""
    kind = {"text": "VARCHAR", "decimal": "DECIMAL(38,18)", "date": "DATE", "yes-no": "BOOLEAN"}[column.kind]
    if column.name not in types:
        return f"CAST(NULL AS {kind})"
    if types[column.name] != "VARCHAR":
        return f'CAST("{column.name}" AS {kind})'
    cell = _cell(column)
    return f"lower({cell}) IN {_YES}" if column.kind == "yes-no" else f"CAST({cell} AS {kind})"


# --- writing


def _written(connection: duckdb.DuckDBPyConnection, output: Path) -> None:
    """Every entry, in the order of the file."""
    import duckdb

    shown = [_shown(name) if output.suffix == ".csv" else f'"{name}"' for name in HEAD]
    rows = f"SELECT {', '.join(shown)} FROM result ORDER BY _row"
    with placed(output) as temporary:
        try:
            _run(connection, f"COPY ({rows}) TO {text(str(temporary))} ({FORMS[output.suffix]})")
        except duckdb.IOException as error:
            raise OSError(0, str(error).splitlines()[0]) from None


def _shown(name: str) -> str:
    """A step without zeros at its end."""
    return f"regexp_replace(CAST(\"{name}\" AS VARCHAR), '\\.?0+$', '') AS \"{name}\"" if name in STEPS else f'"{name}"'


# --- adding up

_ENTERED = "coalesce(converted_value, customs_value, 0)"


def _counted(connection: duckdb.DuckDBPyConnection, summary: Summary, plan: Plan) -> None:
    for status, reason, count in _run(
        connection, "SELECT status, reason, count(*) FROM result GROUP BY 1, 2"
    ).fetchall():
        summary.counts[status, reason or ""] = count
    for what, name in (
        ("mineral", "split_part(good, '/', 1)"),
        ("origin", "coalesce(origin, 'not stated')"),
        ("month", "strftime(day, '%Y-%m')"),
    ):
        asked = (
            f"SELECT {name}, currency, count(*), sum({_ENTERED}), sum(amount), sum(coalesce(content, 0)) "
            "FROM result WHERE status = 'assessed' GROUP BY 1, 2"
        )
        for key, currency, *numbers in _run(connection, asked).fetchall():
            summary.by[what, key, currency] = Total(*numbers)
    _bound(connection, summary, plan)


def _bound(connection: duckdb.DuckDBPyConnection, summary: Summary, plan: Plan) -> None:
    before = "coalesce(zone_amount, phased_amount, shortfall)"
    asked = (
        "SELECT good, derivative, coalesce(arg_max(floor_level_in_force, _row), 0), "
        "sum(CASE WHEN shortfall > 0 THEN 1 ELSE 0 END), "
        f'sum(shortfall), sum(CASE WHEN "limit" < {before} THEN 1 ELSE 0 END), count(*), sum({_ENTERED}), sum(amount), '
        "sum(coalesce(content, 0)) FROM result WHERE status = 'assessed' GROUP BY 1, 2"
    )
    for good, derivative, level, below, gap, limited, *numbers in _run(connection, asked).fetchall():
        price = plan.lines[good].charge.price
        unit = f"{price.currency} per {price.per} of {price.basis}"
        name = good + (" (made from it)" if derivative else "")
        summary.floors[name] = Binding(unit, level, int(below), gap, int(limited), Total(*numbers))


def _changed(connection: duckdb.DuckDBPyConnection, plan: Plan, party: str, change: int, summary: Summary) -> None:
    """Adds what would be charged if every customs value were changed by so many per cent."""
    table = "result"
    if change:
        cents, share = 'CAST("customs_value" AS DECIMAL(22,2))', f"CAST({Decimal(100 + change) / 100} AS DECIMAL(3,2))"
        value = f"CASE WHEN {cents} = customs_value THEN round({cents} * {share}, 2) ELSE customs_value END"
        changed = f"SELECT * REPLACE (CAST({value} AS DECIMAL(38,18)) AS customs_value) FROM entries_as_given"
        _run(connection, "ALTER TABLE entries RENAME TO entries_as_given")
        try:
            _run(connection, f"CREATE VIEW entries AS {changed}")
            _run(connection, f"CREATE TABLE changed AS {query(plan, 'duckdb', party)}")
        finally:
            _run(connection, "DROP VIEW IF EXISTS entries")
            _run(connection, "ALTER TABLE entries_as_given RENAME TO entries")
        table = "changed"
    asked = f"SELECT currency, sum(amount) FROM {table} WHERE status = 'assessed' GROUP BY 1"
    for currency, charge in _run(connection, asked).fetchall():
        summary.sensitivity[change, currency] = charge
    if change:
        _run(connection, "DROP TABLE changed")
