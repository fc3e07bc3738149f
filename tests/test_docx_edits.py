"""Word files as a lawyer sends them back: who changed what, what is new, what is gone, where it stands."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import docx_pieces as pieces
import docx_samples as samples
from docx_edits import (
    ANA,
    BEN,
    DOCUMENT,
    control_of,
    deleted,
    edited,
    inserted,
    marked,
    packed,
    paragraph_of,
    parts_of,
    plain_paragraph,
    read,
    run,
    sent,
)
from travaux.diagnostic import Failure
from travaux.docx_reader import Inspection, inspect, safe
from travaux.docx_reader.lint import faults
from travaux.docx_reader.model import Added, Change, Comment, Gone
from travaux.docx_reader.reader import inspected
from travaux.index import index
from travaux.renderers.docx import names, render
from travaux.tree import Note, Reply

DAY = "2026-12-01T09:30:00Z"
SCOPE = "This Agreement applies to covered goods."
ONE, TWO = "The floor price is taken from the schedule.", "The entered price is deducted."


def of_ana(found: Inspection) -> list[Change]:
    return [change for change in found.changes if change.author in ("Ana", "Ben")]


def states(found: Inspection) -> dict[str, str]:
    """Units that are not as they were sent."""
    return {unit.key: unit.state for unit in found.units if unit.state != "same"}


# --- words ---------------------------------------------------------------------------------------------------------


def test_tracked_words_are_told_by_author_date_and_key() -> None:
    found = read(
        (run(SCOPE), run("This Agreement applies to ") + deleted("covered") + inserted("all") + run(" goods."))
    )
    assert of_ana(found) == [
        Change("deleted", "words", "Ana", DAY, "covered", "scope.only"),
        Change("inserted", "words", "Ana", DAY, "all", "scope.only"),
    ]
    assert (found.texts["scope.only"], found.originals["scope.only"]) == ("This Agreement applies to all goods.", SCOPE)
    assert states(found) == {"scope.only": "tracked"}
    assert not found.intact


def test_words_changed_without_tracking_are_told_by_key() -> None:
    found = read((run(SCOPE), run("This Agreement applies to no goods.")))
    assert (states(found), of_ana(found)) == ({"scope.only": "changed"}, [])


def test_one_change_split_over_runs_is_one_change() -> None:
    found = read((run(SCOPE), run(SCOPE) + inserted(" Not ") + inserted("others.")))
    assert of_ana(found) == [Change("inserted", "words", "Ana", DAY, " Not others.", "scope.only")]


def test_an_insertion_that_another_deletes_is_both() -> None:
    nested = f"<w:ins {BEN}>{deleted('old ')}{run('new ')}</w:ins>"
    found = read((run(SCOPE), nested + run(SCOPE)))
    assert of_ana(found) == [
        Change("inserted", "words", "Ben", "", "old new ", "scope.only"),
        Change("deleted", "words", "Ana", DAY, "old ", "scope.only"),
    ]
    assert (found.texts["scope.only"], found.originals["scope.only"]) == (f"new {SCOPE}", SCOPE)


def test_a_change_without_author_and_date_is_a_change() -> None:
    found = read((run(SCOPE), run(SCOPE) + inserted("!", 'w:id="9"')))
    assert Change("inserted", "words", "", "", "!", "scope.only") in found.changes


def test_looks_are_changes_of_looks() -> None:
    looks = f"<w:r><w:rPr><w:b/><w:rPrChange {ANA}><w:rPr/></w:rPrChange></w:rPr><w:t>{SCOPE}</w:t></w:r>"
    found = read((run(SCOPE), looks))
    assert of_ana(found) == [Change("formatted", "words", "Ana", DAY, SCOPE, "scope.only")]
    assert states(found) == {}


def test_a_number_that_word_computed_anew_is_no_change() -> None:
    paragraph = paragraph_of("definitions.good")
    found = read((paragraph, paragraph.replace(">Annex 2-A<", ">Annex 2-B<")))
    assert states(found) == {"definitions.good": "renumbered"}
    assert found.texts["definitions.good"].startswith("covered good means a good listed in Annex 2-B (Covered goods)")


def test_a_number_computed_anew_beside_a_tracked_change_leaves_it_tracked() -> None:
    paragraph = paragraph_of("definitions.good")
    changed = paragraph.replace(">Annex 2-A<", ">Annex 2-B<").replace("</w:p>", inserted(" Indeed.") + "</w:p>")
    assert states(read((paragraph, changed))) == {"definitions.good": "tracked"}


def test_a_value_changed_in_its_control_keeps_its_path() -> None:
    found = read((run("USD 800"), deleted("USD 800") + inserted("USD 500")))
    (value,) = (value for value in found.values if value.path.endswith("de_minimis"))
    assert (value.text, value.was, value.key) == ("USD 500", "USD 800", "charge.exclusions.small")


# --- paragraphs ----------------------------------------------------------------------------------------------------


def test_a_new_paragraph_stands_after_a_key_and_the_old_one_is_as_it_was() -> None:
    """Word marks the end of the paragraph before as new."""
    old = paragraph_of("annex.example.one")
    found = read((old, marked(old, f"<w:ins {ANA}/>") + plain_paragraph(inserted("A new one."))))
    assert found.added == (Added("paragraph", "A new one.", "annex.example.one"),)
    assert (found.texts["annex.example.one"], found.originals["annex.example.one"]) == (ONE, ONE)
    assert states(found) == {}
    assert of_ana(found) == [
        Change("inserted", "paragraph", "Ana", DAY, "", "annex.example.one"),
        Change("inserted", "words", "Ana", DAY, "A new one.", "", "annex.example.one"),
    ]


def test_a_new_paragraph_in_front_does_not_take_the_key() -> None:
    """The bookmark stays behind in the new paragraph; the words tell which is the old one."""
    old = paragraph_of("annex.example.two")
    mark = f'<w:bookmarkStart w:id="777" w:name="{names.bookmark("annex.example.two")}"/>'
    moved = plain_paragraph(mark, run("First of all."), '<w:bookmarkEnd w:id="777"/>') + plain_paragraph(run(TWO))
    found = read((old, moved))
    assert found.added == (Added("paragraph", "First of all.", "annex.example.one"),)
    assert found.texts["annex.example.two"] == TWO
    assert found.lost == ("the bookmarks of 1 units: found by their words instead",)


def test_a_deleted_paragraph_is_gone_and_its_words_are_kept() -> None:
    old = paragraph_of("annex.example.two")
    found = read((old, marked(old.replace(run(TWO), deleted(TWO)), f"<w:del {ANA}/>")))
    assert found.gone == (Gone("annex.example.two", "deleted", TWO, "", "2."),)
    assert found.originals["annex.example.two"] == TWO
    assert "annex.example.two" not in found.texts
    assert of_ana(found) == [
        Change("deleted", "words", "Ana", DAY, TWO, "annex.example.two"),
        Change("deleted", "paragraph", "Ana", DAY, "", "annex.example.two"),
    ]


def test_a_paragraph_taken_out_without_tracking_is_missing() -> None:
    found = read((control_of("scope.only"), ""))
    assert (found.gone, found.moved) == ((Gone("scope.only", "missing"),), ())


def test_paragraphs_run_together_by_a_deleted_mark() -> None:
    old = paragraph_of("annex.example.one")
    found = read((old, marked(old, f"<w:del {ANA}/>")))
    assert found.texts["annex.example.one"] == ONE + TWO
    assert found.gone == (Gone("annex.example.two", "merged", TWO, "annex.example.one", "2."),)
    assert states(found) == {"annex.example.one": "tracked"}


def test_a_paragraph_split_in_two() -> None:
    old = paragraph_of("annex.example.one")
    first = marked(old.replace(run(ONE), run("The floor price ")), f"<w:ins {ANA}/>")
    found = read((old, first + plain_paragraph(run("is taken from the schedule."))))
    assert found.added == (Added("paragraph", "is taken from the schedule.", "annex.example.one"),)
    assert (found.texts["annex.example.one"], found.originals["annex.example.one"]) == ("The floor price ", ONE)


def test_moved_words_name_both_ends() -> None:
    def end(kind: str, number: int) -> str:
        words = run("goods")
        start = f'<w:{kind}RangeStart w:id="{number}" w:name="move1" w:author="Ana" w:date="{DAY}"/>'
        return f'{start}<w:{kind} {ANA}>{words}</w:{kind}><w:{kind}RangeEnd w:id="{number}"/>'

    found = read((run(SCOPE), end("moveTo", 950) + run("This Agreement applies to covered ") + end("moveFrom", 951)))
    assert of_ana(found) == [
        Change("moved-to", "words", "Ana", DAY, "goods", "scope.only", "", "move1"),
        Change("moved-from", "words", "Ana", DAY, "goods", "scope.only", "", "move1"),
    ]
    assert found.texts["scope.only"] == "goodsThis Agreement applies to covered "
    assert found.originals["scope.only"] == "This Agreement applies to covered goods"


def test_units_moved_without_tracking_are_told() -> None:
    one, two = control_of("annex.example.one"), control_of("annex.example.two")
    found = read((one + two, two + one))
    assert (found.moved, states(found), found.intact) == (("annex.example.two",), {}, False)


def test_a_paragraph_moved_with_tracking_keeps_its_key() -> None:
    old = paragraph_of("annex.example.one")
    left = marked(old.replace(run(ONE), f"<w:moveFrom {ANA}>{run(ONE)}</w:moveFrom>"), f"<w:moveFrom {ANA}/>")
    arrived = marked(plain_paragraph(f"<w:moveTo {ANA}>{run(ONE)}</w:moveTo>"), f"<w:moveTo {ANA}/>")
    other = paragraph_of("annex.rules.one")
    found = read((old, left), (other, other + arrived))
    assert (found.moved, found.added, found.gone, states(found)) == (("annex.example.one",), (), (), {})
    assert (found.texts["annex.example.one"], found.originals["annex.example.one"]) == (ONE, ONE)
    assert [(c.kind, c.scope, c.key) for c in of_ana(found)] == [
        (kind, scope, "annex.example.one") for kind in ("moved-from", "moved-to") for scope in ("words", "paragraph")
    ]


def test_a_pasted_clause_is_a_copy_and_no_second_unit() -> None:
    """Word leaves the bookmark with the original and copies the content control."""
    old = control_of("scope.only")
    bare = old.replace(f'<w:bookmarkStart w:id="22" w:name="{names.bookmark("scope.only")}"/>', "")
    copy = bare.replace('<w:bookmarkEnd w:id="22"/>', "").replace("1245961739", "55").replace(SCOPE, "Or not.")
    found = read((old, old + copy))
    assert found.added == (Added("paragraph", "Or not.", "scope.only", copy_of="scope.only"),)
    assert (found.texts["scope.only"], states(found)) == (SCOPE, {})
    doubled = read((old, old + old))
    assert doubled.added == (Added("paragraph", SCOPE, "scope.only", copy_of="scope.only"),)


def test_a_text_box_is_read_once() -> None:
    box = f"<w:txbxContent>{plain_paragraph(run('In a box.'))}</w:txbxContent>"
    first = f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
    both = f"{first}<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
    found = read((run(SCOPE), f"{run(SCOPE)}<w:r><mc:AlternateContent>{both}</mc:AlternateContent></w:r>"))
    assert found.added == (Added("paragraph", "In a box.", "scope.only"),)
    assert found.texts["scope.only"] == SCOPE


# --- keys by other ways ----------------------------------------------------------------------------------------------


def _without_bookmark(key: str) -> tuple[str, str]:
    return f'w:name="{names.bookmark(key)}"', 'w:name="other"'


def test_a_control_tells_the_key_where_the_bookmark_is_gone() -> None:
    found = read(_without_bookmark("scope.only"), (run(SCOPE), run("Quite other words.")))
    assert states(found) == {"scope.only": "changed"}
    assert found.texts["scope.only"] == "Quite other words."
    assert found.lost == ("the bookmarks of 1 units: found by their control instead",)


def test_words_tell_the_key_where_bookmark_and_control_are_gone() -> None:
    found = read(_without_bookmark("scope.only"), ('<w:tag w:val="scope.only"/>', ""))
    assert found.texts["scope.only"] == SCOPE
    assert found.intact
    assert found.lost == ("the bookmarks of 1 units: found by their words instead",)


def test_controls_that_are_gone_are_told() -> None:
    found = read(('<w:tag w:val="charge.cap.us"/>', ""), ('<w:tag w:val="cap"/>', ""))
    assert found.intact
    assert found.lost == (
        "the content controls of 1 of 48 numbered units: found by bookmark instead",
        "the content controls of 1 of 2 values: their words are read, their places not",
    )


# --- rows, notes, comments -------------------------------------------------------------------------------------------


def row_of(key: str) -> str:
    text = parts_of(sent())[DOCUMENT].decode()
    at = text.index(f'w:name="{names.bookmark(key)}"')
    return text[text.rindex("<w:tr>", 0, at) : text.index("</w:tr>", at) + len("</w:tr>")]


def test_rows_inserted_and_deleted() -> None:
    old = row_of("goods.2")
    gone = old.replace("</w:trPr>", f"<w:del {ANA}/></w:trPr>")
    cells = "".join(f"<w:tc>{plain_paragraph(inserted(word))}</w:tc>" for word in ("2805.99", "Sand", "1", "C"))
    new = f"<w:tr><w:trPr><w:ins {ANA}/></w:trPr>{cells}</w:tr>"
    found = read((old, gone + new))
    (schedule,) = found.schedules
    assert (schedule.state, len(schedule.rows), schedule.gone) == ("tracked", 38, ("goods.2",))
    assert found.added == (Added("row", "2805.99\tSand\t1\tC", "goods.1"),)
    assert [(c.kind, c.scope, c.key, c.after) for c in of_ana(found)][:3] == [
        ("deleted", "row", "goods.2", ""),
        ("inserted", "row", "", "goods.2"),
        ("inserted", "words", "", "goods.2"),
    ]


def test_a_cell_changed_with_and_without_tracking() -> None:
    old = row_of("goods.2")
    tracked = read((old, old.replace(run("1,462"), deleted("1,462") + inserted("1,500"))))
    assert tracked.schedules[0].state == "tracked"
    assert tracked.schedules[0].rows[1].text.split("\t")[2] == "1,500"
    assert tracked.schedules[0].rows[1].was.split("\t")[2] == "1,462"
    assert [(c.text, c.key) for c in of_ana(tracked)] == [("1,462", "goods.2"), ("1,500", "goods.2")]
    assert read((old, old.replace("1,462", "1,500"))).schedules[0].state == "changed"


def test_a_row_of_nodes_is_a_unit() -> None:
    found = read((run("Exchange of data"), run("Exchange of ") + deleted("data") + inserted("prices")))
    assert found.texts["committee.table.data"] == "Exchange of prices\t6\tUS"
    assert states(found) == {"committee.table.data": "tracked"}


def test_footnotes_changed_and_new() -> None:
    words = run("The adjustment is ")
    changed = read((words, deleted("The adjustment is ") + inserted("It is ")), part="word/footnotes.xml")
    assert changed.texts["fn:fn.duty"] == "It is not an internal tax."
    assert states(changed) == {"fn:fn.duty": "tracked"}
    assert [(change.text, change.key) for change in of_ana(changed)] == [
        ("The adjustment is ", "fn:fn.duty"),
        ("It is ", "fn:fn.duty"),
    ]


def test_a_new_footnote_stands_after_its_paragraph() -> None:
    words = '<w:r><w:footnoteRef/></w:r><w:r><w:t xml:space="preserve"> See above.</w:t></w:r>'
    note = f'<w:footnote w:id="77"><w:p>{words}</w:p></w:footnote>'
    data = edited(("</w:footnotes>", f"{note}</w:footnotes>"), part="word/footnotes.xml")
    data = edited((run(SCOPE), run(SCOPE) + '<w:r><w:footnoteReference w:id="77"/></w:r>'), data=data)
    found = inspect(data)
    assert found.added == (Added("footnote", "See above.", "scope.only"),)
    assert states(found) == {}


def test_comments_have_threads_words_and_keys() -> None:
    note = Note("c", "Why all?", "comment", "eu", "2026-11-02", True, (Reply("us", "Scope.", "2026-11-03"),))
    document = replace(index(samples.agreement()), comments={"scope.only": (note,)})
    found = read((run(SCOPE), run(SCOPE)), data=render(document, {"reference.docx": pieces.REFERENCE}).data)
    reply = Comment("US", "2026-11-03T00:00:00Z", "Scope.", SCOPE, "scope.only", "", True)
    assert found.comments == (
        Comment("EU", "2026-11-02T00:00:00Z", "Why all?", SCOPE, "scope.only", "", True, (reply,)),
    )


def test_a_comment_over_two_paragraphs_and_one_on_new_words() -> None:
    document = replace(index(samples.agreement()), comments={"scope": (Note("c", "Both?", "comment", "eu"),)})
    data = render(document, {"reference.docx": pieces.REFERENCE}).data
    end = '<w:commentRangeEnd w:id="0"/>'
    found = read((end, ""), (run(SCOPE), run(SCOPE) + end), data=data)
    (comment,) = found.comments
    assert (comment.key, comment.quote) == ("scope", f"Scope\n{SCOPE}")


def test_answers_in_a_ring_and_to_nobody_are_still_read() -> None:
    notes = tuple(Note(f"c{n}", f"No {n}", "comment", "eu") for n in range(3))
    document = replace(index(samples.agreement()), comments={"scope": notes})
    data = render(document, {"reference.docx": pieces.REFERENCE}).data
    first, second, third = (f'w15:paraId="0000000{n}"' for n in (1, 2, 3))
    edits = [
        (first, f'{first} w15:paraIdParent="00000002"'),
        (second, f'{second} w15:paraIdParent="00000001"'),
        (third, f'{third} w15:paraIdParent="00000099"'),
    ]
    found = read(*edits, part="word/commentsExtended.xml", data=data)
    threads = [(comment.text, [reply.text for reply in comment.replies]) for comment in found.comments]
    assert threads == [("No 1", ["No 0"]), ("No 2", [])]


# --- files of others -------------------------------------------------------------------------------------------------


def test_a_file_without_our_map_is_read_as_it_stands() -> None:
    parts = {name: data for name, data in parts_of(sent()).items() if not name.startswith("customXml/")}
    links = "word/_rels/document.xml.rels"
    parts[links] = parts[links].replace(b"customXml/item1.xml", b"x.xml")
    found = inspect(packed(parts))
    assert (found.ours, found.units, found.instrument, found.intact) == (False, (), "", False)
    assert SCOPE in [added.text for added in found.added]
    assert [c.text for c in found.changes if c.scope == "words"][-2:] == ["six", "twelve"]


@given(st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_odd_attributes_stop_neither_the_reader_nor_the_lint(data: st.DataObject) -> None:
    """Whatever stands in the attributes: an inspection and a list of faults, or a `Failure` that says why not."""
    parts = parts_of(sent())
    for _ in range(3):
        name = data.draw(st.sampled_from([name for name in parts if name.endswith((".xml", ".rels"))]))
        found = list(re.finditer(r'="([^"]*)"', parts[name].decode()))
        place = data.draw(st.sampled_from(found))
        odd = data.draw(st.sampled_from(["", "x", "-1", "0", "99999999999", "☃", "1e3", "true"]))
        text = parts[name].decode()
        parts[name] = (text[: place.start(1)] + odd + text[place.end(1) :]).encode()
    said = ""
    try:
        package = safe.package(packed(parts), "x.docx")
        inspected(package)
        faults(package)
    except Failure as failure:
        said = str(failure)
    assert said == "" or said.startswith("x.docx: error[DOC")
