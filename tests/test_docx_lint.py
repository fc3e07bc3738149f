"""The lint of Word files sees each fault that the schema validators do not, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

import docx_pieces as pieces
import docx_samples as samples
from docx_edits import edited, packed, parts_of
from docx_faults import FAULTS
from docx_lint import counted, lint, opened
from travaux.docx_reader import safe
from travaux.docx_reader.lint import faults
from travaux.index import index
from travaux.renderers.docx import names, render
from travaux.tree import Note, Reply


@pytest.fixture(scope="module")
def sound() -> bytes:
    """The agreement with a comment and its reply."""
    note = Note("c", "Why all?", "comment", "eu", "2026-11-02", True, (Reply("us", "Scope.", "2026-11-03"),))
    document = replace(index(samples.agreement()), comments={"scope": (note,)})
    return render(document, {"reference.docx": pieces.REFERENCE}).data


def test_a_sound_file_has_no_faults(sound: bytes) -> None:
    assert lint(sound) == []
    assert faults(safe.package(sound, "x.docx")) == []


def test_many_kinds_of_faults_are_planted() -> None:
    assert len(FAULTS) > 50
    assert len({said for _, said in FAULTS}) > 50


@pytest.mark.parametrize(("planted", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_a_fault_is_said_and_no_other(sound: bytes, planted: tuple[str, str, str], said: str) -> None:
    part, pattern, replacement = planted
    parts = parts_of(sound)
    name = part.removeprefix("../") if part.startswith("../") else f"word/{part}"
    text, found = re.subn(pattern, replacement, parts[name].decode(), count=1, flags=re.DOTALL)
    assert found == 1
    assert lint(packed({**parts, name: text.encode()})) == [said]


def test_a_note_of_a_formula_alone_has_words(sound: bytes) -> None:
    member, old, _ = next(planted for planted, said in FAULTS if said == "footnote 1 has no words")
    formula = r"\1<w:p><w:r><w:footnoteRef/></w:r><m:oMath xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math'><m:r><m:t>T</m:t></m:r></m:oMath></w:p>"
    parts = parts_of(sound)
    notes, found = re.subn(old, formula, parts[f"word/{member}"].decode(), count=1, flags=re.DOTALL)
    assert found == 1
    assert "footnote 1 has no words" not in lint(packed({**parts, f"word/{member}": notes.encode()}))


def test_a_running_header_that_no_page_shows(sound: bytes) -> None:
    parts = parts_of(sound)
    without = re.sub("<w:headerReference [^>]*/>", "", parts["word/document.xml"].decode())
    said = lint(packed({**parts, "word/document.xml": without.encode()}))
    assert said == ["no page shows the running header word/header.xml"]


# --- how Word counts -------------------------------------------------------------------------------------------------


def level(depth: int, text: str, more: str = "", start: int = 1, form: str = "decimal") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbers(levels: str, instances: str, paragraphs: list[tuple[str, int]]) -> list[str]:
    """What Word prints before paragraphs, each of an instance and a level."""
    numbering = f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>{instances}'
    text = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr></w:pPr>'
        f'<w:bookmarkStart w:id="{n}" w:name="n{n}"/><w:bookmarkEnd w:id="{n}"/></w:p>'
        for n, (number, depth) in enumerate(paragraphs, 5000)
    )
    data = edited(("<w:body>", f"<w:body>{text}"))
    parts = parts_of(data)
    spaces = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    parts["word/numbering.xml"] = f"<w:numbering {spaces}>{numbering}</w:numbering>".encode()
    found = counted(opened(packed(parts)))
    return [found[f"n{n}"] for n in range(5000, 5000 + len(paragraphs))]


ONE = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
TWO = '<w:num w:numId="2"><w:abstractNumId w:val="0"/>{}</w:num>'
ANEW = TWO.format('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>')


def test_instances_of_one_list_count_together_and_a_start_of_their_own_holds_once() -> None:
    shared = numbers(level(0, "%1."), ONE + TWO.format(""), [("1", 0), ("2", 0), ("1", 0)])
    assert shared == ["1.", "2.", "3."]
    anew = numbers(level(0, "%1."), ONE + ANEW, [("1", 0), ("2", 0), ("2", 0), ("1", 0)])
    assert anew == ["1.", "7.", "8.", "9."]


def test_levels_begin_again_and_have_starts() -> None:
    levels = level(0, "%1.") + level(1, "(%2)", start=3, form="lowerLetter")
    assert numbers(levels, ONE, [("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1)]) == ["1.", "(c)", "(d)", "2.", "(c)"]
    never = level(0, "%1.") + level(1, "%2", '<w:lvlRestart w:val="0"/>')
    assert numbers(never, ONE, [("1", 0), ("1", 1), ("1", 0), ("1", 1)]) == ["1.", "1", "2.", "2"]


def test_a_level_above_that_was_not_counted_shows_its_start() -> None:
    assert numbers(level(0, "%1") + level(1, "%1.%2"), ONE, [("1", 1), ("1", 1)]) == ["1.1", "1.2"]


def test_formats_of_numbers() -> None:
    forms = {"upperRoman": "IV", "lowerRoman": "iv", "upperLetter": "D", "decimalZero": "04", "none": "", "bullet": ""}
    for form, printed in forms.items():
        assert numbers(level(0, "%1", start=4, form=form), ONE, [("1", 0)]) == [printed]
    legal = level(0, "%1", form="upperRoman") + level(1, "%1.%2", "<w:isLgl/>", form="lowerLetter")
    assert numbers(legal, ONE, [("1", 0), ("1", 1)]) == ["I", "1.1"]


def test_a_list_that_is_not_there_prints_nothing() -> None:
    assert numbers(level(0, "%1"), ONE, [("5", 0), ("0", 0), ("1", 4)]) == ["", "", ""]


def test_a_style_takes_its_list_from_the_style_it_is_based_on() -> None:
    based = '<w:name w:val="Own"/><w:basedOn w:val="TreatyParagraph"/>'
    derived = f'<w:style w:type="paragraph" w:styleId="Own">{based}</w:style>'
    data = edited(("</w:styles>", f"{derived}</w:styles>"), part="word/styles.xml")
    key = names.bookmark("annex.rules.one")
    before = counted(opened(data))[names.bookmark("charge.calculation")]
    paragraph = '<w:p><w:pPr><w:pStyle w:val="TreatyParagraph"/></w:pPr>'
    changed = edited((paragraph, paragraph.replace("TreatyParagraph", "Own")), data=data)
    assert counted(opened(changed))[names.bookmark("charge.calculation")] == before == "2."
    assert counted(opened(changed))[key] == "1."
