"""A plan -> one query for DuckDB or Spark over a table of entries, with the amounts and reasons of `engine`.

The query stands alone: what the records say is in it as values. The table `entries` has every column of
`travaux.assess.columns`; one that the data lacks is added as NULL. The formulas are those of `travaux.formula.sql`.

Entries pass through it once, row by row, and nothing is sorted or kept, but for the entries of small importers: those
are looked for first, and only of the months that have one are all entries added up.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from travaux.assess.columns import COLUMNS
from travaux.assess.engine import MOST_VALUE
from travaux.assess.groups import Group, formula_of, groups
from travaux.assess.output import STEPS
from travaux.assess.plan import Plan
from travaux.assess.query_reasons import (
    AFTERWARDS,
    CONVERTED,
    SMALL,
    counted,
    numbered_lines,
    of_lines,
    status,
    weighed,
    why,
)
from travaux.assess.query_records import exempt_in, relations
from travaux.calculation.charge import LEVEL_DAY, PERIOD_START
from travaux.formula.literals import day, name, text, varchar
from travaux.formula.sql import REASON, ways_to_sql
from travaux.formula.sql_amount import Dialect
from travaux.formula.sql_steps import Way

#: Columns of an entry that the result repeats or needs; the formulas have columns of these names themselves.
_FROM_ENTRY = ("_entry", "_party", "_good", "_origin", "_day", "_derivative", "_currency", "_declared", "_value")
_KEPT = (*_FROM_ENTRY, "_why", "_least", "_own", "_share", "_sum", "_unknown", "_net")
_WAY = "_way"
#: Columns that decide on an entry, or are made anew before a formula reads them.
_CLASSED = ("entry", "party", "importer", "origin", "originating", "derivative", "exclusion", "relief")
_JUDGED = (*_CLASSED, "mass_unit", "net_dry_mass", "date_of_departure")
_TYPES = {"decimal": "DECIMAL", "date": "DATE", "yes-no": "BOOLEAN"}
#: What a column of amounts holds at most, so that engines compare it exactly with a value in its narrow type.
MOST_HELD = (20, 18)


def query(plan: Plan, dialect: Dialect, party: str = "", row: str = "") -> str:
    """The query, with what it needs in a comment before it. `row` is a column of the entries that numbers them.

    With it the result has the same numbers in its column `_row`; it comes in no order.
    """
    return "\n".join([*_comment(plan, dialect), _Query(plan, dialect, party, row).text()])


def _comment(plan: Plan, dialect: Dialect) -> Iterator[str]:
    whole, places = MOST_HELD
    yield f"-- {plan.instrument}: what its border adjustments would charge, in force from {plan.in_force}."
    yield "-- The table `entries` has these columns; fill one that the data lacks with NULL of its type:"
    for column in COLUMNS:
        yield f"--   {column.name} {_TYPES.get(column.kind, varchar(dialect))}"
    yield f"-- A DECIMAL is as wide as the data; it has up to {whole} digits before the mark and {places} after it."
    yield "-- Results come in no order; `entry` tells which is which."
    if dialect == "spark":
        yield "-- Run it with spark.sql.ansi.enabled=true: without it, what overflows is dropped or wrapped."


class _Query:
    def __init__(self, plan: Plan, dialect: Dialect, party: str, row: str) -> None:
        self.plan, self.dialect, self.party, self.row = plan, dialect, party, row
        self.groups = tuple(groups(plan))
        self.text_type = varchar(dialect)
        self.targets = exempt_in(plan)

    def name(self, word: str) -> str:
        return name(word, self.dialect)

    def text(self) -> str:
        parts = list(relations(self.plan, self.text_type))
        if self.targets:
            parts += [("_small", self.small()), ("_month", self.months())]
        parts += [("_beside", self.entries()), ("_judged", self.judged()), ("_given", self.given())]
        parts.append(("_amount", self.amounts()))
        told = ",\n".join(f"{word} AS ({body})" for word, body in parts)
        return f"WITH {told}\n{self.result()}"

    @property
    def by_party(self) -> bool:
        """Whether a formula looks something up by the importing party."""
        return any(line.charge.own_steps for line in self.plan.lines.values())

    @property
    def numbers(self) -> tuple[str, ...]:
        return ("_row",) if self.row else ()

    # --- what an entry is

    def beside(self, columns: str, more: str = "", where: str = "") -> str:
        """Columns of every entry `e` beside its line `l` and its rate `r` into the currency of the exempt value."""
        party = text(self.party) if self.party else f"CAST(NULL AS {self.text_type})"
        asked = f" WHERE coalesce(e.party, {party}) = {party}" if self.party else ""
        read = (
            f"SELECT e.*, coalesce(e.party, {party}) AS _importing, coalesce(e.mass_unit, 'kg') AS _unit "
            f"FROM entries AS e{asked}"
        )
        day = self.day()
        target = " AND r.target = l.least_currency" if len(self.targets) > 1 else ""
        if any(len(dated) > 1 for dated in self.plan.rates.pairs.values()):
            target += f" AND r.since <= {day} AND (r.until IS NULL OR {day} < r.until)"
        return (
            f"SELECT {columns} FROM ({read}) AS e LEFT JOIN _line AS l ON l.good = e.good "
            f"LEFT JOIN _rate AS r ON r.source = e.declaration_currency{target}{more}"
            f"{f' WHERE {where}' if where else ''}"
        )

    def entries(self) -> str:
        """Every entry beside its line, its first day and the factor of its mass."""
        made = ("entry", "party", "mass_unit")
        columns = ", ".join(f"e.{self.name(c.name)}" for c in COLUMNS if c.name not in made)
        row = f"e.{self.name(self.row)} AS _row, " if self.row else ""
        return self.beside(
            f"{row}e.entry AS _entry, {columns}, e._importing AS party, e._unit AS mass_unit, {self.day()} AS _day, "
            "l.number AS _line, l.currency AS _currency, l.per AS _per, l.first AS _first, l.ends AS _ends, "
            f"l.least AS _least, l.share AS _share, s.since AS _since, m.factor AS _factor, {self.own()} AS _own, "
            f"{self.level_day()} AS {LEVEL_DAY}, {self.first_day()} AS {PERIOD_START}",
            " LEFT JOIN _start AS s ON s.party = e._importing "
            "LEFT JOIN _mass AS m ON m.unit = CASE WHEN e._unit <> l.per THEN e._unit END AND m.per = l.per",
        )

    def day(self) -> str:
        """The column of the day that counts, by line."""
        dates = {line.date for line in self.plan.lines.values()}
        if len(dates) == 1:
            return f"e.{self.name(dates.pop())}"
        cases = "".join(f" WHEN {n} THEN e.{self.name(line.date)}" for n, line in enumerate(self.plan.lines.values()))
        return f"CASE l.number{cases} END"

    def level_day(self) -> str:
        """The day that counts for the floor level: before a change, for goods that were on their way."""
        counts, alike = self.day(), dict[tuple[tuple[datetime.date, datetime.date], ...], list[int]]()
        for number, line in enumerate(self.plan.lines.values()):
            alike.setdefault(tuple(line.moves), []).append(number)
        cases = "".join(
            f" WHEN {of_lines(numbers, self.plan, 'l.number')} AND e.date_of_departure < {day(change)} "
            f"AND {counts} >= {day(change)} AND e.date_of_acceptance <= {day(last)} "
            f"THEN {day(change - datetime.timedelta(days=1))}"
            for moves, numbers in alike.items()
            for change, last in moves
        )
        if not cases:
            return counts
        return f"CASE WHEN e.date_of_departure < {counts} THEN CASE{cases} ELSE {counts} END ELSE {counts} END"

    def first_day(self) -> str:
        """The first day of the week, month or quarter in which the day that counts lies."""
        units, day = {"weekly": "week", "monthly": "month", "quarterly": "quarter"}, self.day()
        updates = [line.charge.adjustment.update for line in self.plan.lines.values()]
        told = [f"CAST(date_trunc('{units[u]}', {day}) AS DATE)" if u in units else day for u in updates]
        if len(set(told)) == 1:
            return told[0]
        return f"CASE l.number{''.join(f' WHEN {n} THEN {each}' for n, each in enumerate(told))} END"

    def own(self) -> str:
        """The customs value in the currency of the exempt value."""
        known = f"e.customs_value >= 0 AND e.customs_value < {MOST_VALUE:f}"
        return f"CASE WHEN {known} THEN CAST(e.customs_value AS DECIMAL(19,4)) * r.value END"

    # --- small importers

    def month(self) -> str:
        day = self.day()
        return f"year({day}) * 12 + month({day})"

    def small(self) -> str:
        """The months of importers in which an entry is small enough to be exempt, or of unknown value."""
        return f"SELECT DISTINCT party, importer, month FROM ({self.worth()}) AS e WHERE {SMALL}"

    def months(self) -> str:
        """What the covered goods of an importer in such a month are worth together."""
        return (
            "SELECT e.party, e.importer, e.month, sum(e._own) AS total, "
            "sum(CASE WHEN e._own IS NULL THEN 1 ELSE 0 END) AS unknown "
            f"FROM ({self.worth()}) AS e "
            "JOIN _small AS s ON s.party = e.party AND s.importer = e.importer AND s.month = e.month "
            "GROUP BY e.party, e.importer, e.month"
        )

    def worth(self) -> str:
        """The value and month of every entry of a good for which small importers are exempt."""
        columns = f"e._importing AS party, e.importer, {self.month()} AS month, l.least AS _least, {self.own()} AS _own"
        return self.beside(columns, where="l.least IS NOT NULL")

    # --- which formula serves it

    def judged(self) -> str:
        """Every entry with the reason why it is not calculated, and what is known of its importer where that counts."""
        made = {
            "paid_elsewhere": "coalesce(e.paid_elsewhere, CAST(0 AS DECIMAL(1,0))) AS paid_elsewhere",
            "excess_share": f"{self.excess()} AS excess_share",
        }
        columns = [made.get(c, f"e.{self.name(c)}") for c in _read((*_JUDGED, "zone_share"))]
        inside = f" AND NOT {self.plan.outside.of_others(numbered_lines(self.plan))}" if self.plan.outside else ""
        zone = f"CASE WHEN e.originating{inside} THEN e.zone_share ELSE CAST(1 AS DECIMAL(1,0)) END"
        month, join = "CAST(NULL AS DECIMAL(38,12)) AS _sum, CAST(NULL AS BIGINT) AS _unknown", ""
        if self.targets:
            month = "t.total AS _sum, t.unknown AS _unknown"
            small = f"CASE WHEN e._least IS NOT NULL AND ({SMALL}) THEN year(e._day) * 12 + month(e._day) END"
            join = f" LEFT JOIN _month AS t ON t.month = {small} AND t.party = e.party AND t.importer = e.importer"
        columns += ["e.party"] if self.by_party else []
        told = ", ".join((*(f"e.{word}" for word in self.numbers), "e._entry", *columns))
        return (
            f"SELECT {told}, e.party AS _party, e.good AS _good, e.origin AS _origin, e._day, e._line, e._per, "
            "coalesce(e.derivative, false) AS _derivative, e._currency, e.declaration_currency AS _declared, "
            "e.customs_value AS _value, e._least, e._own, "
            f"e._share, e.mass_unit, e.net_dry_mass, e._factor, {zone} AS zone_share, {month}, "
            f"{why(self.plan, self.groups)} AS _why FROM _beside AS e{join}"
        )

    def excess(self) -> str:
        """The share in excess of a tariff quota: the whole of goods without one."""
        free = [n for n, line in enumerate(self.plan.lines.values()) if not line.charge.in_quota]
        if not free or all(not line.charge.adjustment.quotas for line in self.plan.lines.values()):
            return "e.excess_share"
        return f"CASE WHEN {of_lines(free, self.plan)} THEN CAST(1 AS DECIMAL(1,0)) ELSE e.excess_share END"

    def given(self) -> str:
        """Every entry with the number of the formula that serves it, and its mass in the unit of the floor level."""
        columns = [f"e.{self.name(c)}" for c in _read(_JUDGED)]
        columns += ["e.party"] if self.by_party else []
        columns += [f"e.{word}" for word in (*self.numbers, *_KEPT) if word != "_net"]
        counts = f"{weighed(self.plan, 'e._derivative')}e._why IS NULL"
        mass = f"CASE WHEN {counts} THEN CASE WHEN e.mass_unit = e._per THEN e.net_dry_mass ELSE {CONVERTED} END END"
        ways = "".join(f" WHEN {self.served(group)} THEN {number}" for number, group in enumerate(self.groups, 1))
        return (
            f"SELECT {', '.join(columns)}, {mass} AS net_dry_mass, {mass} AS _net, "
            f"CASE WHEN e._why IS NULL THEN CASE{ways} END END AS {_WAY} FROM _judged AS e"
        )

    def served(self, group: Group) -> str:
        """Whether the formula of a group serves an entry."""
        numbers = [n for n, good in enumerate(self.plan.lines) if good in dict(group.lines)]
        own = f"e.declaration_currency {'=' if group.own_currency else '<>'} e._currency"
        made = f"{'' if group.derivative else 'NOT '}e._derivative"
        return f"{of_lines(numbers, self.plan)} AND {own} AND {made} AND {counted(group.substances)}"

    # --- what it comes to

    def amounts(self) -> str:
        ways = [Way(*formula_of(group, self.plan), number=number) for number, group in enumerate(self.groups, 1)]
        asked = ways_to_sql(ways, self.dialect, "_given", (*self.numbers, *_KEPT), _WAY, _held())
        steps = {step.name for way in ways for step in way.formula.steps}
        shown = ", ".join(
            self.name(word) if word in steps else f"CAST(NULL AS DECIMAL(1,0)) AS {self.name(word)}" for word in STEPS
        )
        kept = ", ".join((*self.numbers, *(word for word in _KEPT if word != "_why")))
        return f"SELECT {kept}, coalesce(_why, {self.name(REASON)}) AS _why, {shown} FROM ({asked}) AS q"

    def result(self) -> str:
        named = ("_entry", "_party", "_good", "_origin", "_day", "_derivative")
        told = [*self.numbers, *(f"{word} AS {word[1:]}" for word in named)]
        told += ["_declared AS declaration_currency", "_value AS customs_value", f"{status('_reason')} AS status"]
        known = {"amount_due": "amount", "_currency": "currency"}
        told += [f"CASE WHEN _reason IS NULL THEN {column} END AS {word}" for column, word in known.items()]
        told.append("_reason AS reason")
        told += [f"CASE WHEN _reason IS NULL THEN {self.name(word)} END AS {self.name(word)}" for word in STEPS]
        # Where the result is added up, DuckDB would write out each step in all that use it, but for this condition.
        held = " WHERE _reason IS NULL OR _reason <> ''" if self.dialect == "duckdb" else ""
        return f"SELECT {', '.join(told)}\nFROM (SELECT *, {AFTERWARDS} AS _reason FROM _amount) AS a{held}"


def _read(without: tuple[str, ...]) -> tuple[str, ...]:
    """Columns that formulas read: those of the entry but for some, and the days that follow from them."""
    return (*(column.name for column in COLUMNS if column.name not in without), LEVEL_DAY, PERIOD_START)


def _held() -> dict[str, tuple[int, int]]:
    return {column.name: MOST_HELD for column in COLUMNS if column.kind == "decimal"}
