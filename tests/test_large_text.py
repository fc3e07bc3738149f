"""A text of five hundred articles with everything by the hundred: all of it is there, and sound, and rows stay lazy."""

from __future__ import annotations

import tracemalloc
from functools import cache
from pathlib import Path

import large_project
from docx_lint import Opened, W, lint, opened
from docx_pieces import REFERENCE
from large_text import PARAGRAPHS, Rows, Size, large_document
from travaux.build import Options, compile
from travaux.renderers.docx import names, render
from travaux.tree import Document

SIZE = Size()


@cache
def large() -> tuple[Document, bytes]:
    document = large_document(SIZE)
    return document, render(document, {"reference.docx": REFERENCE}).data


def bookmarks(package: Opened) -> set[str]:
    return {each.get(f"{W}name") for each in package.elements("bookmarkStart")}


def many(package: Opened, tag: str, part: str = "document") -> int:
    return len(package.elements(tag, (f"word/{part}.xml",)))


def test_large_file_is_sound() -> None:
    assert lint(large()[1]) == []


def test_every_key_has_its_bookmark() -> None:
    document, data = large()
    keys = {*document.labels, *(key for key, _ in Rows(SIZE.rows)), *(f"fn:f{n}" for n in range(SIZE.footnotes))}
    keys |= {f"g{n}" for n in range(SIZE.figures)} | {f"#signature:{party}" for party in document.draft.parties}
    assert {names.bookmark(key) for key in keys} - bookmarks(opened(data)) == set()


def test_all_of_each_kind_are_in_the_file() -> None:
    package = opened(large()[1])
    assert many(package, "footnote", "footnotes") == SIZE.footnotes + 2  # and the two separators
    assert many(package, "endnote", "endnotes") == SIZE.notes + 2
    assert many(package, "comment", "comments") == SIZE.comments + SIZE.alternatives  # each says why it is open
    assert many(package, "drawing") == SIZE.figures
    # One picture is one part of the package, however often it stands.
    assert sum(name.startswith("word/media/") for name in package.members) == 1
    fields = [each.text for each in package.elements("instrText", ("word/document.xml",))]
    assert sum(" REF " in code for code in fields) >= SIZE.references
    headings = [p for p in package.elements("pStyle") if p.get(f"{W}val") == "ArticleHeading"]
    assert len(headings) == SIZE.articles
    assert len(large()[0].definitions) == SIZE.terms
    assert len(large()[0].uses) >= (SIZE.articles - 1) * PARAGRAPHS


def test_schedule_is_one_table_a_chapter_with_its_header_row() -> None:
    tables = opened(large()[1]).elements("tbl", ("word/document.xml",))[1:]  # after that of the signatures
    rows = [list(table.iter(f"{W}tr")) for table in tables]
    assert len(tables) == Rows(SIZE.rows).chapters
    assert sum(map(len, rows)) == SIZE.rows + 2 * len(tables)
    for table in rows:
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table]
        assert repeated == [True, True] + [False] * (len(table) - 2)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in table)


def test_same_large_text_has_the_same_bytes() -> None:
    assert render(large_document(SIZE), {"reference.docx": REFERENCE}).data == large()[1]


def peak(rows: int) -> int:
    """Bytes that writing a text with so many rows takes at its peak."""
    small = Size(2, 0, 0, 2, 0, 0, rows, 0, 0, 0)
    document = large_document(small)
    render(document, {"reference.docx": REFERENCE})
    tracemalloc.start()
    render(document, {"reference.docx": REFERENCE})
    found = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return found


def test_a_row_takes_no_more_memory_than_its_key_and_its_place_in_the_file() -> None:
    """A row that was kept as nodes or as text would take two thousand bytes and more."""
    assert (peak(20_000) - peak(5_000)) / 15_000 < 500


def test_whole_build_of_a_large_project(tmp_path: Path) -> None:
    size = Size(120, 600, 100, 54, 80, 0, 2000, 200, 100, 0)
    compilation = compile(large_project.KEY, Options(large_project.write(tmp_path, size)))
    document = compilation.texts[0].document
    assert len(document.refs) >= size.references
    assert len(document.draft.signatures) == size.parties
    data = compilation.rendered("docx", mark_faults=True).data
    package = opened(data)
    assert lint(data) == []
    assert many(package, "footnote", "footnotes") == size.footnotes + 2
    assert many(package, "comment", "comments") >= size.comments
    commented = {f"goods.{1 + n * 7 % size.rows:06d}" for n in range(1, size.comments, 2)}
    assert commented <= set(document.comments)
    assert {names.bookmark(key) for key, _ in Rows(size.rows)} - bookmarks(package) == set()
