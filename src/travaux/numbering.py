"""Numbers of provisions and annexes, by the rules by which Word counts a multilevel list.

What is cached in a field of the Word file is therefore what Word computes. A letter list goes on after (z) with (aa).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, assert_never

from travaux.cite import Place
from travaux.naming import named, paragraph_number
from travaux.tree import (
    Alternatives,
    Annex,
    Change,
    Draft,
    Level,
    Provision,
)

_EIDS: Mapping[Level, str] = {
    Level.PART: "part",
    Level.CHAPTER: "chp",
    Level.SECTION: "sec",
    Level.ARTICLE: "art",
    Level.PARAGRAPH: "para",
    Level.POINT: "point",
    Level.SUBPOINT: "subpoint",
    Level.ITEM: "item",
}


# --- numerals ----------------------------------------------------------------------------------------------------


def letters(number: int) -> str:
    """a, b, ..., z, aa, bb, ..., as Word counts: the letter repeated, not a second place."""
    times, rest = divmod(number - 1, 26)
    return chr(ord("a") + rest) * (times + 1)


def roman(number: int) -> str:
    """i, ii, iii, iv, ..."""
    steps = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
             (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
    result = ""
    for value, sign in steps:
        times, number = divmod(number, value)
        result += sign * times
    return result


# --- walking -----------------------------------------------------------------------------------------------------


def printed(items: Iterable[Any]) -> Iterable[Any]:
    """The nodes that are printed among items that may be alternatives or changes, in order."""
    for item in items:
        match item:
            case Alternatives():
                options = item.options if item.chosen is None else item.options[item.chosen : item.chosen + 1]
                if item.chosen != -1:
                    for option in options:
                        yield from printed(option.content)
            case Change():
                if item.kind == "inserted":
                    yield from printed(item.content)
            case _:
                yield item


@dataclass
class Numbering:
    """Counts provisions and notes the place and number of each."""

    draft: Draft
    places: dict[str, Place] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    eids: dict[str, str] = field(default_factory=dict)
    taken: set[str] = field(default_factory=set)
    counts: dict[Level, int] = field(default_factory=dict)
    chapter: int = 0
    annexes: dict[str, int] = field(default_factory=dict)
    bare: dict[str, str] = field(default_factory=dict)
    """The numbers of units without the words round them, by key."""

    @property
    def by_chapter(self) -> bool:
        return self.draft.house.articles == "by-chapter" and self.has_chapters

    def __post_init__(self) -> None:
        top = list(printed(self.draft.body))
        within = [child for part in top if part.level is Level.PART for child in printed(part.children)]
        self.has_chapters = any(p.level is Level.CHAPTER for p in (*top, *within))

    def run(self) -> None:
        for provision in printed(self.draft.body):
            self.provision(provision, (), "")
        for annex in printed(self.draft.annexes):
            self.annex(annex)

    def count(self, level: Level) -> int:
        """The next number of a level; counters of deeper levels start again, except continuous articles."""
        self.counts[level] = self.counts.get(level, 0) + 1
        for deeper in Level:
            kept = deeper is Level.ARTICLE and not self.by_chapter
            if deeper > level and not kept and not (deeper is Level.ARTICLE and level is Level.SECTION):
                self.counts[deeper] = 0
        return self.counts[level]

    def number(self, provision: Provision) -> tuple[str, str]:
        """What stands in front of the provision, and what a field prints of it."""
        if not provision.numbered:
            return "", ""
        shown = self.bare[provision.key] = self.shown(provision.level)
        if provision.level <= Level.ARTICLE:
            label = named(self.draft.house.words[provision.level.name.lower()], shown)
            return label, label
        if provision.level is Level.PARAGRAPH:
            label = named(paragraph_number(self.draft.house), shown)
            return label, label.rstrip(".")
        return f"({shown})", f"({shown})"

    def shown(self, level: Level) -> str:
        """The next number of a level as it is printed, without word or brackets."""
        n = self.count(level)
        match level:
            case Level.PART:
                return roman(n).upper()
            case Level.CHAPTER:
                self.chapter = n
                return roman(n).upper() if self.draft.house.chapters == "roman" else str(n)
            case Level.SECTION | Level.ITEM:
                return letters(n).upper()
            case Level.ARTICLE:
                return f"{self.chapter}.{n}" if self.by_chapter else str(n)
            case Level.PARAGRAPH:
                return str(n)
            case Level.POINT:
                return letters(n)
            case Level.SUBPOINT:
                return roman(n)
            case _ as never:
                assert_never(never)

    def provision(self, provision: Provision, above: tuple[str, ...], eid: str) -> None:
        if not provision.numbered and provision.level >= Level.PARAGRAPH:
            self.restart(provision.level)
        own, field_text = self.number(provision)
        number = self.bare[provision.key] if field_text else provision.key.rpartition(".")[2]
        eid = self.eid(eid, _EIDS[provision.level], number)
        self.note(provision.key, provision.level, above, own, field_text, provision.heading, eid)
        for child in printed(provision.children):
            self.provision(child, (*above, provision.key), eid)

    def restart(self, level: Level) -> None:
        """An unnumbered provision begins its lists anew: its points are (a), (b) again."""
        for deeper in Level:
            if deeper > level:
                self.counts[deeper] = 0

    def eid(self, prefix: str, kind: str, number: str) -> str:
        """An Akoma Ntoso identifier, unique in the document."""
        tail = re.sub(r"[^a-z0-9]+", "-", number.lower()).strip("-")
        base = f"{prefix}__{kind}_{tail}" if prefix else f"{kind}_{tail}"
        eid, again = base, 2
        while eid in self.taken:
            eid, again = f"{base}-{again}", again + 1
        self.taken.add(eid)
        return eid

    def note(
        self, key: str, level: Level | None, above: tuple[str, ...], own: str, field_text: str, heading: str, eid: str
    ) -> None:
        self.places[key] = Place(key, level, above, field_text, heading)
        self.own[key] = own
        self.eids[key] = eid

    def annex(self, annex: Annex) -> None:
        number = self.annex_number(annex)
        label = named(self.draft.house.words["annex"], number)
        eid = self.eid("", "annex", number)
        self.note(annex.key, None, (), label, label, annex.heading, eid)
        self.counts = {}
        self.has_chapters = False  # articles of an annex are counted on their own
        for child in printed(annex.children):
            self.provision(child, (annex.key,), eid)

    def annex_number(self, annex: Annex) -> str:
        style = self.draft.house.annexes
        chapter = self.places.get(annex.chapter)
        if style == "by-chapter" and chapter is not None:
            n = self.annexes[annex.chapter] = self.annexes.get(annex.chapter, 0) + 1
            return f"{self.bare.get(chapter.key, '')}-{letters(n).upper()}"
        n = self.annexes[""] = self.annexes.get("", 0) + 1
        match style:
            case "by-chapter" | "arabic":
                return str(n)
            case "roman":
                return roman(n).upper()
            case "letter":
                return letters(n).upper()
