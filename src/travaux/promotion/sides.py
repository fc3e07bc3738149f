"""Two texts -> who takes part in them and how the second binds each, and on which minerals they work."""

from __future__ import annotations

from travaux.compilation import Text
from travaux.promotion import Bound, Mineral
from travaux.records import Records


def bound(source: Text, target: Text, records: Records) -> tuple[Bound, ...]:
    """The participants of the first text in its order, then the parties of the second that take no part in it."""
    before, after = source.instrument.record.parties, target.instrument.record.parties
    return tuple(_one(key, before, after, source.language, records) for key in dict.fromkeys((*before, *after)))


def _one(key: str, before: tuple[str, ...], after: tuple[str, ...], tag: str, records: Records) -> Bound:
    through = records.parties[key].record.part_of
    if key in after:
        return Bound(key, _name(key, tag, records), key in before, "bound")
    if through in after:
        return Bound(key, _name(key, tag, records), key in before, "through", _name(str(through), tag, records))
    return Bound(key, _name(key, tag, records), key in before, "not-bound")


def _name(key: str, tag: str, records: Records) -> str:
    names = records.parties[key].record.names
    return (names[tag].label or names[tag].short) if tag in names else key


def minerals(source: Text, target: Text, records: Records) -> tuple[Mineral, ...]:
    """The minerals that the first text names, then those that only the second covers; none where one names none."""
    record = source.instrument.record
    before = (*record.pilot_products, *record.products)
    after = target.instrument.record.products
    if not (before and after):
        return ()
    every = dict.fromkeys((*before, *after))
    names = {key: records.products[key].record.names for key in every}
    return tuple(Mineral(key, names[key].get(source.language, key), key in before, key in after) for key in every)
