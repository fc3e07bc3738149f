"""A mutant is put in the place of its module, in a process of its own, and the tests of that module are run.

First the defects and examples of the checks that the module has or serves, as `travaux selftest` runs them; then the
test files that speak of it. The first that fails ends the run: the mutant is killed.
"""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import importlib.util
import os
import re
import signal
import sys
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from mutants import ROOT, Mutant, files

SURVIVED, BY_EXAMPLES, BY_TESTS, ENDLESS = "survived", "killed by examples", "killed by tests", "killed: no end"
_CODES = {10: SURVIVED, 11: BY_EXAMPLES, 12: BY_TESTS}
#: Seconds of computing after which a mutant is taken not to end, and after which its tests are left.
_LONGEST, _LONGEST_TESTS = 90, 40
_CHECK = re.compile(r'@check\("([A-Z]{3}\d{3})"')
_MENDS = re.compile(r'@check\("([A-Z]{3}\d{3})".*\bfix=')
_KIND = re.compile(r'^    kind: Literal\["([a-z-]+)"\]', re.MULTILINE)
#: Tests that take long, or that are about something else though they name a code.
_NOT = re.compile(
    r"test_(prove|random|libreoffice|selftest|check_examples|scale|large|docs|mutants|word|outside|scaffold|layers"
    r"|coverage|contributing|documented|own_library|determinism|every_wording|broken|bad_input)"
)


class _Instead(importlib.abc.MetaPathFinder, importlib.abc.SourceLoader):
    """Finds the mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self.mutant = mutant

    def find_spec(self, name: str, path: Any, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name != self.mutant.module:
            return None
        inside = [str((ROOT / self.mutant.file).parent)] if self.mutant.file.endswith("__init__.py") else None
        return importlib.util.spec_from_file_location(
            name, self.get_filename(name), loader=self, submodule_search_locations=inside
        )

    def get_filename(self, fullname: str) -> str:
        return str(ROOT / self.mutant.file)

    def get_data(self, path: str | bytes) -> bytes:
        return self.mutant.source.encode()

    def path_stats(self, path: str | bytes) -> Any:
        raise OSError  # so that no compiled file is looked for, and none is written


def warmed() -> None:
    """Imports what is slow to import and no part of the project, so that each process has it already.

    Not hypothesis: pytest wants to import its plug-ins itself.
    """
    import jinja2
    import markdown_it
    import pydantic
    import pytest
    import ruamel.yaml

    assert all((jinja2, markdown_it, pydantic, pytest, ruamel.yaml))
    sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
    os.chdir(ROOT)


def judged(mutant: Mutant, with_tests: bool = True) -> str:
    """What became of a mutant. Tests that fail at the module as it is have killed nothing: then the run ends."""
    verdict = _judged(mutant, with_tests)
    if verdict == BY_TESTS and _unchanged(mutant.file) != SURVIVED:
        raise SystemExit(f"{mutant.file}: its tests fail without a change: {', '.join(tests_of(mutant.file))}")
    return verdict


@cache
def _unchanged(file: str) -> str:
    text = (ROOT / file).read_text(encoding="utf-8")
    return _judged(Mutant(file, 1, "", "", text), with_tests=True)


def _judged(mutant: Mutant, with_tests: bool) -> str:
    child = os.fork()
    if child == 0:
        _in_child(mutant, with_tests)
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return ENDLESS if os.WTERMSIG(status) == signal.SIGPROF else BY_TESTS
    return _CODES.get(os.WEXITSTATUS(status), BY_TESTS)


def _in_child(mutant: Mutant, with_tests: bool) -> None:
    signal.setitimer(signal.ITIMER_PROF, _LONGEST)
    sys.meta_path.insert(0, _Instead(mutant))
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        with tempfile.TemporaryDirectory() as folder:
            os.environ["TRAVAUX_CACHE"] = f"{folder}/cache"
            whole = all(_sound(Path(folder), codes_of(mutant.file)))
    except BaseException:  # noqa: BLE001 - whatever a mutant does, it is not what the module does
        whole = False
    if not whole or not with_tests:
        os._exit(10 if whole else 11)
    signal.signal(signal.SIGPROF, lambda *_: os._exit(10))
    signal.setitimer(signal.ITIMER_PROF, _LONGEST_TESTS)
    os._exit(10 if _tests_pass(mutant.file) else 12)


def _sound(folder: Path, codes: frozenset[str]) -> Iterator[bool]:
    """True for each defect and example of some checks that has what it is to have."""
    from travaux.build import Options, all_checks
    from travaux.report import rules
    from travaux.selftest._defect import builtin_defects
    from travaux.selftest._examples import INSTRUMENTS, example_defects
    from travaux.selftest._ground import Ground, copied
    from travaux.selftest._run import drawn, planted

    root = copied(folder / "project", Options(project=ROOT / "tests" / "example_project"))
    ground = Ground(root, INSTRUMENTS, Options(project=root))
    yield not ground.before()
    gravity = {code: rule.severity for code, rule in rules(all_checks()).items()}
    yield codes <= gravity.keys()
    for verdict in ("Fails", "Passes"):
        for check, defect in example_defects(ground, verdict):
            for planting in defect.plantings(ground) if check.code in codes else ():
                made = planted(defect, ground, planting, gravity, check.only or "default")
                yield not made.others and (made.placed if verdict == "Fails" else not made.found)
    for defect in builtin_defects():
        for key in INSTRUMENTS if defect.code in codes else ():
            one = Ground(root, (key,), ground.options)
            made = [planted(defect, one, planting, gravity) for planting in drawn(defect, one, 1, 1)]
            yield all(each.placed and not each.others for each in made)


def _tests_pass(file: str) -> bool:
    import pytest

    # A field of the model is in the schemas, with its bounds, and its invariants are in the page of proofs.
    of_model = ("schemas_are_current", "page_of_proofs_is_current")
    of_checks = ("page_of_checks_is_current", "page_of_coverage_is_current")
    pages = of_model if "/model/" in file else of_checks
    chosen = [f"tests/test_docs.py::test_{page}" for page in pages]
    # A check that mends has an example in which it does, and what it does there mends.
    test = "tests/test_check_examples.py::test_a_check_that_mends_has_an_example_of_it"
    chosen += [f"{test}[{code}]" for code in sorted(_mending() & codes_of(file))]
    chosen += tests_of(file)
    return pytest.main(["-x", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", *chosen]) == 0


# --- which tests ---------------------------------------------------------------------------------------------------


@cache
def _texts(folder: str) -> dict[str, str]:
    found = sorted((ROOT / folder).rglob("*.py"))
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in found}


@cache
def _mending() -> frozenset[str]:
    """The codes of the checks that mend."""
    return frozenset(code for text in _texts("src/travaux/checks").values() for code in _MENDS.findall(text))


@cache
def codes_of(file: str) -> frozenset[str]:
    """The codes of the checks of a module; of one that has none, those of the modules that import it."""
    text = (ROOT / file).read_text(encoding="utf-8")
    own = frozenset(_CHECK.findall(text))
    name = file.removeprefix("src/").removesuffix(".py").replace("/", ".")
    using = [each for each in files() if f"from {name} import" in _texts("src/travaux")[each]]
    return own or frozenset(code for each in using for code in _CHECK.findall(_texts("src/travaux")[each]))


@cache
def tests_of(file: str) -> tuple[str, ...]:
    """The test files that import a module, or name a kind it has or a code it serves; the closest come first."""
    text = (ROOT / file).read_text(encoding="utf-8")
    module = file.removeprefix("src/").removesuffix(".py").replace("/", ".")
    words = [*codes_of(file), *_KIND.findall(text), f"{module} import"]
    named = re.compile("|".join(map(re.escape, words)))
    often = {
        name: len(named.findall(text)) / len(text)
        for name, text in _texts("tests").items()
        if Path(name).name.startswith("test_") and not _NOT.match(Path(name).name) and named.search(text)
    }
    return tuple(sorted(often, key=lambda name: -often[name]))
