"""Why an entry has no amount: an entry that lacks a value is not assessable, and never owes nothing for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Literal, TypeAlias

from travaux.formula.nodes import FirstKnown, Lookup, Symbol, parts
from travaux.formula.whole import Formula, Table, Variable

Kind: TypeAlias = Literal["missing", "out-of-range", "too-many-decimals", "not-in-force"]

_CODES: dict[str, str] = {
    "missing": "NO_{}",
    "out-of-range": "{}_OUT_OF_RANGE",
    "too-many-decimals": "{}_TOO_MANY_DECIMALS",
    "not-in-force": "NO_{}_IN_FORCE",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why there is no amount: what is wrong with which input, key or table."""

    kind: Kind
    name: str

    @property
    def code(self) -> str:
        """The code that queries print: NO_CUSTOMS_VALUE, FLOOR_LEVEL_OUT_OF_RANGE."""
        return _CODES[self.kind].format(self.name.upper())


Leaf: TypeAlias = Symbol | Lookup


@dataclass(frozen=True, slots=True)
class Needs:
    """What a formula asks of an entry, in the order in which faults are told."""

    required: frozenset[Leaf]
    """Inputs and look-ups without which there is no amount."""
    ladders: tuple[FirstKnown, ...]
    """Ladders of evidence of which one rung is enough."""
    given: dict[Leaf, Variable | Table]
    """What bounds each input and look-up."""


def needs_of(formula: Formula) -> Needs:
    """What a formula asks of an entry. What stands only in ladders, or in no step, may be missing."""
    nodes = [part for step in formula.steps for part in parts(step.value)]
    ladders = tuple(dict.fromkeys(node for node in nodes if isinstance(node, FirstKnown)))
    rungs = Counter(option for node in nodes if isinstance(node, FirstKnown) for option in node.options)
    leaves = Counter(node for node in nodes if isinstance(node, Symbol | Lookup))
    required = {leaf for leaf, count in leaves.items() if count > rungs[leaf]}
    tables = {table.name: table for table in formula.tables}
    given: dict[Leaf, Variable | Table] = {Symbol(given.symbol): given for given in formula.inputs}
    given |= {look: tables[look.table] for look in formula.lookups}
    return Needs(frozenset(required & set(given)), ladders, given)
