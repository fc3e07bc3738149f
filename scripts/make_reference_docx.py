"""Makes `templates/docx/reference.docx`: the styles of `reference_styles.py`, A4, and a sample of each style.

Usage: python scripts/make_reference_docx.py [OUT]. The same bytes on every run.
"""

from __future__ import annotations

import sys
from datetime import datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.shared import Twips

sys.path.insert(0, str(Path(__file__).resolve().parent))
from reference_styles import styles_xml

from travaux.renderers.docx.styles import PARAGRAPH_STYLES

OUT = Path(__file__).resolve().parents[1] / "templates" / "docx" / "reference.docx"
A4 = (11906, 16838)
MARGIN = 1440
HEADER = 709
_CARRIED_BY_PARTS_OF_OUR_OWN = ("numbering", "thumbnail", "customXml", "stylesWithEffects")


def main(out: Path) -> None:
    document = docx.Document()
    document.part.part_related_by(RELATIONSHIP_TYPE.STYLES)._element = parse_xml(styles_xml())
    _set_page(document)
    _set_properties(document)
    _drop_parts(document)
    for name, purpose in PARAGRAPH_STYLES.items():
        document.add_paragraph(f"{name}: {purpose}", style=name)
    saved = BytesIO()
    document.save(saved)
    out.write_bytes(_fixed(saved))


def _set_page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Twips(side) for side in A4)
    section.top_margin = section.bottom_margin = section.left_margin = section.right_margin = Twips(MARGIN)
    section.header_distance = section.footer_distance = Twips(HEADER)


def _set_properties(document: Document) -> None:
    properties = document.core_properties
    properties.author = properties.comments = properties.last_modified_by = ""
    properties.title = "Styles of a treaty"
    properties.created = properties.modified = datetime(2000, 1, 1)  # noqa: DTZ001  a constant, not a time


def _drop_parts(document: Document) -> None:
    for relationships in (document.part.rels, document.part.package.rels):
        for number, each in list(relationships.items()):
            if each.reltype.endswith(_CARRIED_BY_PARTS_OF_OUR_OWN):
                del relationships[number]


def _fixed(saved: BytesIO) -> bytes:
    """The same members in the order of their names, without times."""
    result = BytesIO()
    with ZipFile(saved) as old, ZipFile(result, "w", ZIP_DEFLATED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            member = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            member.compress_type, member.create_system = ZIP_DEFLATED, 0
            new.writestr(member, old.read(name))
    return result.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
