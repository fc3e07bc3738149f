"""An equation in Office Math -> the same equation as Word, LibreOffice or a person at the keyboard may leave it."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from lxml import etree

from travaux.formula.layout import set_equation
from travaux.formula.numbers import PLAIN, Notation
from travaux.formula.omml import omml
from travaux.formula.omml_parse import M, W, omml_line
from travaux.formula.whole import Step

_NAMES = f'xmlns:m="{M[1:-1]}" xmlns:w="{W[1:-1]}"'
_LOOKS = '<w:rPr><w:rFonts w:ascii="Cambria Math" w:hAnsi="Cambria Math"/><w:i/></w:rPr>'
_CONTROL = f"<m:ctrlPr>{_LOOKS}</m:ctrlPr>"


def math(content: str) -> Any:
    """An equation with this content."""
    return etree.fromstring(f"<m:oMath {_NAMES}>{content}</m:oMath>")


def run(text: str) -> str:
    return f'<m:r><m:t xml:space="preserve">{text}</m:t></m:r>'


def of_step(step: Step, notation: Notation = PLAIN) -> Any:
    """The equation of a step, as the printer writes it."""
    return math(omml(set_equation(step, notation)))


def edited(step: Step, seed: int, notation: Notation = PLAIN) -> Any:
    """The equation of a step after a few programs and hands."""
    random, element = Random(seed), of_step(step, notation)
    for change in random.sample(CHANGES, random.randint(1, len(CHANGES))):
        element = change(element, random)
    return element


def _runs_split(element: Any, random: Random) -> Any:
    """Runs cut anywhere, as a spelling check or a cursor leaves them; a run of spaces and properties between them."""
    for each in list(element.iter(f"{M}r")):
        text = each.findtext(f"{M}t")
        if len(text) > 1 and "\N{NO-BREAK SPACE}" not in text and random.random() < 0.5:
            cut, second = random.randint(1, len(text) - 1), deepcopy(each)
            each.find(f"{M}t").text, second.find(f"{M}t").text = text[:cut], text[cut:]
            each.addnext(second)
            second.addprevious(etree.fromstring(f'<w:proofErr {_NAMES} w:type="spellStart"/>'))
    return element


def _with_looks(element: Any, random: Random) -> Any:
    """Properties of runs and of boxes, as Word writes them."""
    for each in list(element.iter(f"{M}r")):
        place = 1 if each.find(f"{M}rPr") is not None else 0
        each.insert(place, etree.fromstring(_LOOKS.replace(">", f" {_NAMES}>", 1)))
    for each in list(element.iter(f"{M}f", f"{M}func", f"{M}sSub", f"{M}m")):
        name, control = etree.QName(each).localname, etree.fromstring(_CONTROL.replace(">", f" {_NAMES}>", 1))
        properties = each.find(f"{M}{name}Pr")
        if properties is None:
            properties = etree.Element(f"{M}{name}Pr")
            each.insert(0, properties)
        properties.append(control)
    return element


def _functions_as_runs(element: Any, random: Random) -> Any:
    """LibreOffice writes the name of a function as a run before its brackets."""
    for each in list(element.iter(f"{M}func")):
        for child in (*each.find(f"{M}fName"), *each.find(f"{M}e")):
            each.addprevious(child)
        each.getparent().remove(each)
    return element


def _functions_with_limits(element: Any, random: Random) -> Any:
    """Word's own `max` has an empty place below it."""
    for name in list(element.iter(f"{M}fName")):
        limit = etree.SubElement(name, f"{M}limLow")
        base = etree.SubElement(limit, f"{M}e")
        base.extend([child for child in name if child is not limit])
        etree.SubElement(limit, f"{M}lim")
    return element


def _growing_brackets(element: Any, random: Random) -> Any:
    """Every pair of brackets a delimiter, as it is where somebody types the equation in Word."""
    for parent in [each for each in element.iter() if each.find(f"{M}r") is not None]:
        opened: list[Any] = []
        for child in list(parent):
            text = child.findtext(f"{M}t") if child.tag == f"{M}r" else None
            if text == "(":
                opened.append(child)
            elif text == ")" and opened:
                start = opened.pop()
                delimiter = etree.Element(f"{M}d")
                inner = etree.SubElement(delimiter, f"{M}e")
                while (after := start.getnext()) is not child:
                    inner.append(after)
                start.getparent().replace(start, delimiter)
                child.getparent().remove(child)
    return element


_OTHER_SIGNS = {
    "−": "-\u2013\u2011",
    "×": "·⋅∙*\u2062",
    "≤": "⩽≦",
    "≥": "⩾≧",
    "φ": "ϕ𝜑",
    "F": "𝐹",
    "A": "𝐀",
    "ρ": "ϱ𝜌",
    "W": "𝑊",
}


def _other_signs(element: Any, random: Random) -> Any:
    """Signs that look the same, or are typed in their place."""
    for each in element.iter(f"{M}t"):
        if len(each.text) == 1 and each.text in _OTHER_SIGNS:
            each.text = random.choice(_OTHER_SIGNS[each.text])
    return element


def _in_an_array(element: Any, random: Random) -> Any:
    """Cases as an array of lines with `&` where the column changes, as Word's own."""
    for matrix in list(element.iter(f"{M}m")):
        array = etree.Element(f"{M}eqArr")
        for row in matrix.findall(f"{M}mr"):
            line = etree.SubElement(array, f"{M}e")
            value, condition = row.findall(f"{M}e")
            line.extend([*value, etree.fromstring(f"<m:r {_NAMES}><m:t>, &amp;</m:t></m:r>"), *condition])
        matrix.getparent().replace(matrix, array)
    return element


def _on_one_line(element: Any, random: Random) -> Any:
    """The whole in one run, as Word's linear format has it."""
    line = omml_line(element)
    for name in ("max", "min", "first", "round"):
        line = line.replace(f"{name}(", f"{name}\N{FUNCTION APPLICATION}(")
    made = math(run(""))
    made[0][0].text = line.replace("×", " × ")
    return made


def _inserted(element: Any, random: Random) -> Any:
    """Runs in tracked changes: some that are new, and words that are deleted beside them."""
    for each in list(element.iter(f"{M}r")):
        if random.random() < 0.3:
            new = etree.Element(f"{W}ins")
            each.addprevious(new)
            new.append(each)
            new.addnext(etree.fromstring(f"<w:del {_NAMES}>{run('× Z')}</w:del>"))
    return element


CHANGES: list[Callable[[Any, Random], Any]] = [
    _runs_split,
    _with_looks,
    _functions_as_runs,
    _functions_with_limits,
    _growing_brackets,
    _other_signs,
    _in_an_array,
    _on_one_line,
    _inserted,
]
