"""A plan -> one query for DuckDB or Spark over a table of entries, with the amounts and reasons of `engine`.

The query stands alone: what the records say is in it as values. The table `entries` has every column of
`travaux.assess.columns`; one that the data lacks is added as NULL. The formula is that of `travaux.formula.sql`.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterator
from decimal import Decimal

from travaux.assess.classify import FACTOR_PLACES, FURTHER, MOST_CONVERTED, REASONS, factor
from travaux.assess.columns import COLUMNS
from travaux.assess.engine import CONTENTS, MOST_VALUE
from travaux.assess.groups import Group, dated, formula_of, groups
from travaux.assess.literals import date, listed, name, text, values, varchar
from travaux.assess.output import STEPS
from travaux.assess.plan import Plan
from travaux.assess.series import ALWAYS
from travaux.calculation.charge import LEVEL_DAY, MOST_SUBSTANCES, PERIOD_START
from travaux.formula.sql import REASON, to_sql
from travaux.formula.sql_amount import Dialect
from travaux.model.quantity import KILOGRAMS

#: Columns of an entry that the result repeats; the formula has columns of these names itself.
_FROM_ENTRY = ("_row", "_entry", "_party", "_good", "_origin", "_day", "_derivative", "_least", "_own", "_share")
KEPT = (*_FROM_ENTRY, "_value", "_total")
_TYPES = {"decimal": "DECIMAL(38,18)", "date": "DATE", "yes-no": "BOOLEAN"}
#: Columns that decide on an entry, or are made anew before a formula reads them.
_MADE = frozenset({"entry", "party", "importer", "origin", "originating", "derivative", "exclusion", "relief"})
_MADE |= {"mass_unit", "net_dry_mass", "zone_share", "date_of_departure"}
#: More rates than these digits have no money.
_RATE = "DECIMAL(18,8)"


def query(plan: Plan, dialect: Dialect, party: str = "") -> str:
    """The query, with what it needs in a comment before it."""
    return "\n".join([*_comment(plan, dialect), _Query(plan, dialect, party).text()])


def _comment(plan: Plan, dialect: Dialect) -> Iterator[str]:
    yield f"-- {plan.instrument}: what its border adjustments would charge, in force from {plan.in_force}."
    yield "-- The table `entries` has these columns; fill one that the data lacks with NULL:"
    for column in COLUMNS:
        yield f"--   {column.name} {_TYPES.get(column.kind, varchar(dialect))}"
    if dialect == "spark":
        yield "-- Run it with spark.sql.ansi.enabled=true: without it, what overflows is dropped or wrapped."


class _Query:
    def __init__(self, plan: Plan, dialect: Dialect, party: str) -> None:
        self.plan, self.dialect, self.party = plan, dialect, party
        self.groups = tuple(groups(plan))
        self.text_type = varchar(dialect)

    def name(self, word: str) -> str:
        return name(word, self.dialect)

    def text(self) -> str:
        parts = [
            ("_start", self.starts()),
            ("_line", self.lines()),
            ("_mass", self.masses()),
            ("_rate", self.rates()),
            ("_entry", self.entries()),
            ("_month", self.months()),
            ("_found", self.found()),
        ]
        for number, group in enumerate(self.groups, 1):
            parts.append((f"_given_{number}", self.given(group)))
            parts.append((f"_group_{number}", self.calculated(group, number)))
        parts.append(("_amount", self.amounts()))
        told = ",\n".join(f"{self.name(name)} AS ({body})" for name, body in parts)
        return f"WITH {told}\n{self.result()}"

    # --- what the records say

    def starts(self) -> str:
        kinds = {"party": self.text_type, "since": "DATE"}
        return values(kinds, ((key, max(day, self.plan.in_force)) for key, day in self.plan.starts.items()))

    def lines(self) -> str:
        kinds = {
            "good": self.text_type,
            "number": "INTEGER",
            "currency": self.text_type,
            "per": self.text_type,
            "first": "DATE",
            "ends": "DATE",
            "least": "DECIMAL(18,4)",
            "least_currency": self.text_type,
            "share": "DECIMAL(9,6)",
        }
        rows = []
        for number, (good, line) in enumerate(self.plan.lines.items()):
            least, weight = line.charge.adjustment.de_minimis, line.charge.adjustment.downstream.de_minimis_weight
            rows.append(
                (
                    good,
                    number,
                    line.currency,
                    line.charge.price.per,
                    next(iter(line.charge.line.levels)),
                    line.ends,
                    least and least.amount,
                    least and least.currency,
                    weight and weight.value,
                )
            )
        return values(kinds, rows)

    def masses(self) -> str:
        kinds = {"unit": self.text_type, "per": self.text_type, "factor": f"DECIMAL(20,{FACTOR_PLACES})"}
        units = sorted({line.charge.price.per for line in self.plan.lines.values()})
        return values(kinds, ((unit, per, factor(unit, per)) for per in units for unit in KILOGRAMS))

    def rates(self) -> str:
        """Rates into the currencies in which an exempt value is stated."""
        kinds = {"source": self.text_type, "target": self.text_type, "value": _RATE, "since": "DATE", "until": "DATE"}
        exempt = (line.charge.adjustment.de_minimis for line in self.plan.lines.values())
        targets = sorted({least.currency for least in exempt if least})
        rows = [
            (source, target, value, since, until)
            for target in targets
            for (source,), since, until, value in self.plan.rates.into(target).spans()
            if source != target
        ]
        return values(kinds, [*rows, *((code, code, Decimal(1), ALWAYS, None) for code in targets)])

    # --- what an entry is

    def entries(self) -> str:
        """Every entry beside its line, its first day and its rates, the mass converted."""
        number = "row_number() OVER ()" if self.dialect == "duckdb" else "monotonically_increasing_id()"
        party = text(self.party) if self.party else f"CAST(NULL AS {self.text_type})"
        asked = f" WHERE coalesce(e.party, {party}) = {party}" if self.party else ""
        columns = ", ".join(f"e.{self.name(c.name)}" for c in COLUMNS if c.name not in ("party", "mass_unit"))
        read = (
            f"SELECT {number} AS _row, {columns}, coalesce(e.party, {party}) AS party, "
            f"coalesce(e.mass_unit, 'kg') AS mass_unit FROM entries AS e{asked}"
        )
        day = self.day()
        return (
            f"SELECT e.*, {day} AS _day, l.number AS _line, l.currency AS _currency, l.per AS _per, l.first AS _first, "
            "l.ends AS _ends, l.least AS _least, l.share AS _share, s.since AS _since, m.factor AS _factor, "
            f"{self.level_day(day)} AS {LEVEL_DAY}, {self.first_day(day)} AS {PERIOD_START}, "
            "l2.number AS _line_2, l3.number AS _line_3, "
            "coalesce(l2.per <> l.per OR l2.currency <> l.currency, false) OR "
            "coalesce(l3.per <> l.per OR l3.currency <> l.currency, false) AS _apart, "
            f"CASE WHEN e.customs_value >= 0 AND e.customs_value < {MOST_VALUE:f} THEN "
            "CAST(e.customs_value AS DECIMAL(19,4)) * r.value END AS _own "
            f"FROM ({read}) AS e "
            "LEFT JOIN _line AS l ON l.good = e.good "
            "LEFT JOIN _start AS s ON s.party = e.party "
            "LEFT JOIN _mass AS m ON m.unit = e.mass_unit AND m.per = l.per "
            "LEFT JOIN _line AS l2 ON l2.good = e.good_2 LEFT JOIN _line AS l3 ON l3.good = e.good_3 "
            "LEFT JOIN _rate AS r ON r.source = e.declaration_currency AND r.target = l.least_currency "
            f"AND r.since <= {day} AND (r.until IS NULL OR {day} < r.until)"
        )

    def level_day(self, day: str) -> str:
        """The day that counts for the floor level: before a change, for goods that were on their way."""
        cases = "".join(
            f" WHEN l.number = {number} AND e.date_of_departure < {date(change)} AND {day} >= {date(change)} "
            f"AND e.date_of_acceptance <= {date(last)} THEN {date(change - datetime.timedelta(days=1))}"
            for number, line in enumerate(self.plan.lines.values())
            for change, last in line.moves
        )
        return f"CASE{cases} ELSE {day} END" if cases else day

    def first_day(self, day: str) -> str:
        """The first day of the week, month or quarter in which a day lies."""
        units = {"weekly": "week", "monthly": "month", "quarterly": "quarter"}
        updates = [line.charge.adjustment.update for line in self.plan.lines.values()]
        told = [f"CAST(date_trunc('{units[u]}', {day}) AS DATE)" if u in units else day for u in updates]
        if len(set(told)) == 1:
            return told[0]
        return f"CASE l.number{''.join(f' WHEN {n} THEN {each}' for n, each in enumerate(told))} END"

    def day(self) -> str:
        """The column of the day that counts, by line."""
        dates = {line.date for line in self.plan.lines.values()}
        if len(dates) == 1:
            return f"e.{self.name(dates.pop())}"
        cases = "".join(f" WHEN {n} THEN e.{self.name(line.date)}" for n, line in enumerate(self.plan.lines.values()))
        return f"CASE l.number{cases} END"

    def months(self) -> str:
        """What the covered goods of an importer in a month are worth together."""
        return (
            "SELECT party, importer, year(_day) AS y, month(_day) AS m, sum(_own) AS total, "
            "sum(CASE WHEN _own IS NULL THEN 1 ELSE 0 END) AS unknown FROM _entry "
            "WHERE _line IS NOT NULL AND _day IS NOT NULL AND party IS NOT NULL AND importer IS NOT NULL "
            "AND _least IS NOT NULL GROUP BY 1, 2, 3, 4"
        )

    def found(self) -> str:
        """Every entry with the reason why it is not calculated."""
        # Spark cuts digits of a product whose types have more than 37 together, and of a comparison of two types whose
        # places before and after the mark are more than 38: hence these types, which are just wide enough.
        mass = "TRY_CAST(e.net_dry_mass AS DECIMAL(17,6)) * e._factor"
        inexact = (
            f"e._factor IS NULL OR e.net_dry_mass >= {MOST_CONVERTED:f} "
            f"OR TRY_CAST(e.net_dry_mass AS DECIMAL(17,6)) <> e.net_dry_mass"
        )
        further = (
            "e.good_2 IS NOT NULL AND e._line_2 IS NULL OR "
            "e.good_3 IS NOT NULL AND (e._line_3 IS NULL OR e.good_2 IS NULL)"
        )
        cases = [
            ("e.party IS NULL", "NO_PARTY"),
            ("e._since IS NULL", "NOT_A_CHARGING_PARTY"),
            ("e.good IS NULL", "NO_GOOD"),
            ("e._line IS NULL", "NO_FLOOR_FOR_THE_GOOD"),
            *self.by_line(),
            ("e._day IS NULL", "NO_DATE"),
            ("e._day < e._since", "NOT_YET_CHARGED"),
            ("e._day >= e._ends", "FLOOR_ENDED"),
            ("e._day < e._first", "NO_FLOOR_YET"),
            *self.suspended(),
            (further, "NO_FLOOR_FOR_A_SUBSTANCE"),
            ("e.declaration_currency IS NULL", "NO_DECLARATION_CURRENCY"),
            ("e.net_dry_mass IS NULL", "NO_NET_DRY_MASS"),
            ("e.net_dry_mass <= 0", "NO_MASS"),
            (f"e.mass_unit NOT IN ({listed(KILOGRAMS)})", "UNKNOWN_MASS_UNIT"),
            (f"e.mass_unit <> e._per AND ({inexact})", "MASS_NOT_EXACT"),
            (f"e.mass_unit <> e._per AND CAST({mass} AS DECIMAL(20,3)) <> {mass}", "MASS_NOT_EXACT"),
            *self.not_calculated(),
        ]
        told = "".join(f" WHEN {condition} THEN '{code}'" for condition, code in cases)
        zone = "CASE WHEN e.originating THEN e.zone_share ELSE CAST(1 AS DECIMAL(38,18)) END"
        converted = f"CASE WHEN e.mass_unit = e._per THEN e.net_dry_mass ELSE CAST({mass} AS DECIMAL(20,3)) END"
        columns = ", ".join(f"e.{self.name(c)}" for c in self.passed())
        return (
            f"SELECT x.*, CASE WHEN _why IS NULL THEN {converted.replace('e.', 'x.')} END AS _converted FROM "
            f"(SELECT {columns}, e._row, e.entry AS _entry, e.party AS _party, e.good AS _good, e.origin AS _origin, "
            "e._day, coalesce(e.derivative, false) AS _derivative, e._least, e._own, e._share, e._line, "
            f"e._currency, e._per, e._factor, e.mass_unit, {zone} AS _zone, e.net_dry_mass, t.total AS _sum, "
            f"t.unknown AS _unknown, CASE{told} END AS _why FROM _entry AS e LEFT JOIN _month AS t ON "
            "t.party = e.party AND t.importer = e.importer AND t.y = year(e._day) AND t.m = month(e._day)) AS x"
        )

    def passed(self) -> tuple[str, ...]:
        """Columns of the entry that formulas read as they are."""
        made = (
            "entry",
            "party",
            "origin",
            "derivative",
            "exclusion",
            "relief",
            "mass_unit",
            "net_dry_mass",
            "zone_share",
        )
        plain = (c.name for c in COLUMNS if c.name not in made and c.name not in ("importer", "originating"))
        return (*plain, LEVEL_DAY, PERIOD_START)

    def by_line(self) -> Iterator[tuple[str, str]]:
        """The reasons that depend on the adjustment of the line."""
        for number, line in enumerate(self.plan.lines.values()):
            adjustment, at = line.charge.adjustment, f"e._line = {number} AND "
            if adjustment.downstream.scope == "none":
                yield f"{at}e.derivative", "DERIVATIVE_OUT_OF_SCOPE"
            if adjustment.member_exempt or adjustment.applies_to != "all-origins":
                yield f"{at}e.originating", "ORIGINATING"
            if adjustment.applies_to == "listed-origins":
                yield f"{at}e.origin IS NULL", "NO_ORIGIN"
                yield f"{at}e.origin NOT IN ({listed(adjustment.listed_origins)})", "ORIGIN_NOT_LISTED"
            if adjustment.exclusions:
                yield f"{at}e.exclusion IN ({listed(adjustment.exclusions)})", "EXCLUDED"
            if adjustment.refund != "none":
                yield f"{at}e.relief = {text(adjustment.refund)}", "RELIEVED"

    def suspended(self) -> Iterator[tuple[str, str]]:
        """Days on which a floor did not apply."""
        for number, line in enumerate(self.plan.lines.values()):
            for since, until in line.suspended:
                end = f" AND e.{LEVEL_DAY} < {date(until)}" if until else ""
                yield f"e._line = {number} AND e.{LEVEL_DAY} >= {date(since)}{end}", "FLOOR_SUSPENDED"

    def not_calculated(self) -> Iterator[tuple[str, str]]:
        """What no formula of the record serves: some goods made from a mineral, some of several substances."""
        served = {(g.derivative, g.substances, good) for g in self.groups for good, _ in g.lines}
        for (number, good), made, count in itertools.product(
            enumerate(self.plan.lines), (False, True), range(1, MOST_SUBSTANCES + 1)
        ):
            if (made, count, good) not in served:
                derivative = "coalesce(e.derivative, false)" if made else "NOT coalesce(e.derivative, false)"
                yield f"e._line = {number} AND {derivative} AND {_counted('e.', count)}", "NOT_CALCULATED_BY_ENTRY"
        yield "e._apart", "NOT_CALCULATED_BY_ENTRY"

    # --- what is calculated

    def given(self, group: Group) -> str:
        numbers = [n for n, good in enumerate(self.plan.lines) if good in dict(group.lines)]
        own = "declaration_currency = _currency"
        wanted = f"{own}" if group.own_currency else f"NOT ({own})"
        made = "_derivative" if group.derivative else "NOT _derivative"
        paid = "coalesce(paid_elsewhere, 0) AS paid_elsewhere"
        columns = ", ".join(paid if name == "paid_elsewhere" else self.name(name) for name in self.passed())
        kept = f"{', '.join(_FROM_ENTRY)}, customs_value AS _value"
        total = "CASE WHEN _unknown = 0 THEN _sum END AS _total"
        return (
            f"SELECT {columns}, _converted AS net_dry_mass, _zone AS zone_share, {kept}, {total}, _sum IS NULL AND "
            f"_unknown IS NULL AS _nobody, _converted AS _net FROM _found WHERE _why IS NULL "
            f"AND _line IN ({', '.join(map(str, numbers))}) AND {wanted} AND {made} "
            f"AND {_counted('', group.substances)}"
        )

    def calculated(self, group: Group, number: int) -> str:
        formula, tables = formula_of(group, self.plan)
        keep = (*KEPT, "_nobody", "_net")
        asked = to_sql(formula, self.dialect, f"_given_{number}", keep)
        assert asked.startswith("WITH ")
        looked_up = ((self.name(table.name), dated(tables[table.name], self.text_type)) for table in formula.tables)
        told = ", ".join(f"{name} AS ({rows})" for name, rows in looked_up)
        steps = {step.name for step in formula.steps}
        found = {name: self.name(name) if name in steps else "NULL" for name in STEPS}
        shown = ", ".join(f"CAST({found[name]} AS DECIMAL(38,16)) AS {self.name(name)}" for name in STEPS)
        money = f"CAST({text(group.line.currency)} AS {self.text_type}) AS _money"
        return f"SELECT {', '.join(keep)}, {self.name(REASON)}, {money}, {shown} FROM (WITH {told}, {asked[5:]}) AS q"

    # --- what it comes to

    def amounts(self) -> str:
        steps = ", ".join(map(self.name, STEPS))
        told = [
            f"SELECT {', '.join(KEPT)}, _nobody, _net, {self.name(REASON)} AS _why, _money, {steps} FROM _group_{n}"
            for n in range(1, len(self.groups) + 1)
        ]
        nothing = ", ".join(f"CAST(NULL AS DECIMAL(38,16)) AS {self.name(name)}" for name in STEPS)
        made = {"_total": "CAST(NULL AS DECIMAL(38,12)) AS _total", "_value": "customs_value AS _value"}
        kept = ", ".join(made.get(name, name) for name in KEPT)
        told.append(
            f"SELECT {kept}, false AS _nobody, _converted AS _net, _why, CAST(NULL AS {self.text_type}) AS _money, "
            f"{nothing} FROM _found WHERE _why IS NOT NULL"
        )
        return " UNION ALL ".join(told)

    def result(self) -> str:
        small = "_own IS NULL OR _own <= _least"
        least = "CAST(_share * CAST(_net AS DECIMAL(20,3)) AS DECIMAL(38,9))"
        content = " + ".join(f"CAST(coalesce({name}, 0) AS DECIMAL(20,6))" for name in CONTENTS)
        little = (
            "_derivative AND _share IS NOT NULL AND content IS NOT NULL AND "
            f"CAST({content} AS DECIMAL(20,6)) * 100 < {least}"
        )
        why = (
            f"CASE WHEN _why IS NOT NULL THEN _why WHEN {little} THEN 'LITTLE_CONTENT' "
            f"WHEN _least IS NULL OR NOT ({small}) THEN NULL WHEN _nobody THEN 'NO_IMPORTER' "
            "WHEN _own IS NULL OR _total IS NULL THEN 'NO_MONTHLY_VALUE' "
            "WHEN _total <= _least THEN 'SMALL_IMPORTER' END"
        )
        charged = listed(_not_charged())
        status = (
            f"CASE WHEN _reason IS NULL THEN 'assessed' WHEN _reason IN ({charged}) THEN 'not-charged' "
            "ELSE 'not-assessable' END"
        )
        steps = ", ".join(
            f"CASE WHEN _reason IS NULL THEN {self.name(name)} END AS {self.name(name)}" for name in STEPS
        )
        amount = "CASE WHEN _reason IS NULL THEN CAST(amount_due AS DECIMAL(38,2)) END"
        return (
            "SELECT _row, _entry AS entry, _party AS party, _good AS good, _origin AS origin, _day AS day, "
            f"_derivative AS derivative, _value AS customs_value, {status} AS status, {amount} AS amount, "
            f"CASE WHEN _reason IS NULL THEN _money END AS currency, _reason AS reason, {steps}\n"
            f"FROM (SELECT *, {why} AS _reason FROM _amount) AS a ORDER BY _row"
        )


def _counted(prefix: str, substances: int) -> str:
    """Whether goods have so many substances with floor levels."""
    told = [f"{prefix}{name} IS {'NOT ' if n < substances else ''}NULL" for n, name in enumerate(FURTHER, 1)]
    return " AND ".join(told)


def _not_charged() -> list[str]:
    return [code for code, (status, _, _) in REASONS.items() if status == "not-charged"]
