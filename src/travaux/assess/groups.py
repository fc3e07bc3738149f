"""The formulas of a plan, each for all goods that it serves, with one set of tables for them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from travaux.assess.engine import NO_CURRENCY
from travaux.assess.plan import Key, Line, Plan
from travaux.calculation.charge import MOST_SUBSTANCES, numbered
from travaux.formula.fault import FormulaError
from travaux.formula.tables import Dated, DatedTable, Keys
from travaux.formula.whole import Formula


@dataclass(frozen=True, slots=True)
class Group:
    """Goods that one formula serves: those of one floor, declared in its currency or in others, or made from them."""

    lines: tuple[tuple[str, Line], ...]
    own_currency: bool
    derivative: bool
    substances: int = 1
    """How many substances of the goods have floor levels."""

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
        made = (False, True) if scope.scope != "none" else (False,)
        for derivative, own, count in itertools.product(made, (True, False), range(1, MOST_SUBSTANCES + 1)):
            group = Group(tuple(lines), own, derivative, count)
            if _has_formula(group, plan):
                yield group


def _has_formula(group: Group, plan: Plan) -> bool:
    try:
        plan.formula(_key(group, group.lines[0][0]))
    except FormulaError:
        return False
    return True


def _key(group: Group, good: str) -> Key:
    """The key of a good, taken for all its substances: which they are is a matter of tables."""
    declared = group.line.currency if group.own_currency else NO_CURRENCY
    return Key((good,) * group.substances, declared, group.derivative)


def formula_of(group: Group, plan: Plan) -> tuple[Formula, dict[str, DatedTable]]:
    """One formula for the whole group, and tables with the rows of all its lines."""
    formula, _ = plan.formula(_key(group, group.lines[0][0]))
    merged: dict[str, DatedTable] = {}
    for good, _ in group.lines:
        for name, table in plan.formula(_key(group, good))[1].items():
            before = merged[name].rows if name in merged else {}
            merged[name] = DatedTable({**before, **table.rows})
    for number in range(2, group.substances + 1):
        merged[numbered("floor_level", number)] = _levels(plan)
        merged[numbered("indicator_price", number)] = DatedTable(_by_good(plan.indicators))
    return formula, merged


def _levels(plan: Plan) -> DatedTable:
    """The levels of all lines of the plan."""
    found: dict[str, tuple[Dated, ...]] = {
        good: tuple((day, price.amount) for day, price in line.charge.line.levels.items())
        for good, line in plan.lines.items()
    }
    return DatedTable(_by_good(found))


def _by_good(dated: Mapping[str, tuple[Dated, ...]]) -> dict[Keys, tuple[Dated, ...]]:
    return {(good,): values for good, values in dated.items()}
