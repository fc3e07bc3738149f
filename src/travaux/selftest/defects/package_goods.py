"""A second agreement in a package, like the first but for what it says of one good."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal
from typing import Any

from travaux.model.instrument import Instrument
from travaux.model.package import Package
from travaux.read import Raw
from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import replaced
from travaux.span import offset

_SECOND = "-selftest"
_PRICED = "PRC001 PRC003 PRC004 CRD003 FLR004"


@defect("PKG009", follows=_PRICED)
def another_floor(ground: Ground) -> Iterator[Planting]:
    """A second agreement has another level for the same good."""
    for entry, path in ground.each("price-floor", "lines", None, "levels", None, "amount"):
        amount = _value(entry, path) + Decimal("0.01")
        yield from _beside(ground, entry, path, str(amount), entry.raw.places[path[:-1]][0])


@defect("PKG010", follows=_PRICED)
def another_reference_price(ground: Ground) -> Iterator[Planting]:
    """A second agreement has another reference price for the same good."""
    for entry, path in ground.each("reference-price", "lines", None, "prices", None, "amount"):
        amount = _value(entry, path) + Decimal("0.01")
        yield from _beside(ground, entry, path, str(amount), entry.raw.places[path[:-1]][0])


@defect("PKG010")
def another_benchmark(ground: Ground) -> Iterator[Planting]:
    """A second agreement takes the reference price of the same good from another benchmark."""
    for entry, path in ground.each("reference-price", "lines", None, "benchmark"):
        yield from _beside(ground, entry, path, "a survey of contracts")


@defect("PKG011", follows="GDS003 GDS005 SCH003 RSV002 SFG001 COV001 PRC002 OFF001")
def other_tariff_lines(ground: Ground) -> Iterator[Planting]:
    """A second agreement keeps the floor of the same good on another tariff line."""
    for kind in ("price-floor", "reference-price"):
        for entry, path in ground.each(kind, "lines", None, "hs"):
            yield from _beside(ground, entry, path, "[HS2022 2501.00]")


@defect("PKG011", follows="SCH003 RSV002 SFG001 COV001 COV002")
def fewer_tariff_lines(ground: Ground) -> Iterator[Planting]:
    """A second agreement keeps the floor of the same good on all its tariff lines but one."""
    for kind in ("price-floor", "reference-price"):
        for entry, path in ground.each(kind, "lines", None, "hs"):
            codes = _value(entry, path)
            if len(codes) > 1:
                yield from _beside(ground, entry, path, f"[{', '.join(map(str, codes[1:]))}]")


# --- the second agreement ------------------------------------------------------------------------------------------


def _value(entry: Entry[Any], path: tuple[str | int, ...]) -> Any:
    value: Any = entry.raw.value
    for step in path:
        value = value[step]
    return value


def _beside(
    ground: Ground, mechanism: Entry[Any], path: tuple[str | int, ...], new: str, line: int = 0
) -> Iterator[Planting]:
    """A second agreement in a package, whose own record of a mechanism has another value at a path; found there."""
    changed = replaced(ground.read(mechanism.raw.file.name), mechanism.raw, path, new)
    for package, entry in _agreements(ground, mechanism.record.id) if changed is not None else ():
        joined = _joined(ground, package, entry.record.id + _SECOND)
        resting = _resting(ground, entry, mechanism)
        files = _copies(ground, entry, resting)
        name = _named(mechanism)
        if joined and not any(map(ground.has, files)):
            own = _renamed(str(changed), mechanism.raw, resting)
            yield Planting(name, line or mechanism.raw.places[path][0], {**files, **joined, name: own})


def _agreements(ground: Ground, mechanism: str) -> Iterator[tuple[Entry[Package], Entry[Instrument]]]:
    """Each package that is built, with those of its instruments that have a mechanism."""
    for package, instruments in ground.subject.packages():
        if package.record.id in ground.instruments:
            yield from ((package, entry) for entry in instruments if mechanism in entry.record.mechanisms)


def _joined(ground: Ground, package: Entry[Package], key: str) -> Mapping[str, str]:
    """The record of a package with an instrument more at its end."""
    raw, last = package.raw, len(package.record.instruments) - 1
    text, keys = ground.read(raw.file.name), ", ".join(package.record.instruments)
    listed = replaced(text, raw, ("instruments",), f"[{keys}, {key}]")
    if listed is None:
        space = " " * (raw.places["instruments", last][1] - 3)
        listed = replaced(text, raw, ("instruments", last), f"{package.record.instruments[last]}\n{space}- {key}")
    return {} if listed is None else {raw.file.name: listed}


def _resting(ground: Ground, entry: Entry[Instrument], mechanism: Entry[Any]) -> Mapping[str, Entry[Any]]:
    """By key a mechanism of an instrument, and all that name it, or one that names it."""
    found = {mechanism.record.id: mechanism}
    every = ground.subject.mechanisms(entry)
    while more := [m for m in every if m.record.id not in found and found.keys() & {v for _, v in _words(m.raw)}]:
        found.update({each.record.id: each for each in more})
    return found


def _copies(ground: Ground, entry: Entry[Instrument], resting: Mapping[str, Entry[Any]]) -> Mapping[str, str]:
    """A second instrument with records of its own of some mechanisms, each like the first."""
    files = {_named(m): _renamed(ground.read(m.raw.file.name), m.raw, resting) for m in resting.values()}
    text = ground.read(entry.raw.file.name)
    for field in ("title", "short_title"):
        for tag, words in getattr(entry.record, field).items():
            text = replaced(text, entry.raw, (field, tag), json.dumps(f"Second {words}", ensure_ascii=False)) or text
    return {**files, _named(entry): _renamed(text, entry.raw, {*resting, entry.record.id})}


def _named(entry: Entry[Any]) -> str:
    return entry.raw.file.name.replace(".yaml", f"{_SECOND}.yaml")


def _renamed(text: str, raw: Raw, keys: Collection[str]) -> str:
    """The text of a record in which every one of some keys has an end of its own."""
    named = [path for path in raw.keys if len(path) == 2 and path[0] == "participation"]
    places = [*_words(raw), *((raw.keys[path], str(path[1])) for path in named)]
    for place, key in sorted(places, reverse=True):
        at = offset(text, *place)
        if key in keys and text.startswith(key, at):
            text = f"{text[: at + len(key)]}{_SECOND}{text[at + len(key) :]}"
    return text


def _words(raw: Raw) -> Iterator[tuple[tuple[int, int], str]]:
    """The words of a record that can be keys, each with its place."""
    for path, place in raw.places.items():
        value: Any = raw.value
        for step in path:
            value = value[step]
        if isinstance(value, str) and path != ("kind",):
            yield place, value
