"""Findings become what people and machines read: one module a format, and the explanations behind the codes.

A format is a module `report/<name>.py` with `HELP` and `told(report) -> str`; finding it is listing this folder. What a
format prints never changes what is found, nor the exit code.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from travaux.checks import Check
from travaux.listed import modules_in
from travaux.report._codes import severity_of_stage, stage_codes
from travaux.report._groups import Group, grouped


@dataclass(frozen=True, slots=True)
class Rule:
    """What a code means: how bad a finding of it is at most, in one sentence and in full."""

    code: str
    severity: str
    summary: str
    description: str


def rules(known: Sequence[Check]) -> dict[str, Rule]:
    """The rule behind each code: of the checks that are known, and of the stages before them."""
    of_stages = {code: Rule(code, severity_of_stage(code), text, text) for code, text in stage_codes().items()}
    of_checks = {c.code: Rule(c.code, c.severity.value, c.summary, c.description) for c in known}
    return {**of_stages, **of_checks}


@dataclass(frozen=True, slots=True)
class Report:
    """What a format prints.

    `checked` holds the codes of the checks that were run. `lines` gives the lines of a source file by the name that
    messages have for it, and nothing where there is no such file. `known` counts findings that a baseline lists,
    `gone` those that it lists and nothing has any more.
    """

    groups: tuple[Group, ...]
    rules: Mapping[str, Rule]
    checked: frozenset[str]
    lines: Callable[[str], Sequence[str]]
    known: int = 0
    gone: int = 0


class Format(Protocol):
    """What a module of this folder offers."""

    HELP: str

    def told(self, report: Report) -> str:
        """The report in this format, without the end of the last line."""


def formats() -> dict[str, Format]:
    """The formats by name."""
    return {name: cast("Format", module) for name, module in modules_in(__name__, __path__).items()}


__all__ = ["Format", "Group", "Report", "Rule", "formats", "grouped", "rules"]
