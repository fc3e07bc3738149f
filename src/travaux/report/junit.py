"""Findings as JUnit XML: one case for each code that was looked for, failed where a finding of it is an error.

Source: the form that continuous-integration servers read (testsuites, testsuite, testcase, failure, system-out).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from travaux.diagnostic import Severity
from travaux.report.concise import head, rest

if TYPE_CHECKING:
    from travaux.report import Report, Rule
    from travaux.report._groups import Group

HELP = "JUnit XML, one case for each code"


def _message(group: Group) -> str:
    return "\n".join([head(group), *rest(group)])


def _case(parent: ElementTree.Element, rule: Rule, groups: list[Group]) -> bool:
    """Adds the case of a code; True where it fails."""
    case = ElementTree.SubElement(parent, "testcase", classname=f"travaux.{rule.code[:3]}", name=rule.code, time="0")
    failing = [group for group in groups if group.finding.severity is Severity.ERROR]
    others = [group for group in groups if group not in failing]
    if failing:
        count = f"{len(failing)} finding{'s' * (len(failing) != 1)}: {rule.summary}"
        failure = ElementTree.SubElement(case, "failure", message=count, type="error")
        failure.text = "\n".join(map(_message, failing))
    if others:
        ElementTree.SubElement(case, "system-out").text = "\n".join(map(_message, others))
    return bool(failing)


def told(report: Report) -> str:
    """The document. Codes of the stages before the checks have a case only where something was found."""
    by_code: dict[str, list[Group]] = {}
    for group in report.groups:
        by_code.setdefault(group.finding.code, []).append(group)
    looked_for = sorted({*report.checked, *by_code})
    root = ElementTree.Element("testsuites", name="travaux")
    suite = ElementTree.SubElement(root, "testsuite", name="travaux check", tests=str(len(looked_for)), errors="0")
    failed = sum(_case(suite, report.rules[code], by_code.get(code, [])) for code in looked_for)
    for element in (root, suite):
        element.set("failures", str(failed))
    root.set("tests", str(len(looked_for)))
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode")
