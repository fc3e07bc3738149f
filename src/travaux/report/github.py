"""Findings as workflow commands, which GitHub shows beside the line they are about.

Source: GitHub Docs, "Workflow commands for GitHub Actions" (setting an error, warning or notice message).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from travaux.report._groups import summary
from travaux.report.concise import rest

if TYPE_CHECKING:
    from travaux.report import Report
    from travaux.report._groups import Group

HELP = "annotations of a GitHub workflow"
_LEVELS = {"error": "error", "warning": "warning", "info": "notice"}


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: object) -> str:
    return _escaped(str(text)).replace(":", "%3A").replace(",", "%2C")


def _command(group: Group) -> str:
    d = group.finding
    named = {"file": d.span.file, "line": d.span.line, "col": d.span.column, "title": d.code}
    properties = ",".join(f"{name}={_property(value)}" for name, value in named.items() if value)
    message = "\n".join([d.message, *(line.strip() for line in rest(group))])
    return f"::{_LEVELS[d.severity.value]} {properties}::{_escaped(message)}"


def told(report: Report) -> str:
    """One command for each finding, and the count as a plain line of the log."""
    return "\n".join([*map(_command, report.groups), summary(report.groups)])
