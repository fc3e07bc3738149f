"""Every check fires: known defects are planted in sound projects, and each is found at its file and line, alone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import doc_blocks
from examples import INSTRUMENTS, PROJECT
from projects import copied, put, run, snapshot
from travaux.build import Options, all_checks
from travaux.diagnostic import Diagnostic, Failure, Severity
from travaux.report import rules
from travaux.scaffold import init
from travaux.selftest._defect import Defect, Planting, builtin_defects
from travaux.selftest._ground import Ground, grounds
from travaux.selftest._outside import OUTSIDE, why_outside
from travaux.selftest._result import Result, as_text
from travaux.selftest._run import drawn, planted
from travaux.selftest.trial import Wanted, tried

Capture = pytest.CaptureFixture[str]
PAGE = doc_blocks.ROOT / "docs" / "selftest.md"
SEEDS = sorted(path.stem for path in Path("seeds/instruments").glob("*.yaml"))
GRAVITY = {code: rule.severity for code, rule in rules(all_checks()).items()}


def silent(message: str) -> None:
    assert message


def done(*instruments: str, project: Path | None = PROJECT, per_code: int = 1, codes: tuple[str, ...] = ()) -> Result:
    return tried(instruments, Options(project=project), Wanted(codes, per_code=per_code, progress=silent))


@pytest.fixture(scope="module")
def generic() -> tuple[Result, ...]:
    """Each instrument of the example project alone, with one place for each defect. The examples have other tests."""
    return tuple(done(key) for key in INSTRUMENTS)


def test_every_defect_of_the_example_project_is_found_at_its_place(generic: tuple[Result, ...]) -> None:
    assert [as_text(replace(made, rows=(), outcomes=(o,))) for made in generic for o in made.missed] == []


def test_no_error_is_told_that_nobody_planted(generic: tuple[Result, ...]) -> None:
    assert [f"{o.code} {o.defect}: {d}" for made in generic for o in made.false for d in o.others] == []


def test_every_code_is_provoked_or_it_is_said_why_not(generic: tuple[Result, ...]) -> None:
    told = {row.code for made in generic for row in made.rows if row.planted} | {check.code for check in all_checks()}
    assert {code for code in GRAVITY if code not in told} == {code for code in GRAVITY if why_outside(code)}
    (first, _) = generic
    assert first.without_place["CLN001"] == "about the clean edition of a text whose findings are none"
    assert first.without_place["REG001"].startswith("the project has nothing for: binding noun in a plan; ")
    assert first.without_place["SFG003"] == "only its examples provoke it, and they are written for another project"


def test_defects_are_planted_in_every_kind_of_file(generic: tuple[Result, ...]) -> None:
    for made in generic:
        assert set(made.kinds) == {"record", "clause", "schedule", "template", "built text"}


def test_recall_on_errors_is_whole(generic: tuple[Result, ...]) -> None:
    rows = [row for made in generic for row in made.rows]
    assert len({row.code for row in rows if row.severity == "error"}) > 100
    assert {row.recall for row in rows} == {1.0}
    assert {row.precision for row in rows} == {1.0}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_recall_and_precision_are_whole_for_every_code_with_three_places(seed: int) -> None:
    made = tried((), Options(project=PROJECT), Wanted(seed=seed, per_code=3, progress=silent))
    assert made.sound, as_text(made)
    assert made.without_place == {code: why for code in GRAVITY if (why := why_outside(code))}
    assert {row.recall for row in made.rows} == {row.precision for row in made.rows} == {1.0}


def test_what_is_outside_is_a_code() -> None:
    assert [beginning for beginning in OUTSIDE if not any(code.startswith(beginning) for code in GRAVITY)] == []


def test_what_is_planted_is_a_code() -> None:
    """A check that is lost is not passed over in silence: its planters are there still."""
    assert {d.name: lost for d in builtin_defects() if (lost := {d.code, *d.follows} - set(GRAVITY))} == {}


def test_defects_of_a_seed_are_found() -> None:
    made = done("us-jp-action-plan", project=None, codes=("CAP", "GDS", "REF", "REG", "TIM", "TRM", "VAL", "WTO"))
    assert len(made.outcomes) >= 15
    assert made.sound, as_text(made)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_defects_of_every_seed_are_found_at_twenty_places(seed: str) -> None:
    made = done(seed, project=None, per_code=20)
    assert made.sound, as_text(made)


# --- that it would tell ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Ground:
    (made,) = grounds(tmp_path_factory.mktemp("ground"), ("example",), Options(project=PROJECT))
    return made


def swapped(defect: Defect, code: str) -> Defect:
    """The same defect, said to provoke another code."""
    return replace(defect, code=code)


def typed_figure() -> Defect:
    return next(d for d in builtin_defects() if d.code == "REF001")


def test_a_check_that_does_not_fire_is_missed_and_what_fires_instead_is_false(ground: Ground) -> None:
    defect = swapped(typed_figure(), "TRM001")
    (planting,) = drawn(defect, ground, 1, 1)
    outcome = planted(defect, ground, planting, GRAVITY)
    assert (outcome.found, outcome.placed) == (False, False)
    assert [d.code for d in outcome.others] == ["REF001"]


def test_a_finding_on_another_line_is_missed(ground: Ground) -> None:
    (planting,) = drawn(typed_figure(), ground, 1, 1)
    outcome = planted(typed_figure(), ground, replace(planting, line=planting.line + 1), GRAVITY)
    assert (outcome.found, outcome.placed) == (True, False)
    assert [d.span.line for d in outcome.others] == [planting.line]


def test_what_follows_is_declared(ground: Ground) -> None:
    defect = replace(next(d for d in builtin_defects() if d.name == "grade that the product does not have"))
    (planting,) = drawn(defect, ground, 1, 1)
    assert planted(defect, ground, planting, GRAVITY).others == ()
    others = planted(replace(defect, follows=frozenset()), ground, planting, GRAVITY).others
    assert [d.code for d in others] == ["PRC002"]


def test_a_graver_code_told_lightly_is_missed(ground: Ground) -> None:
    (planting,) = drawn(typed_figure(), ground, 1, 1)
    assert planted(typed_figure(), ground, planting, GRAVITY).placed
    assert not planted(typed_figure(), ground, planting, {**GRAVITY, "REF001": "warning"}).placed


def test_planting_leaves_nothing_behind(ground: Ground) -> None:
    before = snapshot(ground.root)
    for defect in builtin_defects():
        if defect.code.startswith(("SYN", "LIB", "CSV", "TAB")):
            for planting in drawn(defect, ground, 1, 1):
                planted(defect, ground, planting, GRAVITY)
    assert snapshot(ground.root) == before


def test_places_are_drawn_by_the_seed(ground: Ground) -> None:
    def places(seed: int) -> list[str]:
        return [p.place for p in drawn(typed_figure(), ground, seed, 3)]

    assert places(1) == places(1)
    assert len({tuple(places(seed)) for seed in range(8)}) > 1


def test_what_is_accepted_is_not_planted(tmp_path: Path) -> None:
    clause = "clauses/example/duty.en.md"
    text = (PROJECT / clause).read_text(encoding="utf-8")
    accepted = text.replace("tier: 1", "tier: 1\nsuppress: [{code: REF001, reason: It is right.}]", 1)
    root = copied(tmp_path / "project", put(clause, accepted))
    (made,) = grounds(tmp_path / "ground", ("example",), Options(project=root))
    assert clause not in {planting.file for planting in drawn(typed_figure(), made, 1, 999)}


def test_a_project_that_is_not_sound_is_refused(tmp_path: Path) -> None:
    clause = "clauses/example/duty.en.md"
    text = (PROJECT / clause).read_text(encoding="utf-8")
    root = copied(tmp_path, put(clause, text.replace('ref("duty.accept")', 'ref("duty.acept")')))
    with pytest.raises(Failure) as failure:
        done("example", project=root, codes=("REF001",))
    assert [d.code for d in failure.value.diagnostics] == ["REF001"]


def test_a_fault_of_the_run_itself_is_not_hidden(ground: Ground) -> None:
    finding = Diagnostic("REF001", Severity.ERROR, ground.paragraphs[0].clause.span(), "x")
    assert finding.code in GRAVITY
    defect = Defect("REF001", "one that changes nothing", lambda g: iter([Planting("x.md", 1, {})]))
    assert not planted(defect, ground, Planting("x.md", 1, {}), GRAVITY).found


# --- the command -----------------------------------------------------------------------------------------------------


def test_the_command_prints_a_table_and_leaves_the_project_alone(tmp_path: Path, capsys: Capture) -> None:
    root = copied(tmp_path / "project")
    before = snapshot(root)
    asked = ("selftest", "example-plan", "--project", root, "--codes", "REG001,DOC002", "--per-code", "1")
    made = run(capsys, *asked)
    assert made.out == (
        "code    severity  planted  found  placed  false  recall  precision\n"
        "DOC002  error           1      1       1      0    100%       100%\n"
        "REG001  error           2      2       2      0    100%       100%\n"
        "planted in: 1 built text, 2 clause\n"
        "3 defects planted, 0 missed; 0 passing examples; 0 with a false error\n"
    )
    assert (made.code, made.err) == (0, "")
    assert snapshot(root) == before
    assert run(capsys, *asked).out == made.out


def test_the_command_prints_json(capsys: Capture) -> None:
    made = run(
        capsys, "selftest", "example", "--project", PROJECT, "--codes", "EIF005", "--per-code", "1", "--format", "json"
    )
    report = json.loads(made.out)
    assert report == {
        "schema": "travaux.selftest/1",
        "sound": True,
        "codes": [
            {
                "code": "EIF005",
                "severity": "error",
                "ways": ["treaty with oneself"],
                "planted": 1,
                "found": 1,
                "placed": 1,
                "false": 0,
                "recall": 1.0,
                "precision": 1.0,
            }
        ],
        "missed": [],
        "false": [],
        "planted_in": {"record": 1},
        "not_planted": [],
        "passing": 0,
    }


def test_the_command_fails_where_a_check_is_silent(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    import travaux.checks.commencement as commencement

    silenced = replace(commencement.met_by_one.__travaux_check__, logic=lambda s: iter(()))  # type: ignore[attr-defined]
    monkeypatch.setattr(commencement.met_by_one, "__travaux_check__", silenced)
    made = run(capsys, "selftest", "example", "--project", PROJECT, "--codes", "EIF005", "--per-code", "1")
    assert made.code == 1
    assert "missed: EIF005 (treaty with oneself) in example, seeds/instruments/example.yaml:12: not found" in made.out


def test_the_command_takes_a_package_of_the_library_with_its_schedules(capsys: Capture) -> None:
    asked = ("selftest", "us-mx", "--codes", "SYN006", "--per-code", "1")
    made = run(capsys, *asked)
    assert (made.code, made.err) == (0, "")
    assert "1 defects planted, 0 missed" in made.out


def test_the_page_shows_what_the_command_prints(tmp_path: Path) -> None:
    (section,) = (each for each in doc_blocks.sections(PAGE) if each.heading == "The report")
    init(tmp_path / "my-project")
    (command,) = section.commands
    ran = doc_blocks.run(command, tmp_path / "my-project", tmp_path / "tools")
    assert (ran.returncode, ran.stderr, ran.stdout) == (0, "", section.printed)


def test_unknown_codes_and_counts_are_refused(capsys: Capture) -> None:
    wrong = run(capsys, "selftest", "--project", PROJECT, "--codes", "ZZZ")
    assert (wrong.code, wrong.out) == (2, "")
    assert "no code is or begins with 'ZZZ'" in wrong.err
    assert "'0' is not a whole number above zero" in run(capsys, "selftest", "--per-code", "0").err
