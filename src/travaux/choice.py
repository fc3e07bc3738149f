"""Which findings are told, and how gravely: by code, by severity, by profile.

What is not chosen is neither printed nor counted, and the exit code is that of what is chosen.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from travaux.diagnostic import Diagnostic, Severity, fail, ordered
from travaux.span import Span
from travaux.validate import closest

#: What each profile makes of a severity. `scrub` also has checks of its own: what must be gone before signature.
PROFILES: Mapping[str, Mapping[Severity, Severity]] = MappingProxyType(
    {
        "default": {},
        "strict": {Severity.WARNING: Severity.ERROR},
        "scrub": {Severity.WARNING: Severity.ERROR, Severity.INFO: Severity.WARNING},
    }
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for. `select` and `ignore` are codes or their beginnings (`CAP`, `CAP002`); `select` empty: all.

    `severity` is the lightest that is told, after the profile has raised what it raises.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity = Severity.INFO
    profile: str = "default"


def codes(text: str, known: Iterable[str]) -> tuple[str, ...]:
    """The codes in `CAP, REF001`. Raises `Failure` for what no code begins with."""
    every = list(known)
    asked = tuple(dict.fromkeys(part.strip().upper() for part in text.split(",") if part.strip()))
    for part in asked:
        if not any(code.startswith(part) for code in every):
            hint = closest(part, every) or "`travaux explain` lists them"
            raise fail("SYN012", Span(), f"no code is or begins with {part!r}", hint)
    return asked


def chosen(found: Iterable[Diagnostic], choice: Choice) -> tuple[Diagnostic, ...]:
    """The findings that are told, as gravely as the profile has them."""
    raised = PROFILES[choice.profile]
    kept = (replace(d, severity=raised.get(d.severity, d.severity)) for d in found if _asked(d.code, choice))
    return ordered(d for d in kept if d.severity.rank <= choice.severity.rank)


def _asked(code: str, choice: Choice) -> bool:
    return code.startswith(choice.select or "") and not (choice.ignore and code.startswith(choice.ignore))
