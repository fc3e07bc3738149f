"""What decides each fault, constraint and rule of `docs/coverage.yaml`: the table of coverage is made from this.

A check or a sign-off item says it in its docstring (`Covers: EU-01, DC-021.`); an invariant is marked with `@keeps`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from travaux.checks import builtin_checks
from travaux.keeps import kept_by
from travaux.signoff import builtin_items

_COVERS = re.compile(r"^ *Covers:((?:.|\n)*?)\.$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Covering:
    """A check or a sign-off item, as the table names it."""

    kind: Literal["check", "sign-off"]
    code: str
    summary: str


def covers(docstring: str) -> tuple[str, ...]:
    """The ids after `Covers:` in a docstring; none where it has no such line."""
    found = _COVERS.search(docstring)
    return tuple(found[1].replace(",", " ").split()) if found else ()


def covering() -> Mapping[str, tuple[Covering, ...]]:
    """By id: the checks that decide it, by code, and then the sign-off items."""
    found: defaultdict[str, list[Covering]] = defaultdict(list)
    for check in builtin_checks():
        mark = kept_by(check.logic)
        for name in (*covers(check.description), *(mark.numbers if mark else ())):
            found[name].append(Covering("check", check.code, check.summary))
    for item in builtin_items():
        for name in covers(item.description):
            found[name].append(Covering("sign-off", item.code, item.question))
    return {name: tuple(places) for name, places in sorted(found.items())}
