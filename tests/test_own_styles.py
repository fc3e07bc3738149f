"""A ministry's own reference document: what it lacks is said once, and its look is taken over."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Inches, Pt, RGBColor

import outside
import travaux.renderers.docx
from docx_lint import W, lint, opened
from docx_pieces import REFERENCE
from projects import EXAMPLE, copied, put, run
from travaux import compile
from travaux.diagnostic import Failure
from travaux.renderers.docx.styles import CHARACTER_STYLES, PARAGRAPH_STYLES, REQUIRED_STYLES

PLACE = "templates/docx/reference.docx"
INK = RGBColor(0x1F, 0x3A, 0x5F)


def ministry(*without: str) -> bytes:
    """The template of a ministry that sets everything otherwise: Letter, sans serif, colours, other indents."""
    document = docx.Document(BytesIO(REFERENCE))
    section = document.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(1.5)
    section.top_margin = section.bottom_margin = Inches(1.2)
    _letters(document)
    _paragraphs(document)
    for name in without:
        style = document.styles[name]
        style.element.getparent().remove(style.element)
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


def _letters(document: docx.document.Document) -> None:
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Liberation Sans", Pt(10)
    for name in ("Title", "Chapter Heading", "Article Heading", "Annex Heading", "header", "footer"):
        document.styles[name].font.color.rgb = INK
    document.styles["Article Heading"].font.small_caps = True
    document.styles["header"].font.size = Pt(11)


def _paragraphs(document: docx.document.Document) -> None:
    for place, name in enumerate(("Treaty Paragraph", "Treaty Point", "Treaty Subpoint"), 1):
        form = document.styles[name].paragraph_format
        form.left_indent, form.first_line_indent = Cm(1.5 * place), Cm(-1.5)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    document.styles["Treaty Paragraph"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    document.styles.add_style("Stationery", WD_STYLE_TYPE.PARAGRAPH)


def with_template(folder: Path, template: bytes) -> Path:
    return copied(folder, put(PLACE, template))


# --- findings --------------------------------------------------------------------------------------------------------


def test_a_template_that_lacks_styles_is_reported_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = with_template(tmp_path, ministry("Signature Field", "Finding", "Annex Point"))
    told = run(capsys, "check", "--project", project)
    assert told.code == 0
    (line,) = (line for line in told.out.splitlines() if "STY001" in line)
    assert line == (
        "templates/docx/reference.docx: warning[STY001]: the reference document lacks these 3 styles, and a plain one"
        " is made for each: Annex Point, Signature Field, Finding"
    )
    assert (
        "  hint: add styles of these names, or copy them from the library's document; docs/word-styles.md says what"
        " each is for\n" in told.out
    )
    assert lint(compile("example", project=project).rendered("docx").data) == []


def test_a_complete_template_is_not_reported(tmp_path: Path) -> None:
    found = compile("example", project=with_template(tmp_path, ministry())).diagnostics
    assert [d for d in found if d.code.startswith("STY")] == []


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"PK no zip", "BadZipFile: File is not a zip file"),
        (b"", "BadZipFile: File is not a zip file"),
    ],
)
def test_a_template_that_is_no_word_file_stops_the_build(data: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        compile("example", project=with_template(tmp_path, data))
    (found,) = caught.value.diagnostics
    assert str(found) == (
        f"templates/docx/reference.docx: error[STY002]: cannot be read as a Word file: {why}\n"
        "  hint: save it again from Word as .docx, or remove it"
    )


def test_the_librarys_own_document_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def opened_anyway(data: bytes) -> tuple[str, ...]:
        raise AssertionError("the document was opened")

    monkeypatch.setattr(travaux.renderers.docx, "missing_styles", opened_anyway)
    assert compile("example", project=EXAMPLE).errors == ()


# --- its look --------------------------------------------------------------------------------------------------------


def test_the_look_is_that_of_the_template(tmp_path: Path) -> None:
    data = compile("example", project=with_template(tmp_path, ministry())).rendered("docx").data
    assert lint(data) == []
    package = opened(data)
    (size, *_) = package.elements("pgSz", ("word/document.xml",))
    assert (size.get(f"{W}w"), size.get(f"{W}h")) == ("12240", "15840")
    levels = {e.get(f"{W}val"): e.getparent() for e in package.elements("pStyle", ("word/numbering.xml",))}
    indent = levels["TreatyPoint"].find(f"{W}pPr/{W}ind")
    assert (indent.get(f"{W}left"), indent.get(f"{W}hanging")) == ("1701", "850")
    styles = package.members["word/styles.xml"]
    assert b"Liberation Sans" in styles
    assert b'w:val="1F3A5F"' in styles
    words = [t.text for t in package.elements("t", ("word/document.xml",))]
    assert not any(f"{name}: {purpose}" in words for name, purpose in PARAGRAPH_STYLES.items())


def test_a_bare_template_of_word_works_in_libreoffice(tmp_path: Path) -> None:
    """Word's own styles alone: every other style is made plain, and numbers and text are the same."""
    outside.libreoffice()
    bare = BytesIO()
    docx.Document().save(bare)
    (tmp_path / "own").mkdir()
    project = with_template(tmp_path / "own", bare.getvalue())
    made, usual = (compile("example", project=root).rendered("docx").data for root in (project, EXAMPLE))
    assert lint(made) == []
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert outside.text_of(made, tmp_path / "a") == outside.text_of(usual, tmp_path / "b")


def test_required_styles_are_named_once_and_documented() -> None:
    assert len(set(REQUIRED_STYLES)) == len(REQUIRED_STYLES)
    page = (Path(__file__).parents[1] / "docs" / "word-styles.md").read_text()
    assert all(f"\n| {name} | " in page for name in REQUIRED_STYLES)
    assert all(purpose for purpose in (*PARAGRAPH_STYLES.values(), *CHARACTER_STYLES.values()))
