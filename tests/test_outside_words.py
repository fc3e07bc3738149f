"""The words of the Word files as LibreOffice and pandoc read them are those of the document, paragraph by paragraph.

Compared are all texts of `proofs`: every instrument in both editions, the samples, and random texts; of each the title
page, the contents, the preamble, provisions, closing words, signature lines, annexes, tables and footnotes.

Normalisation, the same for both readers. Blanks, tabs and line breaks count as one blank; empty paragraphs do not
count, nor does what XML cannot hold. Tracked changes are accepted. The cells of a row are joined by a blank. A footnote
follows its paragraph, or its row. Left out are: numbers that the program counts itself (`test_libreoffice` compares
those), marks of notes and the blank between two of them, drafting notes and comments, findings printed in the text
(character style "Finding"), pictures, and lines that hold only a bracket (style "Bracket Line"). Cross-references and
the entries of the contents count as printed.

Differences between readers. LibreOffice: the words of a formula count without blanks; the zero-width joiner that it
puts into some empty cells does not count; in random texts formulas are left out, as signs drawn at random are no
formula to it, and footnotes are left to pandoc, as LibreOffice 7.4 loses or mixes up some of the notes of such texts.
pandoc: formulas are left out, as it turns them into TeX; the title on the title page is in the head of its tree; it
drops an insertion of one author within that of another, so that random texts with one are left to LibreOffice.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from lxml import etree

import libreoffice_words
import outside
import pandoc_words
import proofs
from printed_words import normal, words
from proofs import Proof

LONG = pytest.param(proofs.long_instruments, marks=pytest.mark.slow)
SETS = [proofs.instruments, proofs.samples, proofs.random_texts, LONG]
Proofs = Mapping[str, Proof]


def read_by_libreoffice(files: Proofs, whole: bool, folder: Path) -> dict[str, list[str]]:
    written = outside.converted({name: proof.data for name, proof in files.items()}, "fodt", folder)
    return {name: normal(libreoffice_words.Reader(data, whole).paragraphs()) for name, data in written.items()}


@pytest.mark.parametrize("found", SETS, ids=lambda f: f.__name__)
def test_libreoffice_reads_the_words_of_the_document(found: Callable[[], Proofs], tmp_path: Path) -> None:
    outside.libreoffice()
    whole = found is not proofs.random_texts
    read = read_by_libreoffice(found(), whole, tmp_path)
    for name, proof in found().items():
        assert read[name] == words(proof.document, formulas=whole, footnotes=whole), name


@pytest.mark.parametrize("found", SETS, ids=lambda f: f.__name__)
def test_pandoc_reads_the_words_of_the_document(found: Callable[[], Proofs]) -> None:
    outside.pandoc()
    compared = {name: proof for name, proof in found().items() if not twice_inserted(proof.data)}
    assert len(compared) > len(found()) // 2
    for name, proof in compared.items():
        read = normal(pandoc_words.Reader(pandoc_words.read(proof.data)).paragraphs())
        assert read == words(proof.document, formulas=False), name


def twice_inserted(data: bytes) -> bool:
    """Whether a file has an insertion within an insertion."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"))
    inserted = f"{{{root.nsmap['w']}}}ins"
    return any(next(outer.iterdescendants(inserted), None) is not None for outer in root.iter(inserted))


def test_the_words_compared_are_the_whole_text() -> None:
    document = proofs.samples()["agreement"].document
    text = words(document)
    assert text[0] == "Agreement on Trade in Critical Minerals and on Border-Adjusted Price Floors"
    for part in (
        "Article 2.1 Border price adjustment",
        "Wishing to widen the sources of refined minerals;",
        "The adjustment is not an internal tax.",
        "A=max(0,F×C−W−enteredprice)",
        "Task Months Lead",
        "2805.01 Oxides, hydroxides and salts of kind 1, refined 731 A",
        "For the European Union Name: Capacity: Place: Date:",
        "It decides by consensus:",
    ):
        assert part in text
