"""Checks of governance (GOV): who pays, which chapters partners may join, how soon, and which authority answers."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import as_meant, put, taken_out
from travaux.checks._model import each, listed, name, party_names, resolved, shorter, spelled, texts_of
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.mechanism.governance import Governance

#: Chapters whose benefits go with the price floors.
_WITH_FLOORS = ("price-floors", "border-adjustment", "preferential-zone", "origin")


@check("GOV001", Severity.ERROR)
def budget_of_others(s: Subject) -> Iterator[Found]:
    """The scale of the budget leaves out a party, or names somebody who is none.

    Why: the shares add up to the whole, so a party left out pays nothing and one too many is asked for money that it
    does not owe.
    Source: scales of contributions in commodity agreements (drafting research, reported).
    Fix: one share for each party of the instrument.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
        == seeds/mechanisms/governing.yaml ==
        secretariat: {form: host-party, host: alba, scale: {alba: 60%, borea: 40%}}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
        == seeds/mechanisms/governing.yaml ==
        secretariat: {form: host-party, host: alba, scale: {alba: 40%, borea: 30%, corda: 30%}}
    """
    for instrument, governing in each(s, Governance):
        scale = governing.record.secretariat.scale
        if not scale:
            continue
        parties = instrument.record.parties
        span = governing.span("secretariat", "scale")
        missing = [key for key in parties if key not in scale]
        others = [key for key in scale if key not in parties]
        if missing:
            message = f"the budget has no share for {party_names(s, missing)}"
            yield Found(message, span, "give each party a share", instrument.record.id)
        if others:
            message = f"the budget has a share for {party_names(s, others)}, which is no party"
            yield Found(message, span, "give shares to parties alone", instrument.record.id)


@check("GOV002", Severity.ERROR, fix="unsafe")
def chapter_that_is_not_there(s: Subject) -> Iterator[Found]:
    """Partners may take part in a chapter that the text does not have.

    Why: the article refers to nothing.
    Source: drafting practice: a reference has to lead somewhere.
    Covers: GN-03.
    Fix: name a chapter of the text.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
        == seeds/mechanisms/governing.yaml ==
        partners: {chapters: [mining]}
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
        == seeds/mechanisms/governing.yaml ==
        partners: {chapters: [exampel-trade]}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
    """
    for instrument, governing in each(s, Governance):
        for text in texts_of(s, instrument)[:1]:
            known = [chapter.key.removeprefix("chapter:") for chapter in text.outline.chapters]
            for number, key in enumerate(governing.record.partners.chapters):
                if key not in known:
                    message = f"partners may take part in the chapter {key!r}, which the text does not have"
                    span = governing.span("partners", "chapters", number)
                    hint = f"chapters of the text: {', '.join(known)}"
                    fix = as_meant(span, key, known)
                    yield Found(message, span, hint, instrument.record.id, fix=fix)


@check("GOV003", Severity.WARNING, fix="unsafe")
def benefits_without_floors(s: Subject) -> Iterator[Found]:
    """Partners may take part in a chapter whose benefits go with the price floors.

    Why: a partner that keeps no floor and is spared the charge is the door for the imports of all. Partners take floors
    last; whether one may take them first is for the negotiators.
    Source: gn-03 (reported) on frameworks whose partners dock to chapters.
    Covers: GN-03.
    Fix: leave the chapter out, or have the State accede.
    Follows: GOV002.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
        == seeds/mechanisms/governing.yaml ==
        partners: {chapters: [example-trade, preferential-zone]}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
    """
    for instrument, governing in each(s, Governance):
        open_ = [key for key in governing.record.partners.chapters if key in _WITH_FLOORS]
        if open_:
            message = f"partners may take part in {listed(open_)} without keeping the price floors"
            span = governing.span("partners", "chapters")
            chapters = governing.record.partners.chapters
            at = [("partners", "chapters", number) for number, key in enumerate(chapters) if key in open_]
            fix = taken_out(governing, *at) if len(at) < len(chapters) else None
            yield Found(message, span, "leave them to Parties", instrument.record.id, fix=fix)


@check("GOV004", Severity.WARNING, fix="unsafe")
def too_soon_for_a_party(s: Subject) -> Iterator[Found]:
    """A decision on a partner is due sooner than a party can settle its position.

    Why: the party would have to oppose every request for want of time, or be late each time.
    Source: Article 218(9) TFEU (eu-05, reported): a Council decision comes before acts of a treaty body.
    Covers: EU-05.
    Fix: allow at least the time that the record of the party asks for.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
        == seeds/mechanisms/governing.yaml ==
        partners: {decision: P60D}
        == seeds/parties/borea.yaml ==
        limits: {committee_act_delay: P90D}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
        == seeds/parties/borea.yaml ==
        limits: {committee_act_delay: P90D}
    """
    for instrument, governing in each(s, Governance):
        allowed = governing.record.partners.decision
        if allowed is None:
            continue
        for party in s.parties(instrument):
            wanted = party.record.limits.committee_act_delay
            if wanted is not None and shorter(allowed, wanted):
                message = (
                    f"a request is decided on within {spelled(allowed)}, and {name(party)} needs {spelled(wanted)}"
                )
                related = (Related(party.span("limits", "committee_act_delay"), "what it needs"),)
                span = governing.span("partners", "decision")
                fix = put(governing, str(wanted), "partners", "decision")
                yield Found(message, span, f"allow {wanted} or more", instrument.record.id, related=related, fix=fix)


@check("GOV005", Severity.INFO)
def nobody_answers(s: Subject) -> Iterator[Found]:
    """A party has no authority on record for a function of the annex.

    Why: the annex prints a blank, and an enquiry reaches nobody.
    Source: drafting practice: a duty to cooperate names who cooperates.
    Fix: add the body under `bodies` of the party.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
        == seeds/mechanisms/governing.yaml ==
        authorities: [trade, assay]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, governing]
    """
    for instrument, governing in each(s, Governance):
        for number, function in enumerate(governing.record.authorities):
            parties = resolved("all", instrument)
            open_ = [key for key in parties if function not in s.records.parties[key].record.bodies]
            if open_:
                message = (
                    f"no authority is on record for {function!r} of {party_names(s, open_)}; the annex prints a blank"
                )
                span = governing.span("authorities", number)
                yield Found(message, span, "add it to the record of the party", instrument.record.id)
