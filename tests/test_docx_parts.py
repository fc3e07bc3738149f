"""The parts of a DOCX: notes, brackets, tracked changes, contents, tables, pages, the package as a whole."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby
from typing import Any
from zipfile import ZipFile

from hypothesis import HealthCheck, given, settings

import docx_pieces as pieces
import docx_samples as samples
from docx_lint import Opened, W, counted, lint, opened
from docx_pieces import REFERENCE, rendered, words_in
from docx_samples import body_of
from strategies import drafts
from travaux.index import index
from travaux.renderers.docx import REQUIRED_STYLES, missing_styles, names, render
from travaux.tree import (
    Alternatives,
    Annex,
    Change,
    Column,
    Draft,
    Figure,
    Level,
    Option,
    Para,
    Provision,
    Row,
    Table,
    Text,
    Writing,
)

# --- constructs ----------------------------------------------------------------------------------------------------


def test_footnotes_drafting_notes_and_findings() -> None:
    data = rendered(samples.agreement())
    assert words_in(data, "word/footnotes.xml").strip() == "The adjustment is not an internal tax."
    assert words_in(data, "word/endnotes.xml").split("\n")[0] == "Drafting notes"
    assert "[REF001: no provision has this key]" in words_in(data)


def test_alternatives_stand_in_brackets_with_their_parties() -> None:
    words = words_in(rendered(samples.agreement()))
    assert "[US, JP: The adjustment shall not exceed 40 per cent of the customs value.]" in words
    assert "\n[Compromise (EU, JP): \nLicences\nImports under licence are free of the adjustment.]\n" in words


def test_a_choice_leaves_one_option_or_nothing() -> None:
    for chosen, expected in ((0, "Yes."), (1, "No."), (-1, "")):
        open_question = Alternatives("x", (Option((Text("Yes."),), proposed=("us",)), Option((Text("No."),))), chosen)
        words = words_in(rendered(body_of(pieces.article("a", "A", pieces.paragraph("p", open_question)))))
        assert words.split("\nA\n")[-1].split("\n")[0] == expected


def test_changes_are_tracked_and_deleted_provisions_are_not_counted() -> None:
    package = opened(rendered(samples.agreement()))
    deleted = [(e.getparent().getparent().get(f"{W}author"), e.text) for e in package.elements("delText")]
    assert deleted == [
        ("US", "Recalling the joint statement of their ministers;"),
        ("US", "Relief is granted on the word of the importer."),
        ("US", "six"),
    ]
    inserted = package.elements("ins")
    assert {e.get(f"{W}author") for e in inserted} == {"EU"}
    assert all(e.get(f"{W}date") is None for e in inserted)
    assert counted(package)[names.bookmark("relief.last")] == "2."


def test_nothing_is_tracked_within_a_deletion() -> None:
    new = pieces.paragraph("new", "Added to what goes.")
    gone = pieces.article("gone", "Gone", Change("inserted", (new,), "eu"))
    draft = replace(body_of(Change("deleted", (gone,), "us")), closing=(), signatures=())
    data = rendered(draft)
    assert lint(data) == []
    assert opened(data).elements("ins") == []
    words = [e.text for e in opened(data).elements("delText")]
    assert words == ["Gone", "Added to what goes."]
    assert {e.get(f"{W}author") for e in opened(data).elements("del")} == {"US"}


def test_tabs_and_line_breaks_in_a_text_are_blanks() -> None:
    data = rendered(body_of(pieces.article("a", "A\tB", pieces.paragraph("a.1", "one\ttwo\r\nthree"))))
    assert "A B\none two  three\n" in words_in(data)


def test_every_control_is_declared() -> None:
    """LibreOffice 7 shows the codes of fields in and behind controls that are not."""
    plain = [pieces.article(key, key, pieces.paragraph(f"{key}.1", "Words.")) for key in "ab"]
    for contents in (True, False):
        controls = opened(rendered(body_of(*plain, contents=contents))).elements("sdtPr")
        assert len(controls) == 4 + contents
        assert all(each.find(f"{W}docPartObj") is not None for each in controls)


def test_contents_have_no_page_numbers_and_ask_no_update() -> None:
    package = opened(rendered(samples.agreement()))
    codes = [e.text for e in package.elements("instrText") if "TOC" in e.text]
    assert codes == [' TOC \\o "1-3" \\n \\h \\z \\u ']
    assert not any("PAGEREF" in e.text for e in package.elements("instrText"))
    assert not package.elements("updateFields", ("word/settings.xml",))
    entries = [p for p in package.elements("p") if _style(p).startswith("TOC")]
    assert "".join(t.text for t in entries[1].iter(f"{W}t")) == "Chapter 1General provisions"


def _style(paragraph: Any) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else str(found.get(f"{W}val"))


def test_outline_levels_follow_the_depth_of_the_text() -> None:
    def outline(draft: Draft) -> str:
        styles = opened(rendered(draft)).trees["word/styles.xml"]
        article = next(s for s in styles.iter(f"{W}style") if s.get(f"{W}styleId") == "ArticleHeading")
        return str(article.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val"))

    assert outline(samples.agreement()) == "2"
    assert outline(body_of(pieces.article("a", "A"))) == "0"


def test_landscape_annexes_have_pages_of_their_own() -> None:
    sizes = [e.get(f"{W}orient") for e in opened(rendered(samples.agreement())).elements("pgSz")]
    assert sizes == [None, "landscape", None]
    wide = Table("t", (Column("A"),), (), landscape=True)
    inside = Provision(Level.ARTICLE, "a", "A", content=(Para((Text("Before."),)), wide))
    data = rendered(body_of(inside, pieces.article("b", "B")))
    assert lint(data) == []
    assert [e.get(f"{W}orient") for e in opened(data).elements("pgSz")] == [None, "landscape", None]
    controls = [e for e in opened(data).elements("sectPr") if any(p.tag == f"{W}sdt" for p in e.iterancestors())]
    assert controls == []


def orientations(draft: Draft) -> list[str | None]:
    data = rendered(draft)
    assert lint(data) == []
    return [e.get(f"{W}orient") for e in opened(data).elements("pgSz")]


def test_no_section_of_pages_is_empty() -> None:
    wide = Table("t", (Column("A"),), (), landscape=True)
    first = Provision(Level.ARTICLE, "a", "A", content=(wide,))
    second = Provision(Level.ARTICLE, "b", "B", content=(replace(wide, key="u"),))
    draft = replace(body_of(first, second), closing=(), signatures=())
    assert orientations(draft) == [None, "landscape"]
    assert orientations(replace(draft, closing=samples.agreement().closing)) == [None, "landscape", None]


def test_a_heading_stands_on_the_page_of_the_landscape_table_below_it() -> None:
    wide = Table("t", (Column("A"),), (), landscape=True)
    inside = Provision(Level.PARAGRAPH, "a.one", content=(Para((Text("The rates are:"),)), wide))
    package = opened(rendered(body_of(Provision(Level.ARTICLE, "a", "Rates", children=(inside,)))))
    ends = [p for p in package.elements("p") if p.find(f"{W}pPr/{W}sectPr") is not None]
    assert "Rates" in "".join(ends[0].getnext().itertext())


def test_tables_repeat_their_header_and_do_not_break_rows() -> None:
    package = opened(rendered(samples.agreement()))
    tables = [t for t in package.elements("tbl") if t.find(f"{W}tblPr/{W}tblStyle").get(f"{W}val") == "TreatyTable"]
    assert len(tables) == 1 + 2  # the schedule has two groups
    for table in tables:
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table.iter(f"{W}tr"))
        room = int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w"))
        assert sum(int(c.get(f"{W}w")) for c in table.iter(f"{W}gridCol")) == room
    names_of_rows = {e.get(f"{W}name") for e in tables[2].iter(f"{W}bookmarkStart")}
    assert names.bookmark("goods.39") in names_of_rows


def test_what_a_table_cannot_show_is_said() -> None:
    row = Row("t.row", ((Text("one"),), (Text("two"),)))
    tables = (Table("t", (Column("A"),), (row,)), Table("empty", (), ()))
    result = render(index(body_of(Provision(Level.ARTICLE, "a", "A", content=tables))), {"reference.docx": REFERENCE})
    assert result.unrepresented == (
        'The row "t.row" has 2 cells for 1 columns; the last are not shown.',
        'The table "empty" has no columns and is not shown.',
    )
    assert lint(result.data) == []


def test_a_picture_is_shown_with_its_description_and_a_broken_one_is_said() -> None:
    package = opened(rendered(samples.agreement()))
    assert package.members["word/media/image1.png"] == samples.DOT
    broken = Provision(Level.ARTICLE, "a", "A", content=(Figure("f", b"GIF89a", "Map"),))
    result = render(index(body_of(broken)), {"reference.docx": REFERENCE})
    assert result.unrepresented == ('The picture "Map" is not a PNG file and is not shown.',)
    assert "[Map]" in words_in(result.data)


def test_title_language_and_running_lines() -> None:
    data = rendered(samples.agreement())
    members = opened(data).members
    assert b"<dc:title>Agreement on Trade in Critical Minerals" in members["docProps/core.xml"]
    assert b'w:lang w:val="en-GB"' in members["word/styles.xml"]
    assert words_in(data, "word/header.xml") == "Critical Minerals AgreementDraft for negotiation, without prejudice"
    assert words_in(data, "word/footer.xml") == "Page 1 of 1"
    assert words_in(data, "word/headerFirst.xml") == ""


def test_japanese_texts_are_marked_as_japanese() -> None:
    draft = samples.agreement()
    writing = Writing("ja-JP", "east-asian", spaced=False, fonts=(("east_asia", "Yu Mincho"),))
    members = opened(rendered(replace(draft, language="ja", house=replace(draft.house, writing=writing)))).members
    assert b'w:lang w:val="en-GB" w:eastAsia="ja-JP" w:bidi="ar-SA"' in members["word/styles.xml"]
    assert b'w:eastAsia="Yu Mincho"' in members["word/styles.xml"]
    assert b'<w:themeFontLang w:val="en-GB" w:eastAsia="ja-JP"/>' in members["word/settings.xml"]
    assert b'w:characterSpacingControl w:val="compressPunctuation"' in members["word/settings.xml"]
    assert b"<dc:language>ja-JP<" in members["docProps/core.xml"]


# --- the package ---------------------------------------------------------------------------------------------------


def test_same_input_same_bytes_and_no_dates() -> None:
    first, second = rendered(samples.agreement()), rendered(samples.agreement())
    assert first == second
    with ZipFile(BytesIO(first)) as file:
        members = file.infolist()
    assert members[0].filename == "[Content_Types].xml"
    # The text comes before the map of keys, which is made from what was written.
    names = [m.filename for m in members if m.filename not in ("word/document.xml", "customXml/item1.xml")]
    assert names.index("word/_rels/document.xml.rels") < names.index("word/endnotes.xml")
    assert len(members) == len({m.filename for m in members})
    assert {m.date_time for m in members} == {(1980, 1, 1, 0, 0, 0)}


def test_the_reference_document_has_every_style() -> None:
    assert missing_styles(REFERENCE) == ()


def test_a_reference_document_without_our_styles_still_works() -> None:
    import docx

    plain = BytesIO()
    docx.Document().save(plain)
    missing = missing_styles(plain.getvalue())
    assert "Treaty Paragraph" in missing
    assert "Title" not in missing
    assert set(missing) < set(REQUIRED_STYLES)
    result = render(index(samples.agreement()), {"reference.docx": plain.getvalue()})
    assert lint(result.data) == []
    assert result.unrepresented[0] == 'The reference document has no style "Cover Text".'


@given(drafts())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_texts_make_sound_packages(draft: Draft) -> None:
    words = {**pieces.HOUSE.words, **draft.house.words}
    draft = replace(draft, house=replace(draft.house, words=words))
    result = render(index(draft), {"reference.docx": REFERENCE})
    odd = any("is not what Word will count" in remark for remark in result.unrepresented)
    faults = lint(result.data)
    assert [fault for fault in faults if not (odd and "Word computes" in fault)] == []


def test_words_that_could_be_markup_are_harmless() -> None:
    evil = 'a<b>&"\x00\x1b\ud800]]>\ufffe'
    draft = replace(samples.agreement(), title=evil, short_title=evil, parties=(evil,), party_names={evil: evil})
    draft = replace(draft, body=(pieces.article(evil, evil, pieces.paragraph(f"{evil}.p", evil)),), annexes=())
    data = rendered(replace(draft, annexes=(Annex(f"{evil}.annex", evil),)))
    assert lint(data) == []
    assert 'a<b>&"]]>' in words_in(data)


# --- long schedules ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Long:
    """Rows made when asked for."""

    size: int

    def __iter__(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        for n in range(self.size):
            yield f"row.{n}", (f"{n:08d}", f"Goods of kind {n}, refined", str(n % 30))

    def __len__(self) -> int:
        return self.size

    def by_group(self) -> Iterator[tuple[str, Iterator[tuple[str, tuple[str, ...]]]]]:
        return groupby(self, key=lambda row: f"Chapter {row[1][0][:5]}")


def long_schedule(size: int) -> Draft:
    columns = (Column("Code"), Column("Goods"), Column("Rate", "right"))
    annex = Annex("long", "Schedule", (Table("schedule", columns, Long(size), "Schedule", landscape=True),))
    return replace(samples.agreement(), annexes=(annex,))


def test_a_long_schedule_is_streamed() -> None:
    """5,000 rows stay far below what 5,000 trees of a row would take."""
    document = index(long_schedule(5000))
    render(document, {"reference.docx": REFERENCE})
    tracemalloc.start()
    data = render(document, {"reference.docx": REFERENCE}).data
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 12_000_000
    tables = Opened({"word/document.xml": ZipFile(BytesIO(data)).read("word/document.xml")}).elements("tbl")
    assert len(tables) == 5 + 2  # five groups, the Committee's table, the signatures
