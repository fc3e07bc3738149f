"""The duties that clauses declare, with the provisions of a text that lay them: what checks and register read."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import BaseModel

from travaux import tree
from travaux.checks._phrases import any_of
from travaux.checks._terms import library_terms, term_pattern
from travaux.checks._walk import Unit, open_items, units
from travaux.compilation import Text
from travaux.library import Clause
from travaux.model.duty import ITSELF, NOTHING, Duty
from travaux.outline import Selected, Wording
from travaux.participation import TERM
from travaux.span import Span

PARTY = "party"
_ID = re.compile(r"\{#([a-z0-9-]+)\}")
_MADE = re.compile(r"""\bid\(\s*["']([a-z0-9-]+-)["']""")
_MADE_OF_VALUES = re.compile(r"""\bid\(\s*[^"'\s]""")
_CHOICE = re.compile(r"\{% ?if |\bsay\(")


@dataclass(frozen=True, slots=True)
class Declared:
    """An entry of `duties` in a clause that stands in a text, with the provisions of this text that it is about."""

    selected: Selected
    clause: Clause
    key: str
    number: int | None
    duty: Duty | None
    """None for a `rule`."""
    units: tuple[Unit, ...]

    def span(self, field: str = "") -> Span:
        """Where the entry stands in the front matter, or a field of it."""
        raw = self.clause.raw
        if isinstance(raw.value["duties"][self.key], tuple) and self.number is not None:
            return raw.span("duties", self.key, self.number, *filter(None, [field]))
        return raw.span("duties", self.key, field) if field else raw.key_span("duties", self.key)

    @property
    def provision(self) -> str:
        """The key of the first provision that it is about; that of the clause where none stands in the text."""
        return self.units[0].node.key if self.units else self.selected.key

    @property
    def place(self) -> str:
        """How messages call the provision."""
        return f"the clause {self.clause.key!r}" if self.key == ITSELF else f"the provision {self.key!r}"


def declared(text: Text) -> tuple[Declared, ...]:
    """Every entry of every clause that stands in a text, in the order of the text."""
    return text.once("duties", lambda: tuple(_declared(text)))


def _declared(text: Text) -> Iterator[Declared]:
    order = {unit.node.key: number for number, unit in enumerate(units(text))}
    for selected, wording, key in wordings(text):
        own = [unit for unit in by_clause(text).get(key, ()) if unit.node.span.file == wording.clause.file]
        found = [
            Declared(selected, wording.clause, name, number, duty, tuple(u for u in own if matches(name, own_id(u))))
            for name, duties in wording.clause.front.duties.items()
            for number, duty in (enumerate(duties) if duties else [(None, None)])
        ]
        yield from sorted(found, key=lambda d: order.get(d.provision, 0) if d.units else len(order))


def wordings(text: Text) -> Iterator[tuple[Selected, Wording, str]]:
    """Every wording that stands in a text, with the key of its article or annex."""
    for selected in text.outline.all():
        for number, wording in enumerate(selected.wordings):
            yield (
                selected,
                wording,
                selected.key if number == (selected.settled or 0) else f"{selected.key}~{number + 1}",
            )


def by_clause(text: Text) -> Mapping[str, list[Unit]]:
    """The provisions and annexes of a text by the key of their article or annex."""
    return text.once("units by clause", lambda: _by_clause(text))


def _by_clause(text: Text) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in units(text):
        found.setdefault(unit.node.key.partition(".")[0], []).append(unit)
    return found


def own_id(unit: Unit) -> str:
    """The id of a provision within its clause; that of the words of the clause itself where it has none."""
    return unit.node.key.partition(".")[2] or ITSELF


def matches(name: str, own: str) -> bool:
    """Whether an entry is about the provision of an id."""
    return own.startswith(name[:-1]) if name.endswith("*") else own == name


def has_id(clause: Clause, name: str) -> bool:
    """Whether a clause has such a provision in any text, printed or behind a condition."""
    if name == ITSELF or _of_values(clause.body):
        return True  # the values of the model decide which ids there are
    pieces = _pieces(clause.body)
    return name in pieces or any(name.startswith(made[:-1]) for made in pieces if made.endswith("*"))


@functools.lru_cache(maxsize=1000)
def _of_values(body: str) -> bool:
    return bool(_MADE_OF_VALUES.search(body))


def source_of(clause: Clause, name: str) -> str:
    """What is written in a clause from an id to the next one; before the first id for the clause itself."""
    return _pieces(clause.body).get(name, "")


@functools.lru_cache(maxsize=1000)  # of each clause it is asked for each of its duties, by several checks
def _pieces(body: str) -> Mapping[str, str]:
    """What is written in a clause by id, and by `start*` for ids that are made; what stands before the first."""
    marks = [(m.start(), m[1]) for m in _ID.finditer(body)]
    marks += [(m.start(), f"{m[1]}*") for m in _MADE.finditer(body)]
    marks.sort()
    starts = [at for at, _ in marks] + [len(body)]
    found = {ITSELF: body[: starts[0]]}
    for (at, own), end in zip(marks, starts[1:], strict=True):
        found[own] = found.get(own, "") + body[at:end]
    return found


# --- what a provision prints ---------------------------------------------------------------------------------------


def leaves(unit: Unit) -> Iterator[Any]:
    """The inline nodes that are printed in a provision, in what stands above it in its clause, and in its points."""
    for above in unit.above:
        if isinstance(above, tree.Provision) and above.level >= tree.Level.ARTICLE:
            yield from _own(above)
    yield from _below(unit.node)


def _below(node: Any) -> Iterator[Any]:
    yield from _own(node)
    for child, _ in open_items(getattr(node, "children", ())):
        yield from _below(child)


def _own(node: Any) -> Iterator[Any]:
    if isinstance(node, tree.Recital):
        yield from _inline(node.content)
        return
    for block, _ in open_items((*node.content, *getattr(node, "tail", ()))):
        if isinstance(block, tree.Para):
            yield from _inline(block.content)
        elif isinstance(block, tree.Table) and isinstance(block.rows, tuple):
            yield from (leaf for row in block.rows for cell in row.cells for leaf in _inline(cell))


def _inline(nodes: Any) -> Iterator[Any]:
    for node, _ in open_items(nodes):
        if isinstance(node, tree.Emphasis | tree.Footnote):
            yield from _inline(node.content)
        else:
            yield node


def printed_values(entry: Declared, duty: Duty) -> Iterator[str]:
    """How the provisions of an entry print the field that the time of a duty names."""
    ending = f".{'.'.join(duty.field[1:])}"
    for unit in entry.units if duty.field else ():
        for leaf in leaves(unit):
            if isinstance(leaf, tree.Value) and re.sub(r"\[(\d+)\]", r".\1", leaf.path).endswith(ending):
                yield leaf.text


# --- who ------------------------------------------------------------------------------------------------------------


def owed_by(text: Text, entry: Declared, duty: Duty) -> str:
    """Who owes a duty in this text: the first of those told whom its provision names; "" where it names none."""
    told = [_told(text, unit) for unit in entry.units]
    found = next((who for who in duty.by if any(_names(text, each, who) for each in told)), "")
    terms = {term for each in told for term in each.terms}
    return TERM if found == PARTY and TERM in terms and PARTY not in terms else found


@dataclass(frozen=True, slots=True)
class _Told:
    """Whom a provision speaks of: the terms that are used in it, whether a party by its name, and its words."""

    terms: frozenset[str]
    party: bool
    words: str


def _told(text: Text, unit: Unit) -> _Told:
    known: dict[int, _Told] = text.once("whom units speak of", dict)
    if id(unit.node) not in known:
        found = list(leaves(unit))
        known[id(unit.node)] = _Told(
            frozenset(node.term for node in found if isinstance(node, tree.Use | tree.Definition)),
            any(_is_party(text, node) for node in found),
            "".join(getattr(node, "text", " ") for node in found if not isinstance(node, tree.Note)),
        )
    return known[id(unit.node)]


def _names(text: Text, told: _Told, who: str) -> bool:
    if who in told.terms or (who == PARTY and (TERM in told.terms or told.party)):
        return True
    if who in (text.document.draft.terms or {}):
        return False
    return bool(_pattern(text, who).search(told.words))


def _is_party(text: Text, node: object) -> bool:
    """Whether a party is printed by its own name."""
    if not isinstance(node, tree.Value):
        return False
    return node.path.startswith("parties/") or node.machine in text.document.draft.parties


def _pattern(text: Text, who: str) -> re.Pattern[str]:
    return term_pattern(text, who) if who in library_terms(text) else any_of((who,))


def could_name(text: Text, entry: Declared, who: str, elsewhere: bool) -> bool:
    """Whether a provision names somebody behind a condition; with `elsewhere`, whether its clause does so anywhere."""
    written = source_of(entry.clause, entry.key)
    if not elsewhere and not _CHOICE.search(written) and _ID.findall(entry.clause.body).count(entry.key) < 2:
        return False
    return bool(_pattern(text, who).search(entry.clause.body if elsewhere else written))


# --- times and consequences ----------------------------------------------------------------------------------------


def has_field(cls: type[BaseModel], steps: tuple[str, ...]) -> bool:
    """Whether a model has a field, or something computed from its fields, that is reached by these steps."""
    if not steps:
        return True
    field = cls.model_fields.get(steps[0])
    if field is None:
        return len(steps) == 1 and isinstance(getattr(cls, steps[0], None), property)
    rest = steps[1:]
    while rest and rest[0].isdigit():
        rest = rest[1:]
    return not rest or any(has_field(model, rest) for model in _models_of(field.annotation))


def _models_of(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in _models_of(part)]


def value_of(selected: Selected, text: Text, steps: tuple[str, ...]) -> Any:
    """The value of the field that a time names; None where this text has none."""
    root: Any = {
        "param": selected.parameters,
        "mechanism": selected.mechanism.record if selected.mechanism else None,
        "instrument": text.instrument.record,
    }[steps[0]]
    for step in steps[1:]:
        if isinstance(root, tuple):
            root = root[int(step)] if step.isdigit() and int(step) < len(root) else None
        else:
            root = root.get(step) if isinstance(root, Mapping) else getattr(root, step, None)
    return root


def consequences(text: Text, duty: Duty, who: str) -> tuple[str, ...]:
    """What the duty, or else the template for the one who owes it, says follows; none where nothing does."""
    if duty.consequence:
        return tuple(place for place in duty.consequence if place != NOTHING)
    return text.library.template.remedies.get(who, ())


def standing(text: Text, place: str) -> str:
    """The key of the provision of this text that a consequence names; "" where it does not stand."""
    clause, _, own = place.partition(".")
    for _, wording, key in wordings(text):
        if wording.clause.key == clause and (not own or f"{key}.{own}" in text.document.labels):
            return f"{key}.{own}" if own else key
    return ""
