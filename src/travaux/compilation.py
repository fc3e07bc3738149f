"""What checks look at: every instrument of the build with its records, its outline and one document a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from travaux.library import Library
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import Mechanism
from travaux.model.package import Package
from travaux.model.party import Party
from travaux.model.product import Product
from travaux.model.source import Source
from travaux.outline import Outline
from travaux.participation import owed
from travaux.records import Entry, Records
from travaux.tree import Document

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Text:
    """One instrument in one drafting language: what it was made from, and the document."""

    instrument: Entry[Instrument]
    library: Library
    outline: Outline
    document: Document
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """An analysis of this text that several checks read: made by the first that asks, then kept."""
        if name not in self.memo:
            self.memo[name] = make()
        found: T = self.memo[name]
        return found

    @property
    def language(self) -> str:
        """The drafting language."""
        return self.library.language

    @property
    def binding(self) -> bool:
        """True for a text of the binding register."""
        return self.library.template.register_ == "binding"


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything that a build knows, before any finding: what a check is given."""

    records: Records
    texts: tuple[Text, ...]
    sources: Mapping[str, Entry[Source]] = field(default_factory=dict)

    def instruments(self) -> Iterator[Entry[Instrument]]:
        """Each instrument of the build once, in the order of the build."""
        seen: dict[str, Entry[Instrument]] = {}
        for text in self.texts:
            seen.setdefault(text.instrument.record.id, text.instrument)
        yield from seen.values()

    def packages(self) -> Iterator[tuple[Entry[Package], tuple[Entry[Instrument], ...]]]:
        """Each package whose instruments are all in the build, with them in its order."""
        found = {instrument.record.id: instrument for instrument in self.instruments()}
        for package in self.records.packages.values():
            if found.keys() >= set(package.record.instruments):
                yield package, tuple(found[key] for key in package.record.instruments)

    def parties(self, instrument: Entry[Instrument]) -> tuple[Entry[Party], ...]:
        """The parties of an instrument, in its order."""
        return tuple(self.records.parties[key] for key in instrument.record.parties)

    def mechanisms(self, instrument: Entry[Instrument], kind: str = "") -> tuple[Entry[Mechanism], ...]:
        """The mechanisms of an instrument, in its order, as the parties that take them owe them; with `kind`, those of
        one kind."""
        entries = (owed(instrument.record, self.records.mechanisms[key]) for key in instrument.record.mechanisms)
        return tuple(entry for entry in entries if not kind or entry.record.kind == kind)

    def products(self, instrument: Entry[Instrument]) -> tuple[Entry[Product], ...]:
        """The products of an instrument, in its order."""
        return tuple(self.records.products[key] for key in instrument.record.products)
