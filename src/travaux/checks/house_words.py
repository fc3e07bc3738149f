"""Checks of house words: one standard of spelling, one kind of days, names as on record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from travaux.checks import Found, check
from travaux.checks._model import bare_name, name
from travaux.checks._phrases import any_of, met, said
from travaux.checks._walk import Passage, found_in, reworded
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.edit import Fix
from travaux.validate import meant


@check("LNG007", Severity.WARNING, fix="safe")
def other_spelling(s: Subject) -> Iterator[Found]:
    """A word is spelled by another standard than that of the language of the text.

    Why: two standards in one text show that it was put together from several, and a search for a word misses half.
    Source: the TPP keeps to British spelling and the USMCA to American, each throughout (measured).
    Covers: LNG-07, DC-055.
    Fix: the spelling of the language file. The official name of a body or law may keep its own: `plain("...")`.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Spelled by another standard.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall protect labor in the production of covered goods.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: The name of a body keeps its spelling.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall protect labour in the production of covered goods, as the Department of Labor says.
    """
    for text in s.texts:
        others = text.library.words.other_spellings
        pattern = any_of(others)
        for passage, match in met(text, pattern):
            before = passage.all_words[: match.start()]
            capital = match[0][0].isupper() and before.rstrip()[-1:] not in ("", ".", ";", ":")
            if not capital:
                own = others[match[0].lower()]
                message = f"{match[0]!r} is spelled {own!r} in this text"
                new = own.capitalize() if match[0][0].isupper() else own
                fix = reworded(passage, match[0], new, safe=True)
                yield found_in(text, passage, match[0], message, f"write {own!r}", fix=fix)


@check("TIM003", Severity.WARNING)
def two_kinds_of_days(s: Subject) -> Iterator[Found]:
    """A text counts some times in working days and others in days.

    Why: what is a working day differs from party to party and from year to year, so that two times that look alike end
    on different days.
    Source: legal scrub practice; the times of this library are calendar days.
    Covers: DAT-03.
    Fix: calendar days.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. A Party shall answer it within ten working days of its question.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. A Party shall answer it within ten days of its question.
    """
    for text in s.texts:
        for passage, match in said(text, any_of(text.library.words.working_days)) if _counts_days(text) else ():
            message = f"{match[0]!r}: other times of this text are counted in calendar days"
            yield found_in(text, passage, match[0], message, "count in days")


def _counts_days(text: Text) -> bool:
    """Whether a printed value of the text is a number of days."""
    days = any_of(text.library.words.units["day"])
    return any(days.search(entry.value.text) for entry in text.document.values)


@check("PTY008", Severity.ERROR, fix="unsafe")
def misnamed_party(s: Subject) -> Iterator[Found]:
    """A name that somebody has typed is made of the words of a party's name, and is none of its names.

    Why: a State is bound under its own name; another one is read as another State, or as carelessness.
    Source: legal scrub practice ("United States of Mexico" for the United Mexican States).
    Covers: PTY-01, DC-020.
    Fix: print the name from the record: `{{ party | long }}`.
    Follows: PTY011.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall meet in the Kingdom Borea.
    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. The Kingdom Borea shall prepare its meetings.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee, which shall meet in the Kingdom of Borea.
    """
    for text in s.texts:
        if text.library.words.script != "european":
            continue
        known, parts = _names(s, text)
        capitalised = _capitals(known)
        for passage, match in met(text, capitalised):
            typed = match[0].split()
            if typed[0] in text.library.words.determiners:
                typed = typed[1:]
            capitals = frozenset(word for word in typed if word[0].isupper())
            named = " ".join(typed)
            if len(capitals) < 2 or named in known or any(named in whole for whole in known):
                continue
            party = next((party for party, words in parts if capitals <= words), None)
            if party:
                message = f"{named!r} is no name of {party}"
                hint, fix = "print the name from its record", _as_named(s, text, passage, named)
                yield found_in(text, passage, named, message, hint, fix=fix)


def _as_named(s: Subject, text: Text, passage: Passage, words: str) -> Fix | None:
    """The name of a party for which the words can be a slip, without the article that stands before it."""
    names = [entry.record.names.get(text.language) for entry in s.parties(text.instrument)]
    forms = {bare_name(each.long) for each in names if each}
    wanted = meant(words, {*forms, *(each.short for each in names if each)})
    return reworded(passage, words, wanted) if wanted else None


def _capitals(known: Iterable[str]) -> re.Pattern[str]:
    """Two words with a capital letter or more, with such small words between them as names of parties have inside."""
    small = {word for name in known for word in name.split()[1:-1] if word.islower()}
    links = "|".join(map(re.escape, sorted(small))) or "(?!)"
    return re.compile(rf"\b[A-Z][\w’'-]+(?:(?: (?:{links}))* [A-Z][\w’'-]+)+")


def _names(s: Subject, text: Text) -> tuple[set[str], list[tuple[str, frozenset[str]]]]:
    """Every name of every party on record, and for each party of the text the capitalised words of its names."""
    known: set[str] = set()
    parts = []
    for entry in s.records.parties.values():
        for names in entry.record.names.values():
            known |= {names.long, names.short, names.label or names.short}
    for entry in s.parties(text.instrument):
        own = entry.record.names.get(text.language)
        if own:
            words = f"{own.long} {own.short} {own.label or ''}".split()
            parts.append((name(entry), frozenset(word for word in words if word[0].isupper())))
    return known, parts
