"""Paragraphs of the drafted texts that a proof rests on: where they stand, in every language or not at all."""

from __future__ import annotations

from travaux.checks._model import texts_of
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.records import Entry


def placed(s: Subject, instrument: Entry[Instrument], clause: str, paragraph: str, mechanism: str = "") -> str | None:
    """How the first text cites a paragraph of a clause that every text has; None where one of them lacks it.

    A clause that is drafted once for each of several mechanisms is looked for as that of `mechanism`.
    """
    keys = (f"{clause}.{paragraph}", f"{clause}@{mechanism}.{paragraph}")
    found = [
        next((t.document.labels[key].cited for key in keys if key in t.document.labels), None)
        for t in texts_of(s, instrument)
    ]
    return None if None in found or not found else found[0]
