"""Settings and properties of the document.

No date is written: the file says nothing about when it was made.
"""

from __future__ import annotations

from travaux.renderers.docx import language
from travaux.renderers.docx.context import Context
from travaux.renderers.docx.xml import DECLARATION, NAMESPACES, escape


def settings_xml(context: Context) -> str:
    """Document settings; fields are not updated when the file is opened, as Word would ask the reader first."""
    spacing, tongues = language.settings(context.document.draft, context.scripts.languages)
    return (
        f'{DECLARATION}<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:autoHyphenation w:val="0"/>'
        f"{spacing}"
        '<w:footnotePr><w:numFmt w:val="decimal"/><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
        '<w:endnotePr><w:numFmt w:val="lowerRoman"/><w:endnote w:id="-1"/><w:endnote w:id="0"/></w:endnotePr>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        'w:val="15"/></w:compat><m:mathPr><m:mathFont m:val="Cambria Math"/></m:mathPr>'
        f'{tongues}<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def core_xml(context: Context) -> str:
    """Title and language."""
    draft = context.document.draft
    return (
        f"{DECLARATION}<cp:coreProperties "
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(draft.title)}</dc:title><dc:language>{escape(language.tag_of(draft))}</dc:language>"
        "</cp:coreProperties>"
    )


def app_xml() -> str:
    """The program that wrote the file."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'{DECLARATION}<Properties xmlns="{namespace}"><Application>travaux</Application></Properties>'
