"""What is done with a shortfall, in the order of the record: phase-in, zone rate, limit; then quota and rounding.

What was paid in another Party is deducted from the result, and what is left is converted for collection.
"""

from __future__ import annotations

from typing import assert_never

from travaux.calculation.charge import DATES
from travaux.calculation.inputs import COLLECTION_RATE, part, phases, rate, share
from travaux.calculation.making import Making
from travaux.formula.nodes import ZERO, Constant, Difference, Max, Min, Product, Round, Symbol
from travaux.formula.unit import SHARE
from travaux.model.mechanism.border_adjustment import Step as Modifier
from travaux.model.quantity import MINOR_UNITS


def due(making: Making, shortfall: Symbol) -> Symbol:
    """The border price adjustment that follows from a shortfall."""
    total = shortfall
    for modifier in making.adjustment.order:
        total = _modified(making, modifier, total)
    if making.adjustment.form == "two-tier-tariff-quota" and not making.charge.derivative:
        excess = making.draft.given(part("x", "excess_share"))
        total = making.draft.step("X", "excess_amount", Product((excess, total)))
    return making.draft.step("A", "border_adjustment", Round(total, MINOR_UNITS[making.money]))


def _modified(making: Making, modifier: Modifier, total: Symbol) -> Symbol:
    match modifier:
        case "phase-in":
            return _phased(making, total)
        case "zone-rate":
            zone = making.draft.given(share("ρ", "zone_share"))
            return making.draft.step("Z", "zone_amount", Product((zone, total)))
        case "cap":
            return _limited(making, total)
        case _:
            assert_never(modifier)


def _phased(making: Making, total: Symbol) -> Symbol:
    """Without a step where the whole is charged from the first day."""
    charge = making.charge
    phased = [steps for _, steps in charge.own_steps] or [charge.floor.phase_in]
    if all(steps[0].share.value == 100 for steps in phased):
        return total
    shares = phases(step.share for steps in phased for step in steps)
    found = making.draft.looked_up(shares, ("party",) if charge.own_steps else (), making.date)
    phase = making.draft.step("φ", "phase_in_force", found)
    return making.draft.step("H", "phased_amount", Product((phase, total)))


def _limited(making: Making, total: Symbol) -> Symbol:
    cap = making.adjustment.cap
    if cap is None:
        return total
    most = Product((Constant(cap.value.scaleb(-2), SHARE), making.value))
    limit = making.draft.step("L", "limit", most)
    return making.draft.step("M", "limited_amount", Min((total, limit)))


def credited(making: Making, due: Symbol) -> Symbol:
    """What is left of the amount once that paid in another Party is deducted."""
    if not making.charge.credited:
        return due
    paid = making.converted("p", "paid_elsewhere", "B", "converted_payment")
    left = Max((ZERO, Difference(due, paid)))
    return making.draft.step("N", "amount_due", Round(left, MINOR_UNITS[making.money]))


def collected(making: Making, due: Symbol) -> None:
    """The amount in the currency of the importing Party, where that is another."""
    code = making.charge.collected
    if code and code != making.money:
        table = rate(COLLECTION_RATE, making.money, code)
        date = DATES[making.adjustment.currency_rule.date_basis]
        found = making.draft.looked_up(table, ("collection_currency",), date)
        at = making.draft.step("r", "collection_rate_in_force", found)
        making.draft.step("K", "collected_amount", Round(Product((at, due)), MINOR_UNITS[code]))
