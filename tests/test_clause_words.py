"""What may stand in a clause: no Markdown that would be printed letter by letter, and what `confirmed` answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import copied, put, run

HEAD = "---\n{heading: Duty, purpose: A duty., order: 55, tier: 3}\n---\n"


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("See [the page](http://example.org).", "'](' "),
        ("Use `code` here.", "'`' "),
        ("A <b>bold</b> word.", "'<b' "),
        ("> A quotation.", "'> ' "),
    ],
)
def test_stray_markdown_is_a_fault(tmp_path: Path, capsys: pytest.CaptureFixture[str], words: str, mark: str) -> None:
    root = copied(tmp_path, put("clauses/example/stray.en.md", f"{HEAD}{words}\n"))
    result = run(capsys, "check", "--project", root, "example")
    assert result.code == 2
    first = result.out.splitlines()[0]
    assert first == f"clauses/example/stray.en.md:4:1: error[DRF005]: {mark}is not part of the clause language"


def test_a_list_that_does_not_begin_with_one_is_no_list(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    body = "A Party shall:\n2. {#notify} notify; and\n3. {#consult} consult.\n"
    root = copied(tmp_path, put("clauses/example/stray.en.md", f"{HEAD}{body}"))
    result = run(capsys, "check", "--project", root, "example")
    assert result.code == 2
    assert result.out.splitlines()[:2] == [
        "clauses/example/stray.en.md:4:1: error[DRF005]: '{#consult}' is not part of the clause language",
        "  hint: an id begins an item; a list right under its opening words begins with `1.`, whatever comes first",
    ]


def test_confirmed_tells_open_sources_from_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = "id: {0}\nstatement: A fact.\npublisher: A ministry.\ngrade: {1}\nseen: full\n"
    body = (
        '{% if confirmed("known") %}Known.{% endif %} {% if not confirmed("known", ["guessed"]) %}Guessed.{% endif %}'
        '{{ source("known") }}\n'
    )
    root = copied(
        tmp_path,
        put("seeds/sources/known.yaml", source.format("known", "official")),
        put("seeds/sources/guessed.yaml", source.format("guessed", "unconfirmed")),
        put("clauses/example/facts.en.md", HEAD + body),
    )
    out = tmp_path / "out"
    assert run(capsys, "build", "--project", root, "--format", "md", "-o", out, "--draft", "example").code in (0, 1)
    assert "Known. Guessed." in (out / "example.en.md").read_text("utf-8")
