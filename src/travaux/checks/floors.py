"""Checks of floors (FLR): whether they can stop, when they end, how often they change, and how they rise by stage."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import each, good, kept, mechanisms, party_names, resolved, shorter, spelled
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.floor_coordination import FloorCoordination
from travaux.model.mechanism.price_floor import FloorLine, PriceFloor
from travaux.model.mechanism.reference_price import ReferencePrice
from travaux.model.period import Period
from travaux.model.product import CHAIN
from travaux.model.quantity import value_at
from travaux.records import Entry
from travaux.span import Span


@check("FLR001", Severity.WARNING)
def floor_without_end(s: Subject) -> Iterator[Found]:
    """A floor never stops: it has no price above which it is off, or no date on which it ends.

    Why: a floor meant against a fall goes on when prices are high, and users pay for nothing. Whether the parties want
    it so is for their economists.
    Source: the international tin agreements, whose support outlived its means in 1985, are the usual warning (known in
    general, not opened here).
    Fix: give the floor an `off_trigger` and a `sunset`.
    At: seeds/mechanisms/floor.yaml: id:

    Fails:
        == seeds/mechanisms/floor.yaml ==
        off_trigger: null
    Fails:
        == seeds/mechanisms/floor.yaml ==
        sunset: null
    Passes:
        == seeds/mechanisms/floor.yaml ==
        sunset: P5Y
    """
    for instrument, floor in each(s, PriceFloor):
        lacks = []
        if floor.record.off_trigger is None:
            lacks.append("no price above which it is off (`off_trigger`)")
        if floor.record.sunset is None and floor.record.in_force is None:
            lacks.append("no end (`sunset`)")
        if lacks:
            message = f"the floor {floor.record.id!r} has {' and '.join(lacks)}"
            yield Found(message, floor.span("id"), "set both, or say in `suppress` why not", instrument.record.id)


@check("FLR002", Severity.ERROR)
def phase_in_after_end(s: Subject) -> Iterator[Found]:
    """A step of the phase-in, or the first review, comes only after the floor has ended.

    Why: the text promises what can never happen.
    Source: drafting practice: periods inside a term have to fit into it.
    Covers: DAT-06.

    Fails:
        == seeds/mechanisms/floor.yaml ==
        sunset: P18M
        phase_in: [{after: 0, share: 50%}, {after: 24, share: 100%}]
    Fails:
        == seeds/mechanisms/floor.yaml ==
        review: P10Y
    Fails:
        == seeds/mechanisms/floor.yaml ==
        sunset: P2Y
        == seeds/mechanisms/adjustment.yaml ==
        duties:
          - {party: alba, authority: duties-act, lag: P3Y}
          - {party: borea, authority: duties-act}
          - {party: corda, authority: duties-act}
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, coordination]
        == seeds/mechanisms/coordination.yaml ==
        longest_exception: P20Y
    Passes:
        == seeds/mechanisms/floor.yaml ==
        sunset: P25M
        phase_in: [{after: 0, share: 50%}, {after: 24, share: 100%}]
    """
    for instrument, floor in each(s, PriceFloor):
        end = floor.record.sunset
        if end is None:
            continue
        related = (Related(floor.span("sunset"), f"the floor ends after {spelled(end)}"),)
        hint = "let the floor last longer, or the step come sooner"
        for number, phase in enumerate(floor.record.phase_in):
            after = Period(months=phase.after)
            if phase.after and shorter(after, end) is False:
                message = f"the floor has ended before {phase.share} of the gap is charged, after {spelled(after)}"
                yield Found(message, floor.span("phase_in", number), hint, instrument.record.id, related=related)
        if shorter(floor.record.review, end) is False:
            message = f"the floor has ended before its first review, after {spelled(floor.record.review)}"
            yield Found(message, floor.span("review"), hint, instrument.record.id, related=related)
        for aligned in mechanisms(s, instrument, FloorCoordination):
            lasts = aligned.record.longest_exception if floor.record.id in aligned.record.floors else None
            if lasts and shorter(end, lasts):
                message = f"an exception from the band may last {spelled(lasts)}, longer than the floor itself"
                span = aligned.span("longest_exception")
                yield Found(message, span, hint, instrument.record.id, related=related)
        for adjustment in mechanisms(s, instrument, BorderAdjustment):
            kept_here = floor.record.id in adjustment.record.floors
            for number, duty in enumerate(adjustment.record.duties if kept_here else ()):
                if duty.lag and shorter(duty.lag, end) is False:
                    message = f"the floor has ended before {party_names(s, [duty.party])} begins to charge"
                    span = adjustment.span("duties", number, "lag")
                    yield Found(message, span, hint, instrument.record.id, related=related)


@check("FLR006", Severity.WARNING)
def charge_without_floor(s: Subject) -> Iterator[Found]:
    """A party charges at the border for a floor that it does not apply.

    Why: its importers pay for what it has not promised. A floor that nobody keeps is MEC001.
    Source: none outside this library: `addressees` of the two records have to agree.
    Covers: MEC-01.
    Fix: the same `addressees` in both, or `all`.

    Fails:
        == seeds/mechanisms/floor.yaml ==
        addressees: [alba, borea]
    Passes:
        == seeds/mechanisms/floor.yaml ==
        addressees: [alba, borea, corda]
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        charging = set(resolved(adjustment.record.addressees, instrument))
        for floor in kept(s, instrument, adjustment.record):
            alone = sorted(charging - set(resolved(floor.record.addressees, instrument)))
            if alone:
                message = f"{party_names(s, alone)} charge for the floor {floor.record.id!r}, and do not apply it"
                hint = "give both records the same `addressees`"
                yield Found(message, floor.span("addressees"), hint, instrument.record.id)


def _rhythms(s: Subject, instrument: Entry[Instrument]) -> Iterator[tuple[str, Span, Period, list[Period]]]:
    """Each periodic decision: what it is, where, how often, and the periods that must have run before the next."""
    references = {entry.record.id: entry for entry in mechanisms(s, instrument, ReferencePrice)}
    for floor in mechanisms(s, instrument, PriceFloor):
        followed = references.get(floor.record.reference or "")
        periods = [floor.record.notice, *([followed.record.challenge_period] if followed else [])]
        yield f"the review of {floor.record.id!r}", floor.span("review"), floor.record.review, periods
    for reference in references.values():
        record = reference.record
        periods = [record.notice, *([record.challenge_period] if record.challenge_right else [])]
        yield f"the update of {record.id!r}", reference.span("update"), record.update, periods


@check("FLR003", Severity.WARNING)
def review_overtakes_the_last(s: Subject) -> Iterator[Found]:
    """A price is set anew before the last one has been published, challenged and applied.

    Why: no level is ever final, and importers cannot know what they will pay.
    Source: GATT 1994 Article X, on publication before enforcement (wt-16, unconfirmed).
    Covers: DAT-01, WT-16.
    Fix: a period longer than notice and challenge together.

    Fails:
        == seeds/mechanisms/floor.yaml ==
        review: P1M
    Passes:
        == seeds/mechanisms/floor.yaml ==
        review: P2M
    """
    for instrument in s.instruments():
        for what, span, every, periods in _rhythms(s, instrument):
            longest = Period(days=sum(period.longest_days for period in periods))
            least = Period(days=sum(period.shortest_days for period in periods))
            spent = " and ".join(spelled(period) for period in periods)
            hint = "let more time pass between two"
            if shorter(least, every) is False:
                message = f"{what} comes every {spelled(every)}, and notice and challenge of the last take {spent}"
                yield Found(message, span, hint, instrument.record.id)
            elif shorter(longest, every) is not True:
                message = f"not decided, as it depends on the months: {what} may come before {spent} have run"
                yield Found(message, span, hint, instrument.record.id, severity=Severity.INFO)


def _content_lines(floor: PriceFloor) -> Iterator[tuple[int, FloorLine, FloorLine]]:
    """Each line with every line of the same product at an earlier stage."""
    for number, later in enumerate(floor.lines):
        for earlier in floor.lines:
            both = later.stage in CHAIN and earlier.stage in CHAIN and later.product == earlier.product
            if both and CHAIN.index(earlier.stage) < CHAIN.index(later.stage):
                yield number, later, earlier


@check("FLR004", Severity.WARNING)
def cheaper_downstream(s: Subject) -> Iterator[Found]:
    """A floor at a later stage is lower, for the same content, than one at an earlier stage.

    Why: whoever brings in the processed good pays less for the mineral in it than whoever brings in the raw one, so
    that processing moves abroad. Compared only where both floors are per the same unit of content; an economist has to
    look where grades differ much.
    Source: drafting practice, not a documented case.
    Fix: raise the later floor, or lower the earlier one.
    Follows: COV001.

    Fails:
        == seeds/mechanisms/floor.yaml ==
        level_rule: schedule
        lines:
          - product: examplium
            stage: concentrate
            levels: {2027-01-01: {amount: 9.00, currency: USD, per: kg, basis: contained Ex}}
            illustrative: true
          - product: examplium
            stage: metal
            levels: {2027-01-01: {amount: 8.00, currency: USD, per: kg, basis: contained Ex}}
            illustrative: true
    Passes:
        == seeds/mechanisms/floor.yaml ==
        level_rule: schedule
        lines:
          - product: examplium
            stage: concentrate
            levels: {2027-01-01: {amount: 9.00, currency: USD, per: kg, basis: gross product}}
            illustrative: true
          - product: examplium
            stage: metal
            levels: {2027-01-01: {amount: 8.00, currency: USD, per: kg, basis: gross product}}
            illustrative: true
    """
    for instrument, floor in each(s, PriceFloor):
        for number, later, earlier in _content_lines(floor.record):
            for day, level in later.levels.items():
                below = value_at(earlier.levels, day)
                if below and below.unit == level.unit and level.basis.kind != "gross" and level.amount < below.amount:
                    one, other = (f"{good(s, line)} at {at.amount}" for line, at in ((later, level), (earlier, below)))
                    message = f"the floor of {one} is lower than that of {other}, for the same content"
                    related = (Related(floor.span("lines", floor.record.lines.index(earlier)), "the earlier stage"),)
                    span = floor.span("lines", number, "levels", day.isoformat())
                    hint = "raise the later floor, or lower the earlier one"
                    yield Found(message, span, hint, instrument.record.id, related=related)
