"""Findings as SARIF 2.1.0, which code hosts and editors read.

Source: OASIS Standard "Static Analysis Results Interchange Format (SARIF) Version 2.1.0", errata 01 of 28 August 2023.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

from travaux import __version__

if TYPE_CHECKING:
    from travaux.report import Report, Rule
    from travaux.report._groups import Group
    from travaux.span import Span

HELP = "SARIF 2.1.0, for code hosts and editors"
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def _rule(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.code,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.description},
        "help": {"text": f"travaux explain {rule.code}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _physical(span: Span) -> dict[str, object]:
    place: dict[str, object] = {"artifactLocation": {"uri": quote(span.file), "uriBaseId": "PROJECT"}}
    if span.line:
        place["region"] = {"startLine": span.line, "startColumn": max(span.column, 1)}
    return place


def _location(span: Span) -> dict[str, object]:
    return {"physicalLocation": _physical(span)} if span.file else {}


def _result(group: Group, index: dict[str, int]) -> dict[str, object]:
    d = group.finding
    location = _location(d.span)
    logical = [
        {"name": where.place or where.provision, "fullyQualifiedName": f"{where.instrument}#{where.provision}"}
        for where in group.where
        if where.provision
    ]
    if logical:
        location["logicalLocations"] = logical
    related = [{"id": n, **_location(o.span), "message": {"text": o.message}} for n, o in enumerate(d.related, 1)]
    return {
        "ruleId": d.code,
        "ruleIndex": index[d.code],
        "level": _LEVELS[d.severity.value],
        "message": {"text": f"{d.message}. {d.hint}" if d.hint else d.message},
        **({"locations": [location]} if location else {}),
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"finding/v1": _fingerprint(group)},
        **({"properties": dict(d.data)} if d.data else {}),
    }


def _fingerprint(group: Group) -> str:
    """The same for the same finding when lines above it move."""
    d = group.finding
    return hashlib.sha256("\n".join((d.code, d.span.file, d.provision, d.message)).encode()).hexdigest()


def told(report: Report) -> str:
    """The log of one run, in ASCII. Columns count characters; files are relative to the project, or to the library."""
    codes = sorted({*report.checked, *(group.finding.code for group in report.groups)})
    index = {code: number for number, code in enumerate(codes)}
    driver = {"name": "travaux", "version": __version__, "rules": [_rule(report.rules[code]) for code in codes]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(group, index) for group in report.groups],
    }
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1)
