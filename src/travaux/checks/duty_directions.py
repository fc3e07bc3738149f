"""Checks of duties against the sentence that lays them: to do or not to do, by when, and whether it is owed at all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._duties import Declared, declared, leaves
from travaux.checks._phrases import any_of
from travaux.checks._walk import typed_at
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.model.duty import Duty

_NOT_TO = "not "
_BEFORE = "before"
_OPEN = " ]"


def _owed(text: Text) -> Iterator[tuple[Declared, Duty]]:
    """Every duty of a text that is told of a provision which stands in it."""
    return ((entry, entry.duty) for entry in declared(text) if entry.duty is not None and entry.units)


def _words(entry: Declared) -> str:
    """What the provisions of an entry print, with what stands above them in their clause."""
    kept = (leaf for unit in entry.units for leaf in leaves(unit) if not isinstance(leaf, tree.Note))
    return "".join(getattr(leaf, "text", " ") for leaf in kept)


def _found(text: Text, entry: Declared, message: str, hint: str) -> Found:
    """A finding at the verb of the sentence, or where its provision begins."""
    words, span = text.library.words, entry.units[0].node.span
    verb = any_of((*words.duty_verbs, *words.permission_verbs)).search(_words(entry))
    place = typed_at(entry.clause, verb[0], span) if verb else span
    return Found(message, place, hint, text.instrument.record.id, entry.provision)


@check("OWE010", Severity.WARNING)
def bar_without_a_negation(s: Subject) -> Iterator[Found]:
    """A duty is told as one not to do something, and its provision has no word that says "not".

    Why: with the one word gone a ban becomes a duty to do what was barred.
    Source: legal scrub practice; the contract of a clause's front matter.
    Fix: put the word back, or tell the duty as what the provision asks for.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Has lost its negation.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          itself: {by: party, act: not charge fees on covered goods}
        ---
        A Party shall charge fees on covered goods of another Party.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Has its negation.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          itself: {by: party, act: not charge fees on covered goods}
        ---
        No Party shall charge fees on covered goods of another Party.
    """
    for text in s.texts:
        negative = any_of(text.library.words.negations)
        for entry, duty in _owed(text) if text.library.words.negations else ():
            if duty.act.startswith(_NOT_TO) and not negative.search(_words(entry)):
                message = f"the duty is told as one to {duty.act!r}, and {entry.place} has no negation"
                hint = "put the negation back, or tell what the provision asks for"
                yield _found(text, entry, message, hint)


@check("OWE011", Severity.WARNING)
def period_of_the_other_direction(s: Subject) -> Iterator[Found]:
    """The period of a duty is told to run up to something, and the provision counts it from there; or the reverse.

    Why: thirty days before a measure applies are notice; thirty days after are none.
    Source: legal scrub practice; the contract of a clause's front matter.
    Fix: count in the provision as `from` of the duty says, or mend `from`.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Counts from the day up to which it should count.
        order: 50
        tier: 1
        uses: [committee, party]
        parameters: {notice: {type: period, default: P14D, meaning: Time for the notice}}
        duties:
          itself: {by: party, act: notify its measures, time: param.notice, from: before the measure applies}
        ---
        Each Party shall notify the Committee of a measure within {{ param.notice }} of the day on which it applies.
    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Counts up to the day from which it should count.
        order: 50
        tier: 1
        uses: [committee, party]
        parameters: {notice: {type: period, default: P14D, meaning: Time for the notice}}
        duties:
          itself: {by: party, act: report on the test, time: param.notice, from: the test}
        ---
        Each Party shall report to the Committee no later than {{ param.notice }} before the test.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Counts up to the day.
        order: 50
        tier: 1
        uses: [committee, party]
        parameters: {notice: {type: period, default: P14D, meaning: Time for the notice}}
        duties:
          itself: {by: party, act: notify its measures, time: param.notice, from: before the measure applies}
        ---
        Each Party shall notify the Committee of a measure no later than {{ param.notice }} before it applies.
    """
    for text in s.texts:
        words = text.library.words
        back, on = (_heads(each, words.list_and.strip()) for each in (words.counted_back, words.counted_on))
        for entry, duty in _owed(text) if words.counted_back and words.counted_on else ():
            after = list(_after(entry, duty))
            if not duty.from_ or not after:
                continue
            backwards = duty.from_.startswith(_BEFORE)
            if backwards and all(on.match(words) for words in after):
                message = (
                    f"the period is told to run up to a day ({duty.from_}), and {entry.place} counts it from there"
                )
            elif not backwards and all(back.match(words) for words in after):
                message = f"the period is told to run from {duty.from_}, and {entry.place} counts it backwards"
            else:
                continue
            hint = "count in the provision as the duty says, or mend `from`"
            yield _found(text, entry, message, hint)


def _heads(phrases: Sequence[str], joint: str) -> re.Pattern[str]:
    """What finds a phrase at the head of words, that no "and" carries on to the other direction."""
    return re.compile(rf"(?:{'|'.join(map(re.escape, phrases)) or '(?!)'})(?! {re.escape(joint)}\b)(?!\w)")


def _after(entry: Declared, duty: Duty) -> Iterator[str]:
    """The words after each place at which the period of a duty is printed."""
    ending = f".{'.'.join(duty.field[1:])}"
    for unit in entry.units if duty.field else ():
        kept = [leaf for leaf in leaves(unit) if not isinstance(leaf, tree.Note)]
        for number, leaf in enumerate(kept):
            if isinstance(leaf, tree.Value) and re.sub(r"\[(\d+)\]", r".\1", leaf.path).endswith(ending):
                yield "".join(getattr(each, "text", " ") for each in kept[number + 1 :]).lstrip(_OPEN)


@check("OWE012", Severity.WARNING)
def duty_that_is_left_free(s: Subject) -> Iterator[Found]:
    """A duty is told of a provision that says what somebody may do, and nothing that anybody shall do.

    Why: what may be done need not be done; the register would promise what the text does not.
    Source: legal scrub practice; the contract of a clause's front matter.
    Fix: lay the duty with the verb of the treaty, or take it out of `duties`.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Leaves free what it means to ask for.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          itself: {by: party, act: admit covered goods}
        ---
        Each Party may admit covered goods of another Party.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Asks for it.
        order: 50
        tier: 1
        uses: [covered-good, party]
        duties:
          itself: {by: party, act: admit covered goods}
        ---
        Each Party shall admit covered goods of another Party. It may publish a list of them.
    """
    for text in s.texts:
        words = text.library.words
        duty_verb, free = any_of(words.duty_verbs), any_of((*words.permitted_not, *words.permission_verbs))
        owed = any_of((*words.duty_verbs, *words.false_duty_verbs, *words.soft_verbs, *words.future_verbs))
        known = text.binding and bool(words.duty_verbs) and duty_verb.pattern != free.pattern
        for entry, _ in _owed(text) if known else ():
            printed = _words(entry)
            verb = free.search(printed)
            if verb and verb[0] not in words.permitted_not and not owed.search(printed):
                message = f"a duty is told of {entry.place}, which says {verb[0]!r} and lays none"
                hint = "lay it with the verb of the treaty, or take it out of `duties`"
                yield _found(text, entry, message, hint)
