"""A built Word file -> the file as somebody has edited it: replacements in its parts, as Word would write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx_samples as samples
from docx_pieces import rendered
from travaux.docx_reader import Inspection, inspect
from travaux.renderers.docx import names

DOCUMENT = "word/document.xml"
ANA = 'w:id="900" w:author="Ana" w:date="2026-12-01T09:30:00Z"'
BEN = 'w:id="901" w:author="Ben"'


def parts_of(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return buffer.getvalue()


def sent() -> bytes:
    """The agreement of the samples, as it was sent."""
    return rendered(samples.agreement())


def edited(*edits: tuple[str, str], part: str = DOCUMENT, data: bytes | None = None) -> bytes:
    """A file with pieces of one part replaced; each piece stands there once or more, and the first is replaced."""
    parts = parts_of(data or sent())
    text = parts[part].decode()
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return packed({**parts, part: text.encode()})


def read(*edits: tuple[str, str], part: str = DOCUMENT, data: bytes | None = None) -> Inspection:
    return inspect(edited(*edits, part=part, data=data))


def run(words: str, element: str = "t") -> str:
    return f'<w:r><w:{element} xml:space="preserve">{words}</w:{element}></w:r>'


def inserted(words: str, who: str = ANA) -> str:
    return f"<w:ins {who}>{run(words)}</w:ins>"


def deleted(words: str, who: str = ANA) -> str:
    return f"<w:del {who}>{run(words, 'delText')}</w:del>"


def paragraph_of(key: str, data: bytes | None = None) -> str:
    """The paragraph of a key as it stands in the file."""
    text = parts_of(data or sent())[DOCUMENT].decode()
    found = [p for p in re.findall(r"<w:p>.*?</w:p>", text) if f'w:name="{names.bookmark(key)}"' in p]
    assert len(found) == 1
    return found[0]


def control_of(key: str, data: bytes | None = None) -> str:
    """The content control of a key as it stands in the file."""
    text = parts_of(data or sent())[DOCUMENT].decode()
    start = text.index(f'<w:sdt><w:sdtPr><w:tag w:val="{key}"/>')
    return text[start : text.index("</w:sdtContent></w:sdt>", start) + len("</w:sdtContent></w:sdt>")]


def marked(paragraph: str, mark: str) -> str:
    """A paragraph whose end mark is inserted or deleted."""
    return paragraph.replace("</w:pPr>", f"<w:rPr>{mark}</w:rPr></w:pPr>", 1)


def plain_paragraph(*runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="TreatyParagraph"/></w:pPr>{"".join(runs)}</w:p>'
