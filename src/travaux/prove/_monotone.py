"""Whether a dearer good ever lands cheaper: by the slopes of the tree, by the solver, and looked for in round figures.

A good lands at its value, other duties and the charge. Two consignments differ by price alone, and the dearer pays no
less of other duties. Amounts are rounded, so two landed values that differ by a smallest unit of money are equal.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from travaux.formula.reason import Leaf, needs_of
from travaux.formula.smt import Inputs, Smt, Term
from travaux.formula.whole import Formula
from travaux.prove._charged import PRICE, Setting
from travaux.prove._reduced import reduced
from travaux.prove._slopes import NoSlope, slope
from travaux.prove._solver import ask, written

#: A trial is of so many units of the substance, priced in steps of half a hundredth of the level up to this share.
TRIED = Decimal(1000)
_STEP, _MOST = Decimal("0.005"), 300
DUTIES = "declared_duties"


@dataclass(frozen=True, slots=True)
class Fall:
    """Two consignments of one mass, of which the dearer lands cheaper."""

    setting: Setting
    cheap: Decimal
    dear: Decimal
    """Values of the whole consignment."""

    def landed(self, value: Decimal) -> Fraction:
        """At what a consignment lands, by the evaluator."""
        return Fraction(value) + self.setting.amount(TRIED, value)

    @property
    def drop(self) -> Fraction:
        """By how much the dearer lands cheaper."""
        return self.landed(self.cheap) - self.landed(self.dear)

    def lands_cheaper(self) -> bool:
        """The two worked out again, one step after the other."""
        return self.cheap < self.dear and self.drop > Fraction(self.setting.cent)


def tried(setting: Setting, level: Decimal) -> Fall | None:
    """The largest fall among prices in round figures, to the dearest good that lands so cheap."""
    if not setting.follows:
        return None
    steps = ((level * _STEP * n * TRIED).quantize(Decimal("0.01")) for n in range(_MOST + 1))
    values = [value for value in steps if setting.takes(TRIED, value)]
    amounts = setting.amounts([(TRIED, value) for value in values])
    landed = [value + amount for value, amount in zip(values, amounts, strict=True)]
    best, worst, fall = Decimal(0), values[0], None
    peak, at = landed[0], values[0]
    for value, lands in zip(values, landed, strict=True):
        if lands > peak:
            peak, at = lands, value
        elif peak - lands > setting.cent and peak - lands >= best:
            best, worst, fall = peak - lands, at, value
    return None if fall is None else Fall(setting, worst, fall)


@dataclass(frozen=True, slots=True)
class Question:
    """Two consignments that differ by price alone, as terms."""

    smt: Smt
    inputs: Inputs
    cheap: Term
    dear: Term
    falls: Term


def question(solver: Any, formula: Formula) -> Question:
    """The question whether the dearer of two lands cheaper, for any entry, level and share."""
    formula, smt = reduced(formula, (PRICE, DUTIES)), Smt(solver, "bounded")
    inputs, names = smt.inputs(formula), {leaf: bounds.name for leaf, bounds in needs_of(formula).given.items()}
    changed = {leaf for leaf, name in names.items() if name in (PRICE, DUTIES)}
    again: dict[Leaf, Term] = {leaf: smt.given(needs_of(formula).given[leaf]) for leaf in changed}
    smt.facts += [again[leaf] >= inputs.values[leaf] for leaf in changed]
    both = [inputs, Inputs({**inputs.values, **again}, inputs.known)]
    result, price = formula.result, next(leaf for leaf in changed if names[leaf] == PRICE)
    cheap, dear = (
        smt.steps(formula, given)[result.symbol] + sum(given.values[leaf] for leaf in changed) for given in both
    )
    cent = smt.number(Setting(formula, {}).cent)
    return Question(smt, inputs, inputs.values[price], again[price], cheap > dear + cent)


def rises(formula: Formula) -> bool:
    """Whether the tree alone says that no dearer good lands cheaper: a unit of price or duty takes back one at most."""
    try:
        return all(slope(formula, name).low >= -1 for name in (PRICE, DUTIES))
    except NoSlope:
        return False


def never_falls(solver: Any, formula: Formula) -> str | None:
    """Whether a dearer good ever lands cheaper: the question in SMT-LIB where the answer is no, None otherwise."""
    asked = question(solver, formula)
    facts = [*asked.smt.facts, asked.falls]
    return written(solver, facts) if ask(solver, facts, {}).found is False else None


def pinned(solver: Any, setting: Setting) -> Fall | None:
    """A fall that the solver finds in a setting, for consignments like those of the trials; None where none stands."""
    asked = question(solver, setting.fixed(TRIED))
    answer = ask(solver, [*asked.smt.facts, asked.falls], {"cheap": asked.cheap, "dear": asked.dear})
    if not answer.found or len(answer.case) < 2:
        return None
    cheap, dear = (Decimal(round(answer.case[name] * 100)).scaleb(-2) for name in ("cheap", "dear"))
    fall = Fall(setting, cheap, dear)
    return fall if fall.lands_cheaper() else None
