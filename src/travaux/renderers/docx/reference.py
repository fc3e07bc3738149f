"""`reference.docx` -> what the renderer takes from it: styles with their ids and indents, page size, theme, fonts.

The file is opened with python-docx, which stays off the path that writes the text.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from io import BytesIO
from typing import Any

from travaux.renderers.docx.language import languages_in, write
from travaux.renderers.docx.scripts import Languages
from travaux.renderers.docx.styles import REQUIRED_STYLES, kind_of, style_id
from travaux.renderers.docx.xml import escape
from travaux.tree import Draft

CARRIED = ("/word/theme/theme1.xml", "/word/fontTable.xml")


@dataclass(frozen=True, slots=True)
class Page:
    """Size and margins in twentieths of a point, upright."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    header: int
    footer: int

    def text_width(self, landscape: bool = False) -> int:
        """Width of the text between the margins; the margins turn with the page."""
        if landscape:
            return self.height - self.top - self.bottom
        return self.width - self.left - self.right


@dataclass(frozen=True, slots=True)
class Reference:
    """What was found: ids and indents by style name, the page, parts to carry over, and the raw styles part."""

    ids: Mapping[str, str]
    indents: Mapping[str, str]
    page: Page
    parts: Mapping[str, bytes]
    styles: bytes
    missing: tuple[str, ...]
    languages: Languages
    """Its languages, which hold for words of another script than the text's."""
    named: frozenset[str] = frozenset()
    """The styles it has."""
    colours: Mapping[str, str] = field(default_factory=dict)
    """The colours of those of its character styles that have one."""
    header_tabs: tuple[int, ...] = ()
    """Where its style of the running header stops tabs: Word's own has a stop in the middle."""


def missing_styles(reference: bytes) -> tuple[str, ...]:
    """The names of `REQUIRED_STYLES` that a reference document does not have, in the order of that table."""
    return open_reference(reference).missing


@lru_cache(maxsize=4)
def open_reference(data: bytes) -> Reference:
    """Read a reference document; styles that it lacks get an id, so that they can be made."""
    import docx  # slow to import, and only needed when a DOCX is made

    document = docx.Document(BytesIO(data))
    element = document.styles.element
    found = {_name(style): style for style in element.findall(_w("style")) if style.find(_w("name")) is not None}
    ids = {name: style.get(_w("styleId")) for name, style in found.items()}
    return Reference(
        ids={**{name: style_id(name) for name in REQUIRED_STYLES}, **ids},
        indents={name: _indent(found.get(name), found.values()) for name in REQUIRED_STYLES},
        page=_page(document.sections[0]),
        parts={part.partname.lstrip("/"): part.blob for part in _carried(document)},
        styles=document.part.part_related_by(_STYLES).blob,
        missing=tuple(name for name in REQUIRED_STYLES if name not in found),
        named=frozenset(found),
        colours=dict(_coloured(found)),
        languages=languages_in(element),
        header_tabs=tuple(_tabs(found.get("header"))),
    )


def _tabs(style: Any) -> Iterator[int]:
    for stop in () if style is None else style.iter(_w("tab")):
        yield int(stop.get(_w("pos")))


def _coloured(found: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, style in found.items():
        colour = style.find(f"{_w('rPr')}/{_w('color')}")
        if style.get(_w("type")) == "character" and colour is not None:
            yield name, colour.get(_w("val"), "auto")


_STYLES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _w(name: str) -> str:
    return f"{_W}{name}"


def _name(style: Any) -> str:
    return str(style.find(_w("name")).get(_w("val")))


def _indent(style: Any, every: Collection[Any]) -> str:
    """The indent of a style or its nearest parent as the content of a list level's w:pPr.

    Word would take it from the style; LibreOffice wants it in the level too.
    """
    if style is None:
        return ""
    indent = style.find(f"{_w('pPr')}/{_w('ind')}")
    if indent is None:
        parent = style.find(_w("basedOn"))
        known = None if parent is None else parent.get(_w("val"))
        return _indent(next((other for other in every if other.get(_w("styleId")) == known), None), every)
    left, hanging = (indent.get(_w(side), "0") for side in ("left", "hanging"))
    return f'<w:ind w:left="{left}" w:hanging="{hanging}"/>'


def _page(section: Any) -> Page:
    lengths = (
        section.page_width, section.page_height, section.top_margin, section.right_margin,
        section.bottom_margin, section.left_margin, section.header_distance, section.footer_distance,
    )  # fmt: skip
    return Page(*(round(length.twips) for length in lengths))


def _carried(document: Any) -> Iterator[Any]:
    for part in document.part.package.iter_parts():
        if part.partname in CARRIED:
            yield part


# --- styles.xml ------------------------------------------------------------------------------------------------


def styles_xml(
    reference: Reference,
    numbered: Mapping[str, tuple[int, int]],
    outline: Mapping[str, int],
    draft: Draft,
    made: Iterable[str] = (),
    unnumbered_lines: Collection[str] = (),
) -> bytes:
    """The reference's styles, bound to the lists and to the outline of this document, in its language.

    `numbered` gives instance and level of a list by style name, `outline` the outline level from 0, `made` styles
    that are added, `unnumbered_lines` those whose lines are left out where lines are numbered.
    """
    from docx.opc.oxml import serialize_part_xml
    from docx.oxml import OxmlElement, parse_xml

    root = parse_xml(reference.styles)
    for name in reference.missing:
        root.append(_made(name, OxmlElement))
    for style in made:
        root.append(parse_xml(style))
    for style in root.findall(_w("style")):
        name = _name(style)
        if name in numbered:
            _bind(style, numbered[name], OxmlElement)
        if name in outline:
            _set_outline(style, outline[name], OxmlElement)
        if name in unnumbered_lines:
            _leave_lines_out(style, OxmlElement)
    write(root, draft)
    return bytes(serialize_part_xml(root))


def style_xml(name: str, number: str, kind: str, look: str) -> str:
    """A style made for this document, with its look."""
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    own = "" if name.islower() else ' w:customStyle="1"'  # the names of Word's own styles are in small letters
    told = f'w:type="{kind}"{own} w:styleId="{escape(number)}"'
    return f'<w:style {spaces} {told}><w:name w:val="{escape(name)}"/>{look}</w:style>'


def _made(name: str, element: Any) -> Any:
    style = element("w:style", {_w("type"): kind_of(name), _w("styleId"): style_id(name), _w("customStyle"): "1"})
    style.append(element("w:name", {_w("val"): name}))
    return style


def _bind(style: Any, place: tuple[int, int], element: Any) -> None:
    properties = style.get_or_add_pPr()
    properties._remove_numPr()
    number = properties.get_or_add_numPr()
    number.append(element("w:ilvl", {_w("val"): str(place[1])}))
    number.append(element("w:numId", {_w("val"): str(place[0])}))


_BEFORE_LINES = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr")


def _leave_lines_out(style: Any, element: Any) -> None:
    properties = style.get_or_add_pPr()
    for old in properties.findall(_w("suppressLineNumbers")):
        properties.remove(old)
    before = {_w(name) for name in _BEFORE_LINES}
    place = next((n for n, child in enumerate(properties) if child.tag not in before), len(properties))
    properties.insert(place, element("w:suppressLineNumbers"))


def _set_outline(style: Any, level: int, element: Any) -> None:
    properties = style.get_or_add_pPr()
    for old in properties.findall(_w("outlineLvl")):
        properties.remove(old)
    # In the schema's order nothing that a paragraph style may hold comes after the outline level.
    properties.append(element("w:outlineLvl", {_w("val"): str(level)}))
