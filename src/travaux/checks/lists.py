"""Lists: a number never stands alone, and the items read as one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from travaux import tree
from travaux.checks import Found, check
from travaux.checks._walk import Unit, clauses, closing_words, open_items, typed_at, units
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.edit import Fix, Reword

_LAST = "a full stop, or a semicolon where the sentence goes on"


def _found(text: Text, node: tree.Provision, message: str, hint: str, fix: Fix | None = None) -> Found:
    return Found(message, node.span, hint, text.instrument.record.id, node.key, fix=fix)


# --- STR002 --------------------------------------------------------------------------------------------------------


@check("STR002", Severity.WARNING, fix="unsafe")
def lone_number(s: Subject) -> Iterator[Found]:
    """A paragraph or point is numbered although it stands alone.

    Why: a 1. without a 2. makes the reader look for what is missing.
    Source: drafting practice in the twelve agreements measured: an article of one paragraph has no number in it.
    Covers: NUM-02, DC-033.
    Fix: write the only paragraph without a list; run a single point into the sentence.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: One paragraph with a number.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        1. {#accept} Each Party shall admit covered goods.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: One paragraph without a number.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit covered goods.
    """
    for text in s.texts:
        for unit in units(text):
            if isinstance(unit.node, tree.Recital):
                continue
            alone = _only(unit.node.children)
            if alone is not None and alone.numbered and alone.level >= tree.Level.PARAGRAPH:
                number = text.document.labels[alone.key].own
                message = f"{number} stands alone: there is no second item"
                yield _found(text, alone, message, "write it without a list", _unnumbered(text, unit, alone))


def _unnumbered(text: Text, unit: Unit, alone: tree.Provision) -> Fix | None:
    """The number and the id of a lone paragraph are taken out, where nothing hangs on them."""
    hangs = alone.children or alone.tail or unit.node.content or isinstance(unit.node, tree.Recital)
    led_to = any(alone.key in entry.ref.targets for entry in text.document.refs)
    if hangs or led_to or alone.level != tree.Level.PARAGRAPH or alone.key in text.document.comments:
        return None
    mark = f"1. {{#{alone.key.rpartition('.')[2]}}} "
    return Fix("write it without a list", (Reword(replace(alone.span, column=1), mark, ""),), safe=False)


def _only(items: Iterable[tree.ProvisionItem]) -> tree.Provision | None:
    """The only item that is printed, where there is just one; competing wordings of one item count once."""
    printed = [list(open_items((item,))) for item in items]
    standing = [found[0][0] for found in printed if found]
    return standing[0] if len(standing) == 1 else None


# --- STR004 --------------------------------------------------------------------------------------------------------


@check("STR004", Severity.WARNING, fix="safe")
def list_punctuation(s: Subject) -> Iterator[Found]:
    """The items of a list do not read as one sentence.

    Why: whether points are added up or chosen from hangs on the "and" or "or" before the last one.
    Source: drafting practice: items end in a semicolon, the last but one in "; and" or "; or", the last in a full
    stop. A list whose items are all sentences of their own is left alone, and so is one that is still open.
    Covers: NUM-03, DC-037.
    Fix: end each item as the list wants it.

    Fails:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Nothing says whether both conditions have to be met.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit a covered good that:

        1. {#origin} comes from a Party;
        2. {#form} is in its own form.
    Fails:
        == clauses/example/duty.en.md ==
        Each Party shall admit a covered good that:

        1. {#origin} comes from a Party.
        2. {#form} is in its own form; or
        3. {#stock} comes from stock
    Fails:
        == clauses/example/duty.en.md ==
        Each Party shall admit a covered good that:

        1. {#origin} comes from a Party; and
        2. {#form} is in its own form; or
        3. {#stock} comes from stock.
    Fails:
        == clauses/example/duty.en.md ==
        1. {#terms} Each Party shall admit a covered good that:
            1. {#origin} comes from a Party; and
            2. {#form} is in its own form;

        2. {#list} It shall publish a list of them.
    Passes:
        == clauses/example/duty.en.md ==
        ---
        heading: Duty
        purpose: Both conditions have to be met.
        order: 50
        tier: 1
        uses: [covered-good, party]
        ---
        Each Party shall admit a covered good that:

        1. {#origin} comes from a Party; and
        2. {#form} is in its own form.
    """
    for text in s.texts:
        if not text.library.words.list_and.startswith(" "):
            continue  # a language that does not set words apart joins its lists in other ways
        for unit in units(text):
            if not isinstance(unit.node, tree.Recital):
                yield from _list_faults(text, unit.node)


def _list_faults(text: Text, node: tree.Provision | tree.Annex) -> Iterator[Found]:
    printed = list(open_items(node.children))
    items = [item for item, _ in printed]
    still_open = any(branch for _, branch in printed)
    defining = bool(items) and not items[0].numbered
    if len(items) < 2 or still_open or (items[0].level <= tree.Level.PARAGRAPH and not defining):
        return
    ends = [closing_words(item) for item in items]
    if not all(ends) or all(end.endswith(".") for end in ends):
        return
    joints = [text.library.words.list_and.strip(), text.library.words.list_or.strip()]
    each = _joined_throughout(ends, joints)
    for number, (item, end) in enumerate(zip(items, ends, strict=True)):
        goes_on = bool(getattr(node, "tail", ()))
        wanted = _wanted(end, len(items) - number, joints, defining, goes_on)
        if not wanted and not each and number < len(items) - 2 and _joint(end, joints):
            wanted = "a semicolon alone"
        if number == len(items) - 1 and not goes_on and end.endswith(";") and _ends_the_sentence(node):
            wanted = _LAST
        if wanted:
            message, fix = f"the item ends in {_tail(end)!r}", _closed(text, item, end, wanted)
            yield _found(text, item, message, f"end it with {wanted}", fix)


def _joint(end: str, joints: list[str]) -> str:
    """The "and" or "or" with which an item ends; "" where it ends in another way."""
    return next((joint for joint in joints if end.endswith((f"; {joint}", f", {joint}"))), "")


def _joined_throughout(ends: list[str], joints: list[str]) -> bool:
    """Whether one joint stands after every item but the last, which leaves no doubt how the items are joined."""
    return len({_joint(end, joints) for end in ends[:-1]}) == 1


def _ends_the_sentence(node: tree.Provision | tree.Annex) -> bool:
    """Whether the list is that of an article or a numbered paragraph, so that its sentence ends with it."""
    if isinstance(node, tree.Annex):
        return False
    return node.level is tree.Level.ARTICLE or (node.level is tree.Level.PARAGRAPH and node.numbered)


def _closed(text: Text, item: tree.Provision, end: str, wanted: str) -> Fix | None:
    """The sign with which an item has to end, where there is no choice between "and" and "or"."""
    sign = {"a semicolon": ";", _LAST: "."}.get(wanted)
    clause = clauses(text).get(item.span.file)
    last = re.search(r"(?:[^\s\ue000-\uf8ff]+ ){0,5}[^\s\ue000-\uf8ff]+$", end)
    if sign is None or clause is None or last is None or item.children:
        return None
    old, new = last[0], re.sub(r"[.,;:]$", "", last[0]) + sign
    place = typed_at(clause, old, item.span)
    return Fix(f"end it with {sign!r}", (Reword(place, old, new),))


def _tail(end: str) -> str:
    """The end of an item as a message shows it: its last word or two with their punctuation."""
    return " ".join(end.split()[-2:])


def _wanted(end: str, left: int, joints: list[str], defining: bool, goes_on: bool) -> str:
    """What the end of an item should be, `left` items including it being still to come; "" where it is right."""
    joined = bool(_joint(end, joints))
    if left == 1:
        right = end.endswith((".", ";", ",", ":")) or joined or goes_on
        return "" if right else _LAST
    if left == 2 and not defining:
        return "" if joined else " or ".join(f"'; {joint}'" for joint in joints)
    return "" if end.endswith((";", ",")) or joined else "a semicolon"
