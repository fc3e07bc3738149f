"""Checks of coverage (COV): whether floor, zone, charge and list of products cover the same goods."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._goods import covered
from travaux.checks._mending import added, taken_out
from travaux.checks._model import each, good, kept, listed, mechanisms
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.offtake_cfd import OfftakeCfd
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.model.mechanism.price_floor import BuyerContract, PriceFloor, SellerOfftake
from travaux.model.product import CHAIN, Stage
from travaux.records import Entry


def _exempting(s: Subject, instrument: Entry[Instrument]) -> set[str]:
    """The floors whose charge spares goods that originate with the parties."""
    adjustments = mechanisms(s, instrument, BorderAdjustment)
    return {key for adjustment in adjustments if adjustment.record.member_exempt for key in adjustment.record.floors}


@check("COV001", Severity.WARNING)
def floor_without_origin_rule(s: Subject) -> Iterator[Found]:
    """A good has a floor and no rule of origin in the zone, or a rule of origin and no floor.

    Why: the goods of the parties are spared the charge only if they can prove origin, and without a rule none can: an
    error where the charge spares them. The reverse may be meant, and is only noted.
    Source: drafting practice: lists of goods have to match from chapter to chapter.
    Covers: MEC-03.
    Fix: add the rule, with the same product and stage.
    At: seeds/mechanisms/floor.yaml: - product: examplium

    Fails:
        == seeds/products/examplium.yaml ==
        stages: {metal: [{hs: HS2022 8110.10, description: {en: unwrought examplium}}]}
        == seeds/mechanisms/zone.yaml ==
        rules: [{product: examplium, stage: concentrate, any_of: [{type: wholly-obtained}]}]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment]
    """
    for instrument in s.instruments():
        zones = mechanisms(s, instrument, PreferentialZone)
        ruled = {(rule.product, rule.stage) for zone in zones for rule in zone.record.rules}
        exempting = _exempting(s, instrument)
        for floor in mechanisms(s, instrument, PriceFloor) if zones else ():
            for number, line in enumerate(floor.record.lines):
                if (line.product, line.stage) not in ruled:
                    message = f"{good(s, line)} has a floor and no rule of origin in the zone"
                    severity = Severity.ERROR if floor.record.id in exempting else None
                    related = (Related(zones[0].span("rules"), "the rules of origin"),)
                    yield Found(
                        message,
                        floor.span("lines", number),
                        "add a rule for it",
                        instrument.record.id,
                        related=related,
                        severity=severity,
                    )
        yield from _rules_without_floor(s, instrument)


def _rules_without_floor(s: Subject, instrument: Entry[Instrument]) -> Iterator[Found]:
    charged = {(c.line.product, c.line.stage) for c in covered(s, instrument) if c.what.startswith(("floor", "charge"))}
    if not mechanisms(s, instrument, PriceFloor):
        return
    for zone in mechanisms(s, instrument, PreferentialZone):
        idle = [rule for rule in zone.record.rules if (rule.product, rule.stage) not in charged]
        if idle:
            goods = listed(good(s, rule) for rule in idle)
            message = f"{goods}: a rule of origin, but neither a floor nor a charge on content"
            hint = "free trade in it is not conditional on a floor; read whether that is meant"
            yield Found(message, zone.span("rules"), hint, instrument.record.id, severity=Severity.INFO)


@check("COV002", Severity.ERROR, fix="unsafe")
def product_list_differs(s: Subject) -> Iterator[Found]:
    """A mechanism covers a product that is not among those of the instrument, or one of those is covered by none.

    Why: the annex of covered goods is made from the list of products, so the floor would be promised for a good that
    the agreement does not cover. A product on the list that nothing covers is a warning; one that a party leaves out of
    a mechanism is covered by it for the others.
    Source: drafting practice: an annex and the articles that it serves have to name the same goods.
    Fix: `products` of the instrument.
    At: seeds/mechanisms/floor.yaml: - product: examplium

    Fails:
        == seeds/instruments/example.yaml ==
        products: []
    Fails:
        == seeds/products/other.yaml ==
        id: other
        names: {en: otherium}
        market: opaque
        lists: {us_2025: true, eu: none, jp_rare_metal: false}
        stages: {metal: [{hs: HS2022 8112.92, description: {en: otherium}}]}
        == seeds/instruments/example.yaml ==
        products: [examplium, other]
    Passes:
        == seeds/instruments/example.yaml ==
        products: [examplium]
    """
    for instrument in s.instruments():
        on_list = instrument.record.products
        lines = list(covered(s, instrument))
        seen: set[str] = set()
        for covers in lines:
            if covers.line.product not in (*on_list, *seen):
                seen.add(covers.line.product)
                message = f"{covers.what} is stated for {good(s, covers.line)}, which the instrument does not list"
                related = (Related(instrument.span("products"), "its products"),)
                hint = f"add {covers.line.product} under `products`"
                fix = added(instrument, (covers.line.product,), "products")
                yield Found(message, covers.span, hint, instrument.record.id, related=related, fix=fix)
        terms = instrument.record.participation.values()
        left_out = {product for each in terms for carve in each.carve_outs for product in carve.products}
        named = {covers.line.product for covers in lines} | left_out
        for number, key in enumerate(on_list if lines else ()):
            if key not in named:
                message = f"the product {key!r} is listed, and no mechanism of the text lays anything down for it"
                span = instrument.span("products", number)
                hint = "take it off the list, or add it to a mechanism"
                fix = taken_out(instrument, ("products", number))
                yield Found(message, span, hint, instrument.record.id, severity=Severity.WARNING, fix=fix)


def _taken_by_volume(s: Subject, instrument: Entry[Instrument]) -> set[str]:
    """The products of which offtake takes a stated volume."""
    supports = mechanisms(s, instrument, OfftakeCfd)
    lines = (line for entry in supports if "physical-offtake" in entry.record.forms for line in entry.record.lines)
    return {line.product for line in lines if line.yearly}


@check("COV003", Severity.INFO)
def by_product_without_volume(s: Subject) -> Iterator[Found]:
    """A floor alone is laid on a mineral that is only a by-product of another.

    Why: nobody opens an alumina plant for gallium. A price raises the output of a by-product little; contracts for a
    volume pay for its recovery. Whether the floor does more than raise prices is for the parties' economists.
    Source: gallium, germanium and tellurium come out of other metals' plants (records of the products; reported).
    Fix: a contract of offtake or purchase with a volume beside the floor.
    At: seeds/mechanisms/floor.yaml: - product: examplium

    Fails:
        == seeds/products/examplium.yaml ==
        by_product_of: [zinc]
    Passes:
        == seeds/products/examplium.yaml ==
        by_product_of: []
    """
    for instrument in s.instruments():
        floors = mechanisms(s, instrument, PriceFloor)
        bought = {
            line.product
            for floor in floors
            if isinstance(floor.record.form, BuyerContract | SellerOfftake) and floor.record.form.volume
            for line in floor.record.lines
        } | _taken_by_volume(s, instrument)
        for floor in floors:
            lines = [(n, line) for n, line in enumerate(floor.record.lines) if line.product not in bought]
            alone = [(n, line) for n, line in lines if s.records.products[line.product].record.by_product_of]
            if alone:
                names = listed(dict.fromkeys(line.product for _, line in alone))
                message = f"the floor stands alone for {names}, produced only together with other metals"
                hint = "consider a contract with a volume beside it"
                yield Found(message, floor.span("lines", alone[0][0]), hint, instrument.record.id)


def _made_from(s: Subject, line: GoodsLine, charged: set[tuple[str, Stage]]) -> Iterator[GoodsLine]:
    """The goods of later stages of a product that have tariff lines and are not charged."""
    if line.stage not in CHAIN:
        return
    stages = s.records.products[line.product].record.stages
    for stage in CHAIN[CHAIN.index(line.stage) + 1 :]:
        if stages.get(stage) and (line.product, stage) not in charged:
            yield GoodsLine(product=line.product, stage=stage)


@check("COV004", Severity.WARNING)
def downstream_left_out(s: Subject) -> Iterator[Found]:
    """Goods made from a mineral that has a floor come in without the charge.

    Why: a floor on oxide alone moves the buyer and not the mine: the metal or the magnet is bought abroad instead. A
    warning where no downstream good is charged; a note where some are and others are not.
    Source: public comments and counsel's questions of 2026 (fr-003, md-025, reported).
    Covers: MEC-07.
    Fix: list the goods under `downstream: lines`, or accept the gap with its reason.
    At: seeds/mechanisms/adjustment.yaml: scope:

    Fails:
        == seeds/products/examplium.yaml ==
        stages:
          component: [{hs: HS2022 8505.11, description: {en: magnets of examplium}}]
    Passes:
        == seeds/products/examplium.yaml ==
        stages:
          component: [{hs: HS2022 8505.11, description: {en: magnets of examplium}}]
        == seeds/mechanisms/adjustment.yaml ==
        downstream:
          scope: listed-derivatives
          charge: content-times-gap
          evidence: [declared-assay]
          lines: [{product: examplium, stage: component}]
          why_none: null
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        downstream = adjustment.record.downstream
        floored = [line for floor in kept(s, instrument, adjustment.record) for line in floor.record.lines]
        charged = {(line.product, line.stage) for line in (*floored, *downstream.lines)}
        missed = dict.fromkeys(good(s, later) for line in floored for later in _made_from(s, line, charged))
        span = adjustment.span("downstream", "lines" if downstream.lines else "scope")
        if downstream.scope == "content-based" and not downstream.lines:
            continue  # the text then charges whatever contains the mineral
        if downstream.scope == "listed-derivatives" and not downstream.lines:
            message = "listed goods made from the minerals are to be charged, and none is listed"
            yield Found(message, span, "list them under `lines`", instrument.record.id)
        elif missed:
            message = f"goods made from the minerals come in without the charge: {listed(missed)}"
            reason = f"; reason on record: {downstream.why_none}" if downstream.why_none else ""
            severity = None if downstream.scope == "none" else Severity.INFO
            hint = f"list them under `downstream: lines`{reason}"
            yield Found(message, span, hint, instrument.record.id, severity=severity)
