"""How a text is written -> what its styles and settings say of it: languages, fonts, direction.

What belongs to another script than the text's stays as the reference document has it.
"""

from __future__ import annotations

from typing import Any

from travaux.renderers.docx.scripts import Languages, Scripts
from travaux.renderers.docx.xml import escape
from travaux.tree import Draft

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ATTRIBUTES = {"european": "val", "east-asian": "eastAsia", "right-to-left": "bidi"}
_PLAIN = Languages("en-GB", "ja-JP", "ar-SA")
_FONTS = {"latin": ("ascii", "hAnsi"), "east_asia": ("eastAsia",), "complex": ("cs",)}
_THEMES = {"ascii": "asciiTheme", "hAnsi": "hAnsiTheme", "eastAsia": "eastAsiaTheme", "cs": "cstheme"}
#: What follows the direction of a paragraph in its properties, by the schema.
_AFTER_BIDI = (
    *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc"),
    *("textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr"),
    "pPrChange",
)


def tag_of(draft: Draft) -> str:
    """The language of a text with its region, as Word wants it for its dictionaries."""
    return draft.house.writing.tag or draft.language


def scripts_of(draft: Draft, reference: Languages) -> Scripts:
    """What makes the runs of a text, over a reference document with these languages."""
    return Scripts(draft.house.writing.script, reference.of(draft.house.writing, tag_of(draft)))


def languages_in(styles: Any) -> Languages:
    """The default languages of a styles part; where it does not say, plain ones."""
    found = styles.find("/".join(f"{_W}{name}" for name in ("docDefaults", "rPrDefault", "rPr", "lang")))
    told = {} if found is None else found.attrib
    return Languages(
        told.get(f"{_W}val", _PLAIN.latin),
        told.get(f"{_W}eastAsia", _PLAIN.east_asia),
        told.get(f"{_W}bidi", _PLAIN.bidi),
    )


def write(styles: Any, draft: Draft) -> None:
    """Put languages, fonts and direction of a text into a styles part."""
    words = _child(_child(_child(styles, "docDefaults", 0), "rPrDefault", 0), "rPr", 0)
    _child(words, "lang", len(words))
    for each in styles.iter(f"{_W}lang"):
        each.set(f"{_W}{_ATTRIBUTES[draft.house.writing.script]}", tag_of(draft))
    if draft.house.writing.fonts:
        _set_fonts(_child(words, "rFonts", 0), draft)
    if draft.house.writing.script == "right-to-left":
        _turn(styles)


def settings(draft: Draft, languages: Languages) -> tuple[str, str]:
    """How signs beside East Asian letters are spaced, and the languages, as settings."""
    match draft.house.writing.script:
        case "east-asian":
            more = f' w:eastAsia="{escape(languages.east_asia)}"'
        case "right-to-left":
            more = f' w:bidi="{escape(languages.bidi)}"'
        case _:
            more = ""
    spacing = "compressPunctuation" if draft.house.writing.script == "east-asian" else "doNotCompress"
    return (
        f'<w:characterSpacingControl w:val="{spacing}"/>',
        f'<w:themeFontLang w:val="{escape(languages.latin)}"{more}/>',
    )


def _child(parent: Any, name: str, place: int) -> Any:
    """A child by name, made at a place where there is none."""
    found = parent.find(f"{_W}{name}")
    if found is None:
        found = parent.makeelement(f"{_W}{name}")
        parent.insert(place, found)
    return found


def _set_fonts(fonts: Any, draft: Draft) -> None:
    for kind, font in draft.house.writing.fonts:
        for name in _FONTS[kind]:
            fonts.attrib.pop(f"{_W}{_THEMES[name]}", None)
            fonts.set(f"{_W}{name}", font)


def _turn(styles: Any) -> None:
    """Paragraphs from right to left: in the styles on which all others rest."""
    for style in styles.findall(f"{_W}style"):
        if style.get(f"{_W}type") == "paragraph" and style.find(f"{_W}basedOn") is None:
            properties = style.get_or_add_pPr()
            if properties.find(f"{_W}bidi") is None:
                bidi = properties.makeelement(f"{_W}bidi")
                properties.insert_element_before(bidi, *(f"w:{name}" for name in _AFTER_BIDI))
