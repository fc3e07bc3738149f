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
    Column("good_2", "text", "where there is a second substance", "Its line of the floor, as `good`"),
    Column("good_3", "text", "where there is a third substance", "Its line of the floor, as `good`"),
    Column("derivative", "yes-no", "never; empty means no", "Whether it is a good made from that mineral"),
    Column("exclusion", "text", "never", "The ground of exclusion that was shown: `research-samples`"),
    Column("relief", "text", "never", "The relief that was granted: `drawback-on-export`, as `refund` of the record"),
    Column("declaration_currency", "text", "always", "Currency of the customs declaration: `USD`"),
    Column("customs_value", "decimal", "where the charge depends on it", "In the currency of the declaration"),
    Column("transport", "decimal", "where the landed cost is compared", "Transport and insurance, same currency"),
    Column("declared_duties", "decimal", "where other duties are deducted; write 0 for none", "Same currency"),
    Column(
        "paid_elsewhere",
        "decimal",
        "never; empty means nothing",
        "Paid in another Party, same currency",
    ),
    Column("net_dry_mass", "decimal", "always", "Mass without packing and moisture, in `mass_unit`"),
    Column("mass_unit", "text", "never; empty means kg", "kg, g, t, lb, ... as in the records"),
    Column("declared_assay", "decimal", "where content is declared", "kg of the basis in a kg of goods, 0 to 1"),
    Column("default_assay", "decimal", "on that rung of the ladder", "Default content of the tariff line, 0 to 1"),
    Column("highest_assay", "decimal", "on that rung of the ladder", "Highest content of the tariff line, 0 to 1"),
    Column("declared_assay_2", "decimal", "as `declared_assay`", "The same of the second substance"),
    Column("default_assay_2", "decimal", "as `default_assay`", "The same of the second substance"),
    Column("highest_assay_2", "decimal", "as `highest_assay`", "The same of the second substance"),
    Column("declared_assay_3", "decimal", "as `declared_assay`", "The same of the third substance"),
    Column("default_assay_3", "decimal", "as `default_assay`", "The same of the third substance"),
    Column("highest_assay_3", "decimal", "as `highest_assay`", "The same of the third substance"),
    Column("excess_share", "decimal", "where a tariff quota stands", "Share of the goods in excess of it, 0 to 1"),
    Column("zone_share", "decimal", "for an originating good that is charged", "Share charged, 0 to 1"),
    Column("date_of_acceptance", "date", "where this day counts", "Acceptance of the customs declaration"),
    Column("date_of_entry", "date", "where this day counts", "Entry into the territory"),
    Column("date_of_export", "date", "where this day counts", "Export"),
    Column("date_of_contract", "date", "where this day counts", "Contract of sale"),
    Column("date_of_departure", "date", "never; shows that goods were on their way", "Departure of the goods"),
    Column("month_of_rate", "date", "where rates are averages of a month", "First day of the month of the rate"),
)
NAMED = {column.name: column for column in COLUMNS}
