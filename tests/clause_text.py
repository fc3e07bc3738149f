"""A clause laid over the example project, and what one check finds in the build."""

from __future__ import annotations

from pathlib import Path

from examples import Example, compiled

DUTY = "clauses/example/duty.en.md"
HEAD = """---
heading: Duty
purpose: A clause under test.
order: 50
tier: 1
uses: [committee, covered-good, party]
---
"""


def findings(code: str, files: dict[str, str], folder: Path) -> list[str]:
    """The messages of one check, in the order of the sources."""
    found = compiled(Example("Fails", files), folder).diagnostics
    return [f"{d.severity.value}: {d.message}" for d in found if d.code == code]


def in_duty(code: str, body: str, folder: Path) -> list[str]:
    """The messages of one check about an article of the binding text."""
    return findings(code, {DUTY: HEAD + body}, folder)


def in_plan(code: str, body: str, folder: Path) -> list[str]:
    """The messages of one check about a section of the non-binding text."""
    head = HEAD.replace("[committee, covered-good, party]", "[participant]")
    return findings(code, {"clauses/example-plan/plan-work.en.md": head + body}, folder)
