"""The formulas of a plan, each for all goods that it serves, with one set of tables for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from travaux.assess.engine import NO_CURRENCY
from travaux.assess.plan import Line, Plan, rates_into
from travaux.formula.tables import DatedTable
from travaux.formula.whole import Formula


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


def formula_of(group: Group, plan: Plan) -> tuple[Formula, dict[str, DatedTable]]:
    """One formula for the whole group, and tables with the rows of all its lines."""
    declared = group.line.currency if group.own_currency else NO_CURRENCY
    formula, _ = plan.formula(group.lines[0][0], declared, group.derivative)
    merged: dict[str, DatedTable] = {}
    for good, _ in group.lines:
        for name, table in plan.formula(good, declared, group.derivative)[1].items():
            before = merged[name].rows if name in merged else {}
            merged[name] = DatedTable({**before, **table.rows})
    return formula, merged | {"rate_of_exchange": rates_into(group.line.currency, plan)}
