"""Faults to plant in a built Word file, and what the lint says of each."""

from __future__ import annotations

import re

from travaux.renderers.docx import names

CHARGE, RELIEF = names.bookmark("charge"), names.bookmark("relief")
GOODS, CALCULATION = names.bookmark("annex.goods"), names.bookmark("charge.calculation")
RUN = '<w:r><w:t xml:space="preserve">This Agreement applies to covered goods.</w:t></w:r>'
BEGIN, SEPARATE, END = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate", "end"))
DELETED = '<w:delText xml:space="preserve">six</w:delText>'
MAIN_RELS, TYPES = "_rels/document.xml.rels", "../[Content_Types].xml"


def field(code: str, shown: str = "x") -> str:
    """A field with its code and what it shows."""
    instruction = f'<w:instrText xml:space="preserve"> {code} </w:instrText>'
    runs = (BEGIN, instruction, SEPARATE, f"<w:t>{shown}</w:t>", END)
    return "".join(f"<w:r>{each}</w:r>" for each in runs)


def start(number: int, name: str, end: bool = True) -> str:
    return f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>' + f'<w:bookmarkEnd w:id="{number}"/>' * end


def more(what: str) -> tuple[str, str, str]:
    """Something put into a paragraph of the text."""
    return "document.xml", re.escape(RUN), (RUN + what).replace("\\", r"\\")


def link(of: str) -> str:
    return f"<w:hyperlink {of}><w:r><w:t>x</w:t></w:r></w:hyperlink>"


# What is put wrong (part below word/, pattern, replacement), and what the lint says of it.
FAULTS: list[tuple[tuple[str, str, str], str]] = [
    # bookmarks
    (more(start(9001, CHARGE)), f"bookmarkStart name {CHARGE} occurs twice"),
    (more(start(22, "other", end=False)), "bookmarkStart id 22 occurs twice"),
    (more(start(9001, "other", end=False)), "bookmark 9001 has a start or an end only"),
    (more('<w:bookmarkEnd w:id="9002"/>'), "bookmark 9002 has a start or an end only"),
    (more(start(9001, "1st")), "bookmark '1st' is not a name for Word"),
    (more(start(9001, "a" * 41)), f"bookmark '{'a' * 41}' is not a name for Word"),
    # what leads to bookmarks
    (more(field(r"REF gone \h")), r"field 'REF gone \\h' names no bookmark"),
    (more(field(r"PAGEREF gone \h")), r"field 'PAGEREF gone \\h' names no bookmark"),
    (more(field(r"NOTEREF gone \h")), r"field 'NOTEREF gone \\h' names no bookmark"),
    (more(field(r'HYPERLINK \l "gone"')), r"""field 'HYPERLINK \\l "gone"' names no bookmark"""),
    (
        more('<w:fldSimple w:instr=" REF gone "><w:r><w:t>x</w:t></w:r></w:fldSimple>'),
        "field 'REF gone' names no bookmark",
    ),
    (more(link('w:anchor="gone"')), "link to gone names no bookmark"),
    (more(field('INCLUDETEXT "c:/x.docx"')), """field 'INCLUDETEXT "c:/x.docx"' fetches or runs something"""),
    (more(field("DDEAUTO excel x y")), "field 'DDEAUTO excel x y' fetches or runs something"),
    # marks of fields
    (more(f"<w:r>{BEGIN}</w:r>"), "word/document.xml: 1 fields do not end"),
    (more(f"<w:r>{END}</w:r>"), "word/document.xml: a field ends that did not begin"),
    (more(f"<w:r>{SEPARATE}</w:r>"), "word/document.xml: a result stands in no field"),
    (more(f"<w:r>{BEGIN}{SEPARATE}{SEPARATE}{END}</w:r>"), "word/document.xml: a field has two results"),
    (more("<w:r><w:instrText> PAGE </w:instrText></w:r>"), "word/document.xml: the code 'PAGE' stands in no field"),
    (("footer.xml", END, ""), "word/footer.xml: 1 fields do not end"),
    # content controls, changes
    (("document.xml", '<w:id w:val="1245961739"/>', '<w:id w:val="988714234"/>'), "control id 988714234 occurs twice"),
    (("document.xml", 'w:val="scope.only"', f'w:val="{"s" * 65}"'), f"tag '{'s' * 65}' is longer than Word allows"),
    (
        (
            "document.xml",
            r"(<w:sdtContent>)(<w:p>(?:(?!<w:p>).)*applies to covered goods.*?</w:p>)",
            r"\1<w:sdt><w:sdtContent>\2</w:sdtContent></w:sdt>",
        ),
        "a block control stands in a control",
    ),
    (
        ("document.xml", DELETED, DELETED.replace("delText", "t")),
        "word/document.xml: the deleted words 'six' are written as words that stand",
    ),
    (
        more(f"<w:r>{DELETED}</w:r>"),
        "word/document.xml: the words 'six' are written as deleted, and stand in no deletion",
    ),
    # styles and lists
    (("document.xml", 'pStyle w:val="Recital"', 'pStyle w:val="Gone"'), "pStyle Gone is not a style"),
    (("document.xml", 'rStyle w:val="DefinedTerm"', 'rStyle w:val="Gone"'), "rStyle Gone is not a style"),
    (("document.xml", 'tblStyle w:val="TreatyTable"', 'tblStyle w:val="Gone"'), "tblStyle Gone is not a style"),
    (("styles.xml", 'basedOn w:val="Normal"', 'basedOn w:val="Gone"'), "basedOn Gone is not a style"),
    (("styles.xml", "(</w:styles>)", r'<w:style w:styleId="CoverParty"/>\1'), "style CoverParty occurs twice"),
    (
        (
            "document.xml",
            r'(TreatyPoint"/><w:numPr><w:ilvl w:val="3"/>)<w:numId w:val="\d+"',
            r'\1<w:numId w:val="999"',
        ),
        "numId 999 is not a list",
    ),
    (
        ("numbering.xml", r'(<w:num w:numId="13">)<w:abstractNumId w:val="4"', r'\1<w:abstractNumId w:val="99"'),
        "list 13 counts by abstractNum 99, which is not there",
    ),
    # comments
    (more('<w:r><w:commentReference w:id="77"/></w:r>'), "commentReference 77 is of no comment"),
    (("document.xml", '<w:commentRangeStart w:id="1"/>', ""), "the range of comment 1 has a start or an end only"),
    (
        (
            "document.xml",
            '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:commentReference w:id="1"/></w:r>',
            "",
        ),
        "comment 1 stands nowhere in the text",
    ),
    (
        ("commentsExtended.xml", 'paraIdParent="00000001"', 'paraIdParent="00000099"'),
        "comment 00000002 answers 00000099, which is no comment",
    ),
    (
        ("commentsExtended.xml", "(</w15:commentsEx>)", r'<w15:commentEx w15:paraId="00000055" w15:done="0"/>\1'),
        "commentEx 00000055 is of no comment",
    ),
    (("comments.xml", "(</w:comments>)", r'<w:comment w:id="1"><w:p/></w:comment>\1'), "comment id 1 occurs twice"),
    (
        ("comments.xml", '(<w:comment w:id="0"[^>]*>)', r'\1<w:p w14:paraId="00000002"/>'),
        "paragraph id 00000002 occurs twice in the comments",
    ),
    (
        ("comments.xml", '(<w:comment w:id="0"[^>]*>)', r'\1<w:p w14:paraId="80000000"/>'),
        "paragraph id 80000000 is too high for Word",
    ),
    # notes
    (more('<w:r><w:footnoteReference w:id="9"/></w:r>'), "the mark of footnote 9 has no note"),
    (more('<w:r><w:endnoteReference w:id="9"/></w:r>'), "the mark of endnote 9 has no note"),
    (
        (
            "footnotes.xml",
            "(</w:footnotes>)",
            r'<w:footnote w:id="5"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>\1',
        ),
        "footnote 5 has no mark in the text",
    ),
    (
        (
            "footnotes.xml",
            "(</w:footnotes>)",
            r'<w:footnote w:id="1"><w:p><w:r><w:t>x</w:t></w:r></w:p></w:footnote>\1',
        ),
        "footnote id 1 occurs twice",
    ),
    (("footnotes.xml", '(<w:footnote w:id="1"[^>]*>).*?(?=</w:footnote>)', r"\1<w:p/>"), "footnote 1 has no words"),
    # running headers
    (
        ("document.xml", '<w:headerReference w:type="default"', '<w:headerReference w:type="even"'),
        "section 1: its header is for even pages, which the file does not tell apart",
    ),
    # relationships and content types
    (
        (MAIN_RELS, 'Target="theme/theme1.xml"', 'Target="gone.xml"'),
        "word/_rels/document.xml.rels: rIdTheme leads to word/gone.xml, which is not there",
    ),
    ((MAIN_RELS, 'Id="rIdTheme"', 'Id="rIdStyles"'), "word/_rels/document.xml.rels: rIdStyles occurs twice"),
    (
        ("document.xml", 'r:embed="rIdImage1"', 'r:embed="rIdImage9"'),
        "word/document.xml: relationship rIdImage9 is not there",
    ),
    (more(link('r:id="rIdGone"')), "word/document.xml: relationship rIdGone is not there"),
    ((TYPES, '<Override PartName="/word/theme/theme1.xml"[^>]*>', ""), "no content type for word/theme/theme1.xml"),
    (
        (TYPES, "(</Types>)", r'<Override PartName="/word/gone.xml" ContentType="x"/>\1'),
        "content type for /word/gone.xml, which is not there",
    ),
    # what is shown
    (
        more("<w:r><w:t>See Article 2.4 (Relief).</w:t></w:r>"),
        r"the reference 'Article 2.4 (Relief)' is typed, and does not follow the number",
    ),
    (
        ("document.xml", '(separate"/></w:r><w:r><w:t xml:space="preserve">)Annex 2-A<', r"\1Annex 9<"),
        rf"field 'REF {GOODS} \\n \\h' shows 'Annex 9', Word computes 'Annex 2-A'",
    ),
    (
        ("document.xml", '(separate"/></w:r><w:r><w:t xml:space="preserve">)Covered goods<', r"\1Goods<"),
        rf"field 'REF {GOODS} \\h' shows 'Goods', Word computes 'Covered goods'",
    ),
    (
        ("document.xml", f'(w:anchor="{RELIEF}".*?)>Relief<', r"\1>Release<"),
        "the contents show 'Article 2.4\\tRelease', Word computes 'Article 2.4\\tRelief'",
    ),
    (
        ("document.xml", f'(w:anchor="{RELIEF}".*?)>Article 2.4<', r"\1>Article 2.5<"),
        "the contents show 'Article 2.5\\tRelief', Word computes 'Article 2.4\\tRelief'",
    ),
    (
        ("document.xml", f'<w:hyperlink w:anchor="{RELIEF}".*?</w:hyperlink>', ""),
        "the heading 'Article 2.4\\tRelief' is not in the contents",
    ),
    (
        (
            "document.xml",
            f'w:anchor="{RELIEF}" (.*?>)Article 2.4<(.*?)</w:hyperlink>',
            rf'w:anchor="{RELIEF}" \1Article 2.4<\2</w:hyperlink>'
            rf'<w:hyperlink w:anchor="{CALCULATION}"><w:r><w:t>More</w:t></w:r></w:hyperlink>',
        ),
        "the contents show 'More', which is no heading",
    ),
]
