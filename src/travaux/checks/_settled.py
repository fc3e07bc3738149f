"""Whether the words of a passage are settled."""

from __future__ import annotations

from travaux import tree
from travaux.checks._walk import Passage
from travaux.unsettled import UNSETTLED


def open_words(passage: Passage) -> str:
    """The first words of a passage that are open; of a wording that is not chosen, its beginning."""
    match = UNSETTLED.search(passage.printed)
    if match:
        return match[0]
    return passage.printed[:40].strip() if passage.branch else ""


def as_typed(passage: Passage, words: str) -> str:
    """How open words of a passage are written in its clause: a blank by the call that prints it."""
    blank = any(isinstance(leaf, tree.Text) and leaf.plain and words in leaf.text for leaf in passage.leaves)
    return "blank(" if blank else words
