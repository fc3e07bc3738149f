"""travaux: typed models of treaty Parties and trade mechanisms, compiled into draft agreements.

    read      path        -> raw values that know their line
    validate  raw         -> records, and all they name
    parse     path        -> library of clauses, templates and languages
    outline   instrument  -> which clause, about what, in what order
    draft     outline     -> a text without numbers
    index     draft       -> a document with numbers and side tables
    check     compilation -> findings
    render    document    -> bytes of a DOCX, HTML, Markdown or JSON file

The first three read the disk, the last five are pure: the same input gives the same bytes.

    import travaux
    compilation = travaux.compile("critical-minerals-agreement")
    for diagnostic in compilation.diagnostics:
        print(diagnostic)
    compilation.render("docx", "agreement.docx")
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from travaux.build import Compilation
    from travaux.diagnostic import Diagnostic, Failure, Severity
    from travaux.span import Span

__version__ = "0.1.0"
__all__ = ["Compilation", "Diagnostic", "Failure", "Severity", "Span", "__version__", "compile"]


def compile(
    instruments: str | Sequence[str] = (),
    project: str | Path | None = None,
    language: str | None = None,
    allow_plugins: bool = False,
) -> Compilation:
    """Compiles instruments, by key or path; none means all of the project's.

    `project` is a folder of `seeds/`, `clauses/` and `templates/` laid over the built-in library (default: the
    current directory when it holds a `travaux.yaml`). `language` drafts in that language only. `allow_plugins`
    runs the Python in the project's `plugins/`. Findings are in the result's `diagnostics`; raises
    `travaux.Failure`, which carries diagnostics too, when the input cannot be compiled at all.
    """
    from travaux.build import Options
    from travaux.build import compile as build

    return build(instruments, Options(project, language, allow_plugins))


def __getattr__(name: str) -> Any:
    # Heavy modules are imported when a name is first used, so that `import travaux` stays light.
    homes = {"Compilation": "build", "Diagnostic": "diagnostic", "Failure": "diagnostic", "Severity": "diagnostic"}
    home = {**homes, "Span": "span"}.get(name)
    if home is None:
        raise AttributeError(f"module 'travaux' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"travaux.{home}"), name)
