"""The instruments of the library: each builds, and has the register, labels and closing of its kind."""

from __future__ import annotations

import functools
import re
from pathlib import Path

import pytest

from check_findings import changed_library
from clause_prints import markdown
from travaux.build import Compilation, Options, compile
from travaux.diagnostic import Failure

#: By instrument: the labels of its articles, what it calls those who take part, and how it closes.
BINDING = {
    "critical-minerals-agreement-core": ("Article", "Party", "IN WITNESS WHEREOF"),
}
NON_BINDING = {
    "us-jp-action-plan": ("Section", "Signed at"),
    "eu-us-action-plan": ("Section", "Signed at"),
    "eu-us-mou": ("Section", "Signed at"),
    "reserve-cooperation": ("Section", "Signed at"),
    "ministerial-framework": ("Section", "Signed at"),
    "eu-us-jp-joint-statement": ("Part", "Issued at Washington on 4 February 2026."),
}
#: Warnings that the agreement of the library has too, and why: an example of shares, and lists that follow the records.
KNOWN = {"critical-minerals-agreement-core": {"EIF003", "STR002"}}


@functools.cache
def built(instrument: str) -> Compilation:
    return compile(instrument, Options())


@functools.cache
def words_of(instrument: str) -> str:
    """The words that are meant for the other side: without drafting notes and sources."""
    compilation = built(instrument)
    return markdown(compilation.rendered("md", compilation.texts[0], edition="outgoing").data)


@pytest.mark.parametrize("instrument", [*BINDING, *NON_BINDING])
def test_builds_without_an_unexplained_finding(instrument: str) -> None:
    found = [d for d in built(instrument).diagnostics if d.severity.value in ("error", "warning")]
    assert {d.code for d in found} <= KNOWN.get(instrument, set()), "\n".join(map(str, found))


@pytest.mark.parametrize("instrument", BINDING)
def test_binding_text_binds(instrument: str) -> None:
    label, noun, closing = BINDING[instrument]
    text = words_of(instrument)
    assert f"{label} 1.1" in text
    assert f"{noun} shall" in text
    assert closing in text
    assert not re.search(r"\bParticipants?\b|\bParty (?:will|intends)\b", text)


@pytest.mark.parametrize("instrument", NON_BINDING)
def test_text_that_does_not_bind(instrument: str) -> None:
    label, closing = NON_BINDING[instrument]
    text = words_of(instrument)
    assert f"{label} 1" in text
    assert "Participants" in text
    assert closing in text
    assert not re.search(r"\b(?:shall|must|undertakes?|hereby|Party|Parties|Done at|enters? into force)\b", text)
    assert len(re.findall("not legally binding", text)) == 1


@pytest.mark.parametrize(
    ("instrument", "brackets", "free"),
    [
        ("us-jp-action-plan", ["Section 5: Standards", "The lead bodies are"], ["Section 10: Rapid response"]),
        ("eu-us-action-plan", ["Section 6: Projects", "on screening investment"], ["Section 5: Standards"]),
    ],
)
def test_what_no_source_confirms_stands_in_brackets(instrument: str, brackets: list[str], free: list[str]) -> None:
    text = words_of(instrument)
    inside = " ".join(re.findall(r"(?<= )\[ .*? \](?= )", text))
    assert [words for words in brackets if words not in inside] == []
    assert [words for words in free if words in inside or words not in text] == []


def test_joint_statement_declares_and_is_not_signed() -> None:
    text = words_of("eu-us-jp-joint-statement")
    (made,) = built("eu-us-jp-joint-statement").texts
    assert made.document.draft.signatures == ()
    assert not re.search(r"\bwill\b|\bSigned\b|For the United States of America|For Japan", text)
    tools = ["border-adjusted price floors", "standards-based markets", "price-gap subsidies", "offtake agreements"]
    places = [text.index(tool) for tool in tools]
    assert places == sorted(places)
    assert text.index("Part 3: Coordination on trade") < places[0]


def test_memorandum_records_the_approval_and_is_equally_valid() -> None:
    text = words_of("eu-us-mou")
    approval = (
        "[ NOTING, for the European Union, the approval of the Council of the European Union given before signature;"
    )
    assert approval in text
    assert "This Memorandum is signed in English, in two originals, both being equally valid." in text
    assert "the Department of State, for the United States" in text
    assert "Action Plan" not in text


def test_reserves_are_those_of_governments() -> None:
    text = words_of("reserve-cooperation")
    for section in ("Information on reserves", "Loan and exchange", "Release", "Purchases"):
        assert text.count(f": {section} 1.") == 1
    own = "the decisions made there are not those of the United States, which gives no assurance about them."
    assert f"It does not concern Project Vault: {own}" in text
    assert text.count("Project Vault") == 1
    assert "This Memorandum is signed in English and Japanese, both versions being equally valid." in text
    assert not re.search(r"\d(?: |\xa0)?(?:t|tonnes|kg)\b", text)


def test_framework_names_all_who_took_part() -> None:
    (made,) = built("ministerial-framework").texts
    record = made.instrument.record
    assert len(record.parties) == 56  # the 54 countries and the Commission of the fact sheet, and the host
    names = [made.document.draft.party_names[key] for key in record.parties]
    assert len(set(names)) == 56
    assert [signature.line for signature in made.document.draft.signatures] == [
        "For " + re.sub("^The ", "the ", name) for name in names
    ]
    shorts = [
        built("ministerial-framework").subject.records.parties[key].record.names["en"].short for key in record.parties
    ]
    assert shorts == sorted(shorts, key=lambda short: short.removeprefix("the "))


def test_framework_docks_to_the_agreement_by_accession() -> None:
    text = words_of("ministerial-framework")
    (agreement,) = built("critical-minerals-agreement").texts
    (framework,) = built("ministerial-framework").texts
    assert framework.instrument.record.leads_to == agreement.instrument.record.id
    assert "accession" in {selected.clause.key for selected in agreement.outline.all()}
    order = [
        "transparency and the protection",
        "export measures",
        "rules of origin",
        "price floors and their adjustment",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert places[0] > text.index("may accede to it, on the conditions and by the procedure of the Agreement on Trade")


FORBIDDEN = {
    "ministerial-framework": ("nb-workplan", "framework"),
    "reserve-cooperation": ("nb-price-mechanism-exploration", "memorandum"),
    "eu-us-mou": ("nb-workplan", "memorandum"),
    "eu-us-jp-joint-statement": ("nb-signature", "joint-statement"),
}


@pytest.mark.parametrize("instrument", FORBIDDEN)
def test_forbidden_clause(instrument: str, tmp_path: Path) -> None:
    clause, template = FORBIDDEN[instrument]
    file = f"seeds/instruments/{instrument}.yaml"
    project = changed_library({file: f"clauses: {{include: [{clause}]}}\n"}, tmp_path)
    with pytest.raises(Failure) as failure:
        compile(instrument, Options(project=project))
    (found,) = failure.value.diagnostics
    assert str(found).partition(": ")[2] == (
        f"error[OUT008]: the clause {clause!r} has no place in a text of this kind\n"
        f"  hint: take it out; the template {template!r} forbids it"
    )
    assert found.span.file == file


def test_the_core_agreement_is_short_and_has_the_same_floors() -> None:
    long, core = (words_of(f"critical-minerals-agreement{end}") for end in ("", "-core"))
    assert len(core) < len(long)
    level = re.compile(r"\| [^|]+\| \[[\d.,]+\] \| USD/kg \|")
    assert len(level.findall(core)) > 5
    assert level.findall(core) == level.findall(long)


def test_the_core_agreement_goes_beyond_its_tier_only_where_it_says_so() -> None:
    (text,) = built("critical-minerals-agreement-core").texts
    second = {s.clause.key for s in text.outline.all() if s.clause.front.tier > 1}
    assert second == set(text.instrument.record.clauses.include)
