"""Names of elements and attributes of a Word file, as the XML library writes them."""

from __future__ import annotations

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
VAL = f"{W}val"
ID = f"{W}id"
NAME = f"{W}name"


def flag(element: object) -> bool:
    """Whether a switch such as w:tblHeader is on: there, and not said to be off."""
    return element is not None and element.get(VAL, "1") not in ("0", "false", "off")  # type: ignore[attr-defined]


def number(text: str | None, default: int = 0, base: int = 10) -> int:
    """The number that an attribute holds, or the default where it holds none."""
    try:
        return int(text or "", base)
    except ValueError:
        return default
