"""Native equations -> the linear notation in which the tree has them, without blanks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from travaux.docx_reader.xmlnames import M

_BLANKS = re.compile(r"\s+")


def linear(element: Any) -> str:
    """The equation in one line: runs as they stand, LibreOffice's delimiters as brackets, fractions with a stroke."""
    return _BLANKS.sub("", _of(element))


def _of(element: Any) -> str:
    if element is None:
        return ""
    if element.tag == f"{M}t":
        return element.text or ""
    builder = _BUILDERS.get(element.tag)
    return builder(element) if builder else "".join(_of(child) for child in element)


def _part(element: Any, name: str) -> str:
    return _of(element.find(f"{M}{name}"))


def _delimited(element: Any) -> str:
    properties = element.find(f"{M}dPr")

    def mark(name: str, usual: str) -> str:
        found = properties.find(f"{M}{name}") if properties is not None else None
        return usual if found is None else found.get(f"{M}val", "")

    inside = mark("sepChr", "|").join(_of(each) for each in element.findall(f"{M}e"))
    return mark("begChr", "(") + inside + mark("endChr", ")")


def _bracketed(element: Any, name: str) -> str:
    """A part of a fraction in brackets, unless it is one thing or brings its own."""
    found = element.find(f"{M}{name}")
    alone = found is None or sum(not child.tag.endswith("Pr") for child in found) < 2
    return _of(found) if alone else f"({_of(found)})"


_BUILDERS: Mapping[str, Callable[[Any], str]] = {
    f"{M}d": _delimited,
    f"{M}f": lambda e: f"{_bracketed(e, 'num')}/{_bracketed(e, 'den')}",
    f"{M}sSup": lambda e: f"{_part(e, 'e')}^{_part(e, 'sup')}",
    f"{M}sSub": lambda e: f"{_part(e, 'e')}_{_part(e, 'sub')}",
    f"{M}rad": lambda e: f"√({_part(e, 'e')})",
}
