"""A plan -> one query for DuckDB or Spark over a table of entries, with the amounts and reasons of `engine`.

The query stands alone: what the records say is in it as values. The table `entries` has every column of
`travaux.assess.columns`; one that the data lacks is added as NULL. The formula is that of `travaux.formula.sql`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from travaux.assess.classify import FACTOR_PLACES, MOST_CONVERTED, REASONS, factor
from travaux.assess.columns import COLUMNS
from travaux.assess.engine import MOST_VALUE, NO_CURRENCY
from travaux.assess.output import STEPS
from travaux.assess.plan import ALWAYS, Line, Plan
from travaux.formula.sql import REASON, to_sql
from travaux.formula.sql_amount import Dialect
from travaux.formula.tables import Dated, DatedTable, Keys
from travaux.formula.whole import Formula
from travaux.model.quantity import KILOGRAMS

#: Columns of an entry that the result repeats; the formula has columns of these names itself.
KEPT = (
    "_row",
    "_entry",
    "_party",
    "_good",
    "_origin",
    "_day",
    "_derivative",
    "_least",
    "_own",
    "_total",
    "_share",
    "_value",
)
_TYPES = {"text": "{text}", "decimal": "DECIMAL(38,18)", "date": "DATE", "yes-no": "BOOLEAN"}
#: More rates than these digits have no money.
_RATE = "DECIMAL(18,8)"


@dataclass(frozen=True, slots=True)
class Group:
    """Goods that one formula serves: those of one floor, declared in its currency or in others, or made from them."""

    lines: tuple[tuple[str, Line], ...]
    own_currency: bool
    derivative: bool

    @property
    def line(self) -> Line:
        """One of its lines; the others differ in what tables hold."""
        return self.lines[0][1]


def groups(plan: Plan) -> Iterator[Group]:
    """The groups of a plan, in the order of its lines."""
    found: dict[tuple[str, str, str], list[tuple[str, Line]]] = {}
    for good, line in plan.lines.items():
        found.setdefault((line.adjustment.record.id, line.floor.id, line.currency), []).append((good, line))
    for lines in found.values():
        scope = lines[0][1].charge.adjustment.downstream
        made = (False, True) if scope.scope != "none" and scope.charge == "content-times-gap" else (False,)
        for derivative in made:
            for own in (True, False):
                yield Group(tuple(lines), own, derivative)


def query(plan: Plan, dialect: Dialect, party: str = "") -> str:
    """The query, with what it needs in a comment before it."""
    return "\n".join([*_comment(plan, dialect), _Query(plan, dialect, party).text()])


def _comment(plan: Plan, dialect: Dialect) -> Iterator[str]:
    yield f"-- {plan.instrument}: what its border adjustments would charge, in force from {plan.in_force}."
    yield "-- The table `entries` has these columns; fill one that the data lacks with NULL:"
    for column in COLUMNS:
        yield f"--   {column.name} {_TYPES[column.kind].format(text='VARCHAR' if dialect == 'duckdb' else 'STRING')}"
    if dialect == "spark":
        yield "-- Run it with spark.sql.ansi.enabled=true: without it, what overflows is dropped or wrapped."


class _Query:
    def __init__(self, plan: Plan, dialect: Dialect, party: str) -> None:
        self.plan, self.dialect, self.party = plan, dialect, party
        self.groups = tuple(groups(plan))

    def name(self, name: str) -> str:
        return f"`{name}`" if self.dialect == "spark" else f'"{name}"'

    @property
    def varchar(self) -> str:
        return "STRING" if self.dialect == "spark" else "VARCHAR"

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

    def values(self, columns: Mapping[str, str], rows: Iterable[Sequence[object]]) -> str:
        """Rows as a query; an empty one where there are none."""
        told = [
            "SELECT "
            + ", ".join(self.cell(v, kind, name) for v, (name, kind) in zip(row, columns.items(), strict=True))
            for row in rows
        ]
        if not told:
            nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns.items())
            return f"SELECT {nothing} WHERE 1 = 0"
        return " UNION ALL ".join(told)

    def cell(self, value: object, kind: str, name: str) -> str:
        if value is None:
            told = "NULL"
        elif isinstance(value, str | datetime.date):
            told = "'" + str(value).replace("'", "''") + "'"
        else:
            told = f"{value:f}" if isinstance(value, Decimal) else str(value)
        return f"CAST({told} AS {kind}) AS {name}"

    def starts(self) -> str:
        kinds = {"party": self.varchar, "since": "DATE"}
        return self.values(kinds, ((key, max(day, self.plan.in_force)) for key, day in self.plan.starts.items()))

    def lines(self) -> str:
        kinds = {
            "good": self.varchar,
            "number": "INTEGER",
            "currency": self.varchar,
            "per": self.varchar,
            "first": "DATE",
            "ends": "DATE",
            "least": "DECIMAL(18,4)",
            "least_currency": self.varchar,
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
        return self.values(kinds, rows)

    def masses(self) -> str:
        kinds = {"unit": self.varchar, "per": self.varchar, "factor": f"DECIMAL(20,{FACTOR_PLACES})"}
        units = sorted({line.charge.price.per for line in self.plan.lines.values()})
        return self.values(kinds, ((unit, per, factor(unit, per)) for per in units for unit in KILOGRAMS))

    def rates(self) -> str:
        kinds = {"source": self.varchar, "target": self.varchar, "value": _RATE}
        targets = {code for line in self.plan.lines.values() for code in self.targets(line)}
        rows = [(s, t, value) for (s, t), value in sorted(self.plan.rates.items()) if t in targets and s != t]
        return self.values(kinds, [*rows, *((code, code, Decimal(1)) for code in sorted(targets))])

    def targets(self, line: Line) -> tuple[str, ...]:
        least = line.charge.adjustment.de_minimis
        return (line.currency, least.currency) if least else (line.currency,)

    # --- what an entry is

    def entries(self) -> str:
        """Every entry beside its line, its first day and its rates, the mass converted."""
        number = "row_number() OVER ()" if self.dialect == "duckdb" else "monotonically_increasing_id()"
        party = f"'{self.party}'" if self.party else "CAST(NULL AS " + self.varchar + ")"
        asked = f" WHERE coalesce(e.party, '{self.party}') = '{self.party}'" if self.party else ""
        columns = ", ".join(f"e.{self.name(c.name)}" for c in COLUMNS if c.name not in ("party", "mass_unit"))
        read = (
            f"SELECT {number} AS _row, {columns}, coalesce(e.party, {party}) AS party, "
            f"coalesce(e.mass_unit, 'kg') AS mass_unit FROM entries AS e{asked}"
        )
        day = self.day()
        return (
            f"SELECT e.*, {day} AS _day, l.number AS _line, l.currency AS _currency, l.per AS _per, l.first AS _first, "
            "l.ends AS _ends, l.least AS _least, l.share AS _share, s.since AS _since, m.factor AS _factor, "
            f"CASE WHEN e.customs_value >= 0 AND e.customs_value < {MOST_VALUE:f} THEN "
            "CAST(e.customs_value AS DECIMAL(19,4)) * r.value END AS _own, "
            "CASE WHEN f.value IS NULL THEN 0 ELSE 1 END AS _rated "
            f"FROM ({read}) AS e "
            "LEFT JOIN _line AS l ON l.good = e.good "
            "LEFT JOIN _start AS s ON s.party = e.party "
            "LEFT JOIN _mass AS m ON m.unit = e.mass_unit AND m.per = l.per "
            "LEFT JOIN _rate AS r ON r.source = e.declaration_currency AND r.target = l.least_currency "
            "LEFT JOIN _rate AS f ON f.source = e.declaration_currency AND f.target = l.currency"
        )

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
        mass = "CAST(e.net_dry_mass AS DECIMAL(18,6)) * e._factor"
        inexact = (
            f"e._factor IS NULL OR e.net_dry_mass >= {MOST_CONVERTED:f} "
            f"OR TRY_CAST(e.net_dry_mass AS DECIMAL(17,6)) <> e.net_dry_mass"
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
            ("e.declaration_currency IS NULL", "NO_DECLARATION_CURRENCY"),
            ("e.net_dry_mass IS NULL", "NO_NET_DRY_MASS"),
            ("e.net_dry_mass <= 0", "NO_MASS"),
            (f"e.mass_unit NOT IN ({self.listed(KILOGRAMS)})", "UNKNOWN_MASS_UNIT"),
            (f"e.mass_unit <> e._per AND ({inexact})", "MASS_NOT_EXACT"),
            (f"e.mass_unit <> e._per AND CAST({mass} AS DECIMAL(20,3)) <> {mass}", "MASS_NOT_EXACT"),
        ]
        told = "".join(f" WHEN {condition} THEN '{code}'" for condition, code in cases)
        zone = "CASE WHEN e.originating THEN e.zone_share ELSE CAST(1 AS DECIMAL(38,18)) END"
        converted = f"CASE WHEN e.mass_unit = e._per THEN e.net_dry_mass ELSE CAST({mass} AS DECIMAL(20,3)) END"
        columns = ", ".join(f"e.{self.name(c)}" for c in self.passed())
        return (
            f"SELECT x.*, CASE WHEN _why IS NULL THEN {converted.replace('e.', 'x.')} END AS _converted FROM "
            f"(SELECT {columns}, e._row, e.entry AS _entry, e.party AS _party, e.good AS _good, e.origin AS _origin, "
            "e._day, coalesce(e.derivative, false) AS _derivative, e._least, e._own, e._share, e._line, e._rated, "
            f"e._currency, e._per, e._factor, e.mass_unit, {zone} AS _zone, e.net_dry_mass, t.total AS _sum, "
            f"t.unknown AS _unknown, CASE{told} END AS _why FROM _entry AS e LEFT JOIN _month AS t ON "
            "t.party = e.party AND t.importer = e.importer AND t.y = year(e._day) AND t.m = month(e._day)) AS x"
        )

    def passed(self) -> tuple[str, ...]:
        """Columns of the entry that formulas read as they are."""
        made = ("entry", "party", "origin", "derivative", "exclusion", "mass_unit", "net_dry_mass", "zone_share")
        return tuple(c.name for c in COLUMNS if c.name not in made and c.name not in ("importer", "originating"))

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
                yield f"{at}e.origin NOT IN ({self.listed(adjustment.listed_origins)})", "ORIGIN_NOT_LISTED"
            if adjustment.exclusions:
                yield f"{at}e.exclusion IN ({self.listed(adjustment.exclusions)})", "EXCLUDED"

    def listed(self, words: Iterable[str]) -> str:
        return ", ".join("'" + word.replace("'", "''") + "'" for word in words)

    # --- what is calculated

    def given(self, group: Group) -> str:
        numbers = [n for n, good in enumerate(self.plan.lines) if good in dict(group.lines)]
        own = "declaration_currency = _currency"
        wanted = f"{own}" if group.own_currency else f"NOT ({own})"
        made = "_derivative" if group.derivative else "NOT _derivative"
        columns = ", ".join(self.name(name) for name in self.passed())
        kept = "_row, _entry, _party, _good, _origin, _day, _derivative, _least, _own, _share, customs_value AS _value"
        total = "CASE WHEN _unknown = 0 THEN _sum END AS _total"
        return (
            f"SELECT {columns}, _converted AS net_dry_mass, _zone AS zone_share, {kept}, {total}, _sum IS NULL AND "
            f"_unknown IS NULL AS _nobody, _converted AS _net FROM _found WHERE _why IS NULL "
            f"AND _line IN ({', '.join(map(str, numbers))}) AND {wanted} AND {made}"
        )

    def calculated(self, group: Group, number: int) -> str:
        formula, tables = self.formula(group)
        keep = (*KEPT, "_nobody", "_net")
        text = to_sql(formula, self.dialect, f"_given_{number}", keep)
        assert text.startswith("WITH ")
        dated = ", ".join(f"{self.name(name)} AS ({self.dated(tables[name])})" for name in self.needed(formula))
        steps = {step.name for step in formula.steps}
        found = {name: self.name(name) if name in steps else "NULL" for name in STEPS}
        shown = ", ".join(f"CAST({found[name]} AS DECIMAL(38,16)) AS {self.name(name)}" for name in STEPS)
        currency = f"CAST('{group.line.currency}' AS {self.varchar}) AS _money"
        return (
            f"SELECT {', '.join(keep)}, {self.name(REASON)}, {currency}, {shown} FROM (WITH {dated}, {text[5:]}) AS q"
        )

    def needed(self, formula: Formula) -> list[str]:
        return [table.name for table in formula.tables]

    def formula(self, group: Group) -> tuple[Formula, dict[str, DatedTable]]:
        """One formula for the whole group, and tables with the rows of all its lines."""
        declared = group.line.currency if group.own_currency else NO_CURRENCY
        formula, _ = self.plan.formula(group.lines[0][0], declared, group.derivative)
        merged: dict[str, DatedTable] = {}
        for good, _ in group.lines:
            for name, table in self.plan.formula(good, declared, group.derivative)[1].items():
                before = merged[name].rows if name in merged else {}
                merged[name] = DatedTable({**before, **table.rows})
        target = group.line.currency
        rates: dict[Keys, list[Dated]] = {
            (s,): [(ALWAYS, value)] for (s, t), value in sorted(self.plan.rates.items()) if t == target
        }
        merged["rate_of_exchange"] = DatedTable(rates)
        for wanted in formula.tables:
            merged.setdefault(wanted.name, DatedTable({}))
        return formula, merged

    def dated(self, table: DatedTable) -> str:
        count = max(map(len, table.rows), default=1)
        kinds = {f"key_{n}": self.varchar for n in range(1, count + 1)}
        kinds |= {"since": "DATE", "until": "DATE", "value": "DECIMAL(38,18)"}
        return self.values(kinds, ([*keys, since, until, value] for keys, since, until, value in table.spans()))

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
            f"SELECT {kept}, false AS _nobody, _converted AS _net, _why, CAST(NULL AS {self.varchar}) AS _money, "
            f"{nothing} FROM _found WHERE _why IS NOT NULL"
        )
        return " UNION ALL ".join(told)

    def result(self) -> str:
        small = "_own IS NULL OR _own <= _least"
        least = "CAST(_share * CAST(_net AS DECIMAL(20,3)) AS DECIMAL(38,9))"
        little = f"_derivative AND _share IS NOT NULL AND CAST(content AS DECIMAL(20,6)) * 100 < {least}"
        why = (
            f"CASE WHEN _why IS NOT NULL THEN _why WHEN {little} THEN 'LITTLE_CONTENT' "
            f"WHEN _least IS NULL OR NOT ({small}) THEN NULL WHEN _nobody THEN 'NO_IMPORTER' "
            "WHEN _own IS NULL OR _total IS NULL THEN 'NO_MONTHLY_VALUE' "
            "WHEN _total <= _least THEN 'SMALL_IMPORTER' END"
        )
        charged = self.listed(_not_charged())
        status = (
            f"CASE WHEN _reason IS NULL THEN 'assessed' WHEN _reason IN ({charged}) THEN 'not-charged' "
            "ELSE 'not-assessable' END"
        )
        steps = ", ".join(
            f"CASE WHEN _reason IS NULL THEN {self.name(name)} END AS {self.name(name)}" for name in STEPS
        )
        amount = "CASE WHEN _reason IS NULL THEN CAST(border_adjustment AS DECIMAL(38,2)) END"
        return (
            "SELECT _row, _entry AS entry, _party AS party, _good AS good, _origin AS origin, _day AS day, "
            f"_derivative AS derivative, _value AS customs_value, {status} AS status, {amount} AS amount, "
            f"CASE WHEN _reason IS NULL THEN _money END AS currency, _reason AS reason, {steps}\n"
            f"FROM (SELECT *, {why} AS _reason FROM _amount) AS a ORDER BY _row"
        )


def _not_charged() -> list[str]:
    return [code for code, (status, _, _) in REASONS.items() if status == "not-charged"]
