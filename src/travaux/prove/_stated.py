"""Every period that a text states: those of its records, and those that its clauses take as parameters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from travaux.checks._model import texts_of
from travaux.compilation import Subject
from travaux.model.instrument import Instrument
from travaux.model.period import Period
from travaux.records import Entry
from travaux.span import Span


def _periods(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], Period]]:
    """Every period of a record with its path."""
    match value:
        case Period():
            yield path, value
        case BaseModel():
            for name in type(value).model_fields:
                yield from _periods(getattr(value, name), (*path, name))
        case tuple():
            for n, item in enumerate(value):
                yield from _periods(item, (*path, n))
        case dict():
            for key, item in value.items():
                yield from _periods(item, (*path, str(key)))


def stated(s: Subject, instrument: Entry[Instrument]) -> Iterator[tuple[str, Span, Period]]:
    """Every period of the text: what it is called, and where it stands."""
    entries: tuple[Entry[Any], ...] = (instrument, *s.mechanisms(instrument))
    for entry in entries:
        for path, period in _periods(entry.record):
            yield f"{'.'.join(map(str, path))} of {entry.record.id!r}", entry.span(*path), period
    for text in texts_of(s, instrument)[:1]:
        for selected in text.outline.all():
            for name, value in selected.parameters.items():
                if isinstance(value, Period):
                    yield f"{name} of the clause {selected.key!r}", selected.clause.raw.span("parameters", name), value
