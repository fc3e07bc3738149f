"""Checks of the charge at the border (CHG): its class, its limit, and how it treats goods already on their way."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from travaux.checks import Found, check
from travaux.checks._mending import put
from travaux.checks._model import binds, each, kept, listed
from travaux.checks._schedules import schedules
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.quantity import Percentage
from travaux.records import Entry
from travaux.span import Span

#: Below this share of the floor goods land under it: a limit that leaves nearly the whole gap.
_LEAVES_NEARLY_ALL = 95


@check("CHG001", Severity.ERROR)
@keeps("I-31")
def charge_above_bound_rate(s: Subject) -> Iterator[Found]:
    """The charge is classified as an unscheduled charge, or can exceed a bound rate of duty.

    Why: a charge that is no ordinary customs duty and stands in no schedule is barred at any level; an ordinary duty
    is barred above the bound rate. Above the bound rate is a warning, as the text may rest it on another basis. Where a
    schedule has base rates and no bound rates, the question is not decided.
    Source: GATT 1994 Article II:1(b) (wt-02 and wt-18, unconfirmed); Chile - Price Band System (wt-03, official).
    Covers: WTO-02, WT-02, WT-03, WT-18.
    Fix: classify the charge as an ordinary customs duty; keep `cap` and base rate within the column `bound_rate`.

    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        classified_as: other-duty-or-charge
    Fails:
        == seeds/instruments/rates.csv ==
        line,base_rate,bound_rate
        a,3%,42%
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by line., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: Line}, type: text},
                      {name: base_rate, heading: {en: Base rate}, type: percentage},
                      {name: bound_rate, heading: {en: Bound rate}, type: percentage}]}
    Passes:
        == seeds/instruments/rates.csv ==
        line,base_rate,bound_rate
        a,2%,42%
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by line., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: Line}, type: text},
                      {name: base_rate, heading: {en: Base rate}, type: percentage},
                      {name: bound_rate, heading: {en: Bound rate}, type: percentage}]}
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        if not binds(s, instrument):
            continue
        if adjustment.record.classified_as == "other-duty-or-charge":
            message = "the charge is classified as another duty or charge, which is barred where no schedule records it"
            hint = "classify it as an ordinary customs duty"
            yield Found(message, adjustment.span("classified_as"), hint, instrument.record.id)
        yield from _above_bound(s, instrument, adjustment)


def _above_bound(s: Subject, instrument: Entry[Instrument], adjustment: Entry[BorderAdjustment]) -> Iterator[Found]:
    cap = adjustment.record.cap
    open_rows, first_open = 0, Span()
    for printed in schedules(s, instrument):
        rated = any(column.name in ("base_rate", "bound_rate") for column in printed.schedule.columns)
        for row in printed.lines() if rated else ():
            base, bound = (row.cells.get(column, "").strip() for column in ("base_rate", "bound_rate"))
            if not bound:
                open_rows, first_open = open_rows + ("base_rate" in row.cells), first_open if open_rows else row.span
                continue
            charged = None if cap is None else cap.value + (Percentage.parse(base).value if base else 0)
            if charged is None or charged > Percentage.parse(bound).value:
                most = "without limit" if charged is None else f"up to {charged}%"
                message = f"duty and charge together go {most}, above the bound rate of {bound}"
                related = (Related(adjustment.span("cap"), "the limit of the charge"),)
                hint = "lower the cap, or name the basis for going above"
                yield Found(message, row.span, hint, instrument.record.id, related=related, severity=Severity.WARNING)
    if open_rows:
        message = f"not decided: {open_rows} rows have no bound rate with which the charge could be compared"
        hint = "add the column `bound_rate` from the schedules of the parties"
        yield Found(message, first_open, hint, instrument.record.id, severity=Severity.INFO)


@check("CHG002", Severity.ERROR, fix="unsafe")
def kept_by_licence(s: Subject) -> Iterator[Found]:
    """A floor is kept by a licence that is refused below a price.

    Why: restrictions other than duties are barred. A system of minimum import prices kept by licences, and guidance not
    to export below cost, were both found to break that rule.
    Source: GATT 1994 Article XI:1; EEC - Minimum Import Prices (1978), Japan - Semi-Conductors (1988) (wt-04, official,
    seen in part).
    Covers: WTO-03, WT-04.
    Fix: `enforcement: duty`.

    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        enforcement: licence
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        enforcement: duty
        form: fixed-specific
        update: monthly
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        if adjustment.record.enforcement == "licence":
            message = "the floor is kept by a licence: refusing entry below a price meets GATT Article XI:1"
            fix = put(adjustment, "duty", "enforcement")
            yield Found(message, adjustment.span("enforcement"), "keep it by a duty", instrument.record.id, fix=fix)


@check("CHG003", Severity.WARNING, fix="unsafe")
def no_transit_rule(s: Subject) -> Iterator[Found]:
    """Goods on the way when a level changes are charged the new level.

    Why: the importer could not know the charge when it bought. Traders will ask, and a panel may find the measure
    enforced before it was published.
    Source: GATT 1994 Article X:2 (wt-16, unconfirmed); the customs practice of the Union's variable duty declares such
    goods apart (md-032, official, seen in part).
    Covers: WT-16.
    Fix: `in_transit: true`.

    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        in_transit: false
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        in_transit: true
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        if not adjustment.record.in_transit:
            message = "goods on the way when a level changes are charged the new level"
            fix = put(adjustment, "true", "in_transit")
            yield Found(message, adjustment.span("in_transit"), "set `in_transit: true`", instrument.record.id, fix=fix)


@check("CHG004", Severity.INFO)
def below_the_cap(s: Subject) -> Iterator[Found]:
    """The limit of the charge lets cheap goods of an opaque market in below the floor, or there is no limit at all.

    Why: with a limit of 65 per cent, goods declared at less than 60.6 per cent of the floor land under it; and in an
    opaque market nobody sees how many there are. Without a limit the charge can exceed any bound rate. Either is a
    choice that the parties should make with open eyes.
    A limit so low that nearly the whole gap is left is a warning: it is most often a slip (0.65% for 65%).
    Source: arithmetic: value plus limit reaches the floor from 1 / (1 + limit) of it on, with no other duty. On an open
    formula with a limit: Chile - Price Band System (wt-03, official, seen in part).
    Covers: WT-03.
    At: seeds/mechanisms/adjustment.yaml: cap:; seeds/mechanisms/adjustment.yaml: id:

    Fails:
        == seeds/products/examplium.yaml ==
        market: opaque
    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        cap: null
        == clauses/example-adjustment/adjustment.en.md ==
        ---
        {heading: Border adjustment, purpose: The charge at the border., order: 10, tier: 1}
        ---
        Each Party shall charge the difference.
    Passes:
        == seeds/products/examplium.yaml ==
        market: liquid
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        cap, span = adjustment.record.cap, adjustment.span("cap")
        lines = [line for floor in kept(s, instrument, adjustment.record) for line in floor.record.lines]
        opaque = dict.fromkeys(x.product for x in lines if s.records.products[x.product].record.market == "opaque")
        if cap is None:
            message = "the charge has no limit, so that it can exceed any bound rate"
            hint = "set a `cap`, or record why there is none"
            yield Found(message, adjustment.span("id"), hint, instrument.record.id)
        elif opaque:
            share = (100 * 100 / (100 + cap.value)).quantize(Decimal("0.1"), ROUND_HALF_UP)
            message = f"goods declared below {share}% of the floor land under it, as the charge is limited to {cap}"
            hint = f"no open price tells how often that happens for {listed(opaque)}"
            severity = Severity.WARNING if share >= _LEAVES_NEARLY_ALL else None
            yield Found(message, span, hint, instrument.record.id, severity=severity)


@check("CHG005", Severity.WARNING, fix="unsafe")
def on_top_of_other_duties(s: Subject) -> Iterator[Found]:
    """The charge is taken on top of other duties, so that goods land above the floor.

    Why: a good that already pays ordinary, anti-dumping or other duties is charged for the same gap twice, and the
    floor becomes a higher one that the text does not state. It can be meant; an economist should say what it costs.
    Source: arithmetic; duties on top of each other are the first question of importers (li-008, reported).
    Fix: `stacking: net-of-other-duties`.

    Fails:
        == seeds/mechanisms/adjustment.yaml ==
        stacking: on-top
    Passes:
        == seeds/mechanisms/adjustment.yaml ==
        stacking: net-of-other-duties
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        if adjustment.record.stacking == "on-top":
            message = "the charge comes on top of other duties, so that goods land above the floor by those duties"
            hint = "set `stacking: net-of-other-duties`"
            fix = put(adjustment, "net-of-other-duties", "stacking")
            yield Found(message, adjustment.span("stacking"), hint, instrument.record.id, fix=fix)
