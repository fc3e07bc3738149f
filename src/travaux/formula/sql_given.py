"""A value that an entry or a table gives -> SQL that brings it into a narrow type, and that says what is wrong with it.

A value is cast once to the type of its range. Where the cast is equal to the value and within the range, nothing is
wrong, and that is all that is computed for most entries; the reason is looked for in the others alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from travaux.formula.nodes import Lookup
from travaux.formula.reason import Leaf, Reason
from travaux.formula.sql_amount import cast, decimal_type, literal
from travaux.formula.whole import Table, Variable
from travaux.formula.widths import Width

#: Digits of a decimal in every engine.
MOST = 38
#: By column of the entries: the most digits before and after the mark that its type holds. Where there is no type for
#: them and those of a formula together, they are those of the type itself.
Held: TypeAlias = Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Given:
    """A value, by the columns in which it stands as it is given, in its narrow type, and there if nothing is wrong.

    They are one column where nothing can be wrong with it.
    """

    leaf: Leaf
    bounds: Variable | Table
    source: str
    narrow: str
    value: str
    held: tuple[int, int] | None = None
    """The most digits before and after the mark of the source; None where they are not known."""

    @property
    def width(self) -> Width:
        """The range and places that the value keeps to."""
        return Width(self.bounds.low, self.bounds.high, self.bounds.places)

    @property
    def room(self) -> Width:
        """A type of the most places, in which a value of unknown type is compared."""
        return Width(self.bounds.low, self.bounds.high, MOST - self.width.whole)

    def narrowed(self) -> str:
        """The value in its narrow type, rounded where it has more places; NULL where it has too many digits."""
        return f"TRY_CAST({self.source} AS {decimal_type(self.width)})"

    def sound(self) -> str:
        """The narrow value where it is the value itself, and in its range; else NULL."""
        low, high = (cast(literal(bound), self.width) for bound in (self.bounds.low, self.bounds.high))
        tests = [f"{self.narrow} >= {low}", f"{self.narrow} <= {high}"]
        if self.held is None or self.held[1] > self.width.places:
            tests.append(self.equal())
        return f"CASE WHEN {' AND '.join(tests)} THEN {self.narrow} END"

    def equal(self) -> str:
        """Whether the narrow value is the value. Engines compare two types in one that holds both, up to 38 digits."""
        if self.held is not None:
            (whole, places), width = self.held, self.width
            if max(whole, width.whole) + max(places, width.places) <= MOST:
                return f"{self.narrow} = {self.source}"
            return f"TRY_CAST({self.narrow} AS DECIMAL({whole + places},{places})) = {self.source}"
        return f"{cast(self.narrow, self.room)} = {self.roomy()}"

    def roomy(self) -> str:
        """The value in a type that tells whether it is in its range."""
        return f"TRY_CAST({self.source} AS {decimal_type(self.room)})"

    # --- what is wrong

    def fine(self, required: bool) -> str:
        """Whether no reason is to be looked for."""
        known = f"{self.value} IS NOT NULL"
        return known if required else f"({known} OR {self.source} IS NULL)"

    def reasons(self, required: bool, columns: Mapping[str, str]) -> Iterator[str]:
        """Branches of CASE in the order of `evaluate`; `columns` says where keys and dates stand."""
        if required:
            yield from self.missing(columns)
        if self.narrow == self.source:
            return
        value = self.roomy()
        low, high = (cast(literal(bound), self.room) for bound in (self.bounds.low, self.bounds.high))
        outside = f"{value} IS NULL OR {value} < {low} OR {value} > {high}"
        yield when(f"{self.source} IS NOT NULL AND ({outside})", Reason("out-of-range", self.bounds.name))
        yield when(f"{self.source} IS NOT NULL AND {self.value} IS NULL", Reason("too-many-decimals", self.bounds.name))

    def missing(self, columns: Mapping[str, str]) -> Iterator[str]:
        """Branches of CASE for a value without which there is no amount."""
        if not isinstance(self.leaf, Lookup):
            yield when(f"{self.source} IS NULL", Reason("missing", self.bounds.name))
            return
        for column in (*self.leaf.keys, self.leaf.date):
            yield when(f"{columns[column]} IS NULL", Reason("missing", column))
        yield when(f"{self.source} IS NULL", Reason("not-in-force", self.bounds.name))


def when(condition: str, reason: Reason) -> str:
    """A branch of CASE."""
    return f" WHEN {condition} THEN '{reason.code}'"
