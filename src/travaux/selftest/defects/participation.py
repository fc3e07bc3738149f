"""Participation in a mechanism that leaves a party, a good or a task without what belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from travaux.checks._participation import lines_of
from travaux.compilation import Text
from travaux.model.instrument import Instrument
from travaux.model.participation import Participation
from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._source import inserted

_SALT = "HS2022 2501.00"


def _terms(ground: Ground, entry: Entry[Instrument], key: str, terms: str) -> Iterator[Planting]:
    """Terms of a mechanism of which an instrument says nothing yet, found on their line."""
    name, text = entry.raw.file.name, ground.read(entry.raw.file.name)
    inside = [path for path in entry.raw.keys if len(path) == 2 and path[0] == "participation"]
    if not inside:
        yield from ground.inserting(entry.raw, f"participation: {{{key}: {{{terms}}}}}")
    for path in inside if ("participation", key) not in inside else ():
        line, column = entry.raw.keys[path]
        if not text.split("\n")[line - 1][: column - 1].strip():
            new = f"{' ' * (column - 1)}{key}: {{{terms}}}"
            yield Planting(name, line, {name: inserted(text, line, new)})


def _out(*parties: str) -> str:
    return f"mode: opt-out, parties: [{', '.join(parties)}]"


def _carved(entry: Entry[Instrument], party: str, products: str, more: str = "") -> str:
    """A carve-out of one party, with its reason in every language of the instrument."""
    reason = ", ".join(f"{tag}: Its law says so" for tag in entry.record.languages)
    return f"carve_outs: [{{party: {party}, products: [{products}], {more}reason: {{{reason}}}}}]"


def _mechanisms(ground: Ground) -> Iterator[tuple[Entry[Instrument], Entry[Any]]]:
    """The mechanisms that every party of an instrument takes, each with its instrument."""
    for entry, _ in ground.own():
        yield from ((entry, m) for m in ground.subject.mechanisms(entry) if not entry.record.limited(m.record.id))


# --- parties -------------------------------------------------------------------------------------------------------


@defect("PAR001", follows="PAR004 PAR006")
def party_that_stays_out_of_what_it_needs(ground: Ground) -> Iterator[Planting]:
    """A party stays out of a mechanism and takes another that depends on it."""
    for entry, own in _mechanisms(ground):
        needed = {need for m in ground.subject.mechanisms(entry) for need in m.record.needs() if m is not own}
        for party in entry.record.parties if own.record.id in needed else ():
            yield from _terms(ground, entry, own.record.id, _out(party))


@defect("PAR003", follows="PAR001 PAR004 PAR006")
def mechanism_that_nobody_takes(ground: Ground) -> Iterator[Planting]:
    """Every party stays out of a mechanism."""
    for entry, own in _mechanisms(ground):
        yield from _terms(ground, entry, own.record.id, _out(*entry.record.parties))


@defect("PAR004", follows="PAR001 PAR006")
def preference_without_the_floor(ground: Ground) -> Iterator[Planting]:
    """A party stays out of a floor or its charge, and has the preference of a zone that depends on neither."""
    for entry, zone, key in _floors_beside_a_zone(ground):
        opened = {k: v for p in ground.changing(zone.raw, ("depends_on",), "[]") for k, v in (p.files or {}).items()}
        if zone.record.members != "all" or not (opened or not zone.record.depends_on):
            continue
        for party in entry.record.parties:
            for planting in _terms(ground, entry, key, _out(party)):
                line = entry.raw.places[("mechanisms", entry.record.mechanisms.index(zone.record.id))][0]
                moved = int(planting.line <= line)
                yield Planting(planting.file, line + moved, {**(planting.files or {}), **opened})


@defect("PAR004", follows="PAR008")
def preference_for_goods_without_the_floor(ground: Ground) -> Iterator[Planting]:
    """A party leaves goods out of a floor or its charge, and they have the preference of a zone that asks for none."""
    for entry, zone, key in _floors_beside_a_zone(ground):
        opened = {k: v for p in _unconditional(ground, zone) for k, v in (p.files or {}).items()}
        goods = {rule.product for rule in zone.record.rules} & {*lines_of(ground.subject, entry, key)}
        if zone.record.members == "all" and (opened or not zone.record.conditional_on_floor):
            for product in sorted(goods):
                for planting in _terms(ground, entry, key, _carved(entry, entry.record.parties[0], product)):
                    yield Planting(planting.file, planting.line, {**(planting.files or {}), **opened})


def _unconditional(ground: Ground, zone: Entry[Any]) -> Iterator[Planting]:
    """A zone that is open to goods of a party that does not keep the floor."""
    if zone.record.conditional_on_floor:
        yield from ground.changing(zone.raw, ("conditional_on_floor",), "false")
        yield from ground.inserting(zone.raw, "conditional_on_floor: false")


def _floors_beside_a_zone(ground: Ground) -> Iterator[tuple[Entry[Instrument], Entry[Any], str]]:
    """Each preferential zone with its instrument, and each floor and charge that keeps it."""
    for entry, zone in ground.mechanisms("preferential-zone"):
        for at, charge in ground.mechanisms("border-adjustment"):
            if at is entry and not entry.record.limited(zone.record.id):
                for key in (charge.record.id, *charge.record.floors):
                    yield entry, zone, key


# --- goods ---------------------------------------------------------------------------------------------------------


@defect("PAR002")
def tariff_line_that_is_not_covered(ground: Ground) -> Iterator[Planting]:
    """A party leaves a tariff line of other goods out of a mechanism."""
    for entry, own in _mechanisms(ground):
        for product in lines_of(ground.subject, entry, own.record.id):
            for party in entry.record.parties:
                terms = _carved(entry, party, product, f"hs: [{_SALT}], ")
                yield from _terms(ground, entry, own.record.id, terms)


@defect("PAR002")
def product_that_is_not_covered(ground: Ground) -> Iterator[Planting]:
    """A party leaves a product out of a mechanism that does not cover it."""
    for entry, own in _mechanisms(ground):
        lines = lines_of(ground.subject, entry, own.record.id)
        for product in entry.record.products if lines else ():
            for party in entry.record.parties if product not in lines else ():
                yield from _terms(ground, entry, own.record.id, _carved(entry, party, product))


@defect("PAR002")
def half_of_the_goods_of_one_level(ground: Ground) -> Iterator[Planting]:
    """A party leaves out one of the tariff lines for which one level stands."""
    for entry, own in _mechanisms(ground):
        for line in getattr(own.record, "lines", ()):
            for code in line.hs if len(set(line.hs)) > 1 else ():
                terms = _carved(entry, entry.record.parties[0], line.product, f"hs: [{code}], ")
                yield from _terms(ground, entry, own.record.id, terms)


@defect("PAR008", follows="PAR004")
def nothing_that_is_left(ground: Ground) -> Iterator[Planting]:
    """A party takes a mechanism, and leaves all its goods out."""
    for entry, own in _mechanisms(ground):
        products = ", ".join(lines_of(ground.subject, entry, own.record.id))
        for party in entry.record.parties if products else ():
            yield from _terms(ground, entry, own.record.id, _carved(entry, party, products))


# --- tasks ---------------------------------------------------------------------------------------------------------


@defect("PAR006")
def steps_of_what_has_no_steps(ground: Ground) -> Iterator[Planting]:
    """A party has steps of its own in a mechanism that is no price floor."""
    for entry, own in _mechanisms(ground):
        for party in entry.record.parties if own.record.kind != "price-floor" else ():
            steps = "[{after: 0, share: 50%}, {after: 12, share: 100%}]"
            yield from _terms(ground, entry, own.record.id, f"phase_in: {{{party}: {steps}}}")


@defect("PAR006", follows="PAR001 PAR006")
def office_of_one_that_stays_out(ground: Ground) -> Iterator[Planting]:
    """The party that hosts the secretariat stays out of the committee that it serves."""
    for entry, own in _mechanisms(ground):
        place = own.raw.places.get(("secretariat", "host"))
        host = own.record.secretariat.host if own.record.kind == "governance" else ""
        if place and host in entry.record.parties:
            for planting in _terms(ground, entry, own.record.id, _out(host)):
                yield Planting(own.raw.file.name, place[0], planting.files)


# --- the text ------------------------------------------------------------------------------------------------------


@defect("PAR007", follows="REF001 REF002 TRM001")
def terms_that_the_text_does_not_say(ground: Ground) -> Iterator[Planting]:
    """The instrument has terms of participation, and leaves out the clause that says them."""
    for entry, text in ground.own():
        name, source = entry.raw.file.name, ground.read(entry.raw.file.name)
        for what, clause in _saying(text).items():
            first = next((key for key, terms in entry.record.participation.items() if _has(terms, what)), "")
            after = _excluding(source, entry, clause)
            if first and after:
                yield Planting(name, entry.raw.keys[("participation", first)][0], {name: after})


@defect("PAR007", follows="REF001 REF002 TRM001")
def staying_out_that_the_text_does_not_say(ground: Ground) -> Iterator[Planting]:
    """A party stays out of a mechanism, and the clause on how that is declared is left out."""
    for entry, own in _mechanisms(ground):
        text = next(text for each, text in ground.own() if each is entry)
        needed = {need for m in ground.subject.mechanisms(entry) for need in m.record.needs()}
        clause = _saying(text).get("opt-out", "")
        for planting in _terms(ground, entry, own.record.id, _out(entry.record.parties[-1])) if clause else ():
            after = _excluding(str((planting.files or {})[planting.file]), entry, clause)
            if after and own.record.id not in needed:
                yield Planting(planting.file, planting.line, {planting.file: after})


def _saying(text: Text) -> Mapping[str, str]:
    """By what a clause of the library says of participation: that clause, where no other needs it."""
    clauses = [each for each in text.library.clauses.values() if not each.variant and each.front.needs.participation]
    needed = {key for each in clauses for key in each.front.needs.clauses}
    return {str(each.front.needs.participation): each.key for each in clauses if each.key not in needed}


def _has(terms: Participation, what: str) -> bool:
    """Whether terms have what a clause says."""
    has = {"limited": terms.limited, "carve-outs": bool(terms.carve_outs), "phase-in": bool(terms.phase_in)}
    return has.get(what, terms.mode == what)


def _excluding(source: str, entry: Entry[Instrument], clause: str) -> str | None:
    """The instrument without a clause; None where `clauses` is a block, or excludes others. No line above moves."""
    if ("clauses",) not in entry.raw.keys:
        return f"{source.rstrip()}\nclauses: {{exclude: [{clause}]}}\n"
    if ("clauses", "exclude") in entry.raw.keys or "\nclauses: {" not in source:
        return None
    return source.replace("\nclauses: {", f"\nclauses: {{exclude: [{clause}], ", 1)
