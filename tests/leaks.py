"""What a working text knows and an outgoing file must not say, and a search of every part of the file for it.

Names that are also plain words (`definitions`) count only where they stand as a whole value; words that the treaty
itself prints do not count.
"""

from __future__ import annotations

import getpass
import html
import json
import platform
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from travaux import tree
from travaux.build import Compilation
from travaux.compilation import Text
from travaux.renderers.docx import names
from travaux.renderers.html.context import identifier

_EDGE = 45
_PRINTED = [
    "title",
    "short_title",
    "line",
    "heading",
    "caption",
    "text",
    "columns",
    "rows",
    "cells",
    "content",
    "children",
    "tail",
    "opening",
    "recitals",
    "enacting",
    "body",
    "closing",
    "signatures",
    "annexes",
]


@dataclass(frozen=True)
class Secrets:
    """`names` are keys, ids and hashes; `phrases` are running words."""

    names: frozenset[str]
    phrases: frozenset[str]
    words: frozenset[str]
    """Words that the treaty prints, and which are no secret though some key is the same."""


# --- what is secret ------------------------------------------------------------------------------------------------


def nodes(thing: Any) -> Iterator[Any]:
    """Everything in a tree, printed or not."""
    if isinstance(thing, tuple | list):
        for part in thing:
            yield from nodes(part)
    elif isinstance(thing, dict):
        yield from nodes(list(thing.values()))
    elif is_dataclass(thing):
        yield thing
        yield from nodes([getattr(thing, field.name) for field in fields(thing)])


def printed_words(thing: Any) -> str:
    """The words that a tree prints: choices made, nothing of notes."""
    match thing:
        case tree.Alternatives(options=options, chosen=chosen):
            return " ".join(printed_words(o.content) for n, o in enumerate(options) if chosen in (None, n))
        case tree.Note() | tree.HouseStyle() | tree.Change(kind="deleted"):
            return ""
        case str():
            return thing
        case tuple() | list():
            return "".join(map(printed_words, thing))
        case tree.Table() if not isinstance(thing.rows, tuple):
            return " ".join([thing.caption, *(" ".join(cells) for _, cells in thing.rows)])
        case _ if is_dataclass(thing):
            return "".join(printed_words(getattr(thing, name, "")) + " " * (name != "text") for name in _PRINTED)
    return ""


def secrets(compilation: Compilation, text: Text) -> Secrets:
    """Everything of one text that is ours."""
    document = text.document
    said = squeezed(printed_words(document.draft))
    keys = {*_keys(document), *_records(compilation, text)}
    phrases = {squeezed(phrase) for phrase in (*_phrases(compilation, document), *_unchosen(document.draft))}
    return Secrets(
        frozenset(keys | _machine()) - _public(document),
        frozenset(phrase for phrase in phrases if len(phrase) > 3 and phrase not in said),
        frozenset(re.findall(r"[\w-]+", said)),
    )


def _public(document: tree.Document) -> set[str]:
    """Words of the format itself, keys of the parties (which stand in brackets), kinds and languages."""
    classes = [one for one in vars(tree).values() if isinstance(one, type) and is_dataclass(one)]
    own = {field.name for one in classes for field in fields(one)}
    house, draft = document.draft.house, document.draft
    frame = {"#opening", "#enacting", "#closing", "#title"}
    return {*own, *house.words, *draft.parties, *frame, draft.kind, draft.language, "", "root", "travaux"}


def _keys(document: tree.Document) -> Iterator[str]:
    for node in nodes(document):
        for name in ("key", "instrument", "id", "term", "provision", "path", "clause", "version", "variant"):
            value = getattr(node, name, "")
            if isinstance(value, str):
                yield value
        if isinstance(node, tree.Table) and not isinstance(node.rows, tuple):
            yield from (key for key, _ in node.rows)
    yield from (*document.labels, *document.citations, *document.headings, *document.comments)
    yield from (label.eid for label in document.labels.values() if not re.search(r"_\d", label.eid))


def _records(compilation: Compilation, text: Text) -> Iterator[str]:
    records = compilation.subject.records
    for kind in (records.sources, records.products, records.mechanisms, records.instruments):
        for key, entry in kind.items():
            yield from (key, entry.raw.file.name)
    for wording in (w for s in text.outline.all() for w in s.wordings):
        yield from (wording.clause.file, wording.clause.key, wording.clause.variant, wording.clause.version)


def _phrases(compilation: Compilation, document: tree.Document) -> Iterator[str]:
    for node in nodes([document.draft, document.comments]):
        match node:
            case tree.Note(text=said, author=by, replies=replies):
                yield from (said, by if by not in document.draft.parties else "")
                yield from (words for reply in replies for words in (reply.text, reply.author))
            case tree.Alternatives(reason=reason):
                yield reason
            case tree.Value(path=path):
                yield path
    for found in compilation.diagnostics:
        yield from (found.message, found.hint, str(found.span))


def _unchosen(draft: tree.Draft) -> Iterator[str]:
    for node in nodes(draft):
        if isinstance(node, tree.Alternatives) and node.chosen is not None:
            rest = [option for n, option in enumerate(node.options) if n != node.chosen]
            yield from (printed_words(para) for para in nodes(rest) if isinstance(para, tree.Para))


def _machine() -> set[str]:
    here = {str(Path.home()), str(Path.cwd()), tempfile.gettempdir() + "/"}
    return {getpass.getuser(), platform.node(), platform.python_version(), *here}


# --- the search ----------------------------------------------------------------------------------------------------


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def leaks(name: str, data: bytes, ours: Secrets) -> list[str]:
    """Where something of ours stands in a file: `part: what`."""
    return [f"{part}: {found}" for part, text in parts(name, data) for found in _found(text, ours)]


def parts(name: str, data: bytes) -> Iterator[tuple[str, str]]:
    """Every part of a file as text; of a package also the names, comments and extra fields of its members."""
    if not name.endswith(".docx"):
        yield name, data.decode()
        return
    with ZipFile(BytesIO(data)) as package:
        yield f"{name}!", package.comment.decode("latin-1")
        for member in package.infolist():
            yield f"{name}!{member.filename}", package.read(member).decode("utf-8", "replace")
            yield f"{name}!{member.filename}?", f'"{member.filename}" {member.comment!r} {member.extra!r}'


def _found(text: str, ours: Secrets) -> Iterator[str]:
    plain = squeezed(html.unescape(text))
    bare = squeezed(html.unescape(re.sub(r"<[^>]*>", "", text)))
    escaped = json.dumps(plain, ensure_ascii=False)
    whole = set(re.findall(r"\"([^\"<>]*)\"", text))
    runs = set(re.findall(r"[\w.@#:~/-]+", text))
    for name in sorted(ours.names):
        if name not in ours.words and (name in whole or (_telling(name) and _variants(name) & (runs | whole))):
            yield name
    for phrase in sorted(ours.phrases):
        edges = {phrase[:_EDGE], phrase[-_EDGE:]} if len(phrase) > 2 * _EDGE else {phrase}
        if any(edge in form for edge in edges for form in (plain, bare, escaped)):
            yield phrase


def _telling(name: str) -> bool:
    """Whether a name is more than a plain word."""
    return re.search(r"[^A-Za-z]", name) is not None and len(name) > 3


def _variants(name: str) -> set[str]:
    """The forms that a name takes in a file: itself, as a tag, as a bookmark, as an id of a page."""
    return {name, names.tag(name), names.bookmark(name), identifier(name), re.sub(r"\W+", "_", name)}
