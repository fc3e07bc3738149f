"""What the clauses of texts that do not bind say they become: clauses that exist, and that bind."""

from __future__ import annotations

from collections import defaultdict

from ruamel.yaml import YAML

from travaux.discover import builtin_layer, listing
from travaux.library import Clause
from travaux.parse import parse_clause

LAYER = builtin_layer()
CLAUSES = tuple(parse_clause(file) for file in listing((LAYER,), "clauses", (".md",)))
#: Clauses that end with the text in which they stand: that it does not bind, and the timetable that it sets itself.
END = {"nb-status", "nb-workplan", "js-status"}


def _registers() -> dict[str, str]:
    files = listing((LAYER,), "clauses", ("family.yaml",))
    return {file.path.parent.name: YAML(typ="safe").load(file.text())["register"] for file in files}


REGISTERS = _registers()
BINDING = {clause.key for clause in CLAUSES if REGISTERS[clause.family] == "binding"}
SOFT = tuple(clause for clause in CLAUSES if REGISTERS[clause.family] == "non-binding")


def _named(clause: Clause) -> str:
    return f"{clause.key}~{clause.variant}" if clause.variant else clause.key


def test_every_clause_named_exists_and_binds() -> None:
    unknown = {f"{clause.file}: {key}" for clause in CLAUSES for key in clause.front.becomes if key not in BINDING}
    assert unknown == set()


def test_only_texts_that_do_not_bind_become_something() -> None:
    assert {clause.file for clause in CLAUSES if clause.front.becomes and clause not in SOFT} == set()


def test_a_clause_becomes_something_or_ends_with_its_text() -> None:
    assert {clause.key for clause in SOFT if not clause.front.becomes} == END


def test_no_clause_is_named_twice() -> None:
    assert {_named(clause) for clause in SOFT if len(set(clause.front.becomes)) != len(clause.front.becomes)} == set()


def test_the_languages_of_a_clause_agree() -> None:
    said = defaultdict(set)
    for clause in SOFT:
        said[_named(clause)].add(clause.front.becomes)
    assert {name for name, values in said.items() if len(values) > 1} == set()
