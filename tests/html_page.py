"""What a sound page is: well formed, without a dead link or a double id, and in need of nothing else."""

from __future__ import annotations

from html.parser import HTMLParser
from itertools import pairwise

from lxml import html as lxml_html

VOID = {"meta", "col", "img"}
PHRASING = {"a", "b", "data", "del", "dfn", "em", "ins", "mark", "math", "span", "strong", "sup"}


class _Outline(HTMLParser):
    """Fails on a tag that is not closed where it should be, and on blocks inside a paragraph."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        assert "p" not in self.open or tag in PHRASING or "math" in self.open, f"<{tag}> in a paragraph"
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def check_page(source: str) -> None:
    """Fails on the first fault of the page."""
    outline = _Outline()
    outline.feed(source)
    outline.close()
    assert outline.open == []
    page = lxml_html.document_fromstring(source)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert [link for link in page.xpath("//@href") if link[1:] not in ids] == []
    assert [name for name in page.xpath("//@aria-labelledby") if name not in ids] == []
    assert page.xpath("//script | //link | //*[@onclick] | //@src[not(starts-with(., 'data:image/png;base64,'))]") == []
    headings = page.xpath("//*[self::h1|self::h2|self::h3|self::h4|self::h5|self::h6]")
    _check_headings([int(heading.tag[1]) for heading in headings])


def _check_headings(depths: list[int]) -> None:
    assert depths[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(depths))
