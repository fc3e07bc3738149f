"""What a clause sees of participation, and how clauses about a mechanism that not every party takes are worded."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from travaux.draft.marks import Marks, Nodes
from travaux.draft.printing import Printer
from travaux.draft.tracked import Tracked
from travaux.library import Clause, Library
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import Mechanism
from travaux.model.participation import CarveOut
from travaux.model.quantity import HSCode
from travaux.outline import Outline, Selected
from travaux.participation import TERM, Rewording, covered, goods_left, rewording
from travaux.records import Entry, Records
from travaux.tree import Inline, Ref, Text, Value

#: Makes a reference to some provisions; true for a range of two.
Citing = Callable[[tuple[str, ...], bool], Ref]


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Goods that a party leaves out of a matter, with the tariff lines that this takes out of it."""

    terms: Tracked
    codes: tuple[HSCode, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """A mechanism as the annex on participation lists it."""

    key: str
    kind: str
    title: Nodes
    mode: str
    limited: bool
    taking: tuple[Tracked, ...]
    """Keys of the parties that take it."""
    staying: tuple[Tracked, ...]
    provisions: tuple[Nodes, ...]
    """References to the articles and annexes about it."""
    needs: tuple[Nodes, ...]
    """Titles of the other limited mechanisms without which it says nothing."""
    carve_outs: tuple[LeftOut, ...]
    phase_in: Tracked
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matters:
    """Tells the participation of one text."""

    instrument: Instrument
    outline: Outline
    records: Records
    mechanisms: Mapping[str, Entry[Mechanism]]
    printer: Printer

    def told(self, citing: Citing) -> tuple[Matter, ...]:
        """Each mechanism that the instrument names under `participation`, in the order of its mechanisms."""
        named = (key for key in self.instrument.mechanisms if key in self.instrument.participation)
        return tuple(self.matter(key, citing) for key in named)

    def matter(self, key: str, citing: Citing) -> Matter:
        """One of them."""
        terms, record = self.instrument.participation[key], self.mechanisms[key].record
        taking = self.instrument.taking(key)
        path = f"instruments/{self.instrument.id}.participation.{key}"
        return Matter(
            key,
            record.kind,
            self.title(record),
            terms.mode,
            terms.limited,
            tuple(Tracked(party, f"{path}.parties") for party in taking),
            tuple(Tracked(party, f"{path}.parties") for party in self.instrument.parties if party not in taking),
            tuple(Nodes((citing(*each),)) for each in self.provisions(key)),
            tuple(self.title(self.mechanisms[n].record) for n in self.conditions(record)),
            tuple(self.left(n, carve, record, path) for n, carve in enumerate(terms.carve_outs)),
            Tracked(terms.phase_in, f"{path}.phase_in"),
            terms.sources,
        )

    def left(self, number: int, carve: CarveOut, record: Mechanism, path: str) -> LeftOut:
        """A carve-out with its tariff lines."""
        products = {key: self.records.products[key].record for key in (*self.instrument.products, *carve.products)}
        return LeftOut(Tracked(carve, f"{path}.carve_outs.{number}"), goods_left(carve, covered(record, products)))

    def title(self, record: Mechanism) -> Nodes:
        """How the text names a mechanism: by its title, or by its kind where it has none."""
        words = self.printer.texts(record.title) if record.title else record.kind.replace("-", " ")
        node: Inline = Value(f"mechanisms/{record.id}.title", words, words) if record.title else Text(words)
        return Nodes((node,))

    def conditions(self, record: Mechanism) -> list[str]:
        """The limited mechanisms that this one relies on, each once."""
        return [key for key in dict.fromkeys(record.needs()) if self.instrument.limited(key)]

    # --- provisions

    def provisions(self, key: str) -> Iterator[tuple[tuple[str, ...], bool]]:
        """What speaks of a mechanism: a chapter that speaks of nothing else, runs of articles, and annexes."""
        for chapter in self.outline.chapters:
            if chapter.heading and all(_about(selected, key) for selected in chapter.clauses):
                yield (chapter.key,), False
            else:
                yield from _runs(chapter.clauses, key)
        yield from (((selected.key,), False) for _, selected in self.outline.annexes if _about(selected, key))


def _about(selected: Selected, key: str) -> bool:
    return selected.mechanism is not None and selected.mechanism.record.id == key


def _runs(clauses: Sequence[Selected], key: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Articles about a mechanism: those that follow one another as a range."""
    run: list[str] = []
    for selected in (*clauses, None):
        if selected is not None and _about(selected, key):
            run.append(selected.key)
        elif len(run) > 2:
            yield (run[0], run[-1]), True
            run = []
        else:
            # One by one, so that a list of provisions has its "and" before the last of all.
            yield from (((key,), False) for key in run)
            run = []


@dataclass(frozen=True)
class Wordings:
    """Words the clauses of one text for those that take a mechanism."""

    instrument: Instrument
    outline: Outline
    library: Library

    def worded(self, rendered: str, selected: Selected, clause: Clause, marks: Marks) -> str:
        """A rendered clause as it is printed.

        Where a clause has the words of the term for a participating Party in a sense of its own, they stay plain words.
        """
        phrases = self.phrases(selected)
        declared = TERM in clause.front.defines or (TERM in clause.front.uses and phrases is None)
        if self.forms is not None and not declared:
            rendered = self.forms.sub(lambda m: marks.put(Nodes((Text(m[0], plain=True),))), rendered)
        return phrases(rendered) if phrases else rendered

    def phrases(self, selected: Selected) -> Rewording | None:
        """The rewording of a clause that is about a mechanism which not every party takes."""
        limited = selected.mechanism is not None and self.instrument.limited(selected.mechanism.record.id)
        return rewording(self.library.words) if limited else None

    @cached_property
    def forms(self) -> re.Pattern[str] | None:
        """The words of the term; None in a text that does not define it."""
        defines = (s.clause.front.defines.get(TERM, ()) for s in self.outline.all())
        found = [form for forms in defines for form in forms]
        return re.compile("|".join(r"\s+".join(map(re.escape, form.split())) for form in found)) if found else None
