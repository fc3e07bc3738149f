"""Charges with a schedule of one's own, on the good of the example treaty."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from projects import EXAMPLE
from travaux.build import Options, compile
from travaux.formula.nodes import Constant, Expression, Product, Round, Symbol
from travaux.formula.unit import SHARE
from travaux.formula.whole import Formula, Step
from travaux.prove._charged import Charged, charged

W = Symbol("W")
WORTH = Product((Symbol("F"), Symbol("C")))


def example(level: str) -> Charged:
    """The charge of the example treaty, with a level of its own."""
    subject = compile("example", Options(project=EXAMPLE)).subject
    (found,) = charged(subject, next(subject.instruments()))
    price = found.charge.price.model_copy(update={"amount": Decimal(level)})
    line = found.charge.line.model_copy(update={"levels": dict.fromkeys(found.charge.line.levels, price)})
    return replace(found, charge=replace(found.charge, line=line))


def planted(one: Charged, schedule: Expression) -> Charged:
    """The same charge by another schedule, of the entered price W and what the content is worth at the level."""
    inputs = tuple(each for each in one.formula.inputs if each.name != "declared_duties")
    kept = [step for step in one.formula.steps if step.symbol in ("F", "Q", "C")]
    steps = (*kept, Step("A", "border_adjustment", Round(schedule, 2)))
    return replace(one, formula=Formula("planted", inputs, steps, one.formula.tables))


def share(percentage: int) -> Constant:
    """A share of one."""
    return Constant(Decimal(percentage).scaleb(-2), SHARE)
