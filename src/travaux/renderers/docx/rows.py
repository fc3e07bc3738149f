"""The rows of a long schedule as they were written: their keys in order, and a hash over their words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

DIGITS = 16


def row_lines(rows: list[str]) -> bytes:
    """What is hashed of rows, each written `KEY\\0WORDS\\n`; half a surrogate pair shows as a reference with &."""
    return "".join(rows).encode("utf-8", "xmlcharrefreplace")


class Schedule:
    """Filled batch by batch, so that 50,000 rows cost little more than their keys."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self._hash = sha256()

    def add(self, rows: Iterable[tuple[str, str]]) -> None:
        """Rows that have been written: key and words."""
        batch = list(rows)
        self.add_lines([key for key, _ in batch], row_lines([f"{key}\0{words}\n" for key, words in batch]))

    def add_lines(self, keys: Sequence[str], lines: bytes) -> None:
        """Rows that have been written: the key of each, and what is hashed of all."""
        self.keys += keys
        self._hash.update(lines)

    @property
    def digest(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 over all rows so far."""
        return self._hash.hexdigest()[:DIGITS]
