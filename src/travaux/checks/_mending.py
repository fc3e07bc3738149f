"""Fixes of findings in records: a value is put, added to a list or taken out, or a slip is written as it was meant.

All of them are unsafe where nothing else is said: what a record says is printed as operative words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from travaux.compilation import Text
from travaux.edit import Add, Fix, Put, Remove, Reword
from travaux.library import Clause
from travaux.records import Entry
from travaux.span import Span
from travaux.validate import meant

Path = tuple[str | int, ...]


def _named(path: Path) -> str:
    return ".".join(map(str, path))


def put(entry: Entry[Any], value: str, *path: str | int, safe: bool = False) -> Fix:
    """A field of a record gets a value."""
    own = entry.path(*path)
    return Fix(f"write `{value}` under `{_named(own)}`", (Put(entry.raw.file.name, own, value),), safe)


def added(entry: Entry[Any], values: Iterable[str], *path: str | int, safe: bool = False) -> Fix:
    """Words are put into a list of a record."""
    own, every = entry.path(*path), tuple(values)
    edits = tuple(Add(entry.raw.file.name, own, value) for value in every)
    return Fix(f"add {', '.join(every)} to `{_named(own)}`", edits, safe)


def taken_out(entry: Entry[Any], *paths: Path, safe: bool = False) -> Fix:
    """Fields or items of a record are taken out; of one list the last goes first, and the others keep their place."""
    own = [entry.path(*path) for path in paths]
    edits = tuple(Remove(entry.raw.file.name, path) for path in reversed(own))
    return Fix(f"take {', '.join(f'`{_named(path)}`' for path in own)} out", edits, safe)


def one_of_several(entry: Entry[Any], items: Sequence[object], number: int, *path: str | int) -> Fix | None:
    """One item of a list is taken out, where others are left."""
    return taken_out(entry, (*path, number)) if len(items) > 1 else None


def as_meant(span: Span, typed: str, known: Iterable[str], safe: bool = False) -> Fix | None:
    """A slip becomes the one known word that it can be meant for; None where there is none, or more than one."""
    word = meant(typed, known)
    return Fix(f"write {word!r} for {typed!r}", (Reword(span, typed, word),), safe) if word and typed else None


def standing_too(text: Text, clause: str) -> Fix | None:
    """A clause of the library that was left out, or is left out by its tier, stands in the text."""
    chosen, instrument = text.instrument.record.clauses, text.instrument
    if (clause, "") not in text.library.clauses or clause in text.library.template.forbidden:
        return None
    if clause in chosen.exclude:
        return taken_out(instrument, ("clauses", "exclude", chosen.exclude.index(clause)))
    return added(instrument, (clause,), "clauses", "include")


def the_one(entry: Entry[Any], known: Sequence[Entry[Any]], *path: str | int) -> Fix | None:
    """A record names the only thing of its kind; None where there are several or none."""
    return put(entry, known[0].record.id, *path) if len(known) == 1 else None


def excluded(text: Text, clause: Clause | None) -> Fix | None:
    """The instrument excludes a clause, where no other needs it or leads to it and the template can do without it."""
    every = [wording.clause.front.needs.clauses for selected in text.outline.all() for wording in selected.wordings]
    needed = {key for keys in (*every, text.library.template.required) for key in keys}
    led_to = {target.partition(".")[0] for entry in text.document.refs for target in entry.ref.targets}
    if clause is None or clause.key in needed | led_to:
        return None
    return added(text.instrument, (clause.key,), "clauses", "exclude")
