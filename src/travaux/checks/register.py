"""Register: a text that binds and a text that does not use different words, and each keeps to its own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from travaux.checks import Found, check
from travaux.checks._phrases import any_of, met, said
from travaux.checks._walk import Passage, found_in, passages, reworded
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.edit import Fix
from travaux.library import Language


def _in_phrases(words: Language, passage: str) -> list[range]:
    """The places of phrases in which a word says nothing about binding."""
    return [range(m.start(), m.end()) for m in any_of(words.harmless_phrases).finditer(passage)]


# --- REG001 --------------------------------------------------------------------------------------------------------


@check("REG001", Severity.ERROR, fix="unsafe")
def binding_words(s: Subject) -> Iterator[Found]:
    """A text that is not to bind uses words that bind.

    Why: whether a text binds follows from its words and not from its title; a treaty word in an action plan can be
    held against every participant.
    Source: guidance of the State Department on non-binding documents and of the Foreign, Commonwealth and Development
    Office of November 2021, both known from excerpts; the ICJ in Somalia v. Kenya (2017) held a memorandum of
    understanding to be a treaty.
    Covers: PTY-08, REG-01, US-06, DC-003, DC-004, DC-005, DC-006, DC-007, DC-008.
    Fix: use the words of the non-binding register: will, intend, Participant, Section, comes into effect.
    Follows: TRM001.

    Fails:
        == clauses/example-plan/plan-work.en.md ==
        ---
        heading: Actions
        purpose: Binds.
        order: 40
        tier: 1
        uses: [participant]
        ---
        The Participants shall publish a report, and the Parties agree to its content.
    Fails:
        == clauses/example-plan/plan-status.en.md ==
        ---
        heading: Rights and obligations
        purpose: A heading that binds.
        order: 50
        tier: 1
        ---
        This Action Plan is not legally binding and creates no rights or obligations.
    Passes:
        == clauses/example-plan/plan-work.en.md ==
        ---
        heading: Actions
        purpose: Names rights of others, and an article of a treaty.
        order: 40
        tier: 1
        uses: [participant]
        ---
        The Participants intend to respect human rights and to act in accordance with Article XX of GATT 1994.
    """
    for text in s.texts:
        pattern = any_of(text.library.words.binding_verbs)
        for passage in passages(text) if not text.binding else ():
            for word in _binding_words(text, passage, pattern):
                message = f"{word!r} is a word of a binding text, and this one is not to bind"
                hint = "use the words of the non-binding register"
                yield found_in(text, passage, word, message, hint, fix=_as_plan(text, passage, word))


def _as_plan(text: Text, passage: Passage, word: str) -> Fix | None:
    """The verb of duty becomes the first verb of the non-binding register."""
    words = text.library.words
    plan = words.non_binding_verbs[:1] if word in words.duty_verbs else ()
    return reworded(passage, word, plan[0]) if plan else None


def _binding_words(text: Text, passage: Passage, pattern: re.Pattern[str]) -> Iterator[str]:
    """The binding words of a passage, without those that the status sentence may use and articles of a treaty."""
    words, own = passage.words(), text.library.words
    allowed = set(own.status_clause_words) if any_of(own.status_phrases).search(words) else set()
    harmless = _in_phrases(own, words)
    for match in pattern.finditer(words):
        cited = re.match(r" [0-9IVXLC]", words[match.end() :])
        if match[0] not in allowed and not cited and not any(match.start() in place for place in harmless):
            yield match[0]


# --- REG002, REG004 ------------------------------------------------------------------------------------------------


def _sentences(words: Language, verbs: Iterable[str]) -> re.Pattern[str] | None:
    """Finds the beginning of a sentence that says what a Party or a body does with one of some verbs."""
    if not (words.determiners and words.duty_bearers and (verbs := list(verbs))):
        return None

    def either(known: Iterable[str]) -> str:
        return "|".join(re.escape(word) for word in sorted(known, key=lambda w: (-len(w), w)))

    inner = rf"(?:(?!(?:{either(word.lower() for word in words.determiners)}) )\w+ ){{0,2}}?"
    start = rf"(?:^|(?<=[.;:] ))(?:(?:{either(words.determiners)}) {inner})?"
    return re.compile(rf"{start}(?:{either(words.duty_bearers)}) (?P<verb>{either(verbs)})(?!\w)")


def _duties(text: Text, verbs: Iterable[str]) -> Iterator[tuple[Passage, str]]:
    """The sentences of the articles and annexes of a binding text that use one of some verbs for a duty."""
    pattern = _sentences(text.library.words, verbs)
    for passage, match in met(text, pattern) if text.binding else ():
        if passage.provides:
            yield passage, match[0]


def _as_duty(text: Text, passage: Passage, sentence: str) -> Fix | None:
    """The verb of duty in place of another, where the language has one alone: `must` becomes `shall`."""
    words = text.library.words
    others = any_of((*words.non_binding_verbs, *words.false_duty_verbs, *words.soft_verbs))
    found = list(others.finditer(sentence))
    if len(words.duty_verbs) != 1 or len(found) != 1:
        return None
    (verb,), (old,) = words.duty_verbs, found
    return reworded(passage, sentence, sentence[: old.start()] + verb + sentence[old.end() :])


@check("REG002", Severity.ERROR, fix="unsafe")
def non_binding_verb(s: Subject) -> Iterator[Found]:
    """A sentence of a treaty says what a Party will do, and does not say that it shall.

    Why: "the Parties will eliminate" states a plan; whether it is owed is then open to argument.
    Source: measured in treaty texts: will stands 0.19 to 0.45 times in a thousand words in agreements of the United
    States and Japan, and mostly for future facts. A verb that recommends, such as should, is a warning: it may be
    meant.
    Covers: REG-02, DC-001, DC-002.
    Fix: write "shall" for a duty, "may" for a right, or state a fact in the present.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Plans instead of binding.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        The Parties will admit covered goods.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Speaks of a Party that intends something.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        A Party that intends to suspend the admission of covered goods shall say when it will end.
    """
    for text in s.texts:
        words = text.library.words
        for verbs, severity in ((words.non_binding_verbs, Severity.ERROR), (words.soft_verbs, Severity.WARNING)):
            for passage, sentence in _duties(text, verbs):
                message = f"{sentence!r} lays no duty in a binding text"
                hint = "write 'shall' for a duty, 'may' for a right" if text.language == "en" else ""
                fix = _as_duty(text, passage, sentence)
                yield found_in(text, passage, sentence, message, hint, severity, fix=fix)


@check("REG005", Severity.WARNING, fix="unsafe")
def future_in_a_treaty(s: Subject) -> Iterator[Found]:
    """A provision of a treaty speaks in the future, and a reader asks whether a duty is meant.

    Why: "the text will be sent" may be a promise or a forecast; only "shall" tells.
    Source: drafting practice of treaties: a plain "will" is for a future fact alone (reported).
    Covers: REG-02, DC-002.
    Fix: write "shall" for a duty; for a fact, write the present.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Tells what happens.
        order: 50
        tier: 1
        ---
        A request for information will be answered in writing.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Says what is owed.
        order: 50
        tier: 1
        ---
        A request for information shall be answered in writing.
    """
    for text in s.texts:
        verbs = text.library.words.future_verbs
        pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, verbs))})(?![\w-])") if verbs else None
        said = {(passage.key, found) for passage, found in _duties(text, text.library.words.non_binding_verbs)}
        for passage, match in met(text, pattern) if text.binding else ():
            told = any(key == passage.key and found.endswith(match[0]) for key, found in said)
            if told or not passage.provides:
                continue
            message = f"{match[0]!r} speaks of the future in a binding text"
            fix = _as_duty_of_future(text, passage, match)
            hint = "write 'shall' for a duty"
            yield found_in(text, passage, match[0], message, hint, Severity.WARNING, fix=fix)


def _as_duty_of_future(text: Text, passage: Passage, match: re.Match[str]) -> Fix | None:
    """The verb of duty for one of the future, with the word before it so that it is found where it stands."""
    duties = text.library.words.duty_verbs
    before = re.search(r"[\w’'-]+ $", passage.words()[: match.start()])
    if len(duties) != 1 or before is None:
        return None
    return reworded(passage, before[0] + match[0], before[0] + duties[0])


@check("REG004", Severity.WARNING, fix="unsafe")
def false_duty_verb(s: Subject) -> Iterator[Found]:
    """A duty of a treaty is laid with another verb than the treaty's own.

    Why: where "shall" binds throughout, "must" and "is to" make a reader ask what else is meant.
    Source: measured in twelve agreements: shall stands 12.6 to 16.7 times in a thousand words, must 0.43 times at
    most.
    Covers: DC-001.
    Fix: write "shall".

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Binds with another verb.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party must admit covered goods. Each other Party is to do so in turn.
    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Binds with another verb, and names nobody.
        order: 50
        tier: 1
        ---
        The list must be complete.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Speaks of an act that a Party is to do.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        A period within which a Party is to admit covered goods shall not be extended.
    """
    for text in s.texts:
        hint = " or ".join(f"write {verb!r}" for verb in text.library.words.duty_verbs)
        told = set[str]()
        for passage, sentence in _duties(text, text.library.words.false_duty_verbs):
            told.add(passage.key)
            message = f"{sentence!r} lays a duty with another verb than the rest of the treaty"
            yield found_in(text, passage, sentence, message, hint, fix=_as_duty(text, passage, sentence))
        yield from _duties_of_nobody(text, told, hint)


def _duties_of_nobody(text: Text, told: set[str], hint: str) -> Iterator[Found]:
    """A verb of duty that is not the treaty's own, and is nothing else either, whoever it is said of: `must`."""
    pattern = any_of(verb for verb in text.library.words.false_duty_verbs if " " not in verb)
    for passage, match in said(text, pattern) if text.binding else ():
        if passage.provides and passage.key not in told:
            message = f"{match[0]!r} lays a duty with another verb than the rest of the treaty"
            yield found_in(text, passage, match[0], message, hint, fix=_as_duty_of_future(text, passage, match))


# --- REG003 --------------------------------------------------------------------------------------------------------


@check("REG003", Severity.ERROR)
def duty_in_a_recital(s: Subject) -> Iterator[Found]:
    """A recital lays a duty.

    Why: the preamble is context for interpretation and binds nobody; a duty put there is lost.
    Source: Vienna Convention on the Law of Treaties, Article 31(2): the preamble is part of the context; practice of
    the Union: no "shall" in recitals.
    Covers: REG-05, DC-013.
    Fix: move the duty to an article.

    Fails:
        == clauses/example/recitals.en.md ==
        1. {#use} RECOGNISING that each of them shall admit examplium;

        2. {#trade} DESIRING to trade in it at fair prices,
    Passes:
        == clauses/example/recitals.en.md ==
        1. {#use} RECOGNISING that examplium is of use to industry;

        2. {#trade} DESIRING that each of them admit it,
    """
    for text in s.texts:
        for passage, match in said(text, any_of(text.library.words.duty_verbs)) if text.binding else ():
            if passage.part == "recital":
                message = f"the recital lays a duty: {match[0]!r}"
                yield found_in(text, passage, match[0], message, "move the duty to an article")
