"""Keys of provisions -> their names as the text cites them; a key that is not printed has none."""

from __future__ import annotations

from collections.abc import Iterable

from travaux.index import CLOSING, ENACTING, OPENING
from travaux.numbering import printed
from travaux.provenance import Place
from travaux.tree import Document

#: The key of the recitals as a whole.
RECITALS = "#recitals"


class Places:
    """The printed places of a document, in the order of the text."""

    def __init__(self, document: Document) -> None:
        preamble = document.draft.house.words.get("preamble", "Preamble")
        recitals = enumerate(printed(document.draft.recitals), 1)
        self.names = {
            OPENING: preamble,
            RECITALS: preamble,
            **{recital.key: f"{preamble}, recital {number}" for number, recital in recitals},
            ENACTING: preamble,
            **{key: label.cited or key for key, label in document.labels.items()},
            CLOSING: "closing words",
        }
        self.order = {key: number for number, key in enumerate(self.names)}

    def of(self, keys: Iterable[str]) -> tuple[Place, ...]:
        """The printed ones among some keys, in the order of the text, each name once."""
        known = sorted({key for key in keys if key in self.names}, key=self.order.__getitem__)
        first = {self.names[key]: key for key in reversed(known)}
        return tuple(Place(first[name], name) for name in dict.fromkeys(self.names[key] for key in known))
