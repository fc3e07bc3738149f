"""Who takes a mechanism: the text and its annex say it, and say nothing else of a mechanism that every party takes."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from check_findings import AGREEMENT, changed_library
from clause_prints import markdown
from participating import INSTRUMENT, JAPAN_STAYS_OUT, PARTIES, closed, needs, written
from projects import copied, put, run
from travaux import tree
from travaux.build import Compilation, Options, compile
from travaux.checks._walk import passages
from travaux.compilation import Text

GOLDEN = Path(__file__).parent / "participation.golden.md"
BY_PARTY = "critical-minerals-agreement-by-party"
LABELS = {"eu": "European Union", "jp": "Japan", "mx": "Mexico", "us": "United States"}
#: A duty or a right of every Party: in a clause about a limited mechanism it would bind those that stay out.
OF_ALL = re.compile(r"\b(?:[Ee]ach|[Nn]o|[Ee]very) Party\b|\bA Party (?:shall|may)\b|\bThe Parties shall\b")


def built(participation: str, folder: Path, more: str = "") -> Compilation:
    """The agreement of the library with a participation."""
    return compile(AGREEMENT, Options(project=changed_library({INSTRUMENT: participation + more}, folder)))


@pytest.fixture(scope="module")
def without_japan(tmp_path_factory: pytest.TempPathFactory) -> Compilation:
    """The agreement with floors out of which Japan stays, compiled once for the tests that read it."""
    return built(JAPAN_STAYS_OUT, tmp_path_factory.mktemp("without-japan"))


def outgoing(compilation: Compilation, form: str = "md") -> bytes:
    return compilation.rendered(form, compilation.texts[0], edition="outgoing").data


def errors(compilation: Compilation) -> list[str]:
    return [str(d) for d in compilation.diagnostics if d.severity.value == "error"]


def lists(compilation: Compilation) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """By title of a matter, in the annex: the participating Parties and the others."""
    found = {}
    for line in outgoing(compilation).decode().splitlines():
        cells = [cell.strip() for cell in line.strip("| ").split(" | ")]
        if len(cells) in (4, 5) and cells[1] in ("Opt-in", "Opt-out"):
            taking, staying = (tuple(c.split(", ")) if c != "–" else () for c in cells[2:4])
            found[cells[0].strip("\\[]")] = (taking, staying)
    return found


def about(text: Text) -> dict[str, set[str]]:
    """By file of a clause the mechanisms that it is about in a text."""
    found: dict[str, set[str]] = {}
    for selected in text.outline.all():
        for wording in selected.wordings:
            if selected.mechanism is not None:
                found.setdefault(wording.clause.file, set()).add(selected.mechanism.record.id)
    return found


def bound(text: Text, limited: set[str]) -> list[str]:
    """What clauses about limited mechanisms say of every Party."""
    own = {file for file, keys in about(text).items() if keys & limited}
    inside = (p for p in passages(text) if p.clause is not None and p.clause.file in own)
    return [f"{p.key}: {match[0]}" for p in inside if (match := OF_ALL.search(p.words()))]


# --- the text ---------------------------------------------------------------------------------------------------------


def test_what_every_party_takes_changes_no_byte(tmp_path: Path) -> None:
    said = "participation:\n" + "".join(f"  {key}: {{mode: all}}\n" for key in needs())
    plain, told = built("depositary: jp\n", tmp_path / "plain"), built(said, tmp_path / "told")
    for form in ("docx", "md"):
        assert outgoing(plain, form) == outgoing(told, form)


def excerpt(text: str) -> str:
    """The articles on participation, three articles of the floors, and the annex, as they are printed."""
    wanted = (
        "Article 1.11",
        "Article 1.12",
        "Article 1.13",
        "Article 2.1:",
        "Article 3.1:",
        "Article 4.1:",
        "Annex 1-A",
    )
    parts = re.split(r"^(?=#{2,3} (?:Article|Annex|Chapter) )", text, flags=re.MULTILINE)
    return "".join(part for part in parts if any(part.lstrip("# ").startswith(name) for name in wanted))


def test_japan_stays_out_of_the_floors(without_japan: Compilation) -> None:
    assert errors(without_japan) == []
    text = re.sub(r"\[([^\[\]]*)\]\(#[^)]*\)", r"\1", outgoing(without_japan).decode()).replace("\\", "")
    assert excerpt(text) == GOLDEN.read_text(encoding="utf-8")


def test_whole_tariff_lines_of_some_levels_may_be_left_out(tmp_path: Path) -> None:
    """PAR002 is about a part of the lines of one level, and a whole level is none."""
    carved = "{party: mx, products: [ndpr], hs: [HS2022 2846.90], reason: {en: It refines none}}"
    left_out = f"participation: {{border-equalised-floors: {{carve_outs: [{carved}]}}}}\n"
    assert errors(built(left_out, tmp_path)) == []


def test_lists_by_party_leave_out_who_stays_out(without_japan: Compilation) -> None:
    text = markdown(outgoing(without_japan))
    starts = text[text.index("Section B: Start by Party") : text.index("Schedules of border price adjustments ###")]
    assert "European Union | 12 months after the date of entry into force" in starts
    assert "Japan" not in starts
    schedule = text[text.index("Section B: Base rates by tariff line") : text.index("Section C: Covered derivatives")]
    assert "**European Union**" in schedule
    assert "Japan" not in schedule


def test_words_of_another_sense_stay_plain(without_japan: Compilation) -> None:
    (text,) = without_japan.texts
    joint = [p for p in passages(text) if p.clause and p.clause.key == "joint-investigation"]
    assert any("participating Parties" in str(getattr(n, "text", "")) for p in joint for n in p.leaves)
    assert not any(isinstance(n, tree.Use) and n.term == "participating-party" for p in joint for n in p.leaves)


@pytest.mark.parametrize(("clause", "variant"), [("opting-in", "consent"), ("opting-out", "later")])
def test_other_wordings(clause: str, variant: str, tmp_path: Path) -> None:
    said = "participation:\n  strategic-reserves: {mode: opt-in, parties: [eu, us]}\n"
    said += "  scrap-recycling: {mode: opt-out, parties: [mx]}\n"
    compilation = built(said, tmp_path, f"variants: {{{clause}: {variant}}}\n")
    told = [str(d) for d in compilation.diagnostics if d.severity.value in ("error", "warning") and d.code != "EIF003"]
    assert told == []


def test_seed_with_terms_by_party() -> None:
    compilation = compile(BY_PARTY)
    told = {d.code for d in compilation.diagnostics if d.severity.value in ("error", "warning")}
    assert told == {"EIF003"}, "the shares are an example, as in the agreement itself"
    text = markdown(outgoing(compilation))
    assert "Mexico: investment | lithium | 2530.90, 2836.91, 2825.20, 2827.39, 2826.90, 2805.19, 8507.60" in text
    assert "| strategic reserves | Opt-in | European Union, Japan, United States | Mexico |" in text
    assert "| Mexico | From 24 months after the date of entry into force | 60 per cent |" in text
    assert "in force on" in text


# --- any participation --------------------------------------------------------------------------------------------


@st.composite
def participations(draw: st.DrawFn) -> tuple[dict[str, frozenset[str]], str]:
    """What each party stays out of, with two at least in every mechanism, and the YAML of it."""
    keys = sorted(needs())
    outside: dict[str, frozenset[str]] = {}
    for party in draw(st.lists(st.sampled_from(PARTIES), min_size=1, max_size=2, unique=True)):
        outside[party] = closed(draw(st.sets(st.sampled_from(keys), min_size=1, max_size=3)))
    modes = {key: draw(st.sampled_from(["opt-in", "opt-out"])) for key in keys}
    return outside, written(outside, modes)


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(participations())
def test_any_participation(drawn: tuple[dict[str, frozenset[str]], str]) -> None:
    outside, said = drawn
    with tempfile.TemporaryDirectory() as folder:
        compilation = built(said, Path(folder))
        assert errors(compilation) == []
        (text,) = compilation.texts
        limited = frozenset[str]().union(*outside.values())
        assert bound(text, set(limited)) == []
        records = compilation.subject.records.mechanisms
        wanted = {}
        for key in limited:
            staying = [party for party in PARTIES if key in outside.get(party, ())]
            title = (records[key].record.title or {})["en"]
            named = (tuple(LABELS[p] for p in PARTIES if (p in staying) == side) for side in (False, True))
            wanted[title] = tuple(named)
        assert lists(compilation) == wanted


def test_a_clause_of_every_party_is_caught() -> None:
    """The measure of the test above finds what it looks for where a mechanism is taken by all."""
    (text,) = compile(AGREEMENT).texts
    assert len(bound(text, {"border-equalised-floors"})) > 5


# --- bad input ----------------------------------------------------------------------------------------------------

TREATY = "seeds/instruments/example.yaml"


#: What is said of each fault, at which column of the line that holds it, and the hint.
FAULTS = [
    ("zone: {mode: opt-in}", 16, "with mode: opt-in, `parties` names those that take it at signature: nobody does"),
    ("zone: {parties: [alba]}", 10, "`parties` goes with mode: opt-in or opt-out; with mode: all every party takes it"),
    ("zone: {mode: opt-out, parties: [alba, alba]}", 41, "named twice under `parties`: alba"),
    (
        "floor: {phase_in: {corda: [{after: 0, share: 60%}, {after: 12, share: 50%}]}}",
        62,
        "steps of `phase_in` come later each time and never fall, unlike 12",
    ),
    (
        "floor: {phase_in: {corda: [{after: 0, share: 60%}]}}",
        48,
        "`phase_in` of corda ends at 60%, not at 100%",
    ),
    (
        "floor: {mode: opt-out, parties: [corda], phase_in: {corda: [{after: 0, share: 100%}]}}",
        44,
        "`phase_in` names corda, which does not take the mechanism at all",
    ),
    (
        "floor: {carve_outs: [{party: alba, products: [examplium, examplium], reason: {en: Law}}]}",
        60,
        "named twice under `products`: examplium",
    ),
    (
        "floor: {carve_outs: [{party: alba, products: [], reason: {en: Law}}]}",
        48,
        "a list of at least 1 is wanted here, not a list of 0",
    ),
]


@pytest.mark.parametrize(("said", "column", "message"), FAULTS)
def test_faults_of_one_record(
    said: str, column: int, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert faults(said, tmp_path, capsys) == f"{TREATY}:27:{column}: error[MOD003]: {message}\n1 error\n"


def faults(said: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """What a build says of a participation of the example treaty, which stands on its lines 26 and 27."""
    root = copied(folder)
    path = root / TREATY
    path.write_text(path.read_text("utf-8") + f"participation:\n  {said}\n", encoding="utf-8")
    return run(capsys, "build", "example", "--project", root, "--output", root).err


def test_mechanisms_of_no_participation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert faults("investing: {mode: opt-out}", tmp_path / "other", capsys) == (
        f"{TREATY}:26:1: error[MOD003]: `participation` names investing, which the instrument does not name under "
        "mechanisms\n"
        "1 error\n"
    )
    assert faults("zome: {mode: opt-out}", tmp_path / "unknown", capsys) == (
        f"{TREATY}:27:3: error[MOD005]: unknown mechanism 'zome'\n  hint: did you mean 'zone'?\n"
        "  --unsafe-fixes: write 'zone' for 'zome'\n1 error\n"
    )


def test_language_without_the_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = (Path(__file__).parents[1] / "templates/languages/en.yaml").read_text("utf-8")
    fewer = re.sub(r"^participating:\n(?:  .*\n)+", "", words, flags=re.MULTILINE)
    root = copied(tmp_path, put("templates/languages/en.yaml", fewer))
    path = root / TREATY
    path.write_text(path.read_text("utf-8") + "participation: {zone: {mode: opt-out, parties: [corda]}}\n", "utf-8")
    assert run(capsys, "build", "example", "--project", root, "--output", root).err == (
        f"{TREATY}:26:1: error[OUT010]: the language 'en' has no words for a mechanism that not every party takes\n"
        "  hint: add `participating` to templates/languages/en.yaml\n1 error\n"
    )
