"""A field of a YAML file or of a front matter changes; every other line stays as it is written, comments with it.

ruamel.yaml writes a file again with its comments, but not always in its layout. So the file is written twice, as it was
and as it is to be, and only the lines in which those two differ are put in the place of the lines they stand for.
"""

from __future__ import annotations

import difflib
import io
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from travaux.edit import Add, Put, Remove

_FRONT = re.compile(r"\A---\n(.*?)^---\n", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"\s*(?:- )?[\w-]+:")
Block: TypeAlias = tuple[str, int, int, int, int]
#: How lists may be indented below their key: `- a` at its column, or two further in.
_INDENTS = ((2, 2, 0), (2, 4, 2))


class Unchangeable(Exception):
    """A file cannot be changed as a fix wants it; says why."""


def changed_yaml(text: str, edit: Remove | Add | Put | Put) -> str:
    """The file with a field changed. Raises `Unchangeable` where the field is not there, or cannot be told apart."""
    front = _FRONT.match(text)
    start, end = front.span(1) if front else (0, len(text))
    own = text[start:end]
    best = min((_Written(own, indent) for indent in _INDENTS), key=lambda w: w.distance)
    after = best.changed(edit)
    return text[:start] + after + text[end:]


def _by_key(block: Block, written: list[str], text: list[str]) -> Iterator[Block]:
    """A block that differs, field by field where both sides have the same fields, so that each can change alone."""
    tag, i1, i2, j1, j2 = block
    starts = [n for n in range(i1, i2) if _KEY.match(written[n])]
    others = [n for n in range(j1, j2) if _KEY.match(text[n])]
    same = [_KEY.match(written[n])[0] for n in starts] == [_KEY.match(text[n])[0] for n in others]  # type: ignore[index]
    if tag != "replace" or not same or not starts or starts[0] > i1 or others[0] > j1:
        yield block
        return
    for a, (n, m) in enumerate(zip(starts, others, strict=True)):
        last = a + 1 == len(starts)
        yield tag, n, i2 if last else starts[a + 1], m, j2 if last else others[a + 1]


class _Written:
    """A YAML text as ruamel.yaml writes it with an indent."""

    def __init__(self, text: str, indent: tuple[int, int, int]) -> None:
        from ruamel.yaml import YAML

        self.yaml = YAML()
        self.yaml.preserve_quotes = True
        self.yaml.width = 2**30
        self.yaml.indent(*indent)
        self.text = text.splitlines(keepends=True)
        self.data = self.yaml.load(text)
        self.written = self.dumped()
        matcher = difflib.SequenceMatcher(None, self.written, self.text, autojunk=False)
        self.blocks = [part for block in matcher.get_opcodes() for part in _by_key(block, self.written, self.text)]
        self.distance = sum(i2 - i1 + j2 - j1 for tag, i1, i2, j1, j2 in self.blocks if tag != "equal")

    def dumped(self) -> list[str]:
        out = io.StringIO()
        self.yaml.dump(self.data, out)
        return out.getvalue().splitlines(keepends=True)

    def changed(self, edit: Remove | Add | Put | Put) -> str:
        _change(self.data, edit, self.yaml.load)
        wanted = self.dumped()
        result = list(self.text)
        matcher = difflib.SequenceMatcher(None, self.written, wanted, autojunk=False)
        hunks = [code for code in matcher.get_opcodes() if code[0] != "equal"]
        for _, i1, i2, j1, j2 in reversed(hunks):
            k1, k2, before, behind = self.place(i1, i2)
            result[k1:k2] = [*self.written[before:i1], *wanted[j1:j2], *self.written[i2:behind]]
        after = "".join(result)
        if self.yaml.load(after) != self.data:
            raise Unchangeable("the file is laid out so that the field cannot be changed by itself")
        return after

    def place(self, i1: int, i2: int) -> tuple[int, int, int, int]:
        """The lines of the text that written lines i1 to i2 stand for, widened to whole blocks that differ."""
        k1 = k2 = -1
        before, behind = i1, i2
        for tag, a1, a2, b1, b2 in self.blocks:
            touches = a1 < max(i2, i1 + 1) and a2 > i1 if tag != "insert" else False
            if not touches:
                continue
            if tag == "equal":
                first, last = b1 + max(i1 - a1, 0), b1 + min(i2, a2) - a1
            else:
                first, last, before, behind = b1, b2, min(before, a1), max(behind, a2)
            k1 = first if k1 < 0 else k1
            k2 = max(last, first)
        if k1 < 0:  # after the last line
            return len(self.text), len(self.text), i1, i2
        return k1, k2, before, behind


def _change(data: Any, edit: Remove | Add | Put, load: Callable[[str], Any]) -> None:
    *above, last = edit.path
    try:
        holder = _holder(data, above, edit)
        last = _key(holder, last)
        if isinstance(edit, Remove):
            del holder[last]
        elif isinstance(edit, Put):
            _set(holder, last, load(edit.value))
        elif last in holder:
            _put(holder[last], edit.value)
        else:
            holder[last] = [edit.value]
    except (KeyError, IndexError, TypeError):
        raise Unchangeable(f"{edit.file} has no field {'.'.join(map(str, edit.path))}") from None
    if isinstance(edit, Remove) and not holder and above:
        _change(data, Remove(edit.file, tuple(above)), load)


def _set(holder: Any, last: Any, value: Any) -> None:
    """A field or an item of a list gets a value; the item after the last one is made."""
    if isinstance(holder, list) and last == len(holder):
        holder.append(value)
    else:
        holder[last] = value


def _holder(data: Any, above: list[str | int], edit: Remove | Add | Put) -> Any:
    """What holds a field; a mapping that is missing is made, but for what is to be taken out."""
    for part in above:
        key = _key(data, part)
        if not isinstance(edit, Remove) and isinstance(part, str) and key not in data:
            data[key] = {}
        data = data[key]
    return data


def _key(holder: Any, part: str | int) -> Any:
    """The key of a mapping as the YAML has it: a path has days and numbers among its keys as words."""
    if not isinstance(holder, dict) or part in holder:
        return part
    return next((key for key in holder if str(key) == str(part)), part)


def _put(values: Any, value: str) -> None:
    """At its place in a list that is in the order of the alphabet, at the end of any other."""
    if value in values:
        return
    ordered = list(values) == sorted(values)
    values.insert(sum(v < value for v in values) if ordered else len(values), value)
