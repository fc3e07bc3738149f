"""The lint of DOCX packages sees each fault that the schema validators do not."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

import docx_samples as samples
from docx_lint import lint, opened
from docx_pieces import rendered
from travaux.renderers.docx import names

CHARGE = names.bookmark("charge")
END = "</w:t></w:r><w:r><w:fldChar"
CALCULATION = names.bookmark("charge.calculation")

# What is put wrong (part, pattern, replacement), and what the lint says of it.
FAULTS = [
    (
        "document",
        f'w:name="{names.bookmark("scope")}"',
        f'w:name="{CHARGE}"',
        f"name {CHARGE} occurs twice",
    ),
    ("document", r'<w:bookmarkEnd w:id="1"/>', "", "bookmark 1 has a start or an end only"),
    ("document", rf"REF {CALCULATION} ", "REF gone ", r"field 'REF gone \\n \\h' names no bookmark"),
    ("document", r'w:anchor="\w+"', 'w:anchor="gone"', "link to gone names no bookmark"),
    ("document", r'<w:fldChar w:fldCharType="end"/>', "", "word/document.xml: 1 fields do not end"),
    ("document", r'<w:pStyle w:val="Recital"/>', '<w:pStyle w:val="Gone"/>', "pStyle Gone is not a style"),
    ("document", r'<w:numId w:val="\d+"/>', '<w:numId w:val="999"/>', "numId 999 is not a list"),
    ("document", f">Annex 2-A{END}", f">Annex 9{END}", "shows 'Annex 9', Word computes 'Annex 2-A'"),
    ("_rels/document", r'Target="styles.xml"', 'Target="gone.xml"', "leads to word/gone.xml, which is not there"),
]


def spoilt(part: str, pattern: str, replacement: str) -> bytes:
    """The agreement with the first place that the pattern finds put wrong."""
    members = opened(rendered(samples.agreement())).members
    name = f"word/{part}.xml" + ".rels" * part.startswith("_rels")
    text, found = re.subn(pattern, replacement.replace("\\", r"\\"), members[name].decode(), count=1)
    assert found == 1
    result = BytesIO()
    with ZipFile(result, "w") as file:
        for member, data in {**members, name: text.encode()}.items():
            file.writestr(member, data)
    return result.getvalue()


@pytest.mark.parametrize(("part", "pattern", "replacement", "said"), FAULTS, ids=[fault[-1] for fault in FAULTS])
def test_a_fault_is_said(part: str, pattern: str, replacement: str, said: str) -> None:
    faults = lint(spoilt(part, pattern, replacement))
    assert any(said in fault for fault in faults), faults
