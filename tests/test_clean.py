"""The clean edition: the outgoing text without what no source confirms, numbered anew, with a list of what is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from clause_prints import markdown
from projects import change, copied, place, put, run
from strategies import documents
from travaux.build import Options, compile
from travaux.clean import clean
from travaux.tree import Document

TEXT = "seeds/instruments/example.yaml"


def cleaned(instrument: str, options: Options | None = None) -> tuple[str, list[str]]:
    compilation = compile(instrument, options or Options())
    rendered = compilation.rendered("md", compilation.texts[0], edition="clean")
    return markdown(rendered.data), [line for line in rendered.unrepresented if line.startswith("left out")]


def test_plan_without_what_nobody_confirms() -> None:
    text, left_out = cleaned("us-jp-action-plan")
    assert left_out == [
        "left out: Section 1(d), which rests on an unconfirmed source: ap-009",
        "left out: Section 2.1, which rests on an unconfirmed source: ev-019",
        "left out: Section 5, which rests on an unconfirmed source: ap-009",
        "left out: Section 7, which rests on an unconfirmed source: ap-009",
        "left out: Section 8, which rests on an unconfirmed source: ap-009",
        "left out: Section 11.1, which rests on an unconfirmed source: ap-009",
        "left out: Section 13.1, which rests on an unconfirmed source: ev-019",
        "left out: the row 'standards' of the table 'Actions, lead bodies, times and outputs', which rests on an "
        "unconfirmed source",
    ]
    assert "Section 5: Projects" in text
    assert "beginning with border-adjusted price floors; and - (c) consult" in text
    assert "plurilateral agreement on trade in critical minerals. ## Section 2" in text
    assert "Compare standards" not in text
    assert "joint report provided for in Section 11 (Timetable and outputs)" in text


def test_no_bracket_is_left_but_the_blanks() -> None:
    compilation = compile("eu-us-action-plan", Options())
    rendered = compilation.rendered("md", compilation.texts[0], edition="clean")
    assert b"\\[" not in rendered.data.replace(b"\\[place\\]", b"").replace(b"\\[date\\]", b"")


def test_reference_to_what_is_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clause = "clauses/example/refers.en.md"
    body = "---\nheading: R\npurpose: R\norder: 70\ntier: 1\n---\nThe Committee acts under {{ ref('duty.notice') }}.\n"
    rests = change(TEXT, "depositary: alba\n", "depositary: alba\nrests_on: {duty.notice: [rumour]}\n")
    root = copied(tmp_path / "project", rests, put(clause, body))
    result = run(capsys, "build", "example", "--project", root, "-o", tmp_path / "out", "--edition", "clean", "--quiet")
    assert result.code == 2
    assert "error[CLN001]: the clean text refers to Article 1.2.2, which it leaves out as unconfirmed\n" in result.err
    assert "  hint: let the sentence stand only with what it refers to, or name a source that confirms it" in result.err
    assert place(root, clause, "The Committee")[0] == 7


@settings(deadline=None, max_examples=40, suppress_health_check=list(HealthCheck))
@given(documents())
def test_nothing_else_is_touched(document: Document) -> None:
    draft, left_out = clean(document)
    if not left_out:
        assert draft == document.draft
