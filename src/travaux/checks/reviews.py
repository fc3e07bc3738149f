"""Checks of reviews of floors (RVW): which floors, how often, how far the index moves a level, and dead triggers."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from travaux.checks import Found, check
from travaux.checks._mending import as_meant, one_of_several
from travaux.checks._model import each, mechanisms, shorter, spelled, texts_of
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.floor_review import FloorIndex, FloorReview
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.period import Period
from travaux.records import Entry


def _reviewed(s: Subject) -> Iterator[tuple[Entry[Instrument], Entry[FloorReview], Entry[PriceFloor]]]:
    """Each review with each floor of its instrument that it reviews."""
    for instrument, review in each(s, FloorReview):
        for floor in mechanisms(s, instrument, PriceFloor):
            if floor.record.id in review.record.floors:
                yield instrument, review, floor


@check("RVW001", Severity.ERROR, fix="unsafe")
def nothing_to_review(s: Subject) -> Iterator[Found]:
    """A review is laid down for something that is no price floor of the text, or twice for one floor.

    Why: the articles on the review then speak of levels that do not exist, or give two answers on one level.
    Source: drafting practice: one rule for one question.
    Follows: RVW005.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
        == seeds/mechanisms/review.yaml ==
        floors: [floor, reference]
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review, again]
        == seeds/mechanisms/again.yaml ==
        id: again
        kind: floor-review
        floors: [floor]
        data: [production-costs]
        data_until: P70D
        consultation: P25D
        decide: P50D
        default: status-quo
        while_suspended: paused
        illustrative: false
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
    """
    for instrument in s.instruments():
        floors = {floor.record.id for floor in mechanisms(s, instrument, PriceFloor)}
        first: dict[str, Entry[FloorReview]] = {}
        for review in mechanisms(s, instrument, FloorReview):
            for number, key in enumerate(review.record.floors):
                span = review.span("floors", number)
                out = one_of_several(review, review.record.floors, number, "floors")
                if key not in floors:
                    message = f"it is to review {key!r}, which is no price floor of the instrument"
                    hint, fix = "name a price floor of the instrument", as_meant(span, key, floors) or out
                    yield Found(message, span, hint, instrument.record.id, fix=fix)
                elif key in first:
                    message = f"the floor {key!r} is reviewed twice"
                    other = (Related(first[key].span("floors"), "the other review"),)
                    yield Found(message, span, "leave it to one of them", instrument.record.id, related=other, fix=out)
                first.setdefault(key, review)


def _delay(s: Subject, instrument: Entry[Instrument]) -> Period | None:
    """How long a decision of the Committee waits before it takes effect, where the text has the clause on it."""
    for text in texts_of(s, instrument):
        for selected in text.outline.all():
            delay = selected.parameters.get("delay")
            if selected.key == "decision-making" and isinstance(delay, Period):
                return delay
    return None


@check("RVW002", Severity.ERROR)
@keeps("I-38")
def review_longer_than_its_period(s: Subject) -> Iterator[Found]:
    """Consultation, decision and notice of a review take longer than the time to the next review.

    Why: the next review begins before the last has had any effect, so that no level is ever the result of one.
    Source: drafting practice: periods that follow each other have to fit into the period around them.
    Fix: a longer `review` of the floor, or less time for the steps.
    At: seeds/mechanisms/review.yaml: decide:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
        == seeds/mechanisms/floor.yaml ==
        review: P100D
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
        == seeds/mechanisms/floor.yaml ==
        review: P106D
    """
    for instrument, review, floor in _reviewed(s):
        delay, notice = _delay(s, instrument), floor.record.notice
        last = delay if delay and shorter(notice, delay) else notice
        steps = (review.record.consultation, review.record.decide, last)
        spent = " and ".join(spelled(step) for step in steps)
        least, most = (
            Period(days=sum(getattr(p, bound) for p in steps)) for bound in ("shortest_days", "longest_days")
        )
        related = (Related(floor.span("review"), f"every {spelled(floor.record.review)}"),)
        span = review.span("decide")
        if shorter(floor.record.review, least):
            every = spelled(floor.record.review)
            message = f"a review of {floor.record.id!r} takes {spent}, and the next comes after {every}"
            yield Found(message, span, "leave more time between reviews", instrument.record.id, related=related)
        elif shorter(floor.record.review, most) is not False:
            message = f"not decided, as it depends on the months: a review of {floor.record.id!r} takes {spent}"
            hint = "leave more time between reviews"
            yield Found(message, span, hint, instrument.record.id, related=related, severity=Severity.INFO)


def _fit(within: Period, per: Period) -> int:
    """How many periods end within a time: exact for months, and otherwise only those that do for certain."""
    if not any((within.days, within.weeks, per.days, per.weeks)):
        return (12 * within.years + within.months) // (12 * per.years + per.months)
    return within.shortest_days // per.longest_days


#: A share of a level, in per cent, beyond which a message says no more than that it is beyond it.
MOST = Decimal(1_000_000)


def _compounded(rate: Decimal, steps: int) -> Decimal:
    """What so many steps of a rate in per cent make of 100 per cent; no more than `MOST`."""
    share = Decimal(100)
    for _ in range(steps):
        share *= 1 + rate / 100
        if share >= MOST:
            return MOST
    return share


def _shown(share: Decimal) -> str:
    return f"{share.quantize(Decimal('0.1'), ROUND_HALF_UP)}%" if share < MOST - 100 else f"more than {MOST - 100}%"


def _raised(index: FloorIndex, within: Period) -> tuple[int, Decimal]:
    """How many periods of the index fit into a time, and to which share of itself they can raise a level at most."""
    steps = _fit(within, index.per)
    return steps, _compounded(index.rise.value, steps)


@check("RVW003", Severity.WARNING)
@keeps("I-27")
def index_meets_the_ceiling(s: Subject) -> Iterator[Found]:
    """The index can raise a level beyond its ceiling before the floor ends.

    Why: from then on the ceiling and not the index sets the level; producers who count on the index count wrongly. An
    economist has to say whether that is meant.
    Source: arithmetic: at 5 % a year for eight years a level comes to 147.7 % of the first, after nine to 155.1 %.
    Fix: lower `rise`, or a shorter `sunset`, or a higher `ceiling`.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
        == seeds/mechanisms/review.yaml ==
        index: {rise: 4.5%}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
        == seeds/mechanisms/review.yaml ==
        index: {rise: 4%}
    """
    for instrument, review, floor in _reviewed(s):
        index, ceiling, end = review.record.index, floor.record.ceiling, floor.record.sunset
        if index is None or ceiling is None or end is None:
            continue
        steps, share = _raised(index, end)
        if share > ceiling.value:
            message = (
                f"at {index.rise} every {spelled(index.per)} a level comes to {_shown(share)} of the first in {steps} "
                "steps, "
                f"and its ceiling is {ceiling}"
            )
            related = (Related(floor.span("ceiling"), "the ceiling"),)
            hint = "lower `rise`, or say in `suppress` why it is meant"
            yield Found(message, review.span("index", "rise"), hint, instrument.record.id, related=related)


@check("RVW004", Severity.ERROR)
def index_beyond_the_step(s: Subject) -> Iterator[Found]:
    """Between two reviews the index can move a level further than one review may.

    Why: the formula demands what the article on reviews forbids.
    Source: drafting practice: two limits on one number have to fit each other.
    Fix: a lower `rise` or `fall`, or a larger `max_step` of the floor.
    At: seeds/mechanisms/review.yaml: fall:

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
    Fails:
        == seeds/mechanisms/review.yaml ==
        index: {fall: 6%}
    Fails:
        == seeds/mechanisms/review.yaml ==
        index: {per: P3M, rise: 1.5%}
    Passes:
        == seeds/mechanisms/review.yaml ==
        index: {per: P6M, rise: 1%, fall: 1%}
    """
    for instrument, review, floor in _reviewed(s):
        index = review.record.index
        if index is None:
            continue
        steps = max(1, _fit(floor.record.review, index.per))
        up = _compounded(index.rise.value, steps) - 100
        down = 100 - _compounded(-index.fall.value, steps)
        for field, moved in (("rise", up), ("fall", down)):
            if moved > floor.record.max_step.value:
                message = (
                    f"the index can move a level by {_shown(moved)} between two reviews, and one may by "
                    f"{floor.record.max_step}"
                )
                related = (Related(floor.span("max_step"), "the largest step"),)
                span = review.span("index", field)
                yield Found(message, span, f"lower `{field}`", instrument.record.id, related=related)


@check("RVW005", Severity.ERROR)
def another_index_than_the_floor(s: Subject) -> Iterator[Found]:
    """The index of a review measures something else than the floor names, or one of the two has none.

    Why: one article indexes the level to costs and another to consumer prices, or to nothing.
    Source: drafting practice: a number stands in one place.
    Fix: the same in `indexation` of the floor and in `measures` of the index.
    At: seeds/mechanisms/review.yaml: measures:; seeds/mechanisms/review.yaml: id:

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
    Fails:
        == seeds/mechanisms/floor.yaml ==
        indexation: consumer-prices
    Fails:
        == seeds/mechanisms/review.yaml ==
        index: null
        default: status-quo
    Passes:
        == seeds/mechanisms/floor.yaml ==
        indexation: null
        == seeds/mechanisms/review.yaml ==
        index: null
        default: status-quo
    """
    for instrument, review, floor in _reviewed(s):
        own = review.record.index.measures if review.record.index else "none"
        if own != floor.record.indexation:
            said = floor.record.indexation.replace("-", " ")
            message = f"the index of the review measures {own.replace('-', ' ')}, and the floor names {said}"
            related = (Related(floor.span("indexation"), "the floor"),)
            span = review.span("index", "measures") if review.record.index else review.span("id")
            yield Found(message, span, "name the same in both", instrument.record.id, related=related)


@check("RVW006", Severity.WARNING)
def interim_review_never_comes(s: Subject) -> Iterator[Found]:
    """An interim review waits for a price at which the floor is already off, or that its level already excludes.

    Why: users who count on an earlier review get none: the floor stops first, and while it is off its level matters to
    nobody.
    Source: arithmetic of the two clauses.
    Fix: `above` lower than `stops_above` of the floor.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
        == seeds/mechanisms/review.yaml ==
        interim: {above: 130%}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, review]
        == seeds/mechanisms/review.yaml ==
        interim: {above: 129%}
    """
    for instrument, review, floor in _reviewed(s):
        interim, off = review.record.interim, floor.record.off_trigger
        if interim is None or interim.above is None or off is None:
            continue
        if interim.above >= off.stops_above:
            waits = f"an interim review waits for {interim.above} of the floor level"
            message = f"{waits}, and the floor stops above {off.stops_above}"
            related = (Related(floor.span("off_trigger", "stops_above"), "when the floor stops"),)
            span = review.span("interim", "above")
            yield Found(message, span, f"review below {off.stops_above}", instrument.record.id, related=related)
