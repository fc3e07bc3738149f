"""The examples in the docstrings of checks: files laid over a project.

An example is a block after a line `Fails:` or `Passes:`; a line `== path ==` begins each file. What stands after
`Given:` is laid below every example of the check. A YAML file that is there already is merged with it (a list replaces,
`null` removes a key), a clause without front matter keeps the one that is there, and any other file replaces or adds.
The section `Follows:` names codes of other errors that the examples of the check have. A finding stands on a line that
the example changes, or else on one that `At:` names: the path of the file, a colon, and how the line begins,
with a semicolon between two.
"""

from __future__ import annotations

import difflib
import io
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, cast

from travaux.checks import Check

_SECTION = re.compile(r"^(Why|Source|Covers|Fix|Follows|At|Given|Fails|Passes):[ ]*(.*)$", re.MULTILINE)
_FILE = re.compile(r"^== (\S+) ==\n", re.MULTILINE)
_FRONT = re.compile(r"---\n.*?^---\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Example:
    """One example: whether the check must find something in it, and its own files and those below them, by path."""

    verdict: Literal["Fails", "Passes"]
    files: Mapping[str, str]
    given: Mapping[str, str] = field(default_factory=dict)

    def laid(self, read: Callable[[str], str | None]) -> dict[str, str]:
        """Path and text of each file of the example over a project, whose own files `read` gives."""
        laid: dict[str, str] = {}
        for name, text in (*self.given.items(), *self.files.items()):
            laid[name] = _over(name, laid[name] if name in laid else read(name), text)
        return laid


def sections(check: Check) -> Iterator[tuple[str, str]]:
    """The named sections of a check's docstring, in order: name and text."""
    found = list(_SECTION.finditer(check.description))
    for match, after in zip(found, [*found[1:], None], strict=True):
        rest = check.description[match.end() : after.start() if after else None]
        yield match[1], (match[2] + textwrap.dedent(rest)).strip("\n")


def examples(check: Check) -> Iterator[Example]:
    """The examples of a check, in the order of its docstring."""
    given = {}
    for name, text in sections(check):
        if name == "Given":
            given = _files(text)
        if name in ("Fails", "Passes"):
            yield Example(cast("Literal['Fails', 'Passes']", name), _files(text), given)


def _files(text: str) -> dict[str, str]:
    _, *parts = _FILE.split(text + "\n")
    return {path: textwrap.dedent(body) for path, body in zip(parts[::2], parts[1::2], strict=True)}


def follows(check: Check) -> frozenset[str]:
    """The codes of other errors that the examples of a check have."""
    return frozenset(re.findall(r"[A-Z]{3}\d{3}", dict(sections(check)).get("Follows", "")))


def places(check: Check, example: Example, read: Callable[[str], str | None]) -> frozenset[tuple[str, int]]:
    """Files and lines on which the findings of an example may stand."""
    laid = example.laid(read)
    changed = {(name, line) for name, text in laid.items() for line in _changed(name, read(name), text)}
    return frozenset(changed | set(_named(check, lambda name: laid.get(name) or read(name) or "")))


def _changed(name: str, below: str | None, above: str) -> Iterator[int]:
    """The lines of a text that are not those of the text below it; of lines that are gone, the one after them."""
    old = merged(below, "{}") if below and name.endswith(".yaml") else below or ""
    compared = difflib.SequenceMatcher(None, old.split("\n"), above.split("\n"), autojunk=False)
    for tag, _, _, first, last in compared.get_opcodes():
        if tag != "equal":
            yield from range(first + 1, max(last, first + 1) + 1)


def _named(check: Check, read: Callable[[str], str]) -> Iterator[tuple[str, int]]:
    """The lines that a check names under `At:`."""
    for each in re.split(r"[\n;]", dict(sections(check)).get("At", "")):
        name, _, words = each.strip().partition(": ")
        for number, line in enumerate(read(name).split("\n"), 1):
            if line.strip().startswith(words):
                yield name, number


def _over(name: str, below: str | None, above: str) -> str:
    if below is not None and name.endswith(".yaml"):
        return merged(below, above)
    front = _FRONT.match(below or "")
    if front and name.endswith(".md") and not _FRONT.match(above):
        return front[0] + above
    return above


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
