"""A file of entries -> the view `entries` of a DuckDB connection: every column in its type, and the row in `_row`.

A Parquet file is read where it lies. A CSV file is read as text once and checked; where a cell is wrong, the reader of
`entries` tells all of it in the words it has. Amounts keep the digits of the file: narrow decimals are computed many
times as fast as wide ones.
"""

from __future__ import annotations

import re
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from travaux.assess.columns import COLUMNS, Column
from travaux.assess.entries import ALWAYS, entries
from travaux.assess.query import MOST_HELD
from travaux.diagnostic import Diagnostic, Failure, Severity, fail
from travaux.formula.literals import text
from travaux.span import Span

if TYPE_CHECKING:
    import duckdb

_WHOLE = {"TINYINT": 3, "SMALLINT": 5, "INTEGER": 10, "BIGINT": 19}
_WHOLE |= {f"U{kind}": digits for kind, digits in _WHOLE.items()} | {"UBIGINT": 20}
_EXACT = ("DECIMAL", *_WHOLE, "HUGEINT", "UHUGEINT")
_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
#: Nothing is guessed: the reader of `entries` takes the same marks for granted.
_CSV = "all_varchar = true, header = true, delim = ',', quote = '\"', escape = '\"'"
_NUMBER = r"^-?[0-9]{1,18}(\.[0-9]{1,18})?$"
_YES, _NO = "('yes', 'true', '1')", "('no', 'false', '0')"
_NOTHING = {"text": "VARCHAR", "decimal": "DECIMAL(1,0)", "date": "DATE", "yes-no": "BOOLEAN"}


def read(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Makes the view. Raises `Failure` for faults of the file."""
    if file.suffix == ".parquet":
        _parquet(connection, file)
    else:
        _csv(connection, file)


def _types(connection: duckdb.DuckDBPyConnection, relation: str) -> dict[str, str]:
    return {name: str(kind) for name, kind, *_ in connection.execute(f"DESCRIBE SELECT * FROM {relation}").fetchall()}


# --- Parquet


def _parquet(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    import duckdb

    source = f"read_parquet({text(str(file))})"
    try:
        types = _types(connection, source)
        _typed(file, types)
        untidy = _untidy(connection, source, types)
        columns = ", ".join(f'{_column(column, types, untidy)} AS "{column.name}"' for column in COLUMNS)
        if "file_row_number" in types:  # the name by which the reader tells rows is taken
            row = "CREATE TABLE numbered AS SELECT row_number() OVER () AS _row"
            connection.execute(f"{row}, {columns} FROM {source}")
            connection.execute("CREATE VIEW entries AS SELECT * FROM numbered")
        else:
            numbered = f"read_parquet({text(str(file))}, file_row_number = true)"
            connection.execute(f"CREATE VIEW entries AS SELECT file_row_number AS _row, {columns} FROM {numbered}")
        _named(connection, file)
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        first = str(error).splitlines()[0]
        raise fail("ENT001", Span(str(file)), f"the file of entries cannot be read: {first}") from None


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


def _untidy(connection: duckdb.DuckDBPyConnection, source: str, types: dict[str, str]) -> set[str]:
    """The columns of text with blanks round a cell, or nothing in it: the others are read as they are, every time."""
    texts = [column for column in COLUMNS if column.kind == "text" and types.get(column.name) == "VARCHAR"]
    told = (f'coalesce(bool_or("{column.name}" IS DISTINCT FROM {_cell(column)}), false)' for column in texts)
    found = connection.execute(f"SELECT {', '.join(told)} FROM {source}").fetchone() or ()
    return {column.name for column, wrong in zip(texts, found, strict=True) if wrong}


def _column(column: Column, types: dict[str, str], untidy: set[str]) -> str:
    """A column of a Parquet file; one that is not there is known of no entry."""
    kind = types.get(column.name, '"NULL"')
    if kind == '"NULL"':
        return f"CAST(NULL AS {_NOTHING[column.kind]})"
    if column.name in untidy:
        return _cell(column)
    if column.kind != "decimal":
        return f'"{column.name}"'
    if kind in _WHOLE:
        return f'CAST("{column.name}" AS DECIMAL({_WHOLE[kind]},0))'
    if match := _DECIMAL.fullmatch(kind):
        digits, places = map(int, match.groups())
        if digits - places <= MOST_HELD[0] and places <= MOST_HELD[1]:
            return f'"{column.name}"'
    return f'CAST("{column.name}" AS DECIMAL({sum(MOST_HELD)},{MOST_HELD[1]}))'


def _named(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    """Raises `Failure` where an entry of a Parquet file has no name of its own."""
    every, known = connection.execute("SELECT count(*), count(entry) FROM entries").fetchone() or (0, 0)
    if known < every:
        raise fail("ENT004", Span(str(file)), f"{every - known} entries have no name", "fill in the column `entry`")
    name = _twice(connection, "entries", "entry", every)
    if name is not None:
        raise fail("ENT004", Span(str(file)), f"the entry {name} is there twice", "give each a name of its own")


def _twice(connection: duckdb.DuckDBPyConnection, relation: str, name: str, every: int) -> str | None:
    """A name that two entries have. Where all hashes differ all names do, and hashes take less room than names."""
    (apart,) = connection.execute(f"SELECT count(DISTINCT hash({name})) FROM {relation}").fetchone() or (0,)
    if apart == every:
        return None
    asked = f"SELECT min({name}) FROM {relation} GROUP BY {name} HAVING count(*) > 1 ORDER BY 1 LIMIT 1"
    found = connection.execute(asked).fetchone()
    return found[0] if found else None


# --- CSV


def _csv(connection: duckdb.DuckDBPyConnection, file: Path) -> None:
    import duckdb

    list(islice(entries(file), 1))  # raises `Failure` for a file that is not there or whose first line is wrong
    try:
        connection.execute(f"CREATE TABLE raw AS SELECT * FROM read_csv({text(str(file))}, {_CSV})")
        types = _types(connection, "raw")
        given = [column for column in COLUMNS if column.name in types]
        every, faulty, *digits = connection.execute(_checks(given)).fetchone() or (0, 0)
        if faulty or _twice(connection, "raw", "trim(entry)", every) is not None:
            raise _told(file)
        found = _decimals(given, digits)
        columns = ", ".join(f'{_read(column, types, found)} AS "{column.name}"' for column in COLUMNS)
        connection.execute(f"CREATE TABLE typed AS SELECT {columns} FROM raw")
        connection.execute("DROP TABLE raw")
        connection.execute("CREATE VIEW entries AS SELECT rowid AS _row, * FROM typed")
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error:
        raise _told(file) from None


def _told(file: Path) -> Failure:
    """What is wrong with a CSV file, found by the reader that says it line by line."""
    try:
        for _ in entries(file):
            pass
    except Failure as failure:
        return failure
    return fail("ENT001", Span(str(file)), "the file of entries cannot be read by DuckDB", "use --engine python")


def _checks(given: list[Column]) -> str:
    """A query: how many entries, how many with a wrong cell, and the digits of every column of amounts."""
    conditions = " OR ".join(f"coalesce({wrong}, false)" for wrong in (_unnamed(), *map(_wrong, given)))
    digits = [told for column in given if column.kind == "decimal" for told in _digits(column)]
    return f"SELECT {', '.join(('count(*)', f'count(*) FILTER (WHERE {conditions})', *digits))} FROM raw"


def _unnamed() -> str:
    return "trim(entry) IS NULL OR trim(entry) = ''"


def _wrong(column: Column) -> str:
    """Whether a cell is wrong."""
    cell = _cell(column)
    match column.kind:
        case "decimal":
            return f"{cell} IS NOT NULL AND NOT regexp_full_match({cell}, '{_NUMBER}')"
        case "date":
            strict = f"regexp_full_match({cell}, '[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}')"
            return f"{cell} IS NOT NULL AND (NOT {strict} OR TRY_CAST({cell} AS DATE) IS NULL)"
        case "yes-no":
            return f"lower({cell}) NOT IN {_YES} AND lower({cell}) NOT IN {_NO}"
        case "text":
            return "false"


def _digits(column: Column) -> tuple[str, str]:
    """The most digits before and after the mark."""
    cell = _cell(column)
    whole = f"length(split_part(ltrim({cell}, '-'), '.', 1))"
    return f"coalesce(max({whole}), 1)", f"coalesce(max(length(split_part({cell}, '.', 2))), 0)"


def _decimals(given: list[Column], digits: list[int]) -> dict[str, str]:
    """The type of every column of amounts: as wide as its widest cell."""
    names = [column.name for column in given if column.kind == "decimal"]
    pairs = zip(names, digits[::2], digits[1::2], strict=True)
    return {name: f"DECIMAL({whole + places},{places})" for name, whole, places in pairs}


def _read(column: Column, types: dict[str, str], found: dict[str, str]) -> str:
    """A column of a CSV file in its type."""
    if column.name not in types:
        return f"CAST(NULL AS {_NOTHING[column.kind]})"
    cell = _cell(column)
    match column.kind:
        case "decimal":
            return f"CAST({cell} AS {found[column.name]})"
        case "yes-no":
            return f"lower({cell}) IN {_YES}"
        case "date":
            return f"CAST({cell} AS DATE)"
        case "text":
            return cell


def _cell(column: Column) -> str:
    """A cell of text without blanks round it; NULL where nothing is left."""
    return f"nullif(trim(\"{column.name}\", ' \t'), '')"
