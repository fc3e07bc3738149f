"""Findings as a JSON document of the schema `travaux.diagnostics/1`, in ASCII for any pipe."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from travaux.report import Report
    from travaux.report._groups import Group

HELP = "every field, for programs"
SCHEMA = "travaux.diagnostics/1"


def _entry(group: Group) -> dict[str, object]:
    also = [{"instrument": w.instrument, "provision": w.provision, "place": w.place} for w in group.where[1:]]
    return {**group.finding.to_json(), **({"also": also} if also else {})}


def told(report: Report) -> str:
    """The document; what a baseline lists is counted where there is one."""
    payload: dict[str, object] = {"schema": SCHEMA, "diagnostics": [_entry(group) for group in report.groups]}
    if report.known or report.gone:
        payload["baseline"] = {"known": report.known, "gone": report.gone}
    return json.dumps(payload, indent=1)
