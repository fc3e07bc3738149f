"""Mechanisms that contradict one another, the goods they are about, or the parties that are to keep them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, get_args

from travaux.model.product import Stage
from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground

Path = tuple[str | int, ...]
FLOOR, CHARGE = "price-floor", "border-adjustment"


def _set(ground: Ground, kind: str, new: str, *path: str | int | None, at: int = 0) -> Iterator[Planting]:
    """A value of each mechanism of a kind, found on its line; with `at`, on that of the value around so many levels."""
    for entry, known in ground.each(kind, *path):
        line = entry.raw.places[known[: len(known) - at]][0]
        yield from ground.changing(entry.raw, known, new, line)


def _value(entry: Entry[Any], path: Path) -> Any:
    value: Any = entry.raw.value
    for step in path:
        value = value[step]
    return value


# --- prices --------------------------------------------------------------------------------------------------------


@defect("PRC001", follows="PRC001 PRC003 MON001 UNI001 CRD003")
def floor_in_another_currency(ground: Ground) -> Iterator[Planting]:
    """The level of a floor is in a currency in which its reference price is not."""
    yield from _set(ground, FLOOR, "CHF", "lines", None, "levels", None, "currency", at=1)


@defect("PRC001", follows="PRC001 PRC003 UNI001 CRD003")
def floor_in_another_unit(ground: Ground) -> Iterator[Planting]:
    """The level of a floor is for another mass than its reference price."""
    yield from _set(ground, FLOOR, "lb", "lines", None, "levels", None, "per", at=1)


@defect("PRC003", follows="PRC003 PRC004 CRD003 FLR004")
def level_that_is_not_the_reference_price(ground: Ground) -> Iterator[Planting]:
    """A level that its own rule does not make of the reference price."""
    for entry, path in ground.each(FLOOR, "lines", None, "levels", None, "amount"):
        if str(entry.record.level_rule).startswith("reference") and entry.record.reference:
            amount = _value(entry, path) + Decimal("0.01")
            yield from ground.changing(entry.raw, path, str(amount), entry.raw.places[path[:-1]][0])


@defect("RPR003")
def price_with_value_added_tax(ground: Ground) -> Iterator[Planting]:
    """A reference price that includes value-added tax."""
    followed = {floor.record.reference for _, floor in ground.mechanisms(FLOOR)}
    for entry, path in ground.each("reference-price", "lines", None, "vat"):
        if entry.record.id in followed:
            yield from ground.changing(entry.raw, path, "included")


@defect("FLR002", follows="RLF003 RVW001 RVW002")
def phase_in_after_the_end(ground: Ground) -> Iterator[Planting]:
    """The last step of the phase-in comes when the floor has ended."""
    for _, entry in ground.mechanisms(FLOOR):
        last = len(entry.record.phase_in) - 1
        if entry.record.sunset and last >= 0:
            line = entry.raw.places[("phase_in", last)][0]
            yield from ground.changing(entry.raw, ("phase_in", last, "after"), "9999", line)


@defect("FLR002", follows="PRC004 RVW004")
def first_review_after_the_end(ground: Ground) -> Iterator[Planting]:
    """The first review comes when the floor has ended."""
    for _, entry in ground.mechanisms(FLOOR):
        if entry.record.sunset:
            yield from ground.changing(entry.raw, ("review",), "P99Y")


@defect("RVW002")
def review_without_an_end(ground: Ground) -> Iterator[Planting]:
    """The decision on a review takes longer than the time to the next."""
    yield from _set(ground, "floor-review", "P9Y", "decide")


@defect("RVW004")
def index_without_bounds(ground: Ground) -> Iterator[Planting]:
    """The index moves a level further than a review may."""
    yield from _set(ground, "floor-review", "90%", "index", "rise")


@defect("RVW005")
def index_of_something_else(ground: Ground) -> Iterator[Planting]:
    """The index measures what the floor does not name."""
    yield from _set(ground, "floor-review", "consumer-prices", "index", "measures")


@defect("RVW001", follows="RVW005")
def review_of_no_floor(ground: Ground) -> Iterator[Planting]:
    """A review of something that is no price floor."""
    for entry, path in ground.each("floor-review", "floors", None):
        yield from ground.changing(entry.raw, path, entry.record.id)


@defect("CRD001", follows="CRD003")
def coordination_of_no_floor(ground: Ground) -> Iterator[Planting]:
    """Levels are coordinated of something that is no price floor."""
    for entry, path in ground.each("floor-coordination", "floors", None):
        yield from ground.changing(entry.raw, path, entry.record.id)


@defect("CRD006")
def new_level_at_once(ground: Ground) -> Iterator[Planting]:
    """A party has to follow a level on the day after its publication."""
    yield from _set(ground, "floor-coordination", "P1D", "alignment")


# --- the charge ----------------------------------------------------------------------------------------------------


@defect("MEC003")
def another_day_of_the_charge(ground: Ground) -> Iterator[Planting]:
    """A floor is that of another day than the charge which keeps it."""
    for _, entry in ground.mechanisms(FLOOR):
        if getattr(entry.record.form, "adjustment", None):
            yield from ground.changing(entry.raw, ("relevant_date",), "export")


@defect("MEC001", follows="MEC002 CRD004")
def floor_that_nothing_keeps(ground: Ground) -> Iterator[Planting]:
    """A floor names itself as the charge that is to keep it."""
    for entry, path in ground.each(FLOOR, "form", "adjustment"):
        yield from ground.changing(entry.raw, path, entry.record.id)


@defect("MEC002", follows="MEC001 RLF001 CRD004 RSV001 SFG001 REL001 COV001 COV002")
def charge_up_to_no_price(ground: Ground) -> Iterator[Planting]:
    """A charge that is to keep something which is no floor."""
    for entry, path in ground.each(CHARGE, "floors", None):
        yield from ground.changing(entry.raw, path, entry.record.id)


@defect("MEC006", follows="RLF002")
def refund_that_the_zone_prohibits(ground: Ground) -> Iterator[Planting]:
    """The charge is paid back on export, and the zone prohibits that."""
    prohibited = any(zone.record.drawback == "prohibited" for _, zone in ground.mechanisms("preferential-zone"))
    for _, entry in ground.mechanisms(CHARGE) if prohibited else ():
        yield from ground.changing(entry.raw, ("refund",), "drawback-on-export")
        yield from ground.inserting(entry.raw, "refund: drawback-on-export")


@defect("CHG001", follows="WTO005")
def charge_that_is_no_duty(ground: Ground) -> Iterator[Planting]:
    """The charge is classified as a duty of another kind, which nobody has scheduled."""
    yield from _set(ground, CHARGE, "other-duty-or-charge", "classified_as")


@defect("CHG002", follows="DUT001")
def licence_below_a_price(ground: Ground) -> Iterator[Planting]:
    """Goods below the floor are refused a licence."""
    yield from _set(ground, CHARGE, "licence", "enforcement")


@defect("DUT002", follows="DUT001")
def authority_that_is_not_on_record(ground: Ground) -> Iterator[Planting]:
    """A party is to charge on an authority that its record does not have."""
    yield from _set(ground, CHARGE, "selftest-act", "duties", None, "authority")


# --- goods ---------------------------------------------------------------------------------------------------------


@defect("GDS001", follows="GDS002 GDS003 PRC002 COV001 COV002 RSV002 SFG001 OFF001 OFF002 DUT003 SCR001 CRD003 FLR004")
def stage_without_a_tariff_line(ground: Ground) -> Iterator[Planting]:
    """A floor on a stage at which the product has no tariff line."""
    for entry, path in ground.each(FLOOR, "lines", None, "stage"):
        product = ground.subject.records.products[_value(entry, (*path[:-1], "product"))].record
        others = [stage for stage in get_args(Stage) if stage not in product.stages]
        for stage in others[:1]:
            yield from ground.changing(entry.raw, path, stage, entry.raw.places[path[:-1]][0])


@defect("GDS002", follows="PRC002 RSV002 SFG001 OFF001 CRD003")
def grade_that_the_product_does_not_have(ground: Ground) -> Iterator[Planting]:
    """A floor on a grade that is not on the record of the product."""
    yield from _set(ground, FLOOR, "selftest-grade", "lines", None, "grade", at=1)


@defect("GDS003", follows="GDS005 SCH003 RSV002 SFG001 COV001 PRC002 OFF001")
def tariff_line_of_other_goods(ground: Ground) -> Iterator[Planting]:
    """A floor on a tariff line in which the product is not found."""
    for entry, path in ground.each(FLOOR, "lines", None, "hs", None):
        yield from ground.changing(entry.raw, path, "HS2022 2501.00", entry.raw.places[path[:-1]][0])


@defect("GDS004", follows="GDS003 GDS005 SCH003 COV001 RSV002 SFG001 PRC002")
def code_of_another_edition(ground: Ground) -> Iterator[Planting]:
    """A tariff line by an earlier edition of the Harmonized System."""
    for entry, path in ground.each(FLOOR, "lines", None, "hs", None):
        old = str(_value(entry, path)).replace("HS2022", "HS2017")
        yield from ground.changing(entry.raw, path, old, entry.raw.places[path[:-1]][0])


# --- reserves, safeguards, support ---------------------------------------------------------------------------------


@defect("RSV001")
def reserve_that_sells_while_the_floor_holds(ground: Ground) -> Iterator[Planting]:
    """A reserve sells at a price at which the floor is still kept."""
    for entry, path in ground.each("strategic-reserve", "release", "above"):
        bought = entry.record.acquisition.up_to.value if entry.record.acquisition else Decimal(100)
        floors = ground.subject.records.mechanisms
        off = getattr(floors[entry.record.floor].record, "off_trigger", None) if entry.record.floor else None
        if off is not None and bought + 1 < off.stops_above.value:
            yield from ground.changing(entry.raw, path, f"{bought + 1}%")


@defect("RSV003")
def reserve_without_a_body(ground: Ground) -> Iterator[Planting]:
    """A party is to hold a reserve by a body that its record does not have."""
    yield from _set(ground, "strategic-reserve", "selftest-body", "holdings", None, "body")


@defect("SFG005")
def measure_longer_than_the_floor(ground: Ground) -> Iterator[Planting]:
    """A safeguard that lasts longer than the floor from which it takes its threshold."""
    yield from _set(ground, "flooding-safeguard", "P99Y", "duration")


@defect("OFF001", follows="OFF001")
def strike_that_follows_no_floor(ground: Ground) -> Iterator[Planting]:
    """A strike price that follows a floor, of goods that have none."""
    for entry, path in ground.each("offtake-cfd", "lines", None, "strike"):
        if entry.record.strike == "floor-level":
            yield from ground.changing(entry.raw, path, "selftest")


@defect("MON001", follows="MON001")
def limit_in_another_currency(ground: Ground) -> Iterator[Planting]:
    """A yearly limit of support in a currency in which no price is."""
    yield from _set(ground, "offtake-cfd", "CHF", "payers", None, "yearly_cap", "currency")


@defect("RSP001")
def lead_that_is_not_on_record(ground: Ground) -> Iterator[Planting]:
    """The lead of a party in the network is a body that its record does not have."""
    yield from _set(ground, "rapid-response", "selftest-body", "leads", None)


@defect("PRJ001")
def window_of_a_body_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """A window of finance at a body that the record of its party does not have."""
    yield from _set(ground, "project-support", "selftest-body", "finance_windows", None, "body")


@defect("GOV002", follows="REF001")
def chapter_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """Partners may take part in a chapter that the text does not have."""
    yield from _set(ground, "governance", "selftest-chapter", "partners", "chapters", None)


@defect("WTO002", follows="WTO001")
def agreement_that_is_not_on_record(ground: Ground) -> Iterator[Planting]:
    """A preference rests on a free trade agreement that no party has on record."""
    yield from _set(ground, "preferential-zone", "Selftest FTA", "legal_basis", None, "agreement", at=1)
