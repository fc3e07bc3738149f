"""Files that are no YAML, or no files that a project may have."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from travaux.discover import LARGEST_FILE
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground


@defect("SYN001")
def tab_before_a_field(ground: Ground) -> Iterator[Planting]:
    """A tab at the head of a line, where YAML allows none."""
    for entry in ground.records:
        yield from ground.inserting(entry.raw, "\tx: 1")


@defect("SYN002")
def field_twice(ground: Ground) -> Iterator[Planting]:
    """The key of the record stands in it a second time, at its end."""
    for entry in ground.records:
        text = ground.read(entry.raw.file.name).rstrip("\n")
        name = entry.raw.file.name
        yield Planting(name, text.count("\n") + 2, {name: f"{text}\nid: {entry.record.id}\n"})


@defect("SYN003")
def deep_nesting(ground: Ground) -> Iterator[Planting]:
    """Lists in lists without end."""
    for entry in ground.records:
        yield from ground.inserting(entry.raw, f"deep: {'[' * 41}{']' * 41}")


@defect("SYN004")
def byte_that_is_no_utf_8(ground: Ground) -> Iterator[Planting]:
    """A letter of an older encoding."""
    for entry in ground.records:
        for planting in ground.inserting(entry.raw, "# caf@"):
            (text,) = (planting.files or {}).values()
            yield Planting(planting.file, planting.line, {planting.file: str(text).encode().replace(b"@", b"\xe9", 1)})


@defect("SYN005")
def tag_without_meaning(ground: Ground) -> Iterator[Planting]:
    """A tag that asks for an object of a programming language."""
    for entry in ground.records:
        yield from ground.inserting(entry.raw, "note: !!python/object:os.system x")


@defect("SYN006")
def empty_record(ground: Ground) -> Iterator[Planting]:
    """A file with nothing in it."""
    for entry in ground.records:
        yield Planting(entry.raw.file.name, files={entry.raw.file.name: ""})


@defect("SYN007")
def link_that_leads_to_itself(ground: Ground) -> Iterator[Planting]:
    """A record that cannot be opened."""
    for folder in ("parties", "products", "sources"):
        name = f"seeds/{folder}/selftest.yaml"
        yield Planting(name, files={name: lambda path: path.symlink_to(path.name)})


def _huge(path: Path) -> None:
    path.touch()
    os.truncate(path, LARGEST_FILE + 1)


@defect("SYN008")
def file_beyond_all_size(ground: Ground) -> Iterator[Planting]:
    """A record larger than any that is read."""
    for entry in ground.records:
        yield Planting(entry.raw.file.name, files={entry.raw.file.name: _huge})


@defect("SYN011")
def link_out_of_the_project(ground: Ground) -> Iterator[Planting]:
    """A record that is a link to a file elsewhere on the machine."""
    for folder in ("parties", "products", "sources"):
        name = f"seeds/{folder}/selftest.yaml"
        yield Planting(name, files={name: lambda path: path.symlink_to(Path(__file__))})


@defect("SYN013")
def control_character(ground: Ground) -> Iterator[Planting]:
    """A character that no text can print."""
    for entry in ground.records:
        yield from ground.inserting(entry.raw, "# bell \x07")
    for paragraph in ground.paragraphs:
        yield ground.adding(paragraph, "Bell \x07.")


_REFERENCE = "templates/docx/reference.docx"


@defect("STY001")
def reference_document_without_styles(ground: Ground) -> Iterator[Planting]:
    """A project's own reference document that has no style of a treaty."""
    from io import BytesIO

    from docx import Document

    plain = BytesIO()
    Document().save(plain)
    yield Planting(_REFERENCE, files={_REFERENCE: plain.getvalue()})


@defect("STY002")
def reference_document_that_is_none(ground: Ground) -> Iterator[Planting]:
    """A project's own reference document that Word cannot open."""
    yield Planting(_REFERENCE, files={_REFERENCE: b"PK"})
