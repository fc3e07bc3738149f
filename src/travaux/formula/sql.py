"""A formula -> one query for DuckDB or Spark, whose amounts equal those of `evaluate` to the last digit.

Engines round, overflow and compare decimals each in their own way, so nothing is left to them: every operand is cast
to the decimal type that `widths` infers, a rounding and a ratio are spelt out, and what is missing is a reason and
never a zero. The table of entries has a column for each of `formula.columns`; each table that is looked up has
`key_1`, `key_2`, ..., the first day `since`, the day `until` from which the value no longer stands, and `value`.
Spark is run with `spark.sql.ansi.enabled=true`, without which it wraps or drops what overflows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import localcontext

from travaux.formula.fault import Fault, FormulaError
from travaux.formula.nodes import Lookup, Symbol
from travaux.formula.numbers import EXACT
from travaux.formula.reason import Leaf, Reason, needs_of
from travaux.formula.sql_amount import Amounts, Dialect, cast, decimal_type, literal
from travaux.formula.units import units_of
from travaux.formula.whole import Formula, Step, Table, Variable
from travaux.formula.widths import Width, widths_of

REASON = "reason_code"


def to_sql(formula: Formula, dialect: Dialect, entries: str = "entries", keep: Sequence[str] = ()) -> str:
    """The query: the columns in `keep` as they are, a column for each step, and `reason_code` where there is none.

    Raises FormulaError where units do not meet, where a node is too wide, or where two columns have one name.
    """
    units_of(formula)
    _distinct(formula, keep)
    with localcontext(EXACT):
        return _Query(formula, dialect, entries, tuple(keep)).text()


def _distinct(formula: Formula, keep: Sequence[str]) -> None:
    made = [*formula.columns, *(step.name for step in formula.steps), REASON]
    for name in [*keep, REASON]:
        if [*keep, *made].count(name) > 1:
            message = f"two columns are called {name}"
            raise FormulaError(Fault(f"query of {formula.name}", message, "rename the column of the entries"))


class _Query:
    def __init__(self, formula: Formula, dialect: Dialect, entries: str, keep: tuple[str, ...]) -> None:
        self.formula, self.dialect, self.entries, self.keep = formula, dialect, entries, keep
        self.needs, self.widths = needs_of(formula), widths_of(formula)
        names: dict[Leaf, str] = {Symbol(given.symbol): given.name for given in formula.inputs}
        names |= {look: f"_value_{n}" for n, look in enumerate(formula.lookups, 1)}
        names |= {Symbol(step.symbol): step.name for step in formula.steps}
        self.columns = {leaf: self.quoted(name) for leaf, name in names.items()}
        self.amounts = Amounts(dialect, self.widths, self.columns)
        self.checked = {leaf: self.quoted(f"_checked_{n}") for n, leaf in enumerate(self.needs.given, 1)}
        self.narrow = {leaf: self.quoted(f"_narrow_{n}") for n, leaf in enumerate(self.needs.given, 1)}

    def quoted(self, name: str) -> str:
        return f"`{name}`" if self.dialect == "spark" else f'"{name}"'

    def text(self) -> str:
        given = self.quoted("_given")
        parts = [
            f"{self.quoted('_found')} AS ({self.found()})",
            f"{self.quoted('_checked')} AS ({self.checks()})",
            f"{self.quoted('_reasoned')} AS ({self.reasoned()})",
            f"{given} AS ({self.typed()})",
        ]
        last = given
        for number, step in enumerate(self.formula.steps, 1):
            here = self.quoted(f"_step_{number}")
            parts.append(f"{here} AS ({self.step(step, last)})")
            last = here
        steps = (self.quoted(step.name) for step in self.formula.steps)
        return f"WITH {_lines(parts)}\nSELECT {', '.join((*self.kept, *steps, self.quoted(REASON)))}\nFROM {last}"

    @property
    def kept(self) -> tuple[str, ...]:
        return tuple(map(self.quoted, self.keep))

    # --- what the entries and the tables give

    def found(self) -> str:
        """The entries beside the values that are in force for them."""
        wanted = dict.fromkeys((*self.keep, *self.formula.columns))
        columns = [f"e.{self.quoted(name)}" for name in wanted]
        columns += [f"t{n}.value AS {self.columns[look]}" for n, look in enumerate(self.formula.lookups, 1)]
        joins = "".join(self.join(n, look) for n, look in enumerate(self.formula.lookups, 1))
        return f"SELECT {', '.join(columns)} FROM {self.quoted(self.entries)} AS e{joins}"

    def join(self, number: int, look: Lookup) -> str:
        t, day = f"t{number}", f"e.{self.quoted(look.date)}"
        equal = [f"{t}.key_{n} = e.{self.quoted(key)}" for n, key in enumerate(look.keys, 1)]
        dated = [f"{t}.since <= {day}", f"({t}.until IS NULL OR {day} < {t}.until)"]
        return f" LEFT JOIN {self.quoted(look.table)} AS {t} ON {' AND '.join((*equal, *dated))}"

    def checks(self) -> str:
        """Every value beside itself, in a type that tells whether it is in its bounds and in that of its width.

        They are columns because engines convert anew wherever a branch of CASE asks, and that is what costs most.
        """
        told = [
            f"TRY_CAST({self.columns[leaf]} AS {decimal_type(kind)}) AS {name[leaf]}"
            for leaf, bounds in self.needs.given.items()
            for name, kind in ((self.checked, self.room(leaf, bounds)), (self.narrow, self.width(leaf)))
        ]
        return f"SELECT {', '.join(('*', *told))} FROM {self.quoted('_found')}"

    def room(self, leaf: Leaf, bounds: Variable | Table) -> Width:
        return Width(bounds.low, bounds.high, 38 - self.width(leaf).whole)

    def reasoned(self) -> str:
        """The first reason why there is no amount, in the order of `evaluate`."""
        cases = [case for leaf, bounds in self.needs.given.items() for case in self.reasons(leaf, bounds)]
        cases += [self.ladder_reason(ladder.options) for ladder in self.needs.ladders]
        told = f"CASE{''.join(cases)} END" if cases else "CAST(NULL AS VARCHAR(1))"
        return f"SELECT *, {told} AS {self.quoted(REASON)} FROM {self.quoted('_checked')}"

    def reasons(self, leaf: Leaf, bounds: Variable | Table) -> Iterator[str]:
        column = self.columns[leaf]
        if leaf in self.needs.required:
            yield from self.missing(leaf, bounds.name)
        checked, value = self.room(leaf, bounds), self.checked[leaf]
        low, high = cast(literal(bounds.low), checked), cast(literal(bounds.high), checked)
        outside = f"{value} IS NULL OR {value} < {low} OR {value} > {high}"
        yield _when(f"{column} IS NOT NULL AND ({outside})", Reason("out-of-range", bounds.name))
        fine = f"{cast(self.narrow[leaf], checked)} <> {value}"
        yield _when(f"{column} IS NOT NULL AND {fine}", Reason("too-many-decimals", bounds.name))

    def missing(self, leaf: Leaf, name: str) -> Iterator[str]:
        if isinstance(leaf, Lookup):
            for column in (*leaf.keys, leaf.date):
                yield _when(f"{self.quoted(column)} IS NULL", Reason("missing", column))
            yield _when(f"{self.columns[leaf]} IS NULL", Reason("not-in-force", name))
        else:
            yield _when(f"{self.columns[leaf]} IS NULL", Reason("missing", name))

    def ladder_reason(self, options: Sequence[Leaf]) -> str:
        unknown = " AND ".join(f"{self.columns[option]} IS NULL" for option in options)
        return _when(unknown, Reason("missing", self.needs.given[options[0]].name))

    def typed(self) -> str:
        """Every value in the decimal type of its width, and nothing at all where there is a reason."""
        reason = self.quoted(REASON)
        typed = [
            f"CASE WHEN {reason} IS NULL THEN {self.narrow[leaf]} END AS {self.columns[leaf]}"
            for leaf in self.needs.given
        ]
        return f"SELECT {', '.join((*self.kept, reason, *typed))} FROM {self.quoted('_reasoned')}"

    def width(self, leaf: Leaf) -> Width:
        return self.widths.of(leaf)

    def step(self, step: Step, before: str) -> str:
        amount = self.amounts.amount(step.value)
        reason = self.quoted(REASON)
        return f"SELECT *, CASE WHEN {reason} IS NULL THEN {amount} END AS {self.quoted(step.name)} FROM {before}"


def _when(condition: str, reason: Reason) -> str:
    return f" WHEN {condition} THEN '{reason.code}'"


def _lines(parts: Iterable[str]) -> str:
    return ",\n".join(parts)
