"""Formulas with symbols that nothing explains, amounts below zero, and steps in another order than the record's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from travaux.checks._printed import printed_formulas
from travaux.compilation import Text
from travaux.library import Clause
from travaux.records import Entry
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._paragraphs import Paragraph

#: Mechanisms under which a formula says what is owed.
_OWED = ("border-adjustment", "flooding-safeguard", "offtake-cfd")
_FENCE = re.compile(r"\s*```formula \{#([\w-]+)\}")
_NUMBERED = re.compile(r"\d+\. ")
_EXPLAINED = re.compile(r"(?P<start>\s+\d+\. )\{#[\w-]+\} \w is the [^{}]*;$")
_STOPS = re.compile(r"= max\(0, (?P<inside>.*)\)$")


def _formulas(ground: Ground) -> Iterator[tuple[Text, Clause, list[str], int, str]]:
    """Each formula that is printed: its clause with its lines, the number of that of its fence, and what it says."""
    for text, clause in ground.clauses:
        printed = _printed(text)
        lines = ground.read(clause.file).split("\n")
        for number, line in enumerate(lines):
            fence = _FENCE.match(line)
            if fence and f"{clause.key}.{fence[1]}" in printed:
                yield text, clause, lines, number, printed[f"{clause.key}.{fence[1]}"]


def _printed(text: Text) -> Mapping[str, str]:
    return text.once("selftest.formulas", lambda: printed_formulas(text))


def _unused(clause: Clause) -> str:
    """A letter that no formula and no sentence of a clause has."""
    return next(letter for letter in "ZYXVUTKJH" if not re.search(rf"(?<!\w){letter}(?!\w)", clause.body))


def _with(clause: Clause, lines: list[str], number: int, new: str, line: int) -> Planting:
    """Another line in a clause; found on the line of a number, counted from 0."""
    return Planting(clause.file, line + 1, {clause.file: "\n".join([*lines[:number], new, *lines[number + 1 :]])})


def _with_a_formula(ground: Ground, paragraph: Paragraph, formula: str, where: str) -> Iterator[Planting]:
    """A formula below a paragraph of an article, found on the line on which it begins."""
    lines = ground.read(paragraph.file).split("\n")
    first = lines[paragraph.first - 1]
    if not first.startswith(" ") and paragraph.text.language == "en" and paragraph.operative:
        indent = "    " if _NUMBERED.match(first) else ""
        new = ["The fee is:", "", "```formula {#selftest-fee}", formula, "```", "", f"where {where}."]
        block = [f"{indent}{line}".rstrip() for line in new]
        after = [*lines[: paragraph.last], "", *block, *lines[paragraph.last :]]
        yield Planting(paragraph.file, paragraph.last + 4, {paragraph.file: "\n".join(after)})


@defect("FOR001")
def symbol_more_in_a_formula(ground: Ground) -> Iterator[Planting]:
    """A formula takes another element, which nothing explains."""
    for _, clause, lines, number, _ in _formulas(ground):
        new = f"{lines[number + 1].rstrip()} + {_unused(clause)}"
        yield _with(clause, lines, number + 1, new, number)


@defect("FOR001")
def symbol_that_was_left_over(ground: Ground) -> Iterator[Planting]:
    """A symbol is explained that no formula has."""
    for text, clause, lines, number, _ in _formulas(ground):
        for at in range(number + 3, len(lines)):
            if text.language == "en" and (item := _EXPLAINED.match(lines[at])):
                new = f"{item['start']}{{#selftest-symbol}} {_unused(clause)} is the cost of carriage;\n{lines[at]}"
                yield _with(clause, lines, at, new, at)
                break


@defect("FOR001")
def formula_that_is_not_explained(ground: Ground) -> Iterator[Planting]:
    """A formula of which one symbol is not explained."""
    for paragraph in ground.paragraphs:
        symbol = _unused(paragraph.clause)
        yield from _with_a_formula(ground, paragraph, f"q = p + {symbol}", "q is the fee and p the cost of the service")


# --- what is owed --------------------------------------------------------------------------------------------------


def _mechanisms(text: Text) -> Mapping[str, Entry[Any]]:
    """By file of its clause, the mechanism that an article is about."""
    every = ((selected, wording.clause.file) for selected in text.outline.all() for wording in selected.wordings)
    return {file: selected.mechanism for selected, file in every if selected.mechanism}


def _owed(text: Text, clause: Clause) -> bool:
    about = _mechanisms(text).get(clause.file)
    return about is not None and about.record.kind in _OWED


@defect("FOR002")
def difference_that_does_not_stop(ground: Ground) -> Iterator[Planting]:
    """The formula of what is owed no longer stops at zero."""
    for text, clause, lines, number, said in _formulas(ground):
        stops = _STOPS.search(lines[number + 1])
        if stops and "−" in said and _owed(text, clause):
            new = f"{lines[number + 1][: stops.start()]}= ({stops['inside']})"
            yield _with(clause, lines, number + 1, new, number)


@defect("FOR002")
def difference_that_is_owed(ground: Ground) -> Iterator[Planting]:
    """An article on a charge has a formula whose result can be less than zero."""
    for paragraph in ground.paragraphs:
        if _owed(paragraph.text, paragraph.clause):
            where = "q is the fee, p the price and c the cost"
            yield from _with_a_formula(ground, paragraph, "q = p − c", where)


@defect("CHG006")
def steps_turned_round(ground: Ground) -> Iterator[Planting]:
    """The steps are printed in the order of a list that somebody typed, and no longer in that of the record."""
    for text, clause in ground.clauses:
        about = _mechanisms(text).get(clause.file)
        lines = ground.read(clause.file).split("\n")
        loops = [number for number, line in enumerate(lines) if "for step in mechanism.order %}" in line]
        order = tuple(reversed(about.record.order)) if about and loops else ()
        printed = [step for step in order if f"{clause.key}.step-{step}" in text.document.labels]
        if len(printed) > 1:
            typed = ", ".join(f'"{step}"' for step in order)
            new = lines[loops[0]].replace("mechanism.order", f"[{typed}]")
            first = next(number for number, line in enumerate(lines) if f"{{#step-{printed[0]}}}" in line)
            yield _with(clause, lines, loops[0], new, first)


@defect("CHG006")
def steps_that_are_typed(ground: Ground) -> Iterator[Planting]:
    """The steps of a charge are typed, and not in the order of the record."""
    for paragraph in ground.paragraphs:
        about = _mechanisms(paragraph.text).get(paragraph.file)
        numbered = _NUMBERED.match(ground.read(paragraph.file).split("\n")[paragraph.first - 1])
        if about is None or about.record.kind != "border-adjustment" or "step-" in paragraph.clause.body:
            continue
        last, first = about.record.order[-1], about.record.order[0]
        if last != first and numbered and paragraph.operative and paragraph.text.language == "en":
            steps = f"    1. {{#step-{last}}} one; and\n    2. {{#step-{first}}} the other."
            planting = ground.adding(paragraph, f"It is taken in these steps:\n{steps}")
            yield Planting(planting.file, paragraph.last + 1, planting.files)
