"""Checks of what has to be told apart (PTY, GDS): parties and minerals by their names, goods of one line by a test."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations

from travaux.checks import Found, check
from travaux.checks._goods import covered
from travaux.checks._model import name
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.product import HSLine, Product
from travaux.records import Entry
from travaux.span import Span

#: A name, and where it is written.
Named = tuple[str, Span]


def _shared(one: Iterable[Named], other: Iterable[Named]) -> Iterator[tuple[str, Span, Span]]:
    """Names that stand in two records; the places in both."""
    known = {said.casefold(): span for said, span in one}
    for said, span in other:
        if said.casefold() in known:
            yield said, span, known[said.casefold()]


@check("PTY013", Severity.WARNING)
def two_of_one_name(s: Subject) -> Iterator[Found]:
    """Two parties of a text have one name.

    Why: nobody could say which of them owes a duty, and a signature would be that of either.
    Source: legal scrub practice; records are copied, and the name of the first stays in the second.
    Covers: PTY-01.
    Fix: the name of each party in its own record.
    Follows: PTY010.

    Fails:
        == seeds/parties/borea.yaml ==
        names: {en: {long: the Republic of Borea, short: Alba}}
    Passes:
        == seeds/parties/borea.yaml ==
        names: {en: {long: the Kingdom of Borea, short: Borea}}
    """
    for instrument in s.instruments():
        for one, other in combinations(s.parties(instrument), 2):
            names = [
                [
                    (form, party.span("names", tag, field))
                    for tag, own in party.record.names.items()
                    for field, form in own.model_dump(exclude_none=True).items()
                ]
                for party in (one, other)
            ]
            for said, span, first in _shared(*names):
                message = f"{said!r} is the name of {one.record.id} and of {other.record.id}"
                related = (Related(first, "the other"),)
                yield Found(message, span, "give each its own name", instrument.record.id, related=related)


@check("PTY012", Severity.WARNING)
def member_of_no_union(s: Subject) -> Iterator[Found]:
    """A State is recorded as part of something that is no Union.

    Why: whose trade policy it is, whose consent counts and whose share is counted follow from the kind of what it
    belongs to.
    Source: Article 207 TFEU (eu-01, official, seen in part).
    Covers: PTY-05, EU-01.
    Fix: `entity: union` in the record of the Union, or no `part_of`.
    Follows: PTY005, EIF004, CAP001.

    Fails:
        == seeds/parties/borea.yaml ==
        part_of: alba
    Passes:
        == seeds/parties/borea.yaml ==
        part_of: corda
    """
    for party in s.records.parties.values():
        above = s.records.parties.get(party.record.part_of or "")
        if party.record.entity == "state" and above and above.record.entity != "union":
            message = f"{name(party)} is part of {name(above)}, which is recorded as a {above.record.entity}"
            related = (Related(above.span("entity"), "the record of that"),)
            yield Found(message, party.span("part_of"), "a State is part of a Union alone", related=related)


def _products(s: Subject, instrument: Entry[Instrument]) -> tuple[Entry[Product], ...]:
    """The products that an instrument lists, and those of its mechanisms."""
    keys = (*instrument.record.products, *(good.line.product for good in covered(s, instrument)))
    return tuple(s.records.products[key] for key in dict.fromkeys(keys))


@check("GDS006", Severity.WARNING)
def two_minerals_of_one_name(s: Subject) -> Iterator[Found]:
    """Two minerals of a text have one name.

    Why: a row of an annex that names it is a row for both, with two levels.
    Source: legal scrub practice; records are copied, and the name of the first stays in the second.
    Fix: the name of each mineral in its own record.

    Given:
        == seeds/instruments/example.yaml ==
        products: [examplium, otherium]
    Fails:
        == seeds/products/otherium.yaml ==
        id: otherium
        names: {en: examplium}
        market: opaque
        lists: {us_2025: true, eu: critical, jp_rare_metal: true}
        stages: {metal: [{hs: HS2022 8111.00, description: {en: unwrought otherium}}]}
        sources: [fact]
    Passes:
        == seeds/products/otherium.yaml ==
        id: otherium
        names: {en: otherium}
        market: opaque
        lists: {us_2025: true, eu: critical, jp_rare_metal: true}
        stages: {metal: [{hs: HS2022 8111.00, description: {en: unwrought otherium}}]}
        sources: [fact]
    """
    for instrument in s.instruments():
        for one, other in combinations(_products(s, instrument), 2):
            names = [[(said, p.span("names", tag)) for tag, said in p.record.names.items()] for p in (one, other)]
            for said, span, first in _shared(*names):
                message = f"{said!r} is the name of {one.record.id} and of {other.record.id}"
                related = (Related(first, "the other"),)
                yield Found(message, span, "give each its own name", instrument.record.id, related=related)


def _parts(product: Entry[Product]) -> Iterator[tuple[HSLine, Span]]:
    """The lines of which a product is only a part."""
    for stage, lines in product.record.stages.items():
        yield from ((line, product.span("stages", stage, n, "test")) for n, line in enumerate(lines) if line.test)


@check("GDS007", Severity.WARNING)
def one_test_for_two(s: Subject) -> Iterator[Found]:
    """Two minerals that share a tariff line are told from the rest of it by one and the same test.

    Why: a good that meets the test is both, and two floors fall due on it. The words were most likely copied.
    Source: no six-digit line tells one rare earth from another (li-005, reported).
    Covers: ANX-02.
    Fix: a test for each that the other does not meet.

    Given:
        == seeds/instruments/example.yaml ==
        products: [examplium, otherium]
        == seeds/products/examplium.yaml ==
        stages:
          metal:
            - {hs: HS2022 8110.10, ex: true, test: {en: it is examplium}, description: {en: unwrought examplium}}
    Fails:
        == seeds/products/otherium.yaml ==
        id: otherium
        names: {en: otherium}
        market: opaque
        lists: {us_2025: true, eu: critical, jp_rare_metal: true}
        stages: {metal: [{hs: HS2022 8110, ex: true, test: {en: it is examplium}, description: {en: otherium}}]}
        sources: [fact]
    Passes:
        == seeds/products/otherium.yaml ==
        id: otherium
        names: {en: otherium}
        market: opaque
        lists: {us_2025: true, eu: critical, jp_rare_metal: true}
        stages: {metal: [{hs: HS2022 8110, ex: true, test: {en: it is otherium}, description: {en: otherium}}]}
        sources: [fact]
    """
    for instrument in s.instruments():
        for one, other in combinations(_products(s, instrument), 2):
            for own, first in _parts(one):
                for line, span in _parts(other):
                    if line.test == own.test and line.hs.overlaps(own.hs):
                        message = f"{one.record.id} and {other.record.id} share {line.hs}, and one test tells both"
                        related = (Related(first, "the same test"),)
                        hint = "give a test that the other does not meet"
                        yield Found(message, span, hint, instrument.record.id, related=related)
