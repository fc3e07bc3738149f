"""What `travaux check` tells: formats, choice, profiles and baselines, on a project with planted faults."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import EXAMPLE, change, copied, put, run, run_whole
from travaux import baseline
from travaux.choice import PROFILES, Choice, chosen
from travaux.commands import _findings
from travaux.commands._watch import watch
from travaux.diagnostic import Diagnostic, Severity
from travaux.report import formats, grouped
from travaux.report.text import excerpt
from travaux.span import Span

DUTY = "clauses/example/duty.en.md"
NOWHERE = change(DUTY, "of its decision, stating", 'of its decision under {{ ref("nowhere") }}, stating')
UNUSED = change(DUTY, "uses: [committee,", "uses: [committee, duty-free,")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    return copied(tmp_path / "p", NOWHERE, UNUSED)


def test_text_shows_the_line_and_a_caret(faulty: Path, capsys: Capture) -> None:
    told = run_whole(capsys, "check", "--project", faulty)
    lines = told.out.splitlines()
    at = next(n for n, line in enumerate(lines) if "error[REF001]" in line)
    number, column = map(int, lines[at].split(":")[1:3])
    source = (faulty / DUTY).read_text(encoding="utf-8").splitlines()[number - 1]
    assert lines[at + 1].startswith(f"{number:>5} | ")
    caret = lines[at + 2].index("^") - len(f"{number:>5} | ")
    shown = lines[at + 1].removeprefix(f"{number:>5} | ")
    assert shown[caret] == source[column - 1] or shown.startswith("… ")
    assert lines[-1] == "1 error, 1 warning"


@pytest.mark.parametrize(
    ("line", "column", "shown"),
    [
        ("uses: [party, duty-free]", 15, ["    1 | uses: [party, duty-free]", "      |               ^^^^^^^^^"]),
        ("\tx: [", 5, ["    1 |  x: [", "      |     ^"]),
        ("重要鉱物 floor", 6, ["    1 | 重要鉱物 floor", "      |          ^^^^^"]),
    ],
)
def test_caret_stands_below_the_word(line: str, column: int, shown: list[str]) -> None:
    assert excerpt([line], Span("a.yaml", 1, column)) == shown


def test_long_lines_are_cut_around_the_place() -> None:
    line = "word " * 100 + "here " + "word " * 100
    first, second = excerpt([line], Span("a.yaml", 1, 501))
    assert len(first) < 120
    assert first[second.index("^") :].startswith("here")
    assert second.count("^") == len("here")


@given(st.text(max_size=300), st.integers(0, 400))
def test_an_excerpt_never_fails(line: str, column: int) -> None:
    assert len(excerpt([line], Span("a.yaml", 1, column))) in (0, 2)


@pytest.mark.parametrize("form", sorted(formats()))
def test_the_format_never_changes_the_exit_code(form: str, faulty: Path, capsys: Capture) -> None:
    assert run(capsys, "check", "--project", EXAMPLE, "--format", form).code == 0
    assert run(capsys, "check", "--project", faulty, "--format", form).code == 1
    assert run(capsys, "check", "--project", faulty / "none", "--format", form).code == 2


@pytest.mark.parametrize("form", sorted(formats()))
def test_every_format_names_every_finding(form: str, faulty: Path, capsys: Capture) -> None:
    told = run(capsys, "check", "--project", faulty, "--format", form).out
    for piece in ("REF001", "TRM004", "nowhere"):
        assert piece in told


def test_formats_are_documented() -> None:
    assert tuple(sorted(formats())) == _findings._FORMATS
    assert sorted(PROFILES) == sorted(_findings._PROFILES)
    assert all(form.HELP for form in formats().values())


def test_sarif(faulty: Path, capsys: Capture) -> None:
    log = json.loads(run(capsys, "check", "--project", faulty, "--format", "sarif").out)
    (one,) = log["runs"]
    rules = [rule["id"] for rule in one["tool"]["driver"]["rules"]]
    assert log["version"] == "2.1.0"
    assert {result["ruleId"]: result["level"] for result in one["results"]} == {"REF001": "error", "TRM004": "warning"}
    for result in one["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == DUTY
        assert location["physicalLocation"]["region"]["startLine"] > 1
        assert set(result) <= {
            "ruleId", "ruleIndex", "level", "message", "locations", "relatedLocations", "partialFingerprints",
            "properties",
        }  # fmt: skip
    assert any("logicalLocations" in result["locations"][0] for result in one["results"])


def test_sarif_fingerprint_stays_when_lines_move(faulty: Path, capsys: Capture) -> None:
    def prints() -> list[object]:
        log = json.loads(run(capsys, "check", "--project", faulty, "--format", "sarif").out)
        return [result["partialFingerprints"] for result in log["runs"][0]["results"]]

    before = prints()
    path = faulty / DUTY
    path.write_text(path.read_text(encoding="utf-8").replace("---\n", "---\n# moved\n", 1), encoding="utf-8")
    assert prints() == before


def test_github(faulty: Path, capsys: Capture) -> None:
    lines = run(capsys, "check", "--project", faulty, "--format", "github").out.splitlines()
    assert [line.split(" ")[0] for line in lines[:-1]] == ["::warning", "::error"]
    assert all(f"file={DUTY},line=" in line for line in lines[:-1])
    assert lines[-1] == "1 error, 1 warning"


def test_github_escapes_what_ends_a_command() -> None:
    d = Diagnostic("REF001", Severity.ERROR, Span("a,b:c%.md", 2, 3), "50 % of\nit", "do: this")
    from travaux.report import Report, github

    told = github.told(Report(grouped([d]), {}, frozenset(), lambda _: ()))
    assert told.splitlines()[0] == (
        "::error file=a%2Cb%3Ac%25.md,line=2,col=3,title=REF001::50 %25 of%0Ait%0Ahint: do: this"
    )


def test_junit(faulty: Path, capsys: Capture) -> None:
    root = ElementTree.fromstring(run(capsys, "check", "--project", faulty, "--format", "junit").out)
    cases = {case.get("name"): case for case in root.iter("testcase")}
    failed = [name for name, case in cases.items() if case.find("failure") is not None]
    assert failed == ["REF001"]
    assert root.get("failures") == "1"
    assert root.get("tests") == str(len(cases))
    assert "TRM004" in str(cases["TRM004"].findtext("system-out"))
    assert cases["CAP001"].find("failure") is None


# --- choice ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "codes", "code"),
    [
        ((), ["TRM004", "REF001"], 1),
        (("--select", "TRM"), ["TRM004"], 0),
        (("--select", "trm004,REF"), ["TRM004", "REF001"], 1),
        (("--ignore", "REF001"), ["TRM004"], 0),
        (("--select", "REF", "--ignore", "REF001"), [], 0),
        (("--severity", "error"), ["REF001"], 1),
        (("--profile", "strict", "--ignore", "REF"), ["TRM004"], 1),
    ],
)
def test_choice(arguments: tuple[str, ...], codes: list[str], code: int, faulty: Path, capsys: Capture) -> None:
    ran = run(capsys, "check", "--project", faulty, "--format", "json", *arguments)
    assert [d["code"] for d in json.loads(ran.out)["diagnostics"]] == codes
    assert ran.code == code


def test_unknown_code_is_refused(capsys: Capture) -> None:
    ran = run(capsys, "check", "--project", EXAMPLE, "--select", "REF001,XYZ9")
    assert (ran.out, ran.code) == (
        "travaux: error[SYN012]: no code is or begins with 'XYZ9'\n  hint: `travaux explain` lists them\n1 error\n",
        2,
    )


@given(st.lists(st.sampled_from(Severity), max_size=6), st.sampled_from(Severity), st.sampled_from(sorted(PROFILES)))
def test_profiles_never_make_a_finding_lighter(kinds: list[Severity], least: Severity, profile: str) -> None:
    found = [Diagnostic("ABC001", s, Span("f", n, 1), str(n)) for n, s in enumerate(kinds, 1)]
    told = {d.span.line: d for d in chosen(found, Choice(severity=least, profile=profile))}
    for d in found:
        raised = PROFILES[profile].get(d.severity, d.severity)
        assert raised.rank <= d.severity.rank
        assert (d.span.line in told) == (raised.rank <= least.rank)


def test_one_cause_is_one_finding() -> None:
    same = [Diagnostic("ABC001", Severity.ERROR, Span("f", 1, 1), "wrong", instrument=i) for i in ("a", "b")]
    other = Diagnostic("ABC001", Severity.ERROR, Span("f", 2, 1), "wrong")
    groups = grouped([*same, other])
    assert [[w.instrument for w in group.where] for group in groups] == [["a", "b"], [""]]


def test_scrub_has_checks_of_its_own(capsys: Capture) -> None:
    def found(*more: str) -> list[str]:
        told = run(capsys, "check", "--project", EXAMPLE, "--format", "json", *more)
        return [d["code"] for d in json.loads(told.out)["diagnostics"]]

    assert found() == found("--profile", "strict") == []
    assert set(found("--profile", "scrub")) == {"SGN001"}


@pytest.mark.parametrize("words", ["[thirty] days", "____ days", "TBD", "days ..... later"])
def test_what_is_open_is_found_in_the_sources_as_in_a_word_file(words: str, tmp_path: Path, capsys: Capture) -> None:
    root = copied(tmp_path / "p", change(DUTY, "Each Party shall", f"Each Party, {words}, shall"))
    told = run(capsys, "check", "--project", root, "--profile", "scrub", "--select", "SGN001", "--format", "json")
    assert DUTY in {d["file"] for d in json.loads(told.out)["diagnostics"]}


# --- baseline ----------------------------------------------------------------------------------------------------


def test_baseline_tells_only_what_is_new(faulty: Path, tmp_path: Path, capsys: Capture) -> None:
    listed = tmp_path / "known.json"
    wrote = run(capsys, "check", "--project", faulty, "--write-baseline", listed)
    assert (wrote.out, wrote.code) == (f"{listed}: 2 findings\n", 0)
    same = run(capsys, "check", "--project", faulty, "--baseline", listed)
    assert (same.out, same.code) == ("nothing found\n2 more in the baseline\n", 0)

    change(DUTY, "purpose:", "# a line more\npurpose:")(faulty)
    assert run(capsys, "check", "--project", faulty, "--baseline", listed).code == 0

    change(DUTY, "uses: [committee, duty-free,", "uses: [committee,")(faulty)
    change(DUTY, 'ref("nowhere")', 'ref("elsewhere")')(faulty)
    new = run(capsys, "check", "--project", faulty, "--baseline", listed)
    assert "'elsewhere'" in new.out
    assert new.out.endswith("1 error\n2 of the baseline no longer found: write it again with --write-baseline\n")
    assert new.code == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", "is no baseline: Expecting property name"),
        (b"\xff", "is no baseline: 'utf-8' codec"),
        (b"[]", "is no baseline: it does not say that it is of the schema travaux.baseline/1"),
        (b'{"schema": "travaux.baseline/1", "findings": [{"code": "A"}]}', "is no baseline: an entry lacks code"),
        (b'{"schema": "travaux.baseline/1", "findings": 3}', "is no baseline: an entry lacks code"),
        (
            b'{"schema": "travaux.baseline/1", "findings": [{"code": "A", "file": "f", "instrument": "",'
            b' "message": "m", "count": "2"}]}',
            "is no baseline: an entry lacks code",
        ),
    ],
)
def test_baseline_that_is_none(content: bytes, message: str, tmp_path: Path, capsys: Capture) -> None:
    put("known.json", content)(tmp_path)
    ran = run(capsys, "check", "--project", EXAMPLE, "--baseline", tmp_path / "known.json")
    assert ran.out.startswith(f"{tmp_path}/known.json: error[SYN012]: {message}")
    assert ran.code == 2


def test_baseline_that_is_missing(tmp_path: Path, capsys: Capture) -> None:
    ran = run(capsys, "check", "--project", EXAMPLE, "--baseline", tmp_path / "known.json")
    assert ran.out == (
        f"{tmp_path}/known.json: error[SYN007]: the baseline cannot be read: No such file or directory\n"
        f"  hint: make it with --write-baseline {tmp_path}/known.json\n1 error\n"
    )


_FOUND = st.builds(
    Diagnostic,
    st.sampled_from(["ABC001", "ABC002"]),
    st.sampled_from(Severity),
    st.builds(Span, st.sampled_from(["a", "b"]), st.integers(1, 3)),
    st.sampled_from(["one", "“two”"]),
)


@given(st.lists(_FOUND), st.lists(_FOUND))
def test_a_baseline_keeps_back_what_it_lists_and_no_more(old: list[Diagnostic], new: list[Diagnostic]) -> None:
    path_free: Callable[[list[Diagnostic]], object] = lambda found: json.loads(baseline.written(found))  # noqa: E731
    assert path_free(old) == path_free(list(reversed(old)))
    compared = baseline.compared(new, baseline.counted(old))
    assert compared.known + len(compared.new) == len(new)
    assert compared.known + compared.gone == len(old)
    assert baseline.compared(old, baseline.counted(old)) == baseline.Compared((), len(old), 0)


# --- watching ----------------------------------------------------------------------------------------------------


def test_watching_looks_again_after_each_change(tmp_path: Path) -> None:
    root = copied(tmp_path / "p")
    told: list[str] = []
    edits = iter([NOWHERE, lambda _: None, change(DUTY, 'ref("nowhere")', "param.notice")])

    def edit() -> None:
        step = next(edits, None)
        if step is None:
            raise KeyboardInterrupt
        step(root)

    with pytest.raises(KeyboardInterrupt):
        watch([root], lambda: told.append((root / DUTY).read_text(encoding="utf-8")), edit)
    assert ["nowhere" in text for text in told] == [False, True, False]


# --- suppression -------------------------------------------------------------------------------------------------


def _accepted(until: str) -> Callable[[Path], object]:
    return change(DUTY, "purpose:", f"suppress: [{{code: TRM004, reason: It is meant{until}}}]\npurpose:")


@pytest.mark.parametrize(
    ("until", "date", "codes"),
    [
        ("", "2027-01-01", []),
        (", until: 2027-01-01", "2027-01-01", []),
        (", until: 2026-12-31", "2027-01-01", ["SUP002", "TRM004"]),
        (", until: 2026-12-31", None, []),
    ],
)
def test_a_suppression_holds_up_to_its_day(
    until: str, date: str | None, codes: list[str], tmp_path: Path, capsys: Capture
) -> None:
    root = copied(tmp_path / "p", UNUSED, _accepted(until))
    path = root / "seeds/instruments/example.yaml"
    text = re.sub(r"^status: .*\n(?:[ ].*\n)*", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    dated = f", date: {date}" if date else ""
    path.write_text(text + f'status: {{draft: "Draft 1"{dated}}}\n', encoding="utf-8")
    ran = run(capsys, "check", "example", "--project", root, "--format", "json", "--select", "SUP,TRM004")
    found = json.loads(ran.out)["diagnostics"]
    assert sorted(d["code"] for d in found) == codes
    if codes:
        (over,) = (d for d in found if d["code"] == "SUP002")
        assert over["message"] == "the suppression of TRM004 was for drafts up to 2026-12-31"
        assert over["hint"] == "decide it again: this one is of 2027-01-01"
