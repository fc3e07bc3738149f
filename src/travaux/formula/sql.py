"""Formulas -> one query for DuckDB or Spark, whose amounts equal those of `evaluate` to the last digit.

Engines round, overflow and compare decimals each in their own way, so nothing is left to them: every operand is cast
to the decimal type that `widths` infers, a rounding and a ratio are spelt out, and what is missing is a reason and
never a zero. The table of entries has a column for each of `formula.columns`. A table that is looked up stands in the
query, where its rows are given; else a relation of its name has `key_1`, `key_2`, ..., the first day `since`, the day
`until` from which the value no longer stands, and `value`.
Spark is run with `spark.sql.ansi.enabled=true`, without which it wraps or drops what overflows.

Several formulas serve one table of entries in one pass: what two of them have in common is computed once, and the rest
for the entries that a column of numbers gives to each.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import localcontext

from travaux.formula.fault import Fault, FormulaError
from travaux.formula.literals import name
from travaux.formula.nodes import Lookup
from travaux.formula.numbers import EXACT
from travaux.formula.reason import Leaf, Reason
from travaux.formula.sql_amount import Dialect
from travaux.formula.sql_given import Given, Held, when
from travaux.formula.sql_results import Results
from travaux.formula.sql_steps import SERVED, Served, Way, layers, served, step_columns
from travaux.formula.sql_tables import Looked, looked
from travaux.formula.tables import Tables
from travaux.formula.units import units_of
from travaux.formula.whole import Formula, Table, Variable
from travaux.formula.widths import widths_of

REASON = "reason_code"


def to_sql(
    formula: Formula,
    dialect: Dialect,
    entries: str = "entries",
    keep: Sequence[str] = (),
    tables: Tables | None = None,
    held: Held | None = None,
) -> str:
    """The query: the columns in `keep` as they are, a column for each step, and `reason_code` where there is none.

    `held` says how many digits the columns of the entries hold: what it does not say is found out for each value.
    Raises FormulaError where units do not meet, where a node is too wide, or where two columns have one name.
    """
    return ways_to_sql([Way(formula, tables)], dialect, entries, keep, "", held)


def ways_to_sql(
    ways: Sequence[Way],
    dialect: Dialect,
    entries: str,
    keep: Sequence[str],
    which: str,
    held: Held | None = None,
) -> str:
    """The same for several formulas: `which` is the column with the number of the one that serves an entry.

    A step has the column of its name, whichever formulas have it. An entry without a number has neither steps nor a
    reason. Without `which` there is one formula, and it serves all.
    """
    for way in ways:
        units_of(way.formula)
        widths_of(way.formula)
        _distinct(way.formula, keep)
    with localcontext(EXACT):
        return _Query(ways, dialect, entries, tuple(keep), which, held or {}).text()


def _distinct(formula: Formula, keep: Sequence[str]) -> None:
    made = [*formula.columns, *(step.name for step in formula.steps), REASON]
    for word in [*keep, REASON]:
        if [*keep, *made].count(word) > 1:
            message = f"two columns are called {word}"
            raise FormulaError(Fault(f"query of {formula.name}", message, "rename the column of the entries"))


class _Query:
    def __init__(
        self, ways: Sequence[Way], dialect: Dialect, entries: str, keep: tuple[str, ...], which: str, held: Held
    ) -> None:
        self.dialect, self.entries, self.keep, self.which, self.held = dialect, entries, keep, which, held
        self.ways = [Served(way) for way in ways]
        self.looked: dict[object, tuple[str, Looked]] = {}
        self.given: dict[object, Given] = {}
        for way in self.ways:
            for leaf, bounds in way.needs.given.items():
                way.give(leaf, self.given_of(way, leaf, bounds))
        taken = {*keep, which, REASON, *(word for way in ways for word in way.formula.columns)}
        self.steps = step_columns(self.ways, dialect, taken)
        ready = served if which else lambda *_: f"{self.quoted(REASON)} IS NULL"
        self.results = Results(self.ways, self.steps, dialect, ready)
        self.parts: list[str] = []
        self.last = ""

    def quoted(self, word: str) -> str:
        return name(word, self.dialect)

    def text(self) -> str:
        for _, found in self.looked.values():
            if found.relation:
                self.parts.append(f"{found.relation[0]} AS ({found.relation[1]})")
        self.part("_found", self.found())
        asked = [each for each in self.given.values() if each.narrow != each.source]
        # They are columns because engines convert anew wherever a branch of CASE asks, and that is what costs most.
        self.layer("_narrow", {each.narrow: each.narrowed() for each in asked})
        self.layer("_sound", {each.value: each.sound() for each in asked})
        self.layer("_reasoned", {self.quoted(REASON): self.reason()})
        if self.which:
            ready = f"CASE WHEN {self.quoted(REASON)} IS NULL THEN {self.quoted(self.which)} END"
            self.layer("_numbered", {SERVED: ready})
        for number, columns in enumerate(layers(self.steps), 1):
            self.layer(f"_guess_{number}", dict(column.guess for column in columns if column.guess))
            near = dict(column.near for column in columns if column.near)
            self.layer(f"_step_{number}", {column.name: self.results.guarded(column) for column in columns} | near)
        told = (*map(self.quoted, self.keep), *self.results.shown(), self.quoted(REASON))
        return f"WITH {_lines(self.parts)}\nSELECT {', '.join(told)}\nFROM {self.last}"

    def part(self, word: str, sql: str) -> None:
        self.last = self.quoted(word)
        self.parts.append(f"{self.last} AS ({sql})")

    def layer(self, word: str, columns: Mapping[str, str]) -> None:
        """All that is there, and some columns more."""
        if columns:
            told = ", ".join(f"{sql} AS {column}" for column, sql in columns.items())
            self.part(word, f"SELECT *, {told} FROM {self.last}")

    # --- what the entries and the tables give

    def given_of(self, way: Served, leaf: Leaf, bounds: Variable | Table) -> Given:
        """A value, once for all ways that ask the same of it."""
        if isinstance(leaf, Lookup):
            assert isinstance(bounds, Table)
            source, sound = self.look(way, leaf, bounds)
            held = None
        else:
            source, sound, held = self.quoted(bounds.name), False, self.held.get(bounds.name)
        key = (source, bounds.name, bounds.low, bounds.high, bounds.places)
        if key not in self.given:
            number = len(self.given) + 1
            narrow, value = (source, source) if sound else map(self.quoted, (f"_narrow_{number}", f"_given_{number}"))
            self.given[key] = Given(leaf, bounds, source, narrow, value, held)
        return self.given[key]

    def look(self, way: Served, look: Lookup, bounds: Table) -> tuple[str, bool]:
        """The column of a looked up value, and whether nothing can be wrong with it."""
        table = way.tables[look.table] if way.tables is not None else None
        rows = look.table if table is None else tuple(sorted(table.rows.items()))
        key = (look.keys, look.date, bounds.low, bounds.high, bounds.places, rows)
        if key not in self.looked:
            number = len(self.looked) + 1
            found = looked(look, bounds, table, number, self.dialect)
            self.looked[key] = (self.quoted(f"_value_{number}"), found)
        column, found = self.looked[key]
        return column, found.sound

    def found(self) -> str:
        """The entries beside the values that are in force for them."""
        asked = (column for way in self.ways for column in way.formula.columns)
        columns = [f"e.{self.quoted(word)}" for word in dict.fromkeys((*self.keep, *self.number(), *asked))]
        columns += [f"{found.value} AS {column}" for column, found in self.looked.values()]
        periods = [found.period for _, found in self.looked.values() if found.period]
        source = f"{self.quoted(self.entries)} AS e"
        if periods:
            source = f"(SELECT e.*, {', '.join(f'{sql} AS {word}' for word, sql in periods)} FROM {source}) AS e"
        joins = "".join(found.join for _, found in self.looked.values())
        return f"SELECT {', '.join(columns)} FROM {source}{joins}"

    def number(self) -> tuple[str, ...]:
        return (self.which,) if self.which else ()

    # --- why there is no amount

    def reason(self) -> str:
        """The first reason why there is no amount, in the order of `evaluate`."""
        if not self.which:
            return self.reason_of(self.ways[0])
        told = (f" WHEN {self.quoted(self.which)} = {way.number} THEN {self.reason_of(way)}" for way in self.ways)
        return f"CASE{''.join(told)} END"

    def reason_of(self, way: Served) -> str:
        required, columns = way.needs.required, {word: self.quoted(word) for word in way.formula.columns}
        fine = [given.fine(leaf in required) for leaf, given in way.given.items()]
        cases = [case for leaf, given in way.given.items() for case in given.reasons(leaf in required, columns)]
        for ladder in way.needs.ladders:
            sources = [way.given[option].source for option in ladder.options]
            fine.append(f"({' OR '.join(f'{source} IS NOT NULL' for source in sources)})")
            unknown = " AND ".join(f"{source} IS NULL" for source in sources)
            cases.append(when(unknown, Reason("missing", way.needs.given[ladder.options[0]].name)))
        if not cases:
            return "CAST(NULL AS VARCHAR(1))"
        return f"CASE WHEN {' AND '.join(fine)} THEN NULL{''.join(cases)} END"


def _lines(parts: Iterable[str]) -> str:
    return ",\n".join(parts)
