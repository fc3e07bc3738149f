"""Checks of what a text says of others: forums beside its own, texts taken into it, exceptions taken from them."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import standing_too
from travaux.checks._model import each, party_names
from travaux.checks._phrases import any_of, said
from travaux.checks._walk import found_in
from travaux.compilation import Subject
from travaux.diagnostic import Severity
from travaux.model.mechanism.preferential_zone import PreferentialZone


@check("DSP001", Severity.WARNING, fix="unsafe")
def two_forums(s: Subject) -> Iterator[Found]:
    """The text has a panel of its own, and nothing says how it stands beside the panels of other agreements.

    Why: one measure is brought twice, with two findings. The United States does not take part in the arrangement by
    which the others replace appeals in the WTO, so that the choice of forum decides whether a finding ends anything.
    Source: practice of trade agreements (TPP Article 28.4, reported); wt-15 (unconfirmed).
    Covers: REL-03, WT-15.
    Fix: the clause `choice-of-forum`.

    Fails:
        == clauses/example/panel-establishment.en.md ==
        ---
        heading: Panel
        purpose: A panel of the Agreement's own.
        order: 65
        tier: 1
        uses: [party]
        ---
        A Party may request the establishment of a panel.
    Fails:
        == clauses/example/panel-establishment.en.md ==
        ---
        heading: Panel
        purpose: A panel of the Agreement's own.
        order: 65
        tier: 1
        uses: [party]
        ---
        A Party may request the establishment of a panel.
        == clauses/example/choice-of-forum.en.md ==
        ---
        heading: Forum
        purpose: Is left out.
        order: 77
        tier: 1
        ---
        It is said here.
        == seeds/instruments/example.yaml ==
        clauses: {exclude: [choice-of-forum]}
    Passes:
        == clauses/example/panel-establishment.en.md ==
        ---
        heading: Panel
        purpose: A panel of the Agreement's own.
        order: 65
        tier: 1
        uses: [party]
        ---
        A Party may request the establishment of a panel.
        == clauses/example/choice-of-forum.en.md ==
        ---
        heading: Choice of forum
        purpose: One dispute goes to one forum.
        order: 66
        tier: 1
        uses: [party]
        ---
        A Party that has requested a panel shall not bring the matter to another forum.
    """
    for text in s.texts:
        standing = {selected.clause.key: selected.clause for selected in text.outline.all()}
        panel = standing.get("panel-establishment")
        if panel and "choice-of-forum" not in standing:
            message = "a dispute can go to a panel of this text and to one of another agreement as well"
            hint = "let the clause `choice-of-forum` stand in the text"
            fix = standing_too(text, "choice-of-forum")
            yield Found(message, panel.span(), hint, text.instrument.record.id, panel.key, fix=fix)


@check("REL005", Severity.WARNING)
def taken_in_as_of_when(s: Subject) -> Iterator[Found]:
    """Another text is made part of this one, and nothing says in which version.

    Why: when the other text is amended or ends, nobody knows whether this one changes with it. A lawyer has to say
    which is meant.
    Source: the agreement of the Union and Japan has a rule for amended provisions in its Article 1.9(4), and the CPTPP
    took over the TPP as it stood (reported); na-03 on the review of the North American agreement (reported).
    Covers: REL-02, NA-03.
    Fix: say "as amended", or the day as of which the text is meant.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. The Alba-Borea Rules are incorporated into and made part of its
        mandate.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. The Alba-Borea Rules, as amended, are incorporated into and made
        part of its mandate.
    """
    for text in s.texts:
        words = text.library.words
        judged = text.binding and words.as_of_phrases
        for passage, match in said(text, any_of(words.incorporating_phrases)) if judged else ():
            if not any_of(words.as_of_phrases).search(passage.words()):
                message = f"{match[0]!r}: nothing says whether later changes of the other text count"
                yield found_in(text, passage, match[0], message, 'say "as amended", or as of which day')


@check("WTO006", Severity.WARNING)
def commodity_agreement(s: Subject) -> Iterator[Found]:
    """A preference rests on the exception for commodity agreements.

    Why: that exception is for agreements that producers and consumers may all join, on criteria laid before the
    Members; a zone that some are kept out of is hard to defend as one. Counsel has to say whether it is meant.
    Source: GATT 1994 Article XX(h) and its note (wt-10, unconfirmed: not opened). No panel has judged one (known in
    general).
    Covers: WTO-08, WT-10.
    Fix: another basis, or accession that is open to every interested State.
    Follows: WTO001.

    Fails:
        == seeds/mechanisms/zone.yaml ==
        legal_basis: [{pair: [alba, borea], basis: gatt-xx-h}]
    Fails:
        == seeds/mechanisms/zone.yaml ==
        legal_basis: [{pair: [alba, borea], basis: waiver-ix-3, fallback: gatt-xx-h}]
    Passes:
        == seeds/mechanisms/zone.yaml ==
        legal_basis: [{pair: [alba, borea], basis: mfn-neutral}]
    """
    for instrument, zone in each(s, PreferentialZone):
        for number, basis in enumerate(zone.record.legal_basis):
            if "gatt-xx-h" in (basis.basis, basis.fallback) and zone.record.treatment == "zero-preferential":
                message = (
                    f"the preference of {party_names(s, basis.pair)} rests on the exception for commodity agreements"
                )
                hint = "state another basis, or open the text to every interested producer and consumer"
                yield Found(message, zone.span("legal_basis", number), hint, instrument.record.id)
