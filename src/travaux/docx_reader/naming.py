"""Blocks of the text -> one key for each, and the keys that are met twice.

A key is found by its bookmark, which is the finest: it names the paragraph. Where the bookmark is gone, the content
control round the paragraph tells the key, and where that is gone too, the very words do. The second block with a
key, and the words in a second control of a key, are pasted copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from travaux.docx_reader.blocks import Block
from travaux.docx_reader.keys import KeyMap, SentUnit
from travaux.renderers.docx.words import digest


def settle(blocks: Sequence[Block], keymap: KeyMap, first_controls: Mapping[str, int]) -> None:
    """Give every block its key, or say of which it is a copy."""
    _by_bookmark(blocks)
    _moved_bookmarks(blocks, keymap)
    _copies(blocks, first_controls)
    here = {block.key for block in blocks}
    missing = [unit for key, unit in keymap.units.items() if key not in here]
    free = [block for block in blocks if not (block.key or block.copy_of or block.framed) and (block.new or block.old)]
    _moved_with_tracking(blocks, free, keymap)
    _by_control(missing, free)
    here = {block.key for block in free}
    _by_words([unit for unit in missing if unit.key not in here], free)


def _by_bookmark(blocks: Iterable[Block]) -> None:
    seen: set[str] = set()
    for block in blocks:
        fresh = [name for name in block.names if name not in seen]
        if fresh:
            block.key = fresh[0]
            seen.update(fresh)
        elif block.names:
            block.copy_of = block.names[0]


def _moved_bookmarks(blocks: Sequence[Block], keymap: KeyMap) -> None:
    """A new paragraph typed in front of an old one can take its bookmark along: the words tell which is which."""
    for before, after in pairwise(blocks):
        unit = keymap.units.get(before.key)
        if unit is None or after.names or before.kind != "paragraph" or not after.new:
            continue
        if unit.digest in _digests(after) and unit.digest not in _digests(before):
            before.key, after.key, after.found = "", before.key, "words"


def _copies(blocks: Iterable[Block], first_controls: Mapping[str, int]) -> None:
    for block in blocks:
        nameless = not block.key and not block.copy_of and block.control and block.new
        if nameless and block.instance != first_controls.get(block.control, block.instance):
            block.copy_of = block.control


def _moved_with_tracking(blocks: Sequence[Block], free: Sequence[Block], keymap: KeyMap) -> None:
    """Words deleted at one place and inserted at another are the same unit: its key stands at both."""
    arrived = {digest(block.new): block for block in free if block.new and not block.old}
    for left in blocks:
        unit = keymap.units.get(left.key)
        if unit is not None and left.old and not left.new and unit.digest in arrived:
            block = arrived.pop(unit.digest)
            block.key, block.found = left.key, "words"


def _by_control(missing: Iterable[SentUnit], free: Sequence[Block]) -> None:
    inside: dict[str, list[Block]] = {}
    for block in (each for each in free if not each.key):
        inside.setdefault(block.control, []).append(block)
    for unit in missing:
        head, _, number = unit.key.rpartition("#")
        control = head if number.isdigit() else unit.key
        if control and inside.get(control):
            block = inside[control].pop(0)
            block.key, block.found = unit.key, "control"


def _by_words(missing: Iterable[SentUnit], free: Sequence[Block]) -> None:
    nameless: dict[str, list[Block]] = {}
    for block in free:
        if not block.key:
            for each in _digests(block):
                nameless.setdefault(each, []).append(block)
    for unit in missing:
        for block in nameless.get(unit.digest, ()):
            if not block.key:
                block.key, block.found = unit.key, "words"
                break


def _digests(block: Block) -> set[str]:
    texts: Iterator[str] = iter((block.new, block.sent_new, block.old, block.sent_old))
    return {digest(text) for text in texts if text}
