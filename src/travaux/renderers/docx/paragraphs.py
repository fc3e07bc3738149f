"""The names of the paragraphs of a unit, handed out in printed order.

The writer of the file and the list of its words both count with this, so that they name the same paragraphs.
"""

from __future__ import annotations

SIGNATURE = "#signature:"  # before the key of a party: the line above its signature
FOOTNOTE = "fn:"  # before the key of a footnote: its words
TAIL = "#tail"  # after a key: the closing words of that provision


class Paragraphs:
    """Names for the paragraphs of one unit: its key, then `KEY#2`, `KEY#3`; none for a unit without a key."""

    def __init__(self, key: str = "", used: int = 0) -> None:
        self._key = key
        self._used = used

    def next(self) -> str:
        """The name of the next paragraph."""
        self._used += 1
        if not self._key:
            return ""
        return self._key if self._used == 1 else f"{self._key}#{self._used}"
