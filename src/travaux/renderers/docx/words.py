"""Words of the tree -> words as they are compared with those of a file."""

from __future__ import annotations

import re
from hashlib import sha256

from travaux.formula.layout import set_text
from travaux.formula.omml import omml_words
from travaux.renderers.docx.xml import allowed

_BLANK = re.compile(r"[\t\n\r]")
_BLANKS = re.compile(r"\s+")
_ODD_IN_ROW = re.compile("[\n\r\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def normal(text: str) -> str:
    """Words as they are compared: blanks for tabs and line breaks, nothing that XML cannot hold."""
    return text if text.isprintable() else allowed(_BLANK.sub(" ", text))


def formula_words(text: str) -> str:
    """A formula as it is compared: the text of its equation without blanks.

    That is its linear notation; of a fraction or cases it is the parts in their order, since the line of the one and
    the brackets that grow round both are no text in Word.
    """
    row = set_text(text)
    return _BLANKS.sub("", allowed(text)) if row is None else omml_words(row)


def digest(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the words."""
    return sha256(text.encode()).hexdigest()[:16]


def row_words(cells: tuple[str, ...]) -> str:
    """The words of a row: its cells, joined by tabs."""
    joined = "\t".join(cells)
    if joined.count("\t") != len(cells) - 1 or _ODD_IN_ROW.search(joined):
        return "\t".join(normal(cell) for cell in cells)
    return joined
