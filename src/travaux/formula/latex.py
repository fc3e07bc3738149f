"""Boxes -> LaTeX (amsmath)."""

from __future__ import annotations

import re
from typing import assert_never

from travaux.formula.layout import Box, Cases, Fence, Figure, Fraction, Function, Letter, Row, Sign, Words

_GREEK = {
    pair[0]: f"\\{pair[1:]}"
    for pair in re.findall(
        r"\w+",
        "αalpha βbeta γgamma δdelta εvarepsilon ζzeta ηeta θtheta ιiota κkappa λlambda μmu νnu ξxi πpi ρrho σsigma "
        "τtau υupsilon φvarphi χchi ψpsi ωomega ΓGamma ΔDelta ΘTheta ΛLambda ΞXi ΠPi ΣSigma ΥUpsilon ΦPhi ΨPsi ΩOmega",
    )
}
_SIGNS = {"×": r"\times", "−": "-", "≤": r"\le", "≥": r"\ge", "∧": r"\land", "∨": r"\lor", "¬": r"\lnot"}
_ESCAPED = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\N{NO-BREAK SPACE}": "~"}
_NAMED = {"max": r"\max", "min": r"\min"}


def latex(box: Box) -> str:
    """One box, for mathematics mode."""
    match box:
        case Letter(name, index):
            return _GREEK.get(name, name) + (f"_{{{index}}}" if index else "")
        case Figure(text):
            return text.replace("−", "-").replace("%", r"\%").replace(",", "{,}")
        case Sign(text):
            return _SIGNS.get(text, text)
        case Words(text):
            return rf"\text{{{_escaped(text)}}}"
        case Row(items):
            return " ".join(map(latex, items))
        case Fence(items, separator):
            return rf"\left({f'{separator} '.join(map(latex, items))}\right)"
        case Function(name, arguments):
            return _NAMED.get(name, rf"\operatorname{{{name}}}") + latex(arguments)
        case Fraction(above, below):
            return rf"\frac{{{latex(above)}}}{{{latex(below)}}}"
        case Cases(rows):
            told = r" \\ ".join(f"{latex(value)} & {latex(met) if met else ''}".strip() for value, met in rows)
            return rf"\begin{{cases}} {told} \end{{cases}}"
        case _:
            assert_never(box)


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(c, f"\\{c}" if c in "&%$#_{}" else c) for c in text)
