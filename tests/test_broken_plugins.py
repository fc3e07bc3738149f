"""Plug-ins that fail: each is reported by its name, with exit code 2, and no traceback."""

from __future__ import annotations

from pathlib import Path

import pytest

from projects import copied, put, run

CHECK = """
from travaux.checks import Found, check
from travaux.diagnostic import Severity


@check("ZZZ001", Severity.ERROR)
def broken(subject):
    {body}
"""
FORMAT = """
from travaux.renderers import Rendered

suffix = {suffix!r}


def render(document, resources):
    return {result}
"""


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("yield 1 / 0", "ZeroDivisionError: division by zero"),
        ("yield 'words'", "TypeError: it yields str, not Found"),
    ],
)
def test_check_that_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str], body: str, reason: str) -> None:
    root = copied(tmp_path, put("plugins/own.py", CHECK.format(body=body)))
    result = run(capsys, "check", "--project", root, "--allow-plugins", "example")
    assert (result.code, result.err) == (2, "")
    assert result.out == (
        f"travaux_plugin_own: error[PLG002]: the check ZZZ001 cannot be carried out: {reason}\n"
        "  hint: mend the plug-in\n1 error\n"
    )


@pytest.mark.parametrize(
    ("suffix", "result", "reason"),
    [
        ("own", "3", "TypeError: render returns int, not Rendered"),
        ("../x", "Rendered(b'')", "ValueError: '../x' is not the ending of a file name"),
    ],
)
def test_format_that_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], suffix: str, result: str, reason: str
) -> None:
    root = copied(tmp_path, put("plugins/own.py", FORMAT.format(suffix=suffix, result=result)))
    built = tmp_path / "out"
    ran = run(capsys, "build", "--project", root, "--allow-plugins", "--format", "own", "-o", built, "example")
    assert ran.code == 2
    assert ran.err.endswith(
        f"travaux: error[PLG002]: the format 'own' cannot be carried out: {reason}\n  hint: mend the plug-in\n1 error\n"
    )
    assert not built.exists()


def test_plugin_that_ends_the_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = copied(tmp_path, put("plugins/own.py", "import sys\nsys.exit(0)\n"))
    result = run(capsys, "check", "--project", root, "--allow-plugins", "example")
    assert (result.code, result.out) == (
        2,
        "plugins/own.py: error[PLG001]: the plug-in cannot be imported: SystemExit: 0\n1 error\n",
    )
