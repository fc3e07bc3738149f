"""Bytes of a zip file -> its members, or a `Failure` that says why the file is not opened.

Nothing is unpacked to disk, and of no member more is inflated than it declares. The library's own reader trusts the
declared sizes and takes the second of two members of one name; a file made to deceive uses both.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from travaux.diagnostic import Failure, fail
from travaux.span import Span

MAX_MEMBERS = 2000
MAX_PART = 256 << 20
MAX_TOTAL = 400 << 20
MAX_RATIO = 200
_SMALL = 1 << 20  # below this a high ratio is no danger
_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCAL_HEADER = 30
_AGAIN = "ask the sender for the file again"


def members(data: bytes, file: str) -> dict[str, bytes]:
    """The members by name."""
    at = Span(file)
    infos = _listed(data, at)
    _sizes(infos, at)
    _names(infos, at)
    _overlaps(infos, at)
    return {info.filename: _inflated(data, info, at) for info in infos if not info.is_dir()}


def _listed(data: bytes, at: Span) -> list[ZipInfo]:
    if data.startswith(_OLD_FORMAT):
        raise _old_format(data, at)
    if not data.startswith(b"PK"):
        raise fail("DOC001", at, "is not a Word file (.docx)", "in Word: Save As, Word Document (*.docx)")
    try:
        with ZipFile(BytesIO(data)) as package:
            return package.infolist()
    except (BadZipFile, NotImplementedError, UnicodeDecodeError, ValueError):
        raise fail("DOC002", at, "is damaged or cut off: it has no list of its parts", _AGAIN) from None


def _old_format(data: bytes, at: Span) -> Failure:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return fail(
            "DOC011", at, "is protected with a password", "in Word: File, Info, Protect Document, Encrypt; empty it"
        )
    return fail("DOC011", at, "is in the old format of Word (.doc)", "in Word: Save As, Word Document (*.docx)")


def _sizes(infos: list[ZipInfo], at: Span) -> None:
    if len(infos) > MAX_MEMBERS:
        raise _bomb(at, f"it has {len(infos)} parts, and {MAX_MEMBERS} are allowed")
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL:
        raise _bomb(at, f"unpacked it would take {total >> 20} MiB, and {MAX_TOTAL >> 20} are allowed")
    for info in infos:
        if info.file_size > MAX_PART:
            raise _bomb(at, f"{info.filename} would take {info.file_size >> 20} MiB, and {MAX_PART >> 20} are allowed")
        ratio = info.file_size // max(info.compress_size, 1)
        if info.file_size > _SMALL and ratio > MAX_RATIO:
            raise _bomb(at, f"{info.filename} grows {ratio} times when unpacked, and {MAX_RATIO} times are allowed")


def _bomb(at: Span, why: str) -> Failure:
    return fail("DOC003", at, f"is made to fill the memory: {why}", "do not open it in Word either; ask the sender")


def _names(infos: list[ZipInfo], at: Span) -> None:
    seen: set[str] = set()
    for info in infos:
        name = info.orig_filename
        if name.startswith("/") or "\\" in name or ":" in name or "\0" in name or ".." in name.split("/"):
            raise fail("DOC005", at, f"has a part named {name!r}, which would lie outside the file", _AGAIN)
        if name.lower() in seen:
            raise fail("DOC005", at, f"has the part {name} twice; programs differ in which of them they read", _AGAIN)
        seen.add(name.lower())


def _overlaps(infos: list[ZipInfo], at: Span) -> None:
    end, before = 0, ""
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end:
            raise fail("DOC004", at, f"has parts that lie over one another: {before} and {info.filename}", _AGAIN)
        end, before = info.header_offset + _LOCAL_HEADER + info.compress_size, info.filename


def _inflated(data: bytes, info: ZipInfo, at: Span) -> bytes:
    if info.flag_bits & 1:
        raise fail("DOC011", at, f"has a part protected with a password: {info.filename}", _AGAIN)
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise fail("DOC002", at, f"has a part packed in a way that Word does not use: {info.filename}", _AGAIN)
    found = b"".join(_unpacked(_packed(data, info), info)) if _header_matches(data, info) else b""
    if len(found) > info.file_size:
        raise fail("DOC004", at, f"has a part that is larger than it says: {info.filename}", _AGAIN)
    if len(found) < info.file_size or zlib.crc32(found) != info.CRC:
        raise fail("DOC002", at, f"is damaged or cut off: {info.filename} cannot be unpacked", _AGAIN)
    return found


def _header_matches(data: bytes, info: ZipInfo) -> bool:
    """Whether the member begins with a header of its own name, as the list at the end of the file says."""
    start = info.header_offset
    size = int.from_bytes(data[start + 26 : start + 28], "little")
    name = data[start + _LOCAL_HEADER : start + _LOCAL_HEADER + size]
    coded = "utf-8" if info.flag_bits & 0x800 else "cp437"
    return data[start : start + 4] == b"PK\x03\x04" and name == info.orig_filename.encode(coded, "replace")


def _packed(data: bytes, info: ZipInfo) -> memoryview:
    start = info.header_offset
    sizes = (int.from_bytes(data[start + n : start + n + 2], "little") for n in (26, 28))
    begin = start + _LOCAL_HEADER + sum(sizes)
    return memoryview(data)[begin : begin + info.compress_size]


def _unpacked(packed: memoryview, info: ZipInfo) -> Iterable[bytes]:
    """At most one byte more than the member declares."""
    if info.compress_type == ZIP_STORED:
        return (bytes(packed[: info.file_size + 1]),)
    return _deflated(packed, info.file_size + 1)


def _deflated(packed: memoryview, most: int) -> Iterator[bytes]:
    try:
        yield zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, most)
    except zlib.error:
        return
