"""What each code means: of the checks, and of the stages before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from travaux import clean, layout, outline, own_styles, parse, plugins, read, schedule, tables, validate
from travaux.assess import codes as assess_codes
from travaux.checks import Check
from travaux.checks._suppressed import SUPPRESSION_CODES
from travaux.diagnostic import fail
from travaux.docx_reader import findings as docx_findings
from travaux.docx_reader import safe
from travaux.draft import STAGE_CODES as DRAFT_CODES
from travaux.promotion import compare
from travaux.span import Span
from travaux.validate import closest

WRITE_CODES: Mapping[str, str] = {
    "WRT001": "An output cannot be written. Outputs are moved into place whole, so nothing was changed."
}


def stage_codes() -> dict[str, str]:
    """What each code of the stages before the checks means."""
    before = (read, validate, parse, outline, schedule, plugins, own_styles, tables)
    stages = (*before, layout, safe, docx_findings, assess_codes, clean, compare)
    found = [*(stage.STAGE_CODES for stage in stages), DRAFT_CODES, SUPPRESSION_CODES, WRITE_CODES]
    return {code: text for table in found for code, text in table.items()}


def severity_of_stage(code: str) -> str:
    """How bad a finding of a code is that belongs to no check."""
    lighter = {*SUPPRESSION_CODES, *own_styles.WARNINGS, *docx_findings.WARNINGS}
    return "warning" if code in lighter else "error"


def explain(code: str, known: Sequence[Check]) -> str:
    """What a code means: for a check its reason, source and examples. Raises `Failure` for an unknown code."""
    for check in known:
        if check.code == code:
            head = "; ".join(filter(None, (check.severity.value, check.mends)))
            return f"{code} ({head})\n\n{check.description}"
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
