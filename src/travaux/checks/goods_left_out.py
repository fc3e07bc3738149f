"""Checks of goods that a party leaves out of a mechanism (PAR): whether they are its goods, and what is left."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import each, kept, listed, mechanisms, name, party_names, resolved
from travaux.checks._participation import each_terms, lines_of, place
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.participation import goods_left, left_out
from travaux.records import Entry


@check("PAR002", Severity.ERROR)
def left_out_of_nothing(s: Subject) -> Iterator[Found]:
    """A carve-out takes out goods that the mechanism does not cover, or a part of the tariff lines of one price.

    Why: a reader takes the entry for a privilege of some worth, and a panel for one that must mean something. A part of
    the lines on which one level stands cannot be told in an entry of a customs declaration.
    Source: effectiveness in the interpretation of treaties (gn-01, not opened); drafting practice.
    Fix: name a product of the mechanism, or of the instrument where the mechanism lists no goods, and whole lines.

    Fails:
        == seeds/instruments/example.yaml ==
        participation:
          floor:
            carve_outs:
              - {party: corda, products: [examplium], hs: [HS2022 2846.90], reason: {en: Its law says so}}
    Fails:
        == seeds/instruments/example.yaml ==
        products: [examplium, other]
        participation:
          floor:
            carve_outs: [{party: corda, products: [other], reason: {en: Its law says so}}]
        == seeds/products/other.yaml ==
        id: other
        names: {en: other}
        market: liquid
        lists: {us_2025: false, eu: none, jp_rare_metal: false}
        stages: {metal: [{hs: HS2022 8104.11, description: {en: other metal}}]}
    Fails:
        == seeds/products/examplium.yaml ==
        stages: {metal: [{hs: HS2022 8110.10, description: {en: lump}}, {hs: HS2022 8110.20, description: {en: dust}}]}
        == seeds/mechanisms/floor.yaml ==
        lines:
          - {product: examplium, stage: metal, grade: examplium-99, hs: [HS2022 8110.10, HS2022 8110.20],
             sources: [fact], illustrative: false,
             levels: {2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}}}
        == seeds/instruments/example.yaml ==
        participation:
          floor:
            carve_outs:
              - {party: corda, products: [examplium], hs: [HS2022 8110.10], reason: {en: Its law says so}}
    Passes:
        == seeds/mechanisms/investing.yaml ==
        depends_on: []
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, investing]
        participation:
          investing:
            carve_outs:
              - {party: corda, products: [examplium], hs: [HS2022 8110.10], reason: {en: Its law says so}}
    """
    for instrument, key, terms in each_terms(s):
        lines, named = lines_of(s, instrument, key), s.records.mechanisms[key]
        for n, carve in enumerate(terms.carve_outs):
            who, span = name(s.records.parties[carve.party]), instrument.span("participation", key, "carve_outs", n)
            missing = [product for product in carve.products if lines and product not in lines]
            own = [code for product in carve.products for code in lines.get(product, ())]
            strange = [code for code in carve.hs if not any(code.contains(line) for line in own)]
            if missing:
                message = f"{who} leaves {listed(missing)} out of {key!r}, which does not cover it"
                yield Found(message, span, "name a product that the mechanism covers", instrument.record.id)
            elif strange:
                message = f"{who} leaves {listed(map(str, strange))} out of {key!r}, where no such line stands"
                yield Found(message, span, f"its lines are {listed(map(str, own))}", instrument.record.id)
            for number, line in enumerate(getattr(named.record, "lines", ())):
                halves = {any(code.contains(own) for code in carve.hs) for own in line.hs}
                if carve.hs and line.product in carve.products and len(halves) > 1:
                    message = f"{who} leaves out a part of the tariff lines of {line.product} ({line.stage}) in {key!r}"
                    related = (Related(named.span("lines", number), "the goods of one level"),)
                    yield Found(message, span, "name them all, or none", instrument.record.id, related=related)


@check("PAR008", Severity.ERROR)
def nothing_left(s: Subject) -> Iterator[Found]:
    """A party takes a mechanism and leaves out all of its goods.

    Why: it has the name of a participating Party and no obligation; whoever counts the Parties counts it in.
    Source: drafting practice: an exception is to be narrower than the rule.
    Fix: let it stay out, and say so.

    Fails:
        == seeds/instruments/example.yaml ==
        participation:
          floor:
            carve_outs: [{party: corda, products: [examplium], reason: {en: Its law says so}}]
    Passes:
        == seeds/instruments/example.yaml ==
        participation:
          floor: {mode: opt-out, parties: [corda]}
          adjustment: {mode: opt-out, parties: [corda]}
          zone: {mode: opt-out, parties: [corda]}
    """
    for instrument, key, terms in each_terms(s):
        lines = lines_of(s, instrument, key)
        for party in dict.fromkeys(carve.party for carve in terms.carve_outs):
            own = [carve for carve in terms.carve_outs if carve.party == party]
            out = {(product, code) for c in own for product in c.products for code in goods_left(c, lines)}
            if lines and all((product, code) in out for product, codes in lines.items() for code in codes):
                message = f"{name(s.records.parties[party])} leaves every good out of {key!r}"
                hint = "let it stay out: `mode: opt-out`"
                yield Found(message, instrument.span("participation", key, "carve_outs"), hint, instrument.record.id)


@check("PAR004", Severity.ERROR)
def benefit_without_duty(s: Subject) -> Iterator[Found]:
    """A party has the preference of the zone and does not keep a floor that the text keeps at the border.

    Why: goods from outside enter where no floor is kept, are processed until they originate, and go on free of the
    charge. Where the zone is open only to goods of a party that keeps the floor, the text closes this way for a good
    that the party leaves out.
    Source: arithmetic of a floor that is kept at several borders: it is as high as at the lowest of them.
    Fix: let the party stay out of the zone as well, or leave the same goods out of both.
    Follows: PAR008.
    At: seeds/instruments/example.yaml: mechanisms:

    Fails:
        == seeds/mechanisms/zone.yaml ==
        depends_on: []
        == seeds/instruments/example.yaml ==
        participation:
          floor: {mode: opt-out, parties: [corda]}
          adjustment: {mode: opt-out, parties: [corda]}
    Fails:
        == seeds/mechanisms/zone.yaml ==
        conditional_on_floor: false
        == seeds/instruments/example.yaml ==
        participation:
          adjustment:
            carve_outs: [{party: corda, products: [examplium], reason: {en: Its law says so}}]
    Passes:
        == seeds/mechanisms/zone.yaml ==
        depends_on: []
        == seeds/instruments/example.yaml ==
        participation:
          floor: {mode: opt-out, parties: [corda]}
          adjustment: {mode: opt-out, parties: [corda]}
          zone: {mode: opt-out, parties: [corda]}
    """
    for instrument, zone in each(s, PreferentialZone):
        if not instrument.record.participation:
            continue
        members = resolved(zone.record.members, instrument)
        for adjustment in mechanisms(s, instrument, BorderAdjustment):
            for floor in kept(s, instrument, adjustment.record):
                pair = (floor.record.id, adjustment.record.id)
                free = [party for party in members if any(not instrument.record.takes(party, key) for key in pair)]
                if free and floor.record.id not in zone.record.needs():
                    message = (
                        f"{party_names(s, free)} has the preference of {zone.record.id!r} and does not keep {pair[0]!r}"
                    )
                    hint = "let it stay out of the zone as well"
                    yield Found(message, place(instrument, zone.record.id), hint, instrument.record.id)
                if not zone.record.conditional_on_floor:
                    yield from _half_free(s, instrument, zone, pair, members)


def _half_free(
    s: Subject,
    instrument: Entry[Instrument],
    zone: Entry[PreferentialZone],
    pair: tuple[str, str],
    members: tuple[str, ...],
) -> Iterator[Found]:
    """Goods left out of the floor, or of its charge, that have the preference."""
    goods = {(rule.product, rule.stage): rule for rule in zone.record.rules}
    for party in members:
        for (product, stage), rule in goods.items():
            out = [key for key in pair if left_out(instrument.record, key, party, product, rule.hs)]
            if out and not left_out(instrument.record, zone.record.id, party, product, rule.hs):
                who = name(s.records.parties[party])
                message = (
                    f"{who} leaves {product} ({stage}) out of {out[0]!r} and has the preference of {zone.record.id!r}"
                )
                span = instrument.span("participation", out[0], "carve_outs")
                hint = "leave it out of the zone as well, or write `conditional_on_floor: true`"
                yield Found(message, span, hint, instrument.record.id)
