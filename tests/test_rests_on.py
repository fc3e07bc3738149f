"""Sources that an instrument names for clauses and paragraphs: an unconfirmed one puts them in brackets."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import change, copied, place, run

TEXT = "seeds/instruments/example.yaml"


def built(root: Path, capsys: pytest.CaptureFixture[str], line: str) -> tuple[int, str]:
    copied(root, change(TEXT, "depositary: alba\n", f"depositary: alba\n{line}\n"))
    result = run(capsys, "build", "example", "--project", root, "-o", root / "out", "--format", "md")
    file = root / "out/example.en.md"
    return result.code, file.read_text(encoding="utf-8") if file.exists() else result.err


def test_article_and_paragraph_in_brackets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, plain = built(tmp_path / "a", capsys, "")
    _, article = built(tmp_path / "b", capsys, "rests_on: {committee: [rumour]}")
    _, paragraph = built(tmp_path / "c", capsys, "rests_on: {duty.notice: [rumour]}")
    _, confirmed = built(tmp_path / "d", capsys, "rests_on: {committee: [fact]}")
    remark = "rests on an unconfirmed source: rumour"
    assert [text.count(remark) - plain.count(remark) for text in (article, paragraph, confirmed)] == [2, 2, 0]


def test_clause_that_does_not_stand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copied(tmp_path, change(TEXT, "depositary: alba\n", "depositary: alba\nrests_on: {duty.notise: [fact]}\n"))
    line, column = place(tmp_path, TEXT, "duty.notise")
    result = run(capsys, "check", "example", "--project", tmp_path)
    assert (result.code, result.out) == (
        1,
        f"{TEXT}:{line}:{column}: error[REF011]: the text has no clause or paragraph 'duty.notise'\n"
        "  hint: name a clause that stands, or a paragraph of one as `clause.id`\n1 error\n",
    )
