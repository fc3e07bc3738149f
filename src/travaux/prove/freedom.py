"""Freedom of duty: whether what the zone frees is charged after all, and whether tariff codes outlast their edition."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from fractions import Fraction

from travaux.checks._goods import codes
from travaux.checks._model import good, listed, mechanisms, name, party_names, resolved, texts_of
from travaux.compilation import Subject
from travaux.figures import shown
from travaux.model.instrument import Instrument
from travaux.model.mechanism.floor_coordination import Equalisation, FloorCoordination
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.prove import Counterexample, Holds, Inapplicable, Outcome, Undecided, invariant
from travaux.prove._kept import Kept, kept_lines
from travaux.records import Entry

#: Editions of the Harmonized System by the day from which they apply; a new one every five years or six (wt-17).
EDITIONS = {f"HS{year}": datetime.date(year, 1, 1) for year in (2012, 2017, 2022, 2028)}
TRANSPOSITION = "hs-nomenclature.transposition"


@invariant("I-07")
def what_is_free_is_not_charged(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """A good that the zone lets in free of duty pays no border price adjustment and no top-up in any Party.

    Why: one article promises freedom from duty, another charges: the importer relies on the one, customs on the other.
    Source: drafting practice: an unqualified duty-free clause leaves no room for a top-up.
    Assumes: an adjustment or equalisation is a duty on import in the sense of the zone.
    """
    zones = mechanisms(s, instrument, PreferentialZone)
    if not zones:
        yield Inapplicable("the text frees nothing of duty")
        return
    found = False
    lines = reversed(tuple(kept_lines(s, instrument)))
    for kept in {k.adjustment.record.id: k for k in lines}.values():
        for zone in zones:
            members = resolved(zone.record.members, instrument)
            if not kept.adjustment.record.member_exempt and kept.party in members and len(members) > 1:
                found = True
                yield _charged(s, kept, next(key for key in members if key != kept.party))
    for entry in mechanisms(s, instrument, FloorCoordination):
        for zone in zones if isinstance(entry.record.consequence, Equalisation) else ():
            if not zone.record.conditional_on_floor:
                found = True
                yield Counterexample(
                    f"{entry.record.id!r} makes goods of a diverging Party pay the difference of the levels, and "
                    f"{zone.record.id!r} frees them without condition",
                    entry.span("consequence"),
                    lambda zone=zone: not zone.record.conditional_on_floor,  # type: ignore[misc]
                    repairs=("make the zone conditional on the floor, or choose another consequence",),
                )
    if not found:
        yield Holds("what the zone frees pays no adjustment and no top-up, save where its freedom has that condition")


def _charged(s: Subject, kept: Kept, origin: str) -> Counterexample:
    level = next(iter(kept.line.levels.values()))
    floor = Fraction(level.amount)
    party, other = name(s.records.parties[kept.party]), name(s.records.parties[origin])
    return Counterexample(
        f"{good(s, kept.line)} that originates in {other} is free of duty in {party}, and at a value of "
        f"{shown(floor / 2)} {level.unit} it pays a border price adjustment of {shown(floor / 2)}",
        kept.adjustment.span("member_exempt"),
        lambda: floor - floor / 2 == floor / 2 > 0 and not kept.adjustment.record.member_exempt,
        repairs=("set `member_exempt: true`, or take the good out of the zone",),
        assumptions=("the value is chosen for the example: half of the floor",),
    )


@invariant("I-17")
def codes_hold_in_time(s: Subject, instrument: Entry[Instrument]) -> Iterator[Outcome]:
    """Every code is of one edition of the Harmonized System, and the text says how it is carried into the next.

    Why: from the first day of a new edition the same six digits can mean another good, and the annex charges it.
    Source: the editions of the World Customs Organization; that of 2028 applies from 1 January 2028 (wt-17, reported).
    Assumes: the text is in force on that day; a table of correlation is part of the transposition.
    """
    every = list(codes(s, instrument))
    editions = sorted({code.edition for code, _ in every})
    if not every:
        yield Inapplicable("the text names no code of the Harmonized System")
    elif len(editions) > 1:
        first, other = (
            next((c, at) for c, at in every if c.edition == edition) for edition in (editions[0], editions[1])
        )
        yield Counterexample(
            f"codes of {listed(editions)} stand side by side, such as {first[0]} and {other[0]}",
            other[1],
            lambda: first[0].edition != other[0].edition,
            repairs=("carry all codes into one edition",),
        )
    else:
        yield _next_edition(s, instrument, editions[0], len({str(code) for code, _ in every}))


def _next_edition(s: Subject, instrument: Entry[Instrument], edition: str, count: int) -> Outcome:
    later = [name for name in EDITIONS if name > edition]
    if not later:
        return Undecided(f"which edition follows {edition} is not on record", instrument.span("products"))
    day, texts = EDITIONS[later[0]], texts_of(s, instrument)
    placed = [text.document.labels[TRANSPOSITION].cited for text in texts if TRANSPOSITION in text.document.labels]
    if texts and len(placed) == len(texts):
        return Holds(f"{count} codes of {edition}; into {later[0]}, from {day} on, they are carried by {placed[0]}")
    return Counterexample(
        f"{count} codes are of {edition}; {later[0]} applies from {day} on, and nothing says how they are carried over",
        instrument.span("products"),
        lambda: not all(TRANSPOSITION in text.document.labels for text in texts),
        repairs=("add the clause `hs-nomenclature`",),
        assumptions=(f"{party_names(s, instrument.record.parties)} apply {later[0]} from that day on",),
    )
