"""Bytes of an XML part -> elements, with nothing resolved, nothing fetched and no entities.

`element` gives the whole part, `events` the part piece by piece, so that a long schedule need not be held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from travaux.diagnostic import Failure, fail
from travaux.span import Span

_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)""")
_ALLOWED = (b"utf-8", b"utf-16", b"us-ascii", b"ascii")
_SIXTEEN = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}
_HINT = "ask the sender for a file saved by Word or LibreOffice"


def element(data: bytes, part: str, file: str) -> Any:
    """The root of a part."""
    from lxml import etree

    _refuse_entities(data, part, file)
    try:
        return etree.fromstring(data, etree.XMLParser(remove_comments=True, remove_pis=True, **_SAFE))
    except etree.XMLSyntaxError as error:
        raise _broken(error, part, file) from None


def events(data: bytes, part: str, file: str, tags: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """Beginnings and ends of the elements with these tags; what has been read may be cleared by the caller."""
    from lxml import etree

    _refuse_entities(data, part, file)
    try:
        yield from etree.iterparse(
            BytesIO(data), events=("start", "end"), tag=tags, remove_comments=True, remove_pis=True, **_SAFE
        )
    except etree.XMLSyntaxError as error:
        raise _broken(error, part, file) from None


def _refuse_entities(data: bytes, part: str, file: str) -> None:
    at = Span(file)
    coding = _SIXTEEN.get(data[:2])
    declared = _DECLARED.match(data.removeprefix(b"\xef\xbb\xbf"))
    if (declared and declared[1].lower() not in _ALLOWED) or (b"\0" in data[:4] and not coding):
        raise fail("DOC006", at, f"{part} is not in UTF-8 or UTF-16, as Word files are", _HINT)
    for mark in ("<!DOCTYPE", "<!ENTITY"):
        if (mark.encode(coding) if coding else mark.encode()) in data:
            raise fail("DOC006", at, f"{part} declares entities (DOCTYPE), which no Word file does", _HINT)


def _broken(error: Any, part: str, file: str) -> Failure:
    said = str(error.msg)
    if "depth" in said.lower():
        return fail("DOC008", Span(file), f"{part} is nested more deeply than any text", _HINT)
    if "huge" in said.lower() or "too long" in said.lower():
        return fail(
            "DOC003", Span(file), f"is made to fill the memory: {part} has a word of millions of letters", _HINT
        )
    return fail("DOC007", Span(file), f"{part} is not well-formed XML (line {error.lineno})", _HINT)
