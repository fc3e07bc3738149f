"""The command line: what each command prints, and the exit codes 0 done, 1 findings, 2 input or usage wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from projects import EXAMPLE, change, copied, put, run
from travaux.build import formats
from travaux.commands.list import LISTS

DUTY = "clauses/example/duty.en.md"
NOWHERE = change(DUTY, "{{ param.notice }}", '{{ ref("nowhere") }}')
UNUSED = change(DUTY, "uses: [committee,", "uses: [committee, duty-free,")
Capture = pytest.CaptureFixture[str]


def test_build_writes_every_text_in_every_format(tmp_path: Path, capsys: Capture) -> None:
    built = run(capsys, "build", "--project", EXAMPLE, "-o", tmp_path, "--format", "html, json,html")
    names = [f"{text}.en.{form}" for text in ("example-plan", "example") for form in ("html", "json")]
    assert (built.out.splitlines(), built.err, built.code) == ([f"{tmp_path}/{name}" for name in names], "", 0)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_check_of_a_sound_project(capsys: Capture) -> None:
    checked = run(capsys, "check", "--project", EXAMPLE)
    assert (checked.out, checked.err, checked.code) == ("nothing found\n", "", 0)


def test_warnings_are_no_failure(tmp_path: Path, capsys: Capture) -> None:
    root = copied(tmp_path / "p", UNUSED)
    checked = run(capsys, "check", "--project", root)
    assert checked.code == 0
    assert checked.out.endswith("\n1 warning\n")
    built = run(capsys, "build", "--project", root, "-o", tmp_path / "out", "--format", "md")
    assert (built.code, built.out.count("\n")) == (0, 2)


def test_error_findings_exit_1_and_render_nothing(tmp_path: Path, capsys: Capture) -> None:
    root, out = copied(tmp_path / "p", NOWHERE), tmp_path / "out"
    assert run(capsys, "check", "--project", root).code == 1
    assert run(capsys, "check", "--project", root, "--format", "json").code == 1
    built = run(capsys, "build", "--project", root, "-o", out)
    assert (built.code, built.out, out.exists()) == (1, "", False)
    assert built.err.splitlines()[-1] == "nothing was rendered; --draft prints the text with its faults marked"


def test_draft_renders_faults_and_still_exits_1(tmp_path: Path, capsys: Capture) -> None:
    root, out = copied(tmp_path / "p", NOWHERE), tmp_path / "out"
    built = run(capsys, "build", "example", "--project", root, "-o", out, "--draft", "--format", "docx,html,md,json")
    assert (built.code, built.out.count("\n")) == (1, 4)
    assert "REF001" in (out / "example.en.html").read_text(encoding="utf-8")


def test_check_as_json_of_a_sound_project(capsys: Capture) -> None:
    checked = run(capsys, "check", "--project", EXAMPLE, "--format", "json")
    assert json.loads(checked.out) == {"schema": "travaux.diagnostics/1", "diagnostics": []}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("check", "exampel"),
            "travaux: error[MOD005]: unknown instrument or package 'exampel'\n  hint: did you mean 'example'?",
        ),
        (
            ("check", "missing.yaml"),
            "missing.yaml: error[SYN007]: no such file\n"
            "  hint: give the key of an instrument or package, or the path of a YAML file",
        ),
        (
            ("check", "x" * 5000 + ".yaml"),
            "x" * 5000 + ".yaml: error[SYN007]: no such file\n"
            "  hint: give the key of an instrument or package, or the path of a YAML file",
        ),
        (
            ("check", "--lang", "es"),
            "seeds/instruments/example-plan.yaml:6:12: error[LIB005]: example-plan is not drafted in 'es'\n"
            "  hint: its languages: en\n"
            "seeds/instruments/example.yaml:8:12: error[LIB005]: example is not drafted in 'es'\n"
            "  hint: its languages: en",
        ),
        (
            ("build", "--format", "docs"),
            "travaux: error[SYN012]: there is no format 'docs'\n  hint: did you mean 'docx'?",
        ),
        (("schema", "partie"), "travaux: error[SYN012]: there is no schema 'partie'\n  hint: did you mean 'party'?"),
        (("explain", "REF999"), "travaux: error[SYN012]: there is no code 'REF999'\n  hint: "),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else "",
)
def test_wrong_arguments_exit_2(arguments: tuple[str, ...], message: str, capsys: Capture) -> None:
    ran = run(capsys, *arguments, "--project", EXAMPLE)
    printed = ran.out if arguments[0] == "check" else ran.err
    assert printed.startswith(message)
    assert printed.splitlines()[-1] in ("1 error", "2 errors")
    assert ran.code == 2


def test_format_of_blanks_is_refused(tmp_path: Path, capsys: Capture) -> None:
    built = run(capsys, "build", "example", "--project", EXAMPLE, "-o", tmp_path, "--format", " , ")
    assert built.code == 2
    assert built.err.startswith("travaux: error[SYN012]: there is no format ''\n  hint: formats: docx, html")


@pytest.mark.parametrize(
    "arguments", [(), ("bild",), ("check", "--format", "xml"), ("list", "treaties"), ("build", "--nonsense")]
)
def test_wrong_usage_exits_2(arguments: tuple[str, ...], capsys: Capture) -> None:
    ran = run(capsys, *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("usage: travaux ")


def test_folder_that_is_no_project(tmp_path: Path, capsys: Capture) -> None:
    hint = "  hint: make one with `travaux init DIR`\n1 error\n"
    ran = run(capsys, "check", "--project", tmp_path)
    assert ran.out == f"{tmp_path}: error[SYN010]: is not a project: it has no travaux.yaml\n{hint}"
    assert ran.code == 2
    ran = run(capsys, "check", "--project", tmp_path / "nothing")
    assert ran.out == f"{tmp_path}/nothing: error[SYN010]: no such folder\n{hint}"
    assert ran.code == 2


def test_current_folder_is_the_project_when_it_is_marked(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(copied(tmp_path))
    listed = run(capsys, "list", "instruments").out.splitlines()
    assert ["example", "Agreement on Trade in Examplium"] in [line.split(maxsplit=1) for line in listed]
    assert run(capsys, "check").out == "nothing found\n"


@pytest.mark.parametrize("what", LISTS)
def test_list(what: str, capsys: Capture) -> None:
    listed = run(capsys, "list", what, "--project", EXAMPLE)
    keys = [line.split()[0] for line in listed.out.splitlines()]
    assert (listed.err, listed.code) == ("", 0)
    assert len(keys) == len(set(keys)) > (1 if what == "packages" else 3)
    own = {"parties": "alba", "products": "examplium", "mechanisms": "floor", "instruments": "example"}
    known = {**own, "sources": "fact", "clauses": "duty.en", "checks": "REF001"}
    known |= {"tables": "freight", "formats": "docx", "packages": "us-mx"}
    assert known[what] in keys


def test_explain_one_and_all(capsys: Capture) -> None:
    overview = run(capsys, "explain")
    codes = [line.split()[0] for line in overview.out.splitlines()]
    assert codes == sorted(set(codes))
    for code in codes:
        told = run(capsys, "explain", code.lower())
        assert told.code == 0
        assert told.out.startswith(f"{code} (")


@pytest.mark.parametrize("kind", ["party", "product", "source", "instrument", "price-floor", "clause", "language"])
def test_schema(kind: str, capsys: Capture) -> None:
    printed = run(capsys, "schema", kind)
    assert printed.code == 0
    assert json.loads(printed.out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_unreadable_plug_in(tmp_path: Path, capsys: Capture) -> None:
    root = copied(tmp_path, put("plugins/mine.py", "raise RuntimeError('no luck')\n"))
    assert run(capsys, "check", "--project", root).code == 0
    refused = run(capsys, "check", "--project", root, "--allow-plugins")
    assert refused.out == (
        "plugins/mine.py: error[PLG001]: the plug-in cannot be imported: RuntimeError: no luck\n1 error\n"
    )
    assert refused.code == 2


# --- as a process ----------------------------------------------------------------------------------------------


def process(*arguments: str | Path, **more: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "travaux", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **more)  # type: ignore[call-overload,no-any-return]


def test_exit_code_of_the_process(tmp_path: Path) -> None:
    assert process("check", "--project", EXAMPLE).returncode == 0
    assert process("check", "--project", copied(tmp_path / "p", NOWHERE)).returncode == 1
    ran = process("check", "--project", tmp_path)
    assert ran.returncode == 2
    assert "Traceback" not in ran.stdout + ran.stderr


def test_reader_of_the_pipe_goes_away() -> None:
    command = f'"{sys.executable}" -m travaux explain | head -n 1 >/dev/null; echo "${{PIPESTATUS[0]}}"'
    ran = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60, check=False)
    assert (ran.stdout, ran.stderr) == ("0\n", "")


def test_terminal_that_cannot_print_the_words(tmp_path: Path) -> None:
    """The words of a finding that the terminal's encoding lacks are replaced; the run does not fail."""
    root = copied(tmp_path, change("seeds/instruments/example.yaml", "[alba, borea, corda]", "[alba, borea, cordã]"))
    ran = process("check", "--project", root, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert (ran.returncode, ran.stderr) == (2, "")
    assert r"'cord\xe3' is not a key" in ran.stdout


def test_formats_that_the_help_names_are_those_that_exist() -> None:
    assert {renderer().suffix for renderer in formats().values()} >= {"docx", "html", "md", "json"}
