"""How Word counts: the number that it prints before each paragraph, computed from the file alone.

Word's rules, as far as texts need them:

1. A paragraph has the list of its own `w:numPr`, or else that of its style or of the nearest style that this is based
   on. List 0 takes the number away. Without a level of its own it has the level of its style, or the first.
2. All instances (`w:num`) of one list (`w:abstractNum`) count with the same counters.
3. A paragraph adds one to the counter of its level. The first one begins at the `w:start` of the level. It sets the
   deeper levels back, so that they begin again; a level with `w:lvlRestart` begins again only after the levels up to
   the one named there, and with 0 never.
4. A `w:startOverride` holds when its instance is first used at that level, and whenever the level begins again.
5. The pattern (`w:lvlText`) shows the counters of the levels above; one that was not counted yet shows its start. With
   `w:isLgl` every number in the pattern is arabic.
6. A paragraph whose mark is deleted with tracking is not counted.
7. A field `REF name \\n` shows the number without full stops at its end, `REF name` the words inside the bookmark.
   After (z) come (aa), (bb); after (zz) comes (aaa).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from travaux.docx_reader.opened import Opened, value
from travaux.docx_reader.xmlnames import NAME, W, number

_LEVELS = 9
_HIGHEST = 32767  # above it Word counts no further
_NUMERALS = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
_STEPS = tuple(zip((1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1), _NUMERALS, strict=True))


def _roman(count: int) -> str:
    return next((numeral + _roman(count - worth) for worth, numeral in _STEPS if count >= worth), "")


def _letter(count: int) -> str:
    return chr(97 + (count - 1) % 26) * (1 + (count - 1) // 26) if count > 0 else ""


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda count: f"{count:02}",
    "lowerLetter": _letter,
    "upperLetter": lambda count: _letter(count).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "none": lambda count: "",
    "bullet": lambda count: "",
}
Place = tuple[str, int | None]


class Lists:
    """The counters of all lists of a file."""

    def __init__(self, numbering: Any) -> None:
        roots = [] if numbering is None else numbering
        self.abstracts = {
            each.get(f"{W}abstractNumId"): _levels(each) for each in roots if each.tag == f"{W}abstractNum"
        }
        self.nums = {each.get(f"{W}numId"): each for each in roots if each.tag == f"{W}num"}
        self.counts: dict[str, list[int]] = {key: [0] * _LEVELS for key in self.abstracts}
        self.used: set[tuple[str, int]] = set()

    def next(self, instance: str, depth: int) -> str:
        """Count a paragraph of an instance at a level; the number it gets, "" where there is no such list."""
        abstract = value(self.nums[instance], "abstractNumId") if instance in self.nums else None
        if abstract is None or abstract not in self.abstracts:
            return ""
        levels, starts = self._instance(instance, abstract)
        counts = self.counts[abstract]
        fresh = depth in starts and (instance, depth) not in self.used
        self.used.add((instance, depth))
        start = starts.get(depth, _start(levels.get(depth)))
        counts[depth] = start if fresh or counts[depth] == 0 else counts[depth] + 1
        for below in range(depth + 1, _LEVELS):
            if depth < _restart(levels.get(below), below):
                counts[below] = 0
        return self._text(levels, depth, counts) if depth in levels else ""

    def _instance(self, instance: str, abstract: str) -> tuple[dict[int, Any], dict[int, int]]:
        """The levels of an instance, and where it begins anew."""
        levels, starts = dict(self.abstracts[abstract]), {}
        for override in self.nums[instance].findall(f"{W}lvlOverride"):
            levels |= _levels(override)
            start = value(override, "startOverride")
            if start is not None:
                starts[number(override.get(f"{W}ilvl"))] = number(start, 1)
        return levels, starts

    @staticmethod
    def _text(levels: Mapping[int, Any], depth: int, counts: list[int]) -> str:
        text = value(levels[depth], "lvlText") or ""
        legal = levels[depth].find(f"{W}isLgl") is not None
        for place in range(depth + 1):
            level = levels.get(place)
            form = "decimal" if legal or level is None else value(level, "numFmt") or "decimal"
            count = counts[place] or _start(level)
            printed = FORMATS.get(form, str)(count) if 0 <= count <= _HIGHEST else str(count)
            text = text.replace(f"%{place + 1}", printed)
        return text


def _levels(parent: Any) -> dict[int, Any]:
    return {number(level.get(f"{W}ilvl")): level for level in parent.findall(f"{W}lvl")}


def _start(level: Any) -> int:
    return number(value(level, "start"), 1) if level is not None else 1


def _restart(level: Any, depth: int) -> int:
    """A level begins again after a paragraph of a level before this one."""
    said = value(level, "lvlRestart") if level is not None else None
    return number(said, depth)


def numbered_paragraphs(package: Opened) -> Iterator[tuple[Any, str]]:
    """The paragraphs of the text with the number that Word prints before each, "" for none."""
    lists = Lists(package.root("numbering"))
    styles = {style.get(f"{W}styleId"): style for style in package.root("styles") if style.tag == f"{W}style"}
    for paragraph in package.elements("p", (package.name("document"),)):
        instance, depth = place_of(paragraph, styles)
        deleted = paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
        yield paragraph, lists.next(instance, depth) if instance != "0" and not deleted else ""


def place_of(paragraph: Any, styles: Mapping[str, Any]) -> tuple[str, int]:
    """Instance and level of a paragraph's number, "0" for none."""
    own, depth = _number(paragraph)
    style = styles.get(value(paragraph, "pPr/pStyle") or "")
    seen: list[Any] = []
    bound: Place = ("", None)
    while style is not None and style not in seen and not bound[0]:
        seen.append(style)
        bound = _number(style)
        style = styles.get(value(style, "basedOn") or "")
    return own or bound[0] or "0", depth if depth is not None else bound[1] or 0


def _number(element: Any) -> Place:
    depth = value(element, "pPr/numPr/ilvl")
    return value(element, "pPr/numPr/numId") or "", None if depth is None else min(max(number(depth), 0), _LEVELS - 1)


def counted(package: Opened) -> dict[str, str]:
    """The number that Word prints before the paragraph of each bookmark, "" for none."""
    numbers: dict[str, str] = {}
    for paragraph, printed in numbered_paragraphs(package):
        for each in paragraph.iter(f"{W}bookmarkStart"):
            numbers[each.get(NAME)] = printed
    return numbers


def bookmarked_words(package: Opened) -> dict[str, str]:
    """The text inside each bookmark, as far as it stands in one paragraph."""
    words: dict[str, str] = {}
    for paragraph in package.elements("p"):
        inside: dict[str, str] = {}
        for each in paragraph.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t"):
            if each.tag == f"{W}bookmarkStart":
                inside[each.get(f"{W}id")] = each.get(NAME)
                words[each.get(NAME)] = ""
            elif each.tag == f"{W}bookmarkEnd":
                inside.pop(each.get(f"{W}id"), None)
            else:
                for name in inside.values():
                    words[name] += each.text or ""
    return words
