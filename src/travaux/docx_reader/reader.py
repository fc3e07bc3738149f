"""A Word file -> an `Inspection`: its text by key, what was changed in it, by whom, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.docx_reader import assemble, comments, naming, notes
from travaux.docx_reader.blocks import Block
from travaux.docx_reader.keys import KeyMap, key_map
from travaux.docx_reader.model import Change, Frame, Inspection, Note, Value
from travaux.docx_reader.reading import Reading
from travaux.docx_reader.safe import Package
from travaux.docx_reader.story import Story, Styles
from travaux.docx_reader.xmlnames import VAL, W

#: Names, in small letters, of the paragraph styles of the frame: what stands in them has no key.
FRAME = frozenset(
    (
        *("cover party", "cover text", "cover mark", "text title", "toc heading", "table spacer", "section break"),
        *("bracket line", "table group", "signature field", "index heading", "index entry"),
    )
)
_SILENT = ("finding", "paragraph number")
_MARKS = ("footnote reference", "endnote reference", "footnote characters", "endnote characters")


def inspected(package: Package) -> Inspection:
    """Reads a file that passed the gate."""
    keymap = key_map(package)
    text, story = _text(package, keymap)
    place = _places(text)
    reading = story.reading
    return Inspection(
        file=package.file,
        ours=keymap.ours,
        instrument=keymap.instrument,
        language=keymap.language,
        saved_by=_program(package),
        intact=assemble.intact(text),
        units=tuple(assemble.units(text)),
        schedules=tuple(assemble.schedules(text)),
        values=tuple(_values(reading, keymap, place)),
        changes=tuple(_changes(reading, place)),
        comments=comments.threads(package, reading.anchors, place),
        added=tuple(assemble.added(text)),
        gone=tuple(assemble.gone(text)),
        moved=tuple(assemble.moved(text)),
        notes=tuple(_notes(package, reading, place)),
        frame=tuple(Frame(b.style, b.new, b.old) for b in text.blocks if b.framed and not b.key and (b.new or b.old)),
        lost=tuple(_lost(story, text, keymap)),
    )


def _text(package: Package, keymap: KeyMap) -> tuple[assemble.Text, Story]:
    styles = _styles(package)
    paragraphs = {number: name for kind, number, name in styles if kind == "paragraph"}
    words = [(number, name) for kind, number, name in styles if kind == "character"]
    reading = Reading(
        keymap.bookmarks(),
        keymap.numbers(),
        frozenset(number for number, name in words if name in _SILENT),
        frozenset(number for number, name in words if name in _MARKS),
    )
    story = Story(reading, Styles(paragraphs, FRAME if keymap.ours else frozenset()), keymap.key_of_tag)
    blocks = list(story.blocks(package, package.main))
    footnotes = notes.footnotes(package, story)
    naming.settle([*blocks, *footnotes.values()], keymap, story.numbered)
    return assemble.Text(blocks, footnotes, keymap), story


def _styles(package: Package) -> list[tuple[str, str, str]]:
    """Kind, id and name of each style."""
    part = package.part("styles")
    found = []
    for style in package.tree(part).iter(f"{W}style") if part else ():
        name = style.find(f"{W}name")
        if name is not None:
            found.append((style.get(f"{W}type", ""), style.get(f"{W}styleId", ""), name.get(VAL, "").lower()))
    return found


def _program(package: Package) -> str:
    """The program that saved the file last, as it says itself."""
    name = next((r.target for r in package.relations.get("", ()) if r.kind == "extended-properties"), "")
    if name not in package.members:
        return ""
    return next((each.text or "" for each in package.tree(name) if each.tag.endswith("}Application")), "")


# --- where things stand -------------------------------------------------------------------------------------------


def _places(text: assemble.Text) -> comments.Place:
    """For a block its key, or the last key before it."""
    after: dict[int, str] = {}
    last = ""
    for block in text.blocks:
        after[id(block)] = last
        last = block.key or last
        for number in (*block.notes_new, *block.notes_old):
            if number in text.footnotes:
                after[id(text.footnotes[number])] = last

    def place(block: Block) -> tuple[str, str]:
        settled = block.settled
        return (settled.key, "") if settled.key else ("", after.get(id(settled), ""))

    return place


def _changes(reading: Reading, place: comments.Place) -> Iterator[Change]:
    for found in reading.changes:
        key, after = place(found.at)
        yield Change(found.kind, found.scope, found.author, found.date, "".join(found.text), key, after, found.move)


def _values(reading: Reading, keymap: KeyMap, place: comments.Place) -> Iterator[Value]:
    """Only controls that the map knows as values; a control that somebody else put in is none."""
    for found in reading.values:
        if found.tag in keymap.paths:
            yield Value(keymap.paths[found.tag], found.text, found.was, place(found.at)[0])


def _notes(package: Package, reading: Reading, place: comments.Place) -> Iterator[Note]:
    texts = notes.endnotes(package)
    for number, block in reading.endnotes:
        if number in texts:
            yield Note(texts[number], place(block)[0])


# --- what was lost ------------------------------------------------------------------------------------------------


def _lost(story: Story, text: assemble.Text, keymap: KeyMap) -> Iterator[str]:
    numbered = [key for key, unit in keymap.units.items() if unit.number and key in text.new]
    without = sum(key not in story.numbered for key in numbered)
    if without:
        yield f"the content controls of {without} of {len(numbered)} numbered units: found by bookmark instead"
    here = {found.tag for found in story.reading.values}
    missing = sum(tag not in here for tag in keymap.paths)
    if missing:
        yield f"the content controls of {missing} of {len(keymap.paths)} values: their words are read, their places not"
    for way in ("control", "words"):
        found = sum(line.head.found == way for line in text.new.values())
        if found:
            yield f"the bookmarks of {found} units: found by their {way} instead"
