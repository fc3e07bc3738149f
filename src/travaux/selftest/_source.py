"""Changes of the text of a YAML file or front matter at the place of one value: everything else stays as it is."""

from __future__ import annotations

from travaux.read import Raw
from travaux.span import offset

_CLOSING = {"[": "]", "{": "}"}


def replaced(text: str, raw: Raw, path: tuple[str | int, ...], new: str) -> str | None:
    """The text with the value at a path written as `new`; None where it is a block or goes over several lines."""
    place = raw.places.get(path)
    if place is None:
        return None
    start = offset(text, *place)
    end = _end(text, start, _in_flow(text, raw, path))
    if end is None or "\n" in text[start:end]:
        return None
    return text[:start] + new + text[end:]


def inserted(text: str, line: int, new: str) -> str:
    """The text with a new line before a line."""
    at = offset(text, line, 1)
    return f"{text[:at]}{new}\n{text[at:]}"


def without(text: str, raw: Raw, key: str) -> str | None:
    """The text without a field at its top level; None where fields do not stand in lines of their own."""
    place = raw.keys.get((key,))
    if place is None or place[1] != 1:
        return None
    later = [line for path, (line, _) in raw.keys.items() if len(path) == 1 and line > place[0]]
    lines = text.split("\n")
    end = min(later) - 1 if later else _last_of_block(lines, place[0])
    return "\n".join([*lines[: place[0] - 1], *lines[end:]])


def _last_of_block(lines: list[str], line: int) -> int:
    """The number of the last line that belongs to the field on a line."""
    while line < len(lines) and (lines[line].startswith((" ", "-")) or not lines[line].strip()):
        line += 1
    return line


def _in_flow(text: str, raw: Raw, path: tuple[str | int, ...]) -> bool:
    above = (raw.places.get(path[:length]) for length in range(1, len(path)))
    return any(text[offset(text, *place)] in _CLOSING for place in above if place)


def _end(text: str, start: int, flow: bool) -> int | None:
    """Behind the value that begins at `start`; None where it is not one of a simple form."""
    first = text[start]
    if first in "\"'":
        end = text.find(first, start + 1)
        return None if end < 0 else end + 1
    if first in _CLOSING:
        return _closed(text, start)
    if first in "|>&*!-?" and not text[start + 1 : start + 2].isdigit():
        return None
    end = start
    while end < len(text) and text[end] != "\n" and not text.startswith(" #", end):
        if flow and text[end] in ",]}":
            break
        end += 1
    return start + len(text[start:end].rstrip())


def _closed(text: str, start: int) -> int | None:
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in _CLOSING) - (text[at] in _CLOSING.values())
        if depth == 0:
            return at + 1
    return None
