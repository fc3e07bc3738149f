"""Dates and precedents: nothing is recalled that is yet to happen, and it is said who reports what."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._dates import date_pattern
from travaux.checks._walk import clauses, found_in, passages, typed_at, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.library import Language
from travaux.span import NOWHERE

# --- SRC002 --------------------------------------------------------------------------------------------------------


@check("SRC002", Severity.WARNING)
def later_than_the_draft(s: Subject) -> Iterator[Found]:
    """A recital recalls a day after the date of the draft, or a source is dated later than the draft.

    Why: a draft cannot know what comes after it; either its date was not brought up to date or the fact is expected,
    not known.
    Source: no documented case; the check compares dates of the model.
    Fix: give the draft its new date in `status`, or take the fact out.
    At: seeds/instruments/example.yaml: sources:

    Fails:
        == clauses/example/recitals.en.md ==
        1. {#use} RECALLING the declaration of 3 May 2027;{{ source("fact") }}

        2. {#trade} DESIRING to trade in it at fair prices,
    Fails:
        == seeds/instruments/example.yaml ==
        status: {draft: Draft 1, date: 2025-12-01}
    Fails:
        == seeds/sources/later.yaml ==
        id: later
        statement: A fact that came after the draft.
        publisher: Official Journal
        url: https://example.org/later
        date: 2028-01-15
        grade: official
        seen: full
        == clauses/example/recitals.en.md ==
        1. {#use} RECALLING the declaration on trade in examplium;{{ source("later") }}

        2. {#trade} DESIRING to trade in it at fair prices,
    Passes:
        == clauses/example/recitals.en.md ==
        1. {#use} RECALLING the declaration of 3 May 2026;{{ source("fact") }}

        2. {#trade} DESIRING to trade in it at fair prices,
    """
    for text in s.texts:
        day = text.instrument.record.status.date
        if day is not None:
            yield from _later_recitals(text, day)
            yield from _later_sources(s, text, day)


def _dates(words: Language, passage: str) -> Iterator[tuple[str, datetime.date]]:
    """The dates in a passage, as the language writes them."""
    for match in date_pattern(words).finditer(passage):
        month = words.months.index(match["month"]) + 1
        try:
            yield match[0], datetime.date(int(match["year"]), month, int(match["day"]))
        except ValueError:
            continue  # 31 June is for a reader to find: it is no date that could be compared


def _later_recitals(text: Text, day: datetime.date) -> Iterator[Found]:
    for passage in passages(text):
        for words, stated in _dates(text.library.words, passage.words()) if passage.part == "recital" else ():
            if stated > day:
                message = f"the recital speaks of {words}, which is after the date of the draft"
                related = (Related(text.instrument.span("status", "date"), "the date of the draft"),)
                yield found_in(text, passage, words, message, "check both dates", related=related)


def _later_sources(s: Subject, text: Text, day: datetime.date) -> Iterator[Found]:
    named = [(key, text.instrument.span("sources", n)) for n, key in enumerate(text.instrument.record.sources)]
    files = clauses(text)
    resting: dict[str, list[str]] = {}
    for key, source in text.document.draft.rests_on:
        resting.setdefault(key, []).append(source)
    for unit in units(text):
        clause, own = files.get(unit.node.span.file), resting.get(unit.node.key, ())
        named += [(key, typed_at(clause, f'"{key}"', unit.node.span) if clause else NOWHERE) for key in own]
    for key, span in named:
        date = s.sources[key].record.date if key in s.sources else None
        if date is not None and date > day.isoformat()[: len(date)]:
            message = f"the source {key!r} is dated {date}, later than the draft"
            related = (Related(s.sources[key].span("date"), "the date of the source"),)
            hint = "give the draft a later date, or leave the source out"
            yield Found(message, span, hint, text.instrument.record.id, related=related)


# --- SRC003, SRC004 ------------------------------------------------------------------------------------------------


@check("SRC003", Severity.INFO)
def unconfirmed_precedents(s: Subject) -> Iterator[Found]:
    """Some clauses name precedents, and none of those has been confirmed.

    Why: a counterpart asks where a clause comes from; the answer should not be a guess.
    Source: the grades of this library: `unconfirmed` is one weak source, or settled law that was not opened.
    Fix: look the precedent up and grade it anew.
    At: seeds/instruments/example.yaml: kind:

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Has a precedent that nobody has looked up.
        order: 50
        tier: 1
        uses: [covered-good, party]
        precedents:
          - {instrument: an old treaty, shows: the same duty, grade: unconfirmed}
        ---
        Each Party shall admit covered goods.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: One of its precedents was seen.
        order: 50
        tier: 1
        uses: [covered-good, party]
        precedents:
          - {instrument: an old treaty, shows: the same duty, grade: unconfirmed}
          - {instrument: GATT 1994, shows: the same duty, grade: official}
        ---
        Each Party shall admit covered goods.
    """
    for text in s.texts:
        naming = [clause for clause in clauses(text).values() if clause.front.precedents]
        weak = sorted(c.key for c in naming if all(p.grade == "unconfirmed" for p in c.front.precedents))
        if weak:
            message = f"of {len(naming)} clauses with precedents, {len(weak)} have none that is confirmed"
            hint = f"look them up: {', '.join(weak)}"
            yield Found(message, text.instrument.span("kind"), hint, text.instrument.record.id)


@check("SRC004", Severity.WARNING)
def dated_fact_without_a_source(s: Subject) -> Iterator[Found]:
    """A recital states what happened on a day and names no source.

    Why: dates of announcements and signatures are what readers check first, and press reports differ by days.
    Source: no documented case; the sources of this library have conflicting dates for several announcements.
    Fix: name the source at the end of the recital.

    Fails:
        == clauses/example/recitals.en.md ==
        1. {#use} RECALLING the declaration of 3 May 2026;

        2. {#trade} DESIRING to trade in it at fair prices,
    Passes:
        == clauses/example/recitals.en.md ==
        1. {#use} RECALLING the declaration of 3 May 2026;{{ source("fact") }}

        2. {#trade} DESIRING to trade in it at fair prices,
    """
    for text in s.texts:
        resting = {key for key, _ in text.document.draft.rests_on}
        for passage in passages(text):
            if passage.part != "recital" or passage.key in resting:
                continue
            for words, _ in _dates(text.library.words, passage.words()):
                message = f"the recital states a fact of {words} and names no source"
                yield found_in(text, passage, words, message, 'add {{ source("...") }}')
