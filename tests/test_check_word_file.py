"""`travaux check FILE.docx`: what is broken in a Word file, what is still open in it, and what it tells."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import docx_pieces as pieces
import docx_samples as samples
from docx_edits import packed, parts_of
from docx_faults import FAULTS
from projects import EXAMPLE, run
from travaux.build import Options, compile
from travaux.diagnostic import Severity
from travaux.docx_reader import safe
from travaux.docx_reader.findings import STAGE_CODES, WARNINGS, findings
from travaux.docx_reader.keys import key_map
from travaux.index import index
from travaux.renderers.docx import names, render

Capture = pytest.CaptureFixture[str]
RUN = '<w:r><w:t xml:space="preserve">This Agreement applies to covered goods.</w:t></w:r>'
CORE = "docProps/core.xml"


@pytest.fixture(scope="module")
def sound() -> bytes:
    """A text under negotiation, with open wordings and changes of two parties."""
    document = replace(index(samples.agreement()), comments={})
    return render(document, {"reference.docx": pieces.REFERENCE}).data


def planted(data: bytes, *edits: tuple[str, str, str]) -> bytes:
    """The file with the first match of each pattern in a part replaced."""
    parts = parts_of(data)
    for part, pattern, replacement in edits:
        text, found = re.subn(pattern, replacement, parts[part].decode(), count=1, flags=re.DOTALL)
        assert found == 1, pattern
        parts[part] = text.encode()
    return packed(parts)


def codes(data: bytes) -> list[tuple[str, str]]:
    return [(d.code, d.provision) for d in findings(safe.package(data, "x.docx"))]


def fresh(data: bytes, before: bytes) -> list[tuple[str, str]]:
    """What is found in the one and not in the other."""
    known = codes(before)
    return [found for found in codes(data) if found not in known]


def text(words: str) -> tuple[str, str, str]:
    return "word/document.xml", re.escape(RUN), RUN.replace("covered goods", words)


def test_a_sound_text_has_nothing_broken(sound: bytes) -> None:
    assert {code for code, _ in codes(sound)} <= {"DOC030", "DOC031", "DOC032"}


@pytest.mark.parametrize("name", ["example", "example-plan"])
def test_what_is_built_is_sound(name: str, tmp_path: Path, capsys: Capture) -> None:
    assert run(capsys, "build", name, "--project", EXAMPLE, "-o", tmp_path, "--edition", "outgoing").code == 0
    (file,) = tmp_path.iterdir()
    checked = run(capsys, "check", file)
    assert checked.out == (
        f"{file}: warning[DOC030]: a square bracket, '[place…', is still open in '#closing'\n"
        "  hint: settle the wording, or fill in what is missing\n1 warning\n"
    )
    assert checked.code == 0


@pytest.mark.parametrize(("where", "said"), FAULTS, ids=[said for _, said in FAULTS])
def test_every_fault_of_a_file_is_an_error(sound: bytes, where: tuple[str, str, str], said: str) -> None:
    part, pattern, replacement = where
    name = part.removeprefix("../") if part.startswith("../") else f"word/{part}"
    if not re.search(pattern, parts_of(sound).get(name, b"").decode(), re.DOTALL):
        pytest.skip("planted in a comment, which a clean text does not have")
    data = planted(sound, (name, pattern, replacement))
    found = [d for d in findings(safe.package(data, "x.docx")) if d.code == "DOC021"]
    assert said in [d.message for d in found]
    assert {d.severity for d in found} == {Severity.ERROR}


@pytest.mark.parametrize(
    "words",
    ["[covered] goods", "goods of ____", "goods [●]", "goods TBD", "goods .....", "goods ??", "goods [Party X: all]"],
)
def test_what_is_still_open(sound: bytes, words: str) -> None:
    assert ("DOC030", "scope.only") in fresh(planted(sound, text(words)), sound)


@pytest.mark.parametrize("words", ["goods (a) and (b)", "goods of 2.5 per cent...", "goods?", "goods, e.g. X"])
def test_what_is_not_open(sound: bytes, words: str) -> None:
    assert "DOC030" not in {code for code, _ in fresh(planted(sound, text(words)), sound)}


def test_tracked_changes_are_counted_by_author(sound: bytes) -> None:
    inserted = '<w:ins w:id="9001" w:author="Ann" w:date="2027-01-01T00:00:00Z"><w:r><w:t>all </w:t></w:r></w:ins>'
    data = planted(sound, ("word/document.xml", re.escape(RUN), inserted + RUN))
    (found,) = (d for d in findings(safe.package(data, "x.docx")) if d.code == "DOC031")
    assert (found.message, found.provision) == ("9 tracked changes: 1 of Ann, 3 of EU, 5 of US", "scope.only")


@pytest.mark.parametrize("hidden", ["<w:vanish/>", '<w:vanish w:val="1"/>'])
def test_hidden_text(sound: bytes, hidden: str) -> None:
    run_of = f"<w:r><w:rPr>{hidden}</w:rPr><w:t>secret side letter</w:t></w:r>"
    data = planted(sound, ("word/document.xml", re.escape(RUN), RUN + run_of))
    (found,) = (d for d in findings(safe.package(data, "x.docx")) if d.code == "DOC033")
    assert found.message == "1 run of hidden text, the first 'secret side letter'"


def test_text_that_is_hidden_by_its_style(sound: bytes) -> None:
    style = '<w:style w:type="character" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
    run_of = '<w:r><w:rPr><w:rStyle w:val="Gone"/></w:rPr><w:t>secret</w:t></w:r>'
    data = planted(
        sound,
        ("word/styles.xml", "</w:styles>", f"{style}</w:styles>"),
        ("word/document.xml", re.escape(RUN), RUN + run_of),
    )
    assert "DOC033" in {code for code, _ in codes(data)}


def test_text_that_is_shown_is_not_hidden(sound: bytes) -> None:
    run_of = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>plain</w:t></w:r>'
    data = planted(sound, ("word/document.xml", re.escape(RUN), RUN + run_of))
    assert "DOC033" not in {code for code, _ in codes(data)}


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        ((CORE, "<dc:language>", "<dc:creator>Ann Bee</dc:creator><dc:language>"), "its author: 'Ann Bee'"),
        ((CORE, "</cp:coreProperties>", "<cp:lastModifiedBy>Bo</cp:lastModifiedBy></cp:coreProperties>"),
         "who saved it last: 'Bo'"),
        (("docProps/app.xml", "<Application>", "<Company>Ministry</Company><Application>"), "a company: 'Ministry'"),
        (("word/settings.xml", r"<w:settings([^>]*)>", r'<w:settings\1><w:rsids><w:rsidRoot w:val="00A1"/></w:rsids>'),
         "the sessions in which it was edited (rsids)"),
    ],
    ids=["author", "last saved", "company", "rsids"],
)  # fmt: skip
def test_what_a_file_tells(sound: bytes, edit: tuple[str, str, str], told: str) -> None:
    found = [d.message for d in findings(safe.package(planted(sound, edit), "x.docx")) if d.code == "DOC034"]
    assert found == [f"the file tells {told}"]


def paragraph_of(data: bytes, key: str) -> str:
    """The paragraph with the bookmark of a key."""
    xml = parts_of(data)["word/document.xml"].decode()
    at = xml.index(f'w:name="{names.bookmark(key)}"')
    start = max(xml.rfind("<w:p>", 0, at), xml.rfind("<w:p ", 0, at))
    return xml[start : xml.index("</w:p>", at) + len("</w:p>")]


def test_a_provision_that_is_gone(sound: bytes) -> None:
    xml = paragraph_of(sound, "scope.only")
    data = planted(sound, ("word/document.xml", re.escape(xml), "<w:p/>"))
    assert ("DOC022", "scope.only") in fresh(data, sound)


def test_a_provision_that_stands_twice(sound: bytes) -> None:
    whole = parts_of(sound)["word/document.xml"].decode()
    start = whole.rfind("<w:sdt>", 0, whole.index(paragraph_of(sound, "scope.only")))
    block = whole[start : whole.index("</w:sdt>", start) + len("</w:sdt>")]
    data = planted(sound, ("word/document.xml", re.escape(block), (block + block).replace("\\", r"\\")))
    assert "DOC022" in {code for code, _ in fresh(data, sound)}


def test_a_number_that_is_typed() -> None:
    """A provision that Word no longer counts, and those after it, which it counts otherwise."""
    built = compile("example", Options(project=EXAMPLE)).rendered("docx").data
    numbers = [key for key, unit in key_map(safe.package(built, "x.docx")).units.items() if unit.number == "1."]
    xml = paragraph_of(built, numbers[0])
    nothing = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
    without = re.sub(r"(<w:pStyle [^>]*/>)(<w:numPr>.*?</w:numPr>)?", rf"\1{nothing}", xml, count=1)
    data = planted(built, ("word/document.xml", re.escape(xml), without.replace("\\", r"\\")))
    assert "DOC023" not in {code for code, _ in codes(built)}
    found = [d for d in findings(safe.package(data, "x.docx")) if d.code == "DOC023"]
    assert found[0].message == f"the provision {numbers[0]!r} was sent as '1.', and Word counts none there"


def test_words_that_were_changed_silently(sound: bytes) -> None:
    assert ("DOC024", "scope.only") in fresh(planted(sound, text("all goods")), sound)


def test_a_file_that_is_not_ours(tmp_path: Path, capsys: Capture) -> None:
    import docx

    document = docx.Document()
    document.add_paragraph("The Parties [shall] agree.")
    document.save(str(tmp_path / "other.docx"))
    checked = run(capsys, "check", tmp_path / "other.docx", "--select", "DOC02,DOC030")
    assert checked.out == (
        f"{tmp_path}/other.docx: warning[DOC020]: the file is not ours, or its map of keys is gone: it cannot be said "
        "which provision a finding is about, whether one is missing or stands twice, whether a number is right, or "
        "what was changed silently\n"
        "  hint: build the text with travaux, or compare it with the file that was sent\n"
        f"{tmp_path}/other.docx: warning[DOC030]: a square bracket, '[shall…', is still open in paragraph 1 of those "
        "without a key\n"
        "  hint: settle the wording, or fill in what is missing\n"
        "2 warnings\n"
    )
    assert checked.code == 0
    assert run(capsys, "check", tmp_path / "other.docx", "--profile", "scrub").code == 1


def test_what_cannot_be_read_exits_2(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "x.docx").write_bytes(b"PK")
    assert run(capsys, "check", tmp_path / "x.docx").code == 2
    assert run(capsys, "check", tmp_path / "none.docx").code == 2
    mixed = run(capsys, "check", tmp_path / "x.docx", "example")
    assert mixed.out.startswith("travaux: error[SYN012]: Word files are checked by themselves: 'example' is none")
    assert mixed.code == 2


@pytest.mark.parametrize("code", sorted(STAGE_CODES))
def test_codes_are_explained(code: str, capsys: Capture) -> None:
    level = "warning" if code in WARNINGS else "error"
    assert run(capsys, "explain", code).out.startswith(f"{code} ({level})")


@pytest.mark.parametrize(
    ("mark", "code"),
    [
        ('<w:color w:val="FFFFFF"/>', "DOC033"),
        ('<w:sz w:val="2"/>', "DOC033"),
        ('<w:highlight w:val="yellow"/>', "DOC033"),
        ("<w:strike/>", "DOC033"),
    ],
)
def test_words_that_are_hidden_by_their_looks_or_marked_by_hand(sound: bytes, mark: str, code: str) -> None:
    marked = RUN.replace("<w:r>", f"<w:r><w:rPr>{mark}</w:rPr>")
    assert fresh(planted(sound, ("word/document.xml", re.escape(RUN), marked)), sound) == [(code, "")]


def test_white_words_on_a_dark_ground_are_read(sound: bytes) -> None:
    looks = '<w:rPr><w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/></w:rPr>'
    data = planted(sound, ("word/document.xml", re.escape(RUN), RUN.replace("<w:r>", f"<w:r>{looks}")))
    assert fresh(data, sound) == []


@pytest.mark.parametrize(
    ("part", "old", "said"),
    [
        ("word/document.xml", "the Kingdom of Borea", "the words of the title page were changed"),
        ("word/header.xml", "[^<]+", "a running header or footer was changed"),
        ("word/footer.xml", "Page ", "a running header or footer was changed"),
    ],
)
def test_the_title_page_and_the_headers_were_changed_silently(part: str, old: str, said: str) -> None:
    built = compile("example", Options(project=EXAMPLE)).rendered("docx").data
    assert "DOC024" not in {code for code, _ in codes(built)}
    data = planted(built, (part, rf"(<w:t(?: [^>]*)?>){old}", r"\1Other words"))
    found = [d.message for d in findings(safe.package(data, "x.docx")) if d.code == "DOC024"]
    assert len(found) == 1
    assert found[0].startswith(said)
