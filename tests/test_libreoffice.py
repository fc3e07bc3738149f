"""The Word files as LibreOffice reads them: its own numbers and references are those of the document, line by line.

LibreOffice counts the native lists and computes the reference fields itself, so a wrong restart, a wrong bookmark or
a stale cached reference shows here. Without LibreOffice the tests are skipped and say so; where it has to be there
(TRAVAUX_REQUIRE_OUTSIDE=1, as in continuous integration) its absence is a failure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import bilingual
import outside
import travaux
from travaux.build import Compilation
from travaux.numbering import printed
from travaux.tree import Annex, Definition, Document, Emphasis, Footnote, Inline, Note, Para, Provision, Ref

TEXTS = ("critical-minerals-agreement", "us-mx-action-plan")


@pytest.fixture(autouse=True)
def office_is_there() -> None:
    """Skips where there is no LibreOffice, or fails where there has to be one."""
    outside.libreoffice()


def read_by_libreoffice(compilation: Compilation, folder: Path) -> list[str]:
    """The lines of the text export, numbers and fields computed, with single spaces."""
    return outside.text_of(compilation.rendered("docx").data, folder)


def words(nodes: Iterable[Inline], document: Document) -> tuple[str, bool]:
    """The printed words up to the first note, and whether a note ended them: the mark of a note is not a word."""
    text = ""
    for node in nodes:
        match node:
            case Footnote() | Note():
                return text, True
            case Ref():
                text += "".join(segment.text for segment in document.citations[node.id])
            case Emphasis():
                inner, ended = words(node.content, document)
                text += inner
                if ended:
                    return text, True
            case Definition():
                text += node.text
            case _:
                text += getattr(node, "text", "")
    return text, False


def lines_of(provisions: Iterable[Provision], document: Document) -> Iterator[str]:
    """How each numbered provision begins, in the order of the text: its number, then its heading or first words."""
    for provision in provisions:
        first = provision.content[0] if provision.content else None
        label = document.labels[provision.key].own
        opening = provision.heading
        if not opening and isinstance(first, Para):
            opening = words(first.content, document)[0]
        if label and opening:
            yield " ".join(f"{label} {opening}".split())
        yield from lines_of(printed(provision.children), document)


def expected(document: Document) -> Iterator[str]:
    """The beginnings of all numbered provisions and annexes."""
    yield from lines_of(printed(document.draft.body), document)
    for annex in printed(document.draft.annexes):
        assert isinstance(annex, Annex)
        yield f"{document.labels[annex.key].own} {annex.heading}"
        yield from lines_of(printed(annex.children), document)


@pytest.mark.parametrize("key", TEXTS)
def test_numbers_and_references_are_those_of_the_document(key: str, tmp_path: Path) -> None:
    assert_counted(travaux.compile(key), tmp_path, 50)


@pytest.mark.parametrize("style", ["us", "eu", "japan"])
@pytest.mark.parametrize("language", bilingual.LANGUAGES)
def test_numbers_inside_words_are_those_of_the_document(language: str, style: str, tmp_path: Path) -> None:
    compilation = bilingual.compiled(tmp_path / "project", language, f"house: {{references: {style}}}\n")
    assert_counted(compilation, tmp_path, 18)


def assert_counted(compilation: Compilation, folder: Path, least: int) -> None:
    """Each numbered provision begins in LibreOffice as the document says, in the same order."""
    lines = iter(line.removeprefix("[") for line in read_by_libreoffice(compilation, folder))
    wanted = list(expected(compilation.texts[0].document))
    assert len(wanted) >= least
    for beginning in wanted:
        start = beginning.removeprefix("[")
        assert any(line.replace("[", "").startswith(start.replace("[", "")) for line in lines), beginning


@pytest.mark.parametrize("key", TEXTS)
def test_no_code_of_a_field_is_printed(key: str, tmp_path: Path) -> None:
    lines = read_by_libreoffice(travaux.compile(key), tmp_path)
    assert not [line for line in lines if "REF " in line or "TOC " in line or "Error:" in line]
