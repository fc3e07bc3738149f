"""Checks of languages (LNG): in which languages a text is drafted, authentic, and prevails."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from travaux.checks import Found, check
from travaux.checks._mending import added
from travaux.checks._model import binds, listed, name, texts_of, title
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.records import Entry


def _called(s: Subject, instrument: Entry[Instrument], tags: Iterable[str]) -> str:
    """Languages by their names in the first drafting language."""
    texts = texts_of(s, instrument)
    names = texts[0].library.words.languages if texts else {}
    return listed(names.get(tag, tag) for tag in tags)


@check("LNG001", Severity.ERROR, fix="unsafe")
def prevailing_not_authentic(s: Subject) -> Iterator[Found]:
    """The language that prevails is not one in which the text is authentic.

    Why: what is not authentic is a translation, and cannot decide between texts that are.
    Source: Vienna Convention on the Law of Treaties, Article 33 (gn-01, not opened).
    Covers: LNG-05, DC-056.
    Fix: add it to `authentic`, or let another prevail.

    Fails:
        == seeds/instruments/example.yaml ==
        prevails: es
    Fails:
        == seeds/instruments/example.yaml ==
        authentic: [es]
        prevails: en
    Passes:
        == seeds/instruments/example.yaml ==
        authentic: [en, es]
        prevails: es
    """
    for instrument in s.instruments():
        record = instrument.record
        authentic = record.authentic or record.languages
        if record.prevails is not None and record.prevails not in authentic:
            tongue, those = (_called(s, instrument, tags) for tags in ((record.prevails,), authentic))
            message = f"the {tongue} text is to prevail, and the text is authentic in {those}"
            drafted = record.prevails in record.languages
            fix = added(instrument, (record.prevails,), "authentic") if drafted else None
            yield Found(message, instrument.span("prevails"), "let an authentic text prevail", record.id, fix=fix)


@check("LNG002", Severity.WARNING)
def nothing_prevails(s: Subject) -> Iterator[Found]:
    """A binding text is authentic in three languages or more, and none prevails.

    Why: three versions always differ somewhere, and with equal authority the meaning is open. Some parties do not
    accept that a language prevails, so this is for the negotiators.
    Source: the CPTPP lets English prevail among three (reported); 207 errors were reported in one language of the
    EU-Korea agreement in 2011.
    Covers: LNG-05, DC-056.
    Fix: `prevails`, or a reason in `suppress`.

    Fails:
        == seeds/instruments/example.yaml ==
        authentic: [en, es, ja]
    Passes:
        == seeds/instruments/example.yaml ==
        authentic: [en, es]
    """
    for instrument in s.instruments():
        record = instrument.record
        if binds(s, instrument) and record.prevails is None and len(record.authentic) > 2:
            tongues = _called(s, instrument, record.authentic)
            message = f"the text is authentic in {tongues}, and none of them prevails"
            yield Found(message, instrument.span("authentic"), "name one under `prevails`", record.id)


@check("LNG003", Severity.WARNING)
def language_of_party_missing(s: Subject) -> Iterator[Found]:
    """A text is authentic in no language in which a party authenticates its treaties.

    Why: the party's parliament would approve a translation. Whether it can is a question for the party's treaty office.
    Source: practice of the parties as their records have it; 24 official languages of the Union (eu-08, unconfirmed).
    Covers: EU-08, US-06.
    Fix: add the language to `authentic`, or to the languages that follow after signature.
    At: seeds/instruments/example-plan.yaml: authentic:; seeds/instruments/example.yaml: authentic:

    Fails:
        == seeds/parties/borea.yaml ==
        languages: [es]
    Passes:
        == seeds/parties/borea.yaml ==
        languages: [es, en]
    """
    for instrument in s.instruments():
        record = instrument.record
        authentic = record.authentic or record.languages
        for party in s.parties(instrument):
            if not any(tag in authentic for tag in party.record.languages):
                own = _called(s, instrument, party.record.languages) or "no language on record"
                lacks = f"{title(instrument)} is not authentic in it"
                message = f"{name(party)} authenticates its treaties in {own}; {lacks}"
                related = (Related(party.span("languages"), "the languages of the party"),)
                span = instrument.span("authentic" if record.authentic else "languages")
                yield Found(message, span, "add it to `authentic`", record.id, related=related)


@check("LNG004", Severity.INFO)
def authentic_not_drafted(s: Subject) -> Iterator[Found]:
    """A language in which the text will be authentic is not one in which it is drafted.

    Why: an authentic text that nobody has drafted is made in the last night, and nobody compares it.
    Source: the errors reported in language versions of EU-Korea and Korea-US, 2011.
    Covers: LNG-06, EU-08.
    Fix: add clauses in that language, or plan the translation and its comparison.

    Fails:
        == seeds/instruments/example.yaml ==
        authentic: [en, es]
    Passes:
        == seeds/instruments/example.yaml ==
        authentic: [en]
    """
    for instrument in s.instruments():
        record = instrument.record
        undrafted = [tag for tag in record.authentic if tag not in record.languages]
        if undrafted:
            message = f"{title(instrument)} will be authentic in {_called(s, instrument, undrafted)}, not drafted here"
            hint = "plan the translation and its comparison with the drafted text"
            yield Found(message, instrument.span("authentic"), hint, record.id)
