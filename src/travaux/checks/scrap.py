"""Checks of scrap (SCR): whether two records say the same of it, which scrap is left out, and what passes as scrap."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._mending import put
from travaux.checks._model import each, listed, mechanisms
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.mechanism.export_discipline import ExportDiscipline
from travaux.model.mechanism.scrap_recycling import ScrapRecycling


def _free(discipline: ExportDiscipline) -> bool | None:
    """Whether scrap leaves for the other parties without restriction; None where a party only endeavours."""
    if not discipline.no_quota:
        return None
    return "scrap" not in discipline.exceptions or discipline.scrap == "free-between-parties"


@check("SCR001", Severity.ERROR)
def free_and_restricted(s: Subject) -> Iterator[Found]:
    """The record of scrap and that of export measures say different things of scrap for another party.

    Why: one article lets it leave and the other lets a party hold it back; each side will cite its own.
    Source: md-008 and ev-023 (reported): curbs on exports of magnet scrap beside freedom from each other's curbs.
    Covers: WT-14.
    Fix: the same answer in `intra_zone_free` here and in `scrap` of the export discipline.
    Follows: GDS001.
    At: seeds/mechanisms/scrap.yaml: intra_zone_free:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, exports, scrap]
        == seeds/mechanisms/exports.yaml ==
        exceptions: [scrap]
        scrap: may-be-restricted
        mutual_exemption: false
    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, exports, scrap]
        == seeds/mechanisms/scrap.yaml ==
        intra_zone_free: false
        onward: free
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, exports, scrap]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, exports, scrap]
        variants: {export-restrictions: endeavour}
        == seeds/mechanisms/exports.yaml ==
        no_quota: false
        == seeds/mechanisms/scrap.yaml ==
        intra_zone_free: false
        onward: free
    """
    for instrument, scrap in each(s, ScrapRecycling):
        for discipline in mechanisms(s, instrument, ExportDiscipline):
            free = _free(discipline.record)
            if free is None or free == scrap.record.intra_zone_free:
                continue
            key = discipline.record.id
            message = (
                f"a party may restrict scrap for another party here, and {key!r} bars that"
                if free
                else f"scrap for another party is free here, and {key!r} lets a party restrict it"
            )
            related = (Related(discipline.span("scrap" if discipline.record.scrap else "no_quota"), "what it says"),)
            hint = "give the same answer in both records"
            span = scrap.span("intra_zone_free")
            yield Found(message, span, hint, instrument.record.id, related=related)


@check("SCR002", Severity.INFO)
def scrap_left_out(s: Subject) -> Iterator[Found]:
    """The scrap of a critical mineral of the text is not listed, or has no tariff line of its own.

    Why: what is not listed is neither free nor kept. Where a product has no line for its scrap, customs cannot tell it
    apart; that is the case for magnets.
    Source: resourceeu-magnet-scrap (reported): the Union plans codes for magnet scrap.
    Fix: add the line, or a line to the record of the product once there is a code.
    Follows: GDS001.
    At: seeds/mechanisms/scrap.yaml: lines:

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, scrap]
        products: [examplium, oddium]
        == seeds/products/oddium.yaml ==
        id: oddium
        names: {en: oddium}
        market: opaque
        lists: {us_2025: true, eu: critical, jp_rare_metal: true}
        stages: {metal: [{hs: HS2022 8112.12, description: {en: oddium}}]}
        sources: [fact]
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, scrap]
        == seeds/products/examplium.yaml ==
        stages: {waste-and-scrap: [{hs: HS2022 8110.20, description: {en: examplium waste and scrap}}]}
    """
    for instrument, scrap in each(s, ScrapRecycling):
        named = {line.product for line in scrap.record.lines}
        missing = [product for product in s.products(instrument) if product.record.id not in named]
        known = [p.record.id for p in missing if p.record.stages.get("waste-and-scrap")]
        bare = [p.record.id for p in missing if not p.record.stages.get("waste-and-scrap")]
        span = scrap.span("lines")
        if known:
            message = f"scrap of {listed(known)} has a tariff line and is not listed"
            yield Found(message, span, "add it to `lines`, if it is meant", instrument.record.id)
        if bare:
            message = f"scrap of {listed(bare)} has no tariff line on record, so the text does not reach it"
            yield Found(message, span, "add a line to the product once there is a code", instrument.record.id)


@check("SCR003", Severity.WARNING, fix="unsafe")
def leaves_by_another_party(s: Subject) -> Iterator[Found]:
    """Scrap that a party may keep from others leaves through a party that keeps nothing.

    Why: it moves freely to that party and from there to anywhere; the curb only changes the route. The drafters have to
    say whether that is accepted.
    Source: arithmetic of the two rules: free inside, kept at one gate of several.
    Fix: `onward: declared`.
    Follows: GDS001.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, scrap]
        == seeds/mechanisms/scrap.yaml ==
        onward: free
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, scrap]
    """
    for instrument, scrap in each(s, ScrapRecycling):
        record = scrap.record
        if record.retain and record.intra_zone_free and record.onward == "free":
            message = "scrap kept from non-parties moves freely between the parties, wherever it goes on to"
            fix = put(scrap, "declared", "onward")
            yield Found(message, scrap.span("onward"), "write `onward: declared`", instrument.record.id, fix=fix)


@check("SCR004", Severity.WARNING, fix="unsafe")
def metal_called_scrap(s: Subject) -> Iterator[Found]:
    """What is recovered from anybody's scrap originates with the parties, whose goods are spared the charge.

    Why: new metal of a non-party, broken up and declared as scrap, comes out as a good of a party and passes under the
    floor. The clause has a guard for waste of production; whether customs can tell the rest apart is for them to say.
    Source: arithmetic: the charge saved can exceed what it costs to melt metal again.
    Fix: `origin_place: collection`.
    Follows: GDS001.

    Fails:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, scrap]
        == seeds/mechanisms/scrap.yaml ==
        origin_place: processing
    Passes:
        == seeds/instruments/example.yaml ==
        mechanisms: [reference, floor, adjustment, zone, scrap]
        == seeds/mechanisms/scrap.yaml ==
        origin_place: processing
        == seeds/mechanisms/adjustment.yaml ==
        member_exempt: false
        applies_to: all-origins
    """
    for instrument, scrap in each(s, ScrapRecycling):
        for adjustment in mechanisms(s, instrument, BorderAdjustment):
            if scrap.record.origin_place == "processing" and adjustment.record.member_exempt:
                message = "metal of a non-party declared as scrap comes out as originating, and is spared the charge"
                related = (Related(adjustment.span("member_exempt"), "originating goods are spared"),)
                span = scrap.span("origin_place")
                fix = put(scrap, "collection", "origin_place")
                yield Found(
                    message, span, "write `origin_place: collection`", instrument.record.id, related=related, fix=fix
                )
