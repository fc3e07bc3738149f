"""The examples in the docstrings of checks: files laid over a project.

An example is a block after a line `Fails:` or `Passes:`; a line `== path ==` begins each file. A YAML file that the
project has is merged with it (a list replaces, `null` removes a key); any other file replaces or adds. The section
`Follows:` names codes of other errors that the examples of the check have.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast

from travaux.checks import Check

_SECTION = re.compile(r"^(Why|Source|Covers|Fix|Follows|Fails|Passes):[ ]*(.*)$", re.MULTILINE)
_FILE = re.compile(r"^== (\S+) ==\n", re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """One example: whether the check must find something in it, and its files by path."""

    verdict: Literal["Fails", "Passes"]
    files: Mapping[str, str]


def sections(check: Check) -> Iterator[tuple[str, str]]:
    """The named sections of a check's docstring, in order: name and text."""
    found = list(_SECTION.finditer(check.description))
    for match, after in zip(found, [*found[1:], None], strict=True):
        rest = check.description[match.end() : after.start() if after else None]
        yield match[1], (match[2] + textwrap.dedent(rest)).strip("\n")


def examples(check: Check) -> Iterator[Example]:
    """The examples of a check, in the order of its docstring."""
    for name, text in sections(check):
        if name in ("Fails", "Passes"):
            _, *parts = _FILE.split(text + "\n")
            files = {path: textwrap.dedent(body) for path, body in zip(parts[::2], parts[1::2], strict=True)}
            yield Example(cast("Literal['Fails', 'Passes']", name), files)


def follows(check: Check) -> frozenset[str]:
    """The codes of other errors that the examples of a check have."""
    return frozenset(re.findall(r"[A-Z]{3}\d{3}", dict(sections(check)).get("Follows", "")))


def merged(below: str, above: str) -> str:
    """Two YAML mappings, the second laid over the first. Comments and the forms of numbers stay."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 4096
    base = yaml.load(below)
    _merge(base, yaml.load(above))
    out = io.StringIO()
    yaml.dump(base, out)
    return out.getvalue()


def _merge(base: Any, above: Mapping[str, Any]) -> None:
    for key, value in above.items():
        if value is None:
            base.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(base.get(key), Mapping):
            _merge(base[key], value)
        else:
            base[key] = value
