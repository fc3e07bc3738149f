"""A table that a formula looks values up in -> SQL: a join, or nothing but a CASE where the day alone decides.

Engines join by equality fast and by a range of days slowly, so where the values of most keys change on the same days,
the day is first made the number of its period.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from travaux.formula.literals import day, name, values, varchar
from travaux.formula.nodes import Lookup
from travaux.formula.numbers import rounded
from travaux.formula.sql_amount import Dialect, decimal_type, literal
from travaux.formula.tables import DatedTable
from travaux.formula.whole import Table
from travaux.formula.widths import Width

#: Holds the values of a table that are not all in its range, and of every other.
_ANY = "DECIMAL(38,18)"


@dataclass(frozen=True, slots=True)
class Looked:
    """How a look-up is found for the entry `e`."""

    value: str
    sound: bool
    """Whether every value is known to be in its range, in its narrow type."""
    join: str = ""
    relation: tuple[str, str] | None = None
    """The query that is joined, under its name."""
    period: tuple[str, str] | None = None
    """A column that is computed beside the entry, under its name."""


def looked(look: Lookup, bounds: Table, table: DatedTable | None, number: int, dialect: Dialect) -> Looked:
    """The way to a look-up; without its rows, a relation of the name of the table is joined by key and day."""
    t, equal = f"t{number}", [f"t{number}.key_{n} = e.{name(key, dialect)}" for n, key in enumerate(look.keys, 1)]
    date = f"e.{name(look.date, dialect)}"
    dated = [f"{t}.since <= {date}", f"({t}.until IS NULL OR {date} < {t}.until)"]
    if table is None:
        return Looked(f"{t}.value", False, _joined(name(look.table, dialect), t, [*equal, *dated]))
    kind, sound = _type(table, bounds)
    days, spans = sorted({since for rows in table.rows.values() for since, _ in rows}), list(table.spans())
    if not spans:
        return Looked(_value(None, kind), sound)
    if not look.keys:
        return Looked(_by_day(date, days, lambda since: _value(table.at((), since), kind)), sound)
    relation, period = f"_table_{number}", f"_period_{number}"
    keys = {f"key_{n}": varchar(dialect) for n in range(1, len(look.keys) + 1)}
    if len(days) * len(table.rows) > 2 * len(spans):
        columns = keys | {"since": "DATE", "until": "DATE", "value": kind}
        rows = values(columns, ((*of, since, until, value) for of, since, until, value in spans))
        return Looked(f"{t}.value", sound, _joined(relation, t, [*equal, *dated]), (relation, rows))
    if len(days) == 1:
        rows = values(keys | {"value": kind}, ((*of, value) for of, _, _, value in spans))
        value = f"CASE WHEN {date} >= {day(days[0])} THEN {t}.value END"
        return Looked(value, sound, _joined(relation, t, equal), (relation, rows))
    found = [(*of, n, table.at(of, since)) for of in sorted(table.rows) for n, since in enumerate(days)]
    rows = values(keys | {"period": "INTEGER", "value": kind}, (row for row in found if row[-1] is not None))
    number_of = _by_day(date, days, lambda since: str(days.index(since)))
    join = _joined(relation, t, [*equal, f"{t}.period = e.{period}"])
    return Looked(f"{t}.value", sound, join, (relation, rows), (period, number_of))


def _joined(relation: str, t: str, conditions: Sequence[str]) -> str:
    return f" LEFT JOIN {relation} AS {t} ON {' AND '.join(conditions)}"


def _type(table: DatedTable, bounds: Table) -> tuple[str, bool]:
    """The type of the values, and whether all are what the formula asks of them."""
    told = [value for *_, value in table.spans()]
    sound = all(bounds.low <= v <= bounds.high and rounded(v, bounds.places) == v for v in told)
    return (decimal_type(Width(bounds.low, bounds.high, bounds.places)), True) if sound else (_ANY, False)


def _value(value: Decimal | None, kind: str) -> str:
    return f"CAST({'NULL' if value is None else literal(value)} AS {kind})"


def _by_day(date: str, days: Sequence[datetime.date], told: Callable[[datetime.date], str]) -> str:
    """What is told for the last of several days that a date has reached; NULL before the first."""

    def halved(some: Sequence[datetime.date]) -> str:
        if len(some) == 1:
            return told(some[0])
        half = len(some) // 2
        return f"CASE WHEN {date} < {day(some[half])} THEN {halved(some[:half])} ELSE {halved(some[half:])} END"

    return f"CASE WHEN {date} >= {day(days[0])} THEN {halved(days)} END"
