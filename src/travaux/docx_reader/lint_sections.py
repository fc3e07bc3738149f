"""Sections of pages and the footnotes counted in them -> faults."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from travaux.docx_reader import fields
from travaux.docx_reader.opened import Opened, value
from travaux.docx_reader.xmlnames import ID, NAME, W

_HEADERS = frozenset({"headerReference", "footerReference"})
_ORDER = (
    *("headerReference", "footnotePr", "endnotePr", "type", "pgSz", "pgMar", "paperSrc", "pgBorders", "lnNumType"),
    *(
        "pgNumType",
        "cols",
        "formProt",
        "vAlign",
        "noEndnote",
        "titlePg",
        "textDirection",
        "bidi",
        "rtlGutter",
        "docGrid",
    ),
    *("printerSettings", "sectPrChange"),
)


def stale_note_references(package: Opened) -> Iterator[str]:
    """A reference to a footnote shows the number that Word gives it."""
    numbers = noted(package)
    for code, shown in fields.results(package):
        found = fields.reference(code)
        number = numbers.get(found.target) if found is not None and found.kind == "NOTEREF" else None
        if number is not None and str(number) != shown:
            yield f"field {code.strip()!r} shows {shown!r}, Word counts {number}"


def noted(package: Opened) -> dict[str, int]:
    """The number of the footnote in each bookmark, as Word counts: anew where a section says so."""
    numbers: dict[str, int] = {}
    held: list[list[str]] = []  # the bookmarks round each footnote of the section at hand
    around: dict[str, str] = {}
    last = 0
    for each in package.root("document").iter():
        if each.tag == f"{W}bookmarkStart":
            around[each.get(ID)] = each.get(NAME)
        elif each.tag == f"{W}bookmarkEnd":
            around.pop(each.get(ID), None)
        elif each.tag == f"{W}footnoteReference":
            held.append(list(around.values()))
        elif each.tag == f"{W}sectPr":
            last = 0 if value(each, "footnotePr/numRestart") == "eachSect" else last
            numbers |= {name: last + place for place, names in enumerate(held, 1) for name in names}
            last, held = last + len(held), []
    return numbers


def sections(package: Opened) -> Iterator[str]:
    """What the properties of a section hold stands in the order of the schema."""
    for number, section in enumerate(package.root("document").iter(f"{W}sectPr"), 1):
        found = [_kind(child) for child in section if isinstance(child.tag, str)]
        places = [_ORDER.index(kind) for kind in found if kind in _ORDER]
        if places != sorted(places):
            yield f"section {number}: {', '.join(found)} are out of order"


def _kind(child: Any) -> str:
    name = str(child.tag).removeprefix(W)
    return "headerReference" if name in _HEADERS else name
