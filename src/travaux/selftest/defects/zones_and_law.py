"""Preferences without a basis in law, charges without one, and promises that the law of a party does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._records import with_value, without_item

ZONE, CHARGE = "preferential-zone", "border-adjustment"


@defect("PTY010")
def signature_of_another_party(ground: Ground) -> Iterator[Planting]:
    """Above the place of a signature stands the line of another party."""
    found: dict[str, Planting] = {}
    for text in ground.texts:
        parties = ground.subject.parties(text.instrument)
        for number, party in enumerate(parties):
            own, other = (each.record.signature.get(text.language) for each in (party, parties[number - 1]))
            if own and other and own != other:
                for planting in ground.changing(party.raw, ("signature", text.language), other):
                    found.setdefault(planting.place, planting)
    yield from found.values()


# --- what a preference rests on ------------------------------------------------------------------------------------


@defect("WTO001")
def pair_without_a_basis(ground: Ground) -> Iterator[Planting]:
    """The basis of the preference between two parties is left out."""
    for _, zone in ground.mechanisms(ZONE):
        for number in range(len(zone.record.legal_basis)) if zone.record.treatment == "zero-preferential" else ():
            name = zone.raw.file.name
            after = without_item(ground.read(name), zone.raw, ("legal_basis", number))
            if after is not None:
                yield Planting(name, zone.raw.places[("legal_basis",)][0], {name: after})


@defect("WTO008", follows="WTO008")
def member_that_is_none(ground: Ground) -> Iterator[Planting]:
    """A preference rests on a rule of the WTO, and a party is not on record as a Member."""
    for _, zone in ground.mechanisms(ZONE):
        for number, basis in enumerate(zone.record.legal_basis if zone.record.treatment == "zero-preferential" else ()):
            for key in basis.pair if basis.basis != "mfn-neutral" else ():
                party = ground.subject.records.parties[key]
                left = ", ".join(each for each in party.record.memberships if each != "wto")
                line = zone.raw.places[("legal_basis", number)][0]
                for planting in ground.changing(party.raw, ("memberships",), f"[{left}]"):
                    yield Planting(zone.raw.file.name, line, planting.files)


# --- on what a party charges ---------------------------------------------------------------------------------------


def _charges(ground: Ground) -> Iterator[Entry[Any]]:
    """The charges of the texts that bind."""
    for entry, text in ground.own():
        yield from ground.subject.mechanisms(entry, CHARGE) if text.binding else ()


@defect("DUT001")
def party_without_an_authority(ground: Ground) -> Iterator[Planting]:
    """A party is left out where the authorities stand on which the charge is made."""
    for charge in _charges(ground):
        for number in range(len(charge.record.duties)):
            name = charge.raw.file.name
            after = without_item(ground.read(name), charge.raw, ("duties", number))
            if after is not None:
                yield Planting(name, charge.raw.places[("duties",)][0], {name: after})


@defect("DUT003")
def authority_for_other_stages(ground: Ground) -> Iterator[Planting]:
    """The authority of a party reaches waste and scrap alone, and other goods are charged."""
    yield from _authority(ground, "stages", "[waste-and-scrap]")


@defect("DUT004")
def authority_for_ten_days(ground: Ground) -> Iterator[Planting]:
    """A measure under the authority of a party ends after ten days, and the floor goes on."""
    yield from _authority(ground, "longest", "P10D")


def _authority(ground: Ground, field: str, new: str) -> Iterator[Planting]:
    """A field of each authority on which a party charges, found where the charge names the authority."""
    for charge in _charges(ground):
        for number, duty in enumerate(charge.record.duties):
            party = ground.subject.records.parties[duty.party]
            at = [n for n, each in enumerate(party.record.duty_authorities) if each.id == duty.authority]
            line = charge.raw.places[("duties", number, "authority")][0]
            name = party.raw.file.name
            after = with_value(ground.read(name), party.raw, ("duty_authorities", *at[:1]), field, new)
            if after is not None:
                yield Planting(charge.raw.file.name, line, {name: after})
