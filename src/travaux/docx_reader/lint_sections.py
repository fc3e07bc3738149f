"""Sections of pages and the footnotes counted in them -> faults."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import join, normpath
from typing import Any

from travaux.docx_reader import fields
from travaux.docx_reader.opened import Opened, value
from travaux.docx_reader.xmlnames import ID, NAME, R, W

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


def running(package: Opened) -> Iterator[str]:
    """Where there are running headers or footers with words, some page shows one; all, or those told apart as even."""
    main = package.name("document")
    folder, _, own = main.rpartition("/")
    used = {each.get(f"{R}id") for tag in _HEADERS for each in package.elements(tag, (main,))}
    every: dict[str, list[tuple[str, bool]]] = {}
    for each in package.trees.get(f"{folder}/_rels/{own}.rels", []):
        part = normpath(join("/", folder, each.get("Target", ""))).lstrip("/")
        kind = each.get("Type", "").rpartition("/")[2]
        if kind in ("header", "footer") and _has_words(package, part):
            every.setdefault(kind, []).append((part, each.get("Id") in used))
    for kind, parts in sorted(every.items()):
        if not any(shown for _, shown in parts):
            yield f"no page shows the running {kind} {parts[0][0]}"
    if package.root("settings") == [] or package.root("settings").find(f"{W}evenAndOddHeaders") is None:
        yield from _even_alone(package)


def _has_words(package: Opened, part: str) -> bool:
    words = package.trees[part].iter(f"{W}t", f"{W}instrText") if part in package.trees else ()
    return any((word.text or "").strip() for word in words)


def _even_alone(package: Opened) -> Iterator[str]:
    """Sections with a header or footer for even pages and none for all, in a file that does not tell pages apart."""
    known: set[str] = set()
    for number, section in enumerate(package.root("document").iter(f"{W}sectPr"), 1):
        kinds = {(str(each.tag), each.get(f"{W}type")) for each in section if _kind(each) == "headerReference"}
        known |= {tag for tag, kind in kinds if kind == "default"}
        for tag in sorted(tag for tag, kind in kinds if kind == "even" and tag not in known):
            what = tag.removeprefix(W).removesuffix("Reference")
            yield f"section {number}: its {what} is for even pages, which the file does not tell apart"


def _kind(child: Any) -> str:
    name = str(child.tag).removeprefix(W)
    return "headerReference" if name in _HEADERS else name
