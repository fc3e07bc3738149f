"""A sign-off list -> text for people, JSON for machines, and a document for Word."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace

from travaux import tree
from travaux.compilation import Text
from travaux.index import index
from travaux.signoff._gather import Question, SignOff

SCHEMA = "travaux.signoff/1"
_LINE = "Name: ____________________  Date: __________  Decision: ____________________"


def as_text(lists: Sequence[SignOff]) -> str:
    """Every list one after another; a point is a box to tick, and each question ends in a line to sign."""
    return "\n".join(line for one in lists for line in _text(one)).rstrip("\n")


def _text(one: SignOff) -> Iterator[str]:
    yield from (f"Sign-off list: {one.title} ({one.instrument}, {one.language})", "")
    for question in one.questions:
        yield f"{question.code}  {question.question}"
        yield from (f"  Why: {question.why}", f"  Source: {question.source}")
        yield from (f"  [ ] {': '.join(filter(None, (p.place, p.what)))}" for p in question.points)
        yield from (f"  {_LINE}", "")


def as_json(lists: Sequence[SignOff]) -> str:
    """The lists as a JSON document of the schema `travaux.signoff/1`, in ASCII for any pipe."""
    return json.dumps({"schema": SCHEMA, "lists": [asdict(one) for one in lists]}, indent=1)


def document(one: SignOff, text: Text) -> tree.Document:
    """The list as a document of its own, in the house style of its text, with a table for each question."""
    blocks = [block for question in one.questions for block in _blocks(question)]
    draft = text.document.draft
    emptied = tree.Draft(
        instrument=f"{draft.instrument}.signoff",
        kind=draft.kind,
        register=draft.register,
        language=draft.language,
        title=f"Sign-off list: {draft.title}",
        short_title=draft.short_title,
        parties=draft.parties,
        house=replace(draft.house, contents=False, index_of_terms=False, line_numbers=None),
        opening=tuple(blocks),
        party_names=draft.party_names,
    )
    return index(emptied)


def _blocks(question: Question) -> Iterator[tree.Block]:
    yield tree.Para((tree.Emphasis((tree.Text(f"{question.code}  {question.question}", plain=True),), strong=True),))
    yield _para(f"Why: {question.why}")
    yield _para(f"Source: {question.source}")
    rows = [(point.place, point.what, "") for point in question.points]
    signed = [("Name", "", ""), ("Date", "", ""), ("Decision", "", "")]
    yield tree.Table(
        key=question.code.lower(),
        columns=(tree.Column("Place", width=15), tree.Column("What", width=50), tree.Column("Seen", width=10)),
        rows=tuple(_row(question, n, cells) for n, cells in enumerate([*rows, *signed])),
    )


def _para(words: str) -> tree.Para:
    return tree.Para((tree.Text(words, plain=True),))


def _row(question: Question, number: int, cells: tuple[str, ...]) -> tree.Row:
    key = f"{question.code.lower()}.{number}"
    return tree.Row(key, tuple((tree.Text(cell, plain=True),) if cell else () for cell in cells))
