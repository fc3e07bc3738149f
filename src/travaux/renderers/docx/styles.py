"""The named styles the renderer uses: all that decides how the text looks is in these, in `reference.docx`.

A ministry that wants its own look edits a copy of `reference.docx`; `missing_styles` says what a copy lacks.
"""

from __future__ import annotations

from travaux.tree import Align, Level

PARAGRAPH_STYLES: dict[str, str] = {
    "Title": "title of the instrument on the title page",
    "Cover Text": "further lines of the title page",
    "Cover Party": "name of a party on the title page",
    "Cover Mark": "classification at the head of the title page",
    "Text Title": "title of the instrument above the preamble, on a new page",
    "TOC Heading": "heading of the contents, on a new page",
    "toc 1": "entry of the contents: chapter, annex",
    "toc 2": "entry of the contents, one deeper",
    "toc 3": "entry of the contents, two deeper",
    "toc 4": "entry of the contents, three deeper",
    "header": "running header",
    "footer": "running footer",
    "Treaty Preamble": "opening and enacting words",
    "Treaty Closing": "words before the signatures, kept with them",
    "Recital": "recital of the preamble",
    "Part Heading": "heading of a part, numbered",
    "Chapter Heading": "heading of a chapter, numbered",
    "Section Heading": "heading of a section, numbered",
    "Article Heading": "heading of an article, numbered",
    "Treaty Text": "paragraph without a number in an article or an annex",
    "Treaty Definition": "definition",
    "Treaty Paragraph": "numbered paragraph",
    "Treaty Paragraph Continued": "further text of a numbered paragraph, closing words",
    "Treaty Point": "point, numbered with a letter",
    "Treaty Point Continued": "further text of a point",
    "Treaty Subpoint": "subpoint, numbered with a small roman numeral",
    "Treaty Subpoint Continued": "further text of a subpoint",
    "Treaty Item": "item, numbered with a capital",
    "Treaty Item Continued": "further text of an item",
    "Annex Heading": "heading of an annex, numbered, on a new page",
    "Annex Part": "heading of a part in an annex, numbered",
    "Annex Chapter": "heading of a chapter in an annex, numbered",
    "Annex Section": "heading of a section in an annex, numbered",
    "Annex Article": "heading of an article in an annex, numbered",
    "Annex Paragraph": "numbered paragraph in an annex",
    "Annex Point": "point in an annex",
    "Annex Subpoint": "subpoint in an annex",
    "Annex Item": "item in an annex",
    "Bracket Line": "line that holds only a bracket round competing provisions",
    "Formula": "displayed formula",
    "Figure": "picture",
    "caption": "caption of a table",
    "Table Heading": "cell of a header row, left aligned",
    "Table Heading Centre": "cell of a header row, centred",
    "Table Heading Number": "cell of a header row, right aligned",
    "Table Group": "cell that heads a group of rows",
    "Table Text": "cell, left aligned",
    "Table Centre": "cell, centred",
    "Table Number": "cell, right aligned",
    "Table Spacer": "small paragraph after a table",
    "Section Break": "small paragraph that ends a section of pages",
    "Signature Party": "line above a signature",
    "Signature Line": "line to sign on",
    "Signature Field": "line of a signature block to fill in: name, capacity, place, date",
    "Index Heading": "heading of the index of defined terms, on a new page",
    "Index Entry": "cell of the index of defined terms",
    "footnote text": "footnote",
    "endnote text": "drafting note",
    "Notes Heading": "heading of the drafting notes",
}

CHARACTER_STYLES: dict[str, str] = {
    "Defined Term": "a term where it is defined",
    "Emphasis": "words that stand out",
    "Strong": "words that stand out strongly",
    "Finding": "mark of a fault in a draft",
    "Paragraph Number": "number of a paragraph counted through the text, at the right edge",
    "footnote reference": "mark of a footnote",
    "endnote reference": "mark of a drafting note",
}

TABLE_STYLES: dict[str, str] = {
    "Treaty Table": "ruled table with a header row",
    "Signature Table": "table without rules that holds the signature blocks",
}

REQUIRED_STYLES: tuple[str, ...] = (*PARAGRAPH_STYLES, *CHARACTER_STYLES, *TABLE_STYLES)

_HEADINGS = ("Part ", "Chapter ", "Section Heading", "Article ", "Annex ")
_WITH_LINE_NUMBERS = (*_HEADINGS, "Treaty ", "Recital", "Bracket ", "Formula")
#: Styles whose lines are not numbered: title page, contents, notes, tables, signatures, everything but the text.
UNNUMBERED_LINES: tuple[str, ...] = tuple(n for n in PARAGRAPH_STYLES if not n.startswith(_WITH_LINE_NUMBERS))

BODY: dict[Level, str] = {
    Level.PART: "Part Heading",
    Level.CHAPTER: "Chapter Heading",
    Level.SECTION: "Section Heading",
    Level.ARTICLE: "Article Heading",
    Level.PARAGRAPH: "Treaty Paragraph",
    Level.POINT: "Treaty Point",
    Level.SUBPOINT: "Treaty Subpoint",
    Level.ITEM: "Treaty Item",
}

ANNEX: dict[Level, str] = {
    Level.PART: "Annex Part",
    Level.CHAPTER: "Annex Chapter",
    Level.SECTION: "Annex Section",
    Level.ARTICLE: "Annex Article",
    Level.PARAGRAPH: "Annex Paragraph",
    Level.POINT: "Annex Point",
    Level.SUBPOINT: "Annex Subpoint",
    Level.ITEM: "Annex Item",
}

CONTINUED: dict[Level, str] = {
    Level.PART: "Treaty Text",
    Level.CHAPTER: "Treaty Text",
    Level.SECTION: "Treaty Text",
    Level.ARTICLE: "Treaty Text",
    Level.PARAGRAPH: "Treaty Paragraph Continued",
    Level.POINT: "Treaty Point Continued",
    Level.SUBPOINT: "Treaty Subpoint Continued",
    Level.ITEM: "Treaty Item Continued",
}

UNNUMBERED: dict[Level, str] = {
    Level.PARAGRAPH: "Treaty Text",
    Level.POINT: "Treaty Paragraph Continued",
    Level.SUBPOINT: "Treaty Point Continued",
    Level.ITEM: "Treaty Subpoint Continued",
}

#: Styles of the cells of a table, and of its header row.
CELLS: dict[Align, str] = {"left": "Table Text", "centre": "Table Centre", "right": "Table Number"}
HEADINGS: dict[Align, str] = {
    "left": "Table Heading",
    "centre": "Table Heading Centre",
    "right": "Table Heading Number",
}


def kind_of(name: str) -> str:
    """ "paragraph", "character" or "table"."""
    if name in CHARACTER_STYLES:
        return "character"
    return "table" if name in TABLE_STYLES else "paragraph"


def style_id(name: str) -> str:
    """The id of a style that has to be made: its name without blanks, each word with a capital."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())
