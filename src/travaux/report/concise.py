"""Findings as text: the message with its hint and the places it speaks of, and a line that counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from travaux.report._groups import Group, summary

if TYPE_CHECKING:
    from travaux.report import Report

HELP = "messages without the source"
#: The argument that carries a fix out, by whether it is safe.
_FLAGS = {True: "--fix", False: "--unsafe-fixes"}


def head(group: Group) -> str:
    """Place in the sources, severity, code and message, on one line."""
    d = group.finding
    return f"{d.span}: {d.severity.value}[{d.code}]: {d.message}"


def rest(group: Group) -> list[str]:
    """The lines below the head: where it stands in the texts, what else to see, what to do."""
    several = len(group.where) > 1
    places = [str(where) if several else where.place for where in group.where]
    lines = [f"  in: {'; '.join(filter(None, places))}"] if any(places) else []
    lines += [f"  see: {other.span}: {other.message}" for other in group.finding.related]
    lines += [f"  hint: {group.finding.hint}"] if group.finding.hint else []
    fix = group.finding.fix
    return lines + ([f"  {_FLAGS[fix.safe]}: {fix.message}"] if fix else [])


def closing(report: Report) -> list[str]:
    """The count, and what a baseline kept back."""
    lines = [summary(report.groups)]
    if report.known:
        lines.append(f"{report.known} more in the baseline")
    if report.gone:
        lines.append(f"{report.gone} of the baseline no longer found: write it again with --write-baseline")
    return lines


def told(report: Report) -> str:
    """The findings one after another, and the closing lines."""
    lines = [line for group in report.groups for line in (head(group), *rest(group))]
    return "\n".join([*lines, *closing(report)])
