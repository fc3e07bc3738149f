"""Assessments -> a summary: how many, how much by mineral, origin and month, how far each floor binds, and the price.

The sensitivity is calculated anew by the same formula with every customs value changed, not scaled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Any

from travaux.assess.engine import Assessment, Source, assess
from travaux.assess.entries import Row
from travaux.assess.output import plain
from travaux.assess.plan import Plan
from travaux.formula.numbers import EXACT

#: By how many per cent customs values are changed.
CHANGES = (-20, -10, 0, 10, 20)
_CENT = Decimal("0.01")
#: What the limit is compared with: the last of these that the formula has.
_BEFORE = ("zone_amount", "phased_amount", "shortfall")
_COLUMNS = ("name", "entries", "currency", "value", "charge")


@dataclass(slots=True)
class Total:
    """What some entries come to; value, charge and content in the units of one floor."""

    entries: int = 0
    value: Decimal = Decimal(0)
    charge: Decimal = Decimal(0)
    content: Decimal = Decimal(0)

    def add(self, found: Assessment) -> None:
        """Counts an assessed entry."""
        self.entries += 1
        self.value += entered(found)
        self.charge += found.amount or Decimal(0)
        self.content += found.steps.get("content", Decimal(0))


@dataclass(slots=True)
class Binding:
    """How far the floor of a good binds on what was assessed."""

    unit: str = ""
    level: Decimal = Decimal(0)
    below: int = 0
    gap: Decimal = Decimal(0)
    limited: int = 0
    total: Total = field(default_factory=Total)

    def add(self, found: Assessment) -> None:
        """Counts an assessed entry."""
        assert found.ready is not None
        price = found.ready.line.charge.price
        self.unit = f"{price.currency} per {price.per} of {price.basis}"
        self.level = found.steps.get("floor_level_in_force", Decimal(0))
        self.total.add(found)
        self.below += found.steps["shortfall"] > 0
        self.gap += found.steps["shortfall"]
        before = next(found.steps[name] for name in _BEFORE if name in found.steps)
        self.limited += "limit" in found.steps and found.steps["limit"] < before


@dataclass(slots=True)
class Summary:
    """The whole, by status and reason, and by mineral, origin and month in each currency."""

    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    by: dict[tuple[str, str, str], Total] = field(default_factory=dict)
    floors: dict[str, Binding] = field(default_factory=dict)
    sensitivity: dict[tuple[int, str], Decimal] = field(default_factory=dict)

    def add(self, found: Assessment) -> None:
        """Counts an entry."""
        with localcontext(EXACT):
            self._add(found)

    def _add(self, found: Assessment) -> None:
        key = (found.status, found.reason)
        self.counts[key] = self.counts.get(key, 0) + 1
        if found.status != "assessed" or found.ready is None:
            return
        for what, name in _groups(found):
            self.by.setdefault((what, name, found.currency), Total()).add(found)
        good = found.ready.good + (" (made from it)" if found.ready.derivative else "")
        self.floors.setdefault(good, Binding()).add(found)


def entered(found: Assessment) -> Decimal:
    """The customs value in the currency of the floor; none where the formula does not read it."""
    value = found.steps.get("converted_value")
    if value is None and found.ready is not None and found.ready.declared == found.currency:
        value = found.ready.values.get("customs_value")
    return value or Decimal(0)


def _groups(found: Assessment) -> Iterator[tuple[str, str]]:
    assert found.ready is not None
    yield "mineral", found.ready.good.split("/")[0]
    yield "origin", found.row.get("origin", "not stated")
    yield "month", f"{found.ready.day:%Y-%m}"


def summed(found: Iterable[Assessment], summary: Summary) -> Iterator[Assessment]:
    """The same assessments, counted as they go by."""
    for assessment in found:
        summary.add(assessment)
        yield assessment


def sensitivity(source: Source, plan: Plan, party: str, summary: Summary) -> None:
    """Adds what would be charged if every customs value were changed."""
    for change in CHANGES:
        for found in assess(lambda change=change: _changed(source(), change), plan, party):  # type: ignore[misc]
            if found.amount is not None:
                key = (change, found.currency)
                summary.sensitivity[key] = summary.sensitivity.get(key, Decimal(0)) + found.amount


def _changed(rows: Iterable[Row], change: int) -> Iterator[Row]:
    factor = (Decimal(100) + change) / 100
    for row in rows:
        value = row.get("customs_value")
        if value is None or not change or value != value.quantize(_CENT, ROUND_HALF_UP):
            yield row
        else:
            yield {**row, "customs_value": (value * factor).quantize(_CENT, ROUND_HALF_UP)}


def as_data(summary: Summary, plan: Plan) -> dict[str, Any]:
    """The summary as plain data: every amount a string of exact digits."""
    return {
        "instrument": plan.instrument,
        "in_force": str(plan.in_force),
        "assumptions": list(plan.assumptions),
        "entries": [{"status": s, "reason": r, "entries": n} for (s, r), n in sorted(summary.counts.items())],
        "totals": [
            {"by": what, "name": name, "currency": currency, **_total(total)}
            for (what, name, currency), total in sorted(summary.by.items())
        ],
        "floors": [{"good": good, **_binding(found)} for good, found in sorted(summary.floors.items())],
        "sensitivity": [
            {"customs_values_changed_by_percent": change, "currency": currency, "charge": f"{charge.quantize(_CENT)}"}
            for (change, currency), charge in sorted(summary.sensitivity.items())
        ],
    }


def _total(total: Total) -> dict[str, Any]:
    return {
        "entries": total.entries,
        "value": f"{total.value.quantize(_CENT, ROUND_HALF_UP)}",
        "charge": f"{total.charge.quantize(_CENT)}",
    }


def _binding(found: Binding) -> dict[str, Any]:
    total = found.total
    return {
        "unit": found.unit,
        "level": plain(found.level),
        "entries": total.entries,
        "below_floor": found.below,
        "at_the_limit": found.limited,
        "content": plain(total.content),
        "gap": f"{found.gap.quantize(_CENT, ROUND_HALF_UP)}",
        "mean_price": _ratio(total.value, total.content),
        "mean_landed_price": _ratio(total.value + total.charge, total.content),
    }


def _ratio(part: Decimal, whole: Decimal) -> str:
    return f"{(part / whole).quantize(_CENT, ROUND_HALF_UP)}" if whole else ""


def as_text(summary: Summary, plan: Plan) -> str:
    """The summary for a screen."""
    data = as_data(summary, plan)
    lines = [f"{data['instrument']}: an estimate on past entries, not a decision of customs"]
    lines += [f"  assumed: {line}" for line in data["assumptions"]]
    counts = ([c["status"], c["reason"], c["entries"]] for c in data["entries"])
    lines += ["", *_table(("status", "reason", "entries"), counts)]
    for what in ("mineral", "origin", "month"):
        rows = [[t[key] for key in _COLUMNS] for t in data["totals"] if t["by"] == what]
        lines += ["", *_table((what, "assessed", "currency", "customs value", "charge"), rows)]
    head = ("floor", "level", "entries", "below", "limited", "gap", "mean price", "mean landed price")
    keys = ("good", "level", "entries", "below_floor", "at_the_limit", "gap", "mean_price", "mean_landed_price")
    lines += ["", *_table(head, ([f[key] for key in keys] for f in data["floors"]))]
    rows = [[f"{s['customs_values_changed_by_percent']:+d} %", s["currency"], s["charge"]] for s in data["sensitivity"]]
    return "\n".join([*lines, "", *_table(("customs values", "currency", "charge"), rows)])


def _table(head: tuple[str, ...], rows: Iterable[Iterable[object]]) -> list[str]:
    told = [head, *([str(cell) for cell in row] for row in rows)]
    if len(told) == 1:
        return [f"({head[0]}: none)"]
    widths = [max(len(row[n]) for row in told) for n in range(len(head))]
    return ["  ".join(_cell(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in told]


def _cell(cell: str, width: int) -> str:
    return cell.rjust(width) if cell[:1].isdigit() or cell[:2].strip("+-").isdigit() else cell.ljust(width)
