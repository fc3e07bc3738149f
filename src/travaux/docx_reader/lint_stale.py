"""What fields and contents show -> faults, where Word would compute something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from travaux.docx_reader import fields
from travaux.docx_reader.numbers import bookmarked_words, counted, numbered_paragraphs
from travaux.docx_reader.opened import Opened, value
from travaux.docx_reader.xmlnames import NAME, W, number

_DEPTH = re.compile(r'\\o\s+"1-(\d)"')
_HEADING = re.compile(r"heading (\d)")
_NOT_COMPUTED = frozenset("rwpft")


def stale_references(package: Opened) -> Iterator[str]:
    """A reference shows the number or the words of what it leads to; other kinds of numbers are not computed here."""
    numbers, words = counted(package), bookmarked_words(package)
    for code, shown in fields.results(package):
        found = fields.reference(code)
        if found is None or found.kind != "REF" or found.target not in numbers or found.switches & _NOT_COMPUTED:
            continue
        computed = numbers[found.target].rstrip(".") if "n" in found.switches else words[found.target]
        if computed != shown:
            yield f"field {code.strip()!r} shows {shown!r}, Word computes {computed!r}"


def typed_references(package: Opened) -> Iterator[str]:
    """A number with the heading to which it belongs, as references print them, is a field in a file that has fields."""
    headings = dict(shown.split("\t", 1) for _, shown in _headings(package, 9) if "\t" in shown)
    if not headings or not any(
        (found := fields.reference(code)) and found.kind == "REF" for _, code in fields.codes(package)
    ):
        return
    known = "|".join(sorted(map(re.escape, headings), key=lambda number: (-len(number), number)))
    typed = re.compile(rf"(?<![\w{_SHOWN}])({known}) \({_SHOWN}?([^{_SHOWN}()]+)")
    for paragraph in package.elements("p"):
        for match in typed.finditer(_marked(paragraph)):
            if match[2] == headings[match[1]]:
                yield f"the reference '{match[1]} ({match[2]})' is typed, and does not follow the number"


#: Stands before and after what a field shows.
_SHOWN = "\ue013"


def _marked(paragraph: Any) -> str:
    """The words of a paragraph, with a sign on either side of what fields show."""
    words: list[str] = []
    for each in paragraph.iter(f"{W}fldChar", f"{W}t", f"{W}hyperlink"):
        kind = each.get(f"{W}fldCharType")
        if each.tag == f"{W}hyperlink":
            return ""  # an entry of the contents
        if kind in ("separate", "end"):
            words.append(_SHOWN)
        elif each.tag == f"{W}t":
            words.append(each.text or "")
    return "".join(words)


def contents(package: Opened) -> Iterator[str]:
    """The contents have an entry for each heading, with its number and words."""
    codes = (code for part, code in fields.codes(package) if part == package.name("document"))
    depth = next((_DEPTH.search(code) for code in codes if code.strip().startswith("TOC")), None)
    if depth is None:
        return
    headings = dict(_headings(package, int(depth[1])))
    entries = list(_entries(package))
    for anchor, shown in entries:
        wanted = headings.get(anchor)
        if wanted is not None and wanted != shown:
            yield f"the contents show {shown!r}, Word computes {wanted!r}"
        if wanted is None and shown:
            yield f"the contents show {shown!r}, which is no heading"
    listed = {anchor for anchor, _ in entries}
    for anchor, heading in headings.items():
        if anchor not in listed:
            yield f"the heading {heading!r} is not in the contents"


def _entries(package: Opened) -> Iterator[tuple[str, str]]:
    """Bookmark and words of each entry; a page number at the end is none of the words."""
    names = _style_names(package)
    for paragraph in package.elements("p", (package.name("document"),)):
        if re.fullmatch(r"toc \d", names.get(value(paragraph, "pPr/pStyle") or "", "")):
            for link in paragraph.iter(f"{W}hyperlink"):
                yield link.get(f"{W}anchor", ""), _without_page(link)


def _without_page(link: Any) -> str:
    """The words of an entry up to the field of its page number, and without tabs before that."""
    words = []
    for each in link.iter(f"{W}t", f"{W}tab", f"{W}fldChar"):
        if each.tag == f"{W}fldChar":
            break
        words.append("\t" if each.tag == f"{W}tab" else each.text or "")
    return "".join(words).rstrip("\t")


def _headings(package: Opened, depth: int) -> Iterator[tuple[str, str]]:
    """The headings down to a depth, by their first bookmark: number, tab, words."""
    styles = {each.get(f"{W}styleId"): each for each in package.root("styles") if each.tag == f"{W}style"}
    for paragraph, count in numbered_paragraphs(package):
        mark = next(paragraph.iter(f"{W}bookmarkStart"), None)
        level = _outline(paragraph, styles)
        if mark is None or level is None or level >= depth:
            continue
        text = "".join(each.text or "" for each in paragraph.iter(f"{W}t")).rstrip("\t")
        if count or text:
            yield mark.get(NAME), f"{count}\t{text}" if count and text else count or text


def _outline(paragraph: Any, styles: Mapping[str, Any]) -> int | None:
    """The level in the outline, from 0: the paragraph's own, or that of its style or what this is based on."""
    own = value(paragraph, "pPr/outlineLvl")
    style, seen = styles.get(value(paragraph, "pPr/pStyle") or ""), set()
    while own is None and style is not None and style not in seen:
        seen.add(style)
        built_in = _HEADING.fullmatch((value(style, "name") or "").lower())
        own = value(style, "pPr/outlineLvl") or (str(int(built_in[1]) - 1) if built_in else None)
        style = styles.get(value(style, "basedOn") or "")
    return number(own, 9) if number(own, 9) <= 8 else None


def _style_names(package: Opened) -> dict[str, str]:
    found = (each for each in package.root("styles") if each.tag == f"{W}style")
    return {each.get(f"{W}styleId"): (value(each, "name") or "").lower() for each in found}
