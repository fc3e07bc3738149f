"""Checks of goods (GDS): minerals, stages of processing, grades and tariff lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from travaux.checks import Found, check
from travaux.checks._goods import Covered, codes, covered, stated_edition
from travaux.checks._model import good, listed
from travaux.compilation import Subject
from travaux.diagnostic import Related, Severity
from travaux.edit import Fix, Reword
from travaux.keeps import keeps
from travaux.model.instrument import Instrument
from travaux.model.product import HSLine, Product, Stage
from travaux.records import Entry
from travaux.span import Span
from travaux.validate import meant


@check("GDS001", Severity.ERROR)
def no_tariff_line(s: Subject) -> Iterator[Found]:
    """A mechanism covers a mineral at a stage at which the mineral has no tariff line.

    Why: customs find goods by tariff line; a floor on a good that has none is charged on nothing, and the annex of
    covered goods leaves it out.
    Source: every tariff schedule is kept by line; li-005 on the lines of the minerals (reported).
    Covers: ANX-02.
    Fix: add the line to `stages` of the product, with its source.
    At:
        seeds/mechanisms/floor.yaml: - product: examplium
        seeds/mechanisms/reference.yaml: - product: examplium
        seeds/mechanisms/zone.yaml: - product: examplium

    Fails:
        == seeds/products/examplium.yaml ==
        stages: {metal: null}
    Passes:
        == seeds/products/examplium.yaml ==
        stages: {concentrate: null}
    """
    for instrument in s.instruments():
        for covers in covered(s, instrument):
            product = s.records.products[covers.line.product]
            if not product.record.stages.get(covers.line.stage):
                message = f"{covers.what} is stated for {good(s, covers.line)}, which has no tariff line at this stage"
                known = ", ".join(stage for stage, lines in product.record.stages.items() if lines)
                related = (Related(product.span("stages"), f"stages with tariff lines: {known or 'none'}"),)
                hint = "add the line to the record of the product, or name another stage"
                yield Found(message, covers.span, hint, instrument.record.id, related=related)


@check("GDS002", Severity.ERROR, fix="unsafe")
def unknown_grade(s: Subject) -> Iterator[Found]:
    """A mechanism names a grade that the product does not have, or has at another stage.

    Why: the price of a mineral without its grade means nothing; two readers would take two prices.
    Source: md-025 and pr-017 (reported) on prices that differ by grade.
    At: seeds/mechanisms/floor.yaml: - product: examplium; seeds/mechanisms/reference.yaml: - product: examplium

    Fails:
        == seeds/products/examplium.yaml ==
        grades: [{id: examplium-97, stage: metal, text: {en: examplium of at least 97 per cent}}]
    Fails:
        == seeds/products/examplium.yaml ==
        grades: [{id: examplium-99, stage: compound, text: {en: examplium oxide}}]
    Passes:
        == seeds/products/examplium.yaml ==
        grades:
          - {id: examplium-99, stage: metal, text: {en: examplium of at least 99 per cent}}
          - {id: examplium-97, stage: metal, text: {en: examplium of at least 97 per cent}}
    """
    for instrument in s.instruments():
        for covers in covered(s, instrument):
            line, product = covers.line, s.records.products[covers.line.product]
            stages = {grade.id: grade.stage for grade in product.record.grades}
            if line.grade is None or stages.get(line.grade) == line.stage:
                continue
            elsewhere = f"is a grade of the stage {stages[line.grade]}" if line.grade in stages else "is not on record"
            message = f"the {covers.what} for {good(s, line)} names a grade that {elsewhere}"
            at_stage = listed(grade for grade, stage in stages.items() if stage == line.stage)
            related = (Related(product.span("grades"), f"grades at this stage: {at_stage or 'none'}"),)
            hint, own = "name one of these grades", [grade for grade, stage in stages.items() if stage == line.stage]
            yield Found(message, covers.span, hint, instrument.record.id, related=related, fix=_graded(covers, own))


def _graded(covers: Covered, own: list[str]) -> Fix | None:
    """The one grade of the stage, or the one that the name can be a slip for."""
    typed = covers.line.grade or ""
    wanted = own[0] if len(own) == 1 else meant(typed, own)
    return Fix(f"write {wanted!r} for {typed!r}", (Reword(covers.span, typed, wanted),), False) if wanted else None


@check("GDS003", Severity.ERROR)
def line_outside_product(s: Subject) -> Iterator[Found]:
    """A mechanism narrows a good to a tariff line in which the good is not found.

    Why: the charge falls on other goods and misses the one that is meant. Signed schedules have been corrected for
    wrong codes.
    Source: corrections by procès-verbal of codes in the schedules of trade agreements (EU-Chile, 2003, reported).
    Covers: ANX-02.
    Fix: a line of the product at that stage, or a part of it.
    At: seeds/mechanisms/floor.yaml: hs:; seeds/mechanisms/reference.yaml: hs:; seeds/mechanisms/zone.yaml: hs:

    Fails:
        == seeds/products/examplium.yaml ==
        stages: {metal: [{hs: HS2022 8112.92, description: {en: unwrought examplium}}]}
    Passes:
        == seeds/products/examplium.yaml ==
        stages: {metal: [{hs: HS2022 8110, description: {en: unwrought examplium}}]}
    """
    for instrument in s.instruments():
        for covers in covered(s, instrument):
            product = s.records.products[covers.line.product]
            own = [line.hs for line in product.record.stages.get(covers.line.stage, ())]
            same = [code for code in covers.line.hs if any(code.edition == line.edition for line in own)]
            outside = [code for code in same if not any(line.contains(code) for line in own)]
            if outside:
                named = listed(map(str, outside))
                message = f"the {covers.what} for {good(s, covers.line)} names {named}, where this good is not found"
                found_in = listed(map(str, own))
                related = (Related(product.span("stages", covers.line.stage), f"it is found in {found_in}"),)
                yield Found(message, covers.hs_span, "name these lines", instrument.record.id, related=related)


@check("GDS004", Severity.ERROR)
@keeps("I-17")
def editions_mixed(s: Subject) -> Iterator[Found]:
    """One instrument holds codes of two editions of the Harmonized System.

    Why: the same six digits mean other goods in another edition, so that annex, rule and schedule part company. A new
    edition applies from 2028.
    Source: the practice of schedules, which pin one edition; wt-17 (reported).
    Covers: ANX-02, WT-17.
    Fix: transpose the codes to the edition that the clause on nomenclature names.

    Fails:
        == seeds/mechanisms/zone.yaml ==
        rules:
          - product: examplium
            stage: metal
            hs: [HS2017 8110.10]
            any_of: [{type: tariff-shift, change: CC}]
    Passes:
        == seeds/mechanisms/zone.yaml ==
        rules:
          - product: examplium
            stage: metal
            hs: [HS2022 8110.10]
            any_of: [{type: tariff-shift, change: CC, except_from: [HS2022 2825.80]}]
    """
    for instrument in s.instruments():
        every = list(codes(s, instrument))
        stated = stated_edition(s, instrument)
        counts = Counter(code.edition for code, _ in every)
        usual = stated[0] if stated else min(counts, key=lambda e: (-counts[e], e), default="")
        first = stated[1] if stated else next((span for code, span in every if code.edition == usual), Span())
        strays = {(code.edition, span.file): (code, span) for code, span in reversed(every) if code.edition != usual}
        for code, span in strays.values():
            message = f"{code} is a code of another edition than that of {_the_text(stated)}, {usual}"
            related = (Related(first, f"the edition {usual}"),)
            yield Found(message, span, f"write the code of {usual}", instrument.record.id, related=related)


def _the_text(stated: object) -> str:
    return "the clause on nomenclature" if stated else "most codes of the text"


@dataclass(frozen=True, slots=True)
class _Line:
    product: Entry[Product]
    stage: Stage
    number: int
    line: HSLine

    @property
    def span(self) -> Span:
        return self.product.span("stages", self.stage, self.number)


def _all_lines(s: Subject, instrument: Entry[Instrument]) -> Iterator[_Line]:
    """The tariff lines of all goods of an instrument: those of its list of products, and of its mechanisms."""
    pairs = {(key, stage) for key in instrument.record.products for stage in s.records.products[key].record.stages}
    pairs |= {(covers.line.product, covers.line.stage) for covers in covered(s, instrument)}
    for key, stage in sorted(pairs):
        product = s.records.products[key]
        for number, line in enumerate(product.record.stages.get(stage, ())):
            yield _Line(product, stage, number, line)


@check("GDS005", Severity.ERROR)
@keeps("I-14", "I-16")
def shared_line_without_test(s: Subject) -> Iterator[Found]:
    """A tariff line that holds other goods too is listed without a test that tells them apart.

    Why: customs would charge the floor of one mineral on another that is in the same line.
    Source: no six-digit line tells one rare earth, or gallium from germanium, apart (li-005, reported).
    Covers: ANX-02.
    Fix: mark the line `ex: true` and give the `test` that customs can run.
    At: seeds/products/examplium.yaml: - {hs: HS2022 8110.10

    Fails:
        == seeds/products/examplium.yaml ==
        stages: {metal: [{hs: HS2022 8110.10, ex: true, description: {en: unwrought examplium}}]}
    Fails:
        == seeds/products/examplium.yaml ==
        stages: {alloy: [{hs: HS2022 8110, description: {en: alloys of examplium}}]}
    Passes:
        == seeds/products/examplium.yaml ==
        stages:
          metal:
            - {hs: HS2022 8110.10, ex: true, test: {en: the good is not alloyed}, description: {en: unwrought metal}}
          alloy:
            - {hs: HS2022 8110, ex: true, test: {en: the good is alloyed}, description: {en: unwrought alloys}}
    """
    for instrument in s.instruments():
        groups: dict[tuple[str, str], list[_Line]] = {}
        for line in _all_lines(s, instrument):
            groups.setdefault((line.line.hs.edition, line.line.hs.digits[:4]), []).append(line)
        for lines in groups.values():
            yield from (_untested(instrument, line) for line in lines if line.line.ex and line.line.test is None)
            for line in lines:
                others = [o for o in lines if o is not line and o.line.hs.overlaps(line.line.hs)]
                if others and not line.line.ex:
                    yield _shared(instrument, line, others[0])


def _untested(instrument: Entry[Instrument], line: _Line) -> Found:
    meant = f"only part of {line.line.hs} is meant for {line.product.record.id} ({line.stage})"
    message = f"{meant}, and no test tells which"
    return Found(message, line.span, "give the `test` that customs can run", instrument.record.id)


def _shared(instrument: Entry[Instrument], line: _Line, other: _Line) -> Found:
    holds = f"{other.product.record.id} ({other.stage})"
    message = f"{line.line.hs} is listed whole for {line.product.record.id} ({line.stage}), and holds {holds} too"
    related = (Related(other.span, "the other good of this line"),)
    return Found(message, line.span, "mark it `ex: true` and give a `test`", instrument.record.id, related=related)
