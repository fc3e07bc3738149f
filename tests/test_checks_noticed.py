"""What no example of a check shows: cases and words in which a small change of a check would not be noticed there."""

from __future__ import annotations

from pathlib import Path

from check_findings import said
from examples import compiled, examples
from travaux.checks import builtin_checks


def first_example(code: str, folder: Path) -> list[str]:
    """What a check finds in its first failing example."""
    check = next(each for each in builtin_checks() if each.code == code)
    return said(compiled(next(examples(check)), folder, check.only).diagnostics, code)


def test_numbers_of_two_versions_are_told_on_both_sides(tmp_path: Path) -> None:
    assert first_example("LNG006", tmp_path) == [
        "error: the numbers differ from those of the English text: 40 here, 50 there"
    ]
