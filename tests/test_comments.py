"""Comments: real ones of Word with authors and replies, from clauses, instruments, findings and open brackets."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import docx_pieces as pieces
import docx_samples as samples
from docx_lint import Opened, W, lint, opened
from projects import change, copied, place
from travaux.build import Options, compile
from travaux.diagnostic import Failure
from travaux.index import index
from travaux.margin import commented, remarked
from travaux.renderers.docx import render
from travaux.tree import TITLE, Alternatives, Document, Footnote, Note, Option, Reply, Text

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15 = "{http://schemas.microsoft.com/office/word/2012/wordml}"
PARTS = {"word/comments.xml", "word/commentsExtended.xml", "word/commentsIds.xml", "word/people.xml"}
ASKED = Note(
    "c1", "Why thirty?", "comment", "eu", "2026-11-02", True,
    (Reply("us", "Customs needs it.", "2026-11-03"), Reply("Chair", "Noted.")),
)  # fmt: skip


def file_of(document: Document) -> Opened:
    data = render(document, {"reference.docx": pieces.REFERENCE}).data
    assert lint(data) == []
    return opened(data)


def article(*content: Any, **house: Any) -> Document:
    draft = samples.body_of(pieces.article("relief", "Relief", pieces.paragraph("relief.time", *content)))
    return index(replace(draft, house=replace(draft.house, **house)))


def said(package: Opened) -> list[tuple[str, str]]:
    """Author and words of each comment, in order."""
    comments = package.trees["word/comments.xml"].findall(f"{W}comment") if "word/comments.xml" in package.trees else []
    return [
        (c.get(f"{W}author"), "\n".join("".join(t.text for t in p.iter(f"{W}t")) for p in c.findall(f"{W}p")))
        for c in comments
    ]


def ranges(package: Opened) -> dict[str, str]:
    """The words inside the range of each comment, by its number."""
    found: dict[str, str] = {}
    inside: set[str] = set()
    for element in package.trees["word/document.xml"].iter():
        match element.tag.removeprefix(W):
            case "commentRangeStart":
                inside.add(element.get(f"{W}id"))
            case "commentRangeEnd":
                inside.remove(element.get(f"{W}id"))
            case "t":
                found.update({number: found.get(number, "") + element.text for number in inside})
    assert not inside
    return found


# --- the parts of the package --------------------------------------------------------------------------------------


def test_a_text_without_comments_has_no_parts_for_them() -> None:
    package = file_of(article("Within 30 days."))
    assert not PARTS & set(package.trees)
    assert not [part for part in package.trees if "comment" in part.lower()]


def test_a_comment_is_on_its_unit_and_each_reply_repeats_its_range() -> None:
    package = file_of(replace(article("Within 30 days."), comments={"relief": (ASKED,)}))
    assert set(package.trees) >= PARTS
    assert said(package) == [("EU", "Why thirty?"), ("US", "Customs needs it."), ("Chair", "Noted.")]
    assert ranges(package) == {"0": "Relief", "1": "Relief", "2": "Relief"}
    marks = [mark.get(f"{W}id") for mark in package.trees["word/document.xml"].iter(f"{W}commentReference")]
    assert marks == ["0", "1", "2"]


def test_replies_name_the_paragraph_of_what_they_answer() -> None:
    package = file_of(replace(article("Within 30 days."), comments={"relief": (ASKED,), "relief.time": (ASKED,)}))
    comments = package.trees["word/comments.xml"]
    ids = [comment.findall(f"{W}p")[-1].get(f"{W14}paraId") for comment in comments]
    assert len(set(ids)) == 6
    assert all(0 < int(number, 16) < 0x80000000 for number in ids)
    threads = [
        (e.get(f"{W15}paraId"), e.get(f"{W15}paraIdParent"), e.get(f"{W15}done"))
        for e in package.trees["word/commentsExtended.xml"]
    ]
    parents = [None, ids[0], ids[0], None, ids[3], ids[3]]
    assert threads == [(own, parent, "1") for own, parent in zip(ids, parents, strict=True)]


def test_only_dates_of_the_data_are_written() -> None:
    package = file_of(replace(article("Within 30 days."), comments={"relief": (ASKED,)}))
    dates = [comment.get(f"{W}date") for comment in package.trees["word/comments.xml"]]
    assert dates == ["2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z", None]


def test_a_comment_in_running_text_is_on_the_words_before_it() -> None:
    package = file_of(article("Within 30 days", Note("n", "Of what?", "comment", "us"), " of the request."))
    assert (said(package), ranges(package)) == ([("US", "Of what?")], {"0": "Within 30 days"})


def test_a_comment_in_a_footnote_stands_at_its_mark() -> None:
    note = Footnote("f", (Text("See the Annex."), Note("n", "Which?", "comment", "us")))
    package = file_of(article("Within 30 days.", note))
    assert said(package) == [("US", "Which?")]
    assert not list(package.trees["word/footnotes.xml"].iter(f"{W}commentReference"))


def test_drafting_notes_are_endnotes_unless_the_house_wants_comments() -> None:
    note = Note("n", "To be costed.")
    for style, comments, endnotes in (("endnotes", [], 1), ("comments", [("Note", "To be costed.")], 0)):
        package = file_of(article("Within 30 days.", note, drafting_notes=style))
        assert said(package) == comments
        assert len(list(package.trees["word/document.xml"].iter(f"{W}endnoteReference"))) == endnotes


def test_a_comment_says_why_brackets_are_open() -> None:
    options = (Option((Text("thirty"),), "", ("us",)), Option((Text("sixty"),), "", ("eu",)))
    package = file_of(article("Within ", Alternatives("a", options, reason="customs is asked"), " days."))
    assert (said(package), ranges(package)) == ([("travaux", "customs is asked")], {"0": "[US: "})


def test_a_reason_that_a_drafting_note_gives_is_not_said_again() -> None:
    noted = (Text("thirty"), Note("n", "In brackets because customs is asked."))
    package = file_of(article(Alternatives("a", (Option(noted, "", ("us",)),), reason="customs is asked")))
    assert said(package) == []
    assert not PARTS & set(package.trees)


# --- findings, clauses, instruments ----------------------------------------------------------------------------------


def test_findings_stand_at_what_they_are_about() -> None:
    compilation = compile("critical-minerals-agreement")
    (text,) = compilation.texts
    document = remarked(text.document, compilation.diagnostics, "critical-minerals-agreement")
    remarks = [note for notes in document.comments.values() for note in notes if note.kind == "remark"]
    about = [d for d in compilation.diagnostics if d.instrument in ("", "critical-minerals-agreement")]
    assert len(remarks) == len(about) > 0
    (warning,) = [note.text for note in remarks if note.text.startswith("EIF003")]
    assert re.fullmatch(r"EIF003 warning: the shares .*\ntake them from .*\nseeds/instruments/\S+:\d+:\d+", warning)
    assert document.comments[TITLE]


def test_a_fault_is_printed_in_the_draft_and_said_in_the_margin(tmp_path: Path) -> None:
    project = copied(tmp_path, change("clauses/example/duty.en.md", 'ref("duty.accept")', 'ref("duty.gone")'))
    compilation = compile("example", Options(project))
    package = opened(compilation.rendered("docx", mark_faults=True).data)
    assert "[REF001: " in "".join(t.text for t in package.trees["word/document.xml"].iter(f"{W}t"))
    assert [words.split(":")[0] for by, words in said(package) if by == "travaux"] == ["REF001 error"]


def test_a_clause_makes_a_comment(tmp_path: Path) -> None:
    added = 'of another Party{{ comment("All of them?", author="borea") }}.'
    project = copied(tmp_path, change("clauses/example/duty.en.md", "of another Party.", added))
    package = opened(compile("example", Options(project)).rendered("docx").data)
    assert ("BOREA", "All of them?") in said(package)


def test_a_comment_without_author_is_a_fault(tmp_path: Path) -> None:
    project = copied(tmp_path, change("clauses/example/duty.en.md", "Party.", 'Party{{ comment("All?") }}.'))
    with pytest.raises(Failure) as caught:
        compile("example", Options(project))
    line, _ = place(project, "clauses/example/duty.en.md", "{{ comment")
    assert str(caught.value) == (
        f"clauses/example/duty.en.md:{line}:1: error[DRF004]: comment() wants to know who makes it: "
        'comment("...", author="Secretariat")'
    )


COMMENTS = """comments:
  - on: duty.notice
    author: borea
    text: Fourteen days are short.
    date: 2026-05-02
    resolved: true
    replies: [{author: Chair, text: Noted.}]
depositary:"""


def test_comments_of_an_instrument(tmp_path: Path) -> None:
    project = copied(tmp_path, change("seeds/instruments/example.yaml", "depositary:", COMMENTS))
    (text,) = compile("example", Options(project)).texts
    replies = (Reply("Chair", "Noted."),)
    note = Note("#comment1", "Fourteen days are short.", "comment", "borea", "2026-05-02", True, replies)
    assert text.document.comments == {"duty.notice": (note,)}


def test_a_comment_on_nothing_stands_on_the_title_with_a_warning(tmp_path: Path) -> None:
    wrong = COMMENTS.replace("duty.notice", "duty.notise")
    project = copied(tmp_path, change("seeds/instruments/example.yaml", "depositary:", wrong))
    line, column = place(project, "seeds/instruments/example.yaml", "on: ^duty.notise")
    compilation = compile("example", Options(project))
    assert [note.key for note in compilation.texts[0].document.comments[TITLE]] == ["#comment1"]
    (found,) = (d for d in compilation.diagnostics if d.code == "CMT001")
    assert str(found) == (
        f"seeds/instruments/example.yaml:{line}:{column}: warning[CMT001]: a comment is on 'duty.notise', and the text "
        "prints nothing of that key\n  hint: did you mean 'duty.notice'?"
    )


def test_comments_can_be_on_rows_of_a_long_schedule() -> None:
    compilation = compile("critical-minerals-agreement")
    (text,) = compilation.texts
    record = text.instrument.record
    table = next(n for n in _tables(text.document) if not isinstance(n.rows, tuple))
    key, cells = next(iter(table.rows))
    comment = record.comments[0].model_copy(update={"on": key})
    entry = replace(text.instrument, record=record.model_copy(update={"comments": (comment,)}))
    document = commented(replace(text.document, comments={}), entry)
    assert ranges(file_of(document))["0"] == cells[0]


def _tables(document: Document) -> list[Any]:
    from travaux.renderers._shared import printed

    return list(printed(document.draft).tables)
