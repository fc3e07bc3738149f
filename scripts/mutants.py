"""The modules of `checks/` and `model/` become mutants: the same modules with one small change each.

The changes are the operators of cosmic-ray (another comparison, another number, `and` for `or`, a loop that is not
entered, a decorator that is gone). A change inside the signature of a function is none: annotations are not evaluated.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("checks", "model")
#: Operators that want to be told what to put in, so that they have no meaning of their own.
_LEFT_OUT = ("VariableInserter", "VariableReplacer")


@dataclass(frozen=True)
class Mutant:
    """A module with one change: its file, the number and text of the line, and the text of the whole."""

    file: str
    line: int
    before: str
    after: str
    source: str

    @property
    def module(self) -> str:
        """The dotted name of the module."""
        return self.file.removeprefix("src/").removesuffix(".py").removesuffix("/__init__").replace("/", ".")

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.before} => {self.after}"


@dataclass(frozen=True)
class Place:
    """A place at which some operators can change something: each with the number of the occurrence."""

    line: int
    ways: tuple[tuple[str, int], ...]


def files() -> tuple[str, ...]:
    """The modules that are mutated."""
    folder = ROOT / "src" / "travaux"
    found = (path for package in PACKAGES for path in (folder / package).rglob("*.py"))
    return tuple(sorted(path.relative_to(ROOT).as_posix() for path in found))


def changed(file: str, before: str, after: str) -> Mutant:
    """A mutant that is written down: some words of the module, which stand in it once, become others."""
    text = (ROOT / file).read_text(encoding="utf-8")
    if text.count(before) != 1:
        raise SystemExit(f"{file}: {before!r} stands there {text.count(before)} times, and not once")
    return _mutant(file, text.count("\n", 0, text.index(before)) + 1, text, text.replace(before, after))


def sampled(number: int, seed: int, among: Sequence[str]) -> Iterator[Mutant]:
    """So many mutants: a module by lot, the longer the likelier, then a place in it, then an operator."""
    lots = random.Random(seed)
    lengths = [len((ROOT / file).read_text(encoding="utf-8")) for file in among]
    seen: set[str] = set()
    for _ in range(100 * number):
        (file,) = lots.choices(among, lengths)
        there = places(file)
        if there and len(seen) < number:
            place = lots.choice(there)
            made = _made(file, place, lots.choice(place.ways))
            if made is not None and made.source not in seen:
                seen.add(made.source)
                yield made


def every(among: Sequence[str]) -> Iterator[Mutant]:
    """All mutants of some modules."""
    for file in among:
        for place in places(file):
            yield from (made for way in place.ways if (made := _made(file, place, way)) is not None)


@cache
def _operators() -> dict[str, Any]:
    try:
        from cosmic_ray.plugins import get_operator, operator_names
    except ImportError:
        raise SystemExit("the operators are those of cosmic-ray: pip install --editable '.[dev]'") from None
    names = [name for name in sorted(operator_names()) if not any(each in name for each in _LEFT_OUT)]
    return {name: get_operator(name)() for name in names}


@cache
def places(file: str) -> tuple[Place, ...]:
    """The places of a module at which something can be changed."""
    from cosmic_ray.ast import ast_nodes, get_ast

    text = (ROOT / file).read_text(encoding="utf-8")
    nodes, lines = list(ast_nodes(get_ast(text))), text.split("\n")
    found: dict[tuple[Any, Any], list[tuple[str, int]]] = {}
    for name, operator in _operators().items():
        number = 0
        for node in nodes:
            for start, end in operator.mutation_positions(node):
                if not _in_signature(node) and not lines[start[0] - 1].startswith("@dataclass("):
                    found.setdefault((start, end), []).append((name, number))
                number += 1
    return tuple(Place(start[0], tuple(ways)) for (start, _), ways in sorted(found.items()))


def _in_signature(node: Any) -> bool:
    """True inside the parameters or the result of a function."""
    while node is not None and node.parent is not None:
        if node.parent.type == "funcdef" and node is not node.parent.children[-1]:
            return True
        node = node.parent
    return False


def _made(file: str, place: Place, way: tuple[str, int]) -> Mutant | None:
    from cosmic_ray.mutating import mutate_code

    text = (ROOT / file).read_text(encoding="utf-8")
    after = mutate_code(text, _operators()[way[0]], way[1])
    return None if after is None or after == text else _mutant(file, place.line, text, after)


def _mutant(file: str, line: int, text: str, after: str) -> Mutant:
    lines, others = text.split("\n"), after.split("\n")
    first = next(n for n, (one, other) in enumerate(zip(lines, others, strict=False)) if one != other and one.strip())
    return Mutant(file, first + 1 if line <= first else line, lines[first].strip(), others[first].strip(), after)
