"""The state of articles: in the margin of the working copy, on the sign-off list, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import EXAMPLE, change, copied, run
from travaux.build import Options, compile

Capture = pytest.CaptureFixture[str]
FILE = "seeds/instruments/example.yaml"


def stated(folder: Path, status: str) -> Path:
    return copied(folder, change(FILE, "status: {", f"status: {{{status}, "))


def test_the_state_of_an_article_stands_in_the_margin_of_the_working_copy(tmp_path: Path) -> None:
    root = stated(tmp_path / "p", "articles: {duty: ad-referendum, price-floor: agreed}")
    (text,) = compile(("example",), Options(project=root)).texts
    told = {key: [note.text for note in notes] for key, notes in text.document.comments.items()}
    assert told == {"duty": ["Ad referendum"], "price-floor": ["Agreed"]}


@pytest.mark.parametrize(("form", "edition"), [("md", "working"), ("md", "outgoing"), ("html", "outgoing")])
def test_no_other_output_changes(form: str, edition: str, tmp_path: Path, capsys: Capture) -> None:
    root = stated(tmp_path / "p", "text_of: chair, articles: {duty: agreed}")
    outputs = []
    for project, folder in ((EXAMPLE, "a"), (root, "b")):
        out = tmp_path / folder
        ran = run(capsys, "build", "example", "--project", project, "--format", form, "--edition", edition, "-o", out)
        assert ran.code == 0
        outputs.append([path.read_bytes() for path in sorted(out.iterdir())])
    assert outputs[0] == outputs[1]


def test_a_slip_in_the_name_of_a_clause_is_told(tmp_path: Path, capsys: Capture) -> None:
    root = stated(tmp_path / "p", "articles: {comittee: open}")
    ran = run(capsys, "check", "example", "--project", root)
    assert ran.code == 2
    assert "there is no clause 'comittee' for this template" in ran.out
    assert "did you mean 'committee'?" in ran.out


def test_a_party_that_is_none_has_no_text(tmp_path: Path, capsys: Capture) -> None:
    root = stated(tmp_path / "p", "text_of: nobody")
    assert run(capsys, "check", "example", "--project", root).code == 2


def test_what_is_not_agreed_is_on_the_sign_off_list(tmp_path: Path, capsys: Capture) -> None:
    assert "SGN209" not in run(capsys, "signoff", "example", "--project", EXAMPLE).out
    root = stated(tmp_path / "p", "articles: {duty: agreed, committee: parked}")
    told = run(capsys, "signoff", "example", "--project", root).out
    assert ": parked\n" in told
    assert ": agreed\n" not in told
