"""Checks of schedules (SCH): long tables that are kept in CSV files, against parties and mechanisms."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._model import each, kept, listed, mechanisms, party_names, resolved
from travaux.checks._schedules import schedules
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.quantity import HSCode, Percentage
from travaux.records import Entry
from travaux.span import Span


@check("SCH001", Severity.ERROR)
def schedule_not_printed(s: Subject) -> Iterator[Found]:
    """A schedule of the instrument is printed by no clause.

    Why: its rows are not part of the treaty, although the record says that they are.
    Source: the opposite fault, an annex that is referred to and missing, is a classic of the legal scrub; drafting
    practice.
    Covers: ANX-01.
    Fix: print it with `schedule("...")` in a clause of an annex.
    Follows: SCH002.

    Fails:
        == seeds/instruments/rates.csv ==
        line,party
        a,alba
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: Line}, type: text},
                      {name: party, heading: {en: Party}, type: party}]}
    Passes:
        == seeds/instruments/rates.csv ==
        line,party
        a,alba
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: Line}, type: text},
                      {name: party, heading: {en: Party}, type: party}]}
    """
    for instrument in s.instruments():
        printed = {each_printed.number for each_printed in schedules(s, instrument)}
        for number, schedule in enumerate(instrument.record.schedules):
            if number not in printed:
                message = f"no clause prints the schedule {schedule.id!r}"
                hint = f'write {{{{ schedule("{schedule.id}") }}}} in a clause of an annex'
                yield Found(message, instrument.span("schedules", number, "id"), hint, instrument.record.id)


@check("SCH002", Severity.ERROR)
@keeps("I-54")
def party_without_rows(s: Subject) -> Iterator[Found]:
    """A party has no row in a schedule that is kept party by party.

    Why: it would have promised nothing, and the others would learn it from the annex.
    Source: tariff schedules are the annexes that are corrected most after signature; drafting practice.
    Covers: PTY-09.

    Given:
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: Line}, type: text},
                      {name: party, heading: {en: Party}, type: party}]}
    Fails:
        == seeds/instruments/rates.csv ==
        line,party
        a,alba
        b,borea
    Passes:
        == seeds/instruments/rates.csv ==
        line,party
        a,alba
        b,borea
        c,corda
    """
    for instrument in s.instruments():
        for printed in schedules(s, instrument):
            column = printed.column("party")
            present = printed.values(column)
            missing = [key for key in instrument.record.parties if column and key not in present]
            if missing:
                message = f"the schedule {printed.schedule.id!r} has no row for {party_names(s, missing)}"
                related = (Related(instrument.span("schedules", printed.number), "the schedule"),)
                yield Found(message, Span(printed.file, 1, 1), "add its rows", instrument.record.id, related=related)


@check("SCH005", Severity.ERROR)
@keeps("I-50")
def rows_of_a_stranger(s: Subject) -> Iterator[Found]:
    """A schedule has rows for somebody who is not a party.

    Why: the rows would bind nobody, and most often they are left over from another text or an earlier list of parties.
    Source: drafting practice; a schedule present for a non-Party is a documented defect of legal review.
    Covers: PTY-09.

    Given:
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: Line}, type: text},
                      {name: party, heading: {en: Party}, type: party}]}
    Fails:
        == seeds/instruments/rates.csv ==
        line,party
        a,alba
        b,borea
        c,corda
        d,delta
    Passes:
        == seeds/instruments/rates.csv ==
        line,party
        a,alba
        b,borea
        c,corda
    """
    for instrument in s.instruments():
        for printed in schedules(s, instrument):
            column = printed.column("party")
            for key, line in printed.values(column).items():
                if key and key not in instrument.record.parties:
                    message = f"the schedule {printed.schedule.id!r} has rows for {key!r}, which is not a party"
                    yield Found(
                        message, printed.place(line), "take its rows out, or name the party", instrument.record.id
                    )


def _codes(s: Subject, instrument: Entry[Instrument], adjustment: BorderAdjustment) -> dict[HSCode, str]:
    """The tariff lines that an adjustment covers, each with the product for which it does."""
    lines = [line for floor in kept(s, instrument, adjustment) for line in floor.record.lines]
    codes: dict[HSCode, str] = {}
    for line in (*lines, *adjustment.downstream.lines):
        on_record = s.records.products[line.product].record.stages.get(line.stage, ())
        for code in line.hs or [hs.hs for hs in on_record]:
            codes.setdefault(code, line.product)
    return codes


@check("SCH003", Severity.WARNING)
def good_without_row(s: Subject) -> Iterator[Found]:
    """A good on which the adjustment is charged has no row in a party's part of the schedule.

    Why: whether the charge applies there is anybody's guess. A customs lawyer of the party has to say whether the row
    is missing or meant to be.
    Source: tariff practice: what is not scheduled is not promised.
    Covers: ANX-03.

    Given:
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: Line}, type: text},
                      {name: party, heading: {en: Party}, type: party}, {name: hs, heading: {en: HS}, type: hs}]}
    Fails:
        == seeds/instruments/rates.csv ==
        line,party,hs
        a,alba,HS2022 8110.10
        b,borea,HS2022 8110.10
        c,corda,HS2022 8110.20
    Passes:
        == seeds/instruments/rates.csv ==
        line,party,hs
        a,alba,HS2022 8110.10
        b,borea,HS2022 8110.10
        c,corda,HS2022 8110.10
    """
    for instrument, adjustment in each(s, BorderAdjustment):
        for printed in schedules(s, instrument):
            party, hs = printed.column("party"), printed.column("hs")
            if not party or not hs:
                continue
            listed_codes: dict[str, set[HSCode]] = {}
            for line in printed.lines():
                if line.cells[hs].strip():
                    listed_codes.setdefault(line.cells[party], set()).add(HSCode.parse(line.cells[hs]))
            without: dict[str, list[str]] = {}
            for key in resolved(adjustment.record.addressees, instrument):
                present = listed_codes.get(key)
                if present is None:
                    continue  # SCH002 says that the party has no row at all
                covered = _codes(s, instrument, adjustment.record)
                missing = [c for c in covered if not any(c.overlaps(p) for p in present)]
                if missing:
                    without.setdefault(listed(f"{code} ({covered[code]})" for code in missing), []).append(key)
            for goods, keys in without.items():
                charge = "it charges" if len(keys) == 1 else "they charge"
                message = f"the rows of {party_names(s, keys)} leave out {goods}, on which {charge}"
                related = (Related(adjustment.span("floors"), "what the charge covers"),)
                yield Found(message, Span(printed.file, 1, 1), "add rows", instrument.record.id, related=related)


@check("SCH004", Severity.ERROR)
@keeps("I-52", "I-54")
def two_limits(s: Subject) -> Iterator[Found]:
    """The limit of the charge in a schedule is not that of the adjustment.

    Why: article and annex give two maximum rates for one entry.
    Source: signed trade agreements have been corrected because annex and body, or two languages, had different numbers
    (the EU-Korea agreement in 2011 is a reported case).
    Covers: THR-09, ANX-04.
    Fix: the cell of the column `adjustment_cap`, or the `cap` of the adjustment.

    Given:
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: Line}, type: text},
                      {name: adjustment_cap, heading: {en: Limit}, type: percentage}]}
    Fails:
        == seeds/instruments/rates.csv ==
        line,adjustment_cap
        a,45%
    Passes:
        == seeds/instruments/rates.csv ==
        line,adjustment_cap
        a,40.0%
    """
    for instrument in s.instruments():
        adjustments = mechanisms(s, instrument, BorderAdjustment)
        for printed in schedules(s, instrument) if len(adjustments) == 1 else ():
            cap = adjustments[0].record.cap
            for cell, at in printed.values("adjustment_cap").items():
                if cell.strip() and (cap is None or Percentage.parse(cell).value != cap.value):
                    limit = f"is limited to {cap}" if cap else "has no limit"
                    message = f"this row limits the charge to {cell}, and the adjustment {limit}"
                    related = (Related(adjustments[0].span("cap"), "the limit of the adjustment"),)
                    yield Found(message, printed.place(at), "use one limit", instrument.record.id, related=related)
