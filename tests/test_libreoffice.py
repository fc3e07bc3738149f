"""The Word files as LibreOffice reads them: its own numbers and references are those of the document, line by line.

LibreOffice counts the native lists and computes the reference fields itself, so a wrong restart, a wrong bookmark or
a stale cached reference shows here. Without LibreOffice the tests are skipped and say so; where it has to be there
(TRAVAUX_REQUIRE_OUTSIDE=1, as in continuous integration) its absence is a failure.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

import travaux
from travaux.build import Compilation
from travaux.numbering import printed
from travaux.tree import Annex, Definition, Document, Emphasis, Footnote, Inline, Note, Para, Provision, Ref

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TEXTS = ("critical-minerals-agreement", "us-mx-action-plan")


@pytest.fixture(autouse=True)
def office_is_there() -> None:
    """Skips where there is no LibreOffice, or fails where there has to be one."""
    if OFFICE is None:
        if os.environ.get("TRAVAUX_REQUIRE_OUTSIDE") == "1":
            pytest.fail("LibreOffice is required here and is not installed")
        pytest.skip("LibreOffice is not installed")


def read_by_libreoffice(compilation: Compilation, folder: Path) -> list[str]:
    """The lines of the text export, numbers and fields computed, with single spaces."""
    compilation.render("docx", folder / "text.docx")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [str(OFFICE), profile, "--headless", "--convert-to", "txt:Text (encoded):UTF8"]
    subprocess.run([*command, "--outdir", folder, folder / "text.docx"], check=True, capture_output=True, timeout=300)
    lines = (folder / "text.txt").read_text("utf-8-sig").splitlines()
    return [" ".join(line.split()) for line in lines if line.strip()]


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
    compilation = travaux.compile(key)
    document = compilation.texts[0].document
    lines = iter(line.removeprefix("[") for line in read_by_libreoffice(compilation, tmp_path))
    wanted = list(expected(document))
    assert len(wanted) > 50
    for beginning in wanted:
        start = beginning.removeprefix("[")
        assert any(line.replace("[", "").startswith(start.replace("[", "")) for line in lines), beginning


@pytest.mark.parametrize("key", TEXTS)
def test_no_code_of_a_field_is_printed(key: str, tmp_path: Path) -> None:
    lines = read_by_libreoffice(travaux.compile(key), tmp_path)
    assert not [line for line in lines if "REF " in line or "TOC " in line or "Error:" in line]
