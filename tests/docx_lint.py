"""A lint for DOCX packages: what the schema validators do not see, and the numbers that Word will print.

`lint(data)` gives a list of faults in plain words, empty for a sound package.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import Any
from zipfile import ZipFile

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
TEXT_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
FIELD = re.compile(r'^ ?(REF|PAGEREF|NOTEREF|HYPERLINK \\l) "?(\w+)"?((?: \\[nhrw])*) ?$')


@dataclass
class Opened:
    """The members of a package and its parts as trees."""

    members: dict[str, bytes]
    trees: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, data in self.members.items():
            if name.endswith((".xml", ".rels")):
                self.trees[name] = etree.fromstring(data)

    def elements(self, tag: str, parts: Iterable[str] = TEXT_PARTS) -> list[Any]:
        return [each for part in parts if part in self.trees for each in self.trees[part].iter(f"{W}{tag}")]


def opened(data: bytes) -> Opened:
    """The package; raises where a part is not well-formed."""
    with ZipFile(BytesIO(data)) as file:
        return Opened({name: file.read(name) for name in file.namelist()})


def lint(data: bytes) -> list[str]:
    """Every fault of the package."""
    package = opened(data)
    rules = (_twice, _bookmarks, _targets, _fields, _controls, _styles, _numbers, _wiring, _types, _cached, _noted)
    rules += (_sections,)
    return [fault for rule in rules for fault in rule(package)]


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _twice(package: Opened) -> Iterator[str]:
    for tag, attribute in (("bookmarkStart", "name"), ("bookmarkStart", "id"), ("footnote", "id"), ("endnote", "id")):
        for value in _repeated(each.get(f"{W}{attribute}") for each in package.elements(tag)):
            yield f"{tag} {attribute} {value} occurs twice"


def _bookmarks(package: Opened) -> Iterator[str]:
    starts = [each.get(f"{W}id") for each in package.elements("bookmarkStart")]
    ends = [each.get(f"{W}id") for each in package.elements("bookmarkEnd")]
    for number in sorted(set(starts) ^ set(ends)):
        yield f"bookmark {number} has a start or an end only"
    for each in package.elements("bookmarkStart"):
        if not re.fullmatch(r"[A-Za-z]\w{0,39}", each.get(f"{W}name"), re.ASCII):
            yield f"bookmark {each.get(f'{W}name')!r} is not a name for Word"


def _targets(package: Opened) -> Iterator[str]:
    names = {each.get(f"{W}name") for each in package.elements("bookmarkStart")}
    for each in package.elements("instrText"):
        found = FIELD.match(each.text)
        if found and found[2] not in names:
            yield f"field {each.text.strip()!r} names no bookmark"
    for each in package.elements("hyperlink"):
        if each.get(f"{W}anchor") not in names:
            yield f"link to {each.get(f'{W}anchor')} names no bookmark"


def _fields(package: Opened) -> Iterator[str]:
    for part in TEXT_PARTS:
        depth = 0
        for each in package.elements("fldChar", (part,)):
            depth += {"begin": 1, "separate": 0, "end": -1}[each.get(f"{W}fldCharType")]
            if depth < 0:
                yield f"{part}: a field ends that did not begin"
        if depth:
            yield f"{part}: {depth} fields do not end"


def _controls(package: Opened) -> Iterator[str]:
    numbers = [each.find(f"{W}id").get(f"{W}val") for each in package.elements("sdtPr")]
    yield from (f"control id {number} occurs twice" for number in _repeated(numbers))
    for each in package.elements("tag"):
        if len(each.get(f"{W}val")) > 64:
            yield f"tag {each.get(f'{W}val')!r} is longer than Word allows"
    for each in package.elements("sdt"):
        if each.getparent().tag == f"{W}sdtContent" and not each.find(f"{W}sdtContent/{W}r") is not None:
            yield "a block control stands in a control"


def _styles(package: Opened) -> Iterator[str]:
    known = {each.get(f"{W}styleId") for each in package.elements("style", ("word/styles.xml",))}
    every = [name for name in package.trees if name.startswith("word/")]
    for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next"):
        for each in package.elements(tag, every):
            if each.get(f"{W}val") not in known:
                yield f"{tag} {each.get(f'{W}val')} is not a style"


def _numbers(package: Opened) -> Iterator[str]:
    known = {each.get(f"{W}numId") for each in package.elements("num", ("word/numbering.xml",))} | {"0"}
    for each in package.elements("numId", ("word/document.xml", "word/styles.xml")):
        if each.get(f"{W}val") not in known:
            yield f"numId {each.get(f'{W}val')} is not a list"


def _wiring(package: Opened) -> Iterator[str]:
    for name, tree in package.trees.items():
        if name.endswith(".rels"):
            home = dirname(dirname(name))
            for each in tree:
                target = normpath(join(home, each.get("Target")))
                if target not in package.members:
                    yield f"{name}: {each.get('Id')} leads to {target}, which is not there"
    known = {each.get("Id") for each in package.trees["word/_rels/document.xml.rels"]}
    for each in package.trees["word/document.xml"].iter():
        for attribute in (f"{R}id", f"{R}embed"):
            if each.get(attribute, next(iter(known))) not in known:
                yield f"relationship {each.get(attribute)} is not there"


def _types(package: Opened) -> Iterator[str]:
    tree = package.trees["[Content_Types].xml"]
    overrides = {each.get("PartName") for each in tree if each.get("PartName")}
    extensions = {each.get("Extension") for each in tree if each.get("Extension")}
    for name in overrides:
        if name.lstrip("/") not in package.members:
            yield f"content type for {name}, which is not there"
    for name in package.members:
        plain = name.endswith((".rels", ".png", "item1.xml")) or name == "[Content_Types].xml"
        if f"/{name}" not in overrides and not (plain and name.rpartition(".")[2] in extensions):
            yield f"no content type for {name}"


def _cached(package: Opened) -> Iterator[str]:
    """A field shows what Word would compute: the number of the paragraph, or the words in the bookmark."""
    numbers, words = counted(package), bookmarked_words(package)
    for instruction, result in field_results(package):
        found = FIELD.match(instruction)
        if not found or found[1] != "REF" or found[2] not in numbers:
            continue
        computed = numbers[found[2]].rstrip(".") if r"\n" in found[3] else words[found[2]]
        if computed != result:
            yield f"field {instruction.strip()!r} shows {result!r}, Word computes {computed!r}"


def _noted(package: Opened) -> Iterator[str]:
    """A reference to a footnote shows the number that Word gives it."""
    numbers = noted(package)
    for instruction, result in field_results(package):
        found = FIELD.match(instruction)
        if found and found[1] == "NOTEREF" and str(numbers.get(found[2])) != result:
            yield f"field {instruction.strip()!r} shows {result!r}, Word counts {numbers.get(found[2])}"


def noted(package: Opened) -> dict[str, int]:
    """The number of the footnote in each bookmark, as Word counts: anew where a section says so."""
    numbers: dict[str, int] = {}
    held: list[list[str]] = []  # the bookmarks round each footnote of the section at hand
    around: dict[str, str] = {}
    last = 0
    for each in package.trees["word/document.xml"].iter():
        if each.tag == f"{W}bookmarkStart":
            around[each.get(f"{W}id")] = each.get(f"{W}name")
        elif each.tag == f"{W}bookmarkEnd":
            around.pop(each.get(f"{W}id"), None)
        elif each.tag == f"{W}footnoteReference":
            held.append(list(around.values()))
        elif each.tag == f"{W}sectPr":
            restart = each.find(f"{W}footnotePr/{W}numRestart")
            last = 0 if restart is not None and restart.get(f"{W}val") == "eachSect" else last
            numbers |= {name: last + place for place, names in enumerate(held, 1) for name in names}
            last, held = last + len(held), []
    return numbers


ORDER = (
    *("headerReference", "footerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc"),
    *("pgBorders", "lnNumType", "pgNumType", "cols", "titlePg"),
)


def _sections(package: Opened) -> Iterator[str]:
    """What the properties of a section hold stands in the order of the schema; only the first has a title page."""
    for place, section in enumerate(package.elements("sectPr")):
        names = [etree.QName(child).localname for child in section]
        kinds = ["headerReference" if name == "footerReference" else name for name in names]
        if kinds != sorted(kinds, key=ORDER.index):
            yield f"section {place + 1}: {', '.join(names)} are out of order"
        if ("titlePg" in names) != (place == 0):
            yield f"section {place + 1}: title page"


def field_results(package: Opened) -> Iterator[tuple[str, str]]:
    """Instruction and shown result of each field that stands in one paragraph."""
    for paragraph in package.elements("p"):
        code, result, state = "", "", ""
        for each in paragraph.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
            kind = each.get(f"{W}fldCharType")
            if kind == "end" and state:
                yield code, result
            if kind:
                state = "" if kind == "end" else kind
                code, result = ("", "") if kind == "begin" else (code, result)
            elif each.tag == f"{W}instrText":
                code += each.text
            elif state == "separate":
                result += each.text or ""


def bookmarked_words(package: Opened) -> dict[str, str]:
    """The text inside each bookmark, which never reaches beyond a paragraph."""
    words: dict[str, str] = {}
    for paragraph in package.elements("p"):
        open_names: dict[str, str] = {}
        for each in paragraph.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd", f"{W}t"):
            if each.tag == f"{W}bookmarkStart":
                open_names[each.get(f"{W}id")] = each.get(f"{W}name")
                words[each.get(f"{W}name")] = ""
            elif each.tag == f"{W}bookmarkEnd":
                open_names.pop(each.get(f"{W}id"), None)
            else:
                for name in open_names.values():
                    words[name] += each.text or ""
    return words


# --- how Word counts -----------------------------------------------------------------------------------------


def _roman(number: int) -> str:
    steps = zip((100, 90, 50, 40, 10, 9, 5, 4, 1), ["c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"], strict=True)
    return next((numeral + _roman(number - value) for value, numeral in steps if number >= value), "")


def _letter(number: int) -> str:
    return chr(97 + (number - 1) % 26) * (1 + (number - 1) // 26)


FORMATS = {
    "decimal": str,
    "lowerLetter": _letter,
    "upperLetter": lambda n: _letter(n).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda n: _roman(n).upper(),
    "none": lambda n: "",
}


class Lists:
    """Numbers as Word counts them: the instances of a list share its counters; a start of an instance's own
    holds when the instance is first used at that level, and whenever the level begins again under it."""

    def __init__(self, numbering: Any) -> None:
        self.abstracts = {a.get(f"{W}abstractNumId"): self._levels(a) for a in numbering.iter(f"{W}abstractNum")}
        self.nums = {n.get(f"{W}numId"): n for n in numbering.iter(f"{W}num")}
        self.counts: dict[str, list[int]] = {key: [0] * 9 for key in self.abstracts}
        self.used: set[tuple[str, int]] = set()

    @staticmethod
    def _levels(parent: Any) -> dict[int, Any]:
        return {int(level.get(f"{W}ilvl")): level for level in parent.findall(f"{W}lvl")}

    def next(self, number: str, depth: int) -> str:
        if number not in self.nums:
            return ""
        abstract = self.nums[number].find(f"{W}abstractNumId").get(f"{W}val")
        levels, starts = dict(self.abstracts[abstract]), {}
        for override in self.nums[number].findall(f"{W}lvlOverride"):
            place = int(override.get(f"{W}ilvl"))
            starts[place] = int(override.find(f"{W}startOverride").get(f"{W}val"))
            levels |= self._levels(override)
        counts = self.counts[abstract]
        fresh = depth in starts and (number, depth) not in self.used
        self.used.add((number, depth))
        start = starts.get(depth, 1)
        counts[depth] = start if fresh or counts[depth] == 0 else counts[depth] + 1
        counts[depth + 1 :] = [0] * (8 - depth)
        return self._text(levels, depth, counts)

    @staticmethod
    def _text(levels: dict[int, Any], depth: int, counts: list[int]) -> str:
        text = levels[depth].find(f"{W}lvlText").get(f"{W}val")
        legal = levels[depth].find(f"{W}isLgl") is not None
        for place in range(depth + 1):
            form = "decimal" if legal else levels[place].find(f"{W}numFmt").get(f"{W}val")
            text = text.replace(f"%{place + 1}", FORMATS[form](max(counts[place], 1)))
        return str(text)


def counted(package: Opened) -> dict[str, str]:
    """The number that Word prints before the paragraph of each bookmark, "" for none."""
    lists = Lists(package.trees["word/numbering.xml"])
    bound = {s.get(f"{W}styleId"): _number(s) for s in package.elements("style", ("word/styles.xml",))}
    numbers: dict[str, str] = {}
    for paragraph in package.elements("p", ("word/document.xml",)):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        place = _number(paragraph) or (bound.get(style.get(f"{W}val")) if style is not None else None)
        deleted = paragraph.find(f"{W}pPr/{W}rPr/{W}del") is not None
        printed = lists.next(*place) if place and place[0] != "0" and not deleted else ""
        for each in paragraph.iter(f"{W}bookmarkStart"):
            numbers[each.get(f"{W}name")] = printed
    return numbers


def _number(element: Any) -> tuple[str, int] | None:
    number = element.find(f"{W}pPr/{W}numPr/{W}numId")
    if number is None:
        return None
    depth = element.find(f"{W}pPr/{W}numPr/{W}ilvl")
    return number.get(f"{W}val"), 0 if depth is None else int(depth.get(f"{W}val"))
