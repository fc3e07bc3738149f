"""Tables: figures that mechanisms and proofs look up, such as freight, costs of conversion, rates and shares.

A row names what it is about in `at`, one cell for each column, and gives one `value` in the unit of the table. The
word `any` in a cell stands for whatever no other row names. What a table `holds` decides which columns it must have,
where the library looks it up; a table that holds something else has the columns that its reader wants.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from travaux.model.base import Key, Model, NonEmpty, Record, SourceKey
from travaux.model.quantity import KILOGRAMS, Basis
from travaux.model.scalar import Exact, Scalar
from travaux.model.source import Grade

ColumnType: TypeAlias = Literal["place", "party", "product", "stage", "grade", "currency", "hs", "date", "text"]
#: In a cell: whatever no other row names.
ANY = "any"
#: In a cell of the type `place`: any State that is not a party.
OUTSIDE = "outside"

_MASSES = "|".join(sorted(KILOGRAMS, key=lambda unit: (-len(unit), unit)))
_UNIT = rf"^(%|ratio|([A-Z]{{3}}/)?({_MASSES})( \S.*)?)$"


@dataclass(frozen=True, slots=True)
class TableUnit:
    """The unit of the values: `%`, `ratio`, a mass or money per mass, with the basis where that is fixed (`USD/kg`)."""

    kind: Literal["percent", "ratio", "price", "mass"]
    currency: str = ""
    per: str = ""
    basis: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """A unit from `%`, `ratio`, `t`, `USD/kg` or `USD/mtu WO3 equivalent`. Raises ValueError for anything else."""
        found = re.fullmatch(_UNIT, text, re.ASCII)
        if found is None:
            raise ValueError(
                f"{text!r} is not a unit of a table; write `%`, `ratio`, `t`, or money per mass as in USD/kg"
            )
        if text in ("%", "ratio"):
            return cls("percent" if text == "%" else "ratio")
        currency, basis = (found[2] or "").rstrip("/"), (found[4] or "").strip()
        if basis:
            Basis.parse(basis)
        return cls("price" if currency else "mass", currency, found[3], basis)

    def __str__(self) -> str:
        match self.kind:
            case "percent":
                return "%"
            case "ratio":
                return "ratio"
            case "price":
                return f"{self.currency}/{self.per} {self.basis}".strip()
            case "mass":
                return f"{self.per} {self.basis}".strip()


UnitText: TypeAlias = Annotated[TableUnit, Scalar(TableUnit.parse, _UNIT, "USD/kg")]
AsOf: TypeAlias = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class TableColumn(Model):
    """A column that says what a row is about."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    type: ColumnType
    """What its cells hold: a `place` is a party or `outside`."""


class TableRow(Model):
    """One figure, and where it comes from if not from where the table does."""

    repeats: ClassVar[frozenset[str]] = frozenset({"at"})

    at: tuple[NonEmpty, ...]
    """A cell for each column, in their order; `any` for whatever no other row names."""
    value: Exact
    as_of: AsOf | None = None
    grade: Grade | None = None
    illustrative: bool | None = None
    sources: tuple[SourceKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """What a table that the library looks up must look like."""

    columns: Mapping[str, ColumnType]
    unit: Literal["percent", "ratio", "price", "mass"]
    optional: tuple[str, ...] = ()
    values: Literal["", "above zero", "0 or 1"] = ""
    """What its figures are, where not every number is one."""

    def holds(self, value: Decimal) -> bool:
        """Whether a number can be a figure of such a table."""
        match self.values:
            case "above zero":
                return value > 0
            case "0 or 1":
                return value in (0, 1)
            case _:
                return self.unit == "ratio" or value >= 0


_RATES_BY_DAY = Form({"from": "currency", "to": "currency", "since": "date"}, "ratio", values="above zero")
#: The tables that the library looks up, by what they hold.
FORMS: Mapping[str, Form] = {
    "freight": Form({"from": "place", "to": "place", "product": "product"}, "price", ("product",)),
    "conversion-cost": Form(
        {"party": "party", "product": "product", "from_stage": "stage", "to_stage": "stage"}, "price"
    ),
    "outside-price": Form({"product": "product", "stage": "stage", "grade": "grade"}, "price", ("grade",)),
    "duty-rate": Form({"party": "party", "product": "product", "stage": "stage"}, "percent"),
    "bound-rate": Form({"party": "party", "product": "product", "stage": "stage"}, "percent"),
    "export-refund": Form({"party": "party", "product": "product"}, "price", ("product",)),
    "exchange-rate": Form({"from": "currency", "to": "currency"}, "ratio", values="above zero"),
    "trade-share": Form({"party": "party"}, "percent"),
    "exempt-share": Form(
        {"party": "party", "product": "product", "stage": "stage", "ground": "text"}, "percent", ("party", "stage")
    ),
    "import-volume": Form({"party": "party", "product": "product", "stage": "stage"}, "mass"),
    "consumption": Form({"party": "party", "product": "product", "stage": "stage"}, "mass"),
    "exchange-rate-series": _RATES_BY_DAY,
    "daily-exchange-rate": _RATES_BY_DAY,
    "indicator-price-series": Form(
        {"product": "product", "stage": "stage", "grade": "grade", "since": "date"}, "price", ("grade",)
    ),
    "floor-suspension": Form(
        {"product": "product", "stage": "stage", "grade": "grade", "since": "date"}, "ratio", ("grade",), "0 or 1"
    ),
}


class Table(Record):
    """Figures of one kind in one unit, each with its source or marked as an example."""

    holds: Key
    """What the figures are: `freight`, `conversion-cost`, `outside-price`, `duty-rate`, `bound-rate`, `export-refund`,
    `exchange-rate` (units of `to` for one of `from`), `trade-share`; of a calendar year `consumption`, `import-volume`
    and `exempt-share` (of the imports, by ground of exemption); for assessments by day `exchange-rate-series`,
    `daily-exchange-rate`, `indicator-price-series` and `floor-suspension` (1 from the first day of a suspension, 0 from
    the day on which the floor applies again); or what a plug-in looks up."""
    what: NonEmpty
    """In words, with what is counted in and what is not."""
    unit: UnitText
    columns: Annotated[tuple[TableColumn, ...], Field(min_length=1)]
    as_of: AsOf | None = None
    """Year, month or day of the figures; a row can have its own."""
    grade: Grade | None = None
    """How well the figures are confirmed: no better than their sources; a row can have its own."""
    illustrative: bool
    """True where the figures are examples; a row can say otherwise."""
    sources: tuple[SourceKey, ...] = ()
    rows: tuple[TableRow, ...] = ()
    file: Annotated[str, Field(pattern=r"^[^/\\].*\.csv$")] | None = None
    """In place of `rows`: the path of a CSV file (UTF-8, comma), relative to the folder of this record."""
    note: NonEmpty | None = None

    @model_validator(mode="after")
    def _rows_stand_in_one_place(self) -> Self:
        if bool(self.rows) == (self.file is not None):
            raise ValueError("give either `rows` or the `file` that has them")
        return self

    @model_validator(mode="after")
    def _columns_are_those_of_its_kind(self) -> Self:
        given = {column.name: column.type for column in self.columns}
        if len(given) != len(self.columns):
            raise ValueError("two `columns` have one name")
        form = FORMS.get(self.holds)
        if form is None:
            return self
        wanted = {name: kind for name, kind in form.columns.items() if name in given or name not in form.optional}
        if given != wanted:
            shown = ", ".join(f"{name} ({kind})" for name, kind in form.columns.items())
            raise ValueError(f"the `columns` of a table of {self.holds} are {shown}")
        if self.unit.kind != form.unit:
            named = {
                "percent": "`%`",
                "ratio": "`ratio`",
                "price": "money per mass, as in USD/kg",
                "mass": "a mass, as in t",
            }[form.unit]
            raise ValueError(f"the `unit` of a table of {self.holds} is {named}, not {self.unit}")
        return self

    def is_example(self, row: TableRow) -> bool:
        """True where the figure of a row is an example."""
        return self.illustrative if row.illustrative is None else row.illustrative
