"""Words of the tree -> words as they are compared with those of a file."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

from travaux.formula.layout import set_text
from travaux.formula.omml import omml_words
from travaux.formula.one_line import squeezed
from travaux.renderers.docx.xml import allowed

_BLANK = re.compile(r"[\t\n\r]")
_ODD_IN_ROW = re.compile("[\n\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def normal(text: str) -> str:
    """Words as they are compared: blanks for tabs and line breaks, nothing that XML cannot hold."""
    return text if text.isprintable() else allowed(_BLANK.sub(" ", text))


def formula_words(text: str) -> str:
    """A formula as it is compared: its equation on one line, without blanks."""
    row = set_text(text)
    return squeezed(allowed(text)) if row is None else omml_words(row)


def digest(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the words."""
    return sha256(text.encode()).hexdigest()[:16]


def row_words(cells: tuple[str, ...]) -> str:
    """The words of a row: its cells, joined by tabs."""
    joined = "\t".join(cells)
    if joined.count("\t") != len(cells) - 1 or _ODD_IN_ROW.search(joined):
        return "\t".join(normal(cell) for cell in cells)
    return joined


def one_line(lines: Iterable[str]) -> str:
    """Lines as they are compared where it does not matter how they are broken."""
    return " ".join(normal(" ".join(lines)).split())


def running_words(part: Any) -> str:
    """The words of a running header or footer with all changes rejected, without what Word computes in its fields."""
    found, computed = list[str](), 0
    for each in part.iter():
        name = str(each.tag).rpartition("}")[2]
        if name == "fldChar":
            kind = next((value for key, value in each.attrib.items() if key.endswith("}fldCharType")), "")
            computed += {"separate": 1, "end": -1}.get(kind, 0)
        elif name in ("p", "tab", "br"):
            found.append(" ")
        elif name in ("t", "delText") and computed <= 0 and not _apart(each):
            found.append(each.text or "")
    return one_line(("".join(found),))


def _apart(element: Any) -> bool:
    """Whether words are an insertion, the result of a simple field, or said again for old programs."""
    above = {str(each.tag).rpartition("}")[2] for each in element.iterancestors()}
    return bool(above & {"ins", "moveTo", "fldSimple", "Fallback"})
