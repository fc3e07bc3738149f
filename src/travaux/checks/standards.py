"""Checks of standards-based markets (STD): who bears the cost, whether records agree, and what nobody can show yet."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import put
from travaux.checks._model import each, listed, mechanisms, shorter, spelled, texts_of
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.mechanism.preferential_zone import PreferentialZone
from travaux.model.mechanism.reference_price import ReferencePrice
from travaux.model.mechanism.standards_market import StandardsMarket

_ORIGIN_CLAUSE, _STOCK = "origin-criteria", "stock"
_APART = ("identity-preserved", "segregated")


@check("STD001", Severity.ERROR)
def cost_counts_nowhere(s: Subject) -> Iterator[Found]:
    """The cost of meeting the standards is to count in the reference price, which counts no cost or does not exist.

    Why: producers that keep the standards would bear the cost alone, against the words of the text.
    Source: fr-003 (reported): prices are to reflect the cost of production in market economies.
    Fix: a reference price with a cost model, or another `cost_passthrough`.
    At: seeds/mechanisms/standards.yaml: cost_passthrough:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [floor, adjustment, zone, standards]
        == seeds/mechanisms/floor.yaml ==
        reference: null
        level_rule: fixed
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, standards]
        == seeds/mechanisms/reference.yaml ==
        method: exchange
        cost_rule: null
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, standards]
    """
    for instrument, market in each(s, StandardsMarket):
        if market.record.cost_passthrough != "reference-price":
            continue
        prices = mechanisms(s, instrument, ReferencePrice)
        span = market.span("cost_passthrough")
        if not prices:
            message = "the cost of meeting the standards is to count in the reference price, and the text has none"
            yield Found(message, span, "add a reference price, or choose `premium`", instrument.record.id)
        for price in prices:
            if price.record.cost_rule is None:
                message = (
                    "the cost of meeting the standards is to count in the reference price, which is found without a "
                    f"cost model ({price.record.method})"
                )
                related = (Related(price.span("method"), "how the reference price is found"),)
                hint = "give the reference price a cost model, or choose `premium`"
                yield Found(message, span, hint, instrument.record.id, related=related)


@check("STD002", Severity.WARNING, fix="unsafe")
def records_for_two_times(s: Subject) -> Iterator[Found]:
    """A chain-of-custody record may be thrown away before the record of origin of the same good.

    Why: the record shows where the good comes from; a verification of origin then finds it gone. Whether two times are
    meant is for the customs authorities to say.
    Source: drafting practice: one time for the records of one good.
    Fix: make `custody: retention` as long as `records` of the zone.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, standards]
        == seeds/mechanisms/standards.yaml ==
        custody: {retention: P3Y}
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, standards]
    """
    for instrument, market in each(s, StandardsMarket):
        for zone in mechanisms(s, instrument, PreferentialZone):
            kept, wanted = market.record.custody.retention, zone.record.records
            if shorter(kept, wanted):
                times = f"{spelled(kept)}, records of origin for {spelled(wanted)}"
                message = f"chain-of-custody records are kept for {times}"
                related = (Related(zone.span("records"), "the time for records of origin"),)
                span = market.span("custody", "retention")
                fix = put(market, str(wanted), "custody", "retention")
                yield Found(message, span, f"write {wanted}", instrument.record.id, related=related, fix=fix)


@check("STD003", Severity.WARNING)
def closed_by_how_it_was_made(s: Subject) -> Iterator[Found]:
    """A market is closed to goods by how they were made.

    Why: two goods that cannot be told apart are treated differently. Whether they are like goods, and whether the rule
    is a technical regulation, is contested; a complaint would come from the first producer that is shut out. Counsel
    has to name what the rule rests on.
    Source: GATT 1994 Articles I:1 and III:4 (wt-01, unconfirmed: settled law, not opened).
    Covers: WT-01.
    Fix: `gate: premium-label` or `procurement-only`, or a finding of counsel under `suppress`.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, standards]
        == seeds/mechanisms/standards.yaml ==
        gate: market-access
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, standards]
        == seeds/mechanisms/standards.yaml ==
        gate: procurement-only
    """
    for instrument, market in each(s, StandardsMarket):
        if market.record.gate == "market-access":
            message = "the market is closed to goods not made to the standards, and no basis for that is stated"
            hint = "choose another gate, or have counsel state the basis"
            yield Found(message, market.span("gate"), hint, instrument.record.id)


@check("STD004", Severity.INFO)
def nothing_recognised_yet(s: Subject) -> Iterator[Found]:
    """No recognised scheme covers a standard, so nobody can show yet that it is met.

    Why: the promise is empty until a scheme is recognised; where the market is closed without it, nothing can be sold,
    which is a warning.
    Source: drafting practice: a condition has to be one that can be met.
    Fix: name recognised schemes under `schemes`, or recognise them before `start` has passed.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, standards]
        == seeds/mechanisms/standards.yaml ==
        schemes: []
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, standards]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, standards]
        == seeds/mechanisms/standards.yaml ==
        schemes: []
        recognition: common
    """
    for instrument, market in each(s, StandardsMarket):
        record = market.record
        covered = {key for scheme in record.schemes for key in scheme.covers}
        bare = [standard.id for standard in record.standards if standard.id not in covered]
        if record.recognition == "common" or record.certification != "third-party" or not bare:
            continue
        message = f"no recognised scheme covers {listed(bare)} yet"
        severity = Severity.WARNING if record.gate == "market-access" else Severity.INFO
        hint = f"schemes have to be recognised before {spelled(record.start)} from entry into force have passed"
        yield Found(message, market.span("schemes"), hint, instrument.record.id, severity=severity)


@check("STD005", Severity.WARNING)
def apart_and_in_one_stock(s: Subject) -> Iterator[Found]:
    """Materials are to be kept apart for the standards, and may be held in one stock for origin.

    Why: a producer that mixes them, as the rules of origin allow, has no valid record for the standards. It may be
    meant; the drafters have to say.
    Source: drafting practice; iso-22095 (reported) on the models of custody.
    Fix: the same rule in both: `custody: model` here, and the parameter `stock` of the clause on origin criteria.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, standards]
        == seeds/mechanisms/standards.yaml ==
        custody: {model: segregated, balance_period: null}
        == clauses/example-zone/origin-criteria.en.md ==
        ---
        heading: Origin
        purpose: Stocks of materials.
        order: 20
        tier: 1
        parameters:
          stock: {type: choice, default: mass-balance, choices: [mass-balance, segregation], meaning: Stocks}
        ---
        Stocks are kept by {{ param.stock }}.
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, standards]
    """
    for instrument, market in each(s, StandardsMarket):
        if market.record.custody.model not in _APART:
            continue
        for text in texts_of(s, instrument)[:1]:
            for zone in s.mechanisms(instrument, "preferential-zone"):
                if text.outline.parameters(_ORIGIN_CLAUSE, zone).get(_STOCK) == "mass-balance":
                    message = (
                        f"materials are kept apart for the standards ({market.record.custody.model}), and may be held "
                        "in one stock for origin (mass-balance)"
                    )
                    hint = f"change `custody: model`, or write `{_STOCK}: segregation` for the clause {_ORIGIN_CLAUSE}"
                    yield Found(message, market.span("custody", "model"), hint, instrument.record.id)
