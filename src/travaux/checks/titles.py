"""Checks of titles and status (REG): what a text calls itself, and what it says of its own force."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import binds, texts_of, title
from travaux.checks._phrases import any_of, said
from travaux.checks._walk import found_in
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity


@check("REG009", Severity.WARNING)
def no_status_sentence(s: Subject) -> Iterator[Found]:
    """A text that is not to bind does not say so.

    Why: whether a text binds follows from its words; without a sentence on its status every "will" can be held against
    its participants.
    Source: guidance of the State Department on non-binding documents and of the Foreign, Commonwealth and Development
    Office of November 2021, both known from excerpts; Somalia v. Kenya (ICJ, 2017).
    Covers: REG-03, DC-010.
    Fix: a sentence such as "This Action Plan is not legally binding".
    At: seeds/instruments/example-plan.yaml: kind:

    Fails:
        == clauses/example-plan/plan-status.en.md ==
        This Action Plan binds each Participant under its own law.
    Passes:
        == clauses/example-plan/plan-status.en.md ==
        This Action Plan is not legally binding.
    """
    for text in s.texts:
        phrases = text.library.words.status_phrases
        if not text.binding and phrases and not any(said(text, any_of(phrases))):
            message = f"{title(text.instrument)} does not bind, and does not say so"
            hint = f"say that it is {phrases[0]!r}"
            yield Found(message, text.instrument.span("kind"), hint, text.instrument.record.id)


@check("REG010", Severity.WARNING)
def title_of_another_kind(s: Subject) -> Iterator[Found]:
    """A text that is not to bind bears the title of a treaty, or has what only a treaty has.

    Why: a title decides nothing, and is the first thing that is held against those who signed; arbitration and
    ratification belong to a text that binds.
    Source: Somalia v. Kenya (ICJ, 2017): a memorandum was held to be a treaty (reported); guidance of the State
    Department and of the Foreign, Commonwealth and Development Office (excerpts).
    Covers: REG-04, REG-03.
    Fix: "Memorandum of Understanding", "Action Plan", "Arrangement"; consultations in place of arbitration.

    Fails:
        == seeds/instruments/example-plan.yaml ==
        title: {en: Agreement on Work on Examplium}
    Fails:
        == templates/example-plan.yaml ==
        words: {en: {text: Action Plan}}
        == seeds/instruments/example-plan.yaml ==
        title: {en: Alba-Borea Agreement on Work on Examplium}
    Fails:
        == clauses/example-plan/plan-work.en.md ==
        A difference on this Action Plan is submitted to arbitration.
    Passes:
        == seeds/instruments/example-plan.yaml ==
        title: {en: Alba-Borea Action Plan for an Agreement on Examplium}
        == templates/example-plan.yaml ==
        words: {en: {text: Action Plan}}
    """
    for instrument in s.instruments():
        for text in texts_of(s, instrument) if not binds(s, instrument) else ():
            words = text.library.words
            for field, titles in (("title", instrument.record.title), ("short_title", instrument.record.short_title)):
                first = _treaty_name(text, titles.get(text.language, ""))
                if first:
                    message = f"the title of {title(instrument)} calls it {first!r}, and it is not to bind"
                    span = instrument.span(field, text.language)
                    yield Found(message, span, "call it by what it is", instrument.record.id)
            for passage, match in said(text, any_of(words.treaty_matters)):
                message = f"{match[0]!r} belongs to a text that binds"
                yield found_in(text, passage, match[0], message, "leave it to the treaty")


def _treaty_name(text: Text, called: str) -> str:
    """The title of a treaty by which a text is called first; "" where it is called by its own name before that."""
    found = any_of(text.library.words.treaty_titles).search(called)
    own = text.library.template.words.get(text.language, {}).get("text", "")
    before = called[: found.start()] if found else ""
    return found[0] if found and (not before or (own and own.split()[-1] not in before)) else ""
