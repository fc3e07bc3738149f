"""What was written -> the map of keys, a custom XML part that Word and LibreOffice keep with the file.

For every piece of the text: key, number, bookmark, hash of the words, and where the data gives them the place in
the sources and the version of the clause; for a long schedule the keys of its rows; hashes of the words of the cover
and of each running header; and a hash of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import islice

from travaux.renderers.docx import frame, names, plain
from travaux.renderers.docx.context import Context
from travaux.renderers.docx.rows import Schedule
from travaux.renderers.docx.words import digest, one_line, running_words
from travaux.renderers.docx.xml import DECLARATION, allowed, escape
from travaux.span import NOWHERE
from travaux.tree import Document, Draft, Label

NAMESPACE = "urn:travaux:keys:1"
STORE = "{7B0F3C52-8D0E-4C55-9C3E-3A5C1F2E6D41}"
_BATCH = 500


def map_xml(context: Context, running: Iterable[str]) -> Iterator[str]:
    """The part, in pieces; to be written after the text, which says what rows there are.

    `running` are the parts of the running headers and footers.
    """
    document = context.document
    pieces = list(plain.printed(document, context.survey))
    draft = document.draft
    yield (
        f'{DECLARATION}<t:keys xmlns:t="{NAMESPACE}" instrument="{escape(draft.instrument)}" '
        f'language="{escape(draft.language)}" tree="{whole(pieces, context.schedules.items())}">'
    )
    for piece in pieces:
        yield _unit(piece, document.labels.get(piece.id), context.bookmark_of(piece.id))
    yield from _values(context.values)
    for key, schedule in context.schedules.items():
        yield from _rows(key, schedule)
    yield from _frame(draft, running)
    yield "</t:keys>"


def tree_digest(document: Document) -> str:
    """The hash that a file of this document carries: SHA-256 over the names and words of all pieces and rows."""
    schedules: dict[str, Schedule] = {}
    for table in plain.schedules(document):
        schedules[table.key] = Schedule()
        schedules[table.key].add(plain.rows(table))
    return whole(plain.printed(document), schedules.items())


def whole(pieces: Iterable[plain.Printed], schedules: Iterable[tuple[str, Schedule]]) -> str:
    """The hash over pieces and schedules."""
    found = sha256()
    for piece in pieces:
        found.update(f"{allowed(piece.id)}\0{piece.text}\n".encode("utf-8", "replace"))
    for key, schedule in schedules:
        found.update(f"{key}\0{schedule.digest}\n".encode("utf-8", "replace"))
    return found.hexdigest()


def _unit(piece: plain.Printed, label: Label | None, bookmark: str) -> str:
    number = f' number="{escape(label.own)}"' if label and label.own else ""
    at = f' at="{escape(str(piece.span))}"' if piece.span != NOWHERE else ""
    version = f' version="{escape(piece.version)}"' if piece.version else ""
    return (
        f'<t:unit key="{escape(piece.id)}"{number} bookmark="{bookmark}" text="{digest(piece.text)}"{at}{version}/>\n'
    )


def _frame(draft: Draft, running: Iterable[str]) -> Iterator[str]:
    """What has no key: the lines of the cover with the title before the preamble, and the running headers."""
    yield f'<t:cover text="{digest(one_line((*frame.party_lines(draft), *draft.house.cover, draft.title)))}"/>\n'
    for words in dict.fromkeys(filter(None, map(_running, running))):
        yield f'<t:running text="{digest(words)}"/>\n'


def _running(part: str) -> str:
    from lxml import etree

    return running_words(etree.fromstring(part.encode()))


def _values(paths: Iterable[str]) -> Iterator[str]:
    """The paths of the values that have a control, with its tag where that had to be cut."""
    for path in paths:
        tag = f'tag="{escape(names.tag(path))}" ' if names.tag(path) != path else ""
        yield f'<t:value {tag}path="{escape(path)}"/>\n'


def _rows(key: str, schedule: Schedule) -> Iterator[str]:
    yield f'<t:rows table="{escape(key)}" hash="{schedule.digest}">'
    keys = iter(schedule.keys)
    while batch := list(islice(keys, _BATCH)):
        together = "".join(batch)  # nearly always plain, and there are tens of thousands of keys
        yield "\n".join(batch if escape(together) == together else map(escape, batch)) + "\n"
    yield "</t:rows>\n"


def properties_xml() -> str:
    """What Word wants beside a custom XML part."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{STORE}" xmlns:ds="{namespace}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
