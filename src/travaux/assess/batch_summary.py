"""The results of a query in DuckDB -> a summary: one pass over the entries adds up, and one for each change."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Any

from travaux.assess.plan import Plan
from travaux.assess.summary import Binding, Summary, Total
from travaux.formula.numbers import EXACT

if TYPE_CHECKING:
    import duckdb

#: The customs value in the currency of the floor; none where the formula does not read it.
_ENTERED = "coalesce(converted_value, CASE WHEN declaration_currency = currency THEN customs_value END, 0)"
_BEFORE = "coalesce(zone_amount, phased_amount, shortfall)"
#: What assessed entries are told apart by; of the others only how many have a reason is asked.
_KEYS = ("good", "derivative", "origin", "strftime(day, '%Y-%m')", "currency")
_SUMS = (
    "count(*)",
    f"sum({_ENTERED})",
    "sum(amount)",
    "sum(coalesce(content, 0))",
    "sum(CASE WHEN shortfall > 0 THEN 1 ELSE 0 END)",
    "sum(shortfall)",
    f'sum(CASE WHEN "limit" < {_BEFORE} THEN 1 ELSE 0 END)',
    "max(_row)",
    "coalesce(arg_max(floor_level_in_force, _row), 0)",
)
#: A customs value below this is changed in 64 bits.
_SHORT = 10**12


def add_results(connection: duckdb.DuckDBPyConnection, asked: str, summary: Summary, plan: Plan) -> None:
    """Adds up the entries by status and reason, and those assessed by mineral, origin, month and floor."""
    keys = ", ".join(f"CASE WHEN reason IS NULL THEN {key} END" for key in _KEYS)
    places = ", ".join(str(n) for n in range(1, 3 + len(_KEYS)))
    text = f"SELECT status, reason, {keys}, {', '.join(_SUMS)} FROM ({asked}) AS q GROUP BY {places}"
    last: dict[str, int] = {}
    with localcontext(EXACT):
        for status, reason, *row in connection.execute(text).fetchall():
            count = row[len(_KEYS)]
            summary.counts[status, reason or ""] = summary.counts.get((status, reason or ""), 0) + count
            if reason is None:
                _add(summary, plan, row[: len(_KEYS)], row[len(_KEYS) :], last)


def _add(summary: Summary, plan: Plan, keys: Sequence[Any], sums: Sequence[Any], last: dict[str, int]) -> None:
    good, derivative, origin, month, currency = keys
    entries, value, charge, content, below, gap, limited, row, level = sums
    total = Total(entries, value, charge, content)
    for what, name in (("mineral", good.split("/")[0]), ("origin", origin or "not stated"), ("month", month)):
        _join(summary.by.setdefault((what, name, currency), Total()), total)
    floor = good + (" (made from it)" if derivative else "")
    price = plan.lines[good].charge.price
    found = summary.floors.setdefault(floor, Binding(f"{price.currency} per {price.per} of {price.basis}"))
    _join(found.total, total)
    found.below += int(below)
    found.gap += gap
    found.limited += int(limited)
    if row > last.get(floor, -1):  # the level is that of the last entry
        last[floor], found.level = row, level


def _join(total: Total, other: Total) -> None:
    total.entries += other.entries
    total.value += other.value
    total.charge += other.charge
    total.content += other.content


def add_change(connection: duckdb.DuckDBPyConnection, asked: str, change: int, summary: Summary) -> None:
    """Adds what would be charged if every customs value were changed by so many per cent."""
    if change == 0:
        charges: dict[str, Decimal] = {}
        for (what, _, currency), total in summary.by.items():
            if what == "mineral":
                charges[currency] = charges.get(currency, Decimal(0)) + total.charge
        summary.sensitivity |= {(0, currency): charge for currency, charge in charges.items()}
        return
    connection.execute("ALTER VIEW entries RENAME TO entries_as_given")
    try:
        values = f"SELECT * REPLACE ({_changed(change)} AS customs_value) FROM entries_as_given"
        connection.execute(f"CREATE VIEW entries AS {values}")
        text = f"SELECT currency, sum(amount) FROM ({asked}) AS q WHERE status = 'assessed' GROUP BY 1"
        for currency, charge in connection.execute(text).fetchall():
            summary.sensitivity[change, currency] = charge
    finally:
        connection.execute("DROP VIEW IF EXISTS entries")
        connection.execute("ALTER VIEW entries_as_given RENAME TO entries")


def _changed(change: int) -> str:
    """A customs value changed and rounded to cents; one that is not in cents is left, as it is not assessed."""

    def times(digits: int) -> str:
        cents = f"CAST(customs_value AS DECIMAL({digits},2))"
        share = f"CAST('{Decimal(100 + change) / 100}' AS DECIMAL(3,2))"
        value = f"CAST(round({cents} * {share}, 2) AS DECIMAL(22,2))"
        return f"CASE WHEN {cents} = customs_value THEN {value} ELSE customs_value END"

    short = f"customs_value > -{_SHORT} AND customs_value < {_SHORT}"
    return f"CASE WHEN {short} THEN {times(14)} ELSE {times(22)} END"
