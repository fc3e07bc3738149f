"""Keys: each means one thing in a text."""

from __future__ import annotations

from collections.abc import Iterator

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._walk import open_items, units
from travaux.compilation import Subject
from travaux.diagnostic import Severity


@check("STR007", Severity.ERROR)
def key_twice(s: Subject) -> Iterator[Found]:
    """A table or formula has the key of a provision, so that one key means two things.

    Why: references, bookmarks, redlines and the reading back of an edited file all find things by their keys.
    Source: the invariants of the document tree.
    Fix: give the table another name.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Calls a table as it calls a paragraph.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#goods} Each Party shall admit the covered goods of the following table:

            {{ table("goods", caption="Goods") }}

            | Good |
            |:-----|
            | ore  |
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Has a table with a name of its own.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#goods} Each Party shall admit the covered goods of the following table:

            {{ table("list", caption="Goods") }}

            | Good |
            |:-----|
            | ore  |

        2. {#others} It may admit others.
    """
    for text in s.texts:
        for unit in units(text):
            if isinstance(unit.node, tree.Recital):
                continue
            tail = unit.node.tail if isinstance(unit.node, tree.Provision) else ()
            for block, _ in open_items((*unit.node.content, *tail)):
                key = getattr(block, "key", "")
                if key in text.document.labels:
                    message = f"the key {key!r} belongs to a table or formula and to a provision"
                    yield Found(message, block.span, "rename the table", text.instrument.record.id, unit.node.key)
