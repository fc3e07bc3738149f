"""What belongs together: the instruments of one package, in pairs, and each with the one that it leads to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from travaux.checks._model import mechanisms
from travaux.compilation import Subject, Text
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine, Mechanism
from travaux.records import Entry

M = TypeVar("M", bound=Mechanism)


def together(s: Subject) -> Iterator[tuple[Entry[Instrument], Entry[Instrument]]]:
    """Each two instruments of a package, in its order, and once however many packages have them."""
    seen: set[frozenset[str]] = set()
    for _, instruments in s.packages():
        for at, one in enumerate(instruments):
            for other in instruments[at + 1 :]:
                pair = frozenset((one.record.id, other.record.id))
                if pair not in seen:
                    seen.add(pair)
                    yield one, other


def members(s: Subject) -> Iterator[Entry[Instrument]]:
    """Each instrument that is in a package, once."""
    found = {each.record.id: each for _, instruments in s.packages() for each in instruments}
    yield from found.values()


def steps(s: Subject) -> Iterator[tuple[Entry[Instrument], Entry[Instrument]]]:
    """Each instrument with the one that it leads to, where a package has both."""
    for one, other in together(s):
        for step, end in ((one, other), (other, one)):
            if step.record.leads_to == end.record.id:
                yield step, end


def texts_in_pairs(s: Subject) -> Iterator[tuple[Text, Text]]:
    """The texts of each two instruments of a package, in each language that both are drafted in."""
    by_key = {(text.instrument.record.id, text.language): text for text in s.texts}
    for one, other in together(s):
        for language in one.record.languages:
            texts = [by_key.get((each.record.id, language)) for each in (one, other)]
            if texts[0] and texts[1]:
                yield texts[0], texts[1]


def lines_in_pairs(
    s: Subject, cls: type[M]
) -> Iterator[tuple[Entry[Instrument], Entry[M], int, Entry[Instrument], Entry[M], int]]:
    """The same good in two mechanisms of a class, one in each of two instruments, once for each two mechanisms."""
    seen: set[frozenset[str]] = set()
    for one, other in together(s):
        for here in mechanisms(s, one, cls):
            for there in mechanisms(s, other, cls):
                pair = frozenset((here.record.id, there.record.id))
                if len(pair) < 2 or pair in seen:
                    continue
                seen.add(pair)
                yield from ((one, here, m, other, there, n) for m, n in _same(here.record, there.record))


def _same(one: Mechanism, other: Mechanism) -> Iterator[tuple[int, int]]:
    """The numbers of the lines of two mechanisms that are about the same good."""
    lines: list[list[GoodsLine]] = [list(getattr(mechanism, "lines", ())) for mechanism in (one, other)]
    for m, line in enumerate(lines[0]):
        for n, same in enumerate(lines[1]):
            if (line.product, line.stage, line.grade) == (same.product, same.stage, same.grade):
                yield m, n
