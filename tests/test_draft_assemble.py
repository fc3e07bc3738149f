"""Clauses take their places in a text: alternatives, brackets, preamble, signatures, and faults that come together."""

from __future__ import annotations

from pathlib import Path

import pytest

from one_clause import document, drafted
from projects import EXAMPLE, Edit, change, copied, put
from travaux.build import Options, compile
from travaux.diagnostic import Failure
from travaux.tree import Alternatives, Draft, Para, Provision, Recital, Signature, Text

TEXT = "seeds/instruments/example.yaml"
DUTY = "clauses/example/duty.en.md"
ALBA = "seeds/parties/alba.yaml"


def draft_of(root: Path, key: str = "example") -> Draft:
    return compile(key, Options(root)).texts[0].document.draft


def faults(root: Path) -> list[str]:
    with pytest.raises(Failure) as failure:
        compile("example", Options(root))
    return [str(d) for d in failure.value.diagnostics]


def add(line: str) -> Edit:
    return change(TEXT, "depositary: alba\n", f"depositary: alba\n{line}\n")


def plain(content: object) -> str:
    return "".join(getattr(node, "text", "") for node in content)  # type: ignore[attr-defined]


def test_frame_of_the_example() -> None:
    found = draft_of(EXAMPLE)
    assert (found.instrument, found.kind, found.register, found.language) == (
        "example",
        "example-treaty",
        "binding",
        "en",
    )
    assert (found.title, found.parties) == ("Agreement on Trade in Examplium", ("alba", "borea", "corda"))
    assert found.party_names == {
        "alba": "the Republic of Alba", "borea": "the Kingdom of Borea", "corda": "the Union of Corda",
    }  # fmt: skip
    assert [(s.party, s.line) for s in found.signatures if isinstance(s, Signature)] == [
        ("alba", "For the Republic of Alba"),
        ("borea", "For the Kingdom of Borea"),
        ("corda", "For the Union of Corda"),
    ]
    assert found.house.header == ("Examplium Agreement", "Draft 1, 1 June 2026")
    assert [r.key for r in found.recitals if isinstance(r, Recital)] == ["recitals.use", "recitals.trade"]
    (closing,) = found.closing
    assert isinstance(closing, Para)
    assert plain(closing.content) == "DONE at [place] on [date]."


def test_words_of_the_template_go_before_those_of_the_language() -> None:
    found = draft_of(EXAMPLE, "example-plan")
    assert found.house.words["article"] == "Section"
    assert not found.house.contents
    assert found.register == "non-binding"


def test_positions_become_alternatives_with_the_parties_behind_them(tmp_path: Path) -> None:
    mild = put("clauses/example/duty~mild.en.md", (EXAMPLE / DUTY).read_text().replace("shall admit", "may admit"))
    positions = "variants: {duty: [{variant: standard, proposed: [alba]}, {variant: mild, proposed: [borea, corda]}]}"
    found = draft_of(copied(tmp_path, mild, add(positions)))
    chapter = found.body[0]
    assert isinstance(chapter, Provision)
    (open_,) = (child for child in chapter.children if isinstance(child, Alternatives))
    assert (open_.key, open_.chosen, open_.reason) == (
        "duty#open", None, "the parties have not chosen between these wordings",
    )  # fmt: skip
    assert [(o.label, o.proposed, [p.key for p in o.content]) for o in open_.options] == [
        ("standard", ("alba",), ["duty"]),
        ("mild", ("borea", "corda"), ["duty~2"]),
    ]
    keys = [child.key for option in open_.options for article in option.content for child in article.children]  # type: ignore[union-attr]
    assert keys == ["duty.accept", "duty.notice", "duty~2.accept", "duty~2.notice"]


def test_one_position_is_text_in_brackets(tmp_path: Path) -> None:
    found = draft_of(copied(tmp_path, add("variants: {duty: [{variant: standard, proposed: [alba]}]}")))
    chapter = found.body[0]
    assert isinstance(chapter, Provision)
    (open_,) = (child for child in chapter.children if isinstance(child, Alternatives))
    assert len(open_.options) == 1


def test_clause_that_rests_on_an_unconfirmed_source_stands_in_brackets() -> None:
    found = drafted("Words.\n", rests_on=("rumour",))
    (chapter,) = found.body
    assert isinstance(chapter, Provision)
    bracketed = chapter.children[-1]
    assert isinstance(bracketed, Alternatives)
    assert bracketed.reason == "rests on an unconfirmed source: rumour"
    assert ("duty", "rumour") in found.rests_on


def test_sources_are_noted_with_the_provision_that_rests_on_them() -> None:
    found = drafted('1. {#a} {{ source("fact") }}x\n2. {#b} {{ source("fact") }}{{ source("rumour") }}y\n')
    assert [pair for pair in found.rests_on if pair[0].startswith("duty")] == [
        ("duty.a", "fact"), ("duty.b", "fact"), ("duty.b", "rumour"),
    ]  # fmt: skip


def test_paragraph_text_is_joined_across_values() -> None:
    labels = document("1. {#a} One{% if true %} two{% endif %} three.\n").draft.body[0].children[-1].children[0]  # type: ignore[union-attr]
    assert labels.content == (Para((Text("One two three."),)),)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("edit", "wanted"),
    [
        (
            change(ALBA, "signature: {en: ", "signature: {es: "),
            f"{ALBA}:5:12: error[DRF007]: there is no text in 'en', only in es\n  hint: add it in 'en'",
        ),
        (
            change(TEXT, "short_title: {en: ", "short_title: {es: "),
            f"{TEXT}:4:14: error[DRF007]: there is no text in 'en', only in es\n  hint: add it in 'en'",
        ),
    ],
)
def test_language_in_which_a_record_says_nothing(edit: Edit, wanted: str, tmp_path: Path) -> None:
    assert wanted in faults(copied(tmp_path, edit))


def test_faults_of_all_clauses_come_together(tmp_path: Path) -> None:
    other = "clauses/example/committee.en.md"
    edits = (
        change(DUTY, "{#accept}", "{#Accept}"),
        change(DUTY, "{#end} ", ""),
        change(other, "once a year", "once a {{ year }}"),
    )
    assert [fault.partition(" error")[2].partition("\n")[0] for fault in faults(copied(tmp_path, *edits))] == [
        "[DRF006]: 'Accept' is not an id",
        "[DRF006]: a list item has no id",
        "[DRF001]: undefined in the clause: 'year' is undefined",
    ]
