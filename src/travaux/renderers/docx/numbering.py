"""Lists and labels -> native numbers: what Word will count, where it must be told to start again, numbering.xml.

`Numbering` counts as Word does while the text is written. Where Word's next number is not the label of the
provision (points of a second definition, paragraphs of a second annex, the second of two competing articles),
the provision and what follows it below the same parent get a list instance with a start of its own. The
printed numbers are therefore the labels, and no number is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from travaux.renderers.docx.lists import ANNEX_OF_CHAPTER, PRINTERS, ListLevel, NumberedList
from travaux.renderers.docx.xml import DECLARATION, NAMESPACES, escape
from travaux.tree import Level

_HIGHEST_START = 2000
_LEVELS = 9


@dataclass(frozen=True, slots=True)
class Instance:
    """A w:num: the list it counts in, the levels it starts anew, and a level 0 of its own."""

    number: int
    abstract: int
    starts: tuple[tuple[int, int], ...] = ()
    own: ListLevel | None = None


class Numbering:
    """Hands out list instances in document order. `unmatched` holds the labels that no list can print."""

    def __init__(self, body: tuple[NumberedList, ...], annex: tuple[NumberedList, ...]) -> None:
        self.lists = (*body, *annex)
        self.unmatched: list[str] = []
        self.instances = [Instance(place + 1, place) for place in range(len(self.lists))]
        self._headings = len(body)
        self._places = {"body": _places(body, 0), "annex": _places(annex, len(body))}
        self._counts = [[0] * len(each.levels) for each in self.lists]
        self._current: dict[int, int] = {}
        self._annexes: dict[str, int] = {}
        self._annex_counts: dict[str, int] = {}
        self._last_annex = 0

    def base(self, style: str) -> tuple[int, int] | None:
        """The instance and level to which a style is bound, or None for a style without numbers."""
        for place, each in enumerate(self.lists):
            for depth, level in enumerate(each.levels):
                if level.style == style:
                    return place + 1, depth
        return None

    def provision(self, part: str, level: Level, label: str) -> str:
        """Count a provision of the "body" or of an "annex"; the w:numPr it needs beyond its style, often none."""
        abstract, depth = self._places[part][level]
        counts = self._counts[abstract]
        counts[depth] += 1
        counts[depth + 1 :] = [0] * (len(counts) - depth - 1)
        if label and _printed(self.lists[abstract].levels, depth, counts) != label:
            self._restart(abstract, depth, label)
        instance = self._current.get(abstract)
        return "" if instance is None else number_property(instance, depth)

    def annex(self, label: str) -> str:
        """Count an annex. "Annex 2-A" counts with the annexes of chapter 2, in an instance of their own.

        All instances of a list share one counter in Word: whatever does not follow on it starts an instance anew.
        """
        heading = self.lists[self._headings].levels[0]
        own = _annex_level(heading, label)
        number = self._annex_counts[own.text] = self._annex_counts.get(own.text, 0) + 1
        if label != _printed((own,), 0, [number]):
            self.unmatched.append(label)
        follows, self._last_annex = number == self._last_annex + 1, number
        if own == heading and follows:
            self._annexes.setdefault(own.text, 0)
        elif not follows or own.text not in self._annexes:
            self._annexes[own.text] = self._new(self._headings, ((0, number),), None if own == heading else own)
        instance = self._annexes[own.text]
        return number_property(instance, 0) if instance else ""

    def enter(self) -> dict[int, int]:
        """Begin the children of a provision or annex; hand the result to `leave`."""
        return dict(self._current)

    def leave(self, before: dict[int, int]) -> None:
        """End the children of a provision: instances begun among them are used no more."""
        self._current = before

    def _restart(self, abstract: int, depth: int, label: str) -> None:
        levels, counts = self.lists[abstract].levels, self._counts[abstract]
        again = max(counts[depth] - 1, 1)  # the number before, as of the second of two competing articles
        start = _start(lambda number: _printed(levels, depth, [*counts[:depth], number]), label, again)
        if start is None:
            self.unmatched.append(label)
            return
        counts[depth] = start
        deeper = tuple((below, 1) for below in range(depth + 1, len(levels)))
        self._current[abstract] = self._new(abstract, ((depth, start), *deeper), None)

    def _new(self, abstract: int, starts: tuple[tuple[int, int], ...], own: ListLevel | None) -> int:
        self.instances.append(Instance(len(self.instances) + 1, abstract, starts, own))
        return len(self.instances)


def _annex_level(heading: ListLevel, label: str) -> ListLevel:
    """The level that prints the label: by chapter, by the list of all annexes, or a word alone ("Annex")."""
    before, _, after = heading.text.partition("%1")
    chapter, dash, number = label.removesuffix(after).rpartition("-")
    if dash and _start(PRINTERS[ANNEX_OF_CHAPTER], number):
        return replace(heading, format=ANNEX_OF_CHAPTER, text=f"{chapter}-%1{after}")
    if not label or (label.startswith(before) and label.endswith(after)):
        return heading
    return replace(heading, text=label)


def number_property(instance: int, depth: int) -> str:
    """Numbering that a paragraph carries itself; instance 0 takes the style's number away."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{instance}"/></w:numPr>'


def _places(lists: tuple[NumberedList, ...], first: int) -> dict[Level, tuple[int, int]]:
    return {
        level.level: (first + place, depth)
        for place, each in enumerate(lists)
        for depth, level in enumerate(each.levels)
        if level.level is not None
    }


def _printed(levels: tuple[ListLevel, ...], depth: int, counts: list[int]) -> str:
    text = levels[depth].text
    for place in range(depth + 1):
        mark = f"%{place + 1}"
        if mark in text:
            form = "decimal" if levels[depth].legal else levels[place].format
            text = text.replace(mark, PRINTERS[form](max(counts[place], 1)))
    return text


def _start(printed: Callable[[int], str], label: str, likely: int = 1) -> int | None:
    """The number that is printed as the label, the likely one tried first."""
    return next((n for n in (likely, *range(1, _HIGHEST_START)) if printed(n) == label), None)


# --- numbering.xml ---------------------------------------------------------------------------------------------


def numbering_xml(numbering: Numbering, ids: Mapping[str, str], indents: Mapping[str, str]) -> str:
    """The part. `ids` are the style ids by name, `indents` the w:pPr content of a level by name of style."""
    return (
        f"{DECLARATION}<w:numbering {NAMESPACES}>"
        + "".join(_abstract(n, each, ids, indents) for n, each in enumerate(numbering.lists))
        + "".join(_instance(each, indents) for each in numbering.instances)
        + "</w:numbering>"
    )


def _abstract(number: int, each: NumberedList, ids: Mapping[str, str], indents: Mapping[str, str]) -> str:
    return (
        f'<w:abstractNum w:abstractNumId="{number}"><w:nsid w:val="{0x4A5B6C00 + number:08X}"/>'
        f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="{0x1A2B3C00 + number:08X}"/>'
        + "".join(_level(n, level, ids[level.style], indents) for n, level in enumerate(each.levels))
        + "".join(_empty_levels(len(each.levels)))
        + "</w:abstractNum>"
    )


def _level(n: int, level: ListLevel, bound: str, indents: Mapping[str, str]) -> str:
    style = f'<w:pStyle w:val="{bound}"/>' if bound else ""
    return (
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{level.format}"/>'
        f'{style}{"<w:isLgl/>" if level.legal else ""}<w:suff w:val="tab"/>'
        f'<w:lvlText w:val="{escape(level.text)}"/><w:lvlJc w:val="left"/>'
        f"<w:pPr>{indents[level.style]}</w:pPr></w:lvl>"
    )


def _empty_levels(first: int) -> Iterator[str]:
    for n in range(first, _LEVELS):
        yield (
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="none"/><w:suff w:val="nothing"/>'
            '<w:lvlText w:val=""/><w:lvlJc w:val="left"/></w:lvl>'
        )


def _instance(each: Instance, indents: Mapping[str, str]) -> str:
    own = _level(0, each.own, "", indents) if each.own else ""
    overrides = "".join(
        f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/>{own}</w:lvlOverride>'
        for depth, start in each.starts
    )
    return f'<w:num w:numId="{each.number}"><w:abstractNumId w:val="{each.abstract}"/>{overrides}</w:num>'
