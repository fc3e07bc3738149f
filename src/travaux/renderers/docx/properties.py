"""Settings, properties, and the map from keys to numbers and bookmarks: the parts that are not text.

No date is written: the file says nothing about when it was made.
"""

from __future__ import annotations

from travaux.renderers.docx import names
from travaux.renderers.docx.context import Context
from travaux.renderers.docx.xml import DECLARATION, NAMESPACES, escape

MAP_NAMESPACE = "urn:travaux:keys:1"
MAP_ID = "{7B0F3C52-8D0E-4C55-9C3E-3A5C1F2E6D41}"
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


def map_xml(context: Context) -> str:
    """Key, number and bookmark of every unit that has a bookmark and a label, in the order of the labels."""
    entries = "".join(
        f'<t:unit key="{escape(key)}" number="{escape(label.own)}" bookmark="{names.bookmark(key)}"/>'
        for key, label in context.document.labels.items()
        if key in context.survey.keys
    )
    instrument = escape(context.document.draft.instrument)
    return f'{DECLARATION}<t:keys xmlns:t="{MAP_NAMESPACE}" instrument="{instrument}">{entries}</t:keys>'


def map_properties_xml() -> str:
    """What Word wants beside a custom XML part."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{MAP_ID}" xmlns:ds="{namespace}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{MAP_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
