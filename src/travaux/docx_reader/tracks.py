"""Tracked changes round words: which of them keep the words when all are accepted, and when all are rejected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from travaux.docx_reader.model import ChangeKind
from travaux.docx_reader.xmlnames import W

KINDS: dict[str, ChangeKind] = {
    f"{W}ins": "inserted",
    f"{W}del": "deleted",
    f"{W}moveTo": "moved-to",
    f"{W}moveFrom": "moved-from",
}
NEW = ("inserted", "moved-to")


@dataclass(frozen=True, slots=True)
class Revision:
    """One tracked change: what was done, by whom and when."""

    kind: ChangeKind
    author: str
    date: str
    move: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """The changes round some words, the outermost first. `stands` and `stood`: with all accepted, all rejected."""

    revisions: tuple[Revision, ...] = ()
    stands: bool = True
    stood: bool = True

    def within(self, revision: Revision) -> Track:
        """The track inside one more change."""
        new = revision.kind in NEW
        return Track((*self.revisions, revision), self.stands and new, self.stood and not new)

    def of_new(self) -> Track:
        """The track of words that stand only with the changes within them accepted."""
        return Track(self.revisions, self.stands, False)

    def of_old(self) -> Track:
        """The track of words that stand only with the changes within them rejected."""
        return Track(self.revisions, False, self.stood)

    def deleted(self) -> Track:
        """The track of words that are marked as deleted, whatever stands round them."""
        return Track(self.revisions, False, self.stood) if self.stands else self


CLEAN = Track()


def revision(element: Any, move: str = "", kind: ChangeKind | None = None) -> Revision:
    """What an element such as w:ins says; LibreOffice writes a date of year 0 where there is none."""
    date = element.get(f"{W}date", "")
    return Revision(
        kind or KINDS[element.tag], element.get(f"{W}author", ""), "" if date.startswith("0-") else date, move
    )
