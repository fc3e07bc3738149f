"""Checks of how duties are worded: by each and not by all, without layers of softeners, by somebody who is named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from travaux.checks import Found, check
from travaux.checks._phrases import NOTHING, any_of, met, said
from travaux.checks._walk import Passage, found_in, reworded
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.edit import Fix
from travaux.keeps import keeps
from travaux.library import Language


@check("REG006", Severity.WARNING, fix="unsafe")
def joint_duty_of_each(s: Subject) -> Iterator[Found]:
    """ "The Parties" owe something about what is "its" own: the duty of each is laid on all together.

    Why: a duty of all together is broken by no one alone, and a panel may find nobody in breach. A drafter has to say
    which is meant.
    Source: legal scrub practice; "each Party" is the usual form of a duty that every party owes by itself.
    Covers: PTY-06.
    Fix: "Each Party shall ... its ...".

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: A duty of each, laid on all.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        The Parties shall publish its rules on covered goods.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: A duty of each.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall publish its rules on covered goods. The Parties shall meet once a year to discuss the list of
        covered goods with its annexes.
    """
    for text in s.texts:
        pattern = _joint_duty(text.library.words)
        for passage, match in met(text, pattern):
            message = f"{match[0].strip()!r} lays on all together what each has of its own"
            fix = _of_each(text, passage, match[0].strip())
            yield found_in(text, passage, match[0].strip(), message, 'write "Each Party", or "their"', fix=fix)


def _of_each(text: Text, passage: Passage, words: str) -> Fix | None:
    """The duty of each in the place of the duty of all."""
    for joint in text.library.words.joint_bearers:
        each = text.library.words.said_of_several.get(joint)
        if each and words.lower().startswith(joint.lower()):
            new = each[0].upper() + each[1:] if words[0].isupper() else each
            return reworded(passage, words, new + words[len(joint) :])
    return None


def _either(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def _joint_duty(words: Language) -> re.Pattern[str]:
    """All together, a verb of force, what is done, and the word for what each has of its own."""
    verbs = (*words.duty_verbs, *words.future_verbs, *words.permission_verbs)
    if not (words.joint_bearers and words.own_words and verbs):
        return NOTHING
    bearers = "|".join(f"[{each[0].upper()}{each[0]}]{re.escape(each[1:])}" for each in words.joint_bearers)
    return re.compile(rf"\b(?:{bearers}) (?:{_either(verbs)}) (?:not )?\w+ (?:{_either(words.own_words)}) \b")


@check("REG007", Severity.WARNING)
def softener_on_softener(s: Subject) -> Iterator[Found]:
    """A sentence of a treaty softens one duty twice.

    Why: of a duty to endeavour, as appropriate, to the extent possible nothing is left that could be broken. One
    softener is a choice; a second is mostly left over from another draft.
    Source: legal scrub practice; "as appropriate" beside "endeavour" in agreements with many parties (reported).
    Covers: REG-06.
    Fix: keep the one that is meant.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Nothing is left of it.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall endeavour to admit covered goods, as appropriate and to the extent possible.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: One softener in a sentence.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall endeavour to admit covered goods. Where appropriate, it shall ask for a declaration.
    """
    for text in s.texts:
        pattern = any_of(text.library.words.softeners)
        for passage, _ in said(text, pattern) if text.binding else ():
            for sentence in re.split(r"(?<=[.;])\s", passage.words()):
                soft = [match[0] for match in pattern.finditer(sentence)]
                if len(soft) > 1:
                    message = f"one sentence softens a duty {len(soft)} times: {', '.join(map(repr, soft))}"
                    yield found_in(text, passage, soft[1], message, "keep the one that is meant")


@check("OWE001", Severity.WARNING)
@keeps("I-48")
def duty_of_nobody(s: Subject) -> Iterator[Found]:
    """A duty is laid in the passive, and nobody is named who owes it.

    Why: "notice shall be given" binds nobody in particular; when it is not given, each says that another had to. A
    drafter has to say whether the sentences around it name the one.
    Source: legal scrub practice; the one who owes, the act, the time and what follows are asked of each duty.
    Covers: PTY-05, DC-001.
    Fix: name who owes it: "The Party shall give notice".

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: A duty of nobody.
        order: 50
        tier: 1
        uses: [covered-good]
        ---
        The stock of covered goods shall be replenished.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Duties of somebody, and rules on what counts.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall replenish its stock of covered goods. The report shall be sent by the Party that holds them. A
        covered good shall be treated as its own.
    """
    for text in s.texts:
        words = text.library.words
        bearers = (*words.duty_bearers, *words.other_bearers)
        if not (bearers and words.passive_duties and words.owed_acts and text.binding):
            continue
        pattern = re.compile(rf"\b(?:{_either(words.passive_duties)}) (?:{_either(words.owed_acts)})\b")
        for passage, match in said(text, pattern):
            if passage.part in ("body", "annex") and not any_of(bearers).search(passage.words()):
                message = f"{match[0]!r}: nothing in this paragraph says who owes it"
                yield found_in(text, passage, match[0], message, "name who owes it")


@check("REG011", Severity.WARNING)
def permission_not_to(s: Subject) -> Iterator[Found]:
    """A provision of a treaty says that somebody "may not", which bars something or leaves it free not to come about.

    Why: "shall not" bars. "May not" can be read as "need not", and "might not", and a panel has to choose.
    Source: drafting manuals of treaty offices keep "shall not" for a ban; legal scrub practice.
    Covers: REG-02.
    Fix: "shall not" for a ban, "is not required to" where it is free.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. It may not meet in secret.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee. It shall not meet in secret, and may meet in any place.
    """
    for text in s.texts:
        pattern = any_of(text.library.words.permitted_not)
        for passage, match in met(text, pattern) if text.binding else ():
            if passage.part in ("body", "annex"):
                message = f"{match[0]!r} can bar, and can leave free"
                yield found_in(text, passage, match[0], message, "write `shall not`, or `is not required to`")
