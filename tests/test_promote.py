"""`travaux promote`: what each provision of a plan becomes, on a small project whose report a person can read."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from projects import Edit, change, copied, put, run, snapshot
from travaux.build import Options, compile
from travaux.promotion import Promotion, Verb
from travaux.promotion.compare import pair, promotion

Capture = pytest.CaptureFixture[str]
PLAN, WORK = "seeds/instruments/example-plan.yaml", "clauses/example-plan/plan-work.en.md"
TALKS = "clauses/example-plan/plan-talks.en.md"
HEAD = "---\nheading: {}\npurpose: {}\norder: {}\ntier: 1\nuses: [participant]\nbecomes: [{}]\n{}---\n"
NOTICE = "parameters:\n  notice: {type: period, default: P30D, meaning: Notice of a measure}\n"

#: A plan whose commitments come to each of the four ends.
EDITS: tuple[Edit, ...] = (
    change("clauses/example-plan/plan-opening.en.md", "tier: 1\n", "tier: 1\nbecomes: [opening]\n"),
    change("clauses/example-plan/plan-enacting.en.md", "tier: 1\n", "tier: 1\nbecomes: [enacting]\n"),
    change("clauses/example-plan/plan-signing.en.md", "tier: 1\n", "tier: 1\nbecomes: [signing]\n"),
    change(PLAN, "    output:", "    clause: plan-talks\n    output:"),
    put(
        TALKS,
        HEAD.format("Talks", "What they talk about.", 42, "duty, adjustment, screening", NOTICE)
        + "1. {#notice} A Participant intends to tell each other Participant of a measure {{ param.notice }} before\n"
        "   it applies, and may then explain it.\n\n"
        "2. {#floors} The Participants will, as soon as they can:\n"
        "    1. {#level} examine a floor; and\n"
        "    2. {#side} not seek side arrangements.\n",
    ),
    put(
        "clauses/example-plan/plan-research.en.md",
        HEAD.format("Research", "Research in common.", 44, "screening", "")
        + "No Participant will, without the others, publish results of research in common.\n",
    ),
)

GOLDEN = """\
Action Plan on Examplium -> Agreement on Trade in Examplium
example-plan -> example, in en

Of 8 provisions of the Action Plan, 1 gains force, 3 keep their form, 2 are dropped and 2 end with
it.
Of 13 provisions of the Examplium Agreement, 5 grow from it and 8 are new.

Provision by provision
  Preamble [plan-opening]: keeps its form
    becomes  Preamble [opening]: no duty

  Preamble [plan-recitals]: ends with its text

  Preamble [plan-enacting]: keeps its form
    becomes  Preamble [enacting]: no duty

  Section 1, Actions [plan-work]: is dropped
    says     1 intend to complete

  Section 2, Talks [plan-talks]: gains force
    says     2.1 intends to tell; 2.1 may then explain; 2.2(a) will examine; 2.2(b) will not seek
    becomes  Article 1.2, Admission of goods [duty]: shall admit, shall notify
             Article 2.3, Border adjustment [adjustment]: shall charge
    lacks    Investment [screening]
    force    intends to tell, may then explain, will examine, will not seek -> shall admit (Article
             1.2.1) and 2 other duties
    figure   notice: 30 days (Section 2.1) -> 14 days (Article 1.2.2)

  Section 3, Research [plan-research]: is dropped
    says     3 no Participant will publish
    lacks    Investment [screening]

  Section 4, Status [plan-status]: ends with its text

  Closing words [plan-signing]: keeps its form
    becomes  Closing words [signing]: no duty

Dropped
  Section 1, Actions: intend to complete; no clause takes it up
  Section 3, Research: no Participant will publish; left out of the Examplium Agreement: Investment

New
  Outside the chapters
    Preamble [recitals]: no duty
  Chapter 1: General
    Article 1.1, Definitions [definitions]: no duty
    Article 1.3, Joint Committee [committee]: shall meet
    Article 1.4, Entry into force [commencement]: no duty
    Annex 1-A, Covered goods [goods-annex]: no duty
  Chapter 2: Trade
    Article 2.1, Reference price [reference-price]: shall publish
    Article 2.2, Price floor [price-floor]: shall keep, shall review, no review shall change
    Article 2.4, Free trade [free-trade]: no duty

Who is bound
  Alba: takes part -> is bound
  Borea: takes part -> is bound
  Corda: takes no part -> is bound

Actions
  Report on prices (within 50 days): Section 2 -> Article 1.2, Article 2.3
"""


def found_in(root: Path) -> Promotion:
    compilation = compile(("example-plan", "example"), Options(root))
    return promotion(*pair(compilation.texts, "example-plan", "example"), compilation.subject.records)


def verbs_of(root: Path, clause: str) -> tuple[Verb, ...]:
    return next(step.unit.verbs for step in found_in(root).steps if step.unit.clause == clause)


# --- the report --------------------------------------------------------------------------------------------------


def test_the_report_as_text(tmp_path: Path, capsys: Capture) -> None:
    result = run(capsys, "promote", "--project", copied(tmp_path, *EDITS), "example-plan", "--into", "example")
    assert (result.code, result.err) == (0, "")
    assert result.out == GOLDEN


def test_the_report_goes_to_a_file(tmp_path: Path, capsys: Capture) -> None:
    root, out = copied(tmp_path / "project", *EDITS), tmp_path / "told.txt"
    result = run(capsys, "promote", "--project", root, "example-plan", "--into", "example", "-o", out)
    assert (result.code, result.out) == (0, f"{out}\n")
    assert out.read_text("utf-8") == GOLDEN


def test_verbs_and_figures_as_json(tmp_path: Path, capsys: Capture) -> None:
    root = copied(tmp_path, *EDITS)
    result = run(capsys, "promote", "--project", root, "example-plan", "--into", "example", "--format", "json")
    talks = next(one for one in json.loads(result.out)["provisions"] if one["clause"] == "plan-talks")
    assert [(verb["provision"], verb["place"], verb["phrase"], verb["force"]) for verb in talks["verbs"]] == [
        ("plan-talks.notice", "Section 2.1", "intends to tell", "intention"),
        ("plan-talks.notice", "Section 2.1", "may then explain", "choice"),
        ("plan-talks.level", "Section 2.2(a)", "will examine", "intention"),
        ("plan-talks.side", "Section 2.2(b)", "will not seek", "intention"),
    ]
    assert talks["absent"] == [{"clause": "screening", "heading": "Investment"}]
    assert talks["figures"] == [
        {
            "name": "notice",
            "before": {"place": "Section 2.1", "text": "30 days"},
            "after": {"place": "Article 1.2.2", "text": "14 days"},
            "same": False,
        }
    ]


@pytest.mark.parametrize(
    ("sentence", "phrases"),
    [
        ("The Participants will examine floors.", ["will examine"]),
        ("They will, within a year, and on request, report.", ["will report"]),
        ("They will, within a year, first examine floors.", ["will first examine"]),
        ("The Action Plan to come plans to end.", ["plans to end"]),
        ("No Participant will sell below cost. They may buy.", ["no Participant will sell", "may buy"]),
        ("No such plan of a Participant will end.", ["no … will end"]),
        ("No later than in May, they will meet.", ["will meet"]),
        (
            "They should meet, will not be heard, and intend nothing.",
            ["should meet", "will not be heard", "intend nothing"],
        ),
        ("The willing and the dismayed have no force.", []),
    ],
)
def test_phrases(tmp_path: Path, sentence: str, phrases: list[str]) -> None:
    root = copied(tmp_path, put(TALKS, HEAD.format("Talks", "Talks.", 42, "", "") + f"{sentence}\n"))
    assert [verb.phrase for verb in verbs_of(root, "plan-talks")] == phrases


def test_wordings_that_are_open_grow_into_the_clauses_of_both(tmp_path: Path) -> None:
    standard, soft = "{variant: standard, proposed: [alba]}", "{variant: soft, proposed: [borea]}"
    positions = f"variants:\n  plan-talks: [{standard}, {soft}]\n"
    root = copied(
        tmp_path,
        put(TALKS, HEAD.format("Talks", "Talks.", 42, "duty", "") + "They will meet.\n"),
        put(
            TALKS.replace("talks", "talks~soft"),
            HEAD.format("Talks", "Talks.", 42, "adjustment", "") + "They may meet.\n",
        ),
        change(PLAN, "leads_to:", f"{positions}leads_to:"),
    )
    step = next(step for step in found_in(root).steps if step.unit.clause == "plan-talks")
    assert step.targets == ("duty", "adjustment")
    assert step.unit.phrases == ("will meet", "may meet")


BINDING = (
    "opening",
    "recitals",
    "enacting",
    "definitions",
    "duty",
    "committee",
    "price-floor",
    "adjustment",
    "signing",
)
ABSENT = ("screening", "review", "reports")


@settings(max_examples=15, deadline=None)
@given(st.lists(st.sampled_from((*BINDING, *ABSENT)), unique=True), st.booleans())
def test_any_clause_finds_its_place(becomes: list[str], speaks: bool) -> None:
    words = "They will meet." if speaks else "They are friends."
    with TemporaryDirectory() as folder:
        body = HEAD.format("Talks", "Talks.", 42, ", ".join(becomes), "")
        found = found_in(copied(Path(folder), put(TALKS, f"{body}{words}\n")))
    step = next(step for step in found.steps if step.unit.clause == "plan-talks")
    standing = [key for key in becomes if key in BINDING]
    assert list(step.targets) == standing
    assert [one.clause for one in step.absent] == [key for key in becomes if key in ABSENT]
    owed = any(found.units[key].verbs for key in standing)
    expected = ("gains-force" if owed else "keeps-form") if standing else "dropped" if becomes or speaks else "ends"
    assert step.outcome == expected
    assert {one.unit.key for one in found.grown if "plan-talks" in one.grown_from} == set(standing)


# --- bad input ---------------------------------------------------------------------------------------------------


def _told(capsys: Capture, *arguments: str | Path) -> str:
    result = run(capsys, "promote", *arguments)
    assert (result.code, result.out) == (2, "")
    return result.err


def test_an_instrument_does_not_become_itself(tmp_path: Path, capsys: Capture) -> None:
    root = copied(tmp_path)
    expected = (
        "seeds/instruments/example-plan.yaml:1:5: error[PRM001]: example-plan cannot become itself\n"
        "  hint: name under --into the text that it is to become\n"
        "1 error\n"
    )
    assert _told(capsys, "--project", root, "example-plan", "--into", "example-plan") == expected
    assert _told(capsys, "--project", root, "example-plan", "--into", root / PLAN) == expected


def test_a_text_that_binds_is_no_source(tmp_path: Path, capsys: Capture) -> None:
    told = _told(capsys, "--project", copied(tmp_path), "example", "--into", "example-plan")
    assert told == (
        "seeds/instruments/example.yaml:2:7: error[PRM002]: example binds already: only a text that does not bind can "
        "become one that does\n"
        "  hint: name an action plan, a memorandum or the like\n"
        "1 error\n"
    )


def test_a_text_that_does_not_bind_is_no_target(tmp_path: Path, capsys: Capture) -> None:
    other = put(
        "seeds/instruments/other-plan.yaml",
        _plan(tmp_path / "as-it-is").replace("example-plan\nkind", "other-plan\nkind"),
    )
    told = _told(capsys, "--project", copied(tmp_path / "project", other), "example-plan", "--into", "other-plan")
    assert told == (
        "seeds/instruments/other-plan.yaml:2:7: error[PRM003]: other-plan does not bind: no commitment gains force in "
        "it\n"
        "  hint: name an agreement or another text that binds\n"
        "1 error\n"
    )


def _plan(root: Path) -> str:
    return (copied(root) / PLAN).read_text("utf-8")


def test_an_unknown_instrument(tmp_path: Path, capsys: Capture) -> None:
    told = _told(capsys, "--project", copied(tmp_path), "example-plan", "--into", "exemple")
    assert told == (
        "travaux: error[MOD005]: unknown instrument or package 'exemple'\n  hint: did you mean 'example'?\n1 error\n"
    )


def test_a_package_is_no_text(tmp_path: Path, capsys: Capture) -> None:
    package = "id: both\ntitle: {en: Both}\ninstruments: [example, example-plan]\n"
    root = copied(tmp_path, put("seeds/packages/both.yaml", package))
    for name in ("both", str(root / "seeds/packages/both.yaml")):
        assert _told(capsys, "--project", root, name, "--into", "example") == (
            "travaux: error[PRM006]: both is a package, and only one text can become another\n"
            "  hint: name an instrument: example, example-plan\n"
            "1 error\n"
        )


def test_a_language_that_a_text_does_not_have(tmp_path: Path, capsys: Capture) -> None:
    told = _told(capsys, "--project", copied(tmp_path), "example-plan", "--into", "example", "--lang", "es")
    assert told == (
        "seeds/instruments/example-plan.yaml:6:12: error[LIB005]: example-plan is not drafted in 'es'\n"
        "  hint: its languages: en\n"
        "seeds/instruments/example.yaml:8:12: error[LIB005]: example is not drafted in 'es'\n"
        "  hint: its languages: en\n"
        "2 errors\n"
    )


def test_a_clause_that_does_not_exist(tmp_path: Path, capsys: Capture) -> None:
    root = copied(
        tmp_path, put(TALKS, HEAD.format("Talks", "Talks.", 42, "duty, adjustmant", "") + "They will meet.\n")
    )
    assert _told(capsys, "--project", root, "example-plan", "--into", "example") == (
        "clauses/example-plan/plan-talks.en.md:7:17: error[PRM005]: clause 'plan-talks' becomes 'adjustmant', and "
        "there is no such clause\n"
        "  hint: did you mean 'adjustment'?\n"
        "1 error\n"
    )


def test_an_action_that_carries_out_a_clause_that_does_not_exist(tmp_path: Path, capsys: Capture) -> None:
    root = copied(tmp_path, change(PLAN, "    output:", "    clause: plan-wurk\n    output:"))
    assert _told(capsys, "--project", root, "example-plan", "--into", "example") == (
        "seeds/instruments/example-plan.yaml:14:5: error[OUT001]: there is no clause 'plan-wurk' for this template\n"
        "  hint: did you mean 'plan-work'?\n"
        "1 error\n"
    )


def test_a_word_file_needs_a_name(tmp_path: Path, capsys: Capture) -> None:
    told = _told(capsys, "--project", copied(tmp_path), "example-plan", "--into", "example", "--format", "docx")
    assert told == "travaux: name the Word file with -o OUT.docx\n"


def test_nothing_is_written_where_the_texts_do_not_fit(tmp_path: Path, capsys: Capture) -> None:
    root = copied(tmp_path)
    before = snapshot(root)
    assert _told(capsys, "--project", root, "example", "--into", "example", "-o", root / "out.txt")
    assert snapshot(root) == before
