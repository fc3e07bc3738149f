"""Settings and properties of the document.

No date is written: the file says nothing about when it was made.
"""

from __future__ import annotations

from travaux.renderers.docx.context import Context
from travaux.renderers.docx.xml import DECLARATION, NAMESPACES, escape

_REGIONS = {"en": "en-GB", "fr": "fr-FR", "es": "es-ES", "pt": "pt-PT", "de": "de-DE", "ru": "ru-RU"}
_REGIONS |= {"ja": "ja-JP", "zh": "zh-CN", "ko": "ko-KR", "ar": "ar-SA"}


def language_tag(language: str) -> str:
    """The language with a region, as Word wants it for its dictionaries."""
    return _REGIONS.get(language, language)


def settings_xml(context: Context) -> str:
    """Document settings; fields are not updated when the file is opened, as Word would ask the reader first."""
    language = escape(language_tag(context.document.draft.language))
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:autoHyphenation w:val="0"/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:footnotePr><w:numFmt w:val="decimal"/><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:endnotePr><w:numFmt w:val="lowerRoman"/><w:endnote w:id="-1"/><w:endnote w:id="0"/></w:endnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat><m:mathPr><m:mathFont m:val="Cambria Math"/></m:mathPr>'
        f'<w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def core_xml(context: Context) -> str:
    """Title and language."""
    draft = context.document.draft
    return (
        f"{DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(draft.title)}</dc:title><dc:language>{escape(language_tag(draft.language))}</dc:language>"
        "</cp:coreProperties>"
    )


def app_xml() -> str:
    """The program that wrote the file."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{DECLARATION}<Properties xmlns="{namespace}"><Application>travaux</Application></Properties>'
