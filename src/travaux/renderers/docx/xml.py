"""Words of the text -> WordprocessingML: escaping, runs, paragraphs, fields, marks round them.

Every string that came from data passes `escape` (or `run`, which calls it) exactly once.
"""

from __future__ import annotations

import re

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15"'
)

_FORBIDDEN = "\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff"
_BLANKS = str.maketrans("\t\n\r", "   ")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NEVER_IN_XML = re.compile(f"[{_FORBIDDEN}]")


def allowed(text: str) -> str:
    """The text without the characters that XML forbids."""
    return _NEVER_IN_XML.sub("", text)


def escape(text: str) -> str:
    """Text that may stand in an element or a quoted attribute; characters that XML forbids are left out.

    Tabs and line breaks become blanks: in the text of a run Word shows a blank for them, and other readers nothing.
    """
    if not text.isprintable():
        text = allowed(text).translate(_BLANKS)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")


def run(text: str, properties: str = "", deleted: bool = False) -> str:
    """A run of text; inside a deletion Word wants the text in an element of another name."""
    element = "w:delText" if deleted else "w:t"
    return raw_run(f'<{element} xml:space="preserve">{escape(text)}</{element}>', properties)


def dated(day: str) -> str:
    """The attribute of a comment or a change with its day; nothing where the day is not known."""
    return f' w:date="{day}T00:00:00Z"' if _DAY.fullmatch(day) else ""


def raw_run(content: str, properties: str = "") -> str:
    """A run round markup; `properties` is the inside of w:rPr."""
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{content}</w:r>"


def paragraph(style: str, content: str, properties: str = "") -> str:
    """A paragraph in the style with that id; `properties` follow the style in w:pPr, in the schema's order."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def field(instruction: str, result: str, properties: str = "") -> str:
    """A complex field with the runs of the result that is shown until Word computes it again."""
    head = f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}"
    return (
        f'{head}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'{head}<w:instrText xml:space="preserve"> {escape(instruction)} </w:instrText></w:r>'
        f'{head}<w:fldChar w:fldCharType="separate"/></w:r>{result}'
        f'{head}<w:fldChar w:fldCharType="end"/></w:r>'
    )


def link(bookmark: str, content: str) -> str:
    """Runs that lead to a bookmark of this document; cannot stand in a tracked change."""
    return f'<w:hyperlink w:anchor="{bookmark}" w:history="1">{content}</w:hyperlink>'


def control(tag: str, number: int, content: str) -> str:
    """An invisible content control round runs."""
    return f"{control_start(tag, number)}{content}{CONTROL_END}"


def control_start(tag: str, number: int) -> str:
    """The opening of an invisible content control round runs or paragraphs; `CONTROL_END` closes it.

    It is declared as a building block, which changes nothing in Word: LibreOffice 7 makes text of an undeclared
    control round one paragraph, or inside a line, and then shows the codes of fields.
    """
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{escape(tag)}"/><w:id w:val="{number}"/>'
        '<w15:appearance w15:val="hidden"/><w:docPartObj><w:docPartGallery w:val="Quick Parts"/></w:docPartObj>'
        "</w:sdtPr><w:sdtContent>"
    )


CONTROL_END = "</w:sdtContent></w:sdt>"
