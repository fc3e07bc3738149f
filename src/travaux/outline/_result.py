"""What the stage gives: the clauses of a text in their order, each with its wordings and parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from travaux.library import Clause
from travaux.model.mechanism.base import Mechanism
from travaux.records import Entry


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording of a clause; `proposed` and `supported` are the parties behind it, where it is still open."""

    clause: Clause
    proposed: tuple[str, ...] = ()
    supported: tuple[str, ...] = ()
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Selected:
    """A clause that stands in the text: key of its provision, what it is about, its wordings and parameters."""

    key: str
    mechanism: Entry[Mechanism] | None
    wordings: tuple[Wording, ...]
    parameters: Mapping[str, object] = field(default_factory=dict)
    parameter_paths: Mapping[str, str] = field(default_factory=dict)

    @property
    def clause(self) -> Clause:
        """The first wording, which stands for the clause in order and place."""
        return self.wordings[0].clause

    @property
    def settled(self) -> int | None:
        """Which wording is chosen; None while it is open."""
        return next((number for number, wording in enumerate(self.wordings) if wording.chosen), None)


@dataclass(frozen=True, slots=True)
class OutlineChapter:
    """A chapter with the clauses of its articles; `heading` is "" where the articles stand without a chapter."""

    key: str
    heading: str
    clauses: tuple[Selected, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The order of a text."""

    opening: tuple[Selected, ...]
    recitals: tuple[Selected, ...]
    enacting: tuple[Selected, ...]
    chapters: tuple[OutlineChapter, ...]
    closing: tuple[Selected, ...]
    annexes: tuple[tuple[str, Selected], ...]
    """Each with the key of the chapter it is numbered with."""

    def all(self) -> Iterator[Selected]:
        """Every clause of the text, in order."""
        yield from (*self.opening, *self.recitals, *self.enacting)
        for chapter in self.chapters:
            yield from chapter.clauses
        yield from self.closing
        yield from (selected for _, selected in self.annexes)

    def variants(self) -> Iterator[str]:
        """The variants that stand in the text, as `clause~variant`; every one that is still open."""
        for selected in self.all():
            for number, wording in enumerate(selected.wordings):
                if wording.clause.variant and selected.settled in (None, number):
                    yield f"{wording.clause.key}~{wording.clause.variant}"

    def parameters(self, clause: str, about: Entry[Mechanism] | None) -> Mapping[str, object]:
        """The parameters of a clause that is about a mechanism; none where it does not stand."""
        wanted = about.record.id if about else ""
        keys = ((s, s.mechanism.record.id if s.mechanism else "") for s in self.all() if s.clause.key == clause)
        return next((s.parameters for s, key in keys if key == wanted), {})
