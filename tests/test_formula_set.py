"""Equations as they are set: Office Math, MathML, LaTeX, and the words by which a Word file is compared."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from formulas import any_formula
from travaux.formula.latex import latex
from travaux.formula.layout import set_equation, set_text
from travaux.formula.linear import equation
from travaux.formula.mathml import display
from travaux.formula.omml import omml, omml_words
from travaux.formula.omml_parse import omml_line
from travaux.formula.one_line import squeezed
from travaux.renderers.docx.formula import equation as in_word
from travaux.renderers.docx.words import formula_words

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
SAMPLES = (
    ("S = max(0, F × C − W − D)", "S=max(0,F×C−W−D)", r"S = \max\left(0, F \times C - W - D\right)"),
    ("A = min(S1, 65% × W)", "A=min(S1,65%×W)", r"A = \min\left(S_{1}, 65\% \times W\right)"),
    ("A = φ × (F − P) × C", "A=φ×(F−P)×C", r"A = \varphi \times \left(F - P\right) \times C"),
    ("τ = ratio(F − R, R, 3)", "τ=round((F−R)/R,3)", r"\tau = \operatorname{round}\left(\frac{F - R}{R}, 3\right)"),
    ("C = round(m × a, 9)", "C=round(m×a,9)", r"C = \operatorname{round}\left(m \times a, 9\right)"),
    ("L = 1,500\N{NO-BREAK SPACE}USD", "L=1,500\N{NO-BREAK SPACE}USD", r"L = 1{,}500 \text{~USD}"),
    (
        "R = if(x ≤ 10% ∧ ¬(y = 0), 0, x > 40%, x × 30%, y)",
        "R=if(x≤10%∧¬(y=0);0;x>40%;x×30%;y)",
        r"R = \begin{cases} 0 & x \le 10\% \land \lnot \left(y = 0\right) \\ x \times 30\% & x > 40\% \\ y & "
        r"\end{cases}",
    ),
)


@pytest.mark.parametrize(("text", "words", "tex"), SAMPLES)
def test_samples(text: str, words: str, tex: str) -> None:
    row = set_text(text)
    assert row is not None
    assert (omml_words(row), latex(row)) == (words, tex)
    assert formula_words(text) == words


@pytest.mark.parametrize(
    "text", ["A = max(0, F - P)", "A = (F × C) − W", "the price less the cost", "A = 0.00", "A = max(F)"]
)
def test_a_formula_in_another_notation_stands_as_it_is_written(text: str) -> None:
    assert set_text(text) is None
    assert formula_words(text) == "".join(text.split())
    assert "".join(re.findall("<m:t>(.*?)</m:t>", in_word(text))).replace(" ", "") == "".join(text.split())


def test_words_of_office_math_are_those_that_are_compared() -> None:
    for seed in range(300):
        for step in any_formula(seed).steps:
            row = set_equation(step)
            root = etree.fromstring(f'<m:oMath xmlns:m="{M[1:-1]}">{omml(row)}</m:oMath>')
            assert omml_line(root) == omml_words(row), seed
            if not any(word in equation(step) for word in ("ratio(", "if(")):
                assert omml_words(row) == squeezed(equation(step)), seed


#: The children that the schema of Office Math wants, in its order.
_ORDER = {
    "sSub": ["e", "sub"],
    "func": ["fName", "e"],
    "f": ["num", "den"],
    "m": ["mPr", "mr"],
    "mPr": ["mcs"],
    "mcPr": ["count", "mcJc"],
    "d": ["dPr", "e"],
    "dPr": ["begChr", "sepChr", "endChr", "grow"],
    "r": ["rPr", "t"],
}


def test_office_math_keeps_the_order_of_its_schema() -> None:
    for seed in range(120):
        for step in any_formula(seed).steps:
            root = etree.fromstring(f'<m:oMath xmlns:m="{M[1:-1]}">{omml(set_equation(step))}</m:oMath>')
            for element in root.iter():
                wanted = _ORDER.get(etree.QName(element).localname)
                found = [etree.QName(child).localname for child in element]
                assert wanted is None or found == sorted(found, key=wanted.index), found


def test_a_fraction_in_word_is_a_fraction() -> None:
    assert in_word("τ = ratio(F1, R, 3)") == (
        '<m:oMathPara><m:oMath><m:r><m:t xml:space="preserve">τ</m:t></m:r><m:r><m:t xml:space="preserve">=</m:t></m:r>'
        '<m:func><m:fName><m:r><m:rPr><m:nor/></m:rPr><m:t xml:space="preserve">round</m:t></m:r></m:fName>'
        '<m:e><m:d><m:dPr><m:begChr m:val="("/><m:sepChr m:val=","/><m:endChr m:val=")"/><m:grow m:val="1"/></m:dPr>'
        '<m:e><m:f><m:num><m:sSub><m:e><m:r><m:t xml:space="preserve">F</m:t></m:r></m:e><m:sub><m:r>'
        '<m:t xml:space="preserve">1</m:t></m:r></m:sub></m:sSub></m:num><m:den><m:r><m:t xml:space="preserve">R</m:t>'
        '</m:r></m:den></m:f></m:e><m:e><m:r><m:t xml:space="preserve">3</m:t></m:r></m:e></m:d></m:e></m:func>'
        "</m:oMath></m:oMathPara>"
    )


_MATHML = {"math", "mrow", "mi", "mn", "mo", "msub", "mfrac", "mtext", "mtable", "mtr", "mtd"}


def test_mathml_is_well_formed_and_has_its_linear_notation_beside_it() -> None:
    for seed in range(200):
        for step in any_formula(seed).steps:
            text = equation(step)
            root = etree.fromstring(display(set_equation(step), text).replace("&#x2061;", "\N{FUNCTION APPLICATION}"))
            assert root.get("alttext") == text
            assert {etree.QName(each).localname for each in root.iter()} <= _MATHML


def test_mathml_of_cases() -> None:
    row = set_text("R = if(x > 1, 0, x)")
    assert row is not None
    assert display(row, "R") == (
        '<math display="block" alttext="R"><mrow><mi>R</mi><mo>=</mo><mrow><mo fence="true">{</mo>'
        '<mtable columnalign="left"><mtr><mtd><mn>0</mn></mtd><mtd><mrow><mi>x</mi><mo>&gt;</mo><mn>1</mn></mrow></mtd>'
        "</mtr><mtr><mtd><mi>x</mi></mtd><mtd></mtd></mtr></mtable></mrow></mrow></math>"
    )
