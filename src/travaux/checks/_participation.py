"""What the checks of participation ask again and again: the terms of an instrument, their place, and the goods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.participation import Participation
from travaux.model.quantity import HSCode
from travaux.participation import covered
from travaux.records import Entry
from travaux.span import Span


def each_terms(s: Subject) -> Iterator[tuple[Entry[Instrument], str, Participation]]:
    """The participation in each mechanism, with its instrument."""
    for instrument in s.instruments():
        yield from ((instrument, key, terms) for key, terms in instrument.record.participation.items())


def place(instrument: Entry[Instrument], key: str) -> Span:
    """Where an instrument speaks of the participation in a mechanism; of one that all take, where it names it."""
    record = instrument.record
    if key in record.participation:
        return instrument.raw.key_span("participation", key)
    return instrument.span("mechanisms", record.mechanisms.index(key))


def lines_of(s: Subject, instrument: Entry[Instrument], key: str) -> Mapping[str, tuple[HSCode, ...]]:
    """By product the tariff lines on which a mechanism works in an instrument."""
    products = {product: s.records.products[product].record for product in instrument.record.products}
    return covered(s.records.mechanisms[key].record, products)
