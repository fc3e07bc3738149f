"""Checks of duty authorities (DUT): the law on which each party charges a border adjustment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from travaux.checks import Found, check
from travaux.checks._mending import as_meant, put
from travaux.checks._model import binds, each, good, kept, listed, name, resolved, shorter, spelled
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.edit import Fix
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine
from travaux.model.mechanism.border_adjustment import BorderAdjustment, PartyDuty
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.party import DutyAuthority, Party
from travaux.records import Entry
from travaux.span import Span
from travaux.validate import closest


@dataclass(frozen=True, slots=True)
class _Charge:
    """A party that charges an adjustment in a binding text, and the authority that is named for it, if any."""

    instrument: Entry[Instrument]
    adjustment: Entry[BorderAdjustment]
    party: Entry[Party]
    duty: PartyDuty | None
    span: Span
    authority: DutyAuthority | None
    on_record: Span

    def by(self, authority: DutyAuthority) -> str:
        return f"the authority of {name(self.party)} ({authority.name})"

    def found(
        self, message: str, hint: str, *others: Related, severity: Severity | None = None, fix: Fix | None = None
    ) -> Found:
        related = (Related(self.on_record, "the authority in the record of the party"), *others)
        return Found(message, self.span, hint, self.instrument.record.id, related=related, severity=severity, fix=fix)


def _charge(
    s: Subject, instrument: Entry[Instrument], adjustment: Entry[BorderAdjustment], party: Entry[Party]
) -> _Charge:
    named = [(n, duty) for n, duty in enumerate(adjustment.record.duties) if duty.party == party.record.id]
    if not named:
        return _Charge(instrument, adjustment, party, None, adjustment.span("duties"), None, party.span())
    number, duty = named[0]
    span = adjustment.span("duties", number, "authority")
    for at, authority in enumerate(party.record.duty_authorities):
        if authority.id == duty.authority:
            return _Charge(instrument, adjustment, party, duty, span, authority, party.span("duty_authorities", at))
    return _Charge(instrument, adjustment, party, duty, span, None, party.span("duty_authorities"))


def _charges(s: Subject) -> Iterator[_Charge]:
    for instrument, adjustment in each(s, BorderAdjustment):
        if binds(s, instrument):
            for party in resolved(adjustment.record.addressees, instrument):
                yield _charge(s, instrument, adjustment, s.parties(instrument)[instrument.record.parties.index(party)])


def _rests(s: Subject) -> Iterator[tuple[_Charge, DutyAuthority]]:
    """Every charge that rests on a usable authority of the party's record."""
    for charge in _charges(s):
        if charge.authority is not None and charge.authority.usable:
            yield charge, charge.authority


@check("DUT001", Severity.ERROR, fix="unsafe")
@keeps("I-49")
def no_authority(s: Subject) -> Iterator[Found]:
    """No domestic authority is named on which a party charges the border adjustment.

    Why: an agreement charges no duty by itself. Without a law the party's customs let the goods in at any price, and
    all trade goes through that party.
    Source: us-01 (official), eu-06, jp-03 and mx-05 (unconfirmed) on where the power to tax lies.
    Covers: MEC-01, EU-06, JP-03, MX-05.
    Follows: MEC001.

    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        duties: [{party: alba, authority: duties-act}, {party: borea, authority: duties-act}]
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        addressees: [alba]
        duties: [{party: alba, authority: duties-act}]
    """
    for charge in _charges(s):
        if charge.duty is None:
            message = f"no authority is named on which {name(charge.party)} charges the border adjustment"
            usable = [a.id for a in charge.party.record.duty_authorities if a.usable]
            duties = charge.adjustment.record.duties
            hint = f"its usable authorities on record: {listed(usable) or 'none; add one with its source'}"
            line, number = f"{{party: {charge.party.record.id}, authority: {usable[0] if usable else ''}}}", len(duties)
            fix = put(charge.adjustment, line, "duties", number) if len(usable) == 1 else None
            yield Found(message, charge.span, hint, charge.instrument.record.id, fix=fix)


@check("DUT002", Severity.ERROR, fix="unsafe")
@keeps("I-49")
def authority_closed(s: Subject) -> Iterator[Found]:
    """The authority on which a party is to charge is not on its record, or gives no power to charge.

    Why: a duty that is charged without power is paid back with interest, and the floor is gone on the day of the
    judgment.
    Source: Learning Resources v. Trump, 20 February 2026: IEEPA gives no power over tariffs (us-02, reported).
    Covers: US-02, JP-03.
    Follows: DUT001.
    At: seeds/mechanisms/adjustment.yaml: - {party: borea

    Fails:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Emergency Powers Act, usable: false}]
    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        duties: [{party: alba, authority: duty-act}]
    Passes:
        == seeds/parties/borea.yaml ==
        duty_authorities:
          - {id: duties-act, name: Tariff Act, usable: true}
          - {id: emergency, name: Emergency Powers Act, usable: false}
    """
    for charge in _charges(s):
        if charge.duty is None or (charge.authority is not None and charge.authority.usable):
            continue
        usable = [a.id for a in charge.party.record.duty_authorities if a.usable]
        hint, fix = f"usable authorities on record: {listed(usable) or 'none'}", None
        if charge.authority is None:
            message = f"{name(charge.party)} has no duty authority {charge.duty.authority!r} on record"
            fix = as_meant(charge.span, charge.duty.authority, usable)
            hint = closest(charge.duty.authority, usable) or hint
        else:
            message = f"{name(charge.party)} cannot charge a duty on this authority: {charge.authority.name}"
        yield charge.found(message, hint, fix=fix)


def _goods(s: Subject, charge: _Charge) -> Iterator[tuple[GoodsLine, Span]]:
    adjustment = charge.adjustment
    for floor in kept(s, charge.instrument, adjustment.record):
        for number, line in enumerate(floor.record.lines):
            yield line, floor.span("lines", number, "stage")
    for number, below in enumerate(adjustment.record.downstream.lines):
        yield below, adjustment.span("downstream", "lines", number, "stage")


@check("DUT003", Severity.ERROR)
@keeps("I-49")
def stage_not_reached(s: Subject) -> Iterator[Found]:
    """The authority on which a party charges does not reach a stage of processing that the charge covers.

    Why: the party would charge nothing on those goods, and the others would have to let them in free as goods of a
    party that keeps the floor.
    Source: the finding under section 232 of January 2026 is about processed minerals, not ore (us-03, reported).
    Covers: US-03.
    At: seeds/mechanisms/adjustment.yaml: - {party: borea

    Fails:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Trade Act, usable: true, stages: [compound]}]
    Passes:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Trade Act, usable: true, stages: [compound, metal]}]
    """
    for charge, authority in _rests(s):
        reached = authority.stages
        outside = [(line, at) for line, at in _goods(s, charge) if reached is not None and line.stage not in reached]
        if outside:
            goods = listed(dict.fromkeys(good(s, line) for line, _ in outside))
            message = f"{charge.by(authority)} does not reach {goods}"
            hint = f"it reaches: {', '.join(reached or ())}; name another authority or leave the goods out"
            yield charge.found(message, hint, Related(outside[0][1], "the first of these goods"))


@check("DUT004", Severity.ERROR)
@keeps("I-32")
def authority_expires(s: Subject) -> Iterator[Found]:
    """A measure under the authority lapses before the floor that it is to keep.

    Why: the party would break the agreement on the day its own law ends the measure.
    Source: section 122 of the Trade Act of 1974 allows 150 days (us-09, reported); the Union's safeguards end after
    four years at first (eu-12, official, seen in part).
    Covers: US-09, EU-12.
    Fix: name an authority without that limit, or give the floor an end before it.
    At: seeds/mechanisms/adjustment.yaml: - {party: borea

    Fails:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Balance of Payments Act, usable: true, longest: P150D}]
    Passes:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Trade Act, usable: true, longest: P8Y}]
    """
    for charge, authority in _rests(s):
        for floor in kept(s, charge.instrument, charge.adjustment.record):
            sunset = floor.record.sunset
            over = shorter(authority.longest, sunset) if authority.longest and sunset else authority.longest is not None
            if over is False:
                continue
            lasting = f"the floor lasts {spelled(sunset)}" if sunset else "the floor has no end"
            undecided = "not decided, as it depends on the months: " if over is None else ""
            message = f"{undecided}{charge.by(authority)} allows {spelled(authority.longest)}, and {lasting}"
            severity = Severity.INFO if over is None else None
            where = Related(_end(floor), "how long the floor lasts")
            yield charge.found(message, "name another authority, or an earlier sunset", where, severity=severity)


def _end(floor: Entry[PriceFloor]) -> Span:
    return floor.span("sunset") if floor.record.sunset else floor.span("id")


@check("DUT005", Severity.WARNING)
def trade_remedy_law(s: Subject) -> Iterator[Found]:
    """The authority is trade-remedy law: it asks for an injury, or for all origins, and the charge does neither.

    Why: each entry can be challenged for want of an investigation, and a measure that singles out origins goes beyond
    the authority. Whether the investigation can be made in time is a question for the party's trade authority.
    Source: Regulation (EU) 2025/2351, the variable duty on ferro-alloys: injury, all origins, an end date (eu-12,
    official, seen in part); Agreement on Safeguards, Articles 2 and 4 (wt-19, unconfirmed).
    Covers: EU-12, WT-19.
    At: seeds/mechanisms/adjustment.yaml: - {party: borea

    Fails:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Safeguards Act, usable: true, needs_injury: true}]
    Fails:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Safeguards Act, usable: true, all_origins: true}]
    Passes:
        == seeds/parties/borea.yaml ==
        duty_authorities: [{id: duties-act, name: Safeguards Act, usable: true, all_origins: true}]
        == seeds/mechanisms/adjustment.yaml ==
        applies_to: all-origins
        member_exempt: false
    """
    for charge, authority in _rests(s):
        adjustment = charge.adjustment.record
        selective = adjustment.applies_to != "all-origins" or adjustment.member_exempt
        faults = ["asks for a finding of injury first"] if authority.needs_injury else []
        if authority.all_origins and selective:
            faults.append("has to hit all origins, while the charge spares some")
        if faults:
            message = f"{charge.by(authority)} {' and '.join(faults)}"
            free = [
                a.id
                for a in charge.party.record.duty_authorities
                if a.usable and not a.needs_injury and not a.all_origins
            ]
            yield charge.found(message, f"authorities without these conditions: {listed(free) or 'none on record'}")


@check("DUT006", Severity.WARNING, fix="unsafe")
def charged_before_the_law(s: Subject) -> Iterator[Found]:
    """A party is to charge before its own route allows the duty to apply.

    Why: between the date in the schedule and the date of its law the party is in breach, through no choice of its own.
    Source: eu-06 (unconfirmed): in the Union a regulation of its own follows the conclusion and takes a year.
    Covers: EU-06.
    Fix: give the party a `lag` as long as that of its route.
    Follows: DUT001.
    At: seeds/mechanisms/adjustment.yaml: - {party: alba

    Fails:
        == seeds/parties/alba.yaml ==
        routes:
          - {id: parliament, name: approval by its parliament, carries: [change-of-duty], approvals: [], lag: P12M}
    Passes:
        == seeds/parties/alba.yaml ==
        routes:
          - {id: parliament, name: approval by its parliament, carries: [change-of-duty], approvals: [], lag: P12M}
        == seeds/mechanisms/adjustment.yaml ==
        duties:
          - {party: alba, authority: duties-act, lag: P1Y}
    """
    for charge in _charges(s):
        chosen = charge.instrument.record.routes.get(charge.party.record.id)
        for number, route in enumerate(charge.party.record.routes):
            if charge.duty is None or route.id != chosen or route.lag is None:
                continue
            lag = charge.duty.lag
            if lag is None or shorter(lag, route.lag) is not False:
                after = f"{spelled(lag)} after entry into force" if lag else "from entry into force"
                message = f"{name(charge.party)} is to charge {after}, but its route takes {spelled(route.lag)}"
                where = Related(charge.party.span("routes", number, "lag"), "the time that its route takes")
                fix = _lagging(charge, str(route.lag))
                yield charge.found(message, f"give it `lag: {route.lag}` or more", where, fix=fix)


def _lagging(charge: _Charge, lag: str) -> Fix:
    """The party begins to charge when its route allows it."""
    number = [duty.party for duty in charge.adjustment.record.duties].index(charge.party.record.id)
    return put(charge.adjustment, lag, "duties", number, "lag")
