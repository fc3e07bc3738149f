"""`travaux duties` and the entries that it prints: the register, faulty entries, and every clause of the library."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from check_findings import AGREEMENT, PLAN
from every_clause import CLAUSES, files
from examples import PROJECT, laid_over
from travaux.checks._duties import has_field, has_id, matches
from travaux.cli import main
from travaux.discover import layers
from travaux.library import Clause
from travaux.model.duty import ITSELF
from travaux.model.mechanism.offtake_cfd import OfftakeCfd
from travaux.model.mechanism.price_floor import PriceFloor
from travaux.parse import parse
from travaux.selftest.example import Example
from travaux.span import NOWHERE

DUTY = "clauses/example/duty.en.md"
HEAD = """\
---
heading: Admission of goods
purpose: What each Party owes.
order: 50
tier: 1
uses: [committee, covered-good, party]
parameters:
  notice: {type: period, default: P14D, meaning: Time for the notice}
  hours: {type: count, default: 72, meaning: Hours to the meeting}
"""
BODY = """\
---
1. {#accept} Each Party shall admit every covered good of another Party.

2. {#notice} A Party that suspends admission shall notify the Committee no later than {{ param.notice }} before, and the
   importer shall show the notice.

3. {#meeting} The Committee shall meet within {{ param.hours }} hours of the notice. A good shall be treated as new.

{% if instrument.prevails %}
4. {#report} The Committee shall report every {{ param.notice }}.
{% endif %}
"""
TOLD = """\
duties:
  accept: {by: party, act: admit covered goods, consequence: duty.meeting}
  notice:
    - {by: party, act: notify a suspension, time: param.notice, from: before it begins}
    - {by: importer, act: show the notice, time: on-event, consequence: none}
  meeting: {by: [panel, committee], act: meet, time: param.hours, from: the notice}
  report: {by: committee, act: report, time: every param.notice}
"""


def project(folder: Path, duties: str) -> str:
    """The example project with the duty article telling these duties."""
    return str(laid_over(Example("Passes", {DUTY: HEAD + duties + BODY}), folder))


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["duties", *arguments]) == 0
    return capsys.readouterr().out


def test_register_is_by_those_who_owe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "example", "--project", project(tmp_path, TOLD))
    head, _, rest = told.partition("\n")
    assert head.endswith("(example, en)")
    assert rest == (
        "4 duties, 3 who owe them; no time is said for 0\n"
        "\n"
        "Party (2)\n"
        "  Article 1.2.1  admit covered goods\n"
        "                   at all times; otherwise Article 1.2.3\n"
        "  Article 1.2.2  notify a suspension\n"
        "                   no later than 14 days before it begins\n"
        "\n"
        "Importer (1)\n"
        "  Article 1.2.2  show the notice\n"
        "                   when the case arises; otherwise nothing follows\n"
        "\n"
        "Committee (1)\n"
        "  Article 1.2.3  meet\n"
        "                   within 72 hours of the notice\n"
    )


def test_one_who_owes_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(tmp_path, TOLD)
    rows = list(csv.DictReader(io.StringIO(printed(capsys, "example", "--project", folder, "--format", "csv"))))
    assert [row["by"] for row in rows] == ["party", "party", "importer", "committee"]
    assert rows[0]["follows"] == rows[3]["place"]
    one = json.loads(printed(capsys, "example", "--project", folder, "--format", "json", "--by", "importer"))
    assert one["schema"] == "travaux.duties/1"
    assert [bearer["by"] for bearer in one["registers"][0]["bearers"]] == ["importer"]
    assert main(["duties", "example", "--project", folder, "--by", "importr"]) == 2
    assert capsys.readouterr().err == "travaux: nobody called 'importr' owes anything here; did you mean 'importer'?\n"


def test_a_text_that_does_not_bind_lays_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert printed(capsys, PLAN).endswith("No clause of the text tells a duty.\n")


def test_register_of_the_agreement(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, AGREEMENT, "--by", "committee")
    first = "  Article 14.1.2     hold its first meeting\n"
    assert first + "                       within 30 days of the date of entry into force\n" in told
    party = printed(capsys, AGREEMENT, "--by", "party")
    assert re.search(r"^Party \(\d+; what follows on a breach: Article 15\.2\)$", party, re.MULTILINE)


def test_a_first_meeting_that_comes_too_late_is_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(CLAUSES.parent / "seeds/instruments", tmp_path / "seeds/instruments")
    (tmp_path / "travaux.yaml").write_bytes((PROJECT / "travaux.yaml").read_bytes())
    path = tmp_path / f"seeds/instruments/{AGREEMENT}.yaml"
    data = YAML().load(path.read_text(encoding="utf-8"))
    data.setdefault("parameters", {}).setdefault("committee-establishment", {})["first_meeting"] = "P400D"
    with path.open("w", encoding="utf-8") as file:
        YAML().dump(data, file)
    main(["check", AGREEMENT, "--project", str(tmp_path), "--select", "OWE009", "--format", "concise"])
    assert (
        "'committee' has to publish model terms within 12 months of the entry into force, and need not have met for "
        "the first time before 400 days" in capsys.readouterr().out
    )


# --- faulty entries ------------------------------------------------------------------------------------------------

FAULTY = {
    "accept: {act: admit goods}": "11:11: error[MOD004]: the field 'by' is missing",
    "accept: {by: party, act: admit goods, tme: on-event}": "11:41: error[MOD002]: unknown field 'tme'",
    "accept: nothing": "11:11: error[MOD003]: a duty is wanted here, a list of them, or 'rule'",
    "accept: []": "11:11: error[MOD003]: a duty is wanted here, a list of them, or 'rule'",
    "accept: {by: [], act: admit goods}": "11:16: error[MOD003]: a list of at least 1 is wanted here, not a list of 0",
    "Accept: rule": "11:3: error[MOD003]: 'Accept' is not the id of a provision",
    "accept: {by: party, act: admit goods, time: param.}": (
        "11:47: error[MOD003]: 'param.' does not name a field; write it as in the clause: param.reply"
    ),
    "accept: {by: party, act: admit goods, consequence: [none, duty]}": (
        "11:54: error[MOD003]: 'none' stands alone: something follows, or nothing does"
    ),
    "accept: {by: party, act: admit goods, consequence: Duty}": (
        "11:54: error[MOD003]: 'Duty' is not the key of a clause, or of a clause and a paragraph: consultations.request"
    ),
    "accept: {by: party, act: admit goods, consequence: dutty}": (
        "11:54: error[OWE007]: what follows on a breach is said to stand in 'dutty', and there is no such clause"
    ),
    "acept: {by: party, act: admit goods}": (
        "11:3: error[OWE003]: the clause tells a duty of the provision 'acept', which it does not have"
    ),
    "notice: {by: party, act: notify, time: param.notise}": (
        "11:42: error[OWE005]: the time of the duty is said to be 'param.notise', and there is no such field"
    ),
    "notice: {by: party, act: notify, time: mechanism.notice}": (
        "11:42: error[OWE005]: the time of the duty is said to be 'mechanism.notice', and there is no such field"
    ),
    "accept: {by: party, act: admit goods, time: param.notice}": (
        "11:47: warning[OWE006]: the time of the duty is told as 'param.notice', and the provision 'accept' does not "
        "print it"
    ),
    "accept: {by: committee, act: admit goods}": (
        "11:16: warning[OWE004]: the duty is told of 'committee', and the provision 'accept' does not name them"
    ),
}


@pytest.mark.parametrize(("entry", "message"), FAULTY.items(), ids=FAULTY)
def test_faulty_entry(entry: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = project(tmp_path, f"duties:\n  {entry}\n")
    main(["check", "example", "--project", folder, "--format", "concise"])
    captured = capsys.readouterr()
    assert f"{DUTY}:{message}" in captured.out + captured.err


# --- the library ---------------------------------------------------------------------------------------------------

_STRIPPED = re.compile(r"\{%-? ?set .*?%\}|\{\* .*? \*\}|\{\{ ?note\(.*?\) ?\}\}", re.DOTALL)
_BEGINS = re.compile(r"^( *)(?:[0-9]+\.|-|##) \{(?:#([a-z0-9-]+)\}|\{ id\(\"([a-z0-9-]+-)\")", re.MULTILINE)


def pieces(clause: Clause) -> Iterator[tuple[tuple[str, ...], str]]:
    """What is written under each id, with the id and those of what it is a point of, from the inside out."""
    body = _STRIPPED.sub("", clause.body)
    found = list(_BEGINS.finditer(body))
    yield (ITSELF,), body[: found[0].start()] if found else body
    above: list[tuple[int, str]] = []
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(body)
        indent = len(match[1])
        above = [*(pair for pair in above if pair[0] < indent), (indent, match[2] or f"{match[3]}x")]
        yield tuple(own for _, own in reversed(above)), body[match.start() : end]


def binding() -> list[Clause]:
    """Every clause and variant of the families that bind."""
    families = {
        name
        for template in ("agreement", "exchange-of-letters", "protocol")
        for name, (family, _) in parse(layers(None), template, "en", NOWHERE, NOWHERE).families.items()
        if family.register_ == "binding"
    }
    return [clause for clause in files().values() if clause.family in families]


def test_every_duty_of_the_library_is_told() -> None:
    untold: list[str] = []
    for clause in binding():
        names = tuple(clause.front.duties)
        points = [ids for ids, _ in pieces(clause)]
        for ids, words in pieces(clause):
            below = [other[0] for other in points if ids[0] in other[1:]]
            around = (*ids, *(below or ()), *((ITSELF,) if ids[-1] == ids[0] else ()))
            told = any(matches(name, own) for name in names for own in around)
            if re.search(r"\bshall\b", words) and not told and clause.key != "annex-calculation":
                untold.append(f"{clause.file} {ids[0]}")
    assert untold == []


def test_every_entry_of_the_library_is_about_a_provision_and_short() -> None:
    for clause in files().values():
        for name, duties in clause.front.duties.items():
            assert has_id(clause, name), f"{clause.file} {name}"
            for duty in duties:
                assert len(duty.act.split()) <= 9, f"{clause.file} {name}: {duty.act}"


def test_a_time_is_a_field_or_computed_from_fields() -> None:
    known = {"lines.0.product": True, "lines.product": True, "lines.nothing": False, "notice": True, "nothing": False}
    assert {path: has_field(PriceFloor, tuple(path.split("."))) for path in known} == known
    assert has_field(OfftakeCfd, ("pays_gaps",))
    assert not has_field(OfftakeCfd, ("pays_gaps", "share"))


def test_only_clauses_that_bind_tell_duties() -> None:
    telling = {clause.file for clause in files().values() if clause.front.duties}
    assert telling <= {clause.file for clause in binding()}
