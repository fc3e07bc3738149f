"""The rows of a long schedule as they were written: their keys in order, and a hash over their words."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

DIGITS = 16


def row_line(key: str, words: str) -> str:
    """What is hashed of a row."""
    return f"{key}\0{words}\n"


class Schedule:
    """Filled batch by batch, so that 50,000 rows cost little more than their keys."""

    def __init__(self) -> None:
        self.keys: list[str] = []
        self._hash = sha256()

    def add(self, rows: Iterable[tuple[str, str]]) -> None:
        """Rows that have been written: key and words."""
        batch = list(rows)
        self.keys += [key for key, _ in batch]
        self._hash.update("".join([row_line(key, words) for key, words in batch]).encode("utf-8", "replace"))

    @property
    def digest(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 over all rows so far."""
        return self._hash.hexdigest()[:DIGITS]
