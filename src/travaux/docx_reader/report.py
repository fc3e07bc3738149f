"""An `Inspection` -> a summary for people, or JSON of the schema `travaux.inspection/1` with everything."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from travaux.docx_reader.model import Added, Change, Comment, Gone, Inspection

SCHEMA = "travaux.inspection/1"
_WIDTH = 100
_STATES = {
    "same": "as sent",
    "renumbered": "as sent but for numbers in references",
    "tracked": "with tracked changes",
    "changed": "changed without tracking",
}
_NOT_OURS = (
    "not one of ours: the file has no map of keys, so nothing can be said of clauses and values; "
    "its paragraphs, changes and comments are listed as they stand"
)


def as_json(inspection: Inspection) -> str:
    """Everything, in ASCII for any pipe; the names are those of the fields of `Inspection`."""
    return json.dumps({"schema": SCHEMA, **asdict(inspection)}, indent=1)


def as_text(inspection: Inspection) -> str:
    """What a reader wants to know first."""
    return "\n".join(_lines(inspection))


def _lines(found: Inspection) -> Iterator[str]:
    saved = f", saved by {found.saved_by}" if found.saved_by else ""
    if found.ours:
        yield f"{found.file}: {found.instrument} ({found.language}){saved}"
        yield f"text: {_states(found)}{'; the hash of the whole is right' if found.intact else ''}"
    else:
        yield f"{found.file}: {_NOT_OURS}{saved}"
    yield from (f"lost: {each}" for each in found.lost)
    yield from _section("changed without tracking", (unit.key for unit in found.units if unit.state == "changed"))
    yield from _section("rows changed without tracking", (s.table for s in found.schedules if s.state == "changed"))
    yield from _section("tracked changes", map(_change, found.changes))
    yield from _section("comments", (line for comment in found.comments for line in _comment(comment)))
    yield from _section("without a key", map(_added, found.added))
    yield from _section("gone", map(_gone, found.gone))
    yield from _section("moved", found.moved)


def _states(found: Inspection) -> str:
    counts: Counter[str] = Counter(unit.state for unit in found.units)
    rows = sum(len(schedule.rows) for schedule in found.schedules)
    said = [f"{counts[state]} {words}" for state, words in _STATES.items() if counts[state]]
    scheduled = [f"{rows} rows of schedules"] if rows else []
    return f"{len(found.units)} units, {', '.join([*said, *scheduled, f'{len(found.values)} values'])}"


def _section(title: str, entries: Iterable[str]) -> Iterator[str]:
    lines = [f"  {entry}" for entry in entries]
    if lines:
        yield f"{title}:"
        yield from lines


def _short(text: str) -> str:
    return json.dumps(text if len(text) <= _WIDTH else f"{text[: _WIDTH - 1]}…", ensure_ascii=False)


def _at(key: str, after: str) -> str:
    return key or (f"after {after}" if after else "at the beginning")


def _who(author: str, date: str) -> str:
    return ", ".join(filter(None, (author or "nobody named", date[:10])))


def _change(change: Change) -> str:
    what = "" if change.scope == "words" else f" {change.scope}"
    words = f" {_short(change.text)}" if change.text else ""
    return f"{_at(change.key, change.after)}: {change.kind}{what}{words} ({_who(change.author, change.date)})"


def _comment(comment: Comment, depth: int = 0) -> Iterator[str]:
    done = ", resolved" if comment.resolved and not depth else ""
    place = "reply" if depth else f"{_at(comment.key, comment.after)} on {_short(comment.quote)}"
    yield f"{'  ' * depth}{place}: {_short(comment.text)} ({_who(comment.author, comment.date)}{done})"
    for reply in comment.replies:
        yield from _comment(reply, depth + 1)


def _added(added: Added) -> str:
    copied = f", a copy of {added.copy_of}" if added.copy_of else ""
    return f"{added.kind} {_at('', added.after)}{copied}: {_short(added.text)}"


def _gone(gone: Gone) -> str:
    number = f" ({gone.number})" if gone.number else ""
    into = f" into {gone.into}" if gone.into else ""
    return f"{gone.key}{number}: {gone.how}{into}"
