"""The Word files as LibreOffice reads them: its own numbers and references are those of the document, line by line.

LibreOffice counts the native lists and computes the reference fields itself, so a wrong restart, a wrong bookmark or
a stale cached reference shows here. All other words are compared in `test_outside_words`.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest

import bilingual
import outside
import proofs
from travaux.numbering import printed
from travaux.tree import Annex, Definition, Document, Emphasis, Footnote, Inline, Note, Para, Provision, Ref

TEXTS = tuple(proofs.instruments())


@functools.cache
def read_by_libreoffice() -> Mapping[str, list[str]]:
    """The lines of the text export of every instrument, numbers and fields computed, with single spaces."""
    files = {name: proof.data for name, proof in proofs.instruments().items()}
    with tempfile.TemporaryDirectory() as folder:
        exported = outside.converted(files, outside.TEXT, Path(folder))
    lines = {name: data.decode("utf-8-sig").splitlines() for name, data in exported.items()}
    return {name: [" ".join(line.split()) for line in found if line.strip()] for name, found in lines.items()}


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


@pytest.mark.parametrize("name", TEXTS)
def test_numbers_and_references_are_those_of_the_document(name: str) -> None:
    outside.libreoffice()
    assert_counted(read_by_libreoffice()[name], proofs.instruments()[name].document, 20)


@pytest.mark.parametrize("style", ["us", "eu", "japan"])
@pytest.mark.parametrize("language", bilingual.LANGUAGES)
def test_numbers_inside_words_are_those_of_the_document(language: str, style: str, tmp_path: Path) -> None:
    outside.libreoffice()
    compilation = bilingual.compiled(tmp_path / "project", language, f"house: {{references: {style}}}\n")
    lines = outside.text_of(compilation.rendered("docx").data, tmp_path)
    assert_counted(lines, compilation.texts[0].document, 18)


def assert_counted(printed_lines: Iterable[str], document: Document, least: int) -> None:
    """Each numbered provision begins in LibreOffice as the document says, in the same order."""
    lines = iter(line.removeprefix("[") for line in printed_lines)
    wanted = list(expected(document))
    assert len(wanted) >= least
    for beginning in wanted:
        start = beginning.removeprefix("[")
        assert any(line.replace("[", "").startswith(start.replace("[", "")) for line in lines), beginning


@pytest.mark.parametrize("name", TEXTS)
def test_no_code_of_a_field_is_printed(name: str) -> None:
    outside.libreoffice()
    lines = read_by_libreoffice()[name]
    assert not [line for line in lines if "REF " in line or "TOC " in line or "Error:" in line]
