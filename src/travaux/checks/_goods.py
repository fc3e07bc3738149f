"""Which goods an instrument covers, and every HS code that its records hold."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from travaux.checks._model import mechanisms, texts_of
from travaux.checks._schedules import schedules
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine, Mechanism
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.preferential_zone import PreferentialZone, TariffShift
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.mechanism.reference_price import ReferencePrice
from travaux.model.quantity import HSCode
from travaux.records import Entry
from travaux.span import Span

M = TypeVar("M", bound=Mechanism)


@dataclass(frozen=True, slots=True)
class Covered:
    """A line of a mechanism: a good and what is laid down for it."""

    line: GoodsLine
    what: str
    """`floor`, `reference price`, `charge on goods made from it`, `origin rule`, or the kind of another mechanism."""
    span: Span
    hs_span: Span


def _lines(entry: Entry[M], what: str) -> Iterator[Covered]:
    for n, line in enumerate(getattr(entry.record, "lines", ())):
        if isinstance(line, GoodsLine):
            yield Covered(line, what, entry.span("lines", n), entry.span("lines", n, "hs"))


def covered(s: Subject, instrument: Entry[Instrument]) -> Iterator[Covered]:
    """Every good for which a mechanism of the instrument lays something down."""
    for floor in mechanisms(s, instrument, PriceFloor):
        yield from _lines(floor, "floor")
    for reference in mechanisms(s, instrument, ReferencePrice):
        yield from _lines(reference, "reference price")
    for adjustment in mechanisms(s, instrument, BorderAdjustment):
        for n, below in enumerate(adjustment.record.downstream.lines):
            path = ("downstream", "lines", n)
            yield Covered(below, "charge on goods made from it", adjustment.span(*path), adjustment.span(*path, "hs"))
    for zone in mechanisms(s, instrument, PreferentialZone):
        for n, rule in enumerate(zone.record.rules):
            yield Covered(rule, "origin rule", zone.span("rules", n), zone.span("rules", n, "hs"))
    for other in s.mechanisms(instrument):
        if not isinstance(other.record, PriceFloor | ReferencePrice):
            yield from _lines(other, other.record.kind.replace("-", " "))


# --- codes -----------------------------------------------------------------------------------------------------------


def codes(s: Subject, instrument: Entry[Instrument]) -> Iterator[tuple[HSCode, Span]]:
    """The HS codes of the records of an instrument with their places, and of each schedule one of each edition."""
    goods = list(covered(s, instrument))
    for key in dict.fromkeys((*instrument.record.products, *(good.line.product for good in goods))):
        product = s.records.products[key]
        for stage, lines in product.record.stages.items():
            yield from ((line.hs, product.span("stages", stage, n, "hs")) for n, line in enumerate(lines))
    for good in goods:
        yield from ((code, good.hs_span) for code in good.line.hs)
    for zone in mechanisms(s, instrument, PreferentialZone):
        for n, rule in enumerate(zone.record.rules):
            for m, test in enumerate(rule.any_of):
                if isinstance(test, TariffShift):
                    yield from ((code, zone.span("rules", n, "any_of", m, "except_from")) for code in test.except_from)
    for printed in schedules(s, instrument):
        first: dict[str, tuple[str, int]] = {}  # of each edition one is enough
        for cell, at in printed.values(printed.column("hs")).items():
            first.setdefault(cell[:6], (cell, at))
        yield from ((HSCode.parse(cell), printed.place(at)) for cell, at in first.values() if cell.strip())


def stated_edition(s: Subject, instrument: Entry[Instrument]) -> tuple[str, Span] | None:
    """The edition of the Harmonized System that the clause on nomenclature names, and where it is set."""
    for text in texts_of(s, instrument):
        for selected in text.outline.all():
            since = selected.parameters.get("edition")
            if selected.key == "hs-nomenclature" and isinstance(since, datetime.date):
                own = instrument.record.parameters.get("hs-nomenclature", {})
                given = instrument.span("parameters", "hs-nomenclature", "edition")
                default = selected.clause.raw.span("parameters", "edition", "default")
                return f"HS{since.year}", given if "edition" in own else default
    return None
