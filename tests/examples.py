"""The examples in the docstrings of checks: files laid over the example project, compiled by the real pipeline.

An example is a block after a line `Fails:` or `Passes:`; a line `== path ==` begins each file. A YAML file that the
example project has is merged with it (a list replaces, `null` removes a key); any other file replaces or adds.
"""

from __future__ import annotations

import io
import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from ruamel.yaml import YAML

from travaux.build import Compilation, Options, compile
from travaux.checks import Check

PROJECT = Path(__file__).parent / "example_project"
INSTRUMENTS = ("example", "example-plan")
_SECTION = re.compile(r"^(Why|Source|Covers|Fix|Fails|Passes):[ ]*(.*)$", re.MULTILINE)
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


def laid_over(example: Example, folder: Path) -> Path:
    """The example project in `folder` with the files of the example laid over it."""
    shutil.copytree(PROJECT, folder, dirs_exist_ok=True)
    for name, text in example.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        merge = path.suffix == ".yaml" and path.is_file()
        path.write_text(merged(path.read_text(encoding="utf-8"), text) if merge else text, encoding="utf-8")
    return folder


def compiled(example: Example, folder: Path, profile: str = "") -> Compilation:
    """The build of both instruments of the example project with the example laid over it."""
    return compile(INSTRUMENTS, Options(project=laid_over(example, folder), profile=profile or "default"))


# --- merging YAML --------------------------------------------------------------------------------------------------


def merged(below: str, above: str) -> str:
    """Two YAML mappings, the second laid over the first. Comments and the forms of numbers stay."""
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
