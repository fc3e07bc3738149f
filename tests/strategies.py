"""Random documents that keep the invariants of the tree: unique keys, deeper children, targets that exist."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import strategies as st

from plain_numbers import numbered
from sample_document import DOT, EMPTY, Schedule
from travaux.tree import (
    Alternatives,
    Annex,
    Change,
    Column,
    Definition,
    Document,
    Draft,
    Emphasis,
    Figure,
    Footnote,
    Formula,
    Level,
    Note,
    Option,
    Para,
    Provision,
    Recital,
    Ref,
    Reply,
    Row,
    Signature,
    Table,
    Text,
    Use,
    Value,
)

WORDS = st.text(max_size=12)
DAYS = st.sampled_from(["", "2026-11-02"])
NAMES = st.sampled_from(["us", "eu", "<b>&\"'", "x\x00\x1b\ud800"])


@dataclass
class _Names:
    """Keys not used yet, and the keys of provisions that references may name."""

    targets: tuple[str, ...]
    used: int = 0
    strange: str = field(default="")

    def fresh(self) -> str:
        self.used += 1
        return f"k{self.used}{self.strange}"


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A draft with random words whose keys are unique, whose children are deeper, and whose targets exist."""
    levels = draw(st.lists(st.sampled_from(Level), max_size=8))
    names = _Names(tuple(f"p{n}" for n in range(len(levels))), strange=draw(st.sampled_from(["", "@m.x", " ~:é%"])))
    body = _wrapped(draw, names, _forest(draw, names, list(zip(names.targets, levels, strict=True))))
    return replace(
        EMPTY,
        title=draw(WORDS),
        opening=_blocks(draw, names),
        recitals=_wrapped(draw, names, [Recital(names.fresh(), _inlines(draw, names, 2)) for _ in range(2)]),
        body=body,
        closing=_blocks(draw, names),
        signatures=(Signature(draw(NAMES), draw(WORDS)),),
        annexes=_wrapped(draw, names, [_annex(draw, names)]),
    )


def documents() -> st.SearchStrategy[Document]:
    """Random drafts with their numbers."""
    return drafts().map(numbered)


def _forest(draw: st.DrawFn, names: _Names, units: list[tuple[str, Level]]) -> list[Provision]:
    """Provisions of the given keys and levels: each takes the deeper ones that follow it as its children."""
    forest = []
    while units:
        (key, level), *units = units
        size = next((n for n, (_, other) in enumerate(units) if other <= level), len(units))
        below, units = _forest(draw, names, units[:size]), units[size:]
        content, tail = _blocks(draw, names), _blocks(draw, names)
        children = _wrapped(draw, names, below)
        numbered, note = draw(st.booleans()), _heading_note(draw, names)
        forest.append(Provision(level, key, draw(WORDS), content, children, tail, numbered, heading_note=note))
    return forest


def _annex(draw: st.DrawFn, names: _Names) -> Annex:
    return Annex(names.fresh(), draw(WORDS), _blocks(draw, names), heading_note=_heading_note(draw, names))


def _heading_note(draw: st.DrawFn, names: _Names) -> Footnote | None:
    return Footnote(names.fresh(), (Text(f"N{draw(WORDS)}"),)) if draw(st.booleans()) else None


def _wrapped(draw: st.DrawFn, names: _Names, nodes: Iterable[Any]) -> tuple[Any, ...]:
    return tuple(_wrap(draw, names, node) for node in nodes)


def _wrap(draw: st.DrawFn, names: _Names, node: Any) -> Any:
    """The node itself, or the node as an option still open or chosen, or as a change."""
    match draw(st.integers(0, 5)):
        case 0:
            option = Option((node,), draw(WORDS), (draw(NAMES),), (draw(NAMES),))
            return Alternatives(names.fresh(), (option,), draw(st.sampled_from([None, 0])), draw(WORDS))
        case 1:
            return Change(draw(st.sampled_from(["inserted", "deleted"])), (node,), draw(NAMES), draw(DAYS))
        case _:
            return node


def _blocks(draw: st.DrawFn, names: _Names) -> tuple[Any, ...]:
    return _wrapped(draw, names, [_block(draw, names) for _ in range(draw(st.integers(0, 2)))])


def _block(draw: st.DrawFn, names: _Names) -> Any:
    match draw(st.integers(0, 4)):
        case 0:
            return _random_table(draw, names)
        case 1:
            return Formula(names.fresh(), draw(WORDS))
        case 2:
            return Figure(names.fresh(), DOT, draw(WORDS))
        case _:
            return Para(_inlines(draw, names, 2))


def _random_table(draw: st.DrawFn, names: _Names) -> Table:
    columns = tuple(Column(draw(WORDS), draw(st.sampled_from(["left", "centre", "right"]))) for _ in range(2))
    if draw(st.booleans()):
        rows = tuple((names.fresh(), (draw(WORDS), draw(WORDS))) for _ in range(2))
        return Table(names.fresh(), columns, Schedule(rows), draw(WORDS))
    head = Row(names.fresh(), (_inlines(draw, names, 1),), group=True)
    row = Row(names.fresh(), (_inlines(draw, names, 1), _inlines(draw, names, 1)))
    return Table(names.fresh(), columns, (head, row))


def _inlines(draw: st.DrawFn, names: _Names, depth: int) -> tuple[Any, ...]:
    size = draw(st.integers(0, 2))
    return _wrapped(draw, names, [_inline(draw, names, depth) for _ in range(size)])


def _note(draw: st.DrawFn, names: _Names, words: str) -> Note:
    kind = draw(st.sampled_from(["drafting", "finding", "comment", "remark"]))
    replies = (Reply(draw(NAMES), draw(WORDS), draw(DAYS)),) if kind == "comment" and draw(st.booleans()) else ()
    return Note(names.fresh(), words, kind, draw(NAMES), draw(DAYS), draw(st.booleans()), replies)


def _inline(draw: st.DrawFn, names: _Names, depth: int) -> Any:
    words = draw(WORDS)
    match draw(st.integers(0, 8 if depth else 6)):
        case 0:
            return Definition(draw(st.sampled_from(["term", "a b"])), words)
        case 1:
            return Use("term", words)
        case 2:
            targets = draw(st.lists(st.sampled_from(names.targets), max_size=2)) if names.targets else []
            return Ref(names.fresh(), tuple(targets))
        case 3:
            return Value(words, "1.5", words)
        case 4:
            return _note(draw, names, words)
        case 7:
            return Emphasis(_inlines(draw, names, depth - 1), draw(st.booleans()))
        case 8:
            return Footnote(
                names.fresh(), (Text("N"), *_inlines(draw, names, depth - 1))
            )  # one without words is a fault
        case _:
            return Text(words)
