"""Levels without a price behind them, goods outside the list, and records that answer one question in two ways."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._records import setting, together, with_value, without_item

FLOOR, PRICE, ZONE, COORDINATION = "price-floor", "reference-price", "preferential-zone", "floor-coordination"


def _followed(ground: Ground) -> Iterator[tuple[Entry[Any], Entry[Any]]]:
    """Each floor that follows a reference price of its text, with that price."""
    for floor, price in together(ground, FLOOR, PRICE):
        if price.record.id == floor.record.reference and str(floor.record.level_rule).startswith("reference"):
            yield floor, price


# --- levels --------------------------------------------------------------------------------------------------------


@defect("PRC002")
def good_without_a_reference_price(ground: Ground) -> Iterator[Planting]:
    """The reference price of a good is left out, and its floor follows it."""
    for floor, price in _followed(ground):
        for number, line in enumerate(price.record.lines):
            name = price.raw.file.name
            after = without_item(ground.read(name), price.raw, ("lines", number))
            for at, own in enumerate(floor.record.lines if after is not None else ()):
                if (own.product, own.stage, own.grade) == (line.product, line.stage, line.grade):
                    yield Planting(floor.raw.file.name, floor.raw.places[("lines", at)][0], {name: after})


@defect("PRC002")
def reference_price_that_begins_too_late(ground: Ground) -> Iterator[Planting]:
    """The reference price of a good begins years after the level that is made of it."""
    for floor, price in _followed(ground):
        floored = {(line.product, line.stage, line.grade) for line in floor.record.lines}
        for number, line in enumerate(price.record.lines):
            days = list(line.prices)
            if (line.product, line.stage, line.grade) in floored and len(days) == 1:
                later = days[0].replace(year=days[0].year + 40, day=1).isoformat()
                yield from ground.renaming(price.raw, ("lines", number, "prices", days[0].isoformat()), later)


@defect("PRC004", follows="PRC003")
def level_with_the_point_in_the_wrong_place(ground: Ground) -> Iterator[Planting]:
    """A level is followed by one of ten times as much, which no review could reach."""
    for _, floor in ground.mechanisms(FLOOR):
        for number, line in enumerate(floor.record.lines if floor.record.level_rule != "schedule" else ()):
            day, level = max(line.levels), line.levels[max(line.levels)]
            path = ("lines", number, "levels", day.isoformat())
            next_day = (day + timedelta(days=1)).isoformat()
            name = floor.raw.file.name
            lines = ground.read(name).split("\n")
            at = floor.raw.keys[path][0]
            own = lines[at - 1]
            if own.lstrip().startswith(day.isoformat()) and str(level.amount) in own:
                higher = str(level.amount * Decimal(10))
                new = own.replace(day.isoformat(), next_day, 1).replace(str(level.amount), higher, 1)
                yield Planting(name, at + 1, {name: "\n".join([*lines[:at], new, *lines[at:]])})


@defect("CRD003")
def level_of_a_party_outside_the_band(ground: Ground) -> Iterator[Planting]:
    """A party has twice the common level of a good."""
    for entry, record in ground.mechanisms(COORDINATION):
        for _, floor in ground.mechanisms(FLOOR):
            for line in floor.record.lines if floor.record.id in record.record.floors else ():
                day, level = max(line.levels), line.levels[max(line.levels)]
                grade = f", grade: {line.grade}" if line.grade else ""
                unit = f"currency: {level.currency}, per: {level.per}, basis: {level.basis}"
                price = f"levels: {{{day}: {{amount: {level.amount * 2}, {unit}}}}}"
                good = f"product: {line.product}, stage: {line.stage}{grade}, illustrative: true"
                for party in entry.record.parties if not record.record.national else ():
                    yield from ground.inserting(record.raw, f"national: [{{party: {party}, {good}, {price}}}]")


@defect("CRD004")
def charge_on_goods_that_the_zone_frees(ground: Ground) -> Iterator[Planting]:
    """Goods of a party that diverges are to pay a difference, and the zone frees them whatever happens."""
    for record, zone in together(ground, COORDINATION, ZONE):
        line = record.raw.places[("consequence",)][0]
        files = setting(ground, record, consequence="{type: equalisation}")
        freed = setting(ground, zone, conditional_on_floor="false")
        if files and freed:
            yield Planting(record.raw.file.name, line, {**files, **freed})


# --- goods ---------------------------------------------------------------------------------------------------------


@defect("GDS005")
def shared_line_without_a_test(ground: Ground) -> Iterator[Planting]:
    """Only part of a tariff line is meant, and the test that tells which is taken out."""
    for product, path in _tariff_lines(ground):
        place = product.raw.keys.get((*path, "test"))
        name = product.raw.file.name
        lines = ground.read(name).split("\n")
        if place and lines[place[0] - 1].lstrip().startswith("test: {") and lines[place[0] - 1].endswith("}"):
            after = "\n".join([*lines[: place[0] - 1], *lines[place[0] :]])
            yield Planting(name, product.raw.places[path][0], {name: after})


@defect("GDS005")
def part_of_a_line_without_a_test(ground: Ground) -> Iterator[Planting]:
    """A tariff line is marked as meant in part, and nothing says which part."""
    for product, path in _tariff_lines(ground):
        if not any((*path, field) in product.raw.keys for field in ("ex", "test")):
            name = product.raw.file.name
            after = with_value(ground.read(name), product.raw, path, "ex", "true")
            if after is not None:
                yield Planting(name, product.raw.places[path][0], {name: after})


def _tariff_lines(ground: Ground) -> Iterator[tuple[Entry[Any], tuple[str | int, ...]]]:
    """The tariff lines of the products that the instruments list."""
    keys = dict.fromkeys(key for entry, _ in ground.own() for key in entry.record.products)
    for product in (ground.subject.records.products[key] for key in keys):
        for stage, lines in product.record.stages.items():
            yield from ((product, ("stages", stage, number)) for number in range(len(lines)))


@defect("COV002")
def product_that_is_not_listed(ground: Ground) -> Iterator[Planting]:
    """A product that a floor covers is taken off the list of the instrument."""
    for entry, _ in ground.own():
        floors: tuple[Entry[Any], ...] = ground.subject.mechanisms(entry, FLOOR)
        for key in entry.record.products:
            lines = [each.raw.places[("lines", at)] for each in floors[:1] for at in _lines(each, key)]
            left = ", ".join(each for each in entry.record.products if each != key)
            for planting in ground.changing(entry.raw, ("products",), f"[{left}]") if lines else ():
                yield Planting(floors[0].raw.file.name, lines[0][0], planting.files)


def _lines(entry: Entry[Any], product: str) -> list[int]:
    """The numbers of the lines for a product."""
    return [number for number, line in enumerate(entry.record.lines) if line.product == product]


# --- two answers to one question -----------------------------------------------------------------------------------


@defect("STD001")
def cost_that_no_price_counts(ground: Ground) -> Iterator[Planting]:
    """The cost of standards is to count in a reference price that is taken from an exchange."""
    for market, price in together(ground, "standards-market", PRICE):
        if market.record.cost_passthrough == "reference-price" and price.record.cost_rule:
            line = market.raw.places[("cost_passthrough",)][0]
            for planting in ground.removing(price.raw, "cost_rule"):
                (after,) = (planting.files or {}).values()
                files = {planting.file: str(after).replace(f"method: {price.record.method}", "method: exchange", 1)}
                yield Planting(market.raw.file.name, line, files)


@defect("SCR001")
def scrap_that_is_kept_and_free(ground: Ground) -> Iterator[Planting]:
    """A party may keep its scrap from another, and the record of export measures bars that."""
    for scrap, discipline in together(ground, "scrap-recycling", "export-discipline"):
        free = "scrap" not in discipline.record.exceptions or discipline.record.scrap == "free-between-parties"
        files = setting(ground, scrap, intra_zone_free="false", onward="free")
        if files and discipline.record.no_quota and free and scrap.record.intra_zone_free:
            yield Planting(scrap.raw.file.name, scrap.raw.places[("intra_zone_free",)][0], files)


@defect("SCR001")
def scrap_that_is_free_and_kept(ground: Ground) -> Iterator[Planting]:
    """Scrap goes freely to the other parties, and the record of export measures lets a party restrict it."""
    for scrap, discipline in together(ground, "scrap-recycling", "export-discipline"):
        excepted = ", ".join(dict.fromkeys((*discipline.record.exceptions, "scrap")))
        kept = {"exceptions": f"[{excepted}]", "scrap": "may-be-restricted", "mutual_exemption": "false"}
        files = setting(ground, discipline, **kept)
        if files and discipline.record.no_quota and scrap.record.intra_zone_free:
            yield Planting(scrap.raw.file.name, scrap.raw.places[("intra_zone_free",)][0], files)


@defect("GOV001", follows="CAP005 WRD001")
def budget_without_a_party(ground: Ground) -> Iterator[Planting]:
    """The scale of a budget leaves out a party."""
    for entry, governing in ground.mechanisms("governance"):
        for key in entry.record.parties if len(entry.record.parties) > 1 else ():
            first, *others = (each for each in entry.record.parties if each != key)
            shares = ", ".join([f"{first}: {100 - len(others)}%", *(f"{each}: 1%" for each in others)])
            office = f"{{form: host-party, host: {first}, scale: {{{shares}}}}}"
            line = governing.raw.places[("secretariat",)][0]
            yield from ground.changing(governing.raw, ("secretariat",), office, line)
