"""Checks of openness: what may be kept secret, what has to be, and how long before a change the world is told."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import put
from travaux.checks._model import each, party_names, spelled, texts_of
from travaux.checks._phrases import any_of, said
from travaux.checks._walk import found_in
from travaux.compilation import Subject
from travaux.diagnostic import Severity
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.mechanism.reference_price import ReferencePrice

_LEAST_PRODUCERS = 3
_LEAST_NOTICE = 30
#: Methods that read the costs or prices of single enterprises.
_OF_ENTERPRISES = ("cost-model", "contract-survey", "hybrid")


@check("LIM006", Severity.ERROR)
def secret_part(s: Subject) -> Iterator[Found]:
    """A part of the text is to be kept from the public, and a party's law does not allow that.

    Why: the party has to report or publish the whole of what it signs, so that the promise is broken on the day of
    signature. Confidential data of enterprises belong outside the instrument.
    Source: 1 USC 112b as amended: text and legal authority go to the Congress and are published (us-05, official, seen
    in part).
    Covers: US-05.
    Fix: leave the figures out of the text, or give them in bands.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. The list of its members shall not be published.
    Fails:
        == clauses/example-plan/plan-work.en.md ==
        The Participants will complete the work set out below. Its results will not be published.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. The list of its members shall be published.
    """
    for text in s.texts:
        bound = [p.record.id for p in s.parties(text.instrument) if not p.record.limits.secret_annexes]
        for passage, match in said(text, any_of(text.library.words.secret_phrases)) if bound else ():
            message = f"{match[0]!r}: {party_names(s, bound)} cannot keep a part of the text secret"
            yield found_in(text, passage, match[0], message, "leave out what has to stay secret")


@check("RPR005", Severity.WARNING)
def costs_of_few_producers(s: Subject) -> Iterator[Found]:
    """A price is made from the costs of enterprises, and they can be told from it, or nothing keeps them apart.

    Why: who knows its own costs can work out those of the only other producer; competitors that see each other's costs
    break competition law, and then give no data.
    Source: Article 101 TFEU on exchanges between competitors (eu-11, unconfirmed: settled law, not opened); three is
    the usual least number in published statistics (known in general).
    Covers: MEC-11, EU-11.
    Fix: `min_producers: 3` or more, and the clause `competition-law-safeguards`.
    At: seeds/mechanisms/reference.yaml: method:

    Given:
        == clauses/example/reference-price-methodology.en.md ==
        ---
        {heading: Survey, purpose: Asks enterprises for their costs., order: 55, tier: 1}
        ---
        The Parties shall survey the costs of producers.
        == clauses/example/competition-law-safeguards.en.md ==
        ---
        {heading: Competition, purpose: Keeps the costs apart., order: 56, tier: 1}
        ---
        The Parties shall not disclose the costs of a producer to another.
    Fails:
        == seeds/mechanisms/reference.yaml ==
        min_producers: 2
    Fails:
        == seeds/instruments/example.yaml ==
        clauses: {exclude: [competition-law-safeguards]}
    Passes:
        == seeds/mechanisms/reference.yaml ==
        min_producers: 4
    """
    for instrument, reference in each(s, ReferencePrice):
        record = reference.record
        if record.method not in _OF_ENTERPRISES and "survey" not in record.fallback:
            continue
        if record.min_producers < _LEAST_PRODUCERS:
            message = f"a price may be published from the data of {record.min_producers}, of which each knows its own"
            yield Found(message, reference.span("min_producers"), "ask for 3 or more", instrument.record.id)
        for text in texts_of(s, instrument):
            keys = {selected.clause.key for selected in text.outline.all()}
            known = {clause.key for clause in text.library.clauses.values()}
            if "reference-price-methodology" in keys and "competition-law-safeguards" in known - keys:
                message = "enterprises give data on their costs, and no article keeps these apart from competitors"
                hint = "let the clause `competition-law-safeguards` stand in the text"
                yield Found(message, reference.span("method"), hint, instrument.record.id)


@check("FLR005", Severity.WARNING, fix="unsafe")
def short_notice(s: Subject) -> Iterator[Found]:
    """A new level or charge applies less than thirty days after it has been told.

    Why: goods are bought and shipped on the level that is known; what is enforced before it was published in time can
    be challenged by every importer.
    Source: GATT 1994 Article X:2 (wt-16, unconfirmed). It has no number: thirty days are practice, and a lawyer has to
    say whether less is enough.
    Covers: WT-16.
    Fix: `notice: P30D`.

    Fails:
        == seeds/mechanisms/floor.yaml ==
        notice: P20D
    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        notice: P29D
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        notice: P2M
    """
    for kind in (PriceFloor, BorderAdjustment):
        for instrument, entry in each(s, kind):
            notice = entry.record.notice  # type: ignore[attr-defined]
            if notice.longest_days < _LEAST_NOTICE:
                message = f"a change of {entry.record.id!r} applies {spelled(notice)} after it has been told"
                fix = put(entry, "P30D", "notice")
                yield Found(message, entry.span("notice"), "give 30 days or more", instrument.record.id, fix=fix)
