"""What the records of a plan say, as relations of a query: first days, lines, factors of mass, rates of exchange."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from travaux.assess.classify import FACTOR_PLACES, factor
from travaux.assess.plan import Plan
from travaux.assess.series import ALWAYS
from travaux.formula.literals import values
from travaux.model.quantity import KILOGRAMS

#: More rates than these digits have no money.
_RATE = "DECIMAL(18,8)"


def relations(plan: Plan, text_type: str) -> Iterator[tuple[str, str]]:
    """The relations, each under its name."""
    yield "_start", _starts(plan, text_type)
    yield "_line", _lines(plan, text_type)
    yield "_mass", _masses(plan, text_type)
    yield "_rate", _rates(plan, text_type)


def _starts(plan: Plan, text_type: str) -> str:
    kinds = {"party": text_type, "since": "DATE"}
    return values(kinds, ((key, max(day, plan.in_force)) for key, day in plan.starts.items()))


def _lines(plan: Plan, text_type: str) -> str:
    kinds = {
        "good": text_type,
        "number": "INTEGER",
        "currency": text_type,
        "per": text_type,
        "first": "DATE",
        "ends": "DATE",
        "least": "DECIMAL(18,4)",
        "least_currency": text_type,
        "share": "DECIMAL(9,6)",
    }
    rows = []
    for number, (good, line) in enumerate(plan.lines.items()):
        least, weight = line.charge.adjustment.de_minimis, line.charge.adjustment.downstream.de_minimis_weight
        first = next(iter(line.charge.line.levels))
        exempt = (least and least.amount, least and least.currency, weight and weight.value)
        rows.append((good, number, line.currency, line.charge.price.per, first, line.ends, *exempt))
    return values(kinds, rows)


def _masses(plan: Plan, text_type: str) -> str:
    """Factors from each unit of mass to those of the floor levels; of one to itself there is none to be looked for."""
    kinds = {"unit": text_type, "per": text_type, "factor": f"DECIMAL(20,{FACTOR_PLACES})"}
    units = sorted({line.charge.price.per for line in plan.lines.values()})
    return values(kinds, ((unit, per, factor(unit, per)) for per in units for unit in KILOGRAMS if unit != per))


def _rates(plan: Plan, text_type: str) -> str:
    """Rates into the currencies in which an exempt value is stated."""
    kinds = {"source": text_type, "target": text_type, "value": _RATE, "since": "DATE", "until": "DATE"}
    targets = exempt_in(plan)
    rows = [
        (source, target, value, since, until)
        for target in targets
        for (source,), since, until, value in plan.rates.into(target).spans()
        if source != target
    ]
    return values(kinds, [*rows, *((code, code, Decimal(1), ALWAYS, None) for code in targets)])


def exempt_in(plan: Plan) -> list[str]:
    """The currencies in which exempt values are stated."""
    exempt = (line.charge.adjustment.de_minimis for line in plan.lines.values())
    return sorted({least.currency for least in exempt if least})
