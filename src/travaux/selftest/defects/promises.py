"""Texts that promise what the law of a party, or an agreement that it has, does not allow."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._records import currency, setting, with_value
from travaux.selftest._source import replaced

CHARGE, SUPPORT = "border-adjustment", "offtake-cfd"


def _limit(ground: Ground, party: Entry[Any], field: str, new: str) -> dict[str, str]:
    """The file of a party with a limit more."""
    name = party.raw.file.name
    if ("limits",) not in party.raw.places:
        return setting(ground, party, limits=f"{{{field}: {new}}}")
    after = (
        None
        if ("limits", field) in party.raw.places
        else with_value(ground.read(name), party.raw, ("limits",), field, new)
    )
    return {} if after is None else {name: after}


# --- who may sign, and by which route ------------------------------------------------------------------------------


@defect("CAP002", follows="CAP001")
def institution_without_its_approval(ground: Ground) -> Iterator[Planting]:
    """An institution signs a text for which its law asks an approval that nobody has given."""
    for entry, text in ground.own():
        for number, party in enumerate(ground.subject.parties(entry) if not text.binding else ()):
            name, path = party.raw.file.name, ("capacities", entry.record.kind)
            asked = "[{by: the Council, act: approval of a text before it is signed}]"
            if (*path, "approvals") in party.raw.places or party.record.id in entry.record.approvals:
                continue
            later = party.raw.places.get(path, (0, 0)) > party.raw.places[("entity",)]
            after = with_value(ground.read(name), party.raw, path, "approvals", asked) if later else None
            line = entry.raw.places[("parties", number)][0]
            if after is not None:
                other = replaced(after, party.raw, ("entity",), "institution")
                yield Planting(entry.raw.file.name, line, {name: other or after})


@defect("CAP005")
def route_that_changes_no_duty(ground: Ground) -> Iterator[Planting]:
    """A party is to charge, and the route by which it is bound carries no change of a duty."""
    for entry, text in ground.own():
        charging = any(True for _ in ground.subject.mechanisms(entry, CHARGE)) and text.binding
        for party in ground.subject.parties(entry) if charging else ():
            for number, route in enumerate(party.record.routes):
                left = ", ".join(each for each in route.carries if each != "change-of-duty")
                path = ("routes", number, "carries")
                chosen = entry.record.routes.get(party.record.id) == route.id
                for planting in ground.changing(party.raw, path, f"[{left}]") if chosen and left else ():
                    line = entry.raw.places[("routes", party.record.id)][0]
                    yield Planting(entry.raw.file.name, line, planting.files)


# --- what a party cannot promise -----------------------------------------------------------------------------------


@defect("LIM001")
def revenue_for_a_fund(ground: Ground) -> Iterator[Planting]:
    """The revenue of the charge goes into a fund, and the law of a party bars that."""
    for entry, charge in ground.mechanisms(CHARGE):
        barred = any(not party.record.limits.earmarked_revenue for party in ground.subject.parties(entry))
        if barred and charge.record.addressees == "all":
            yield from ground.changing(charge.raw, ("revenue_use",), "appropriated-fund")
            yield from ground.inserting(charge.raw, "revenue_use: appropriated-fund")


@defect("LIM004", follows="CAP005")
def buyer_for_what_is_reserved(ground: Ground) -> Iterator[Planting]:
    """Offtake is owed of a product that the law of a party reserves to the State."""
    for entry, support in ground.mechanisms(SUPPORT):
        for party in ground.subject.parties(entry):
            for key in dict.fromkeys(line.product for line in support.record.lines):
                reserved = f"[{{product: {key}, keeps_out: [offtake], reason: a State monopoly}}]"
                kept = _limit(ground, party, "reserved_products", reserved)
                owing = [each for each in entry.record.parties if support.record.owed_by(each)]
                cap = f"yearly_cap: {{amount: 1000000, currency: {currency(ground)}}}"
                payers = ", ".join(f"{{party: {each}, {cap}}}" for each in owing)
                capped = {} if support.record.payers else {"payers": f"[{payers}]"}
                owed = setting(ground, support, duty="shall", **capped)
                at = next(n for n, line in enumerate(support.record.lines) if line.product == key)
                moved = bool(capped) and ("payers",) not in support.raw.places
                line = support.raw.places[("lines", at)][0] + moved
                if kept and owed:
                    yield Planting(support.raw.file.name, line, {**kept, **owed})


@defect("LIM005")
def duty_of_a_body_that_governs_itself(ground: Ground) -> Iterator[Planting]:
    """An article lays a duty on a body that no party can bind."""
    for paragraph in ground.paragraphs:
        if not (paragraph.text.language == "en" and paragraph.operative and paragraph.text.binding):
            continue
        parties = ground.subject.parties(paragraph.text.instrument)
        bodies = [body for party in parties for body in party.record.limits.no_obligor]
        sentence = f"{bodies[0] if bodies else 'the Northern Depot'} shall keep a register."
        planting = ground.adding(paragraph, sentence[0].upper() + sentence[1:])
        known = {} if bodies else _limit(ground, parties[0], "no_obligor", "[the Northern Depot]")
        if bodies or known:
            yield Planting(planting.file, planting.line, {**(planting.files or {}), **known})


@defect("LIM006")
def part_of_the_text_that_is_secret(ground: Ground) -> Iterator[Planting]:
    """A sentence keeps a part of the text from the public."""
    for paragraph in ground.paragraphs:
        parties = ground.subject.parties(paragraph.text.instrument)
        bound = any(not party.record.limits.secret_annexes for party in parties)
        if bound and paragraph.operative and paragraph.text.language == "en":
            verb = "shall" if paragraph.text.binding else "will"
            yield ground.adding(paragraph, f"The list of these figures {verb} not be published.")


# --- agreements in force -------------------------------------------------------------------------------------------


def _between(ground: Ground) -> Iterator[tuple[Entry[Any], tuple[Entry[Any], ...], Any]]:
    """Each charge, with the parties of its text, and each agreement that two of them have."""
    for entry, text in ground.own():
        parties = ground.subject.parties(entry)
        found = {
            agreement.id: agreement
            for party in parties
            for agreement in party.record.agreements
            if any(partner in entry.record.parties for partner in agreement.partners)
        }
        for charge in ground.subject.mechanisms(entry, CHARGE) if text.binding else ():
            yield from ((charge, parties, agreement) for agreement in found.values())


def _agreed(ground: Ground, parties: tuple[Entry[Any], ...], key: str, field: str, new: str) -> dict[str, str]:
    """The files of the parties that have an agreement on record, with a field of it set."""
    files: dict[str, str] = {}
    for party in parties:
        for number, agreement in enumerate(party.record.agreements):
            name = party.raw.file.name
            text = with_value(ground.read(name), party.raw, ("agreements", number), field, new)
            if agreement.id == key and text is not None:
                files[name] = text
    return files


@defect("REL001", follows="REL002 CHG002")
def licence_between_parties_that_barred_it(ground: Ground) -> Iterator[Planting]:
    """Goods of a party are refused below a price, and an agreement between two parties bars such prices."""
    for charge, parties, agreement in _between(ground):
        files = setting(ground, charge, applies_to="all-origins", enforcement="licence")
        barred = _agreed(ground, parties, agreement.id, "bars_import_price_requirements", '"yes"')
        if files and barred:
            line = charge.raw.places[("applies_to",)][0]
            yield Planting(charge.raw.file.name, line, {**barred, **files})


@defect("REL002")
def charge_between_parties_that_barred_it(ground: Ground) -> Iterator[Planting]:
    """The charge falls on goods of a party, and an agreement between two parties bars new duties."""
    for charge, parties, agreement in _between(ground):
        files = setting(ground, charge, applies_to="all-origins")
        barred = _agreed(ground, parties, agreement.id, "bars_new_duties", "true")
        if files and barred:
            yield Planting(charge.raw.file.name, charge.raw.places[("applies_to",)][0], {**barred, **files})


@defect("REL002")
def member_that_is_charged_after_all(ground: Ground) -> Iterator[Planting]:
    """Members are charged too, and an agreement between two of them bars new duties."""
    for charge, parties, agreement in _between(ground):
        files = setting(ground, charge, member_exempt="false")
        barred = _agreed(ground, parties, agreement.id, "bars_new_duties", "true")
        if files and barred and charge.record.applies_to != "all-origins":
            yield Planting(charge.raw.file.name, charge.raw.places[("member_exempt",)][0], {**barred, **files})
