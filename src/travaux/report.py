"""Diagnostics as text for people and as JSON for machines, and the explanations behind their codes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence

from travaux import checks, clean, layout, outline, own_styles, parse, plugins, read, schedule, tables, validate
from travaux.assess import codes as assess_codes
from travaux.checks import Check
from travaux.diagnostic import Diagnostic, Severity, fail
from travaux.docx_reader import safe
from travaux.draft import STAGE_CODES as DRAFT_CODES
from travaux.promotion import compare
from travaux.span import Span
from travaux.validate import closest

SCHEMA = "travaux.diagnostics/1"
WRITE_CODES: Mapping[str, str] = {
    "WRT001": "An output cannot be written. Outputs are moved into place whole, so nothing was changed."
}


def stage_codes() -> dict[str, str]:
    """What each code of the stages before the checks means."""
    stages = (
        read,
        validate,
        parse,
        outline,
        schedule,
        plugins,
        own_styles,
        tables,
        layout,
        safe,
        assess_codes,
        clean,
        compare,
    )
    found = [*(stage.STAGE_CODES for stage in stages), DRAFT_CODES, checks.SUPPRESSION_CODES, WRITE_CODES]
    return {code: text for table in found for code, text in table.items()}


def severity_of_stage(code: str) -> str:
    """How bad a finding of a code is that belongs to no check."""
    return "warning" if code in checks.SUPPRESSION_CODES or code in own_styles.WARNINGS else "error"


def as_json(diagnostics: Sequence[Diagnostic]) -> str:
    """The diagnostics as a JSON document of the schema `travaux.diagnostics/1`, in ASCII for any pipe."""
    payload = {"schema": SCHEMA, "diagnostics": [d.to_json() for d in diagnostics]}
    return json.dumps(payload, indent=1)


def as_text(diagnostics: Sequence[Diagnostic]) -> str:
    """The diagnostics one after another, and a line that counts them."""
    return "\n".join([*map(str, diagnostics), summary(diagnostics)])


def summary(diagnostics: Iterable[Diagnostic]) -> str:
    """`2 errors, 1 warning`."""
    found = list(diagnostics)
    counts = {s: sum(d.severity is s for d in found) for s in Severity}
    names = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    parts = [f"{n} {names[s]}{'s' * (n != 1)}" for s, n in counts.items() if n]
    return ", ".join(parts) or "nothing found"


def explain(code: str, known: Sequence[Check]) -> str:
    """What a code means: for a check its reason, source and examples. Raises `Failure` for an unknown code."""
    for check in known:
        if check.code == code:
            return f"{code} ({check.severity.value})\n\n{check.description}"
    stages = stage_codes()
    if code in stages:
        return f"{code} ({severity_of_stage(code)})\n\n{stages[code]}"
    every = [*(check.code for check in known), *stages]
    raise fail("SYN012", Span(), f"there is no code {code!r}", closest(code, every) or "`travaux explain` lists them")


def overview(known: Sequence[Check]) -> str:
    """Every code with one line on what it means."""
    lines = [f"{check.code}  {check.severity.value:7}  {check.summary}" for check in known]
    lines += [f"{code}  {severity_of_stage(code):7}  {text}" for code, text in sorted(stage_codes().items())]
    return "\n".join(sorted(lines))
