"""One assessed entry -> its steps in words, each with the provision of the text that it rests on."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.assess.classify import REASONS
from travaux.assess.engine import Assessment
from travaux.assess.plan import Key, Plan
from travaux.formula.evaluate import Assessed, evaluate
from travaux.formula.example import example_text
from travaux.formula.says import FormulaLanguage

#: The provisions on which the calculation rests, in the order in which they are read.
_CALCULATION = (
    ("the calculation", "adjustment-calculation"),
    ("the value", "customs-value-basis"),
    ("other duties", "crediting-and-cumulation"),
    ("goods made from the mineral", "downstream-derivatives"),
    ("the limit", "border-adjustment-charge.limit"),
    ("the steps", "annex-calculation"),
)


def explained(found: Assessment, plan: Plan, language: FormulaLanguage) -> str:
    """Why an entry is charged what it is, line by line."""
    return "\n".join(_lines(found, plan, language))


def _lines(found: Assessment, plan: Plan, language: FormulaLanguage) -> Iterator[str]:
    yield f"entry {found.row['entry']}: {_outcome(found)}"
    if found.reason:
        yield from (f"  {line}" for line in _reason(found, plan))
        return
    assert found.ready is not None
    ready = found.ready
    yield f"  {ready.party} charges from {plan.starts[ready.party]}{_at(plan, 'border-adjustment-charge.charge')}"
    yield f"  the good is {ready.good}{', and this one is made from it' if ready.derivative else ''}"
    yield f"  the day that counts is {ready.day} ({ready.line.date})"
    formula, tables = plan.formula(Key(ready.goods, ready.declared, ready.derivative))
    given = {**ready.values, "good": ready.good}
    assessed = evaluate(formula, {name: given.get(name) for name in formula.columns}, tables)
    assert isinstance(assessed, Assessed)
    yield from (f"  {line}" for line in example_text(formula, given, assessed, language))
    cited = [f"{what}: {plan.articles[key]}" for what, key in _CALCULATION if key in plan.articles]
    yield f"  rests on {'; '.join(cited)}" if cited else "  the text has no provision on the calculation"


def _outcome(found: Assessment) -> str:
    if found.reason:
        return f"{found.status.replace('-', ' ')} ({found.reason})"
    return f"{found.amount} {found.currency}"


def _reason(found: Assessment, plan: Plan) -> Iterator[str]:
    if found.reason in REASONS:
        _, meaning, key = REASONS[found.reason]
        yield meaning + _at(plan, key)
    else:
        yield "a value that the formula needs is missing, out of range, has too many decimals, or no table has it"
        yield f"the calculation needs it{_at(plan, 'adjustment-calculation')}"


def _at(plan: Plan, key: str) -> str:
    """Where it stands; the provision above it, where the text has not that one."""
    cited = plan.articles.get(key) or plan.articles.get(key.split(".")[0])
    return f" ({cited})" if cited else ""
