"""Keys -> names that Word accepts: bookmarks (40 characters), tags (64 characters), numbers of controls.

Names depend on the key alone, so the same provision has the same bookmark in every build.
"""

from __future__ import annotations

import re
from hashlib import sha256

BOOKMARK_LENGTH = 40
TAG_LENGTH = 64
_HASH = 10
_CUT = 16
_READABLE = BOOKMARK_LENGTH - _HASH - 1
_READABLE_PIECE = re.compile(r"[A-Za-z0-9]+")


def bookmark(key: str) -> str:
    """The bookmark of a key: the readable end of the key and a hash of the whole."""
    readable = "_".join(_READABLE_PIECE.findall(key))[-_READABLE:].strip("_")
    if not readable[:1].isalpha():
        readable = f"k{readable}"[:_READABLE]
    return f"{readable}_{_digest(key)[:_HASH]}"


def tag(key: str, version: str = "") -> str:
    """The tag of a content control: the key, or its head and a hash where it is longer than Word allows.

    The version of the clause follows after `|`.
    """
    after = f"|{version}" if version else ""
    if len(key) + len(after) <= TAG_LENGTH:
        return f"{key}{after}"
    return f"{key[: TAG_LENGTH - _CUT - 1 - len(after)]}~{_digest(key)[:_CUT]}{after}"


def _digest(key: str) -> str:
    return sha256(key.encode("utf-8", "replace")).hexdigest()


class Ids:
    """Numbers that must be unique in a document, handed out in document order."""

    def __init__(self) -> None:
        self._last = 0
        self._controls: set[int] = set()
        self._latest: dict[str, int] = {}

    def mark(self) -> int:
        """A number for a bookmark, an insertion or a deletion."""
        self._last += 1
        return self._last

    def marks(self, many: int) -> range:
        """Numbers for many bookmarks."""
        first, self._last = self._last + 1, self._last + many
        return range(first, self._last + 1)

    def control(self, seed: str) -> int:
        """A number for a content control, from 1 to 2**31 - 1: a hash of the seed, moved on where it is taken."""
        number = self._latest.get(seed) or int(_digest(f"control:{seed}")[:8], 16) % 0x7FFFFFFE + 1
        while number in self._controls:
            number = number % 0x7FFFFFFE + 1
        self._controls.add(number)
        self._latest[seed] = number  # the search for the next goes on from here
        return number

    def bookmarked(self, name: str, content: str) -> str:
        """The content between the two ends of a bookmark."""
        number = self.mark()
        return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{number}"/>'
