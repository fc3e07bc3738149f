"""Checks of how duties are worded: by each and not by all, without layers of softeners, by somebody who is named."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._walk import any_of, found_in, passages
from travaux.compilation import Subject
from travaux.diagnostic import Severity
from travaux.keeps import keeps


@check("REG006", Severity.WARNING)
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
    pattern = re.compile(r"\b[Tt]he (?:Parties|Participants) (?:shall|will|may) (?:not )?\w+ its \b")
    for text in s.texts:
        for passage in passages(text) if text.language == "en" else ():
            for match in pattern.finditer(passage.words()):
                message = f"{match[0].strip()!r} lays on all together what each has of its own"
                yield found_in(text, passage, match[0].strip(), message, 'write "Each Party", or "their"')


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
        for passage in passages(text) if pattern and text.binding else ():
            for sentence in re.split(r"(?<=[.;])\s", passage.words()):
                soft = [match[0] for match in pattern.finditer(sentence)] if pattern else []
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
    pattern = re.compile(r"\bshall (?:not )?be (?P<act>\w+ed|given|made|paid|sent|taken|kept|held|built|drawn)\b")
    for text in s.texts:
        bearers = any_of(
            (*text.library.words.duty_bearers, "competent authorities", "panellist", "importer", "customs")
        )
        if bearers is None or text.language != "en" or not text.binding:
            continue
        for passage in passages(text):
            words = passage.words()
            if passage.part not in ("body", "annex") or bearers.search(words):
                continue
            match = pattern.search(words)
            if match and match["act"] in _ACTS:
                message = f"{match[0]!r}: nothing in this paragraph says who owes it"
                yield found_in(text, passage, match[0], message, "name who owes it")


#: Acts that somebody has to do; "shall be deemed" or "shall be treated" are rules and ask nobody for anything.
_ACTS = frozenset(
    {"replenished", "notified", "published", "paid", "sent", "given", "transmitted", "submitted", "established",
     "convened", "informed", "reported", "delivered", "provided", "replaced", "returned", "refunded", "collected",
     "drawn", "built", "held", "kept", "updated", "reviewed", "adopted", "completed", "repaid", "exchanged"}
)  # fmt: skip
