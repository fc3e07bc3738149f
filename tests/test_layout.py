"""Page numbers in the contents: those that LibreOffice prints, and those on which the headings stand in its PDF."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import docx_samples as samples
import outside
import travaux
from docx_lint import W, lint, opened
from docx_pieces import REFERENCE, article, paragraph, rendered
from travaux import layout
from travaux.cli import main
from travaux.diagnostic import Failure
from travaux.index import index
from travaux.pdf import destinations
from travaux.renderers import Paged, docx
from travaux.renderers.docx import headings, render
from travaux.tree import Document

TEXTS = ("critical-minerals-agreement", "us-mx-action-plan")
FILES = {"reference.docx": REFERENCE}


def entries(data: bytes) -> Iterator[tuple[str, str, str]]:
    """The contents as the file shows them: number, heading and page of each entry."""
    for entry in opened(data).elements("p"):
        style = entry.find(f"{W}pPr/{W}pStyle")
        if style is not None and re.fullmatch(r"TOC\d", style.get(f"{W}val")):
            *words, page = _parts(entry)
            yield "\t".join(words[:-1]), words[-1], page


def _parts(entry: Any) -> list[str]:
    runs = entry.iter(f"{W}t", f"{W}tab")
    return "".join("\t" if e.tag == f"{W}tab" and e.get(f"{W}val") is None else e.text or "" for e in runs).split("\t")


def first_pages(data: bytes, folder: Path) -> dict[str, int]:
    """On which page of the PDF each heading stands, after the contents."""
    printed = outside.pages(outside.converted({"text": data}, "pdf", folder)["text"], folder)
    listed = list(entries(data))
    after = max(place for place, page in enumerate(printed) if re.search(r"\.{8,} ?\d", page)) + 1
    found = {}
    for number, heading, _ in listed:
        wanted = " ".join(f"{number} {heading}".split())
        found[wanted] = next(n for n, page in enumerate(printed, 1) if n > after and wanted in page)
        after = found[wanted] - 1
    return found


def test_pages_of_the_contents_are_those_of_the_headings(tmp_path: Path) -> None:
    outside.libreoffice()
    compilation = travaux.compile("critical-minerals-agreement-core")
    data = compilation.rendered("docx", pages=True).data
    listed = {" ".join(f"{number} {heading}".split()): int(page) for number, heading, page in entries(data)}
    assert len(listed) > 60
    assert listed == first_pages(data, tmp_path)
    assert lint(data) == []


def test_a_text_without_contents_is_as_it_was() -> None:
    compilation = travaux.compile("us-mx-action-plan")
    assert compilation.rendered("docx", pages=True).data == compilation.rendered("docx").data


def test_pages_of_a_text_with_turned_pages(tmp_path: Path) -> None:
    outside.libreoffice()
    document = index(samples.agreement())
    data = render(document, FILES, layout.page_numbers(docx, document, FILES)).data
    listed = {" ".join(f"{number} {heading}".split()): int(page) for number, heading, page in entries(data)}
    assert listed == first_pages(data, tmp_path)
    assert len(set(listed.values())) > 4
    again = render(document, FILES, layout.page_numbers(docx, document, FILES)).data
    assert again == data


def test_field_and_entries_with_pages() -> None:
    document = index(samples.agreement())
    found = {key: place for place, key in enumerate(headings(document), 3)}
    package = opened(render(document, FILES, found).data)
    codes = [e.text for e in package.elements("instrText") if "TOC" in e.text or "PAGEREF" in e.text]
    assert codes[0] == ' TOC \\o "1-3" \\h \\z \\u '
    assert codes[1:] == [f" PAGEREF {name} \\h " for name in headings(document).values()]
    assert [int(page) for _, _, page in entries(render(document, FILES, found).data)] == list(found.values())
    styled = ((e.getparent(), e.get(f"{W}val")) for e in package.elements("pStyle"))
    stops = [e for of, style in styled if style.startswith("TOC") for e in of.iter(f"{W}tab")]
    (tab,) = {(e.get(f"{W}leader"), e.get(f"{W}pos")) for e in stops}
    assert tab == ("dot", "9026")


def test_a_heading_without_number_and_a_number_without_heading_have_their_page_at_the_margin(tmp_path: Path) -> None:
    outside.libreoffice()
    bare = replace(article("bare", "", paragraph("bare.1", "Words.")))
    plain = replace(article("plain", "Closing words of the instrument"), numbered=False)
    short = replace(article("short", "End"), numbered=False)
    draft = replace(samples.body_of(bare, plain, short), closing=(), signatures=())
    document = index(draft)
    data = render(document, FILES, layout.page_numbers(docx, document, FILES)).data
    first = outside.pages(outside.converted({"text": data}, "pdf", tmp_path)["text"], tmp_path)[1]
    assert re.search(r"Article 1 \.+ ?3 Closing words of the instrument\.+ ?3 End\.+ ?3", first)


def test_formats_without_pages_say_so(tmp_path: Path) -> None:
    compilation = travaux.compile("us-mx-action-plan")
    said = "this format has no pages: its contents carry no page numbers"
    assert said in compilation.rendered("md", pages=True).unrepresented
    assert said in compilation.render("html", tmp_path / "plan.html", pages=True).unrepresented
    assert said not in compilation.rendered("html").unrepresented


def test_command_line_prints_pages(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside.libreoffice()
    wanted = ["build", "critical-minerals-agreement", "--pages", "--quiet", "--format", "docx"]
    assert main([*wanted, "-o", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""
    data = (tmp_path / "critical-minerals-agreement.en.docx").read_bytes()
    assert all(page.isdigit() for _, _, page in entries(data))


# --- what can go wrong -------------------------------------------------------------------------------------------


def failure(document: Document) -> str:
    with pytest.raises(Failure) as raised:
        layout.page_numbers(docx, document, FILES)
    return str(raised.value)


def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert failure(index(samples.agreement())) == (
        "travaux: error[LAY001]: page numbers need LibreOffice, and it is not installed\n"
        "  hint: install LibreOffice Writer, so that `soffice` is in the PATH, or leave out --pages"
    )


def program(folder: Path, body: str) -> None:
    """A program called soffice."""
    (folder / "soffice").write_text(f"#!/bin/sh\n{body}\n")
    (folder / "soffice").chmod(0o755)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("echo the file is in use; exit 1", "the file is in use"),
        ("exit 3", "it wrote no file"),
        ("sleep 20 & wait", "it was not done after 1 seconds"),
        ('for last; do :; done; echo "%PDF-1.4" > "${last%.docx}.pdf"', "PDF"),
    ],
)
def test_libreoffice_that_fails(body: str, why: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program(tmp_path, body)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(layout, "SECONDS", 1)
    why = why if why != "PDF" else "its PDF file lacks the place of a heading (the PDF file names no destinations)"
    assert failure(index(samples.agreement())) == (
        f"travaux: error[LAY002]: LibreOffice did not lay the text out: {why}\n"
        "  hint: open the file without --pages in LibreOffice to see why, or leave out --pages"
    )


class Restless:
    """A format whose headings are on another page each time it is told where they are."""

    def headings(self, document: Document) -> dict[str, str]:
        return headings(document)  # type: ignore[return-value]

    def render(self, document: Document, resources: Any, pages: Any, /) -> Any:
        title = document.draft.title if max(pages.values()) > 3 else "Title of many words that fill pages " * 200
        return render(replace(document, draft=replace(document.draft, title=title)), resources, pages)


def test_pages_that_never_settle() -> None:
    outside.libreoffice()
    restless = Restless()
    assert isinstance(restless, Paged)
    draft = replace(samples.body_of(article("a", "A")), closing=(), signatures=())
    with pytest.raises(Failure) as raised:
        layout.page_numbers(restless, index(draft), FILES)
    assert str(raised.value) == (
        f"travaux: error[LAY003]: the page numbers are not settled after {layout.ATTEMPTS} layouts\n"
        "  hint: leave out --pages"
    )


def test_no_macro_runs_while_the_text_is_laid_out(tmp_path: Path) -> None:
    layout._forbid_macros(tmp_path / "profile")
    written = (tmp_path / "profile" / "user" / "registrymodifications.xcu").read_text()
    assert re.findall(r'oor:name="(\w+)".*?<value>(\w+)', written, re.DOTALL) == [
        ("DisableMacrosExecution", "true"),
        ("MacroSecurityLevel", "3"),
    ]


def test_a_file_without_destinations() -> None:
    with pytest.raises(ValueError, match="the PDF file names no destinations"):
        destinations(b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n")


def test_pages_are_found_in_a_tree_of_pages() -> None:
    file = (
        b"1 0 obj\n<</Type/Pages/Kids[2 0 R 5 0 R]>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R 4 0 R]>>\nendobj\n"
        b"3 0 obj\n<</Type/Page>>\nendobj\n4 0 obj\n<</Type/Page>>\nendobj\n5 0 obj\n<</Type/Page>>\nendobj\n"
        b"6 0 obj\n<</b5F1[5 0 R/XYZ 1 2 0]\n/a[4 0 R/XYZ 1 2 0]>>\nendobj\n"
        b"7 0 obj\n<</Type/Catalog/Pages 1 0 R\n/Dests 6 0 R>>\nendobj\n"
    )
    assert destinations(file) == {"b5F1": 3, "a": 2}


def test_other_formats_have_no_pages() -> None:
    compilation = travaux.compile("us-mx-action-plan")
    for name in ("html", "markdown", "json"):
        assert not isinstance(compilation.renderer(name), Paged)
        assert compilation.rendered(name, pages=True).data == compilation.rendered(name).data
    assert isinstance(compilation.renderer("docx"), Paged)
    assert b"PAGEREF" not in rendered(samples.agreement())
