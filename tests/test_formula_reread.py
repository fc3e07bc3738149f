"""Native equations read back to the tree: as printed, as other programs and hands leave them, and what is refused."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest
from lxml import etree

import outside
from formulas import any_formula
from office_math import CHANGES, edited, math, of_step, run
from travaux.formula.fault import FormulaError
from travaux.formula.layout import set_equation
from travaux.formula.linear import NBSP, equation
from travaux.formula.linear_parse import parse_equation
from travaux.formula.loose import normalised, parse_loose
from travaux.formula.mathml import display
from travaux.formula.numbers import PLAIN, Notation
from travaux.formula.omml_parse import M, omml_line, parse_omml
from travaux.formula.whole import Step
from travaux.renderers.docx.xml import DECLARATION, NAMESPACES

COMMA = Notation(",", "")


def steps(seeds: range) -> list[Step]:
    return [step for seed in seeds for step in any_formula(seed).steps]


@pytest.mark.parametrize("block", range(6))
def test_an_equation_is_read_back_to_the_same_tree(block: int) -> None:
    for step in steps(range(60 * block, 60 * block + 60)):
        for notation in (PLAIN, COMMA):
            assert parse_omml(of_step(step, notation), notation) == (step.symbol, step.value), equation(step)


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__.strip("_"))
def test_what_one_program_or_hand_does_to_an_equation_changes_no_tree(change: Any) -> None:
    for number, step in enumerate(steps(range(200))):
        element = change(of_step(step), Random(number))
        assert parse_omml(element) == (step.symbol, step.value), omml_line(element)


@pytest.mark.parametrize("block", range(6))
def test_what_several_do_one_after_the_other_changes_no_tree(block: int) -> None:
    for number, step in enumerate(steps(range(1000 + 60 * block, 1060 + 60 * block))):
        element = edited(step, 100 * block + number)
        assert parse_omml(element) == (step.symbol, step.value), omml_line(element)


WHOLE = "A = round(min(ρ × φ × max(0, F × C − W − D), 65% × W), 2)"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("max", "min", "A = round(min(ρ × φ × min(0, F × C − W − D), 65% × W), 2)"),
        ("ρ×", "", "A = round(min(φ × max(0, F × C − W − D), 65% × W), 2)"),
        ("W−D", "D−W", "A = round(min(ρ × φ × max(0, F × C − D − W), 65% × W), 2)"),
        ("65%", "6.5%", "A = round(min(ρ × φ × max(0, F × C − W − D), 6.5% × W), 2)"),
        ("−D", "+D", "A = round(min(ρ × φ × max(0, F × C − W + D), 65% × W), 2)"),
        (",2)", ",3)", "A = round(min(ρ × φ × max(0, F × C − W − D), 65% × W), 3)"),
        ("F×C−W", "F×(C−W)", "A = round(min(ρ × φ × max(0, F × (C − W) − D), 65% × W), 2)"),
    ],
)
def test_a_change_of_the_calculation_is_another_tree(old: str, new: str, told: str) -> None:
    line = normalised(WHOLE)
    assert old in line
    symbol, value = parse_omml(math(run(line.replace(old, new, 1))))
    assert equation(Step(symbol, "", value)) == told
    assert parse_equation(WHOLE) != (symbol, value)


def box(name: str, *parts: str) -> str:
    return f"<m:{name}>{''.join(parts)}</m:{name}>"


FRACTION = box("f", box("num", run("F"), run("−"), run("R")), box("den", run("R")))


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (run("A=") + FRACTION, "'A=(F−R)/R': divides without a rounding at '/R'"),
        (run("A=round(") + FRACTION + run("×W,2)"), "'A=round((F−R)/R×W,2)': cannot be read at '×W,2)'"),
        (run("A=F") + box("rad", box("e", run("C"))), "'A=F√(C)': cannot be read at '√(C)'"),
        (run("A=") + box("sSup", box("e", run("F")), box("sup", run("2"))), "'A=F^2': cannot be read at '^2'"),
        (run("A=F²"), "'A=F²': cannot be read at 'F²'"),
        (run("A=") + box("bar", box("e", run("F"))), "'A=bar(F)': cannot be read at 'bar(F)'"),
        (
            run("A=") + box("nary", box("sub", run("i")), box("sup", run("n")), box("e", run("F"))),
            "'A=nary(i|n|F)': cannot be read at 'nary(i|n|F)'",
        ),
        (
            run("A=") + box("func", box("fName", box("limLow", box("e", run("max")), box("lim", run("x")))),
                            box("e", run("(0,F)"))),
            "'A=limLow(max|x)(0,F)': cannot be read at 'limLow(max|x)(0,F)'",
        ),
        (run("A=") + box("sSub", box("e", run("F")), box("sub", run("i"))), "'A=F_i': cannot be read at 'F_i'"),
        (run("A=F") + box("borderBox", box("e", run("×C"))), "'A=FborderBox(×C)': cannot be read at "
         "'FborderBox(×C)'"),
        (run("A=FC"), "'A=FC': cannot be read at 'FC'"),
        (run("A=F×"), "'A=F×': cannot be read at ''"),
        (run("A=F×C="), "'A=F×C=': cannot be read at '='"),
        (run("A=max(0,F"), "'A=max(0,F': cannot be read at ''"),
        (run("A=max(F)"), "'A=max(F)': a maximum has at least 2 operands, not 1"),
        (run("A=round(F,99)"), "'A=round(F,99)': 99 is not a number of decimal places from 0 to 18"),
        (run("max(0,F)"), "'max(0,F)': is no equation: it does not begin with a symbol and an equals sign"),
        ("", "'': is no equation: it does not begin with a symbol and an equals sign"),
    ],
)  # fmt: skip
def test_what_no_calculation_has_is_refused_and_not_taken_for_something_else(content: str, told: str) -> None:
    with pytest.raises(FormulaError) as caught:
        parse_omml(math(content))
    assert str(caught.value) == told


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("A = F*C - W", "A = F × C − W"),
        ("A = (F × C) − W", "A = F × C − W"),
        ("A = max[0, F{C − W}]", None),
        ("A = max[0, F × {C − W}]", "A = max(0, F × (C − W))"),
        ("S_1 = F_(12) × C", "S1 = F12 × C"),
        ("A = if(x <= 10 %; 0; y)", "A = if(x ≤ 10%, 0, y)"),
        ("τ = round((F−R)∕R, 3)", "τ = ratio(F − R, R, 3)"),
        ("A = F × 500USD", f"A = F × 500{NBSP}USD"),
        (f"A = F × 5{NBSP}USD/kg{NBSP}LiOH·H2O · C", f"A = F × 5{NBSP}USD/kg{NBSP}LiOH·H2O × C"),
        (f"A = 2{NBSP}USD*kg{NBSP}rare-earth{NBSP}oxide-D", f"A = 2{NBSP}USD*kg{NBSP}rare-earth{NBSP}oxide − D"),
    ],
)
def test_signs_as_they_are_typed(text: str, same: str | None) -> None:
    if same is None:
        with pytest.raises(FormulaError):
            parse_loose(text)
    else:
        assert parse_loose(text) == parse_equation(same)


# --- LibreOffice -----------------------------------------------------------------------------------------------

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_RELATIONS = f"{_PACKAGE}/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
_TYPES = "application/vnd.openxmlformats-"
_MAIN = f"{_TYPES}officedocument.wordprocessingml.document.main+xml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    f'<Default Extension="rels" ContentType="{_TYPES}package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="r" Type="{_OFFICE}" '
    'Target="word/document.xml"/></Relationships>',
}


def test_equations_that_libreoffice_has_saved_are_the_same_trees(tmp_path: Path) -> None:
    wanted = steps(range(150))
    told = "".join(f"<w:p>{etree.tostring(of_step(step)).decode()}</w:p>" for step in wanted)
    body = f"<w:document {NAMESPACES}><w:body>{told}</w:body></w:document>"
    with ZipFile(tmp_path / "sent.docx", "w") as file:
        for name, text in _PARTS.items():
            file.writestr(name, DECLARATION + text)
        file.writestr("word/document.xml", DECLARATION + body)
    data = {"sent": (tmp_path / "sent.docx").read_bytes()}
    saved = tmp_path / "saved.docx"
    saved.write_bytes(outside.converted(data, "docx:MS Word 2007 XML", tmp_path / "office")["sent"])
    with ZipFile(saved) as file:
        root = etree.fromstring(file.read("word/document.xml"))
    found = list(root.iter(f"{M}oMath"))
    assert len(found) == len(wanted)
    for element, step in zip(found, wanted, strict=True):
        assert omml_line(element) == omml_line(of_step(step))
        assert parse_omml(element) == (step.symbol, step.value), equation(step)


# --- MathML ----------------------------------------------------------------------------------------------------


def on_one_line(element: Any) -> str:
    """MathML of a page as one line: what a browser shows, with fractions and cases told by their elements."""
    tag, parts = etree.QName(element).localname, [on_one_line(child) for child in element]
    if tag == "mfrac":
        return f"({parts[0]})/({parts[1]})"
    if tag == "mtable":
        cells = [[on_one_line(cell) for cell in row] for row in element]
        return ";".join(word for value, condition in cells for word in (condition, value) if word)
    if tag == "mrow" and len(element) == 2 and element[1].tag == "mtable":
        return f"if({parts[1]})"
    return (element.text or "") + "".join(parts)


def test_equations_of_a_page_are_read_back_to_the_same_tree() -> None:
    for step in steps(range(300)):
        told = display(set_equation(step), equation(step)).replace("&#x2061;", "\N{FUNCTION APPLICATION}")
        element = etree.fromstring(told)
        assert parse_loose(on_one_line(element)) == (step.symbol, step.value), equation(step)
        assert parse_equation(element.get("alttext")) == (step.symbol, step.value)
