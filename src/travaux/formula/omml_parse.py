"""Office Math back to the tree: what `omml` writes, and what Word or LibreOffice make of it, on one line and read.

Programs split and join runs, change brackets that grow for ones that do not, and wrap runs in tracked changes; a
function may be a box of its own or a run. All that is the same line. What a calculation has no use for, such as a
root or a bar, stands on the line by its name, so that it is not taken for something else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from travaux.formula.linear import NBSP
from travaux.formula.loose import parse_loose
from travaux.formula.nodes import Expression
from travaux.formula.numbers import PLAIN, Notation
from travaux.formula.one_line import cases, fraction, squeezed

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

_NEW, _OLD = (f"{W}ins", f"{W}moveTo"), (f"{W}del", f"{W}moveFrom")
_NOT_TEXT = frozenset({f"{W}delText", f"{W}instrText", f"{MC}Fallback", f"{W}sdtPr", f"{W}sdtEndPr"})
#: Elements that only hold others; the text of those is theirs.
_HOLDERS = {f"{M}{name}" for name in ("oMathPara", "oMath", "r", "e", "num", "den", "fName", "sub", "sup", "deg")}
_HOLDERS |= {f"{M}lim", f"{M}box"}


def parse_omml(element: Any, notation: Notation = PLAIN) -> tuple[str, Expression]:
    """The symbol and the expression of `m:oMath`, as it stands. Raises FormulaError where it is no equation of ours."""
    return parse_loose(omml_line(element), notation)


def omml_line(element: Any, accepted: bool = True) -> str:
    """The equation on one line, with tracked changes accepted or rejected."""
    return squeezed(_Line(accepted).of(element))


class _Line:
    def __init__(self, accepted: bool) -> None:
        self.left_out, self.let_in = (_OLD, _NEW) if accepted else (_NEW, _OLD)

    def of(self, element: Any) -> str:
        tag = element.tag
        if not isinstance(tag, str) or tag in self.left_out or tag in _NOT_TEXT or tag.endswith("Pr"):
            return ""
        if tag in (f"{M}t", f"{W}t"):
            return element.text or ""
        inside = "".join(self.of(child) for child in element)
        if not tag.startswith(M) or tag in _HOLDERS or self.is_dissolved(element):
            return inside
        build = _BUILDERS.get(tag)
        return build(self, element) if build else self.named(element)

    def is_dissolved(self, element: Any) -> bool:
        """Whether a tracked change takes away what holds the parts together: the marks are on its properties."""
        control = next((c for child in element if _is_properties(child) for c in child.iter(f"{M}ctrlPr")), None)
        return control is not None and any(next(control.iter(mark), None) is not None for mark in self.left_out)

    def part(self, element: Any, name: str) -> str:
        found = element.find(f"{M}{name}")
        return "" if found is None else self.of(found)

    def named(self, element: Any) -> str:
        """An element that no calculation has, by its name: `bar{F}`."""
        told = [self.of(child) for child in element if not _is_properties(child)]
        return f"{element.tag.removeprefix(M)}{{{'|'.join(told)}}}"

    def delimited(self, element: Any) -> str:
        opening, closing = _mark(element, "begChr", "("), _mark(element, "endChr", ")")
        parts = element.findall(f"{M}e")
        if (opening, closing) == ("{", "") and len(parts) == 1 and (rows := self.rows(parts[0])):
            return cases(rows)
        return opening + _mark(element, "sepChr", "|").join(map(self.of, parts)) + closing

    def rows(self, element: Any) -> list[tuple[str, str]]:
        """The rows of cases: of a matrix with two columns, or of an array whose columns `&` tells."""
        inner = [child for child in element if isinstance(child.tag, str) and not _is_properties(child)]
        if len(inner) != 1:
            return []
        if inner[0].tag == f"{M}m":
            cells = [[self.of(cell) for cell in row.findall(f"{M}e")] for row in inner[0].findall(f"{M}mr")]
        elif inner[0].tag == f"{M}eqArr":
            cells = [self.of(row).split("&") for row in inner[0].findall(f"{M}e")]
        else:
            return []
        told = [[squeezed(cell).strip(NBSP).rstrip(",;") for cell in row] for row in cells]
        rows = [(value, "".join(met)) for value, *met in told]
        return rows if len(rows) > 1 and all(met for _, met in rows[:-1]) and not rows[-1][1] else []

    def fraction(self, element: Any) -> str:
        return fraction(squeezed(self.part(element, "num")), squeezed(self.part(element, "den")))

    def below(self, element: Any) -> str:
        """A symbol with its number; any other index behind a low line."""
        base, index = self.part(element, "e"), self.part(element, "sub")
        return base + (index if not index or squeezed(index).isdigit() else f"_{index}")

    def limit(self, element: Any) -> str:
        """A name with a place below it, as Word writes `max`; the name alone where nothing stands there."""
        return self.part(element, "e") if not squeezed(self.part(element, "lim")) else self.named(element)


def _is_properties(element: Any) -> bool:
    return isinstance(element.tag, str) and element.tag.endswith("Pr")


def _mark(element: Any, name: str, usual: str) -> str:
    """A character of a delimiter: the usual one where its properties name none."""
    found = element.find(f"{M}dPr/{M}{name}")
    value: str = usual if found is None else found.get(f"{M}val", "")
    return value


_BUILDERS: Mapping[str, Callable[[_Line, Any], str]] = {
    f"{M}d": _Line.delimited,
    f"{M}f": _Line.fraction,
    f"{M}sSub": _Line.below,
    f"{M}limLow": _Line.limit,
    f"{M}func": lambda line, e: line.part(e, "fName") + line.part(e, "e"),
    f"{M}sSup": lambda line, e: f"{line.part(e, 'e')}^{line.part(e, 'sup')}",
    f"{M}rad": lambda line, e: f"{line.part(e, 'deg')}√({line.part(e, 'e')})",
}
