"""Checks of the goods that rows of a schedule name (SCH): their line, their rate, and none of a line left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from travaux.checks import Found, check
from travaux.checks._goods import covered
from travaux.checks._model import kept, listed, mechanisms
from travaux.checks._schedules import Printed, ScheduleLine, schedules
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.figures import plain
from travaux.lookup import lookup
from travaux.model.instrument import Instrument
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.model.product import HSLine
from travaux.model.quantity import HSCode, Percentage
from travaux.records import Entry

#: What is laid down for a good on which something is charged.
_CHARGED = frozenset({"floor", "charge on goods made from it"})


def _meet(one: HSCode, other: HSCode) -> bool:
    """Whether two codes share goods by their digits; that they are of two editions is told by GDS004."""
    return one.digits.startswith(other.digits) or other.digits.startswith(one.digits)


def _names(s: Subject, instrument: Entry[Instrument]) -> dict[str, re.Pattern[str]]:
    """A pattern for the name of each product of an instrument, in the languages of its record."""
    found = {}
    for key in instrument.record.products:
        words = "|".join(re.escape(name) for name in s.records.products[key].record.names.values())
        found[key] = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)
    return found


def _lines(s: Subject, product: str) -> list[HSLine]:
    """The tariff lines of a product, of all stages."""
    return [line for stage in s.records.products[product].record.stages.values() for line in stage]


def _described(printed: Printed) -> Iterator[tuple[ScheduleLine, HSCode, str]]:
    """Rows with their code and all their words."""
    hs = printed.column("hs")
    texts = [column.name for column in printed.schedule.columns if column.type == "text" and column.printed]
    for line in printed.lines() if hs else ():
        if line.cells[hs].strip():
            yield line, HSCode.parse(line.cells[hs]), " ".join(line.cells[name] for name in texts)


@check("SCH010", Severity.WARNING)
def row_of_another_good(s: Subject) -> Iterator[Found]:
    """A row of a schedule names a mineral that is not found in its tariff line.

    Why: code and words contradict each other, and each side will cite the one that suits.
    Source: corrections of descriptions and codes in tariff annexes after signature (EU-Chile, 2003, reported).
    Covers: ANX-02.
    Fix: the line of the mineral, or the mineral of the line. Minerals are those that the instrument lists.

    Given:
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/instruments/example.yaml ==
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: No}, type: text,
                      printed: false}, {name: party, heading: {en: Party}, type: party},
                      {name: hs, heading: {en: HS}, type: hs}, {name: goods, heading: {en: Goods}, type: text}]}
    Fails:
        == seeds/instruments/rates.csv ==
        line,party,hs,goods
        a,alba,HS2022 8110.20,"examplium, unwrought"
        b,borea,HS2022 8110.10,"examplium, unwrought"
        c,corda,HS2022 8110.10,"examplium, unwrought"
    Passes:
        == seeds/instruments/rates.csv ==
        line,party,hs,goods
        a,alba,HS2022 8110.10,"examplium, unwrought"
        b,borea,HS2022 8110.10,"examplium, unwrought"
        c,corda,HS2022 8110.20,waste
    """
    for instrument in s.instruments():
        names = _names(s, instrument)
        for printed in schedules(s, instrument):
            for line, code, words in _described(printed):
                for key, pattern in names.items():
                    there = any(_meet(code, own.hs) for own in _lines(s, key))
                    if pattern.search(words) and not there:
                        message = f"the row {line.cells[printed.schedule.key]!r} names {key}, which is not in {code}"
                        yield Found(message, line.span, "check code and description", instrument.record.id)


def _goods_of(s: Subject, instrument: Entry[Instrument], code: HSCode) -> set[str]:
    """The products on which an adjustment of the instrument charges in a line."""
    lines = [
        line
        for adjustment in mechanisms(s, instrument, BorderAdjustment)
        for floor in kept(s, instrument, adjustment.record)
        for line in floor.record.lines
    ]
    return {line.product for line in lines if any(_meet(code, own) for own in line.hs)}


@check("SCH011", Severity.WARNING)
def good_of_the_line_left_out(s: Subject) -> Iterator[Found]:
    """The rows of a party for a tariff line name some of the minerals in it, and not one on which it charges.

    Why: the line is there, and a comparison of codes finds nothing missing; the mineral is in none of its rows all the
    same, and what the party charges on it stands in no schedule.
    Source: no six-digit line tells gallium from germanium (li-005, reported); GATT 1994 Article II:1(b) (wt-02).
    Covers: ANX-02.
    Fix: a row for the mineral. Where a row of the line names none of the minerals, the question is left open.

    Given:
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/products/otherium.yaml ==
        id: otherium
        names: {en: otherium}
        market: opaque
        lists: {us_2025: true, eu: critical, jp_rare_metal: true}
        stages:
          metal:
            - {hs: HS2022 8110, ex: true, test: {en: it is otherium}, description: {en: unwrought otherium}}
        sources: [fact]
        == seeds/products/examplium.yaml ==
        stages:
          metal:
            - {hs: HS2022 8110.10, ex: true, test: {en: it is examplium}, description: {en: unwrought examplium}}
        == seeds/instruments/example.yaml ==
        products: [examplium, otherium]
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: No}, type: text,
                      printed: false}, {name: party, heading: {en: Party}, type: party},
                      {name: hs, heading: {en: HS}, type: hs}, {name: goods, heading: {en: Goods}, type: text}]}
    Fails:
        == seeds/instruments/rates.csv ==
        line,party,hs,goods
        a,alba,HS2022 8110.10,otherium
        b,borea,HS2022 8110.10,examplium
        c,corda,HS2022 8110.10,examplium
    Passes:
        == seeds/instruments/rates.csv ==
        line,party,hs,goods
        a,alba,HS2022 8110.10,examplium
        b,borea,HS2022 8110.10,examplium
        c,corda,HS2022 8110.10,unwrought metal
    """
    for instrument in s.instruments():
        names = _names(s, instrument)
        for printed in schedules(s, instrument):
            groups: dict[tuple[str, str], list[tuple[ScheduleLine, HSCode, str]]] = {}
            for line, code, words in _described(printed):
                party = line.cells.get(printed.column("party"), "")
                groups.setdefault((party, str(code)), []).append((line, code, words))
            for rows in groups.values():
                named = [{key for key, pattern in names.items() if pattern.search(words)} for _, _, words in rows]
                missing = _goods_of(s, instrument, rows[0][1]) - set().union(*named)
                found_there = {key for key in names if any(_meet(rows[0][1], own.hs) for own in _lines(s, key))}
                if all(row and row <= found_there for row in named) and missing:  # another mineral is SCH010's
                    message = f"the rows for {rows[0][1]} of this party leave out {listed(sorted(missing))}"
                    yield Found(message, rows[-1][0].span, "add a row for it", instrument.record.id)


def _meant(s: Subject, code: HSCode, words: str, names: dict[str, re.Pattern[str]]) -> list[str]:
    """The minerals that a row is about: those that it names, or all of a line that is listed whole; else none."""
    lines = {key: [own for own in _lines(s, key) if _meet(code, own.hs)] for key in names}
    here = [key for key, own in lines.items() if own]
    named = [key for key in here if names[key].search(words)]
    whole = not any(own.ex for key in here for own in lines[key])
    return named or (here if whole else [])


@check("SCH009", Severity.WARNING)
def rate_of_another_table(s: Subject) -> Iterator[Found]:
    """A row of a schedule has another base rate than the table of duties has for its good.

    Why: the annex promises one rate, and proofs and examples reckon with another; one of the two has a slip.
    Source: wrong rates are among the corrections of tariff annexes after signature (EU-Chile, 2003, reported).
    Covers: ANX-03.
    Fix: the rate of the tariff in both. Compared is the column `base_rate`, for the minerals that the row names, or for
    all of the line where none of them is only a part of it.

    Given:
        == clauses/example/rates-annex.en.md ==
        ---
        {heading: Rates, purpose: Rates by Party., order: 95, place: annex, tier: 1}
        ---
        {{ schedule("rates") }}
        == seeds/instruments/example.yaml ==
        tables: [duties]
        schedules:
          - {id: rates, file: rates.csv, key: line, columns: [{name: line, heading: {en: No}, type: text},
                      {name: party, heading: {en: Party}, type: party}, {name: hs, heading: {en: HS}, type: hs},
                      {name: base_rate, heading: {en: Rate}, type: percentage}]}
        == seeds/tables/duties.yaml ==
        id: duties
        holds: duty-rate
        what: Duties
        unit: "%"
        columns: [{name: party, type: party}, {name: product, type: product}, {name: stage, type: stage}]
        illustrative: true
        rows: [{at: [alba, examplium, metal], value: 3}]
    Fails:
        == seeds/instruments/rates.csv ==
        line,party,hs,base_rate
        a,alba,HS2022 8110.10,30%
        b,borea,HS2022 8110.10,3%
        c,corda,HS2022 8110.10,3%
    Passes:
        == seeds/instruments/rates.csv ==
        line,party,hs,base_rate
        a,alba,HS2022 8110.10,3%
        b,borea,HS2022 8110.10,4%
        c,corda,HS2022 8110.10,3%
    """
    for instrument in s.instruments():
        duties, names = lookup(s, instrument, "duty-rate"), _names(s, instrument)
        stages = {(good.line.product, good.line.stage) for good in covered(s, instrument) if good.what in _CHARGED}
        for printed in schedules(s, instrument) if duties else ():
            party = printed.column("party")
            for line, code, words in _described(printed):
                rate = line.cells.get("base_rate", "").strip()
                meant = _meant(s, code, words, names) if rate else []
                goods = [(product, stage) for product, stage in sorted(stages) if product in meant]
                found = [duties.find(party=line.cells.get(party, ""), product=p, stage=stage) for p, stage in goods]
                figures = [figure for figure in found if figure]
                if figures and all(figure.value != Fraction(Percentage.parse(rate).value) for figure in figures):
                    first, key = figures[0], line.cells[printed.schedule.key]
                    message = f"the row {key!r} has {rate}, and {first.table!r} has {plain(first.value)}%"
                    related = (Related(s.records.tables[first.table].span("id"), "the table"),)
                    yield Found(message, line.span, "check both rates", instrument.record.id, related=related)
