"""Charges on the floors of the library, with options changed as a test wants them."""

from __future__ import annotations

import datetime
from functools import cache
from typing import Any

from travaux.calculation.charge import Charge, goods_of
from travaux.calculation.content import Content
from travaux.calculation.tables import tables_of
from travaux.discover import layers
from travaux.formula.tables import DatedTable
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.records import load

DAY = datetime.date(2027, 3, 1)


@cache
def records() -> tuple[BorderAdjustment, PriceFloor]:
    """The adjustment and the floor of the library."""
    mechanisms = load(layers(None), everything=True)[0].mechanisms
    adjustment = mechanisms["border-price-adjustment"].record
    floor = mechanisms["border-equalised-floors"].record
    assert isinstance(adjustment, BorderAdjustment)
    assert isinstance(floor, PriceFloor)
    return adjustment, floor


def changed(record: Any, **options: Any) -> Any:
    """A record with other options, validated anew."""
    return type(record).model_validate(dict(record) | options)


def charge(good: str, content: Content | None = None, floor: Any = None, **options: Any) -> Charge:
    """A charge on a good (`gallium/metal/gallium-4n`); `options` are those of `Charge` and of the adjustment."""
    adjustment, library = records()
    own = {name: options.pop(name) for name in ("declared", "collected", "derivative") if name in options}
    floor = floor or library
    line = next(line for line in floor.lines if goods_of(line) == good)
    return Charge(changed(adjustment, **options), floor, line, content or Content(), **own)


def tables(of: Charge, entry_into_force: datetime.date = DAY, **more: Any) -> dict[str, DatedTable]:
    """The tables of a charge whose instrument enters into force on a day."""
    return tables_of(of, entry_into_force, **more)
