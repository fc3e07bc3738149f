"""The limit: the words of the agreement as string literals of WordprocessingML, streamed into a zip file.

No model, no check, no template: it writes what travaux writes for a text of this shape (numbered styles, contents, a
bookmark for every unit and row, a control round every unit, a field for every number of a reference, a page of styles)
as fast as Python can say it. What it does not write is the map of keys and hashes by which an edited file is read back.

    python benchmarks/peers/bare.py FOLDER OUT
"""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any

import words

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = f'xmlns:w="{_W}" xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LEVELS = ("Heading1", "TreatyParagraph", "TreatyPoint")
_NUMBERS = ("Article %1", "%2.", "(%3)")
_BATCH = 200


def _types() -> str:
    parts = {"document": "document.main", "styles": "styles", "numbering": "numbering"}
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in parts.items()
    )
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{relations}{overrides}</Types>'


def _relationships(targets: dict[str, str]) -> str:
    listed = (
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets.items())
    )
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(listed)}</Relationships>'


def _styles() -> str:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:pPr><w:numPr>'
        f'<w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for level, name in enumerate(_LEVELS)
    )
    plain = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/></w:style>'
        for name in ("Title", "TOC2", "Definition", "TableText")
    )
    return f'{_HEAD}<w:styles xmlns:w="{_W}">{styles}{plain}</w:styles>'


def _numbering() -> str:
    formats = ("decimal", "decimal", "lowerLetter")
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{formats[n]}"/><w:pStyle w:val="{_LEVELS[n]}"/>'
        f'<w:lvlText w:val="{_NUMBERS[n]}"/></w:lvl>'
        for n in range(3)
    )
    return (
        f'{_HEAD}<w:numbering xmlns:w="{_W}"><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


_BEGIN, _SEPARATE, _END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))


def _code(instruction: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'


def _field(key: str, cached: str) -> str:
    return f"{_BEGIN}{_code(f'REF {name(key)} {chr(92)}n {chr(92)}h')}{_SEPARATE}{_run(cached)}{_END}"


def _reference(word: dict[str, str]) -> str:
    """ "Article 29.4(b)" as three fields, of the article, the paragraph and the point."""
    article, _, paragraph = word["text"].partition(".")
    number, bracket, point = paragraph.partition("(")
    home, own = word["key"].split(".")
    fields = f"{_field(home, article)}{_run('.')}{_field(f'{home}.{own[:2]}', number)}"
    return fields + _field(word["key"], bracket + point) if point else fields


def runs(said: list[Any]) -> str:
    """The runs of a unit's words; a reference is a field."""
    return "".join(_run(word) if isinstance(word, str) else _reference(word) for word in said)


def name(key: str) -> str:
    """The bookmark of a key."""
    return "b_" + key.replace("-", "_").replace(".", "_")


def _paragraph(style: str, content: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{content}</w:p>'


def _control(number: int, key: str, content: str) -> str:
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{key}"/><w:id w:val="{number}"/><w15:appearance w15:val="hidden"/></w:sdtPr>'
        f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
    )


def _bookmark(number: int, key: str, content: str) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name(key)}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def _articles(said: dict[str, Any]) -> Iterator[str]:
    number = 0
    for article in said["articles"]:
        number += 1
        yield _unit(number, 0, article["key"], _run(article["heading"]))
        if article["number"] == 1:
            yield from (_paragraph("Definition", _run(f"{term} {meaning};")) for term, meaning in said["terms"])
        for unit in article["units"]:
            number += 1
            yield _unit(number, unit["depth"], unit["key"], runs(unit["words"]))


def _unit(number: int, depth: int, key: str, content: str) -> str:
    return _control(number, key, _paragraph(_LEVELS[depth], _bookmark(number, key, content)))


def _contents(said: dict[str, Any]) -> Iterator[str]:
    yield _paragraph("Title", f"{_BEGIN}{_code('TOC')}{_SEPARATE}")
    for article in said["articles"]:
        words = f"{_run('Article ' + str(article['number']))}<w:r><w:tab/></w:r>{_run(article['heading'])}"
        link = f'<w:hyperlink w:anchor="{name(article["key"])}" w:history="1">{words}</w:hyperlink>'
        yield _paragraph("TOC2", link)
    yield _paragraph("Title", _END)


def _schedule(said: dict[str, Any], rows: Iterator[list[str]]) -> Iterator[str]:
    grid = "<w:tblGrid>" + '<w:gridCol w:w="2000"/>' * 6 + "</w:tblGrid>"
    yield f'<w:tbl><w:tblPr><w:tblW w:w="12000" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>{grid}'
    heading = "".join(f"<w:tc>{_paragraph('TableText', _run(cell))}</w:tc>" for cell in said["headings"])
    yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heading}</w:tr>"
    marked = f'<w:bookmarkStart w:id="%s" w:name="b_goods_%s"/>{_run("%s")}<w:bookmarkEnd w:id="%s"/>'
    cells = "".join(f"<w:tc>{_paragraph('TableText', content)}</w:tc>" for content in (marked, *[_run("%s")] * 5))
    row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"
    numbered = enumerate(rows, 2000)
    while batch := list(islice(numbered, _BATCH)):
        yield "".join([row % (number, line, line, number, *rest) for number, (line, *rest) in batch])
    yield "</w:tbl>"


def _document(said: dict[str, Any], rows: Iterator[list[str]]) -> Iterator[str]:
    yield f"{_HEAD}<w:document {_SPACES}><w:body>{_paragraph('Title', _run(said['title']))}"
    yield from _contents(said)
    yield from _articles(said)
    yield from _schedule(said, rows)
    yield "<w:p/></w:body></w:document>"


def write(said: dict[str, Any], rows: Iterator[list[str]], out: Path | IO[bytes]) -> None:
    """A text and the rows of its schedule as a DOCX file."""
    links = {"styles": "styles.xml", "numbering": "numbering.xml"}
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relationships({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": _relationships(links),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
    }
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as package:
        for name, data in parts.items():
            package.writestr(name, data)
        with package.open("word/document.xml", "w") as member:
            for piece in _document(said, rows):
                member.write(piece.encode())


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    write(words.text(folder), words.rows(folder), Path(sys.argv[2]))
