"""Imports point one way, and `import travaux` stays light."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src" / "travaux"

#: From the bottom up; a module sees only what stands above it in this list, and nothing of its own line.
ORDER = (
    ("span", "chart", "keeps", "listed", "unsettled", "figures"),
    ("edit",),
    ("diagnostic",),
    ("formula", "discover", "pdf", "placing"),
    ("model",),
    ("tree",),
    ("wording", "naming", "scripts"),
    ("read",),
    ("validate", "plugins", "library"),
    ("tables",),
    ("records", "parse"),
    ("participation",),
    ("outline", "schedule", "cite", "terms", "footnotes", "calculation"),
    ("numbering",),
    ("elsewhere",),
    ("draft", "index"),
    ("compilation",),
    ("provenance", "lookup"),
    ("checks", "renderers"),
    ("margin", "editions", "annotated", "clean", "own_styles", "layout", "docx_reader"),
    ("prove", "assess", "promotion", "signoff", "duties"),
    ("report", "schemas", "faults", "choice", "baseline", "fixing"),
    ("build",),
    ("scaffold", "listing", "returned", "selftest", "covering"),
    ("commands",),
    ("cli",),
    ("__init__", "__main__"),
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
HEAVY = ("docx", "pydantic", "jinja2", "ruamel", "markdown_it", "lxml", "PIL")


def modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if "_scaffold" not in path.parts]


def layer(path: Path) -> str:
    """The layer of a file: the module or package directly under `travaux`."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def seen(path: Path) -> Iterator[str]:
    """Dotted names below `travaux` that a file imports; "" for the package itself."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names):
                found = [name.name for name in names]
            case ast.ImportFrom(module="travaux", names=names, level=0):
                found = [f"travaux.{n.name}" if n.name in RANK else "travaux" for n in names]
            case ast.ImportFrom(module=str(module), level=0):
                found = [module]
            case ast.ImportFrom(level=1 | 2 | 3):
                raise AssertionError(f"{path}: relative import")
            case _:
                continue
        yield from (name.removeprefix("travaux").lstrip(".") for name in found if name.split(".")[0] == "travaux")


@pytest.mark.parametrize("path", modules(), ids=lambda p: p.relative_to(SOURCE).as_posix())
def test_imports_point_down(path: Path) -> None:
    own = layer(path)
    assert own in RANK, f"give {own} its place in the order"
    for name in seen(path):
        other = name.partition(".")[0]
        # The package itself offers its version to all.
        assert not other or other == own or RANK[other] < RANK[own] or own == "__init__", f"{own} sees {name}"


def test_formats_do_not_see_each_other() -> None:
    folder = SOURCE / "renderers"
    for path in sorted(folder.rglob("*.py")):
        own = path.relative_to(folder).parts[0].removesuffix(".py")
        for name in seen(path):
            head, _, rest = name.partition("renderers.")
            assert head or not rest or rest.split(".")[0] in (own, "_shared", "_schema"), f"{path} sees {name}"


def test_families_of_checks_do_not_see_each_other() -> None:
    for path in sorted((SOURCE / "checks").glob("*.py")):
        for name in seen(path):
            family = name.removeprefix("checks.") if name.startswith("checks.") else "_"
            assert family.startswith("_"), f"{path.name} sees {name}"


def loaded_after(code: str) -> str:
    """Which of the heavy packages a Python that runs `code` has loaded."""
    told = f"{code}\nimport sys; print([name for name in {HEAVY!r} if name in sys.modules])"
    return subprocess.run([sys.executable, "-c", told], check=True, capture_output=True, text=True).stdout


def test_import_is_light() -> None:
    assert loaded_after("import travaux") == "[]\n"
    assert loaded_after("import travaux.cli") == "[]\n"


@pytest.mark.parametrize(("argument", "first"), [("--version", "travaux 0.1.0"), ("--help", "usage: travaux [-h]")])
def test_version_and_help_are_light(argument: str, first: str) -> None:
    out = loaded_after(f"from travaux.cli import main\ntry: main([{argument!r}])\nexcept SystemExit: pass")
    assert out.startswith(first)
    assert out.endswith("\n[]\n")
