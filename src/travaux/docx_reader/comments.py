"""comments.xml and commentsExtended.xml -> threads, each comment with the words it stands on and its key.

LibreOffice 7.4 keeps who said what and whether it is resolved, and loses which comment answers which: its file then
has one thread for each.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from travaux.docx_reader.blocks import Anchor, Block
from travaux.docx_reader.model import Comment
from travaux.docx_reader.safe import Package
from travaux.docx_reader.xmlnames import ID, W14, W15, W

Place = Callable[[Block], tuple[str, str]]


def threads(package: Package, anchors: Mapping[str, Anchor], place: Place) -> tuple[Comment, ...]:
    """The comments in the order of the part, replies under what they answer."""
    part = package.part("comments")
    if not part:
        return ()
    elements = {each.get(ID, ""): each for each in package.tree(part).iter(f"{W}comment")}
    paragraphs = {_paragraph_id(each): number for number, each in elements.items()}
    extended = dict(_extended(package))
    parents: dict[str, str] = {}
    for paragraph, number in paragraphs.items():
        above = paragraphs.get(extended.get(paragraph, ("", False))[0])
        if above is not None and number not in _chain(above, parents):
            parents[number] = above
    done = {number: extended.get(paragraph, ("", False))[1] for paragraph, number in paragraphs.items()}

    def comment(number: str) -> Comment:
        anchor = anchors.get(number, Anchor())
        key, after = place(anchor.at) if anchor.at is not None else ("", "")
        replies = tuple(comment(other) for other, above in parents.items() if above == number)
        return _comment(elements[number], "".join(anchor.quote), (key, after), done.get(number, False), replies)

    return tuple(comment(number) for number in elements if number not in parents)


def _chain(number: str | None, parents: Mapping[str, str]) -> Iterator[str]:
    """A comment and what it answers, up to the one that opens the thread."""
    while number is not None:
        yield number
        number = parents.get(number)


def _comment(element: Any, quote: str, at: tuple[str, str], resolved: bool, replies: tuple[Comment, ...]) -> Comment:
    date = element.get(f"{W}date", "")
    lines = ("".join(_words(each)) for each in element.iter(f"{W}p"))
    author = element.get(f"{W}author", "")
    return Comment(author, "" if date.startswith("0-") else date, "\n".join(lines), quote, *at, resolved, replies)


def _words(paragraph: Any) -> Iterator[str]:
    for each in paragraph.iter(f"{W}t", f"{W}tab", f"{W}br"):
        yield each.text or "" if each.tag == f"{W}t" else " "


def _paragraph_id(comment: Any) -> str:
    """The id of the last paragraph, by which replies name what they answer; a comment without one has its own."""
    paragraphs = comment.findall(f"{W}p")
    found = paragraphs[-1].get(f"{W14}paraId") if paragraphs else None
    return str(found or f"comment {comment.get(ID)}")


def _extended(package: Package) -> Iterator[tuple[str, tuple[str, bool]]]:
    part = package.part("commentsExtended")
    for each in package.tree(part) if part else ():
        own, above, done = (each.get(f"{W15}{name}", "") for name in ("paraId", "paraIdParent", "done"))
        yield own, (above, done in ("1", "true"))
