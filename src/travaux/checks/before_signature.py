"""What must be gone before a text is signed: run by `travaux check --profile scrub` alone.

In a text under negotiation all of this is in order, and is printed so that everybody sees it.
"""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import texts_of
from travaux.checks._settled import as_typed, open_words
from travaux.checks._suppressed import suppressions
from travaux.checks._walk import found_in, passages, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.tree import Note


@check("SGN001", Severity.ERROR, only="scrub")
def still_open(s: Subject) -> Iterator[Found]:
    """A provision has square brackets or a blank in it.

    Why: what stands in brackets is not agreed, and a text that is signed with a blank is filled in by argument.
    Source: legal scrub practice: brackets, blanks and notes are cleared before initialling.
    Fix: choose a wording (`chosen`), confirm the source, settle the figure (`illustrative: false`), fill in the blank.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Has an open period.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods within [30] days.
    Passes:
        == clauses/example/signing.en.md ==
        ---
        purpose: Closing words that are complete.
        order: 80
        place: closing
        tier: 1
        ---
        DONE at Alba City on the first day of the year.
        == clauses/example-plan/plan-signing.en.md ==
        ---
        purpose: Closing words that are complete.
        order: 60
        place: closing
        tier: 1
        ---
        Signed at Alba City on the first day of the year.
    """
    for text in s.texts:
        seen: set[str] = set()
        for passage in passages(text):
            if passage.key not in seen and (words := open_words(passage)):
                seen.add(passage.key)
                message = f"{words!r} is still open"
                yield found_in(text, passage, as_typed(passage, words), message, "settle it, or fill it in")


@check("SGN002", Severity.ERROR, only="scrub")
def comment_not_settled(s: Subject) -> Iterator[Found]:
    """A comment in the margin has not been settled.

    Why: a delegation has said something about these words that nobody has answered; and a comment that goes out with
    the text is read by everybody.
    Source: legal scrub practice: comments are answered and removed before initialling.
    Fix: answer it, and set `resolved: true` or take it out.
    Follows: SGN001.

    Fails:
        == seeds/instruments/example.yaml ==
        comments:
          - {on: duty.notice, author: Secretariat, text: To be looked at}
    Passes:
        == seeds/instruments/example.yaml ==
        comments:
          - {on: duty.notice, author: Secretariat, text: To be looked at, resolved: true}
    """
    for instrument in s.instruments():
        for number, comment in enumerate(instrument.record.comments):
            if not comment.resolved:
                message = f"the comment of {comment.author} on {comment.on!r} is not settled"
                span = instrument.span("comments", number)
                yield Found(message, span, "answer it, and mark it as resolved", instrument.record.id, comment.on)
        for text in texts_of(s, instrument):
            yield from _typed_comments(text)


def _typed_comments(text: Text) -> Iterator[Found]:
    """Comments that stand in clauses."""
    for key, notes in text.document.comments.items():
        for note in notes:
            if _typed(note):
                message = f"the comment of {note.author} on {key!r} is not settled"
                places = (unit.node.span for unit in units(text) if unit.node.key == key)
                span = next(places, text.instrument.span("id"))
                yield Found(message, span, "take it out of the clause", text.instrument.record.id, key)


def _typed(note: Note) -> bool:
    """A comment of a clause; those of the instrument have their own numbers."""
    return note.kind == "comment" and not note.resolved and "#comment" not in note.key


@check("SGN003", Severity.INFO, only="scrub")
def accepted_finding(s: Subject) -> Iterator[Found]:
    """A finding is accepted in a file of the text, and whoever signs should know.

    Why: what was a fair exception in a draft becomes part of a treaty; somebody has to stand for each.
    Source: legal scrub practice: the legal adviser signs off the list of known departures.
    Fix: read the reason, and mend the cause where it no longer holds.
    Follows: SGN001.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Binds with another verb, on purpose.
        order: 50
        tier: 1
        uses: [covered-good, party]
        suppress:
          - {code: REG004, reason: The words are those of an earlier treaty.}
        ---
        Each Party must admit covered goods.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Binds.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods.
    """
    for item in suppressions(s):
        message = f"{item.suppression.code} is accepted here: {item.suppression.reason}"
        yield Found(message, item.span, "confirm the reason, or mend the cause")
