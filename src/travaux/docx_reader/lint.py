"""A Word file -> its faults: what the schema validators do not see, and Word trips over or does not say.

`lint` takes the bytes of a file, `faults` one that passed the gate of `safe`. Each fault is a sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from travaux.docx_reader import fields
from travaux.docx_reader.lint_parts import comments, content_types, links, notes, relations
from travaux.docx_reader.lint_sections import running, sections, stale_note_references
from travaux.docx_reader.lint_stale import contents, stale_references, typed_references
from travaux.docx_reader.opened import Opened, of_package, opened, value
from travaux.docx_reader.safe import Package
from travaux.docx_reader.xmlnames import ID, NAME, VAL, W

TAG_LENGTH = 64
_BOOKMARK = re.compile(r"[A-Za-z_]\w{0,39}", re.ASCII)
_ACTIVE = re.compile(r"\s*(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|GOTOBUTTON)\b", re.IGNORECASE)


def lint(data: bytes) -> list[str]:
    """Every fault of the file, in plain words."""
    return every_fault(opened(data))


def faults(package: Package) -> list[str]:
    """Every fault of a file that passed the gate."""
    return every_fault(of_package(package))


def every_fault(package: Opened) -> list[str]:
    """Every fault of a file whose parts are open."""
    return list(dict.fromkeys(fault for rule in _RULES for fault in rule(package)))


def _repeated(values: Iterable[str | None]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1 and value is not None]


def _bookmarks(package: Opened) -> Iterator[str]:
    starts = [each for _, each in package.every("bookmarkStart")]
    for attribute in ("name", "id"):
        for twice in _repeated(each.get(f"{W}{attribute}") for each in starts):
            yield f"bookmarkStart {attribute} {twice} occurs twice"
    ends = Counter(each.get(ID) for _, each in package.every("bookmarkEnd"))
    begun = Counter(each.get(ID) for each in starts)
    for number in sorted({*begun, *ends}):
        if (number in begun) != (number in ends):
            yield f"bookmark {number} has a start or an end only"
    for each in starts:
        if not _BOOKMARK.fullmatch(each.get(NAME, "")):
            yield f"bookmark {each.get(NAME, '')!r} is not a name for Word"


def _targets(package: Opened) -> Iterator[str]:
    names = {each.get(NAME) for _, each in package.every("bookmarkStart")}
    for _, code in fields.codes(package):
        found = fields.reference(code)
        if found and found.target not in names:
            yield f"field {code.strip()!r} names no bookmark"
        if _ACTIVE.match(code):
            yield f"field {code.strip()!r} fetches or runs something"
    for _, each in package.every("hyperlink"):
        anchor = each.get(f"{W}anchor")
        if anchor is not None and anchor not in names:
            yield f"link to {anchor} names no bookmark"


def _fields(package: Opened) -> Iterator[str]:
    for part, tree in package.trees.items():
        yield from (f"{part}: {fault}" for fault in fields.disorder(tree))


def _controls(package: Opened) -> Iterator[str]:
    numbers = (value(each, "id") for _, each in package.every("sdtPr"))
    yield from (f"control id {number} occurs twice" for number in _repeated(numbers))
    for _, each in package.every("tag"):
        if len(each.get(VAL, "")) > TAG_LENGTH:
            yield f"tag {each.get(VAL)!r} is longer than Word allows"
    for _, each in package.every("sdt"):
        inside = each.getparent().tag == f"{W}sdtContent"
        if inside and each.find(f"{W}sdtContent/{W}p") is not None:
            yield "a block control stands in a control"


def _deletions(package: Opened) -> Iterator[str]:
    for part, each in package.every("t"):
        if any(above.tag == f"{W}del" for above in each.iterancestors()):
            yield f"{part}: the deleted words {each.text!r} are written as words that stand"
    for part, each in package.every("delText"):
        if not any(above.tag in (f"{W}del", f"{W}moveFrom") for above in each.iterancestors()):
            yield f"{part}: the words {each.text!r} are written as deleted, and stand in no deletion"


def _styles(package: Opened) -> Iterator[str]:
    known = {each.get(f"{W}styleId") for each in package.root("styles")}
    for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link"):
        for _, each in package.every(tag):
            if each.get(VAL) not in known:
                yield f"{tag} {each.get(VAL)} is not a style"
    yield from (
        f"style {name} occurs twice" for name in _repeated(e.get(f"{W}styleId") for e in package.root("styles"))
    )


def _lists(package: Opened) -> Iterator[str]:
    numbering = package.root("numbering")
    known = {each.get(f"{W}numId") for each in numbering if each.tag == f"{W}num"} | {"0"}
    for _, each in package.every("numId"):
        if each.get(VAL) not in known:
            yield f"numId {each.get(VAL)} is not a list"
    abstract = {each.get(f"{W}abstractNumId") for each in numbering if each.tag == f"{W}abstractNum"}
    for each in numbering:
        counts = value(each, "abstractNumId")
        if each.tag == f"{W}num" and counts not in abstract:
            yield f"list {each.get(f'{W}numId')} counts by abstractNum {counts}, which is not there"


_RULES: tuple[Callable[[Opened], Iterator[str]], ...] = (
    _bookmarks,
    _targets,
    _fields,
    _controls,
    _deletions,
    _styles,
    _lists,
    comments,
    notes,
    relations,
    links,
    content_types,
    stale_references,
    stale_note_references,
    typed_references,
    contents,
    sections,
    running,
)
