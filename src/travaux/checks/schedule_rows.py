"""Checks of the rows of a schedule (SCH): no line twice, and each for a good on which something is charged."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import each, kept, mechanisms
from travaux.checks._schedules import Printed, ScheduleLine, schedules
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.model.instrument import Instrument
from travaux.model.mechanism.base import GoodsLine
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.quantity import HSCode
from travaux.records import Entry

#: Types of columns that name what a row is about.
_NAMING = frozenset({"party", "hs", "text"})


@check("SCH007", Severity.ERROR)
def row_twice(s: Subject) -> Iterator[Found]:
    """Two rows of a schedule name the same party, tariff line and goods, under two keys.

    Why: where they give two rates each side will cite its own; where they give one, the next change will be made in
    one of them.
    Source: duplicate lines are among the corrections of tariff annexes after signature (EU-Chile, 2003, reported).
    Covers: ANX-02, ANX-03.
    Fix: keep one row; or say in the description which goods each is about.

    Given:
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: No}, type: text},
                      {name: party, heading: {en: Party}, type: party}, {name: hs, heading: {en: HS}, type: hs},
                      {name: rate, heading: {en: Rate}, type: percentage}]}
    Fails:
        == seeds/instruments/rates.csv ==
        line,party,hs,rate
        a,alba,HS2022 8110.10,3%
        b,borea,HS2022 8110.10,3%
        c,corda,HS2022 8110.10,3%
        d,alba,HS2022 8110.10,5%
    Passes:
        == seeds/instruments/rates.csv ==
        line,party,hs,rate
        a,alba,HS2022 8110.10,3%
        b,borea,HS2022 8110.10,3%
        c,corda,HS2022 8110.10,3%
    """
    for instrument in s.instruments():
        for printed in schedules(s, instrument):
            names = [c.name for c in printed.schedule.columns if c.type in _NAMING and c.name != printed.schedule.key]
            if not {printed.column("party"), printed.column("hs")} <= set(names):
                continue
            seen: dict[tuple[str, ...], ScheduleLine] = {}
            for line in printed.lines():
                first = seen.setdefault(tuple(line.cells[name].strip() for name in names), line)
                if first is not line:
                    key = printed.schedule.key
                    message = f"the rows {first.cells[key]!r} and {line.cells[key]!r} are about the same goods"
                    related = (Related(first.span, "the first"),)
                    yield Found(message, line.span, "keep one of them", instrument.record.id, related=related)


def _charged(s: Subject, instrument: Entry[Instrument]) -> dict[str, list[HSCode]]:
    """By manner of calculation the tariff lines on which the adjustments of an instrument charge."""
    floors: list[GoodsLine] = []
    derivatives: list[GoodsLine] = []
    for adjustment in mechanisms(s, instrument, BorderAdjustment):
        floors += [line for floor in kept(s, instrument, adjustment.record) for line in floor.record.lines]
        derivatives += adjustment.record.downstream.lines
    return {"Floor": _lines(s, floors), "Content": _lines(s, derivatives)}


def _lines(s: Subject, goods: list[GoodsLine]) -> list[HSCode]:
    found: list[HSCode] = []
    for line in goods:
        on_record = s.records.products[line.product].record.stages.get(line.stage, ())
        found += line.hs or [entry.hs for entry in on_record]
    return found


def _among(code: HSCode, codes: list[HSCode]) -> bool:
    return any(one.overlaps(code) for one in codes)


@check("SCH008", Severity.WARNING)
def row_without_charge(s: Subject) -> Iterator[Found]:
    """A row of the schedule of the border adjustment names a line on which nothing is charged, or the wrong manner.

    Why: a good is promised to the tariff of the schedule by a slip of a digit, and the good that was meant is not.
    "Floor" and "Content", where a column has these two, say which of two formulas customs take.
    Source: the annexes of EU-Chile were corrected in 2003 because codes and categories were those of other goods
    (reported).
    Covers: ANX-02, ANX-03.
    Fix: correct the code or the manner, or add the good to the records.
    Follows: SCH003, GDS004.

    Given:
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: No}, type: text},
                      {name: party, heading: {en: Party}, type: party}, {name: hs, heading: {en: HS}, type: hs},
                      {name: charge, heading: {en: Charge}, type: choice, choices: [Floor, Content]}]}
    Fails:
        == seeds/instruments/rates.csv ==
        line,party,hs,charge
        a,alba,HS2022 8110.10,Floor
        b,borea,HS2022 8110.10,Floor
        c,corda,HS2022 8110.10,Floor
        d,corda,HS2022 8111.00,Floor
    Fails:
        == seeds/instruments/rates.csv ==
        line,party,hs,charge
        a,alba,HS2022 8110.10,Floor
        b,borea,HS2022 8110.10,Floor
        c,corda,HS2022 8110.10,Content
    Passes:
        == seeds/instruments/rates.csv ==
        line,party,hs,charge
        a,alba,HS2022 8110.10,Floor
        b,borea,HS2022 8110.10,Floor
        c,corda,HS2022 8110.10,Floor
    """
    charging = {instrument.record.id: instrument for instrument, _ in each(s, BorderAdjustment)}
    for instrument in charging.values():
        charged = _charged(s, instrument)
        for printed in schedules(s, instrument):
            if printed.column("party") and printed.column("hs"):
                yield from _of_other_goods(instrument, printed, charged)


def _of_other_goods(
    instrument: Entry[Instrument], printed: Printed, charged: dict[str, list[HSCode]]
) -> Iterator[Found]:
    hs = printed.column("hs")
    manner = next((c.name for c in printed.schedule.columns if {"Floor", "Content"} <= set(c.choices)), "")
    rows = [(line, HSCode.parse(line.cells[hs])) for line in printed.lines() if line.cells[hs].strip()]
    every = charged["Floor"] + charged["Content"]
    if sum(_among(code, every) for _, code in rows) * 2 <= len(rows):
        return  # a schedule of something else
    of_nothing: dict[str, list[ScheduleLine]] = {}
    for line, code in rows:
        key = line.cells[printed.schedule.key]
        said = line.cells[manner] if manner else ""
        other = {"Floor": "Content", "Content": "Floor"}.get(said, "")
        if not _among(code, every):
            of_nothing.setdefault(str(code), []).append(line)
        elif other and not _among(code, charged[said]) and _among(code, charged[other]):
            message = f"the row {key!r} says {said!r}, and {code} is charged as {other!r}"
            yield Found(message, line.span, f"write {other!r}", instrument.record.id)
    for listed_as, lines in of_nothing.items():
        message = f"the row {lines[0].cells[printed.schedule.key]!r} is of {listed_as}, on which nothing is charged"
        hint = "correct the code, or take the row out"
        related = tuple(Related(line.span, "another row of that code") for line in lines[1:])
        yield Found(message, lines[0].span, hint, instrument.record.id, related=related)
