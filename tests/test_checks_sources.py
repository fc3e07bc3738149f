"""Sources: brackets, dates and precedents."""

from __future__ import annotations

from pathlib import Path

from clause_text import DUTY, HEAD, findings, in_duty

RECITALS = "clauses/example/recitals.en.md"
RECITALS_HEAD = "---\npurpose: x\norder: 20\nplace: recitals\ntier: 1\n---\n"


def in_recitals(code: str, body: str, folder: Path, head: str = RECITALS_HEAD) -> list[str]:
    return findings(code, {RECITALS: head + body}, folder)


def test_what_is_bracketed_may_rest_on_a_rumour(tmp_path: Path) -> None:
    rests = HEAD.replace("uses:", "rests_on: [rumour]\nuses:")
    assert findings("SRC001", {DUTY: rests + "Each Party shall act.\n"}, tmp_path / "a") == []
    assert in_duty("SRC001", 'Each Party shall act.{{ source("rumour") }}\n', tmp_path / "b") == []
    recitals = '1. {#a} NOTING a rumour;{{ source("rumour") }}\n\n2. {#b} DESIRING to act,\n'
    assert in_recitals("SRC001", recitals, tmp_path / "c") == []


def test_recitals_that_rest_on_a_rumour_as_a_whole_are_not_bracketed(tmp_path: Path) -> None:
    head = RECITALS_HEAD.replace("tier: 1", "tier: 1\nrests_on: [rumour]")
    body = "1. {#a} NOTING a rumour;\n\n2. {#b} DESIRING to act,\n"
    assert in_recitals("SRC001", body, tmp_path, head) == [
        "error: this rests on 'rumour', which nobody has confirmed, and stands outside brackets"
    ]


def test_a_figure_with_one_confirmed_source_stands(tmp_path: Path) -> None:
    files = {"seeds/instruments/example.yaml": "entry_into_force: {threshold: {sources: [fact, rumour]}}\n"}
    body = "Each Party shall bear {{ instrument.entry_into_force.threshold.share }} of the cost.\n"
    assert findings("SRC001", {**files, DUTY: HEAD + body}, tmp_path / "a") == []
    files = {"seeds/instruments/example.yaml": "entry_into_force: {threshold: {sources: [rumour]}}\n"}
    assert findings("SRC001", {**files, DUTY: HEAD + body}, tmp_path / "b") == [
        "warning: the figure '60 per cent' rests on 'rumour' alone, which nobody has confirmed"
    ]


def test_the_day_of_the_draft_is_not_after_it(tmp_path: Path) -> None:
    body = '1. {#a} RECALLING the act of 1 June 2026;{{ source("fact") }}\n\n2. {#b} DESIRING to act,\n'
    assert in_recitals("SRC002", body, tmp_path / "a") == []
    body = body.replace("1 June 2026", "2 June 2026")
    assert in_recitals("SRC002", body, tmp_path / "b") == [
        "warning: the recital speaks of 2 June 2026, which is after the date of the draft"
    ]


def test_a_source_known_by_its_year_is_later_only_in_a_later_year(tmp_path: Path) -> None:
    source = "id: later\nstatement: x\npublisher: x\ndate: {date}\ngrade: official\nseen: full\n"
    files = {"seeds/instruments/example.yaml": "sources: [fact, later]\n"}
    files["seeds/sources/later.yaml"] = source.replace("{date}", "'2026'")
    assert findings("SRC002", files, tmp_path / "a") == []
    files["seeds/sources/later.yaml"] = source.replace("{date}", "2026-07")
    assert findings("SRC002", files, tmp_path / "b") == [
        "warning: the source 'later' is dated 2026-07, later than the draft"
    ]


def test_an_impossible_day_is_no_date(tmp_path: Path) -> None:
    body = "1. {#a} RECALLING the act of 31 June 2027;\n\n2. {#b} DESIRING to act,\n"
    assert in_recitals("SRC002", body, tmp_path) == []
