"""Checks of transition and relief (RLF): relief from a charge that exists, given once, and over with the phase-in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from travaux.checks import Found, check
from travaux.checks._mending import the_one
from travaux.checks._model import each, equalised, listed, mechanisms, shorter, spelled
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.mechanism.transition_relief import TransitionRelief
from travaux.model.period import Period
from travaux.records import Entry

#: Uses that are relieved, and what the charge itself calls them where it does not fall on them at all.
_EXCLUDED: Mapping[str, str] = {"medical": "medical", "defence": "defence", "research": "research-samples"}


def _floor(s: Subject, instrument: Entry[Instrument], relief: TransitionRelief) -> Entry[PriceFloor] | None:
    """The floor that is relieved, if it is one of the instrument."""
    return next((f for f in mechanisms(s, instrument, PriceFloor) if f.record.id == relief.floor), None)


def _charges(s: Subject, instrument: Entry[Instrument], relief: TransitionRelief) -> list[Entry[BorderAdjustment]]:
    """The adjustments that keep the floor that is relieved."""
    return [a for a in mechanisms(s, instrument, BorderAdjustment) if relief.floor in a.record.floors]


@check("RLF001", Severity.ERROR, fix="unsafe")
def nothing_to_relieve(s: Subject) -> Iterator[Found]:
    """Relief is given from a charge that the text does not have.

    Why: the article speaks of the repayment of something that nobody pays.
    Source: drafting practice: a reference has to lead somewhere.
    Fix: name a price floor of the instrument that a border adjustment keeps.
    Follows: MEC002.
    At: seeds/mechanisms/relief.yaml: floor:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, relief]
        == seeds/mechanisms/relief.yaml ==
        floor: zone
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, relief]
        == seeds/mechanisms/floor.yaml ==
        form: {type: seller-offtake, adjustment: null, counterparty: a trader, term: P5Y, volume: {amount: 5, unit: t}}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, relief]
    """
    for instrument, relief in each(s, TransitionRelief):
        floor = _floor(s, instrument, relief.record)
        if floor is not None and equalised(floor.record) and _charges(s, instrument, relief.record):
            continue
        if floor is None:
            message = (
                f"relief is given from the charge that keeps {relief.record.floor!r}, which is no floor of the text"
            )
        else:
            message = f"relief is given from the charge that keeps {relief.record.floor!r}, and no charge keeps it"
        hint = "name a price floor of the instrument that a border adjustment keeps"
        kept = [each for each in mechanisms(s, instrument, PriceFloor) if equalised(each.record)]
        fix = the_one(relief, kept, "floor") if floor is None else None
        yield Found(message, relief.span("floor"), hint, instrument.record.id, fix=fix)


@check("RLF002", Severity.ERROR)
def spared_twice(s: Subject) -> Iterator[Found]:
    """A use is free of the charge in one article and relieved of it up to a limit in another.

    Why: the limit of the second means nothing, because the first lets everything pass.
    Source: drafting practice: a ground stands in one place.
    Fix: leave the use in `exclusions` of the border adjustment, or in `end_uses` of the relief.
    At: seeds/mechanisms/relief.yaml: end_uses:

    Given:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, relief]
    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        exclusions: [medical]
    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        refund: end-use-relief
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        exclusions: [research-samples]
    """
    for instrument, relief in each(s, TransitionRelief):
        for charge in _charges(s, instrument, relief.record):
            uses = [end.use for end in relief.record.end_uses]
            twice = [use for use in uses if _EXCLUDED.get(use) in charge.record.exclusions]
            span = relief.span("end_uses")
            if twice:
                message = f"{listed(twice)} is relieved up to a limit here, and free of {charge.record.id!r} altogether"
                related = (Related(charge.span("exclusions"), "what is not charged"),)
                yield Found(message, span, "leave it in one of the two", instrument.record.id, related=related)
            if uses and charge.record.refund == "end-use-relief":
                message = (
                    f"{listed(uses)} is relieved up to a limit here, and {charge.record.id!r} relieves any end use"
                )
                related = (Related(charge.span("refund"), "what it relieves"),)
                hint = f"write `refund: none` in {charge.record.id!r}"
                yield Found(message, span, hint, instrument.record.id, related=related)


@check("RLF003", Severity.WARNING)
def outlasts_the_phase_in(s: Subject) -> Iterator[Found]:
    """Relief for earlier contracts lasts longer than the phase-in of the floor.

    Why: users have the phase-in in order to adjust. What goes on after it is a lower price for those who happen to hold
    an old contract. It may be meant; the drafters have to say.
    Source: ev-026 (reported) on phasing in as the answer to users.
    Fix: end the relief with the last step of `phase_in`.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, relief]
        == seeds/mechanisms/relief.yaml ==
        contracts: {relief: full, until: P5Y}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, relief]
        == seeds/mechanisms/floor.yaml ==
        phase_in: [{after: 0, share: 50%}, {after: 12, share: 100%}]
        == seeds/mechanisms/relief.yaml ==
        contracts: {relief: full, until: P12M}
    """
    for instrument, relief in each(s, TransitionRelief):
        floor, until = _floor(s, instrument, relief.record), relief.record.contracts.until
        if floor is None or until is None:
            continue
        months = floor.record.phase_in[-1].after
        whole = Period(months=months) if months else None
        if whole is None or shorter(whole, until):
            after = spelled(whole) if whole else "no time"
            message = (
                f"relief for earlier contracts lasts {spelled(until)}, and the whole charge falls due after {after}"
            )
            related = (Related(floor.span("phase_in"), "the phase-in of the floor"),)
            span = relief.span("contracts", "until")
            hint = f"write {whole}" if whole else "leave the relief out, or phase the floor in"
            yield Found(message, span, hint, instrument.record.id, related=related)
