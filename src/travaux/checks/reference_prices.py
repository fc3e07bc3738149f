"""Checks of reference prices (RPR): who sets them, from what, and whether they compare with a customs value."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import each, equalised, good, listed, mechanisms, name
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.model.mechanism.reference_price import ReferencePrice


@check("RPR001", Severity.WARNING)
def one_party_sets_the_price(s: Subject) -> Iterator[Found]:
    """One party alone sets the reference price, and a Union is among the parties.

    Why: the other parties' duties would follow one government's formula. The European Union was reported to resist
    exactly this, as one dependency in place of another.
    Source: press of June 2026 (ev-025, reported, through an aggregator). Whether the Union would accept it with a right
    to challenge is for its negotiators.
    Fix: an independent panel or the committee as setter.

    Fails:
        == seeds/mechanisms/reference.yaml ==
        setter: party-unilateral
    Passes:
        == seeds/mechanisms/reference.yaml ==
        setter: joint-committee
    """
    for instrument, reference in each(s, ReferencePrice):
        unions = [name(party) for party in s.parties(instrument) if party.record.entity == "union"]
        if reference.record.setter == "party-unilateral" and unions:
            message = f"one party alone sets the reference price, with {listed(unions)} bound by it"
            hint = "name an independent panel or the committee, with a public method and a right to challenge"
            yield Found(message, reference.span("setter"), hint, instrument.record.id)


@check("RPR002", Severity.WARNING)
def index_of_an_opaque_market(s: Subject) -> Iterator[Found]:
    """The reference price of an opaque market is to be read from an index or an exchange.

    Why: such an index rests on a handful of deals, can be steered, and can vanish; and it reads the very price that the
    floor is to correct. An economist has to say whether it carries a duty.
    Source: md-025 and md-028 (reported): counsel's questions on reference prices, and markets without a public price.
    Covers: MEC-11.
    Fix: a cost model or a survey for that good.
    At: seeds/mechanisms/reference.yaml: - product: examplium

    Given:
        == seeds/mechanisms/reference.yaml ==
        method: exchange
        cost_rule: null
    Fails:
        == seeds/products/examplium.yaml ==
        market: opaque
    Passes:
        == seeds/products/examplium.yaml ==
        market: liquid
    """
    for instrument, reference in each(s, ReferencePrice):
        if reference.record.method not in ("price-reporter-index", "exchange"):
            continue
        for number, line in enumerate(reference.record.lines):
            product = s.records.products[line.product]
            if product.record.market == "opaque":
                method = reference.record.method.replace("-", " ")
                message = f"the market of {good(s, line)} is opaque, and its reference price comes from one {method}"
                related = (Related(product.span("market"), "recorded as opaque"),)
                span = reference.span("lines", number)
                yield Found(message, span, "use a cost model or a survey", instrument.record.id, related=related)


@check("RPR003", Severity.ERROR)
def price_with_vat(s: Subject) -> Iterator[Found]:
    """A reference price that includes value-added tax feeds a floor that is compared with a customs value.

    Why: a customs value holds no value-added tax, so the floor stands too high by the rate of that tax.
    Source: prices quoted inside China include it and prices abroad do not (pr-017, reported).
    Fix: state the price without the tax.

    Fails:
        == seeds/mechanisms/reference.yaml ==
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            prices: {2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}}
            delivery: EXW
            vat: included
            benchmark: price inside Alba
            data_quality: survey
            illustrative: true
    Passes:
        == seeds/mechanisms/reference.yaml ==
        lines:
          - product: examplium
            stage: metal
            grade: examplium-99
            prices: {2027-01-01: {amount: 12.50, currency: USD, per: kg, basis: contained Ex}}
            delivery: EXW
            vat: excluded
            benchmark: price inside Alba
            data_quality: survey
            illustrative: true
    """
    for instrument, floor in each(s, PriceFloor):
        for reference in mechanisms(s, instrument, ReferencePrice) if equalised(floor.record) else ():
            if reference.record.id != floor.record.reference:
                continue
            for number, line in enumerate(reference.record.lines):
                if line.vat == "included":
                    message = (
                        f"the reference price of {good(s, line)} includes value-added tax; a customs value does not"
                    )
                    related = (Related(floor.span("reference"), "the floor that follows it"),)
                    span = reference.span("lines", number, "vat")
                    yield Found(message, span, "state it without the tax", instrument.record.id, related=related)


@check("RPR004", Severity.WARNING)
def no_model_to_index_by(s: Subject) -> Iterator[Found]:
    """A floor is indexed by updates of a cost model, and its reference price has no cost model.

    Why: the index that the text names does not exist, so the level stays where it is for good.
    Source: drafting practice: a clause may only point to what the text has.

    Fails:
        == seeds/mechanisms/floor.yaml ==
        indexation: cost-model-update
        == seeds/mechanisms/reference.yaml ==
        method: contract-survey
        cost_rule: null
    Passes:
        == seeds/mechanisms/floor.yaml ==
        indexation: cost-model-update
    """
    for instrument, floor in each(s, PriceFloor):
        if floor.record.indexation != "cost-model-update":
            continue
        followed = [r for r in mechanisms(s, instrument, ReferencePrice) if r.record.id == floor.record.reference]
        if not any(reference.record.cost_rule for reference in followed):
            message = f"the floor {floor.record.id!r} follows a cost model, and no reference price of the text has one"
            related = tuple(Related(entry.span("method"), "how its reference price is found") for entry in followed)
            span = floor.span("indexation")
            yield Found(message, span, "name another index, or a cost model", instrument.record.id, related=related)
