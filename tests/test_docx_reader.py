"""Word files read back: an unchanged file gives the very words of the tree, whatever wrote it last but us."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import docx_pieces as pieces
import travaux
from docx_edits import DOCUMENT, edited, parts_of, sent
from strategies import documents
from test_docx_parts import long_schedule
from travaux.docx_reader import Inspection, inspect
from travaux.docx_reader.trees import element
from travaux.editions import outgoing
from travaux.formula.omml_parse import omml_line
from travaux.renderers.docx import keymap, plain, render
from travaux.renderers.docx.formula import equation
from travaux.renderers.docx.words import formula_words
from travaux.renderers.docx.xml import NAMESPACES, allowed
from travaux.tree import Document

SEEDS = ("critical-minerals-agreement", "us-mx-action-plan")


def assert_unchanged(found: Inspection, document: Document) -> None:
    """The very words in the very order, nothing added, nothing gone, and the hash of the whole."""
    wanted = {allowed(key): words for key, words in plain.texts(document).items()}
    assert list(found.texts.items()) == list(wanted.items())
    assert [(s.table, [(row.key, row.text) for row in s.rows]) for s in found.schedules] == [
        (table.key, list(plain.rows(table))) for table in plain.schedules(document)
    ]
    assert {unit.state for unit in found.units} | {schedule.state for schedule in found.schedules} <= {"same"}
    assert (found.added, found.gone, found.lost, found.ours, found.intact) == ((), (), (), True, True)


@pytest.mark.parametrize("key", SEEDS)
@pytest.mark.parametrize("edition", ["working", "outgoing"])
def test_an_unchanged_file_gives_the_words_of_the_tree(key: str, edition: str) -> None:
    compilation = travaux.compile(key)
    document = compilation.texts[0].document
    if edition == "outgoing":
        document = outgoing(document)
    found = inspect(compilation.rendered("docx", edition=edition).data)
    assert_unchanged(found, document)
    assert found.changes == ()
    assert (found.instrument, found.language, found.saved_by) == (document.draft.instrument, "en", "travaux")


@given(documents())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_documents_are_read_exactly(document: Document) -> None:
    words = {**pieces.HOUSE.words, **document.draft.house.words}
    draft = replace(document.draft, house=replace(document.draft.house, words=words))
    document = replace(document, draft=draft)
    data = render(document, {"reference.docx": pieces.REFERENCE}).data
    assert keymap.tree_digest(document).encode() in parts_of(data)["customXml/item1.xml"]
    assert_unchanged(inspect(data), document)


def test_values_are_found_by_their_paths() -> None:
    found = inspect(sent())
    assert [(value.path, value.text, value.was, value.key) for value in found.values] == [
        ("mechanisms.adjustment.de_minimis", "USD 800", "USD 800", "charge.exclusions.small"),
        ("cap", "40 per cent", "40 per cent", "charge.cap.us"),
    ]


def test_notes_and_frame_are_told_apart_from_the_text() -> None:
    found = inspect(sent())
    note = "The rate depends on what the third round decides about the reference market."
    assert [(each.text, each.key) for each in found.notes] == [(note, "charge.duty")]
    styles = [frame.style for frame in found.frame]
    assert styles[:5] == ["cover party"] * 3 + ["cover text"] * 2
    assert "toc 1" in styles
    assert "table heading" in styles


def test_a_redline_of_ours_is_as_it_was_sent() -> None:
    found = inspect(sent())
    assert [(c.kind, c.author, c.text, c.key, c.after) for c in found.changes if c.scope == "words"] == [
        ("deleted", "US", "Recalling the joint statement of their ministers;", "", "recital.state"),
        ("deleted", "US", "Relief is granted on the word of the importer.", "", "relief"),
        ("inserted", "EU", "Relief is granted on production of a certificate.", "relief.new", ""),
        ("deleted", "US", "six", "relief.last", ""),
        ("inserted", "EU", "twelve", "relief.last", ""),
    ]
    assert found.originals["relief.last"] == "Relief lapses after six months."
    assert found.texts["relief.last"] == "Relief lapses after twelve months."


@pytest.mark.parametrize(
    "text",
    [
        "A = max(0, F × C − W − entered price)",
        "R = (V − N) / V × 100",
        "a_1 < b & c",
        "A = ratio(F − R, R, 3) × 5\N{NO-BREAK SPACE}kg",
        "A = if(x ≤ 10%, S1, 0)",
    ],
)
def test_equations_are_read_as_they_were_written(text: str) -> None:
    root = element(f"<w:p {NAMESPACES}>{equation(text)}</w:p>".encode(), "x", "y")
    assert omml_line(root) == formula_words(text)


def test_equations_of_other_programs_are_read_in_one_line() -> None:
    def run(words: str) -> str:
        return f"<m:r><m:t>{words}</m:t></m:r>"

    brackets = '<m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>'
    inner = f"<m:d>{brackets}<m:e>{run('V')}{run('−')}{run('N')}</m:e></m:d>"
    sums = f"{run('a')}{run('+')}{run('b')}"
    made = (
        f"<m:f><m:num>{inner}</m:num><m:den>{run('V')}</m:den></m:f>"
        f"<m:f><m:num>{sums}</m:num><m:den>{sums}</m:den></m:f>"
        f"<m:sSup><m:e>{run('x')}</m:e><m:sup>{run('2')}</m:sup></m:sSup>"
        f"<m:sSub><m:e>{run('x')}</m:e><m:sub>{run('i')}</m:sub></m:sSub><m:rad><m:e>{run('y')}</m:e></m:rad>"
    )
    root = element(f"<w:p {NAMESPACES}><m:oMath>{made}</m:oMath></w:p>".encode(), "x", "y")
    assert omml_line(root) == "[V−N]/V(a+b)/(a+b)x^2x_i√(y)"


def test_runs_split_by_a_program_and_wrapped_in_its_marks_are_the_same_words() -> None:
    whole = '<w:r><w:t xml:space="preserve">This Agreement applies to covered goods.</w:t></w:r>'
    split = (
        '<w:proofErr w:type="spellStart"/><w:r w:rsidR="00A1"><w:t>This </w:t></w:r><w:smartTag><w:r><w:t>Agree</w:t>'
        "</w:r></w:smartTag><w:r><w:t>ment</w:t></w:r><w:r><w:lastRenderedPageBreak/></w:r>"
        '<mc:AlternateContent><mc:Choice Requires="w15"><w:r><w:t xml:space="preserve"> applies</w:t></w:r></mc:Choice>'
        "<mc:Fallback><w:r><w:t>WRONG</w:t></w:r></mc:Fallback></mc:AlternateContent>"
        '<w:r><w:tab/></w:r><w:hyperlink w:anchor="x"><w:r><w:t>to covered goods.</w:t></w:r></w:hyperlink>'
    )
    found = inspect(edited((whole, split)))
    assert found.texts["scope.only"] == "This Agreement applies to covered goods."
    assert found.intact


def test_bookmarks_that_a_program_moved_between_paragraphs_name_the_next() -> None:
    text = parts_of(sent())[DOCUMENT].decode()
    start = text.index('<w:bookmarkStart w:id="22"')
    mark = text[start : text.index("/>", start) + 2]
    opening = '<w:p><w:pPr><w:pStyle w:val="TreatyText"/></w:pPr>'
    found = inspect(edited((f"{opening}{mark}", f"{mark}{opening}")))
    assert found.intact
    assert found.lost == ()


_MEASURED = """
import re, sys, time
from pathlib import Path
from travaux.docx_reader import inspect
begun = time.process_time()
found = inspect(sys.argv[1])
assert (found.intact, [len(schedule.rows) for schedule in found.schedules]) == (True, [10_000])
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(time.process_time() - begun, int(peak[1]) // 1024)
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not say how much memory was used")
def test_a_long_schedule_is_read_as_a_stream(tmp_path: Path) -> None:
    """10,000 rows take less than 100 MiB, and seconds rather than minutes, which leaves room for a busy machine."""
    file = tmp_path / "long.docx"
    file.write_bytes(pieces.rendered(long_schedule(10_000)))
    done = subprocess.run([sys.executable, "-c", _MEASURED, file], check=True, capture_output=True, text=True)
    seconds, mebibytes = done.stdout.split()
    assert float(seconds) < 10
    assert int(mebibytes) < 100
