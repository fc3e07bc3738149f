"""Bytes of a PDF file -> the page of each of its named destinations.

Only what LibreOffice writes in an archival file (PDF/A-1) is read: there the objects lie open, one after another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

_OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_CATALOG = re.compile(rb"/Type\s*/Catalog\b.*?/Pages (\d+) 0 R.*?/Dests (\d+) 0 R", re.DOTALL)
_KIDS = re.compile(rb"/Kids\s*\[([^\]]*)\]")
_REFERENCE = re.compile(rb"(\d+) 0 R")
_DESTINATION = re.compile(rb"/(\w+)\s*\[\s*(\d+) 0 R")


def destinations(data: bytes) -> dict[str, int]:
    """The pages, counted from 1, by name as the file writes it. Raises ValueError where the file has none."""
    objects = {int(number): body for number, body in _OBJECT.findall(data)}
    catalog = next(filter(None, map(_CATALOG.search, objects.values())), None)
    if catalog is None:
        raise ValueError("the PDF file names no destinations")
    root, named = int(catalog[1]), int(catalog[2])
    pages = {number: place for place, number in enumerate(_leaves(root, objects), 1)}
    found = _DESTINATION.findall(objects[named])
    return {name.decode("ascii"): pages[int(page)] for name, page in found}


def written(name: str) -> str:
    """A bookmark of letters, digits and `_` as LibreOffice names its destination: `_` by its hexadecimal number."""
    return name.replace("_", "5F")


def _leaves(number: int, objects: Mapping[int, bytes]) -> Iterator[int]:
    """The pages below a node of the tree of pages, in order."""
    kids = _KIDS.search(objects[number])
    if kids is None:
        yield number
        return
    for kid in _REFERENCE.findall(kids[1]):
        yield from _leaves(int(kid), objects)
