"""Findings with a fix become changed source files; comments and everything that is not changed stay as they are."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from travaux.diagnostic import Diagnostic
from travaux.edit import Add, Edit, Put, Remove, Reword, file_of
from travaux.fixing._words import reworded
from travaux.fixing._yaml import Unchangeable, changed_yaml


@dataclass(frozen=True, slots=True)
class Fixed:
    """New contents by the name of the file, the findings that they mend, and why others could not be mended."""

    texts: Mapping[str, str]
    mended: tuple[Diagnostic, ...]
    refused: tuple[tuple[Diagnostic, str], ...]


def fixable(findings: Iterable[Diagnostic], unsafe: bool) -> tuple[Diagnostic, ...]:
    """The findings that have a fix; without `unsafe`, one that changes no operative word."""
    return tuple(d for d in findings if d.fix is not None and (d.fix.safe or unsafe))


def fixed(findings: Iterable[Diagnostic], read: Callable[[str], str | None]) -> Fixed:
    """Carries out the fixes of findings on the texts that `read` gives by name; None is a file that is not to change.

    The edits of one file are made from its end to its beginning, so that none moves the place of another. A finding
    is mended by all edits of its fix or by none.
    """
    texts: dict[str, str] = {}
    mended: list[Diagnostic] = []
    refused: list[tuple[Diagnostic, str]] = []
    done: set[Edit] = set()
    for finding in sorted(findings, key=_from_the_end):
        edits = [edit for edit in (finding.fix.edits if finding.fix else ()) if edit not in done]
        try:
            after = _carried_out(edits, texts, read)
        except Unchangeable as error:
            refused.append((finding, str(error)))
            continue
        texts.update(after)
        done.update(edits)
        mended.append(finding)
    return Fixed(texts, tuple(sorted(mended, key=lambda d: d.sort_key)), tuple(refused))


def _from_the_end(finding: Diagnostic) -> tuple[object, ...]:
    """Words before fields, as fields stand above the words of a clause; and later places before earlier ones."""
    first = finding.fix.edits[0] if finding.fix else None
    kind = (Reword, Remove, Add, Put).index(type(first)) if first else 0
    path = first.path if isinstance(first, Remove) else ()
    numbers = tuple(-part for part in path if isinstance(part, int))
    return (kind, finding.span.file, -finding.span.line, -finding.span.column, numbers, finding.code)


def _carried_out(edits: Iterable[Edit], texts: Mapping[str, str], read: Callable[[str], str | None]) -> dict[str, str]:
    after: dict[str, str] = {}
    for edit in edits:
        name = file_of(edit)
        known = {**texts, **after}
        text = known[name] if name in known else read(name)
        if text is None:
            raise Unchangeable(f"{name} is not a file of the project; copy it into the project")
        after[name] = reworded(text, edit) if isinstance(edit, Reword) else changed_yaml(text, edit)
    return after


def difference(name: str, before: str, after: str) -> str:
    """The change of one file as a unified diff."""
    lines = difflib.unified_diff(
        before.splitlines(keepends=True), after.splitlines(keepends=True), f"a/{name}", f"b/{name}"
    )
    return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)
