"""Checks of the times of duties: is the field there, is it printed, and is the body there that has to keep it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from travaux.checks import Found, check
from travaux.checks._duties import Declared, declared, has_field, leaves, owed_by, printed_values, source_of, value_of
from travaux.checks._model import shorter, spelled
from travaux.checks._phrases import any_of
from travaux.compilation import Subject, Text
from travaux.diagnostic import Related, Severity
from travaux.model.duty import START, Duty
from travaux.model.period import Period
from travaux.validate import closest


@check("OWE005", Severity.ERROR)
def time_of_no_field(s: Subject) -> Iterator[Found]:
    """The time of a duty is said to be a parameter or a field that does not exist.

    Why: the register would print a time that nobody has agreed.
    Source: the contract of a clause's front matter; no case outside this library.
    Fix: name the field as the clause prints it, or one of `continuing`, `on-event` and `untimed`.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Names a parameter that it does not have.
        order: 50
        tier: 1
        uses: [committee, party]
        parameters: {notice: {type: period, default: P14D, meaning: Time for the notice}}
        duties:
          itself: {by: party, act: notify its decision, time: param.notise}
        ---
        Each Party shall notify the Committee of its decision within {{ param.notice }}.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Names its parameter.
        order: 50
        tier: 1
        uses: [committee, party]
        parameters: {notice: {type: period, default: P14D, meaning: Time for the notice}}
        duties:
          itself: {by: party, act: notify its decision, time: param.notice}
        ---
        Each Party shall notify the Committee of its decision within {{ param.notice }}.
    """
    for text in s.texts:
        for entry, duty in _timed(text):
            if duty.field and (hint := _missing(entry, text, duty)) is not None:
                message = f"the time of the duty is said to be {duty.time!r}, and there is no such field"
                yield Found(message, entry.span("time"), hint, text.instrument.record.id, entry.provision)


def _timed(text: Text) -> Iterator[tuple[Declared, Duty]]:
    return ((entry, entry.duty) for entry in declared(text) if entry.duty is not None)


def _missing(entry: Declared, text: Text, duty: Duty) -> str | None:
    """What helps where a field does not exist; None where it does."""
    root, *steps = duty.field
    if root == "param":
        known = entry.clause.front.parameters
        return None if steps[0] in known and len(steps) == 1 else closest(steps[0], known) or "see `parameters`"
    if root == "mechanism" and entry.selected.mechanism is None:
        return "the family of the clause is about no mechanism"
    record = text.instrument if root == "instrument" else entry.selected.mechanism
    assert record is not None
    cls = type(record.record)
    return None if has_field(cls, tuple(steps)) else closest(steps[0], cls.model_fields) or "see `travaux schema`"


@check("OWE006", Severity.WARNING)
def time_that_is_not_printed(s: Subject) -> Iterator[Found]:
    """The time of a duty is a field, or words, that its provision does not print.

    Why: the register would tell another time than the text.
    Source: the contract of a clause's front matter; no case outside this library.
    Fix: name what the provision prints, or one of `continuing`, `on-event` and `untimed`.
    Follows: OWE005.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Tells times that are not said.
        order: 50
        tier: 1
        uses: [committee, party]
        parameters: {notice: {type: period, default: P14D, meaning: Time for the notice}}
        duties:
          inform: {by: party, act: notify its decision, time: param.notice}
          answer: {by: committee, act: answer, time: at once}
        ---
        1. {#inform} Each Party shall notify the Committee of its decision.

        2. {#answer} The Committee shall answer within {{ param.notice }}.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Tells the times that are said.
        order: 50
        tier: 1
        uses: [committee, party]
        parameters: {notice: {type: period, default: P14D, meaning: Time for the notice}}
        duties:
          inform: {by: party, act: notify its decision, time: at once}
          answer: {by: committee, act: answer, time: param.notice}
        ---
        1. {#inform} Each Party shall notify the Committee of its decision at once.

        2. {#answer} The Committee shall answer within {{ param.notice }}.
    """
    for text in s.texts:
        for entry, duty in _timed(text):
            gone = duty.field and _missing(entry, text, duty) is not None
            if entry.units and not gone and not _printed(entry, duty):
                message = f"the time of the duty is told as {duty.time!r}, and {entry.place} does not print it"
                hint = "tell the time that stands there, or `untimed`"
                yield Found(message, entry.span("time"), hint, text.instrument.record.id, entry.provision)


def _printed(entry: Declared, duty: Duty) -> bool:
    """Whether the provision says the time, here or where a condition of the clause holds."""
    written = " ".join(source_of(entry.clause, entry.key).split())
    if duty.field:
        there = re.search(rf"{re.escape(duty.expression)}(?![\w.\[])", written)
        return there is not None or any(True for _ in printed_values(entry, duty))
    if not duty.words:
        return True
    said = ("".join(getattr(leaf, "text", " ") for leaf in leaves(unit)) for unit in entry.units)
    pattern = any_of((duty.words,))
    return any(pattern.search(" ".join(words.split())) for words in (*said, written))


@check("OWE009", Severity.WARNING)
def due_before_first_meeting(s: Subject) -> Iterator[Found]:
    """A body has to act by a day on which it may not have met for the first time.

    Why: a body that does not exist yet misses its first deadline, and each party can say that another was to convene
    it.
    Source: drafting practice; the times of a body and its first meeting are laid down in different articles.
    Covers: DAT-09.
    Fix: let the first meeting come sooner, or give the body longer. Times are compared that both run from the date of
    entry into force, as `from: date-of-entry-into-force` of the duties says.

    Fails:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: Its rules are due before it meets.
        order: 60
        tier: 1
        uses: [committee, party]
        parameters:
          first_meeting: {type: period, default: P60D, meaning: Time to the first meeting}
          rules: {type: period, default: P30D, meaning: Time to the rules}
        duties:
          meet:
            by: committee
            act: hold its first meeting
            time: param.first_meeting
            from: date-of-entry-into-force
            first_meeting: true
          rules: {by: committee, act: adopt its rules, time: param.rules, from: date-of-entry-into-force}
        ---
        1. {#meet} The Committee shall meet within {{ param.first_meeting }} of the entry into force for each Party.

        2. {#rules} The Committee shall adopt its rules within {{ param.rules }} of the entry into force.
    Passes:
        == clauses/example/committee.en.md ==
        ---
        heading: Joint Committee
        purpose: Its rules are due after it meets.
        order: 60
        tier: 1
        uses: [committee, party]
        parameters:
          first_meeting: {type: period, default: P60D, meaning: Time to the first meeting}
          rules: {type: period, default: P90D, meaning: Time to the rules}
        duties:
          meet:
            by: committee
            act: hold its first meeting
            time: param.first_meeting
            from: date-of-entry-into-force
            first_meeting: true
          rules: {by: committee, act: adopt its rules, time: param.rules, from: date-of-entry-into-force}
        ---
        1. {#meet} The Committee shall meet within {{ param.first_meeting }} of the entry into force for each Party.

        2. {#rules} The Committee shall adopt its rules within {{ param.rules }} of the entry into force.
    """
    for text in s.texts:
        counted = list(_from_the_start(text))
        for first in counted:
            for other in counted if first.duty.first_meeting else ():
                if other is not first and other.by == first.by and shorter(other.period, first.period):
                    message = (
                        f"{other.by!r} has to {other.duty.act} within {spelled(other.period)} of the entry into force, "
                        f"and need not have met for the first time before {spelled(first.period)}"
                    )
                    related = (Related(first.entry.span("time"), "the first meeting"),)
                    hint = "bring the first meeting forward, or give more time"
                    here, provision = text.instrument.record.id, other.entry.provision
                    yield Found(message, other.entry.span("time"), hint, here, provision, related)


@dataclass(frozen=True, slots=True)
class _Due:
    """A duty whose period runs from the entry into force, who owes it in the text, and the period."""

    entry: Declared
    duty: Duty
    by: str
    period: Period


def _from_the_start(text: Text) -> Iterator[_Due]:
    """The duties of a text whose period runs from its entry into force."""
    for entry, duty in _timed(text):
        value = value_of(entry.selected, text, duty.field) if duty.field and entry.units else None
        if duty.from_ == START and isinstance(value, Period):
            yield _Due(entry, duty, owed_by(text, entry, duty), value)
