"""Changes of a record that are larger than one value: several fields, a field that comes, an item that goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from travaux.read import Raw
from travaux.records import Entry
from travaux.selftest._ground import Ground
from travaux.selftest._source import replaced
from travaux.span import offset


def setting(ground: Ground, entry: Entry[Any], **fields: str) -> dict[str, str]:
    """The file of a record with fields of its top level set; empty where one of them does not stand in one line."""
    name = entry.raw.file.name
    text: str | None = ground.read(name)
    # From the last to the first, so that the places of those that are still to come stay right.
    for field in sorted(fields, key=lambda f: entry.raw.places.get((f,), (0, 0)), reverse=True):
        text = with_value(text, entry.raw, (), field, fields[field]) if text is not None else None
    return {} if text is None else {name: text}


def together(ground: Ground, one: str, other: str) -> Iterator[tuple[Entry[Any], Entry[Any]]]:
    """The mechanisms of two kinds that stand in one text."""
    for instrument, entry in ground.mechanisms(one):
        yield from ((entry, found) for found in ground.subject.mechanisms(instrument, other))


def currency(ground: Ground) -> str:
    """The currency of the first level of a floor, so that a sum of money is in one that the texts know."""
    lines = (line for _, floor in ground.mechanisms("price-floor") for line in floor.record.lines)
    return next((str(level.currency) for line in lines for level in line.levels.values()), "USD")


def with_value(text: str, raw: Raw, path: tuple[str | int, ...], field: str, new: str) -> str | None:
    """The text in which a field of the mapping at a path has a value, whether it stood there before or not."""
    if (*path, field) in raw.places:
        return replaced(text, raw, (*path, field), new)
    place = raw.places.get(path)
    if place is None:
        return None
    at = offset(text, *place)
    if text[at] == "{":
        return f"{text[: at + 1]}{field}: {new}{'' if text[at + 1] == '}' else ', '}{text[at + 1 :]}"
    block = any(key[:-1] == path and where == place for key, where in raw.keys.items())
    return f"{text[:at]}{field}: {new}\n{' ' * (place[1] - 1)}{text[at:]}" if block else None


def without_item(text: str, raw: Raw, path: tuple[str | int, ...]) -> str | None:
    """The text without an item of a list whose items stand in lines of their own; None where it is the only one."""
    lines = text.split("\n")
    found = _item(lines, raw, path)
    if found is None or (*path[:-1], 1) not in raw.places:
        return None
    return "\n".join([*lines[: found[0] - 1], *lines[found[1] :]])


def _item(lines: list[str], raw: Raw, path: tuple[str | int, ...]) -> tuple[int, int] | None:
    """The first and the last line of an item that begins with a dash."""
    if path not in raw.places:
        return None
    first = last = raw.places[path][0]
    begun = re.match(r"( *)- ", lines[first - 1])
    if not begun:
        return None
    inside = f"{begun[1]}  "
    while last < len(lines) and lines[last].startswith(inside):
        last += 1
    return first, last
