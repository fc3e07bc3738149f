"""The kinds of record, each with its folder and its class: the one list of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from travaux.model.base import Record
from travaux.model.instrument import Instrument
from travaux.model.package import Package
from travaux.model.party import Party
from travaux.model.product import Product
from travaux.model.source import Source
from travaux.model.table import Table


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record. `many` names its folder below `seeds/`, its list, and its field of `Records`."""

    many: str
    cls: type[Record] | None
    """None for mechanisms, whose class depends on what each says of itself."""

    @property
    def folder(self) -> str:
        """The folder that holds the records of this kind."""
        return f"seeds/{self.many}"


RECORD_KINDS: Mapping[str, RecordKind] = {
    "source": RecordKind("sources", Source),
    "party": RecordKind("parties", Party),
    "product": RecordKind("products", Product),
    "mechanism": RecordKind("mechanisms", None),
    "table": RecordKind("tables", Table),
    "instrument": RecordKind("instruments", Instrument),
    "package": RecordKind("packages", Package),
}
"""By the name that messages give a record of the kind."""
