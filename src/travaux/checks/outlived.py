"""Checks of what hangs on a floor (FLR, CRD, RVW): nothing outlasts it, and what moves its level keeps step with it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from travaux.checks import Found, check
from travaux.checks._model import each, mechanisms, party_names, shorter, spelled
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.mechanism.floor_coordination import FloorCoordination
from travaux.model.mechanism.floor_review import FloorReview
from travaux.model.mechanism.offtake_cfd import OfftakeCfd
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.mechanism.strategic_reserve import StrategicReserve
from travaux.model.mechanism.transition_relief import TransitionRelief
from travaux.model.period import Period
from travaux.records import Entry
from travaux.span import Span


class Timed(NamedTuple):
    """Something that takes a time, and where that is written.

    What `lasts` until the end of the floor is over in time; what comes then comes too late.
    """

    what: str
    period: Period
    span: Span
    lasts: bool = False


def _of_the_text(s: Subject, instrument: Entry[Instrument], floor: str) -> Iterator[Timed]:
    """Times of the instrument itself: a party's own phase-in, and how long a later party waits."""
    terms = instrument.record.participation.get(floor)
    for party, steps in terms.phase_in.items() if terms else ():
        for n, step in enumerate(steps):
            what = f"{party_names(s, [party])} charges {step.share} of the gap"
            yield Timed(what, Period(months=step.after), instrument.span("participation", floor, "phase_in", party, n))
    begins = instrument.record.entry_into_force
    if begins:
        yield Timed("a later party is bound", begins.later, instrument.span("entry_into_force", "later"))


def _of_mechanisms(s: Subject, instrument: Entry[Instrument], floor: str) -> Iterator[Timed]:
    """Times of the mechanisms that need the level of the floor for as long as they run."""
    for reserve in mechanisms(s, instrument, StrategicReserve):
        for n, held in enumerate(reserve.record.build_up if reserve.record.floor == floor else ()):
            yield Timed(f"{held.share} of the reserve is held", Period(months=held.after), reserve.span("build_up", n))
        if reserve.record.floor == floor:
            replenish = reserve.record.release.replenish
            yield Timed("a reserve is filled again", replenish, reserve.span("release", "replenish"))
    for aligned in mechanisms(s, instrument, FloorCoordination):
        for n, step in enumerate(aligned.record.band if floor in aligned.record.floors else ()):
            yield Timed(f"the band narrows to {step.width}", Period(months=step.after), aligned.span("band", n))
        if floor in aligned.record.floors:
            yield Timed("a divergence is ended", aligned.record.cure, aligned.span("cure"))
    for support in mechanisms(s, instrument, OfftakeCfd):
        tenor = support.record.tenor
        if tenor and support.record.floor == floor and support.record.strike == "floor-level":
            yield Timed("a contract at its level ends", tenor, support.span("tenor"), lasts=True)
    for relief in mechanisms(s, instrument, TransitionRelief):
        if relief.record.floor == floor:
            examined = relief.record.review_downstream
            yield Timed("effects on users are examined", examined, relief.span("review_downstream"))


def _beyond(end: Period, timed: Timed) -> bool:
    """Whether something comes when the floor has ended, or lasts longer."""
    return bool(shorter(end, timed.period)) if timed.lasts else shorter(timed.period, end) is False


@check("FLR007", Severity.WARNING)
def beyond_the_end_of_the_floor(s: Subject) -> Iterator[Found]:
    """What rests on a floor comes, or lasts, only beyond the end of the floor.

    Why: there is then no level to which it could refer, and the text promises what can never happen. Where several
    things lie beyond it, the end of the floor is most likely the slip, and is named once.
    Source: drafting practice: periods inside a term have to fit into it.
    Covers: DAT-06.
    Fix: let the floor last longer, or the other come sooner.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, reserve]
        == seeds/mechanisms/reserve.yaml ==
        build_up: [{after: 11, share: 40%}, {after: 120, share: 100%}]
    Fails:
        == seeds/instruments/example.yaml ==
        participation:
          floor: {phase_in: {corda: [{after: 0, share: 50%}, {after: 100, share: 100%}]}}
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, reserve, coordination]
        == seeds/mechanisms/floor.yaml ==
        sunset: P13M
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, reserve]
        == seeds/mechanisms/reserve.yaml ==
        build_up: [{after: 11, share: 40%}, {after: 95, share: 100%}]
    """
    for instrument, floor in each(s, PriceFloor):
        end, key = floor.record.sunset, floor.record.id
        every = (*_of_the_text(s, instrument, key), *_of_mechanisms(s, instrument, key))
        beyond = [timed for timed in every if end and _beyond(end, timed)]
        hint = "let the floor last longer, or the other come sooner"
        if end and len(beyond) == 1:
            what, period, span, _ = beyond[0]
            message = f"{what} after {spelled(period)}, and the floor ends after {spelled(end)}"
            end_of_it = (Related(floor.span("sunset"), "the end of the floor"),)
            yield Found(message, span, hint, instrument.record.id, related=end_of_it)
        elif end and beyond:
            message = f"the floor ends after {spelled(end)}, and {len(beyond)} things that rest on it come later"
            related = tuple(Related(span, f"{what} after {spelled(period)}") for what, period, span, _ in beyond)
            yield Found(message, floor.span("sunset"), hint, instrument.record.id, related=related)


@check("CRD007", Severity.WARNING)
def band_that_is_disregarded(s: Subject) -> Iterator[Found]:
    """The difference that is disregarded is larger than the band.

    Why: levels that leave the band then pass as a matter of exchange rates, and the band binds nobody.
    Source: arithmetic of the two limits.
    Fix: a `slippage` no larger than the narrowest step of `band`.

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
    Fails:
        == seeds/mechanisms/coordination.yaml ==
        slippage: 0.6%
    Passes:
        == seeds/mechanisms/coordination.yaml ==
        slippage: 0.5%
    """
    for instrument, aligned in each(s, FloorCoordination):
        slippage = aligned.record.slippage
        narrow = min((step.width for step in aligned.record.band), key=lambda width: width.value, default=None)
        if slippage and narrow and slippage > narrow:
            message = f"a difference of {slippage} is disregarded, and the band narrows to {narrow}"
            related = (Related(aligned.span("band"), "the band"),)
            hint = "disregard no more than the band allows"
            yield Found(message, aligned.span("slippage"), hint, instrument.record.id, related=related)


@check("CRD008", Severity.WARNING)
def aligned_after_the_next_review(s: Subject) -> Iterator[Found]:
    """A party may follow a new level only after the next review has set another.

    Why: it is then always one level behind, and never in breach.
    Source: drafting practice: periods that follow each other have to fit into the period around them.
    Fix: an `alignment` shorter than `review` of the floor.

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
    Fails:
        == seeds/mechanisms/coordination.yaml ==
        alignment: P13M
    Passes:
        == seeds/mechanisms/coordination.yaml ==
        alignment: P11M
    """
    for instrument, aligned in each(s, FloorCoordination):
        own = aligned.record.alignment
        for floor in mechanisms(s, instrument, PriceFloor):
            if floor.record.id in aligned.record.floors and shorter(floor.record.review, own):
                every = spelled(floor.record.review)
                message = f"levels have to follow within {spelled(own)}, and are reviewed every {every}"
                related = (Related(floor.span("review"), "the review"),)
                hint = "let them follow before the next review"
                yield Found(message, aligned.span("alignment"), hint, instrument.record.id, related=related)


def _reviews(s: Subject) -> Iterator[tuple[Entry[Instrument], Entry[FloorReview], Entry[PriceFloor]]]:
    """Each review with each floor of its instrument that it reviews."""
    for instrument, review in each(s, FloorReview):
        for floor in mechanisms(s, instrument, PriceFloor):
            if floor.record.id in review.record.floors:
                yield instrument, review, floor


@check("RVW007", Severity.WARNING)
def index_from_another_day(s: Subject) -> Iterator[Found]:
    """The index is counted from a day before the first level of a floor, or after its last.

    Why: costs that the level already has are counted twice, or those of the time between are counted by nobody.
    Source: drafting practice for price adjustment clauses: base of the index and date of the price are one day.
    Fix: the day of the levels as `base` of the index.

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
    Fails:
        == seeds/mechanisms/review.yaml ==
        index: {base: 2030-01-01}
    Fails:
        == seeds/mechanisms/review.yaml ==
        index: {base: 2026-12-31}
    Passes:
        == seeds/mechanisms/review.yaml ==
        index: {base: 2027-01-01}
    """
    for instrument, review, floor in _reviews(s):
        days = [day for line in floor.record.lines for day in line.levels]
        index = review.record.index
        if index and not min(days) <= index.base <= max(days):
            other = f"{min(days)}" if index.base < min(days) else f"{max(days)}"
            message = f"the index is counted from {index.base}, and the levels of {floor.record.id!r} are of {other}"
            related = (Related(floor.span("lines"), "the levels"),)
            hint = "count it from the day of the levels"
            yield Found(message, review.span("index", "base"), hint, instrument.record.id, related=related)


@check("RVW008", Severity.WARNING)
def data_of_the_last_review(s: Subject) -> Iterator[Found]:
    """A review may rest on data that the review before it has seen already.

    Why: the level then follows the market of two reviews ago, and nobody can ask for newer figures.
    Source: drafting practice; no documented case.
    Fix: a `data_until` shorter than `review` of the floor.

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
    Fails:
        == seeds/mechanisms/review.yaml ==
        data_until: P13M
    Passes:
        == seeds/mechanisms/review.yaml ==
        data_until: P11M
    """
    for instrument, review, floor in _reviews(s):
        if shorter(floor.record.review, review.record.data_until):
            old, every = spelled(review.record.data_until), spelled(floor.record.review)
            message = f"data may be {old} old, and {floor.record.id!r} is reviewed every {every}"
            related = (Related(floor.span("review"), "the review"),)
            hint = "ask for data of the time since the last review"
            yield Found(message, review.span("data_until"), hint, instrument.record.id, related=related)
