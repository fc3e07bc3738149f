"""Safeguards, reserves, relief and support that lean on a price, a charge or a party that is not there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._records import currency, setting, together, without_item

FLOOR, CHARGE, RESERVE = "price-floor", "border-adjustment", "strategic-reserve"
SAFEGUARD, RELIEF, SUPPORT = "flooding-safeguard", "transition-relief", "offtake-cfd"


def _line(files: dict[str, str], name: str, field: str) -> int:
    """The line of a field of the top level."""
    return next(n for n, line in enumerate(files[name].split("\n"), 1) if line.startswith(f"{field}:"))


def _without(ground: Ground, entry: Entry[Any], field: str, number: int) -> Iterator[Planting]:
    """An item of a list of the top level goes; found where the list begins."""
    name = entry.raw.file.name
    after = without_item(ground.read(name), entry.raw, (field, number))
    if after is not None:
        yield Planting(name, entry.raw.places[(field,)][0], {name: after})


# --- safeguards ----------------------------------------------------------------------------------------------------


@defect("SFG001")
def imports_compared_with_a_charge(ground: Ground) -> Iterator[Planting]:
    """A safeguard compares import prices with the charge, which has no prices."""
    for safeguard, charge in together(ground, SAFEGUARD, CHARGE):
        yield from ground.changing(safeguard.raw, ("prices",), charge.record.id)


@defect("SFG001", follows="GDS002 GDS003")
def imports_of_a_good_without_a_price(ground: Ground) -> Iterator[Planting]:
    """A safeguard is for a stage of the product for which the floor has no level."""
    yield from _other_stage(ground, SAFEGUARD)


def _other_stage(ground: Ground, kind: str) -> Iterator[Planting]:
    """A good of a mechanism at another stage of the product, for which no price of the text stands."""
    priced = {
        (line.product, line.stage)
        for kind in (FLOOR, "reference-price")
        for _, entry in ground.mechanisms(kind)
        for line in entry.record.lines
    }
    for entry, path in ground.each(kind, "lines", None, "stage"):
        key = entry.record.lines[int(path[1])].product
        stages = ground.subject.records.products[key].record.stages
        for stage in [each for each in stages if (key, each) not in priced][:1]:
            yield from ground.changing(entry.raw, path, stage, entry.raw.places[path[:-1]][0])


@defect("SFG002")
def safeguard_on_top_of_the_charge(ground: Ground) -> Iterator[Planting]:
    """A safeguard duty falls on goods that are charged, and the record says no more how the two stand together."""
    for _, safeguard in ground.mechanisms(SAFEGUARD):
        if safeguard.record.beside and safeguard.record.measure.type in ("additional-duty", "tariff-quota"):
            files = setting(ground, safeguard, beside="[]", cumulation="null")
            if files:
                yield Planting(safeguard.raw.file.name, safeguard.raw.places[("measure",)][0], files)


@defect("SFG002")
def safeguard_beside_something_else(ground: Ground) -> Iterator[Planting]:
    """A safeguard is to stand beside a mechanism that charges nothing."""
    for _, safeguard in ground.mechanisms(SAFEGUARD):
        if safeguard.record.beside and safeguard.record.prices:
            named = ", ".join((*safeguard.record.beside, safeguard.record.prices))
            yield from ground.changing(safeguard.raw, ("beside",), f"[{named}]")


# --- reserves ------------------------------------------------------------------------------------------------------


@defect("RSV002")
def reserve_by_a_charge(ground: Ground) -> Iterator[Planting]:
    """The prices of a reserve are shares of the charge, which has no level."""
    for reserve, charge in together(ground, RESERVE, CHARGE):
        yield from ground.changing(reserve.raw, ("floor",), charge.record.id)


@defect("RSV002", follows="GDS002 GDS003")
def reserve_of_a_good_without_a_level(ground: Ground) -> Iterator[Planting]:
    """A reserve holds a stage of the product for which the floor has no level."""
    yield from _other_stage(ground, RESERVE)


@defect("RSV004")
def party_without_a_part(ground: Ground) -> Iterator[Planting]:
    """A party is left out where the parts in the reserves are given."""
    for _, reserve in ground.mechanisms(RESERVE):
        for number in range(len(reserve.record.holdings)):
            yield from _without(ground, reserve, "holdings", number)


@defect("RSV004")
def part_of_a_party_that_owes_nothing(ground: Ground) -> Iterator[Planting]:
    """A part in the reserves is given to a party that is not among those that owe the duty."""
    for entry, reserve in ground.mechanisms(RESERVE):
        for number, holding in enumerate(reserve.record.holdings if reserve.record.addressees == "all" else ()):
            others = ", ".join(each for each in entry.record.parties if each != holding.party)
            files = setting(ground, reserve, addressees=f"[{others}]")
            moved = ("addressees",) not in reserve.raw.places
            line = reserve.raw.places[("holdings", number, "party")][0] + moved
            if files:
                yield Planting(reserve.raw.file.name, line, files)


# --- relief --------------------------------------------------------------------------------------------------------


@defect("RLF001")
def relief_from_no_floor(ground: Ground) -> Iterator[Planting]:
    """Relief is given from a charge that is to keep the charge itself."""
    for relief, charge in together(ground, RELIEF, CHARGE):
        yield from ground.changing(relief.raw, ("floor",), charge.record.id)


@defect("RLF002")
def use_that_is_spared_twice(ground: Ground) -> Iterator[Planting]:
    """A use that is relieved up to a limit is free of the charge altogether."""
    for relief, charge in together(ground, RELIEF, CHARGE):
        uses = [end.use for end in relief.record.end_uses if end.use in ("medical", "defence")]
        for use in uses if relief.record.floor in charge.record.floors else ():
            excluded = ", ".join((*charge.record.exclusions, use))
            files = setting(ground, charge, exclusions=f"[{excluded}]")
            if files:
                yield Planting(relief.raw.file.name, relief.raw.places[("end_uses",)][0], files)


@defect("RLF002")
def end_use_that_is_relieved_anyway(ground: Ground) -> Iterator[Planting]:
    """A use that is relieved up to a limit gets back the whole charge."""
    for relief, charge in together(ground, RELIEF, CHARGE):
        files = setting(ground, charge, refund="end-use-relief")
        if relief.record.end_uses and relief.record.floor in charge.record.floors and files:
            yield Planting(relief.raw.file.name, relief.raw.places[("end_uses",)][0], files)


# --- support -------------------------------------------------------------------------------------------------------


def _payer(ground: Ground, support: Entry[Any], party: str, **fields: str) -> Iterator[Planting]:
    """A payer of a party that no record has named yet; found on its line."""
    named = f", name: {fields.pop('name')}" if "name" in fields else ""
    payer = f"[{{party: {party}{named}, yearly_cap: {{amount: 1000000, currency: {currency(ground)}}}}}]"
    files = setting(ground, support, payers=payer, **fields)
    if files:
        yield Planting(support.raw.file.name, _line(files, support.raw.file.name, "payers"), files)


@defect("OFF003")
def payer_that_owes_nothing(ground: Ground) -> Iterator[Planting]:
    """A party is to pay support and is not among those that owe the duty."""
    for entry, support in ground.mechanisms(SUPPORT):
        for party in entry.record.parties if support.record.addressees == "all" and not support.record.payers else ():
            others = ", ".join(each for each in entry.record.parties if each != party)
            yield from _payer(ground, support, party, addressees=f"[{others}]")


@defect("OFF004", follows="CAP005")
def payer_that_no_party_directs(ground: Ground) -> Iterator[Planting]:
    """Support is owed by a body that governs itself."""
    for entry, support in ground.mechanisms(SUPPORT):
        for party in ground.subject.parties(entry) if not support.record.payers else ():
            for body in party.record.limits.no_obligor:
                yield from _payer(ground, support, party.record.id, name=body, duty="shall")
