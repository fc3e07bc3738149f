"""A text -> the records and clauses that it is made of, and its printed values with what each rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from travaux.compilation import Text
from travaux.library import Clause
from travaux.numbering import printed
from travaux.outline import Selected
from travaux.provenance.grounds import Ground, ground
from travaux.provenance.named import Named, named
from travaux.provenance.places import Places
from travaux.read import Path
from travaux.records import Entry, Records
from travaux.tree import Table

#: The records of a build by kind, as paths of values name them.
_PLURAL = {"party": "parties", "product": "products", "mechanism": "mechanisms", "table": "tables"}
#: Kinds whose own names are followed: a party or a product names others as background, not for the text.
_FOLLOWED = ("instruments", "mechanisms", "tables")


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed value: path, words, key of the provision, and what it rests on where it comes from a record."""

    path: str
    text: str
    provision: str
    ground: Ground | None


@dataclass(frozen=True, slots=True)
class Worded:
    """A wording that is printed, with the key of its provision."""

    key: str
    selected: Selected
    clause: Clause


@dataclass(frozen=True)
class Material:
    """One text with the records of its build."""

    text: Text
    records: Records

    @cached_property
    def places(self) -> Places:
        """The names of the printed places."""
        return Places(self.text.document)

    @cached_property
    def wordings(self) -> tuple[Worded, ...]:
        """The printed wordings, in the order of the text."""
        return tuple(worded for selected in self.text.outline.all() for worded in _wordings(selected))

    @cached_property
    def values(self) -> tuple[Printed, ...]:
        """The values that stand in printed provisions, in the order of the text."""
        grounds: dict[str, Ground | None] = {}
        found = []
        for entry in self.text.document.values:
            if entry.provision not in self.places.names:
                continue
            path = entry.value.path
            if path not in grounds:
                grounds[path] = ground(self.records, path)
            found.append(Printed(path, entry.value.text, entry.provision, grounds[path]))
        return tuple(found)

    @cached_property
    def used(self) -> Mapping[str, tuple[Entry[Any], tuple[Named, ...]]]:
        """The records of the text by `kind/key`, each with what it names.

        They are the instrument, what it names, what its mechanisms and tables name, and what is printed besides.
        """
        found: dict[str, tuple[Entry[Any], tuple[Named, ...]]] = {}
        waiting = [f"instruments/{self.text.instrument.record.id}"]
        waiting += dict.fromkeys(value.path.partition(".")[0] for value in self.values if value.ground)
        while waiting:
            kind, _, key = (name := waiting.pop(0)).partition("/")
            entry = getattr(self.records, kind).get(key)
            if entry is None or name in found:
                continue
            found[name] = (entry, named(entry.record))
            if kind in _FOLLOWED:
                waiting += [f"{_PLURAL[k]}/{other}" for k, other, _ in found[name][1] if k in _PLURAL]
        return found

    @cached_property
    def printed_from(self) -> Mapping[tuple[str, Path], tuple[str, ...]]:
        """By record and part of it: the provisions that print what that part vouches for."""
        found: dict[tuple[str, Path], list[str]] = {}
        for value in self.values:
            if value.ground is not None and value.ground.holder is not None:
                found.setdefault((value.path.partition(".")[0], value.ground.holder), []).append(value.provision)
        name = f"instruments/{self.text.instrument.record.id}"
        tables = dict(_tables((*self.text.document.draft.body, *self.text.document.draft.annexes)))
        for number, schedule in enumerate(self.text.instrument.record.schedules):
            if schedule.id in tables:  # its rows are kept outside the tree, and are no values
                found[name, ("schedules", number)] = [tables[schedule.id]]
        return {part: tuple(keys) for part, keys in found.items()}


def _tables(items: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """The keys of the printed tables, each with that of its provision or annex."""
    for unit in printed(items):
        blocks = printed((*unit.content, *getattr(unit, "tail", ())))
        yield from ((block.key, unit.key) for block in blocks if isinstance(block, Table))
        yield from _tables(unit.children)


def _wordings(selected: Selected) -> Iterator[Worded]:
    """Of a clause that is open every wording; of others, and where a text has no brackets, the one that is printed."""
    frame = selected.clause.front.place not in ("article", "annex")
    for number, wording in enumerate(selected.wordings):
        first = number == (selected.settled or 0)
        if first or (selected.settled is None and not frame):
            yield Worded(selected.key if first else f"{selected.key}~{number + 1}", selected, wording.clause)
