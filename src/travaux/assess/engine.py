"""Entries -> assessments: an amount or a reason for each, exactly, in their order.

Entries are read twice where small importers are exempt: once for the totals of each importer and month, once for the
amounts. Between the two only the totals are kept, so a file may be larger than memory.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from travaux.assess.classify import REASONS, Ready, Status, classified
from travaux.assess.entries import Row
from travaux.assess.plan import Key, Line, Plan
from travaux.calculation.charge import MOST_SUBSTANCES, numbered
from travaux.formula.compiled import every_step
from travaux.formula.fault import FormulaError
from travaux.formula.numbers import EXACT
from travaux.formula.reason import Reason
from travaux.formula.whole import Formula

_CHUNK = 20_000
#: The steps that find the content in each substance.
CONTENTS = tuple(numbered("content", number) for number in range(1, MOST_SUBSTANCES + 1))
#: A customs value of this or more is no value; below, four decimal places of it count for a month.
MOST_VALUE = Decimal(10) ** 15
_VALUE = Decimal("0.0001")
#: Stands for a currency that no table knows (ISO 4217 has it for transactions without currency).
NO_CURRENCY = "XXX"
Month: TypeAlias = tuple[str, str, str]
Totals: TypeAlias = Mapping[Month, Decimal | None]
Source: TypeAlias = Callable[[], Iterable[Row]]


@dataclass(frozen=True, slots=True)
class Assessment:
    """What an entry comes to: an amount in the currency of the floor, or the code of a reason."""

    row: Row
    status: Status
    amount: Decimal | None
    currency: str = ""
    reason: str = ""
    ready: Ready | None = field(default=None, repr=False)
    steps: Mapping[str, Decimal] = field(default_factory=dict, repr=False)
    """Values of the steps of the formula, by name."""


def assess(source: Source, plan: Plan, party: str = "") -> Iterator[Assessment]:
    """Every entry of a source that can be read again; with a party, those of that party."""
    exempt = any(line.charge.adjustment.de_minimis for line in plan.lines.values())
    totals = totals_of(source(), plan, party) if exempt else {}
    rows = iter(_asked(source(), party))
    while chunk := tuple(itertools.islice(rows, _CHUNK)):
        yield from _chunk(chunk, plan, party, totals)


def _asked(rows: Iterable[Row], party: str) -> Iterator[Row]:
    return (row for row in rows if not party or row.get("party", party) == party)


def totals_of(rows: Iterable[Row], plan: Plan, party: str = "") -> dict[Month, Decimal | None]:
    """The customs value of all covered goods of an importer in a month, None where the value of one is not known.

    Goods that are not charged for another reason count as well: the text speaks of all that an importer imports.
    """
    totals: dict[Month, Decimal | None] = {}
    for row in _asked(rows, party):
        line = plan.lines.get(row.get("good", ""))
        month = month_of(row, line, party) if line is not None else None
        if line is None or month is None or line.charge.adjustment.de_minimis is None:
            continue
        value, before = value_of(row, line, plan), totals.get(month, Decimal(0))
        totals[month] = None if before is None or value is None else EXACT.add(before, value)
    return totals


def month_of(row: Row, line: Line, party: str) -> Month | None:
    """Importing party, importer and calendar month of an entry; None where one is not known."""
    day, importing, importer = row.get(line.date), row.get("party") or party, row.get("importer")
    return (importing, importer, f"{day:%Y-%m}") if day and importing and importer else None


def value_of(row: Row, line: Line, plan: Plan) -> Decimal | None:
    """The customs value in the currency of the exempt value; None where it is not known."""
    least = line.charge.adjustment.de_minimis
    assert least is not None
    value, declared = row.get("customs_value"), row.get("declaration_currency", "")
    if value is None or not 0 <= value < MOST_VALUE:
        return None
    day = row.get(line.date)
    rate = Decimal(1) if declared == least.currency else day and plan.rates.at(declared, least.currency, day)
    return None if rate is None else EXACT.multiply(value.quantize(_VALUE, ROUND_HALF_UP), rate)


def _chunk(rows: tuple[Row, ...], plan: Plan, party: str, totals: Totals) -> Iterator[Assessment]:
    """Assessments of some entries: those of one formula are calculated together."""
    found: list[Assessment | None] = []
    groups: dict[Key, list[int]] = {}
    readies: list[Ready | None] = []
    for place, row in enumerate(rows):
        known = classified(row, plan, party)
        readies.append(known if isinstance(known, Ready) else None)
        found.append(reasoned(row, known) if isinstance(known, str) else None)
        if isinstance(known, Ready):
            groups.setdefault(Key(known.goods, _known(known, plan), known.derivative), []).append(place)
    for key, places in groups.items():
        group = [ready for place in places if (ready := readies[place]) is not None]
        for place, assessment in zip(places, calculated(group, rows, places, plan, key), strict=True):
            found[place] = _small(assessment, plan, totals)
    yield from (assessment for assessment in found if assessment is not None)


def reasoned(row: Row, code: str, ready: Ready | None = None) -> Assessment:
    """An entry with a reason in the place of an amount; what a formula says is a lack."""
    status = REASONS[code][0] if code in REASONS else "not-assessable"
    return Assessment(row, status, None, "", code, ready)


def calculated(
    group: list[Ready], rows: tuple[Row, ...], places: list[int], plan: Plan, key: Key
) -> Iterator[Assessment]:
    """The assessments of entries of one formula, before small importers are looked at."""
    own = [rows[place] for place in places]
    try:
        formula, tables = plan.formula(key)
    except FormulaError:
        yield from (reasoned(row, "NOT_CALCULATED_BY_ENTRY", r) for row, r in zip(own, group, strict=True))
        return
    values = (tuple(ready.values.get(name, _key(ready, name)) for name in formula.columns) for ready in group)
    results = every_step(formula, values, tables)
    for row, ready, result in zip(own, group, results, strict=True):
        yield reasoned(row, result.code, ready) if isinstance(result, Reason) else _amount(row, ready, formula, result)


def _known(ready: Ready, plan: Plan) -> str:
    """The currency of the declaration where there is a rate for it; one formula serves all others."""
    known = ready.declared == ready.line.currency or (ready.declared, ready.line.currency) in plan.rates
    return ready.declared if known else NO_CURRENCY


def _key(ready: Ready, name: str) -> Any:
    return {"good": ready.good, "party": ready.party}.get(name)


def _amount(row: Row, ready: Ready, formula: Formula, values: tuple[Decimal, ...]) -> Assessment:
    steps = dict(zip((step.name for step in formula.steps), values, strict=True))
    return Assessment(row, "assessed", values[-1], ready.line.currency, "", ready, steps)


def _small(found: Assessment, plan: Plan, totals: Totals) -> Assessment:
    """The assessment once a small content and the exempt value of a month are looked at."""
    ready = found.ready
    if found.status != "assessed" or ready is None:
        return found
    adjustment = ready.line.charge.adjustment
    weight = adjustment.downstream.de_minimis_weight
    mass = ready.values["net_dry_mass"]
    content = sum((found.steps[name] for name in CONTENTS if name in found.steps), Decimal(0))
    if ready.derivative and weight is not None and "content" in found.steps and content * 100 < weight.value * mass:
        return reasoned(found.row, "LITTLE_CONTENT", ready)
    reason = "" if adjustment.de_minimis is None else _exempt(found.row, ready, plan, totals)
    return reasoned(found.row, reason, ready) if reason else found


def _exempt(row: Row, ready: Ready, plan: Plan, totals: Totals) -> str:
    least = ready.line.charge.adjustment.de_minimis
    assert least is not None
    own, month = value_of(row, ready.line, plan), month_of(row, ready.line, ready.party)
    if own is not None and own > least.amount:
        return ""
    if month is None:
        return "NO_IMPORTER"
    total = totals[month]
    if own is None or total is None:
        return "NO_MONTHLY_VALUE"
    return "SMALL_IMPORTER" if total <= least.amount else ""
