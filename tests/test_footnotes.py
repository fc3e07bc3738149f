"""Footnotes: their numbers through the text or by chapter, the same in every format, and references to them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import docx_pieces as pieces
import docx_samples as samples
import outside
from docx_lint import W, field_results, lint, noted, opened
from docx_pieces import HOUSE, REFERENCE
from one_clause import article, document
from projects import change, copied
from travaux import compile
from travaux.diagnostic import Failure
from travaux.editions import outgoing
from travaux.footnotes import footnote_numbers
from travaux.index import index
from travaux.renderers import html, markdown
from travaux.renderers import json as json_format
from travaux.renderers.docx import names, render
from travaux.tree import (
    Alternatives,
    Annex,
    Change,
    Column,
    Document,
    Draft,
    Footnote,
    FootnoteNumber,
    Option,
    Para,
    Ref,
    Row,
    Table,
    Text,
)

DUTY = "clauses/example/duty.en.md"
PAGE = Path(__file__).parents[1] / "templates" / "html" / "page.html"


def note(key: str) -> Footnote:
    return Footnote(key, (Text(f"Words of {key}."),))


def noting(name: str, *content: Any) -> Any:
    return pieces.article(f"{name}.a", "Article", pieces.paragraph(f"{name}.p", "Words", *content, "."))


def by_chapter(footnotes: str = "by-chapter") -> Draft:
    """Notes in the preamble, in two chapters, and in annexes of which one has a landscape page in the middle."""
    wide = Table("t", (Column("A"),), (Row("t.r", ((Text("a"), note("wide")),)),), landscape=True)
    middle = pieces.section("s", "Turned", pieces.article("s.a", "A", pieces.paragraph("s.p", "Words", note("after"))))
    reference = Ref("r1", ("y", "x"))
    first = Annex("first", "First", (Para((Text("Before"), note("before"))),), (replace(middle, content=(wide,)),))
    second = Annex("second", "Second", (pieces.para("See ", Ref("r2", ("wide", "x", "op")), note("last")),))
    return replace(
        samples.agreement(replace(HOUSE, footnotes=footnotes)),
        opening=(pieces.para("The Parties", note("op")),),
        recitals=(),
        body=(
            pieces.chapter("one", "One", noting("one", note("x"), ", see ", reference), noting("one.b", note("y"))),
            pieces.chapter("two", "Two", noting("two", note("z"))),
        ),
        annexes=(first, second),
    )


def printed(document: Document) -> dict[str, str]:
    return {key: "".join(segment.text for segment in found) for key, found in document.citations.items()}


# --- numbers ---------------------------------------------------------------------------------------------------------


def test_numbers_run_through_the_text_or_begin_again_in_chapters_and_annexes() -> None:
    through = footnote_numbers(by_chapter("continuous"))
    assert {key: found.number for key, found in through.items()} == {
        "op": 1, "x": 2, "y": 3, "z": 4, "before": 5, "wide": 6, "after": 7, "last": 8,
    }  # fmt: skip
    assert {found.chapter for found in through.values()} == {""}
    assert footnote_numbers(by_chapter()) == {
        "op": FootnoteNumber(1),
        "x": FootnoteNumber(1, "one"),
        "y": FootnoteNumber(2, "one"),
        "z": FootnoteNumber(1, "two"),
        "before": FootnoteNumber(1, "first"),
        "wide": FootnoteNumber(2, "first"),
        "after": FootnoteNumber(3, "first"),
        "last": FootnoteNumber(1, "second"),
    }


def test_deleted_words_keep_their_notes_and_wordings_that_are_not_chosen_have_none() -> None:
    options = (Option((note("a"),)), Option((note("b"),)))
    deleted = Change("deleted", (pieces.chapter("gone", "Gone", noting("gone", note("d"))),), "us")
    body = (
        pieces.chapter("one", "One", noting("one", Alternatives("open", options), note("c"))),
        deleted,
        pieces.chapter("two", "Two", noting("two", Alternatives("shut", (Option((note("e"),)),), -1), note("f"))),
    )
    numbers = footnote_numbers(replace(by_chapter(), opening=(), body=body, annexes=()))
    assert {key: found.number for key, found in numbers.items()} == {"a": 1, "b": 2, "c": 3, "d": 4, "f": 1}


def test_references_say_the_chapter_where_another_one_counts() -> None:
    assert printed(index(by_chapter())) == {
        "r1": "footnote 2 and footnote 1",
        "r2": "footnote 2 of Annex 1, footnote 1 of Chapter 1 and footnote 1 (Preamble)",
    }
    assert printed(index(by_chapter("continuous")))["r2"] == "footnote 6, footnote 2 and footnote 1"


# --- the Word file ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("footnotes", ["continuous", "by-chapter"])
def test_word_counts_and_cites_what_the_model_says(footnotes: str) -> None:
    document = index(by_chapter(footnotes))
    data = render(document, {"reference.docx": REFERENCE}).data
    assert lint(data) == []
    cited = {key: document.footnotes[key].number for key in ("op", "x", "y", "wide")}
    counted = noted(opened(data))
    assert {key: counted[names.bookmark(key)] for key in cited} == cited
    fields = [(code, shown) for code, shown in field_results(opened(data)) if "NOTEREF" in code]
    assert fields == [
        (rf" NOTEREF {names.bookmark(key)} \h ", str(cited[key])) for key in ("y", "x", "wide", "x", "op")
    ]


def restarts(draft: Draft) -> list[tuple[str, str, bool]]:
    """How each section begins, whether it counts anew, and whether it lies across."""
    package = opened(render(index(draft), {"reference.docx": REFERENCE}).data)
    return [
        (
            section.find(f"{W}type").get(f"{W}val"),
            section.find(f"{W}footnotePr/{W}numRestart").get(f"{W}val"),
            section.find(f"{W}pgSz").get(f"{W}orient") is not None,
        )
        for section in package.elements("sectPr")
    ]


def test_chapters_do_not_begin_a_page_and_a_landscape_page_does_not_begin_a_count() -> None:
    assert restarts(by_chapter()) == [
        ("nextPage", "continuous", False),  # title page to preamble
        ("continuous", "eachSect", False),  # Chapter 1
        ("continuous", "eachSect", False),  # Chapter 2
        ("nextPage", "eachSect", False),  # Annex 1
        ("nextPage", "continuous", True),  # its landscape section
        ("nextPage", "eachSect", False),  # Annex 2
        ("continuous", "continuous", False),  # two without words, for LibreOffice
        ("continuous", "eachSect", False),
    ]


def test_through_the_text_no_section_speaks_of_footnotes() -> None:
    package = opened(render(index(by_chapter("continuous")), {"reference.docx": REFERENCE}).data)
    assert package.elements("numRestart", ("word/document.xml", "word/settings.xml")) == []


# --- other formats ---------------------------------------------------------------------------------------------------


def test_html_markdown_and_json_print_the_same_numbers() -> None:
    document = index(by_chapter())
    page = html.render(document, {"page.html": PAGE.read_bytes(), "style.css": b""}).data.decode()
    assert '<a href="#footnote:z" role="doc-noteref">1</a>' in page
    assert '<li value="1" id="footnote:z">Words of z.' in page
    assert 'see footnote <a class="ref" href="#footnote:y">2</a> and footnote' in page
    text = markdown.render(document, {}).data.decode()
    assert "Words<sup>1</sup>, see footnote 2 and footnote 1." in text
    listed = text.partition("## Footnotes")[2].split("\n\n")[1:]
    assert listed[:3] == ["### Preamble", "1\\. Words of op.", "### Chapter 1"]
    assert listed[3:6] == ["1\\. Words of x.", "2\\. Words of y.", "### Chapter 2"]
    tree = json.loads(json_format.render(document, {}).data)
    assert tree["footnotes"]["wide"] == {"type": "FootnoteNumber", "number": 2, "chapter": "first"}


def test_through_the_text_markdown_uses_its_own_notes() -> None:
    text = markdown.render(index(by_chapter("continuous")), {}).data.decode()
    assert "Words[^2], see footnote 3 and footnote 2." in text
    assert "[^8]: Words of last." in text


# --- in clauses ------------------------------------------------------------------------------------------------------


def test_a_footnote_in_a_clause_can_have_an_id() -> None:
    drafted = article("1. {#one} Goods^[{#drums} Drums are packing.] and^[Bags too.] more.\n\n2. {#two} Words.")
    (para,) = drafted.children[0].content  # type: ignore[union-attr]
    assert isinstance(para, Para)
    assert [(n.key, n.content) for n in para.content if isinstance(n, Footnote)] == [
        ("duty.drums", (Text("Drums are packing."),)),
        ("duty#f2", (Text("Bags too."),)),
    ]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("1. {#one} A^[{#Drums} B.].\n\n2. {#two} C.", "'Drums' is not an id"),
        ("1. {#one} A^[{#n} B.]^[{#n} B.].\n\n2. {#two} C.", "the id 'n' stands twice in the clause"),
        ("1. {#one} A^[{#one} B.].\n\n2. {#two} C.", "the id 'one' stands twice in the clause"),
    ],
)
def test_a_bad_id_of_a_footnote_is_a_fault(body: str, message: str) -> None:
    with pytest.raises(Failure) as caught:
        article(body)
    assert [(d.code, d.message) for d in caught.value.diagnostics] == [("DRF006", message)]


def test_a_clause_refers_to_its_footnote() -> None:
    found = document('1. {#one} Goods^[{#drums} Drums.].\n\n2. {#two} See {{ ref("duty.drums") }}.')
    assert printed(found)["duty#r1"] == "footnote 1"


def test_a_reference_to_a_footnote_that_is_not_there_dangles(tmp_path: Path) -> None:
    edit = change(DUTY, "{{ param.notice }}", '{{ param.notice }}^[{#here} Note.] {{ ref("duty.her") }}')
    found = compile("example", project=copied(tmp_path, edit)).errors
    assert [(d.code, d.message, d.hint) for d in found] == [
        ("REF001", "the reference to 'duty.her' leads nowhere: there is no such provision", "did you mean 'duty.here'?")
    ]


# --- LibreOffice -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("footnotes", ["continuous", "by-chapter"])
def test_libreoffice_counts_and_cites_the_same(footnotes: str, tmp_path: Path) -> None:
    data = render(index(by_chapter(footnotes)), {"reference.docx": REFERENCE}).data
    outside.libreoffice()
    lines = "\n".join(outside.text_of(data, tmp_path))
    if footnotes == "by-chapter":
        wanted = ("The Parties1", "Words1, see footnote 2 and footnote 1.", "Words2.", "Before1", "Words3")
        last = "See footnote 2 of Annex 1, footnote 1 of Chapter 1 and footnote 1 (Preamble)1"
    else:
        wanted = ("The Parties1", "Words2, see footnote 3 and footnote 2.", "Words3.", "Before5", "Words7")
        last = "See footnote 6, footnote 2 and footnote 18"
    for words in (*wanted, last):
        assert words in lines


# --- editions --------------------------------------------------------------------------------------------------------


def test_an_outgoing_copy_has_the_same_numbers_under_opaque_keys() -> None:
    working = index(by_chapter())
    sent = outgoing(working)
    assert [found.number for found in sent.footnotes.values()] == [1, 1, 2, 1, 1, 2, 3, 1]
    assert sorted(printed(sent).values()) == sorted(printed(working).values())
    assert not set(sent.footnotes) & set(working.footnotes)
    data = render(sent, {"reference.docx": REFERENCE}).data
    assert lint(data) == []
    assert [shown for code, shown in field_results(opened(data)) if "NOTEREF" in code] == ["2", "1", "2", "1", "1"]
