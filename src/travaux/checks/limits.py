"""Checks of limits (LIM): what a party cannot promise, whatever the kind of text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from travaux.checks import Found, check
from travaux.checks._mending import put
from travaux.checks._model import (
    binding,
    each,
    listed,
    mechanisms,
    name,
    party_names,
    resolved,
    shorter,
    spelled,
)
from travaux.checks._phrases import NOTHING, any_of, said
from travaux.checks._walk import Passage, found_in, passages
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.offtake_cfd import OfftakeCfd
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.model.mechanism.price_floor import BuyerContract, PriceFloor, SellerOfftake
from travaux.model.party import Party, ReservedProduct
from travaux.model.period import Period
from travaux.participation import covered, left_out
from travaux.records import Entry
from travaux.span import Span


@check("LIM001", Severity.ERROR, fix="unsafe")
def earmarked_revenue(s: Subject) -> Iterator[Found]:
    """The revenue of the charge is tied to a fund, and a party's law does not allow that.

    Why: duties belong to the general budget; a treaty that spends them needs an appropriation, or new own-resources
    law, and would wait for it.
    Source: 31 USC 3302 (us-08) and the Union's own-resources decision (eu-07), both unconfirmed: not opened.
    Covers: US-08, EU-07.
    Fix: `revenue_use: general-revenue`, or leave it to each party.

    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        revenue_use: appropriated-fund
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        revenue_use: party-discretion
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        if adjustment.record.revenue_use != "appropriated-fund":
            continue
        paying = resolved(adjustment.record.addressees, instrument)
        barred = [key for key in paying if not s.records.parties[key].record.limits.earmarked_revenue]
        if barred:
            message = f"the revenue of the charge is tied to a fund, which the law of {party_names(s, barred)} bars"
            related = tuple(Related(s.records.parties[key].span("limits"), "its limits") for key in barred[:3])
            hint = "write `general-revenue` or `party-discretion`"
            fix = put(adjustment, "general-revenue", "revenue_use")
            yield Found(message, adjustment.span("revenue_use"), hint, instrument.record.id, related=related, fix=fix)


def _delay(text: Text) -> tuple[Period, Span] | None:
    """The time from a committee's decision to its effect, as the clause on decisions has it, and where it is set."""
    for selected in text.outline.all():
        delay = selected.parameters.get("delay")
        if selected.key == "decision-making" and isinstance(delay, Period):
            own = text.instrument.record.parameters.get("decision-making", {})
            if "delay" in own:
                return delay, text.instrument.span("parameters", "decision-making", "delay")
            return delay, selected.clause.raw.span("parameters", "delay", "default")
    return None


@check("LIM002", Severity.WARNING, fix="unsafe")
def committee_too_fast(s: Subject) -> Iterator[Found]:
    """Decisions of a committee take effect before a party can settle its position at home.

    Why: the Council has to adopt the Union's position before a treaty body takes a decision with legal effect; a
    shorter time makes the decision void at home or the party absent.
    Source: Article 218(9) TFEU; the 90 days are practice (eu-05, reported).
    Covers: EU-05.
    Fix: the parameter `delay` of the clause `decision-making`.

    Fails:
        == seeds/parties/corda.yaml ==
        limits: {committee_act_delay: P90D}
        == clauses/example/decision-making.en.md ==
        ---
        heading: Decisions
        purpose: When a decision takes effect.
        order: 65
        tier: 1
        parameters: {delay: {type: period, default: P60D, meaning: Time to the effect of a decision}}
        ---
        A decision of the Committee shall take effect {{ param.delay }} after its adoption.
    Passes:
        == seeds/parties/corda.yaml ==
        limits: {committee_act_delay: P90D}
        == clauses/example/decision-making.en.md ==
        ---
        heading: Decisions
        purpose: When a decision takes effect.
        order: 65
        tier: 1
        parameters: {delay: {type: period, default: P90D, meaning: Time to the effect of a decision}}
        ---
        A decision of the Committee shall take effect {{ param.delay }} after its adoption.
    """
    for text in s.texts:
        given = _delay(text)
        for party in s.parties(text.instrument) if given else ():
            least = party.record.limits.committee_act_delay
            early = given is not None and least is not None and shorter(given[0], least)
            if given is None or least is None or early is False:
                continue
            message = f"a decision takes effect after {spelled(given[0])}, and {name(party)} needs {spelled(least)}"
            message = message if early else f"not decided, as it depends on the months: {message}"
            related = (Related(party.span("limits", "committee_act_delay"), "the time that it needs"),)
            severity = None if early else Severity.INFO
            fix = put(text.instrument, str(least), "parameters", "decision-making", "delay")
            found = Found(message, given[1], "give it more time", text.instrument.record.id, related=related, fix=fix)
            yield replace(found, severity=severity)


@check("LIM003", Severity.WARNING)
def silence_binds(s: Subject) -> Iterator[Found]:
    """A clause lets the silence of a party count as its agreement, and a party's law does not allow that.

    Why: a party whose parliament or Council has to speak first is bound by nobody having spoken. A lawyer of the party
    should say whether the matter is one on which silence is enough.
    Source: Article 218(9) TFEU and practice on accession by non-objection (eu-05, reported); Article 84 of the
    Constitution of Japan on taxes (jp-03, unconfirmed).
    Covers: EU-05, JP-03.

    Fails:
        == clauses/example/committee.en.md ==
        The Joint Committee shall decide. A proposal is adopted if no Party objects.
    Fails:
        == clauses/example/committee.en.md ==
        The Joint Committee shall decide. The silence of a Party shall be treated as its agreement.
    Passes:
        == clauses/example/committee.en.md ==
        The Joint Committee shall decide. The silence of a Party shall not be treated as its agreement.
    Passes:
        == clauses/example/committee.en.md ==
        The Joint Committee shall decide. A proposal is adopted if every Party has expressed its agreement.
    Passes:
        == clauses/example-plan/plan-work.en.md ==
        The Participants intend to meet. A plan of work is tacitly renewed.
    """
    for text in s.texts:
        bound = [p.record.id for p in s.parties(text.instrument) if not p.record.limits.tacit_committee_acts]
        for passage, match in said(text, any_of(text.library.words.tacit_phrases)) if bound and text.binding else ():
            message = f"{match[0]!r}: silence would bind {party_names(s, bound)}, whose law does not allow it"
            yield found_in(text, passage, match[0], message, "ask for agreement that is expressed")
        for passage, words in _counted_silence(text) if bound and text.binding else ():
            message = f"silence would bind {party_names(s, bound)}, whose law does not allow it"
            yield found_in(text, passage, words, message, "ask for agreement that is expressed")


def _counted_silence(text: Text) -> Iterator[tuple[Passage, str]]:
    """Sentences that speak of silence and of agreement and have no negation, each by its first words."""
    words = text.library.words
    silence, agreed, negative = (any_of(each) for each in (words.silence_words, words.assent_words, words.negations))
    for passage in passages(text) if words.silence_words and words.negations else ():
        for sentence in re.split(r"(?<=[.;]) ", passage.words()) if passage.part in ("body", "annex") else ():
            if silence.search(sentence) and agreed.search(sentence) and not negative.search(sentence):
                yield passage, " ".join(sentence.split()[:4])


#: The kinds of mechanism in which a product that a law reserves meets what the law keeps out.
_MEETS = {
    "investment": "investment",
    "market-access": "preferential-zone",
    "offtake": "offtake-cfd",
    "project-finance": "project-support",
}


def _carved_out(s: Subject, instrument: Entry[Instrument], party: str, reserved: ReservedProduct) -> bool:
    """Whether a party leaves a product out of every mechanism of the text in which it meets what its law keeps out."""
    kinds, record = {_MEETS[word] for word in reserved.keeps_out}, instrument.record
    product = {reserved.product: s.records.products[reserved.product].record}
    own = (entry.record for entry in s.mechanisms(instrument) if entry.record.kind in kinds)
    met = [mechanism.id for mechanism in own if reserved.product in covered(mechanism, product)]
    return bool(met) and all(
        not record.takes(party, key) or left_out(record, key, party, reserved.product) for key in met
    )


def _covered(s: Subject, instrument: Entry[Instrument]) -> Iterator[tuple[str, Span, bool]]:
    """Each product that a text covers, where, and whether it is sold forward there under a promise of a buyer."""
    record = instrument.record
    for floor in mechanisms(s, instrument, PriceFloor):
        bought = isinstance(floor.record.form, BuyerContract | SellerOfftake)
        lines: tuple[GoodsLine, ...] = floor.record.lines
        yield from ((line.product, floor.span("lines", n), bought) for n, line in enumerate(lines))
    for support in mechanisms(s, instrument, OfftakeCfd):
        owed = support.record.duty == "shall"
        yield from ((line.product, support.span("lines", n), owed) for n, line in enumerate(support.record.lines))
    for zone in mechanisms(s, instrument, PreferentialZone):
        yield from ((rule.product, zone.span("rules", n), False) for n, rule in enumerate(zone.record.rules))
    yield from ((key, instrument.span("products", n), False) for n, key in enumerate(record.products))
    yield from ((key, instrument.span("pilot_products", n), False) for n, key in enumerate(record.pilot_products))


@check("LIM004", Severity.ERROR)
def reserved_product(s: Subject) -> Iterator[Found]:
    """The text covers a product that the law of a party reserves to the State.

    Why: a promise of offtake, of investment or of access to such a product cannot be kept. Offtake is an error; where
    the text only covers the product, whether it keeps the rest out has to be read by a lawyer, and is noted.
    Source: Mexico's mining law on lithium, since April 2022 (mx-03, reported).
    Covers: MX-03, MX-04.
    Fix: leave the product out for that party, or carve the matter out.
    Follows: PAR008.
    At: seeds/mechanisms/floor.yaml: - product: examplium

    Fails:
        == seeds/parties/borea.yaml ==
        limits: {reserved_products: [{product: examplium, keeps_out: [investment], reason: a State monopoly}]}
    Passes:
        == seeds/parties/borea.yaml ==
        limits: {reserved_products: []}
    Passes:
        == seeds/parties/borea.yaml ==
        limits: {reserved_products: [{product: examplium, keeps_out: [investment], reason: a State monopoly}]}
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, investing]
        participation:
          investing:
            carve_outs: [{party: borea, products: [examplium], reason: {en: Its law reserves it to the State}}]
    """
    for instrument in s.instruments():
        for party in s.parties(instrument):
            for number, reserved in enumerate(party.record.limits.reserved_products):
                places = [(at, sold) for key, at, sold in _covered(s, instrument) if key == reserved.product]
                if not places or _carved_out(s, instrument, party.record.id, reserved):
                    continue
                sold = [at for at, bought in places if bought and "offtake" in reserved.keeps_out]
                kept_out = listed(word.replace("-", " ") for word in reserved.keeps_out)
                said = f"the law of {name(party)} reserves {reserved.product} and keeps out {kept_out}"
                if sold:
                    message, severity = f"{said}, but a buyer is promised for it", None
                else:
                    message, severity = f"not decided: {said}; the text covers it", Severity.INFO
                related = (Related(party.span("limits", "reserved_products", number), reserved.reason),)
                span = sold[0] if sold else places[0][0]
                hint = "read whether the text keeps these matters out for that party"
                yield Found(message, span, hint, instrument.record.id, related=related, severity=severity)


@check("LIM005", Severity.ERROR)
@keeps("I-50")
def nobody_bound(s: Subject) -> Iterator[Found]:
    """A duty, or the keeping of a floor, is laid on a body that no party can bind.

    Why: a body that governs itself has signed nothing; when it does not act, no party is in breach.
    Source: us-10 on Project Vault (reported).
    Covers: PTY-05, US-10.
    Fix: lay the duty on a party, as a duty to consult or to endeavour.

    Fails:
        == seeds/parties/borea.yaml ==
        limits: {no_obligor: [the Northern Reserve]}
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: The body of the Agreement.
        order: 60
        tier: 1
        ---
        The Northern Reserve shall deliver examplium to each Party.
    Passes:
        == seeds/parties/borea.yaml ==
        limits: {no_obligor: [the Northern Reserve]}
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: The body of the Agreement.
        order: 60
        tier: 1
        ---
        Each Party shall consult the Northern Reserve.
    """
    for text in s.texts:
        bodies = _unbound(s, text.instrument) if text.binding else {}
        for passage, match in said(text, _laid_on(bodies, text.library.words.binding_verbs)):
            party = name(bodies[match["body"].lower()])
            message = f"{match[0]!r}: no party can bind this body, as {party} has on record"
            yield found_in(text, passage, match[0], message, "lay the duty on a Party")
    for instrument in binding(s):
        unbound = _unbound(s, instrument)
        for floor in mechanisms(s, instrument, PriceFloor):
            form = floor.record.form
            buyer = getattr(form, "buyer", getattr(form, "counterparty", ""))
            if buyer.lower() in unbound:
                message = f"the floor is kept by {buyer}, a body that {name(unbound[buyer.lower()])} cannot bind"
                field = "buyer" if isinstance(form, BuyerContract) else "counterparty"
                yield Found(message, floor.span("form", field), "name another buyer", instrument.record.id)


def _unbound(s: Subject, instrument: Entry[Instrument]) -> dict[str, Entry[Party]]:
    """The bodies that no party can bind, in lower case, each with the party that says so."""
    return {body.lower(): party for party in s.parties(instrument) for body in party.record.limits.no_obligor}


def _laid_on(bodies: Iterable[str], verbs: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds one of some bodies followed at once by a verb that binds."""
    names, words = ("|".join(map(re.escape, found)) for found in (bodies, verbs))
    return re.compile(rf"\b(?P<body>(?i:{names}))\s+(?:{words})\b") if names and words else NOTHING
