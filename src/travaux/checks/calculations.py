"""Calculations: the steps and examples that an annex prints are read back and done again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from travaux.calculation.language import formula_language
from travaux.calculation.methods import CONTENT_CLAUSE, Method, content_of, methods_of
from travaux.calculation.reread import differences
from travaux.checks import Found, check
from travaux.checks._printed import Printed, printed_annexes
from travaux.compilation import Subject, Text
from travaux.diagnostic import Severity
from travaux.keeps import keeps
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.outline import Selected

_STEP = re.compile(r"-step-\d+$")


@check("CAL001", Severity.ERROR)
@keeps("I-52")
def step_is_not_the_model(s: Subject) -> Iterator[Found]:
    """A printed step, symbol or equation of a calculation, read back, is not that of the model.

    Why: importers and customs follow the printed steps; assessments and proofs follow the model. Two rules for one
    charge are a dispute.
    Source: the annex is written from the formula, so only words that somebody typed into a clause can differ.
    Fix: print the steps with `calculation()`, or change the record so that it says what was typed.

    Fails:
        == clauses/example-adjustment/annex-steps.en.md ==
        ---
        heading: Calculation
        purpose: Types a step by hand, and takes the greater amount where the limit wants the lesser.
        order: 90
        place: annex
        tier: 1
        ---
        {% for m in calculation() %}
        ## {{ id(m.kind, "-part") }} Steps

        {% for step in m.steps %}
        - {{ id(m.kind, "-step-", loop.index) }} {% if m.kind == "goods" and loop.revindex == 2 %}Step
          {{ loop.index }}. Determine the amount after the limit (M): the greatest of Z and L.{% else %}{{ step
          }}{% endif %}

        {% endfor %}
        {% endfor %}
    Passes:
        == clauses/example-adjustment/annex-steps.en.md ==
        ---
        heading: Calculation
        purpose: Types the step in other words for the same thing.
        order: 90
        place: annex
        tier: 1
        ---
        {% for m in calculation() %}
        ## {{ id(m.kind, "-part") }} Steps

        {{ table(m.kind ~ "-symbols", caption="Symbols") }}

        | Symbol | Element |
        |:---|:---|
        {% for s in m.symbols %}
        | {{ row(loop.index) }}{{ s.symbol }} | {{ s.title }} |
        {% endfor %}

        {% for step in m.steps %}
        - {{ id(m.kind, "-step-", loop.index) }} {% if m.kind == "goods" and loop.revindex == 2 %}Step
          {{ loop.index }}. Determine the amount after the limit (M): the lesser of Z and L.{% else %}{{ step
          }}{% endif %}

        {% endfor %}
        {% endfor %}
    """
    yield from (found for key, found in _misread(s) if "-table." not in key)


@check("CAL002", Severity.ERROR)
@keeps("I-53")
def example_does_not_come_out(s: Subject) -> Iterator[Found]:
    """A line of a worked example, read back and calculated again, does not give the amount that is printed.

    Why: an example that contradicts its rule is cited against it.
    Source: the annex computes its examples at every build; only figures that somebody typed into a clause can differ.
    Fix: print the lines with `calculation()`.

    Fails:
        == clauses/example-adjustment/annex-steps.en.md ==
        ---
        heading: Calculation
        purpose: Types a figure into a worked example.
        order: 90
        place: annex
        tier: 1
        ---
        {% for m in calculation() %}
        ## {{ id(m.kind, "-part") }} Steps

        {{ table(m.kind ~ "-symbols", caption="Symbols") }}

        | Symbol | Element |
        |:---|:---|
        {% for s in m.symbols %}
        | {{ row(loop.index) }}{{ s.symbol }} | {{ s.title }} |
        {% endfor %}

        {% for step in m.steps %}
        - {{ id(m.kind, "-step-", loop.index) }} {{ step }}

        {% endfor %}
        {% endfor %}

        ## {#examples} Examples

        {% for m in calculation() %}
        {% for e in m.examples %}
        {{ table(m.kind ~ "-" ~ e.circumstance ~ "-table", caption="Example") }}

        | Step | Calculation | Amount |
        |:---|:---|---:|
        {% for r in e.rows %}
        | {{ row(loop.index) }}{{ r.item }} | {{ r.working }} |
        {%- if loop.last %} {{ plain("USD 4,711.00") }}{% else %} {{ r.amount }}{% endif %} |
        {% endfor %}

        {% endfor %}
        {% endfor %}
    Passes:
        == clauses/example-adjustment/annex-steps.en.md ==
        ---
        heading: Calculation
        purpose: Prints the examples from the formula.
        order: 90
        place: annex
        tier: 1
        ---
        {% for m in calculation() %}
        ## {{ id(m.kind, "-part") }} Steps

        {{ table(m.kind ~ "-symbols", caption="Symbols") }}

        | Symbol | Element |
        |:---|:---|
        {% for s in m.symbols %}
        | {{ row(loop.index) }}{{ s.symbol }} | {{ s.title }} |
        {% endfor %}

        {% for step in m.steps %}
        - {{ id(m.kind, "-step-", loop.index) }} {{ step }}

        {% endfor %}
        {% endfor %}

        ## {#examples} Examples

        {% for m in calculation() %}
        {% for e in m.examples %}
        {{ table(m.kind ~ "-" ~ e.circumstance ~ "-table", caption="Example") }}

        | Step | Calculation | Amount |
        |:---|:---|---:|
        {% for r in e.rows %}
        | {{ row(loop.index) }}{{ r.item }} | {{ r.working }} | {{ r.amount }} |
        {% endfor %}

        {% endfor %}
        {% endfor %}
    """
    yield from (found for key, found in _misread(s) if "-table." in key)


def _misread(s: Subject) -> Iterator[tuple[str, Found]]:
    """The key and the finding of everything that is wrong in an annex of any text."""
    for text in s.texts:
        yield from text.once("misread", partial(_gathered, s, text))


def _gathered(s: Subject, text: Text) -> tuple[tuple[str, Found], ...]:
    return tuple(_of_text(s, text))


def _of_text(s: Subject, text: Text) -> Iterator[tuple[str, Found]]:
    """What is wrong in every annex with steps; nothing is asked where the language has no words for formulas."""
    language = formula_language(text.library.words, text.instrument.record.numbers)
    if language is None:
        return
    chosen = {selected.key: selected for _, selected in text.outline.annexes}
    for annex, printed in printed_annexes(text).items():
        if annex.partition("~")[0] in chosen and any(map(_STEP.search, printed)):
            methods = _methods(s, text, chosen[annex.partition("~")[0]])
            told = {key: each.text for key, each in printed.items()}
            for misread in differences(told, annex, language, methods):
                yield misread.key, _found(text, printed.get(misread.key, printed[annex]), misread.message)


def _methods(s: Subject, text: Text, selected: Selected) -> tuple[Method, ...]:
    about = selected.mechanism
    if about is None or not isinstance(about.record, BorderAdjustment):
        return ()
    content = content_of(text.outline.parameters(CONTENT_CLAUSE, about))
    return methods_of(about.record, text.instrument.record, s.records, content)


def _found(text: Text, printed: Printed, message: str) -> Found:
    return Found(message, printed.span, instrument=text.instrument.record.id, provision=printed.provision)
