"""A Word file -> findings: faults that Word trips over, what is still open in it, and what it tells of its making.

A file of ours has a map of keys, so that it can be said which provision a finding is about, whether every one is there
once, and whether its number is the one that was sent. Of a file without that map only the rest is said, and that it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from travaux.diagnostic import Diagnostic, Severity
from travaux.docx_reader import leftovers, traces
from travaux.docx_reader.keys import KeyMap, key_map
from travaux.docx_reader.leftovers import Said
from travaux.docx_reader.lint import every_fault
from travaux.docx_reader.model import Inspection
from travaux.docx_reader.numbers import counted
from travaux.docx_reader.opened import Opened, of_package
from travaux.docx_reader.reader import inspected
from travaux.docx_reader.safe import Package
from travaux.renderers.docx.words import digest, one_line, running_words
from travaux.span import Span

STAGE_CODES: Mapping[str, str] = {
    "DOC020": "A Word file has no map of keys: it is not ours, or was saved by a program that dropped the map.",
    "DOC021": "A field, link, bookmark, style, list, note or part of a Word file is broken, or shows what is not so.",
    "DOC022": "A provision of a Word file is gone, or stands in it twice.",
    "DOC023": "A Word file prints another number before a provision than was sent, or one that Word does not count.",
    "DOC024": "Words of a Word file were changed without tracking, or have been put in without a key.",
    "DOC030": "A Word file has square brackets, a blank or a placeholder in its text: something is still open.",
    "DOC031": "A Word file has tracked changes.",
    "DOC032": "A Word file has comments or drafting notes.",
    "DOC033": "A Word file has text that is hidden, white, too small to read, highlighted or struck out.",
    "DOC034": "A Word file tells who made it, when, or where.",
}
#: Names, in small letters, of the styles of the title page below its title, and of the title before the preamble.
COVER = frozenset({"cover party", "cover text", "text title"})
#: What is in order as long as a text is negotiated, and must be gone before it is signed.
WARNINGS = frozenset({"DOC020", "DOC030", "DOC031", "DOC032", "DOC033", "DOC034"})


def findings(package: Package) -> tuple[Diagnostic, ...]:
    """Everything that is found in a file that passed the gate, in the order of the codes and of the text."""
    found = inspected(package)
    keymap, parts = key_map(package), of_package(package)
    numbers = {key: unit.number for key, unit in keymap.units.items()}
    every = (
        *_unknown(found),
        *(("DOC021", "", fault, "") for fault in every_fault(parts)),
        *_keys(found),
        *_numbers(parts, keymap, found),
        *_silent_changes(found),
        *_frame(package, keymap, found),
        *leftovers.leftovers(found, parts),
        *traces.traces(parts),
    )
    return tuple(
        Diagnostic(
            code,
            Severity.WARNING if code in WARNINGS else Severity.ERROR,
            Span(package.file),
            message,
            hint,
            place=numbers.get(key, "").rstrip("."),
            provision=key,
            instrument=found.instrument,
        )
        for code, key, message, hint in every
    )


def _unknown(found: Inspection) -> Iterator[Said]:
    if not found.ours:
        message = (
            "the file is not ours, or its map of keys is gone: it cannot be said which provision a finding is about, "
            "whether one is missing or stands twice, whether a number is right, or what was changed silently"
        )
        yield "DOC020", "", message, "build the text with travaux, or compare it with the file that was sent"


def _keys(found: Inspection) -> Iterator[Said]:
    for gone in found.gone:
        if gone.how == "deleted":
            continue  # with tracking: it is told as a change
        into = f", its words are in {gone.into!r}" if gone.into else ""
        message = f"the provision {gone.key!r} is not in the file{into}"
        yield "DOC022", gone.key, message, "put it back, or delete it with tracking"
    for added in found.added:
        if added.copy_of:
            message = f"the provision {added.copy_of!r} stands in the file twice"
            yield "DOC022", added.copy_of, message, "take the copy out, or give it a provision of its own"


def _numbers(parts: Opened, keymap: KeyMap, found: Inspection) -> Iterator[Said]:
    """A number that Word counts is that of the map, unless the text was changed with tracking."""
    if found.changes or not keymap.ours:
        return
    printed = counted(parts)
    here = found.texts
    for key, unit in keymap.units.items():
        if not unit.number or key not in here or unit.bookmark not in printed:
            continue
        now = printed[unit.bookmark]
        if now.rstrip(".") != unit.number.rstrip("."):
            counts = f"Word counts {now!r}" if now else "Word counts none there"
            yield (
                "DOC023",
                key,
                f"the provision {key!r} was sent as {unit.number!r}, and {counts}",
                "let Word number it",
            )


def _silent_changes(found: Inspection) -> Iterator[Said]:
    hint = "compare the file with the one that was sent"
    for unit in found.units:
        if unit.state == "changed":
            yield "DOC024", unit.key, f"the words of {unit.key!r} were changed without tracking", hint
    for schedule in found.schedules:
        if schedule.state == "changed":
            yield "DOC024", schedule.table, f"rows of {schedule.table!r} were changed without tracking", hint
    for added in found.added if found.ours else ():
        if not added.copy_of and added.text.strip():
            yield "DOC024", added.after, f"words without a key: {_short(added.text)}", hint


def _frame(package: Package, keymap: KeyMap, found: Inspection) -> Iterator[Said]:
    """The title page below its title, and the running headers and footers, which have no keys."""
    hint = "compare the file with the one that was sent"
    lines = (line.was for line in found.frame if line.style in COVER)
    if keymap.cover and digest(one_line(lines)) != keymap.cover:
        yield "DOC024", "", "the words of the title page were changed without tracking", hint
    parts = dict.fromkeys((*package.parts("header"), *package.parts("footer")))
    for words in dict.fromkeys(running_words(package.tree(part)) for part in parts):
        if keymap.running and words and digest(words) not in keymap.running:
            yield "DOC024", "", f"a running header or footer was changed without tracking: {_short(words)}", hint


def _short(text: str) -> str:
    words = " ".join(text.split())
    return repr(words if len(words) <= 80 else f"{words[:79]}…")
