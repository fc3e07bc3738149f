"""Parts -> the zip file: content types, relationships, fixed dates, the text streamed in.

Same parts, same bytes: no clock, and the order of the parts is fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from travaux.renderers.docx.xml import DECLARATION

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MICROSOFT = "http://schemas.microsoft.com/office"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_CHUNK = 1 << 18  # characters

# Part below word/ -> kind (relationship type and content type) and relationship id.
_WORD_PARTS: dict[str, tuple[str, str]] = {
    "endnotes.xml": ("endnotes", "rIdEndnotes"),
    "footer.xml": ("footer", "rIdFooter"),
    "footerFirst.xml": ("footer", "rIdFooterFirst"),
    "footnotes.xml": ("footnotes", "rIdFootnotes"),
    "header.xml": ("header", "rIdHeader"),
    "headerFirst.xml": ("header", "rIdHeaderFirst"),
    "headerLandscape.xml": ("header", "rIdHeaderLandscape"),
    "numbering.xml": ("numbering", "rIdNumbering"),
    "settings.xml": ("settings", "rIdSettings"),
    "styles.xml": ("styles", "rIdStyles"),
}
# Parts below word/ of a text with comments: part -> relationship type, content type.
_COMMENT_PARTS: dict[str, tuple[str, str]] = {
    "comments.xml": (f"{_OFFICE}/comments", f"{_WORD}.comments+xml"),
    "commentsExtended.xml": (f"{_MICROSOFT}/2011/relationships/commentsExtended", f"{_WORD}.commentsExtended+xml"),
    "commentsIds.xml": (f"{_MICROSOFT}/2016/09/relationships/commentsIds", f"{_WORD}.commentsIds+xml"),
    "people.xml": (f"{_MICROSOFT}/2011/relationships/people", f"{_WORD}.people+xml"),
}
# Parts that a reference document may or may not have.
_CARRIED_PARTS: dict[str, tuple[str, str]] = {
    "word/fontTable.xml": ("fontTable", f"{_WORD}.fontTable+xml"),
    "word/theme/theme1.xml": ("theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
}
_OTHER_PARTS: dict[str, str] = {
    "word/document.xml": f"{_WORD}.document.main+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    "customXml/itemProps1.xml": "application/vnd.openxmlformats-officedocument.customXmlProperties+xml",
}


class Package:
    """A zip file that is written part by part."""

    def __init__(self) -> None:
        self._buffer = BytesIO()
        self._zip = ZipFile(self._buffer, "w", ZIP_DEFLATED, compresslevel=6)

    def add(self, name: str, data: bytes | str) -> None:
        """A part that is known as a whole."""
        self._zip.writestr(_member(name), data, ZIP_DEFLATED, 6)

    def stream(self, name: str, pieces: Iterable[str]) -> None:
        """A part whose text comes in pieces; never more than two chunks of them are held.

        One chunk is compressed while the next is being made: zlib leaves the interpreter to others meanwhile.
        """
        with ThreadPoolExecutor(1) as aside, self._zip.open(_member(name), "w") as member:
            compressed: Future[object] = aside.submit(bytes)
            for chunk in _chunks(pieces):
                compressed.result()
                compressed = aside.submit(member.write, chunk.encode())
            compressed.result()

    def close(self) -> bytes:
        """The bytes of the file."""
        self._zip.close()
        return self._buffer.getvalue()


def _member(name: str) -> ZipInfo:
    member = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    member.compress_type, member.create_system, member.external_attr = ZIP_DEFLATED, 0, 0
    return member


def _chunks(pieces: Iterable[str]) -> Iterator[str]:
    held: list[str] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= _CHUNK:
            yield "".join(held)
            held, size = [], 0
    yield "".join(held)


# --- wiring ----------------------------------------------------------------------------------------------------


def content_types(carried: Iterable[str], comments: bool = False) -> str:
    """What kind each part is; `carried` are the parts taken over from the reference document."""
    kinds = {
        **{f"word/{name}": kind for name, (_, kind) in _COMMENT_PARTS.items() if comments},
        **_OTHER_PARTS,
        **{f"word/{name}": f"{_WORD}.{kind}+xml" for name, (kind, _) in _WORD_PARTS.items()},
        **{name: _CARRIED_PARTS[name][1] for name in carried},
    }
    overrides = (f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in sorted(kinds.items()))
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{"".join(overrides)}</Types>'
    )


def package_relationships() -> str:
    """From the package to the document and its properties."""
    return _relationships(
        (
            ("rIdDocument", f"{_OFFICE}/officeDocument", "word/document.xml"),
            ("rIdCore", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            ("rIdApp", f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        )
    )


def document_relationships(carried: Iterable[str], images: Iterable[tuple[str, str]], comments: bool = False) -> str:
    """From the document to its parts; `images` are relationship and path below word/."""
    parts = [(number, f"{_OFFICE}/{kind}", name) for name, (kind, number) in _WORD_PARTS.items()]
    parts += [("rIdMap", f"{_OFFICE}/customXml", "../customXml/item1.xml")]
    for name, (relation, _) in _COMMENT_PARTS.items() if comments else ():
        parts.append((f"rId{name[0].upper()}{name[1:].removesuffix('.xml')}", relation, name))
    for name in carried:
        kind = _CARRIED_PARTS[name][0]
        parts.append((f"rId{kind.capitalize()}", f"{_OFFICE}/{kind}", name.removeprefix("word/")))
    return _relationships((*parts, *((number, f"{_OFFICE}/image", path) for number, path in images)))


def map_relationships() -> str:
    """From the map of keys to its properties."""
    return _relationships((("rIdProperties", f"{_OFFICE}/customXmlProps", "itemProps1.xml"),))


def _relationships(entries: Iterable[tuple[str, str, str]]) -> str:
    listed = (f'<Relationship Id="{number}" Type="{kind}" Target="{to}"/>' for number, kind, to in entries)
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(listed)}</Relationships>'
