"""A project's own reference document of Word -> a finding that names the styles it lacks.

The library's own document is never opened here: it is complete, and a test says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from travaux.diagnostic import Diagnostic, Severity, fail
from travaux.discover import Layer, SourceFile

STAGE_CODES: Mapping[str, str] = {
    "STY001": "A project's own reference document lacks styles of the Word file; a plain style is made for each.",
    "STY002": "A project's own reference document cannot be read as a Word file.",
}
WARNINGS = frozenset({"STY001"})
_REFERENCE = ("templates", "docx", "reference.docx")


def own_styles(layers: Iterable[Layer]) -> tuple[Diagnostic, ...]:
    """The findings about the reference documents of projects. Raises `Failure` for one that is no Word file."""
    return tuple(_lacking(file, missing) for file in _own(layers) if (missing := _missing(file)))


def _own(layers: Iterable[Layer]) -> Iterator[SourceFile]:
    for layer in layers:
        path = layer.root.joinpath(*_REFERENCE)
        if not layer.builtin and path.is_file():
            yield layer.file(path)


def _missing(file: SourceFile) -> tuple[str, ...]:
    from travaux.renderers.docx import missing_styles  # slow to import, and only needed for a project's own

    data = file.read()
    try:
        return missing_styles(data)
    except Exception as error:  # noqa: BLE001  what is no Word file can fail in the reader in any way
        message = f"cannot be read as a Word file: {type(error).__name__}: {error}"
        raise fail("STY002", file.span, message, "save it again from Word as .docx, or remove it") from None


def _lacking(file: SourceFile, missing: tuple[str, ...]) -> Diagnostic:
    what = "this style" if len(missing) == 1 else f"these {len(missing)} styles"
    message = f"the reference document lacks {what}, and a plain one is made for each: {', '.join(missing)}"
    hint = (
        "add styles of these names, or copy them from the library's document; docs/word-styles.md says what each is for"
    )
    return Diagnostic("STY001", Severity.WARNING, file.span, message, hint)
