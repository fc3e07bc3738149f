"""The instruments of the library: each builds, and has the register, labels and closing of its kind."""

from __future__ import annotations

import functools
import re

import pytest

from clause_prints import markdown
from travaux.build import Compilation, Options, compile

#: By instrument: the labels of its articles, what it calls those who take part, and how it closes.
BINDING = {
    "critical-minerals-agreement-core": ("Article", "Party", "IN WITNESS WHEREOF"),
}
NON_BINDING = {
    "us-jp-action-plan": ("Section", "Signed at"),
    "eu-us-action-plan": ("Section", "Signed at"),
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
