"""`travaux check --fix`: what is mended, what is left, and that nothing else of a file changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from projects import EXAMPLE, Edit, change, copied, put, run, snapshot
from travaux.edit import Reword
from travaux.span import Span

Capture = pytest.CaptureFixture[str]
DUTY = "clauses/example/duty.en.md"
PLAN = "clauses/example-plan/plan-work.en.md"


def lay(body: str, uses: str = "[covered-good, party]") -> Edit:
    head = f"heading: Duty\npurpose: Lays one duty.\norder: 50\ntier: 1\nuses: {uses}\n"
    return put(DUTY, f"---\n{head}---\n{body}")


SAFE: dict[str, tuple[tuple[Edit, ...], str, str, str, str]] = {
    "a term that is not used": (
        (lay("Each Party shall admit covered goods.\n", "[committee, covered-good, party]"),),
        "TRM004",
        DUTY,
        "uses: [committee, covered-good, party]",
        "uses: [covered-good, party]",
    ),
    "a term that is not declared": (
        (lay("Each Party shall admit covered goods.\n", "[party]"),),
        "TRM005",
        DUTY,
        "uses: [party]",
        "uses: [covered-good, party]",
    ),
    "an invisible character": (
        (lay("Each Party shall admit\u202e covered goods.\n"),),
        "TXT001",
        DUTY,
        "admit\u202e covered",
        "admit covered",
    ),
    "a suppression of nothing": (
        (change(DUTY, "purpose:", "suppress:\n  # agreed in May\n  - {code: REG004, reason: It is meant.}\npurpose:"),),
        "SUP001",
        DUTY,
        "suppress:\n  # agreed in May\n  - {code: REG004, reason: It is meant.}\n",
        "",
    ),
}
UNSAFE: dict[str, tuple[tuple[Edit, ...], str, str, str, str]] = {
    "must": (
        (lay("Each Party must admit covered goods. A Party shall not\nask for more.\n"),),
        "REG004",
        DUTY,
        "Each Party must admit",
        "Each Party shall admit",
    ),
    "will": (
        (lay("The Parties\nwill admit covered goods.\n"),),
        "REG002",
        DUTY,
        "The Parties\nwill admit",
        "The Parties shall admit",
    ),
}


def codes(capsys: Capture, root: Path, code: str) -> list[str]:
    told = run(capsys, "check", "--project", root, "--format", "json", "--select", code)
    return [d["code"] for d in json.loads(told.out)["diagnostics"]]


@pytest.mark.parametrize("name", SAFE)
def test_safe_fix(name: str, tmp_path: Path, capsys: Capture) -> None:
    edits, code, file, old, new = SAFE[name]
    root = copied(tmp_path / "p", *edits)
    before = snapshot(root)
    assert set(codes(capsys, root, code)) == {code}
    run(capsys, "check", "--project", root, "--fix", "--select", code)
    after = snapshot(root)
    assert {path for path in after if after[path] != before[path]} == {file}
    assert after[file].decode() == before[file].decode().replace(old, new, 1)
    assert codes(capsys, root, code) == []


@pytest.mark.parametrize("name", UNSAFE)
def test_unsafe_fix_waits_to_be_asked(name: str, tmp_path: Path, capsys: Capture) -> None:
    edits, code, file, old, new = UNSAFE[name]
    root = copied(tmp_path / "p", *edits)
    before = snapshot(root)
    run(capsys, "check", "--project", root, "--fix", "--select", code)
    assert snapshot(root) == before
    mended = run(capsys, "check", "--project", root, "--unsafe-fixes", "--select", code)
    assert snapshot(root)[file].decode() == before[file].decode().replace(old, new, 1)
    assert mended.out == "nothing found\n"
    assert mended.err.startswith(f"mended: {file}:")


def test_a_typed_reference_becomes_one_that_moves(tmp_path: Path, capsys: Capture) -> None:
    body = "Each Party shall admit covered goods listed in\nArticle 2.1 of this Agreement.\n"
    root = copied(tmp_path / "p", lay(body))
    assert codes(capsys, root, "REF004") == ["REF004"]
    run(capsys, "check", "--project", root, "--fix", "--select", "REF004")
    text = (root / DUTY).read_text(encoding="utf-8")
    assert "Article 2.1" not in text
    assert "{{ ref(" in text
    assert codes(capsys, root, "REF") == []


def test_diff_shows_and_changes_nothing(tmp_path: Path, capsys: Capture) -> None:
    edits, code, file, _, _ = SAFE["a term that is not declared"]
    root = copied(tmp_path / "p", *edits)
    before = snapshot(root)
    shown = run(capsys, "check", "--project", root, "--diff", "--select", code)
    assert shown.code == 1
    assert shown.out.splitlines()[:2] == [f"--- a/{file}", f"+++ b/{file}"]
    assert "-uses: [party]\n+uses: [covered-good, party]\n" in shown.out
    assert snapshot(root) == before
    assert run(capsys, "check", "--project", EXAMPLE, "--diff").out == ""


def test_the_library_is_not_changed(tmp_path: Path, capsys: Capture) -> None:
    """A finding in a file that the project does not have is refused, and says what to do."""
    from travaux.diagnostic import Diagnostic, Severity
    from travaux.edit import Fix
    from travaux.fixing import fixed

    d = Diagnostic(
        "ABC001", Severity.ERROR, Span("f.md", 1, 1), "m", fix=Fix("x", (Reword(Span("f.md", 1, 1), "a", "b"),))
    )
    made = fixed([d], lambda _: None)
    assert (made.texts, made.mended) == ({}, ())
    assert made.refused == ((d, "f.md is not a file of the project; copy it into the project"),)


PLUGIN = """\
from travaux.checks import Found, check
from travaux.diagnostic import Severity
from travaux.edit import Fix, Remove


@check("XYZ001", Severity.WARNING)
def wrong(s):
    for instrument in s.instruments():
        fix = Fix("take the key out", (Remove(instrument.raw.file.name, ("id",)),))
        yield Found("it has a key", instrument.span("id"), fix=fix)
"""


def test_a_fix_that_breaks_the_project_is_taken_back(tmp_path: Path, capsys: Capture) -> None:
    root = copied(tmp_path / "p", put("plugins/mine.py", PLUGIN))
    before = {path: data for path, data in snapshot(root).items() if not path.endswith(".pyc")}
    ran = run(capsys, "check", "example", "--project", root, "--allow-plugins", "--fix")
    assert ran.code == 2
    after = {path: data for path, data in snapshot(root).items() if not path.endswith(".pyc")}
    assert after == before


def test_a_misspelt_field_is_mended_though_the_project_cannot_be_read(tmp_path: Path, capsys: Capture) -> None:
    file = "seeds/mechanisms/floor.yaml"
    root = copied(tmp_path / "p", change(file, "level_rule: ", "levelrule: "))
    assert run(capsys, "check", "example", "--project", root).code == 2
    mended = run(capsys, "check", "example", "--project", root, "--fix")
    assert (mended.code, mended.out) == (0, "nothing found\n")
    assert (root / file).read_bytes() == (EXAMPLE / file).read_bytes()


def test_a_record_that_can_only_be_one_is_named_when_that_is_asked_for(tmp_path: Path, capsys: Capture) -> None:
    file = "seeds/instruments/example.yaml"
    root = copied(tmp_path / "p", change(file, "depositary: alba", "depositary: albba"))
    assert run(capsys, "check", "example", "--project", root, "--fix").code == 2
    assert run(capsys, "check", "example", "--project", root, "--unsafe-fixes").code == 0
    assert (root / file).read_bytes() == (EXAMPLE / file).read_bytes()


def test_an_acceptance_that_has_lapsed_is_taken_out(tmp_path: Path, capsys: Capture) -> None:
    lapsed = "suppress:\n  - {code: REG004, reason: Meant., until: 2020-01-01}\npurpose:"
    root = copied(tmp_path / "p", change(DUTY, "purpose:", lapsed))
    assert codes(capsys, root, "SUP") == ["SUP002"]
    run(capsys, "check", "--project", root, "--fix", "--select", "SUP")
    assert (root / DUTY).read_bytes() == (EXAMPLE / DUTY).read_bytes()


def test_a_file_outside_the_project_is_not_changed(tmp_path: Path, capsys: Capture) -> None:
    """An instrument may be named by a path that lies anywhere; what is mended lies in the project."""
    root = copied(tmp_path / "p", *SAFE["a term that is not declared"][0])
    outside = tmp_path / "elsewhere" / "example.yaml"
    put("example.yaml", (root / "seeds/instruments/example.yaml").read_bytes())(outside.parent)
    change("example.yaml", "id: example", "suppress: [{code: CAP001, reason: It was settled.}]\nid: example")(
        outside.parent
    )
    before = outside.read_bytes()
    ran = run(capsys, "check", outside, "--project", root, "--fix", "--select", "SUP001")
    assert outside.read_bytes() == before
    assert "is not a file of the project" in ran.err
