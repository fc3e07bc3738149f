"""`travaux inspect`: the summary, the JSON and its documented fields, the lint, the exit codes."""

from __future__ import annotations

import json
import os
import re
from dataclasses import fields
from io import BytesIO
from pathlib import Path

import docx
import pytest

from docx_edits import (
    ANA,
    deleted,
    edited,
    inserted,
    marked,
    packed,
    paragraph_of,
    parts_of,
    plain_paragraph,
    sent,
)
from docx_edits import (
    run as words,
)
from projects import run
from travaux.docx_reader import inspect, model

DOCS = (Path(__file__).parents[1] / "docs" / "word-reading.md").read_text(encoding="utf-8")
SCOPE = "This Agreement applies to covered goods."
Capture = pytest.CaptureFixture[str]


def returned() -> bytes:
    """The agreement as a lawyer sends it back."""
    old = paragraph_of("annex.example.one")
    return edited(
        (words(SCOPE), words("This Agreement applies to ") + deleted("covered") + inserted("all") + words(" goods.")),
        (old, marked(old, f"<w:ins {ANA}/>") + plain_paragraph(inserted("A new one."))),
        (words("A Committee is set up."), words("No Committee is set up.")),
        (paragraph_of("recital.supply"), ""),
    )


def test_the_summary_says_what_a_reader_wants_first(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "returned.docx"
    file.write_bytes(returned())
    told = run(capsys, "inspect", file)
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0] == f"{file}: minerals (en), saved by travaux"
    assert lines[1] == (
        "text: 77 units, 75 as sent, 1 with tracked changes, 1 changed without tracking, 39 rows of schedules, 2 values"
    )
    assert lines[2:4] == ["changed without tracking:", "  committee#2"]
    assert '  scope.only: deleted "covered" (Ana, 2026-12-01)' in lines
    assert '  scope.only: inserted "all" (Ana, 2026-12-01)' in lines
    assert "  annex.example.one: inserted paragraph (Ana, 2026-12-01)" in lines
    assert '  after annex.example.one: inserted "A new one." (Ana, 2026-12-01)' in lines
    assert '  relief.last: inserted "twelve" (EU)' in lines
    assert lines[-4:] == [
        "without a key:",
        '  paragraph after annex.example.one: "A new one."',
        "gone:",
        "  recital.supply: missing",
    ]


def test_an_unchanged_file_says_so(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "sent.docx"
    file.write_bytes(sent())
    told = run(capsys, "inspect", file).out.splitlines()
    assert told[1] == "text: 78 units, 78 as sent, 39 rows of schedules, 2 values; the hash of the whole is right"


def test_json_has_everything_and_can_be_written_to_a_file(tmp_path: Path, capsys: Capture) -> None:
    file, out = tmp_path / "returned.docx", tmp_path / "out.json"
    file.write_bytes(returned())
    told = run(capsys, "inspect", file, "--format", "json")
    plain = json.loads(told.out)
    assert plain["schema"] == "travaux.inspection/1"
    found = inspect(file)
    assert {unit["key"]: unit["text"] for unit in plain["units"]} == found.texts
    assert [change["text"] for change in plain["changes"]] == [change.text for change in found.changes]
    written = run(capsys, "inspect", file, "--format", "json", "-o", out)
    assert (written.out, written.code, json.loads(out.read_text(encoding="utf-8"))) == (f"{out}\n", 0, plain)


def test_a_device_or_a_pipe_is_not_replaced_by_the_output(tmp_path: Path, capsys: Capture) -> None:
    file, pipe = tmp_path / "x.docx", tmp_path / "pipe"
    file.write_bytes(sent())
    os.mkfifo(pipe)
    told = run(capsys, "inspect", file, "-o", pipe)
    assert (told.out, told.code, pipe.is_fifo()) == ("", 2, True)
    said = "error[WRT001]: cannot be written: it is a device or a pipe, and no file\n  hint: nothing was changed\n"
    assert told.err.startswith(f"{pipe}: {said}")


def test_the_lint_prints_faults_and_exits_1(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(sent())
    assert run(capsys, "inspect", file, "--lint").out == "nothing found\n"
    file.write_bytes(edited((words(SCOPE), words(SCOPE) + '<w:bookmarkEnd w:id="9002"/>')))
    told = run(capsys, "inspect", file, "--lint")
    assert (told.out, told.code) == ("bookmark 9002 has a start or an end only\n", 1)


def test_a_refused_file_exits_2(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "x.docx"
    file.write_bytes(packed({**parts_of(sent()), "word/vbaProject.bin": b"x"}))
    for option in ("--lint", "--format=json"):
        told = run(capsys, "inspect", file, option)
        assert (told.out, told.code) == ("", 2)
        assert told.err.startswith(f"{file}: error[DOC010]: has macros (word/vbaProject.bin)\n")
    assert "has macros" in run(capsys, "explain", "DOC010").out


def test_a_file_of_others_says_that_it_is_none_of_ours_and_exits_2(tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "other.docx"
    document = docx.Document()
    document.add_paragraph("Hello.")
    document.add_comment(document.paragraphs[0].runs, "Who?", "Ben", "B")
    document.save(str(file))
    told = run(capsys, "inspect", file)
    assert told.code == 2
    assert told.out.splitlines()[0].startswith(
        f"{file}: not one of ours: the file has no map of keys, so nothing can be said of clauses and values; "
        "its paragraphs, changes and comments are listed as they stand"
    )
    assert '  at the beginning on "Hello.": "Who?" (Ben, ' in told.out
    assert told.out.endswith('without a key:\n  paragraph at the beginning: "Hello."\n')


# --- the page ----------------------------------------------------------------------------------------------------


def test_the_page_lists_every_field() -> None:
    kinds = ("Inspection", "Unit", "Schedule", "Row", "Value", "Change", "Comment", "Added", "Gone", "Note", "Frame")
    for kind in kinds:
        section = DOCS.partition(f"**`{kind}`**")[2].partition("\n\n")[0]
        named = re.findall(r"^- `(\w+)`", section, re.MULTILINE)
        assert named == [field.name for field in fields(getattr(model, kind))], kind


def test_the_snippet_for_python_docx_reads_every_paragraph(tmp_path: Path) -> None:
    (snippet,) = re.findall(r"```python\n(import docx\n.*?)```", DOCS, re.DOTALL)
    file = tmp_path / "agreement.docx"
    file.write_bytes(sent())
    scope: dict[str, object] = {}
    exec(snippet.replace('"agreement.docx"', repr(str(file))), scope)
    paragraphs = scope["paragraphs"]
    assert isinstance(paragraphs, list)
    read = {paragraph.text for paragraph in paragraphs}
    plain = docx.Document(BytesIO(sent()))
    skipped = {SCOPE, "General provisions", "Rules of procedure"}
    assert skipped <= read
    assert not skipped & {paragraph.text for paragraph in plain.paragraphs}
    assert len(paragraphs) == len(re.findall(rb"<w:p>", parts_of(sent())["word/document.xml"]))
