"""The looks of a treaty, style by style, as WordprocessingML: the data behind `make_reference_docx.py`.

Each entry is name, id, kind, parent, then what stands in w:pPr and in w:rPr. Lengths are twentieths of a point,
sizes of type half points. Numbers are not here: the renderer binds the styles to the lists of each document.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Style:
    name: str
    id: str
    paragraph: str = ""
    words: str = ""
    parent: str = "Normal"
    following: str = ""
    kind: str = "paragraph"
    more: str = ""


CENTRE = '<w:jc w:val="center"/>'
LEFT = '<w:jc w:val="left"/>'
KEEP = "<w:keepNext/><w:keepLines/>"
BOLD = "<w:b/><w:bCs/>"
ITALIC = "<w:i/><w:iCs/>"


def size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def space(before: int, after: int, more: str = "") -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}"{more}/>'


def indent(left: int, hanging: int = 0, right: int = 0) -> str:
    edge = f' w:right="{right}"' if right else ""
    return f'<w:ind w:left="{left}"{edge} w:hanging="{hanging}"/>'


def rule(side: str, weight: int, gap: int, colour: str = "auto") -> str:
    return f'<w:pBdr><w:{side} w:val="single" w:sz="{weight}" w:space="{gap}" w:color="{colour}"/></w:pBdr>'


GREY = '<w:color w:val="595959"/>'
SINGLE = ' w:line="240" w:lineRule="auto"'
TINY = space(0, 0, ' w:line="20" w:lineRule="exact"')


def outline(level: int) -> str:
    return f'<w:outlineLvl w:val="{level}"/>'


HEADINGS = (
    Style("heading 1", "Heading1", KEEP + space(480, 240) + LEFT + outline(0), BOLD + size(28), following="TreatyText"),
    Style(
        "heading 2",
        "Heading2",
        KEEP + space(360, 160) + LEFT + outline(1),
        BOLD + ITALIC + size(25),
        following="TreatyText",
    ),
    Style("heading 3", "Heading3", KEEP + space(320, 140) + LEFT + outline(2), BOLD, following="TreatyText"),
    Style(
        "Part Heading",
        "PartHeading",
        space(600, 280) + indent(1701, 1701) + outline(0),
        size(32),
        "Heading1",
        "ChapterHeading",
    ),
    Style(
        "Chapter Heading",
        "ChapterHeading",
        rule("bottom", 6, 4) + space(560, 240) + indent(1701, 1701) + outline(0),
        "",
        "Heading1",
        "ArticleHeading",
    ),
    Style("Section Heading", "SectionHeading", indent(1701, 1701) + outline(1), "", "Heading2", "ArticleHeading"),
    Style("Article Heading", "ArticleHeading", indent(1701, 1701) + outline(2), "", "Heading3", "TreatyText"),
    Style(
        "Annex Heading",
        "AnnexHeading",
        "<w:pageBreakBefore/>" + rule("bottom", 6, 4) + space(0, 280) + indent(1701, 1701) + outline(0),
        "",
        "Heading1",
        "TreatyText",
    ),
    Style("Annex Part", "AnnexPart", indent(1701, 1701) + outline(1), "", "PartHeading"),
    Style("Annex Chapter", "AnnexChapter", indent(1701, 1701) + outline(1), "", "ChapterHeading"),
    Style("Annex Section", "AnnexSection", indent(1701, 1701) + outline(1), "", "SectionHeading"),
    Style("Annex Article", "AnnexArticle", indent(1701, 1701) + outline(2), "", "ArticleHeading"),
)

FRAME = (
    Style("Title", "Title", KEEP + space(3000, 900, SINGLE) + CENTRE, BOLD + size(48), following="CoverParty"),
    Style("Cover Party", "CoverParty", space(0, 120) + CENTRE, size(28)),
    Style("Cover Text", "CoverText", space(360, 0) + CENTRE, size(22)),
    Style("Cover Mark", "CoverMark", space(0, 0, SINGLE) + CENTRE, size(24)),
    Style(
        "Text Title",
        "TextTitle",
        KEEP + "<w:pageBreakBefore/>" + space(0, 480, SINGLE) + CENTRE,
        BOLD + size(30),
        following="TreatyPreamble",
    ),
    Style("TOC Heading", "TOCHeading", KEEP + "<w:pageBreakBefore/>" + space(0, 280) + LEFT, BOLD + size(28)),
    Style("toc 1", "TOC1", KEEP + space(160, 40) + indent(1701, 1701) + LEFT, BOLD),
    Style("toc 2", "TOC2", "<w:keepLines/>" + space(60, 20) + indent(1985, 1701) + LEFT, ""),
    Style("toc 3", "TOC3", "<w:keepLines/>" + space(20, 20) + indent(2268, 1701) + LEFT, ""),
    Style("toc 4", "TOC4", "<w:keepLines/>" + space(0, 20) + indent(2552, 1701) + LEFT, size(21)),
    Style("header", "Header", rule("bottom", 4, 4, "7F7F7F") + space(0, 160, SINGLE) + LEFT, size(18)),
    Style("footer", "Footer", space(0, 0, SINGLE) + CENTRE, size(18)),
    Style("Treaty Preamble", "TreatyPreamble"),
    Style("Treaty Closing", "TreatyClosing", KEEP),
    Style("Recital", "Recital", "<w:keepLines/>"),
    Style("Section Break", "SectionBreak", TINY, size(2)),
    Style("Signature Party", "SignatureParty", KEEP + space(480, 0) + indent(0, 0, 567) + LEFT),
    Style("Signature Line", "SignatureLine", KEEP + rule("bottom", 4, 1) + space(760, 0) + indent(0, 0, 567) + LEFT),
    Style("Signature Field", "SignatureField", KEEP + space(120, 0, SINGLE) + indent(0, 0, 567) + LEFT, size(21)),
    Style("Index Heading", "IndexHeading", KEEP + "<w:pageBreakBefore/>" + space(0, 280) + LEFT, BOLD + size(28)),
    Style("Index Entry", "IndexEntry", space(30, 30, SINGLE) + LEFT, size(18)),
)

TEXT = (
    Style("Treaty Text", "TreatyText"),
    Style("Treaty Definition", "TreatyDefinition", indent(567, 567)),
    Style("Treaty Paragraph", "TreatyParagraph", indent(567, 567)),
    Style("Treaty Paragraph Continued", "TreatyParagraphContinued", indent(567)),
    Style("Treaty Point", "TreatyPoint", indent(1134, 567)),
    Style("Treaty Point Continued", "TreatyPointContinued", indent(1134)),
    Style("Treaty Subpoint", "TreatySubpoint", indent(1701, 567)),
    Style("Treaty Subpoint Continued", "TreatySubpointContinued", indent(1701)),
    Style("Treaty Item", "TreatyItem", indent(2268, 567)),
    Style("Treaty Item Continued", "TreatyItemContinued", indent(2268)),
    Style("Annex Paragraph", "AnnexParagraph", indent(567, 567), parent="TreatyParagraph"),
    Style("Annex Point", "AnnexPoint", indent(1134, 567), parent="TreatyPoint"),
    Style("Annex Subpoint", "AnnexSubpoint", indent(1701, 567), parent="TreatySubpoint"),
    Style("Annex Item", "AnnexItem", indent(2268, 567), parent="TreatyItem"),
    Style("Bracket Line", "BracketLine", "<w:keepNext/>" + space(120, 60) + LEFT),
    Style("Formula", "Formula", "<w:keepLines/>" + space(120, 200) + CENTRE),
    Style("Figure", "Figure", "<w:keepLines/>" + space(120, 200) + CENTRE),
    Style("footnote text", "FootnoteText", space(0, 40, SINGLE) + indent(284, 284), size(19)),
    Style("endnote text", "EndnoteText", space(0, 80, SINGLE) + indent(567, 567), size(20)),
    Style("Notes Heading", "NotesHeading", KEEP + space(480, 160) + LEFT, BOLD),
)

TABLES = (
    Style("caption", "Caption", KEEP + space(200, 100) + LEFT, BOLD + size(20)),
    Style("Table Text", "TableText", space(30, 30, SINGLE) + LEFT, size(18)),
    Style("Table Centre", "TableCentre", CENTRE, parent="TableText"),
    Style("Table Number", "TableNumber", '<w:jc w:val="right"/>', parent="TableText"),
    Style("Table Heading", "TableHeading", "<w:keepNext/>", BOLD, parent="TableText"),
    Style("Table Heading Centre", "TableHeadingCentre", CENTRE, parent="TableHeading"),
    Style("Table Heading Number", "TableHeadingNumber", '<w:jc w:val="right"/>', parent="TableHeading"),
    Style("Table Group", "TableGroup", "<w:keepNext/>", BOLD + ITALIC, parent="TableText"),
    Style("Table Spacer", "TableSpacer", space(0, 0, ' w:line="200" w:lineRule="exact"'), size(8)),
)

CHARACTER = "DefaultParagraphFont"
CHARACTERS = (
    Style("Defined Term", "DefinedTerm", "", BOLD, CHARACTER, kind="character"),
    Style("Emphasis", "Emphasis", "", ITALIC, CHARACTER, kind="character"),
    Style("Strong", "Strong", "", BOLD, CHARACTER, kind="character"),
    Style("Paragraph Number", "ParagraphNumber", "", GREY + size(16), CHARACTER, kind="character"),
    Style("Finding", "Finding", "", BOLD + '<w:color w:val="C00000"/>', CHARACTER, kind="character"),
    Style(
        "footnote reference", "FootnoteReference", "", '<w:vertAlign w:val="superscript"/>', CHARACTER, kind="character"
    ),
    Style(
        "endnote reference", "EndnoteReference", "", '<w:vertAlign w:val="superscript"/>', CHARACTER, kind="character"
    ),
)

_MARGINS = '<w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar>'
_RULES = (
    '<w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="auto"/>'
    '<w:bottom w:val="single" w:sz="8" w:space="0" w:color="auto"/>'
    '<w:insideH w:val="single" w:sz="4" w:space="0" w:color="BFBFBF"/></w:tblBorders>'
)
_HEADER_ROW = (
    '<w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr>'
    '<w:tcBorders><w:bottom w:val="single" w:sz="6" w:space="0" w:color="auto"/></w:tcBorders>'
    '<w:shd w:val="clear" w:color="auto" w:fill="E3E3E3"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>'
)
TABLE_STYLES = (
    Style(
        "Treaty Table",
        "TreatyTable",
        parent="TableNormal",
        kind="table",
        more=f"<w:tblPr>{_RULES}{_MARGINS}</w:tblPr>{_HEADER_ROW}",
    ),
    Style("Signature Table", "SignatureTable", parent="TableNormal", kind="table"),
)

_BASE = """
<w:docDefaults>
  <w:rPrDefault><w:rPr>
    <w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="MS Mincho" w:cs="Times New Roman"/>
    <w:sz w:val="23"/><w:szCs w:val="23"/><w:lang w:val="en-GB" w:eastAsia="ja-JP" w:bidi="ar-SA"/>
  </w:rPr></w:rPrDefault>
  <w:pPrDefault><w:pPr><w:widowControl/><w:spacing w:after="160" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault>
</w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>
  <w:pPr><w:jc w:val="both"/></w:pPr></w:style>
<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>
  <w:uiPriority w:val="1"/><w:semiHidden/></w:style>
<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>
  <w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>
  <w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>
  </w:tblPr></w:style>
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:uiPriority w:val="99"/>
  <w:semiHidden/></w:style>
"""

NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def styles_xml() -> str:
    every = (*HEADINGS, *FRAME, *TEXT, *TABLES, *CHARACTERS, *TABLE_STYLES)
    return f"<w:styles {NAMESPACE}>{_BASE}{''.join(_style(style) for style in every)}</w:styles>"


_BUILT_IN = (
    "heading",
    "toc",
    "TOC",
    "header",
    "footer",
    "footnote",
    "endnote",
    "caption",
    "Title",
    "Emphasis",
    "Strong",
)


def _style(style: Style) -> str:
    custom = "" if style.name.startswith(_BUILT_IN) else ' w:customStyle="1"'
    following = f'<w:next w:val="{style.following}"/>' if style.following else ""
    paragraph = f"<w:pPr>{style.paragraph}</w:pPr>" if style.paragraph else ""
    words = f"<w:rPr>{style.words}</w:rPr>" if style.words else ""
    return (
        f'<w:style w:type="{style.kind}"{custom} w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.parent}"/>{following}<w:qFormat/>{paragraph}{words}{style.more}</w:style>'
    )
