"""Blocks with their keys -> units, rows, what was added, what is gone, and whether all is as it was sent."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from travaux.docx_reader.blocks import Block
from travaux.docx_reader.keys import KeyMap
from travaux.docx_reader.model import Added, Gone, Row, Schedule, State, Unit
from travaux.docx_reader.views import Line, View, lines
from travaux.renderers.docx.rows import Schedule as Written
from travaux.renderers.docx.words import digest


@dataclass(slots=True)
class Text:
    """The blocks of a file with their notes, the map, and both views by key."""

    blocks: Sequence[Block]
    footnotes: Mapping[str, Block]
    keymap: KeyMap
    new: dict[str, Line] = field(init=False)
    old: dict[str, Line] = field(init=False)
    rows: dict[str, str] = field(init=False)
    """The table of each row of a long schedule."""

    def __post_init__(self) -> None:
        self.rows = {key: table for table, keys in self.keymap.rows.items() for key in keys}
        self.new = {line.head.key: line for line in self.lines("new") if line.head.key}
        self.old = {line.head.key: line for line in self.lines("old") if line.head.key}

    def lines(self, view: View) -> Iterator[Line]:
        """The lines of a view in printed order, each followed by its footnotes."""
        for line in lines(self.blocks, view):
            yield line
            for number in line.notes:
                note = self.footnotes.get(number)
                if note is not None:
                    text, sent = (note.new, note.sent_new) if view == "new" else (note.old, note.sent_old)
                    yield Line(note, (), text, sent, ())

    def was(self, key: str) -> str:
        """The words of a key with all changes rejected."""
        line = self.old.get(key)
        return line.text if line else ""


def units(text: Text) -> Iterator[Unit]:
    """Everything with a key but the rows of long schedules, in printed order."""
    for key, line in text.new.items():
        if key in text.rows:
            continue
        sent = text.keymap.units[key]
        state = _state(sent.digest, line, text.old.get(key))
        yield Unit(key, line.text, text.was(key), state, sent.number, sent.at, line.head.found)


def _state(sent: str, new: Line, old: Line | None) -> State:
    if digest(new.text) == sent:
        return "same"
    if digest(new.sent) == sent:
        return "renumbered"
    if old is not None and sent in (digest(old.text), digest(old.sent)):
        return "tracked"
    return "changed"


def schedules(text: Text) -> Iterator[Schedule]:
    """The long schedules in the order of the map."""
    for table, keys in text.keymap.rows.items():
        mine = [line for key, line in text.new.items() if text.rows.get(key) == table]
        gone = tuple(key for key in keys if key not in text.new)
        rows = tuple(Row(line.head.key, line.text, text.was(line.head.key)) for line in mine)
        yield Schedule(table, _rows_state(text, table, mine), rows, gone)


def _rows_state(text: Text, table: str, mine: Iterable[Line]) -> State:
    sent = text.keymap.row_hashes[table]
    if _rows_digest((line.head.key, line.text) for line in mine) == sent:
        return "same"
    stood = ((key, line.text) for key, line in text.old.items() if text.rows.get(key) == table)
    return "tracked" if _rows_digest(stood) == sent else "changed"


def _rows_digest(rows: Iterable[tuple[str, str]]) -> str:
    written = Written()
    written.add(rows)
    return written.digest


def intact(text: Text) -> bool:
    """Whether the hash of the whole, over names and words in printed order, is the one that was sent."""
    from hashlib import sha256

    found = sha256()
    for key, line in text.new.items():
        if key not in text.rows:
            found.update(f"{key}\0{line.text}\n".encode("utf-8", "replace"))
    for table in text.keymap.rows:
        mine = ((key, line.text) for key, line in text.new.items() if text.rows.get(key) == table)
        found.update(f"{table}\0{_rows_digest(mine)}\n".encode("utf-8", "replace"))
    return text.keymap.ours and found.hexdigest() == text.keymap.tree


def added(text: Text) -> Iterator[Added]:
    """Words without a key, and after which key they stand."""
    after = ""
    for line in text.lines("new"):
        block = line.head
        if block.key:
            after = block.key
        elif line.text.strip("\t []") and not block.framed:
            yield Added(block.kind, line.text, after, block.copy_of)


def gone(text: Text) -> Iterator[Gone]:
    """The keys of the map that the file no longer has, in the order of the map."""
    merged = dict(_merged(text))
    for key, sent in text.keymap.units.items():
        if key not in text.new:
            into = merged.get(key, "")
            how: Literal["deleted", "merged", "missing"] = "deleted" if key in text.old else "missing"
            yield Gone(key, "merged" if into else how, text.was(key), into, sent.number)


def moved(text: Text) -> Iterator[str]:
    """The keys that stand out of the order that was sent: all but the longest run of keys that are in order."""
    order = {key: place for place, key in enumerate(text.keymap.units)}
    places = [order[key] for key in text.new if key in order]
    kept = set(_longest_rising(places))
    yield from (key for key in text.new if key in order and order[key] not in kept)


def _longest_rising(places: Sequence[int]) -> list[int]:
    ends: list[int] = []  # the lowest end of a run of each length
    before: dict[int, int | None] = {}
    for place in places:
        length = bisect_left(ends, place)
        before[place] = ends[length - 1] if length else None
        ends[length : length + 1] = [place]
    run: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        run.append(last)
        last = before[last]
    return run


def _merged(text: Text) -> Iterator[tuple[str, str]]:
    """Keys whose words now run on in the paragraph of another: by a deleted mark, or with the mark taken away."""
    for line in text.new.values():
        for block in line.others:
            if block.key and block.new:
                yield block.key, line.head.key
        for block in (line.head, *line.others):
            yield from ((name, line.head.key) for name in block.names if name != block.key and not block.copy_of)
