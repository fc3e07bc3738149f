"""A border adjustment on one line of a floor -> its formula, from the typed options of the records.

The steps are those of the clause on the calculation, in its order: floor level, content, currency, shortfall, then
phase-in, zone rate and limit as the record orders them, quota, rounding, deduction of what was paid in another Party,
and conversion for collection. The customs value is read as it is brought to the delivery basis of the floor level, the
mass in the unit of mass of that level.
"""

from __future__ import annotations

from travaux.calculation.charge import MOST_SUBSTANCES, Charge, first_level
from travaux.calculation.making import Making
from travaux.calculation.modifiers import collected, credited, due
from travaux.calculation.shortfall import shortfall
from travaux.formula.fault import Fault, FormulaError
from travaux.formula.whole import Formula


def formula_of(charge: Charge) -> Formula:
    """The formula of a charge. Raises FormulaError where the record lacks what it needs, or substances do not meet."""
    _together(charge)
    making = Making(charge)
    collected(making, credited(making, due(making, shortfall(making))))
    return making.draft.formula(charge.adjustment.id.replace("-", "_"))


def _together(charge: Charge) -> None:
    """Raises FormulaError where several substances cannot be added up in one item."""
    lines = (charge.line, *charge.others)
    if len(lines) > MOST_SUBSTANCES:
        message = f"{len(lines)} substances in one item; {MOST_SUBSTANCES} are calculated together"
        raise FormulaError(Fault(charge.adjustment.id, message, "declare the goods as several items"))
    kinds = {(first_level(line).currency, first_level(line).per) for line in lines}
    if len(kinds) > 1:
        told = " and ".join(f"{money} per {per}" for money, per in sorted(kinds))
        message = f"the floor levels of substances in one item are in {told}"
        raise FormulaError(Fault(charge.adjustment.id, message, "state them in one currency and unit of mass"))
