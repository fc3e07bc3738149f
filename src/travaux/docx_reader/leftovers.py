"""What is still open in a Word file: brackets, blanks, tracked changes, comments, notes, hidden and marked text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, TypeAlias

from travaux.docx_reader.model import Inspection
from travaux.docx_reader.opened import Opened, value
from travaux.docx_reader.xmlnames import VAL, W
from travaux.unsettled import UNSETTLED

Said: TypeAlias = tuple[str, str, str, str]
"""What is said of a file: code, key of the provision ("" for none), message, hint."""
_OFF = ("0", "false", "off", "none")
#: In half points: text of less than four points is there and cannot be read.
_UNREADABLE = 8


def leftovers(found: Inspection, package: Opened) -> Iterator[Said]:
    """One finding for each unit that is open, and one for each kind of mark in the file."""
    yield from _open(found)
    yield from _changes(found)
    yield from _comments(found)
    yield from _hidden(package)
    yield from _marked(package)


def _open(found: Inspection) -> Iterator[Said]:
    hint = "settle the wording, or fill in what is missing"
    texts = {unit.key: unit.text for unit in found.units}
    texts |= {row.key: row.text for schedule in found.schedules for row in schedule.rows}
    for key, text in texts.items():
        yield from (("DOC030", key, f"{what} in {key!r}", hint) for what in _open_in(text))
    for number, added in enumerate(found.added, 1):
        where = f"after {added.after!r}" if added.after else f"in paragraph {number} of those without a key"
        yield from (("DOC030", added.after, f"{what} {where}", hint) for what in _open_in(added.text))


def _open_in(text: str) -> Iterator[str]:
    first = UNSETTLED.search(text)
    if first is not None:
        words = " ".join(first[0].split())
        shown = f"a square bracket, {words.rstrip(']') + '…'!r}," if words[0] == "[" else repr(words)
        yield f"{shown} is still open"


def _changes(found: Inspection) -> Iterator[Said]:
    if found.changes:
        authors = Counter(change.author or "nobody named" for change in found.changes)
        told = ", ".join(f"{times} of {author}" for author, times in sorted(authors.items()))
        key = next((change.key for change in found.changes if change.key), "")
        yield "DOC031", key, f"{_count(len(found.changes), 'tracked change')}: {told}", "accept or reject them"


def _comments(found: Inspection) -> Iterator[Said]:
    for things, name in ((found.comments, "comment"), (found.notes, "drafting note")):
        if things:
            key = next((thing.key for thing in things if thing.key), "")
            hint = "settle them and take them out; `--edition clean` builds a text without"
            yield "DOC032", key, _count(len(things), name), hint


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'s' * (number != 1)}"


def _hidden(package: Opened) -> Iterator[Said]:
    words = [text for text in _hidden_words(package) if text.strip()]
    if words:
        shown = " ".join(words[0].split())[:60]
        yield (
            "DOC033",
            "",
            f"{_count(len(words), 'run')} of hidden text, the first {shown!r}",
            "take it out, or show it",
        )


def _hidden_words(package: Opened) -> Iterator[str]:
    """The words of runs that are hidden themselves, or by the style of the run or of the paragraph."""
    known = (each for each in package.root("styles") if each.tag == f"{W}style")
    styles = {each.get(f"{W}styleId") for each in known if _vanishes(each, "rPr/vanish")}
    for _, run in package.every("r"):
        paragraph = next((above for above in run.iterancestors(f"{W}p")), None)
        named = {value(run, "rPr/rStyle")} | ({value(paragraph, "pPr/pStyle")} if paragraph is not None else set())
        if _vanishes(run, "rPr/vanish") or named & styles or _invisible(run):
            yield "".join(each.text or "" for each in run.iter(f"{W}t"))


def _invisible(run: Any) -> bool:
    """Whether a run is white on white, or too small to read."""
    size = value(run, "rPr/sz") or ""
    if size.isdigit() and int(size) < _UNREADABLE:
        return True
    shaded = run.find(f".//{W}shd") is not None or any(
        above.find(f"{W}{name}/{W}shd") is not None
        for tag, name in (("p", "pPr"), ("tc", "tcPr"))
        for above in run.iterancestors(f"{W}{tag}")
    )
    return (value(run, "rPr/color") or "").upper() == "FFFFFF" and not shaded


def _marked(package: Opened) -> Iterator[Said]:
    """Words that somebody has highlighted or struck out by hand."""
    for names, what in ((("highlight",), "highlighted"), (("strike", "dstrike"), "struck-out")):
        runs = [run for _, run in package.every("r") if any(_vanishes(run, f"rPr/{name}") for name in names)]
        words = [text for run in runs if (text := "".join(each.text or "" for each in run.iter(f"{W}t"))).strip()]
        if words:
            shown = " ".join(words[0].split())[:60]
            message = f"{_count(len(words), 'run')} of {what} text, the first {shown!r}"
            yield "DOC033", "", message, "settle it, and take the mark off"


def _vanishes(element: Any, path: str) -> bool:
    found = element.find("/".join(f"{W}{name}" for name in path.split("/")))
    return found is not None and found.get(VAL, "1") not in _OFF
