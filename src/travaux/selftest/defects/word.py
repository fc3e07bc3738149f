"""The built Word file: what Word trips over, what was changed in it, what is still open, and what it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from travaux.renderers.docx.keymap import NAMESPACE
from travaux.selftest._defect import Planting, defect
from travaux.selftest._ground import Ground
from travaux.selftest._word import DOCUMENT, Unit

_TYPES, _RELATIONS, _CORE = "[Content_Types].xml", "word/_rels/document.xml.rels", "docProps/core.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _run(words: str, properties: str = "") -> str:
    return f'<w:r>{properties}<w:t xml:space="preserve">{words}</w:t></w:r>'


def _beside(ground: Ground, more: str, name: bool = False) -> Iterator[Planting]:
    """Something more behind the words of each provision; with `name`, the finding names the provision."""
    for unit in ground.word.units:
        yield from ground.word.replacing(unit.run, unit.run + more, provision=unit.key if name else "")


# --- broken --------------------------------------------------------------------------------------------------------


@defect("DOC021", follows="DOC024")
def field_that_leads_nowhere(ground: Ground) -> Iterator[Planting]:
    """A cross-reference to a bookmark that is gone."""
    marks = {kind: f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")}
    code = '<w:r><w:instrText xml:space="preserve"> REF selftest \\h </w:instrText></w:r>'
    yield from _beside(ground, f"{marks['begin']}{code}{marks['separate']}<w:r><w:t>x</w:t></w:r>{marks['end']}")


@defect("DOC021", follows="DOC024")
def field_that_does_not_end(ground: Ground) -> Iterator[Planting]:
    """The beginning of a field without its end."""
    yield from _beside(ground, '<w:r><w:fldChar w:fldCharType="begin"/></w:r>')


@defect("DOC021")
def bookmark_without_an_end(ground: Ground) -> Iterator[Planting]:
    """The beginning of a bookmark without its end."""
    yield from _beside(ground, '<w:bookmarkStart w:id="990001" w:name="selftest"/>')


@defect("DOC021", follows="DOC024")
def link_that_leads_nowhere(ground: Ground) -> Iterator[Planting]:
    """A link to a bookmark that is not there."""
    yield from _beside(ground, '<w:hyperlink w:anchor="selftest"><w:r><w:t>x</w:t></w:r></w:hyperlink>')


@defect("DOC021")
def note_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """The mark of a footnote without a note."""
    yield from _beside(ground, '<w:r><w:footnoteReference w:id="9901"/></w:r>')


@defect("DOC021")
def style_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """Words in a style that the file does not have."""
    yield from _beside(ground, '<w:r><w:rPr><w:rStyle w:val="Selftest"/></w:rPr></w:r>')


@defect("DOC021")
def part_that_is_not_there(ground: Ground) -> Iterator[Planting]:
    """The text leads to a part that the file does not have."""
    more = f'<Relationship Id="rIdSelftest" Type="{_OFFICE}/theme" Target="theme/selftest.xml"/></Relationships>'
    yield from ground.word.replacing("</Relationships>", more, _RELATIONS)


# --- changed -------------------------------------------------------------------------------------------------------


@defect("DOC022", follows="DOC021 DOC023 DOC024")
def provision_that_is_gone(ground: Ground) -> Iterator[Planting]:
    """The paragraph of a provision is deleted without tracking."""
    for unit in ground.word.units:
        if "<w:fldChar" not in unit.paragraph and not _is_label(unit):
            yield from ground.word.replacing(unit.paragraph, "<w:p/>", provision=unit.key)


def _is_label(unit: Unit) -> bool:
    return "Heading" in unit.paragraph or "<w:sectPr" in unit.paragraph


@defect("DOC023", follows="DOC021 DOC023")
def number_that_word_does_not_count(ground: Ground) -> Iterator[Planting]:
    """A provision whose paragraph is taken out of its list."""
    nothing = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    for unit in ground.word.units:
        other = re.sub(
            r"(<w:pStyle [^>]*/>(?:<w:keepNext/>)?)(<w:numPr>.*?</w:numPr>)?", rf"\1{nothing}", unit.paragraph, count=1
        )
        if unit.number and other != unit.paragraph:
            yield from ground.word.replacing(unit.paragraph, other, provision=unit.key)


@defect("DOC024")
def words_changed_silently(ground: Ground) -> Iterator[Planting]:
    """A word more in a provision, without tracking."""
    yield from _beside(ground, _run(" moreover"), name=True)


@defect("DOC024")
def paragraph_without_a_key(ground: Ground) -> Iterator[Planting]:
    """A paragraph more, which no provision of the model has."""
    for unit in ground.word.units:
        if not _is_label(unit):
            more = f"{unit.paragraph}<w:p>{_run('It applies to all others.')}</w:p>"
            yield from ground.word.replacing(unit.paragraph, more)


# --- open, or telling ----------------------------------------------------------------------------------------------


@defect("DOC020", follows="DOC024")
def file_without_its_map(ground: Ground) -> Iterator[Planting]:
    """The map of keys was dropped by another program."""
    parts = [name for name, data in ground.word.parts.items() if NAMESPACE.encode() in data[:4096]]
    relations = {name: data for name, data in ground.word.parts.items() if name.endswith(".rels")}
    for part in parts:
        cut = {
            name: re.sub(rb"<Relationship [^>]*customXml/item[^>]*/>", b"", data) for name, data in relations.items()
        }
        gone = [name for name in ground.word.parts if name.startswith("customXml/")]
        types = re.sub(rb"<Override PartName=\"/customXml/[^>]*/>", b"", ground.word.parts[_TYPES])
        if part in gone:
            yield ground.word.with_parts({**cut, **dict.fromkeys(gone), _TYPES: types})


@defect("DOC030", follows="DOC024")
def word_in_brackets(ground: Ground) -> Iterator[Planting]:
    """A wording that is still open."""
    open_already = {found.provision for found in ground.word.findings if found.code == "DOC030"}
    for unit in ground.word.units:
        if unit.key not in open_already:
            yield from ground.word.replacing(unit.run, unit.run + _run(" [thirty]"), provision=unit.key)


@defect("DOC031")
def tracked_change(ground: Ground) -> Iterator[Planting]:
    """A change that nobody has accepted."""
    yield from _beside(ground, f'<w:ins w:id="990002" w:author="Ann">{_run(" all")}</w:ins>', name=True)


@defect("DOC033", follows="DOC024")
def hidden_words(ground: Ground) -> Iterator[Planting]:
    """Words that are not printed."""
    yield from _beside(ground, _run("secret", "<w:rPr><w:vanish/></w:rPr>"))


@defect("DOC034")
def author_of_a_file(ground: Ground) -> Iterator[Planting]:
    """A file that tells who made it."""
    yield from ground.word.replacing("</cp:coreProperties>", "<dc:creator>Ann</dc:creator></cp:coreProperties>", _CORE)


# --- not to be read ------------------------------------------------------------------------------------------------


@defect("DOC001")
def file_of_another_kind(ground: Ground) -> Iterator[Planting]:
    """A page of the web by the name of a Word file."""
    yield ground.word.planting(b"<html></html>")


@defect("DOC002")
def file_that_is_cut_off(ground: Ground) -> Iterator[Planting]:
    """A Word file of which a part was not sent."""
    for share in (2, 3, 5):
        yield ground.word.planting(ground.word.data[: len(ground.word.data) // share])


@defect("DOC005")
def part_twice(ground: Ground) -> Iterator[Planting]:
    """A second text under the same name but for its capitals."""
    yield ground.word.with_parts({"word/Document.xml": ground.word.parts[DOCUMENT]})


@defect("DOC006")
def part_that_declares_entities(ground: Ground) -> Iterator[Planting]:
    """A part that would fetch something as it is read."""
    xml = b'<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x/>'
    yield ground.word.with_parts({DOCUMENT: xml})


@defect("DOC007")
def part_that_is_no_xml(ground: Ground) -> Iterator[Planting]:
    """The text breaks off."""
    yield ground.word.with_parts({DOCUMENT: ground.word.parts[DOCUMENT][:-20]})


@defect("DOC008")
def part_without_bottom(ground: Ground) -> Iterator[Planting]:
    """Elements in elements without end."""
    opening, rest = ground.word.document.split("<w:body>", 1)
    deep = f"{opening}<w:body>{'<w:sdt>' * 5000}{'</w:sdt>' * 5000}{rest}"
    yield ground.word.with_parts({DOCUMENT: deep.encode()})


@defect("DOC009")
def template_from_outside(ground: Ground) -> Iterator[Planting]:
    """A template that Word would fetch."""
    kind, target = f"{_OFFICE}/attachedTemplate", "http://example.org/x.dotm"
    more = f'<Relationship Id="rIdSelftest" Type="{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    yield from ground.word.replacing("</Relationships>", more, _RELATIONS)


@defect("DOC010")
def file_with_macros(ground: Ground) -> Iterator[Planting]:
    """A program in the file."""
    yield ground.word.with_parts({"word/vbaProject.bin": b"x"})


@defect("DOC011")
def file_in_the_old_format(ground: Ground) -> Iterator[Planting]:
    """A file of an earlier Word by the name of a new one."""
    yield ground.word.planting(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))


@defect("DOC012")
def file_without_a_text(ground: Ground) -> Iterator[Planting]:
    """A file whose main part is not there."""
    yield ground.word.with_parts({DOCUMENT: None})


@defect("DOC003")
def file_that_would_fill_the_memory(ground: Ground) -> Iterator[Planting]:
    """A part of which a little unpacks to very much."""
    buffer = BytesIO(ground.word.data)
    with ZipFile(buffer, "a", ZIP_DEFLATED) as file:
        file.writestr("word/media/selftest.bin", bytes(2 << 20))
    yield ground.word.planting(buffer.getvalue())


@defect("DOC004")
def part_that_is_larger_than_it_says(ground: Ground) -> Iterator[Planting]:
    """Two entries of the list of parts that lie over one another."""
    data = bytearray(ground.word.data)
    entries = [match.start() for match in re.finditer(b"PK\x01\x02", ground.word.data)]
    first, last = entries[0], entries[-1]
    data[last + 42 : last + 46] = data[first + 42 : first + 46]
    yield ground.word.planting(bytes(data))
