"""Displayed formulas -> native equations (OMML).

A formula in the linear notation of `travaux.formula` is set as mathematics: fractions, subscripts, cases. Any other
is set as it stands, one-letter symbols italic and words upright.
"""

from __future__ import annotations

import re

from travaux.formula.layout import set_text
from travaux.formula.omml import omml
from travaux.formula.one_line import squeezed
from travaux.renderers.docx import xml

_PIECE = re.compile(
    r"(?P<word>[^\W\d_]{2,}(?:[ -][^\W\d_]{2,})*)"  # "entered price", "max"
    r"|(?P<symbol>[^\W\d_])|(?P<space>\s+)|(?P<sign>[^\W_]+|.)"
)


def equation(text: str) -> str:
    """A displayed equation; Word spaces the operators by itself, so blanks beside them are left out."""
    row = set_text(text)
    pieces = "".join(_piece(found) for found in _PIECE.finditer(text)) if row is None else omml(row)
    return f"<m:oMathPara><m:oMath>{pieces}</m:oMath></m:oMathPara>"


def _piece(found: re.Match[str]) -> str:
    text = xml.escape(found.group())
    match found.lastgroup:
        case "word":
            return f"<m:r><m:rPr><m:nor/></m:rPr><m:t>{text}</m:t></m:r>"
        case "space" if not squeezed(found.group()):
            return ""
        case _:
            return f"<m:r><m:t>{text}</m:t></m:r>" if text else ""
