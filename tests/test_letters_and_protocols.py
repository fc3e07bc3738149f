"""The templates for an exchange of letters and for a protocol, each with a small instrument of two fictional States."""

from __future__ import annotations

from pathlib import Path

import pytest

from clause_prints import markdown
from projects import Edit, change, copied, place, put, run

HEAD = """title: {en: TITLE}
short_title: {en: TITLE}
parties: [alba, borea]
languages: [en]
authentic: [en]
status: {draft: Draft 1, date: 2026-06-01}
entry_into_force: {min_parties: 2, delay: P30D, later: P30D}
routes: {alba: parliament, borea: parliament}
sources: [fact]
"""
SAMPLES = """---
heading: Samples
purpose: What the two are to do about samples.
order: 10
tier: 1
uses: [party]
---
Each Party shall admit samples of examplium free of customs duty.
"""
LETTERS, PROTOCOL = "seeds/instruments/letters.yaml", "seeds/instruments/samples-protocol.yaml"


def project(folder: Path, file: str, kind: str, chapter: str, *edits: Edit) -> Path:
    """A project of the two States that can sign this kind of text, with one clause of its own in it."""
    key = Path(file).stem
    own = f"id: {key}\nkind: {kind}\n{HEAD.replace('TITLE', 'Samples of Examplium')}"
    capacity = f"capacities:\n  {kind}: {{role: party, sources: [fact]}}"
    return copied(
        folder,
        *(change(f"seeds/parties/{party}.yaml", "capacities:", capacity) for party in ("alba", "borea")),
        put(file, own),
        put("clauses/samples/family.yaml", f"chapter: {chapter}\norder: 5\nregister: binding\n"),
        put("clauses/samples/samples-free.en.md", SAMPLES),
        *edits,
    )


def text_of(root: Path, file: str, capsys: pytest.CaptureFixture[str]) -> str:
    key = Path(file).stem
    result = run(capsys, "build", key, "--project", root, "-o", root / "out", "--format", "md", "--edition", "outgoing")
    assert result.code == 0, result.err
    assert "warning[" not in result.err, result.err
    return markdown((root / f"out/{key}.outgoing.en.md").read_bytes())


def test_exchange_of_letters(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = text_of(project(tmp_path, LETTERS, "exchange-of-letters", "letter"), LETTERS, capsys)
    parts = (
        "*Letter from Alba* Excellency, I have the honour to refer to the recent discussions",
        "## Paragraph 1: Samples Each Party shall admit samples of examplium free of customs duty.",
        "## Paragraph 2: Entry into force and end 1. The agreement made by this Letter and the letter in reply shall "
        "enter into force 30 days after the date of the letter in reply.",
        "this letter and the letter of Your Excellency in reply, each in English, constitute an agreement",
        "*Letter in reply from Borea* Excellency, I have the honour to acknowledge receipt",
        "For the Republic of Alba For the Kingdom of Borea",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)
    assert "DONE at" not in text
    assert "Article" not in text


def test_original_of_the_other_side_is_its_letter(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = change(LETTERS, "sources: [fact]", "signing: {original_of: borea}\nsources: [fact]")
    text = text_of(project(tmp_path, LETTERS, "exchange-of-letters", "letter", other), LETTERS, capsys)
    assert text.index("*Letter from Borea*") < text.index("*Letter in reply from Alba*")


def test_letters_have_two_parties(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    third = change(LETTERS, "[alba, borea]", "[alba, borea, corda]")
    root = project(tmp_path, LETTERS, "exchange-of-letters", "letter", third)
    line, column = place(root, LETTERS, "parties: ^[")
    assert run(capsys, "check", "letters", "--project", root).out == (
        f"{LETTERS}:{line}:{column}: error[OUT009]: a text of this kind has 2 parties, and this one names 3\n"
        "  hint: choose another kind of text for so many parties\n1 error\n"
    )


def test_protocol(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = text_of(project(tmp_path, PROTOCOL, "protocol", "protocol"), PROTOCOL, capsys)
    parts = (
        "The Parties to this Protocol, the Republic of Alba and the Kingdom of Borea (each a “**Party**”),",
        "HAVE AGREED as follows:",
        "## Article 1: Samples Each Party shall admit samples",
        "## Article 2: Relation to the agreement 1. This Protocol is an integral part of the Agreement on Trade in",
        "This Protocol shall enter into force 30 days after the date on which the last Party made that notification.",
        "IN WITNESS WHEREOF, the undersigned, being duly authorised for this purpose, have signed this Protocol.",
        "DONE at [place] on [date], in English.",
        "For the Republic of Alba For the Kingdom of Borea",
    )
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("file", "kind", "chapter"), [(LETTERS, "exchange-of-letters", "letter"), (PROTOCOL, "protocol", "protocol")]
)
def test_closing_of_another_kind_is_forbidden(
    file: str, kind: str, chapter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    closing = change(file, "sources: [fact]", "clauses: {include: [testimonium]}\nsources: [fact]")
    root = project(tmp_path, file, kind, chapter, closing)
    line, column = place(root, file, "testimonium")
    assert run(capsys, "check", Path(file).stem, "--project", root).out == (
        f"{file}:{line}:{column}: error[OUT008]: the clause 'testimonium' has no place in a text of this kind\n"
        f"  hint: take it out; the template {kind!r} forbids it\n1 error\n"
    )
