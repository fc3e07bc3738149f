"""The map of keys of a Word file -> how bookmarks, tags and words of the file lead to keys."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from travaux.docx_reader.safe import Package
from travaux.renderers.docx import names
from travaux.renderers.docx.keymap import NAMESPACE

_T = f"{{{NAMESPACE}}}"


@dataclass(frozen=True, slots=True)
class SentUnit:
    """A unit as the map has it: key, number, hash of its words, place in the sources, version of its clause."""

    key: str
    number: str
    digest: str
    at: str
    version: str
    bookmark: str


@dataclass(frozen=True, slots=True)
class KeyMap:
    """The map. Without one, `ours` is false and everything is empty."""

    ours: bool = False
    instrument: str = ""
    language: str = ""
    tree: str = ""
    units: Mapping[str, SentUnit] = field(default_factory=dict)
    rows: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Keys of the rows of long schedules, by key of the table."""
    row_hashes: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)
    """Paths of the values that stood in controls, by tag."""
    tags: Mapping[str, str] = field(default_factory=dict)
    cover: str = ""
    """The hash of the words of the cover."""
    running: tuple[str, ...] = ()
    """The hashes of the words of the running headers and footers."""

    def bookmarks(self) -> dict[str, str]:
        """Keys by bookmark."""
        found = {unit.bookmark: unit.key for unit in self.units.values()}
        found |= {names.bookmark(key): key for keys in self.rows.values() for key in keys}
        return found

    def numbers(self) -> dict[str, str]:
        """The numbers that were sent, as a field prints them, by bookmark."""
        return {unit.bookmark: unit.number.rstrip(".") for unit in self.units.values() if unit.number}

    def key_of_tag(self, tag: str) -> str:
        """The key of a content control; one of another version of the clause is known too."""
        return self.tags.get(tag) or self.tags.get(tag.rpartition("|")[0], "")


def key_map(package: Package) -> KeyMap:
    """The map of a file, wherever among its custom parts it stands."""
    for name in package.parts("customXml"):
        if NAMESPACE.encode() in package.members[name][:4096]:
            root = package.tree(name)
            if root.tag == f"{_T}keys":
                return _read(root)
    return KeyMap()


def _read(root: Any) -> KeyMap:
    units = {unit.key: unit for unit in _units(root)}
    rows = {each.get("table", ""): tuple(_lines(each.text)) for each in root.iter(f"{_T}rows")}
    return KeyMap(
        ours=True,
        instrument=root.get("instrument", ""),
        language=root.get("language", ""),
        tree=root.get("tree", ""),
        units=units,
        rows=rows,
        row_hashes={each.get("table", ""): each.get("hash", "") for each in root.iter(f"{_T}rows")},
        paths={each.get("tag") or each.get("path"): each.get("path") for each in root.iter(f"{_T}value")},
        tags=dict(_tags(units.values())),
        cover=next((each.get("text", "") for each in root.iter(f"{_T}cover")), ""),
        running=tuple(each.get("text", "") for each in root.iter(f"{_T}running")),
    )


def _units(root: Any) -> Iterator[SentUnit]:
    for each in root.iter(f"{_T}unit"):
        wanted = ("key", "number", "text", "at", "version", "bookmark")
        yield SentUnit(*(each.get(name, "") for name in wanted))


def _tags(units: Iterable[SentUnit]) -> Iterator[tuple[str, str]]:
    for unit in units:
        yield names.tag(unit.key), unit.key
        yield names.tag(unit.key, unit.version), unit.key


def _lines(text: str | None) -> Iterator[str]:
    return (line for line in (text or "").split("\n") if line)
