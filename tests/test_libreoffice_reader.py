"""Word files that LibreOffice has saved: the same words exactly, and what was lost on the way by name."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

import docx_pieces as pieces
import docx_samples as samples
import travaux
from docx_edits import ANA, deleted, edited, inserted, marked, paragraph_of, plain_paragraph, run
from travaux.docx_reader import Inspection, inspect
from travaux.docx_reader.model import Added
from travaux.editions import outgoing
from travaux.index import index
from travaux.renderers.docx import plain, render
from travaux.tree import Document, Note, Reply

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SEEDS = ("critical-minerals-agreement", "us-mx-action-plan")


@pytest.fixture(autouse=True)
def office_is_there() -> None:
    """Skips where there is no LibreOffice, or fails where there has to be one."""
    if OFFICE is None:
        if os.environ.get("TRAVAUX_REQUIRE_LIBREOFFICE") == "1":
            pytest.fail("LibreOffice is required here and is not installed")
        pytest.skip("LibreOffice is not installed")


def saved(data: bytes, folder: Path) -> Inspection:
    """The file after LibreOffice has opened and saved it."""
    (folder / "text.docx").write_bytes(data)
    command = [str(OFFICE), f"-env:UserInstallation=file://{folder}/profile", "--headless"]
    command += ["--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out"), str(folder / "text.docx")]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    found = inspect(folder / "out" / "text.docx")
    assert found.saved_by.startswith("LibreOffice/")
    return found


def assert_same_words(found: Inspection, document: Document) -> None:
    assert list(found.texts.items()) == list(plain.texts(document).items())
    assert [(s.table, [(row.key, row.text) for row in s.rows]) for s in found.schedules] == [
        (table.key, list(plain.rows(table))) for table in plain.schedules(document)
    ]
    assert (found.intact, found.added, found.gone) == (True, (), ())
    assert {unit.state for unit in found.units} == {"same"}


@pytest.mark.parametrize("edition", ["working", "outgoing"])
@pytest.mark.parametrize("key", SEEDS)
def test_the_words_are_the_same_and_what_is_lost_is_named(key: str, edition: str, tmp_path: Path) -> None:
    compilation = travaux.compile(key)
    document = compilation.texts[0].document
    if edition == "outgoing":
        document = outgoing(document)
    data = compilation.rendered("docx", edition=edition).data
    sent, found = inspect(data), saved(data, tmp_path)
    assert_same_words(found, document)
    numbered = sum(unit.number != "" for unit in sent.units)
    paths = len({value.path for value in sent.values})
    controls = f"the content controls of {numbered} of {numbered} numbered units: found by bookmark instead"
    values = f"the content controls of {paths} of {paths} values: their words are read, their places not"
    assert found.lost == ((controls, values) if paths else (controls,))
    assert found.values == ()
    assert [note.text for note in found.notes] == [note.text for note in sent.notes]
    assert sorted(comment.text for comment in found.comments) == sorted(
        said for comment in sent.comments for said in (comment.text, *(reply.text for reply in comment.replies))
    )


def test_what_a_lawyer_did_before_is_still_told(tmp_path: Path) -> None:
    """Changes, a new paragraph and comments come through LibreOffice; the thread of a comment does not."""
    note = Note("c", "Why?", "comment", "eu", "2026-11-02", True, (Reply("us", "Scope.", "2026-11-03"),))
    document = replace(index(samples.agreement()), comments={"scope": (note,)})
    data = render(document, {"reference.docx": pieces.REFERENCE}).data
    old = paragraph_of("annex.example.one", data)
    scope = "This Agreement applies to covered goods."
    data = edited(
        (run(scope), run("This Agreement applies to ") + deleted("covered") + inserted("all") + run(" goods.")),
        (old, marked(old, f"<w:ins {ANA}/>") + plain_paragraph(inserted("A new one."))),
        data=data,
    )
    before, found = inspect(data), saved(data, tmp_path)
    assert found.texts["scope.only"] == "This Agreement applies to all goods."
    assert found.originals["scope.only"] == scope
    assert found.added == (Added("paragraph", "A new one.", "annex.example.one"),)
    told = [(c.kind, c.text, c.date) for c in found.changes if c.author == "Ana" and c.scope == "words"]
    day = "2026-12-01T09:30:00Z"
    assert told == [("deleted", "covered", day), ("inserted", "all", day), ("inserted", "A new one.", day)]
    assert [(c.text, c.key, len(c.replies)) for c in before.comments] == [("Why?", "scope", 1)]
    assert sorted((c.text, c.key, c.resolved, len(c.replies)) for c in found.comments) == [
        ("Scope.", "scope", True, 0),
        ("Why?", "scope", True, 0),
    ]
