"""Checks of comments in the margin (CMT): whether what a comment is about stands in the text."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import as_meant
from travaux.checks._model import texts_of
from travaux.compilation import Subject
from travaux.diagnostic import Severity
from travaux.tree import TITLE
from travaux.validate import closest


@check("CMT001", Severity.WARNING, fix="safe")
def comment_on_nothing(s: Subject) -> Iterator[Found]:
    """A comment of the instrument is on a key of which nothing is printed in the text.

    Why: the comment outlived what it is about, or its key has a slip. It is not lost: the Word file shows it on the
    title, but there nobody sees what it means.
    Source: practice of negotiations in rounds, in which texts go and comments on them stay.
    Fix: the key of a clause, or of a paragraph as `clause.id`; or take the comment out.

    Fails:
        == seeds/instruments/example.yaml ==
        comments:
          - {on: duty.notise, author: Secretariat, text: To be looked at}
    Passes:
        == seeds/instruments/example.yaml ==
        comments:
          - {on: duty.notice, author: Secretariat, text: To be looked at}
    """
    for instrument in s.instruments():
        documents = [text.document for text in texts_of(s, instrument)]
        stray = {note.key for document in documents for note in document.comments.get(TITLE, ())}
        for number, comment in enumerate(instrument.record.comments):
            if comment.on != TITLE and f"#comment{number + 1}" in stray:
                known = [key for document in documents for key in document.labels]
                hint = closest(comment.on, known) or "give the key of a clause, or of a paragraph as clause.id"
                message = f"a comment is on {comment.on!r}, and the text prints nothing of that key"
                span = instrument.span("comments", number, "on")
                fix = as_meant(span, comment.on, known, safe=True)
                yield Found(message, span, hint, instrument.record.id, fix=fix)
