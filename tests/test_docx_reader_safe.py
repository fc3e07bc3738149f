"""The gate in front of files from outside: what is refused, with the whole message."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_LZMA, ZipFile, ZipInfo

import pytest

from docx_edits import DOCUMENT, packed, parts_of, sent
from travaux.diagnostic import Failure
from travaux.docx_reader import inspect
from travaux.docx_reader.safe import STAGE_CODES

AGAIN = "ask the sender for the file again"
SAVED = "ask the sender for a file saved by Word or LibreOffice"
SAVE_AS = "in Word: Save As, Word Document (*.docx)"
COPY = "in Word: save a copy without it as Word Document (*.docx)"
BREAK = "in Word: break the link, or take the template away, and save"
BOMB = "do not open it in Word either; ask the sender"
RELATIONS = "word/_rels/document.xml.rels"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@pytest.fixture(scope="module")
def parts() -> Mapping[str, bytes]:
    return parts_of(sent())


def refused(data: bytes) -> tuple[str, str]:
    """Code and message without the file; and the hint."""
    with pytest.raises(Failure) as caught:
        inspect(data)
    (found,) = caught.value.diagnostics
    said, _, hint = str(found).partition("\n  hint: ")
    assert found.code in STAGE_CODES
    assert said.startswith(f"the file: error[{found.code}]: ")
    return said.removeprefix("the file: "), hint


def with_part(parts: Mapping[str, bytes], name: str, old: str, new: str) -> bytes:
    text = parts[name].decode()
    assert old in text
    return packed({**parts, name: text.replace(old, new, 1).encode()})


def related(parts: Mapping[str, bytes], kind: str, target: str, external: bool = True) -> bytes:
    mode = ' TargetMode="External"' * external
    more = f'<Relationship Id="rIdX" Type="{OFFICE}/{kind}" Target="{target}"{mode}/></Relationships>'
    return with_part(parts, RELATIONS, "</Relationships>", more)


# --- no Word file, damaged -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"{\\rtf1 hello}", b"plain words"])
def test_other_files(data: bytes) -> None:
    assert refused(data) == ("error[DOC001]: is not a Word file (.docx)", SAVE_AS)


def test_a_zip_that_is_no_word_file() -> None:
    assert refused(packed({"mimetype": b"x"})) == ("error[DOC001]: is not a Word file (.docx)", SAVE_AS)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Failure) as caught:
        inspect(tmp_path / "gone.docx")
    message = f"{tmp_path}/gone.docx: error[DOC001]: cannot be read: No such file or directory\n  hint: check the name"
    assert str(caught.value) == message


def test_old_and_encrypted_files() -> None:
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    assert refused(old) == ("error[DOC011]: is in the old format of Word (.doc)", SAVE_AS)
    locked = old + "EncryptedPackage".encode("utf-16-le")
    hint = "in Word: File, Info, Protect Document, Encrypt; empty it"
    assert refused(locked) == ("error[DOC011]: is protected with a password", hint)


def test_a_member_with_a_password(parts: Mapping[str, bytes]) -> None:
    data = bytearray(packed(parts))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refused(bytes(data)) == ("error[DOC011]: has a part protected with a password: [Content_Types].xml", AGAIN)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off(parts: Mapping[str, bytes], share: float) -> None:
    data = packed(parts)
    said = "error[DOC002]: is damaged or cut off: it has no list of its parts"
    assert refused(data[: int(len(data) * share)]) == (said, AGAIN)


def test_a_file_with_a_damaged_part(parts: Mapping[str, bytes]) -> None:
    data = bytearray(packed(parts))
    at = data.index(b"word/document.xml") + 200
    data[at : at + 50] = bytes(50)
    said = "error[DOC002]: is damaged or cut off: word/document.xml cannot be unpacked"
    assert refused(bytes(data)) == (said, AGAIN)


def test_a_part_packed_in_an_unusual_way(parts: Mapping[str, bytes]) -> None:
    buffer = BytesIO(packed(parts))
    with ZipFile(buffer, "a") as file:
        file.writestr("odd.xml", b"<x/>", ZIP_LZMA)
    said = "error[DOC002]: has a part packed in a way that Word does not use: odd.xml"
    assert refused(buffer.getvalue()) == (said, AGAIN)


# --- made to fill the memory, or to deceive ------------------------------------------------------------------------


def test_a_bomb_by_ratio(parts: Mapping[str, bytes]) -> None:
    words = b"<w:p><w:r><w:t>" + b"A" * (64 << 20) + b"</w:t></w:r></w:p>"
    bomb = parts[DOCUMENT].replace(b"<w:body>", b"<w:body>" + words, 1)
    message, hint = refused(packed({**parts, DOCUMENT: bomb}))
    assert message.startswith("error[DOC003]: is made to fill the memory: word/document.xml grows ")
    assert message.endswith(" times when unpacked, and 200 times are allowed")
    assert hint == BOMB


def _claiming(parts: Mapping[str, bytes], size: int) -> bytes:
    """A file whose list of parts says that one of them is of another size than it is."""
    data = bytearray(packed({**parts, "big.xml": b"<x/>" * 1000}))
    at = data.rindex(b"big.xml") - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    data[at + 24 : at + 28] = size.to_bytes(4, "little")
    return bytes(data)


def test_bombs_by_declared_size(parts: Mapping[str, bytes]) -> None:
    said = "error[DOC003]: is made to fill the memory: "
    one = f"{said}big.xml would take 300 MiB, and 256 are allowed"
    assert refused(_claiming(parts, 300 << 20)) == (one, BOMB)
    all_of_it = f"{said}unpacked it would take 1024 MiB, and 400 are allowed"
    assert refused(_claiming(parts, 1 << 30)) == (all_of_it, BOMB)


def test_too_many_parts(parts: Mapping[str, bytes]) -> None:
    many = {**parts, **{f"x/{n}.xml": b"<x/>" for n in range(2001 - len(parts))}}
    said = "error[DOC003]: is made to fill the memory: it has 2001 parts, and 2000 are allowed"
    assert refused(packed(many)) == (said, BOMB)


def test_a_word_of_millions_of_letters(parts: Mapping[str, bytes]) -> None:
    import random

    letters = bytes(random.Random(1).choices(b"abcdefghijklmnop", k=11 << 20))
    bomb = parts[DOCUMENT].replace(b"<w:body>", b"<w:body><w:p><w:r><w:t>" + letters + b"</w:t></w:r></w:p>", 1)
    said = "error[DOC003]: is made to fill the memory: word/document.xml has a word of millions of letters"
    assert refused(packed({**parts, DOCUMENT: bomb})) == (said, SAVED)


def test_a_part_larger_than_it_says(parts: Mapping[str, bytes]) -> None:
    said = "error[DOC004]: has a part that is larger than it says: big.xml"
    assert refused(_claiming(parts, 100)) == (said, AGAIN)
    stored = BytesIO(packed(parts))
    with ZipFile(stored, "a") as file:
        file.writestr(ZipInfo("big.xml"), b"<x/>" * 1000)
    data = bytearray(stored.getvalue())
    at = data.rindex(b"big.xml") - 46
    data[at + 24 : at + 28] = (100).to_bytes(4, "little")
    assert refused(bytes(data)) == (said, AGAIN)


def test_a_part_smaller_than_it_says(parts: Mapping[str, bytes]) -> None:
    said = "error[DOC002]: is damaged or cut off: big.xml cannot be unpacked"
    assert refused(_claiming(parts, 5000)) == (said, AGAIN)


def test_parts_over_one_another(parts: Mapping[str, bytes]) -> None:
    """Two entries of the list that share the bytes of one part."""
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
        twin = ZipInfo("word/twin.xml")
        first = file.getinfo(DOCUMENT)
        for name in ("compress_type", "CRC", "compress_size", "file_size", "header_offset"):
            setattr(twin, name, getattr(first, name))
        file.filelist.append(twin)
    said = "error[DOC004]: has parts that lie over one another: word/document.xml and word/twin.xml"
    assert refused(buffer.getvalue()) == (said, AGAIN)


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [DOCUMENT, "Word/Document.xml"])
def test_a_second_text(parts: Mapping[str, bytes], name: str) -> None:
    buffer = BytesIO(packed(parts))
    with ZipFile(buffer, "a") as file:
        file.writestr(name, parts[DOCUMENT].replace(b"covered", b"SMUGGLED"))
    said = f"error[DOC005]: has the part {name} twice; programs differ in which of them they read"
    assert refused(buffer.getvalue()) == (said, AGAIN)


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/passwd", "word\\evil.xml", "C:evil.txt"])
def test_names_that_lead_outside(parts: Mapping[str, bytes], name: str) -> None:
    said = f"error[DOC005]: has a part named {name!r}, which would lie outside the file"
    assert refused(packed({**parts, name: b"x"})) == (said, AGAIN)


# --- XML ----------------------------------------------------------------------------------------------------------


def _declared(parts: Mapping[str, bytes], declaration: str, use: str) -> bytes:
    head, _, body = parts[DOCUMENT].decode().partition("?>")
    at = body.index(">", body.index("<w:t ")) + 1
    return packed({**parts, DOCUMENT: f"{head}?>{declaration}{body[:at]}{use}{body[at:]}".encode()})


ENTITIES = "word/document.xml declares entities (DOCTYPE), which no Word file does"


def test_a_file_of_this_machine_is_not_fetched(parts: Mapping[str, bytes], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    declaration = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    assert refused(_declared(parts, declaration, "&x;")) == (f"error[DOC006]: {ENTITIES}", SAVED)


def test_a_billion_laughs(parts: Mapping[str, bytes]) -> None:
    laughs = '<!ENTITY a "ha">' + "".join(f'<!ENTITY {chr(98 + n)} "{(f"&{chr(97 + n)};") * 10}">' for n in range(9))
    assert refused(_declared(parts, f"<!DOCTYPE d [{laughs}]>", "&j;")) == (f"error[DOC006]: {ENTITIES}", SAVED)


def test_a_doctype_in_sixteen_bits(parts: Mapping[str, bytes]) -> None:
    text = parts[DOCUMENT].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    assert inspect(packed({**parts, DOCUMENT: text.encode("utf-16")})).intact
    evil = text.replace("?>", "?><!DOCTYPE d>", 1).encode("utf-16")
    assert refused(packed({**parts, DOCUMENT: evil})) == (f"error[DOC006]: {ENTITIES}", SAVED)


@pytest.mark.parametrize(
    "coded",
    [
        b'<?xml version="1.0" encoding="utf-7"?><x/>',
        "<x/>".encode("utf-16-le"),
        b'<?xml version="1.0" encoding="IBM037"?><x/>',
    ],
)
def test_an_unusual_encoding(parts: Mapping[str, bytes], coded: bytes) -> None:
    said = "error[DOC006]: word/document.xml is not in UTF-8 or UTF-16, as Word files are"
    assert refused(packed({**parts, DOCUMENT: coded})) == (said, SAVED)


def test_deep_nesting(parts: Mapping[str, bytes]) -> None:
    deep = "<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000
    data = with_part(parts, DOCUMENT, "<w:body>", f"<w:body>{deep}")
    assert refused(data) == ("error[DOC008]: word/document.xml is nested more deeply than any text", SAVED)


def test_xml_that_breaks_off(parts: Mapping[str, bytes]) -> None:
    data = packed({**parts, DOCUMENT: parts[DOCUMENT].replace(b"</w:body>", b"", 1)})
    assert refused(data) == ("error[DOC007]: word/document.xml is not well-formed XML (line 2)", SAVED)
    styles = packed({**parts, "word/styles.xml": b"<w:styles"})
    assert refused(styles) == ("error[DOC007]: word/styles.xml is not well-formed XML (line 1)", SAVED)


# --- what would do more than be read -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://127.0.0.1:9/evil.dotm"),
        ("attachedTemplate", "file:///C:/house.dotx"),
        ("image", "http://127.0.0.1:9/pixel.png"),
        ("oleObject", "file:///C:/sheet.xlsx"),
        ("frame", "http://127.0.0.1:9/frame.htm"),
        ("subDocument", "part.docx"),
        ("hyperlink", "file:///C:/evil.exe"),
        ("hyperlink", "javascript:alert(1)"),
    ],
)
def test_what_leads_outside(parts: Mapping[str, bytes], kind: str, target: str) -> None:
    said = f"error[DOC009]: word/document.xml leads outside, to {target!r} ({kind})"
    assert refused(related(parts, kind, target)) == (said, BREAK)


@pytest.mark.parametrize("target", ["https://example.org/", "HTTP://example.org", "mailto:desk@example.org"])
def test_addresses_may_stand_in_a_text(parts: Mapping[str, bytes], target: str) -> None:
    assert inspect(related(parts, "hyperlink", target)).intact


@pytest.mark.parametrize(
    ("kind", "target", "what"),
    [
        ("oleObject", "embed/x.bin", "an embedded object"),
        ("package", "embed/x.xlsx", "an embedded file"),
        ("control", "x.xml", "an ActiveX control"),
        ("aFChunk", "x.htm", "a file to be inserted on opening"),
        ("vbaProject", "x.bin", "macros"),
    ],
)
def test_embedded_things(parts: Mapping[str, bytes], kind: str, target: str, what: str) -> None:
    said = f"error[DOC010]: has {what} (word/{target})"
    assert refused(related(parts, kind, target, external=False)) == (said, COPY)


@pytest.mark.parametrize("name", ["word/embeddings/oleObject1.bin", "word/activeX/activeX1.xml"])
def test_embedded_parts(parts: Mapping[str, bytes], name: str) -> None:
    said = f"error[DOC010]: has an embedded object ({name})"
    assert refused(packed({**parts, name: b"<x/>"})) == (said, COPY)


def test_macros_by_name_and_by_type(parts: Mapping[str, bytes]) -> None:
    by_name = packed({**parts, "word/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    assert refused(by_name) == ("error[DOC010]: has macros (word/vbaProject.bin)", COPY)
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    by_type = with_part(parts, "[Content_Types].xml", kind, "application/vnd.ms-word.document.macroEnabled.main+xml")
    assert refused(by_type) == ("error[DOC010]: has macros (word/document.xml)", COPY)


# --- the text ------------------------------------------------------------------------------------------------------


def test_no_text(parts: Mapping[str, bytes]) -> None:
    without = {name: data for name, data in parts.items() if name != DOCUMENT}
    assert refused(packed(without)) == ("error[DOC012]: has no text: its main part is not there", AGAIN)


def test_variants_that_are_not_read(parts: Mapping[str, bytes]) -> None:
    types = "[Content_Types].xml"
    template = with_part(parts, types, "document.main+xml", "template.main+xml")
    assert refused(template) == ("error[DOC012]: is a template", SAVE_AS)
    other = with_part(parts, types, "wordprocessingml.document.main+xml", "presentationml.presentation.main+xml")
    assert refused(other) == ("error[DOC012]: is not a text of Word", SAVE_AS)
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = with_part(parts, DOCUMENT, namespace, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert refused(strict) == ("error[DOC012]: is saved in the strict variant of the format", SAVE_AS)


def test_checksums_are_looked_at(parts: Mapping[str, bytes]) -> None:
    data = packed({**parts, "big.xml": b"<x/>"})
    sum_ = zlib.crc32(b"<x/>").to_bytes(4, "little")
    assert data.count(sum_) == 2
    said = "error[DOC002]: is damaged or cut off: big.xml cannot be unpacked"
    assert refused(data.replace(sum_, bytes(4))) == (said, AGAIN)
