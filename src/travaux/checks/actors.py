"""Checks of who acts (PTY): who owes a duty is somebody the text knows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._introduced import introduced
from travaux.checks._model import bare_names, name
from travaux.checks._walk import Passage, found_in, passages
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity


@check("PTY009", Severity.WARNING)
def duty_of_a_stranger(s: Subject) -> Iterator[Found]:
    """A sentence says what somebody shall or may do who is no party to the text, and whom the text does not know.

    Why: a treaty binds its parties and sets up its own bodies; a State that is not a party, an institution of one, or a
    body that nothing establishes owes nothing (Vienna Convention on the Law of Treaties, Article 34).
    Source: drafting practice: clauses that are copied bring the bodies of another agreement with them.
    Covers: PTY-05, PTY-02, TRM-01.
    Fix: name a Party, a body that the text sets up, or define who is meant.
    Follows: TRM001, PTY008, REG002.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. The Steering Board shall prepare its meetings.
    Fails:
        == clauses/example-plan/plan-work.en.md ==
        ---
        heading: Actions
        purpose: Names one that is no participant.
        order: 40
        tier: 1
        ---
        Corda may attend the meetings.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. Borea shall prepare its meetings. The Joint Committee shall meet
        in each calendar year.
    """
    for text in s.texts:
        pattern, known = _actors(text), _known(s, text)
        if pattern is None:
            continue
        strangers = {word: party for word, party in bare_names(s, text.language) if word not in known}
        for passage in passages(text):
            if passage.provides:
                yield from _strangers(text, passage, pattern, known, strangers)


def _strangers(
    text: Text, passage: Passage, pattern: re.Pattern[str], known: set[str], strangers: dict[str, str]
) -> Iterator[Found]:
    for match in pattern.finditer(passage.words()):
        actor = match["actor"]
        if actor in known or not (match["which"] or actor in strangers) or _of_the_text(text, actor):
            continue
        message = f"{actor!r} is to act, and nothing in this text says who that is"
        if actor in strangers:
            message = f"{actor!r} is to act, and {strangers[actor]} is no party to this text"
        yield found_in(text, passage, match[0], message, "name a Party or a body of the text, or define the words")


def _of_the_text(text: Text, actor: str) -> bool:
    """Whether capitalised words are for the text itself, or for a part of it: `Agreement`, `Chapter`."""
    words = {**text.library.words.words, **text.document.draft.house.words}
    title = text.instrument.record.short_title.get(text.language, "")
    return actor in words.values() or actor in title or actor.split()[0].lower() in text.library.words.own_words


def _actors(text: Text) -> re.Pattern[str] | None:
    """What finds the head of a sentence on what somebody with a capital letter shall or may do."""
    words = text.library.words
    verbs = "|".join(map(re.escape, (*words.duty_verbs, *words.permission_verbs)))
    which = "|".join(map(re.escape, words.determiners))
    if words.script != "european" or not words.spaced or not verbs or not which:
        return None
    links = "|".join(map(re.escape, words.name_links)) or "(?!)"
    actor = rf"(?P<actor>[A-Z][\w’'-]+(?: (?:(?:{links}) ){{0,2}}[A-Z][\w’'-]+)*)"
    return re.compile(rf"(?:^|(?<=[.;:] ))(?:(?P<which>{which}) )?{actor} (?:{verbs})(?!\w)")


def _known(s: Subject, text: Text) -> set[str]:
    """The forms of the terms that are defined, the parties of the text, and the words of the language for bodies."""
    forms = {form for entry in text.document.definitions for form in entry.forms}
    own = {name(entry) for entry in s.parties(text.instrument)}
    words = {word for word, party in bare_names(s, text.language) if party in own}
    printed = {value.value.text for value in text.document.values}
    bearers = {word for word in text.library.words.duty_bearers if introduced(text, word)}
    return forms | words | printed | bearers
