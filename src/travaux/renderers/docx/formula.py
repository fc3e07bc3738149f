"""Linear notation -> native equations (OMML): one-letter symbols italic, words upright, the rest as it stands."""

from __future__ import annotations

import re

from travaux.renderers.docx import xml

_PIECE = re.compile(
    r"(?P<word>[^\W\d_]{2,}(?:[ -][^\W\d_]{2,})*)"  # "entered price", "max"
    r"|(?P<symbol>[^\W\d_])|(?P<space>\s+)|(?P<sign>[^\W_]+|.)"
)


def equation(text: str) -> str:
    """A displayed equation; Word spaces the operators by itself, so blanks beside them are left out."""
    pieces = "".join(_piece(found) for found in _PIECE.finditer(text))
    return f"<m:oMathPara><m:oMath>{pieces}</m:oMath></m:oMathPara>"


def _piece(found: re.Match[str]) -> str:
    text = xml.escape(found.group())
    match found.lastgroup:
        case "word":
            return f"<m:r><m:rPr><m:nor/></m:rPr><m:t>{text}</m:t></m:r>"
        case "space":
            return ""
        case _:
            return f"<m:r><m:t>{text}</m:t></m:r>" if text else ""
