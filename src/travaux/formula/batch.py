"""A formula on a table of entries in DuckDB (the extra `batch`)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from travaux.formula.fault import Fault, FormulaError
from travaux.formula.sql import to_sql
from travaux.formula.tables import DatedTable
from travaux.formula.whole import Formula

if TYPE_CHECKING:
    import duckdb

_DECIMAL = re.compile(r"DECIMAL\((\d+),(\d+)\)")
_EXACT = re.compile(r"DECIMAL\(\d+,\d+\)|(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?)")


def assessed_table(
    connection: duckdb.DuckDBPyConnection,
    formula: Formula,
    tables: Mapping[str, DatedTable],
    entries: str = "entries",
    keep: Sequence[str] = (),
) -> duckdb.DuckDBPyRelation:
    """The steps and reasons for a table or view of entries, one row each, as a relation of the connection.

    Raises FormulaError where the entries lack a column or hold an amount that is not an exact number.
    """
    _columns_fit(connection, formula, entries)
    return connection.sql(to_sql(formula, "duckdb", entries, keep, tables, _held(connection, entries)))


def _columns_fit(connection: duckdb.DuckDBPyConnection, formula: Formula, entries: str) -> None:
    relation = connection.table(entries)
    types = dict(zip(relation.columns, map(str, relation.types), strict=True))
    faults = [Fault(entries, f"there is no column {name}") for name in formula.columns if name not in types]
    for given in formula.inputs:
        if not _EXACT.fullmatch(types.get(given.name, "INTEGER")):
            message = f"the column {given.name} is {types[given.name]}, which does not hold exact amounts"
            faults.append(Fault(entries, message, "make it a DECIMAL before anything is computed with it"))
    if faults:
        raise FormulaError(*faults)


def _held(connection: duckdb.DuckDBPyConnection, entries: str) -> dict[str, tuple[int, int]]:
    """The digits before and after the mark of every column that is a decimal."""
    relation = connection.table(entries)
    found: dict[str, tuple[int, int]] = {}
    for name, kind in zip(relation.columns, map(str, relation.types), strict=True):
        if match := _DECIMAL.fullmatch(kind):
            digits, places = map(int, match.groups())
            found[name] = (digits - places, places)
    return found
