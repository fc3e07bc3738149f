"""The list of definitions as a clause has it: put in order, or without one of its items."""

from __future__ import annotations

import itertools
import re

from travaux.edit import Fix, Remove, Reword
from travaux.library import Clause

#: An item of a list without numbers that defines a term, with the lines that belong to it.
_ITEM = re.compile(r"^- \{#[\w-]+\} \*\*(?P<term>[^*]+)\*\*.*(?:\n(?:[ \t].*|[ \t]*(?=\n[ \t])))*", re.MULTILINE)
_END = re.compile(r"[.;,]?$")


def in_order(clause: Clause) -> Fix | None:
    """The items in the order of their terms; each place keeps its sign at the end."""
    items = _items(clause)
    if items is None:
        return None
    return Fix("put the definitions in order", (_listed(clause, sorted(items, key=lambda i: _term(i).casefold())),))


def without(clause: Clause, key: str, term: str) -> Fix | None:
    """The list without the item that defines a term, and the front matter without the term: an operative change."""
    items = _items(clause) or []
    kept = [item for item in items if _term(item) != term]
    if not kept or len(kept) + 1 != len(items) or key not in clause.raw.value.get("defines", {}):
        return None
    edits = (_listed(clause, kept), Remove(clause.file, ("defines", key)))
    return Fix(f"leave the definition of {term!r} out", edits, safe=False)


def _term(item: str) -> str:
    match = _ITEM.match(item)
    return match["term"] if match else ""


def _items(clause: Clause) -> list[str] | None:
    """The items of the only list of definitions; None where something else stands between or among them."""
    found = list(_ITEM.finditer(clause.body))
    items = [match[0].rstrip() for match in found]
    gaps = (clause.body[a.start() + len(a[0].rstrip()) : b.start()] for a, b in itertools.pairwise(found))
    return None if len(items) < 2 or any("{%" in item for item in items) or any(g.strip() for g in gaps) else items


def _listed(clause: Clause, items: list[str]) -> Reword:
    """The list with these items; the last one ends as the last one did, and each other as the first did."""
    found = list(_ITEM.finditer(clause.body))
    whole = clause.body[found[0].start() : found[-1].end()].rstrip()
    gap = clause.body[found[0].start() + len(found[0][0].rstrip()) : found[1].start()]
    between, last = (_sign(match[0].rstrip()) for match in (found[0], found[-1]))
    bare = [_END.sub("", item, count=1) for item in items]
    new = gap.join([*(item + between for item in bare[:-1]), bare[-1] + last])
    return Reword(clause.span(clause.body.count("\n", 0, found[0].start()) + 1), whole, new)


def _sign(item: str) -> str:
    match = _END.search(item)
    return match[0] if match else ""
