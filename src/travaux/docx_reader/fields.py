"""Fields of a text: what they ask for, what they show, and whether their marks stand in order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from travaux.docx_reader.opened import Opened
from travaux.docx_reader.xmlnames import W

_CODE = re.compile(r'^\s*(REF|PAGEREF|NOTEREF|HYPERLINK\s+\\l)\s+"?([^\s"]+)"?(.*)$', re.DOTALL)
_SWITCH = re.compile(r"\\(\w)")


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that leads to a bookmark: its kind, the bookmark, its switches."""

    kind: str
    target: str
    switches: frozenset[str]


def reference(code: str) -> Reference | None:
    """The code of a field, if it is one that leads to a bookmark."""
    found = _CODE.match(code)
    if found is None:
        return None
    return Reference(found[1].split()[0], found[2], frozenset(_SWITCH.findall(found[3])))


def codes(package: Opened) -> Iterator[tuple[str, str]]:
    """Part and code of every field, in order, nested ones too."""
    for part, tree in package.trees.items():
        if part.endswith(".rels"):
            continue
        open_codes: list[str] = []
        for each in tree.iter(f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"):
            kind = each.get(f"{W}fldCharType")
            if each.tag == f"{W}fldSimple":
                yield part, each.get(f"{W}instr", "")
            elif each.tag == f"{W}instrText":
                if open_codes:
                    open_codes[-1] += each.text or ""
            elif kind == "begin":
                open_codes.append("")
            elif kind == "end" and open_codes:
                yield part, open_codes.pop()


def results(package: Opened) -> Iterator[tuple[str, str]]:
    """Code and shown words of each field that stands in one paragraph."""
    for paragraph in package.elements("p"):
        yield from _results(paragraph)


def _results(paragraph: Any) -> Iterator[tuple[str, str]]:
    code, result, state = "", "", ""
    for each in paragraph.iter(f"{W}fldChar", f"{W}instrText", f"{W}t"):
        kind = each.get(f"{W}fldCharType")
        if kind == "end" and state:
            yield code, result
        if kind:
            state = "" if kind == "end" else kind
            code, result = ("", "") if kind == "begin" else (code, result)
        elif each.tag == f"{W}instrText":
            code += each.text or ""
        elif state == "separate":
            result += each.text or ""


def disorder(tree: Any) -> Iterator[str]:
    """What is wrong with the marks of the fields of a part, in plain words."""
    states: list[str] = []
    for each in tree.iter(f"{W}fldChar", f"{W}instrText"):
        kind = each.get(f"{W}fldCharType")
        if each.tag == f"{W}instrText":
            if not states or states[-1] != "begin":
                yield f"the code {(each.text or '').strip()!r} stands in no field"
        elif kind == "begin":
            states.append("begin")
        elif not states:
            yield "a field ends that did not begin" if kind == "end" else "a result stands in no field"
        elif kind == "end":
            states.pop()
        elif states[-1] == "separate":
            yield "a field has two results"
        else:
            states[-1] = "separate"
    if states:
        yield f"{len(states)} fields do not end"
