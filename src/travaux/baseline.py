"""A baseline: findings that a text starts with, so that only new ones are told.

A finding is known by its code, file and words, not by its line, which moves. The file is JSON, sorted, so that two
versions of it can be compared.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from travaux.diagnostic import Diagnostic, fail
from travaux.span import Span

SCHEMA = "travaux.baseline/1"
Known: TypeAlias = tuple[str, str, str, str]
NOTHING: Counter[Known] = Counter()


def _known(d: Diagnostic) -> Known:
    return d.code, d.span.file, d.instrument, d.message


def counted(found: Iterable[Diagnostic]) -> Counter[Known]:
    """How often each finding is found."""
    return Counter(map(_known, found))


def written(found: Iterable[Diagnostic]) -> bytes:
    """The file that lists findings."""
    counts = sorted(counted(found).items())
    entries = [
        {"code": code, "file": file, "instrument": instrument, "message": message, "count": count}
        for (code, file, instrument, message), count in counts
    ]
    return (json.dumps({"schema": SCHEMA, "findings": entries}, indent=1, ensure_ascii=False) + "\n").encode()


def read(path: Path) -> Counter[Known]:
    """How often each finding is listed. Raises `Failure` for a file that is missing or no baseline."""
    try:
        payload = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        hint = f"make it with --write-baseline {path}"
        raise fail("SYN007", Span(str(path)), f"the baseline cannot be read: {error.strerror}", hint) from None
    except ValueError as error:
        raise _none(path, str(error)) from None
    if not isinstance(payload, dict) or payload.get("schema") != SCHEMA:
        raise _none(path, f"it does not say that it is of the schema {SCHEMA}")
    try:
        return Counter({_entry(entry): _count(entry) for entry in payload["findings"]})
    except (KeyError, TypeError, ValueError):
        raise _none(path, "an entry lacks code, file, instrument, message or count") from None


def _entry(entry: dict[str, Any]) -> Known:
    code, file, instrument, message = (entry[name] for name in ("code", "file", "instrument", "message"))
    if not all(isinstance(part, str) for part in (code, file, instrument, message)):
        raise TypeError
    return code, file, instrument, message


def _count(entry: dict[str, Any]) -> int:
    count = entry["count"]
    if not isinstance(count, int) or count < 1:
        raise ValueError
    return count


def _none(path: Path, why: str) -> Exception:
    return fail("SYN012", Span(str(path)), f"is no baseline: {why}", f"write it anew with --write-baseline {path}")


@dataclass(frozen=True, slots=True)
class Compared:
    """What is new against a baseline, and how many are known, or gone."""

    new: tuple[Diagnostic, ...]
    known: int
    gone: int


def compared(found: Iterable[Diagnostic], baseline: Counter[Known]) -> Compared:
    """The findings that a baseline does not list; one that stands there twice is known twice."""
    left = Counter(baseline)
    new: list[Diagnostic] = []
    known = 0
    for d in found:
        if left[_known(d)] > 0:
            left[_known(d)] -= 1
            known += 1
        else:
            new.append(d)
    return Compared(tuple(new), known, left.total())
