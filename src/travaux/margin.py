"""What stands in the margin of a working copy: the comments of the instrument, and the findings of the build.

Both are kept beside the tree, by the key of the unit they are about, and change no word of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from travaux.diagnostic import Diagnostic
from travaux.model.instrument import Comment, Instrument
from travaux.records import Entry
from travaux.renderers._shared import walk_draft
from travaux.tree import TITLE, Annex, Document, Figure, Formula, Note, Provision, Recital, Reply, Row, Table


def units(document: Document) -> frozenset[str]:
    """The keys that a comment can be on: units that are printed, without the rows of long schedules."""
    kinds = Provision | Annex | Recital | Table | Row | Formula | Figure
    return frozenset(n.key for n, alive in walk_draft(document.draft) if alive and isinstance(n, kinds))


def _rows_among(keys: frozenset[str], document: Document) -> frozenset[str]:
    """Those of the keys that are rows of long schedules, whose rows are gone through once."""
    tables = [node for node, alive in walk_draft(document.draft) if alive and isinstance(node, Table)] if keys else []
    long = (table.rows for table in tables if not isinstance(table.rows, tuple))
    return frozenset(key for rows in long for key, _ in rows if key in keys)


# --- comments of the instrument ------------------------------------------------------------------------------------


def commented(document: Document, instrument: Entry[Instrument]) -> Document:
    """The document with the comments of its instrument; one that is on nothing is on the text as a whole.

    Whoever takes a clause out of a text keeps what was said about it, and a check tells so. The state of an article
    stands beside it.
    """
    comments = instrument.record.comments
    document = _with(document, _states(document, instrument)) if instrument.record.status.articles else document
    if not comments:
        return document
    known = units(document)
    known |= _rows_among(frozenset(comment.on for comment in comments) - known, document)
    notes = (
        (comment.on if comment.on in known else TITLE, _note(comment, number))
        for number, comment in enumerate(comments, 1)
    )
    return _with(document, notes)


def _states(document: Document, instrument: Entry[Instrument]) -> Iterator[tuple[str, Note]]:
    """How far each article has come, on the article; a clause about several mechanisms has one article for each."""
    known = units(document)
    for number, (key, state) in enumerate(instrument.record.status.articles.items(), 1):
        for unit in sorted(own for own in known if own == key or (own.startswith(f"{key}@") and "." not in own)):
            yield unit, Note(f"#state{number}", state.replace("-", " ").capitalize(), "remark")


def _note(comment: Comment, number: int) -> Note:
    replies = tuple(Reply(r.author, r.text, r.date.isoformat() if r.date else "") for r in comment.replies)
    date = comment.date.isoformat() if comment.date else ""
    return Note(f"#comment{number}", comment.text, "comment", comment.author, date, comment.resolved, replies)


# --- findings --------------------------------------------------------------------------------------------------------


def remarked(document: Document, findings: Sequence[Diagnostic], instrument: str) -> Document:
    """The document with the findings about its instrument; those about no printed unit are on the whole text."""
    about = [finding for finding in findings if finding.instrument in ("", instrument)]
    known = units(document) if about else frozenset()
    remarks = (
        (found.provision if found.provision in known else TITLE, Note(f"#finding{n}", _said(found), "remark"))
        for n, found in enumerate(about, 1)
    )
    return _with(document, remarks)


def _said(found: Diagnostic) -> str:
    """What is wrong, what to do about it, and where in the sources it arose."""
    lines = [f"{found.code} {found.severity.value}: {found.message}", found.hint, str(found.span)]
    return "\n".join(line for line in lines if line)


def _with(document: Document, notes: Iterator[tuple[str, Note]]) -> Document:
    by_key = {key: list(known) for key, known in document.comments.items()}
    for key, note in notes:
        by_key.setdefault(key, []).append(note)
    return replace(document, comments={key: tuple(known) for key, known in by_key.items()})
