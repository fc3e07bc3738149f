"""Checks of participation (PAR): who takes a mechanism, what it relies on, who counts, and whether the text says it."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import taken_out
from travaux.checks._model import mechanisms, name, party_names, texts_of, title
from travaux.checks._participation import each_terms, place
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.mechanism.base import Mechanism
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.governance import Governance
from travaux.model.mechanism.price_floor import BudgetTopUp, PriceFloor
from travaux.model.participation import Participation


@check("PAR001", Severity.ERROR)
def taken_without_what_it_needs(s: Subject) -> Iterator[Found]:
    """A party takes a mechanism and stays out of another on which it depends.

    Why: a floor without the charge that keeps it, or a review of levels that a party does not apply, binds that party
    to nothing that could be carried out.
    Source: drafting practice: packages of opt-outs, as in the protocols to the Treaty on European Union (reported).
    Fix: take both, or stay out of both.

    Fails:
        == seeds/instruments/example.yaml ==
        participation:
          adjustment: {mode: opt-out, parties: [corda]}
    Passes:
        == seeds/instruments/example.yaml ==
        participation:
          floor: {mode: opt-out, parties: [corda]}
          adjustment: {mode: opt-out, parties: [corda]}
          zone: {mode: opt-out, parties: [corda]}
    """
    for instrument in s.instruments():
        record = instrument.record
        for entry in s.mechanisms(instrument) if record.participation else ():
            own = entry.record.id
            for need in dict.fromkeys(entry.record.needs()):
                without = [key for key in record.taking(own) if not record.takes(key, need)]
                if without and need in record.mechanisms:
                    message = f"{party_names(s, without)} takes {own!r} and not {need!r}, on which it depends"
                    related = (Related(place(instrument, own), f"who takes {own!r}"),)
                    hint = "let the party take both, or stay out of both"
                    yield Found(message, place(instrument, need), hint, record.id, related=related)


@check("PAR003", Severity.ERROR)
def nobody_takes_it(s: Subject) -> Iterator[Found]:
    """Nobody takes a mechanism, or one party alone does.

    Why: the text then lays down what binds nobody. One party alone has nobody to whom it could owe anything; that is a
    warning, because others may come by notification.
    Source: drafting practice.

    Fails:
        == seeds/instruments/example.yaml ==
        participation:
          zone: {mode: opt-out, parties: [alba, borea, corda]}
    Fails:
        == seeds/instruments/example.yaml ==
        participation:
          zone: {mode: opt-in, parties: [alba]}
    Passes:
        == seeds/instruments/example.yaml ==
        participation:
          zone: {mode: opt-in, parties: [alba, borea]}
    """
    for instrument, key, _ in each_terms(s):
        taking, at = instrument.record.taking(key), place(instrument, key)
        if not taking:
            message = f"no party of {title(instrument)} takes {key!r}"
            yield Found(message, at, "take the mechanism out of the instrument", instrument.record.id)
        elif len(taking) == 1 < len(instrument.record.parties):
            message = f"{party_names(s, taking)} alone takes {key!r}: there is nobody to whom it is owed"
            hint = "name a second party, or leave the mechanism for a later text"
            yield Found(message, at, hint, instrument.record.id, severity=Severity.WARNING)


@check("PAR005", Severity.WARNING)
def counted_without_taking(s: Subject) -> Iterator[Found]:
    """A party that keeps no floor at its border is counted for the share at which the text enters into force.

    Why: the share is asked for so that the floors start on enough of the trade; imports into a party that charges
    nothing are no part of it.
    Source: gn-02 on a double trigger (a design inference); drafting practice.
    Fix: take its share out, and lower what is asked for, or ask for shares of those that take the floors.
    At: seeds/instruments/example.yaml: shares:

    Fails:
        == seeds/instruments/example.yaml ==
        participation:
          floor: {mode: opt-out, parties: [corda]}
          adjustment: {mode: opt-out, parties: [corda]}
          zone: {mode: opt-out, parties: [corda]}
    Passes:
        == seeds/instruments/example.yaml ==
        participation:
          zone: {mode: opt-out, parties: [corda]}
    """
    for instrument in s.instruments():
        given = instrument.record.entry_into_force
        adjustments = [a.record for a in mechanisms(s, instrument, BorderAdjustment)]
        if given is None or not instrument.record.participation or not adjustments:
            continue
        idle = [p for p in instrument.record.parties if not any(a.owed_by(p) for a in adjustments)]
        shares = given.threshold.shares if given.threshold else {}
        for party in idle:
            span = instrument.span("entry_into_force", "threshold", "shares", party)
            what = f"the {shares[party]} of" if party in shares else ""
            if party in given.required:
                span, what = instrument.span("entry_into_force", "required"), "the consent of"
            if what:
                message = (
                    f"{what} {name(s.records.parties[party])} counts for the entry into force, and it keeps no floor"
                )
                yield Found(message, span, "count those that take the floors", instrument.record.id)


@check("PAR006", Severity.ERROR, fix="unsafe")
def task_of_one_outside(s: Subject) -> Iterator[Found]:
    """A record gives a task to a party that does not take the mechanism, or a phase-in to a mechanism that has none.

    Why: who stays out has none of the obligations: nobody would pay, keep the office, or apply the shares.
    Source: drafting practice.
    Fix: give the task to a party that takes the mechanism.

    Fails:
        == seeds/mechanisms/governing.yaml ==
        secretariat: {form: host-party, host: alba, scale: {alba: 40%, borea: 30%, corda: 30%}}
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
        participation:
          governing: {mode: opt-out, parties: [alba]}
    Fails:
        == seeds/instruments/example.yaml ==
        participation:
          zone: {phase_in: {corda: [{after: 0, share: 100%}]}}
    Passes:
        == seeds/mechanisms/governing.yaml ==
        secretariat: {form: host-party, host: alba, scale: {alba: 40%, borea: 30%, corda: 30%}}
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
        participation:
          governing: {mode: opt-in, parties: [alba, borea, corda]}
          floor: {phase_in: {corda: [{after: 0, share: 50%}, {after: 12, share: 100%}]}}
    """
    for instrument, key, terms in each_terms(s):
        entry = s.records.mechanisms[key]
        for party, path in _tasks(entry.record):
            if party in instrument.record.parties and not terms.taken_by(party):
                message = f"{name(s.records.parties[party])} has a task in {key!r} and does not take it"
                related = (Related(place(instrument, key), "who takes it"),)
                hint = "give the task to a party that takes it"
                yield Found(message, entry.span(*path), hint, instrument.record.id, related=related)
        if terms.phase_in and not isinstance(entry.record, PriceFloor):
            message = f"{key!r} has no phase-in, and steps of a party's own are given"
            span = instrument.raw.key_span("participation", key, "phase_in")
            fix = taken_out(instrument, ("participation", key, "phase_in"))
            yield Found(message, span, "give them to the price floor", instrument.record.id, fix=fix)


def _tasks(record: Mechanism) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    """The parties on whom alone something of a record hangs, each with the place that names it."""
    match record:
        case PriceFloor(form=BudgetTopUp(payer=payer)):
            yield payer, ("form", "payer")
        case Governance(secretariat=office):
            if office.host is not None:
                yield office.host, ("secretariat", "host")
            yield from ((party, ("secretariat", "scale", party)) for party in office.scale if party != office.host)


# --- the text -------------------------------------------------------------------------------------------------------

_SAID = {
    "limited": "who takes part in a matter that not every Party takes",
    "opt-in": "how a Party comes to take part",
    "opt-out": "how a Party declares that it stays out",
    "carve-outs": "that goods are left out",
    "phase-in": "that a Party has shares of its own",
}


def _wanted(terms: Participation) -> Iterator[str]:
    """What a text has to say of the participation in a mechanism, as clauses name it under `needs`."""
    if terms.limited:
        yield from ("limited", terms.mode)
    if terms.carve_outs:
        yield "carve-outs"
    if terms.phase_in:
        yield "phase-in"


@check("PAR007", Severity.ERROR)
def not_said(s: Subject) -> Iterator[Found]:
    """The text does not say what the instrument has on participation.

    Why: a Party would be bound by the words of the text, whatever the record has.
    Source: Vienna Convention on the Law of Treaties, Article 17: consent to a part of a treaty only where the treaty
    permits it (gn-01, not opened).
    Fix: the family `participation` stands in the chapter `initial-provisions`; another template needs clauses of its
    own, with `needs: {participation: ...}`.

    Fails:
        == seeds/instruments/example.yaml ==
        participation:
          zone: {mode: opt-out, parties: [corda]}
        clauses: {exclude: [staying-out]}
    Passes:
        == seeds/instruments/example.yaml ==
        participation:
          zone: {mode: opt-out, parties: [corda]}
    """
    for instrument in s.instruments():
        wanted: dict[str, str] = {}
        for key, terms in instrument.record.participation.items():
            for what in _wanted(terms):
                wanted.setdefault(what, key)
        for text in texts_of(s, instrument):
            said = {w.clause.front.needs.participation for selected in text.outline.all() for w in selected.wordings}
            for what, key in wanted.items():
                if what not in said:
                    message = f"the text does not say {_SAID[what]}, and the instrument has it for {key!r}"
                    hint = f"a clause with `needs: {{participation: {what}}}` is missing"
                    yield Found(message, place(instrument, key), hint, instrument.record.id)
