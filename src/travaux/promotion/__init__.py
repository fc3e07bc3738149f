"""A text that does not bind, held against one that binds: what each of its provisions becomes, as typed values.

`travaux.promotion.compare` makes a `Promotion` of two compiled texts; `text`, `data` and `table` tell it to people,
to machines and in a Word file.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias, get_args

#: What a verb says of those who bind themselves: they have to, they mean to, they ought to, or they are free to.
Force: TypeAlias = Literal["duty", "intention", "recommendation", "choice"]

#: `gains-force`: a duty stands in its place. `keeps-form`: it has a place in the second text, and no duty with it.
#: `dropped`: the second text has nothing for what it says. `ends`: it says something of its own text alone.
Outcome: TypeAlias = Literal["gains-force", "keeps-form", "dropped", "ends"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two texts: key of the instrument, full and short title."""

    key: str
    title: str
    short_title: str


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of force with what it is about (`intend to identify`), and the place where it stands."""

    key: str
    place: str
    phrase: str
    force: Force


@dataclass(frozen=True, slots=True)
class Unit:
    """A clause as it stands in a text: article, annex, or part of the preamble or closing.

    `key` names it in the text, `clause` in the library. `heading` is "" in the preamble and the closing, `chapter` is
    the name of the chapter, "" outside chapters. `verbs` are all of a text that does not bind, and the duties of one
    that binds, in the order of the text.
    """

    key: str
    clause: str
    place: str
    heading: str
    chapter: str
    purpose: str
    verbs: tuple[Verb, ...]

    @property
    def phrases(self) -> tuple[str, ...]:
        """The verbs, each once."""
        return tuple(dict.fromkeys(verb.phrase for verb in self.verbs))

    @property
    def leading(self) -> Verb | None:
        """The verb that stands for the others: the first of those with the fewest words, hence in the active."""
        return min(self.verbs, key=lambda verb: len(verb.phrase.split()), default=None)


@dataclass(frozen=True, slots=True)
class Absent:
    """A clause into which a provision would grow, and which the second text leaves out; "" for one without heading."""

    clause: str
    heading: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that both texts print under one name (`notice`), in a provision and in what it becomes."""

    name: str
    before_place: str
    before: str
    after_place: str
    after: str
    same: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A provision of the first text and what it becomes: keys of units of the second text, and clauses it lacks."""

    unit: Unit
    outcome: Outcome
    targets: tuple[str, ...]
    absent: tuple[Absent, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Grown:
    """A provision of the second text, and the keys of those of the first from which it grows; none: it is new."""

    unit: Unit
    grown_from: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bound:
    """Somebody who takes part in one text or the other.

    `after` says how the second text binds: itself, `through` the party to which it belongs, or not at all.
    """

    party: str
    name: str
    before: bool
    after: Literal["bound", "through", "not-bound"]
    through: str = ""


@dataclass(frozen=True, slots=True)
class Mineral:
    """A mineral of one text or the other: on the list of the first, covered by the second."""

    product: str
    name: str
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class Deed:
    """An action of the timetable, the provision that it carries out (key; "" where none stands), and its output."""

    id: str
    action: str
    due: str
    output: str
    step: str


@dataclass(frozen=True)
class Promotion:
    """What the provisions of one text become in another."""

    source: Side
    target: Side
    language: str
    steps: tuple[Step, ...]
    """Every provision of the first text once, in its order."""
    grown: tuple[Grown, ...]
    """Every provision of the second text once, in its order."""
    bound: tuple[Bound, ...]
    minerals: tuple[Mineral, ...]
    deeds: tuple[Deed, ...]

    @property
    def new(self) -> tuple[Unit, ...]:
        """The provisions of the second text to which nothing leads."""
        return tuple(one.unit for one in self.grown if not one.grown_from)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """The provisions of the second text by key."""
        return {one.unit.key: one.unit for one in self.grown}

    def with_outcome(self, outcome: Outcome) -> tuple[Step, ...]:
        """The provisions with which it ends so."""
        return tuple(step for step in self.steps if step.outcome == outcome)

    def duties(self, step: Step) -> tuple[Verb, ...]:
        """The duties of what a provision becomes."""
        return tuple(verb for key in step.targets for verb in self.units[key].verbs if verb.force == "duty")
