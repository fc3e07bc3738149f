"""How the parts of a Word file hang together -> faults: comments, notes, relationships, content types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from typing import Any

from travaux.docx_reader.opened import Opened
from travaux.docx_reader.xmlnames import ID, W14, W15, M, R, W, number

_HIGHEST_NOTE = 32767
_HIGHEST_PARAGRAPH = 0x80000000
_RANGES = ("commentRangeStart", "commentRangeEnd", "commentReference")


def _repeated(values: Iterator[Any]) -> list[Any]:
    return [value for value, times in Counter(values).items() if times > 1]


# --- comments -----------------------------------------------------------------------------------------------------


def comments(package: Opened) -> Iterator[str]:
    """Comments and where they stand, replies and what they answer."""
    known = [each for each in package.root("comments") if each.tag == f"{W}comment"]
    numbers = [each.get(ID) for each in known]
    yield from (f"comment id {twice} occurs twice" for twice in _repeated(iter(numbers)))
    places = {tag: [each.get(ID) for each in package.elements(tag)] for tag in _RANGES}
    for tag, found in places.items():
        yield from (f"{tag} {n} is of no comment" for n in found if n not in numbers)
    starts, ends = set(places["commentRangeStart"]), set(places["commentRangeEnd"])
    yield from (f"the range of comment {n} has a start or an end only" for n in sorted(starts ^ ends))
    yield from (f"comment {n} stands nowhere in the text" for n in numbers if n not in places["commentReference"])
    yield from _threads(package, known)


def _threads(package: Opened, known: list[Any]) -> Iterator[str]:
    ids = [each.get(f"{W14}paraId") for comment in known for each in comment.iter(f"{W}p")]
    ids = [each for each in ids if each]
    yield from (f"paragraph id {each} occurs twice in the comments" for each in _repeated(iter(ids)))
    yield from (
        f"paragraph id {each} is too high for Word" for each in ids if number(each, base=16) >= _HIGHEST_PARAGRAPH
    )
    for each in package.root("commentsExtended"):
        own, above = each.get(f"{W15}paraId"), each.get(f"{W15}paraIdParent")
        if own not in ids:
            yield f"commentEx {own} is of no comment"
        if above is not None and above not in ids:
            yield f"comment {own} answers {above}, which is no comment"


# --- notes --------------------------------------------------------------------------------------------------------


#: What a note can be made of: words that stand or are deleted, code of fields, letters of formulas.
_WRITTEN = (f"{W}t", f"{W}delText", f"{W}instrText", f"{M}t")


def notes(package: Opened) -> Iterator[str]:
    """Footnotes and endnotes: each has one mark and each mark a note."""
    for kind in ("footnote", "endnote"):
        found = [each for each in package.root(f"{kind}s") if each.tag == f"{W}{kind}"]
        every = [each.get(ID) for each in found]
        yield from (f"{kind} id {twice} occurs twice" for twice in _repeated(iter(every)))
        marks = [each.get(ID) for each in package.elements(f"{kind}Reference")]
        yield from (f"the mark of {kind} {n} has no note" for n in marks if n not in every)
        for mark in (each.get(ID) for each in found if each.get(f"{W}type", "normal") == "normal"):
            if mark not in marks:
                yield f"{kind} {mark} has no mark in the text"
            if number(mark) > _HIGHEST_NOTE:
                yield f"{kind} {mark} has a number too high for Word"
        for each in found:
            written = each.iter(*_WRITTEN)
            if each.get(f"{W}type", "normal") == "normal" and not any((word.text or "").strip() for word in written):
                yield f"{kind} {each.get(ID)} has no words"


# --- relationships and content types --------------------------------------------------------------------------------


def relations(package: Opened) -> Iterator[str]:
    """Relationships lead to parts that are there, under names that occur once."""
    for name, tree in package.trees.items():
        if not name.endswith(".rels"):
            continue
        home = dirname(dirname(name))
        yield from (f"{name}: {twice} occurs twice" for twice in _repeated(each.get("Id") for each in tree))
        for each in tree:
            target = normpath(join("/", home, each.get("Target", ""))).lstrip("/")
            if each.get("TargetMode", "") != "External" and target not in package.members:
                yield f"{name}: {each.get('Id')} leads to {target}, which is not there"


def links(package: Opened) -> Iterator[str]:
    """What a part shows by relationship is among the relationships of that part."""
    for part, tree in package.trees.items():
        if part.endswith(".rels") or not part.startswith("word/"):
            continue
        name = f"{dirname(part)}/_rels/{part.rpartition('/')[2]}.rels"
        known = {each.get("Id") for each in package.trees.get(name, ())}
        for each in tree.iter():
            for attribute in (f"{R}id", f"{R}embed", f"{R}link"):
                if each.get(attribute) is not None and each.get(attribute) not in known:
                    yield f"{part}: relationship {each.get(attribute)} is not there"


def content_types(package: Opened) -> Iterator[str]:
    """Every part has a content type, and every content type a part."""
    tree = package.trees.get("[Content_Types].xml", [])
    overrides = {each.get("PartName") for each in tree if each.get("PartName")}
    extensions = {each.get("Extension", "").lower() for each in tree if each.get("Extension")}
    for name in sorted(overrides):
        if name.lstrip("/") not in package.members:
            yield f"content type for {name}, which is not there"
    for name in package.members:
        extension = name.rpartition(".")[2].lower()
        plain = extension != "xml" or name.startswith("customXml/item") or name == "[Content_Types].xml"
        if f"/{name}" not in overrides and not (plain and extension in extensions):
            yield f"no content type for {name}"
