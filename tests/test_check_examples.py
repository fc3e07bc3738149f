"""Every check keeps its word: its failing examples are found, its passing ones are not, and it says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from examples import INSTRUMENTS, PROJECT, Example, compiled, examples, laid_over, merged, sections
from mended import again, mended, unlike, with_fix
from travaux.build import Options, compile
from travaux.checks import Check, builtin_checks
from travaux.diagnostic import Diagnostic
from travaux.report import stage_codes
from travaux.selftest._examples import example_defect
from travaux.selftest._ground import Ground
from travaux.selftest._run import planted
from travaux.selftest.example import follows

CHECKS = builtin_checks()
GRAVITY = {check.code: check.severity.value for check in CHECKS}


def cases() -> Iterator[object]:
    for check in CHECKS:
        numbers: Counter[str] = Counter()
        for example in examples(check):
            numbers[example.verdict] += 1
            name = f"{check.code}-{example.verdict.lower()}-{numbers[example.verdict]}"
            yield pytest.param(check, example, id=name)


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    root = laid_over(Example("Passes", {}), tmp_path_factory.mktemp("examples"))
    return Ground(root, INSTRUMENTS, Options(project=root))


@pytest.mark.parametrize(("check", "example"), list(cases()))
def test_example(check: Check, example: Example, ground: Ground) -> None:
    assert example.files, "an example lays at least one file over the example project"
    defect = example_defect(check, example)
    (planting,) = defect.plantings(ground)
    made = planted(defect, ground, planting, GRAVITY, check.only or "default")
    assert [str(d) for d in made.others] == [], "neither on a changed line nor named by At: or Follows:"
    if example.verdict == "Fails":
        assert made.found
        assert made.placed, f"found at {made.at}, which is no changed line and none that At: names"
    else:
        assert made.at == ()


def failing() -> Iterator[object]:
    for check in CHECKS:
        own = [example for example in examples(check) if example.verdict == "Fails"] if check.fix else []
        yield from (pytest.param(check, example, id=f"{check.code}-{n}") for n, example in enumerate(own, 1))


@pytest.mark.parametrize(("check", "example"), list(failing()))
def test_fixes_of_an_example(check: Check, example: Example, tmp_path: Path) -> None:
    check_fixes(check, compiled(example, tmp_path, check.only).diagnostics, tmp_path)


def check_fixes(check: Check, found: Sequence[Diagnostic], folder: Path) -> None:
    """What a check says that it mends is of the kind that it names; it is then gone, and nothing else is found."""
    fixable = with_fix(found, check.code)
    assert {d.fix.safe for d in fixable if d.fix} <= {"": set(), "safe": {True}, "unsafe": {True, False}}[check.fix]
    if fixable:
        assert mended(fixable, folder).refused == ()
        after = again(folder, check.only).diagnostics
        assert with_fix(after, check.code) == []
        assert unlike(found, after, follows(check)) == []


@pytest.mark.parametrize("check", [check for check in CHECKS if check.fix], ids=lambda c: c.code)
def test_a_check_that_mends_has_an_example_of_it(check: Check, tmp_path: Path) -> None:
    for number, example in enumerate(example for example in examples(check) if example.verdict == "Fails"):
        if with_fix(compiled(example, tmp_path / str(number), check.only).diagnostics, check.code):
            return
    pytest.fail("no failing example has a fix")


@pytest.mark.parametrize("check", CHECKS, ids=lambda c: c.code)
def test_docstring_says_what_why_and_whence(check: Check) -> None:
    named = dict(sections(check))
    assert check.summary.endswith(".")
    assert named.get("Why")
    assert named.get("Source")
    assert {example.verdict for example in examples(check)} == {"Fails", "Passes"}


def test_codes_are_never_given_twice() -> None:
    assert [code for code, times in Counter(c.code for c in CHECKS).items() if times > 1] == []


def test_what_follows_is_a_code_that_something_gives() -> None:
    """A check that is lost, by a file that takes the place of another, leaves its name in what others say of it."""
    given = {c.code for c in CHECKS} | set(stage_codes())
    assert {c.code: lost for c in CHECKS if (lost := follows(c) - given)} == {}


def test_example_project_has_no_findings() -> None:
    found = compile(INSTRUMENTS, Options(project=PROJECT)).diagnostics
    assert [str(d) for d in found] == []


def test_yaml_is_merged_by_key_and_null_removes() -> None:
    below = "a: {b: 1, c: 2}\nlist: [1, 2]\namount: 12.50\n"
    assert merged(below, "a: {c: null, d: 3}\nlist: [9]\n") == "a: {b: 1, d: 3}\nlist: [9]\namount: 12.50\n"


def test_files_of_an_example_are_laid_over_what_is_given_and_what_is_there() -> None:
    there = {"a.yaml": "one: 1\nkept: 2\n", "c.en.md": "---\nheading: Old\n---\nOld words.\n"}
    given = {"a.yaml": "one: 3\n", "new.yaml": "x: 1\ny: 2\n", "c.es.md": "Nada.\n"}
    own = {"new.yaml": "y: 5\n", "c.en.md": "New words.\n", "list.csv": "a,b\n"}
    assert Example("Fails", own, given).laid(there.get) == {
        "a.yaml": "one: 3\nkept: 2\n",
        "new.yaml": "x: 1\ny: 5\n",
        "c.es.md": "Nada.\n",
        "c.en.md": "---\nheading: Old\n---\nNew words.\n",
        "list.csv": "a,b\n",
    }


def test_clause_with_front_matter_replaces_that_which_is_there() -> None:
    whole = "---\nheading: New\n---\nNew words.\n"
    assert Example("Passes", {"c.en.md": whole}).laid({"c.en.md": "---\nheading: Old\n---\nX.\n"}.get) == {
        "c.en.md": whole
    }


def test_given_files_are_laid_below_each_example_of_the_check() -> None:
    check = next(check for check in CHECKS if check.code == "LNG005")
    fails, passes = examples(check)
    assert fails.given == passes.given
    assert "templates/two.yaml" in fails.given
    assert fails.files.keys() == passes.files.keys() == {"clauses/two/work.es.md"}
