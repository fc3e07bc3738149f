"""The columns of a file of entries: name, what a cell holds, when it is needed, and what it means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["text", "decimal", "date", "yes-no"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a cell that is empty is a value that is not known."""

    name: str
    kind: Kind
    needed: str
    meaning: str


COLUMNS: tuple[Column, ...] = (
    Column("entry", "text", "always; no two entries have one", "What the entry is called"),
    Column("party", "text", "always, unless `--party` names it", "Key of the importing Party: `us`"),
    Column("importer", "text", "where small importers are exempt", "Who imports, for the total of a month"),
    Column("origin", "text", "where the charge depends on listed origins", "Where the good comes from: `cn`"),
    Column("originating", "yes-no", "never; empty means that zone treatment is not claimed", "Whether it originates"),
    Column("good", "text", "always", "The line of the floor: `gallium/metal/gallium-4n`, by product, stage and grade"),
    Column("derivative", "yes-no", "never; empty means no", "Whether it is a good made from that mineral"),
    Column("exclusion", "text", "never", "The ground of exclusion that was shown: `research-samples`"),
    Column("declaration_currency", "text", "always", "Currency of the customs declaration: `USD`"),
    Column("customs_value", "decimal", "where the charge depends on it", "In the currency of the declaration"),
    Column("transport", "decimal", "where the landed cost is compared", "Transport and insurance, same currency"),
    Column("declared_duties", "decimal", "where other duties are deducted; write 0 for none", "Same currency"),
    Column("net_dry_mass", "decimal", "always", "Mass without packing and moisture, in `mass_unit`"),
    Column("mass_unit", "text", "never; empty means kg", "kg, g, t, lb, ... as in the records"),
    Column("declared_assay", "decimal", "where content is declared", "kg of the basis in a kg of goods, 0 to 1"),
    Column("default_assay", "decimal", "on that rung of the ladder", "Default content of the tariff line, 0 to 1"),
    Column("highest_assay", "decimal", "on that rung of the ladder", "Highest content of the tariff line, 0 to 1"),
    Column("zone_share", "decimal", "for an originating good that is charged", "Share charged, 0 to 1"),
    Column("date_of_acceptance", "date", "where this day counts", "Acceptance of the customs declaration"),
    Column("date_of_entry", "date", "where this day counts", "Entry into the territory"),
    Column("date_of_export", "date", "where this day counts", "Export"),
    Column("date_of_contract", "date", "where this day counts", "Contract of sale"),
    Column("month_of_rate", "date", "where rates are averages of a month", "First day of the month of the rate"),
)
NAMED = {column.name: column for column in COLUMNS}
