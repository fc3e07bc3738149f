"""Words -> runs in which Word knows the script: East Asian letters and the signs they share, and right to left.

Word sets a sign such as “ or … in the Latin font unless the run says that it belongs to East Asian words, and turns
words round only in runs that are marked for it. So words of another script than the document's get runs of their own
with their language; words of the document's own script are never divided, and plain Latin words cost one look.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias, assert_never

from travaux.renderers.docx import xml
from travaux.scripts import EAST_ASIAN, EUROPEAN, RIGHT_TO_LEFT, SHARED
from travaux.tree import Writing

Kind: TypeAlias = Literal["plain", "own-east", "east", "right"]

_EAST = f"[{EAST_ASIAN}](?:[{EAST_ASIAN}{SHARED} ]*[{EAST_ASIAN}])?"
_RIGHT = f"[{RIGHT_TO_LEFT}](?:[^{EUROPEAN}{EAST_ASIAN}]*[{RIGHT_TO_LEFT}])?"
_LEFT = f"[{EUROPEAN}](?:[^{RIGHT_TO_LEFT}{EAST_ASIAN}]*[{EUROPEAN}])?"
_IN_EUROPEAN = re.compile(f"(?P<east>{_EAST})|(?P<right>{_RIGHT})")
_IN_EAST_ASIAN = re.compile(f"(?P<right>{_RIGHT})")
_IN_RIGHT_TO_LEFT = re.compile(f"(?P<east>{_EAST})|(?P<plain>{_LEFT})")
_OF_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}{SHARED}]")
_KANA, _HANGUL, _HEBREW = (
    re.compile("[\u3041-\u30ff]"),
    re.compile("[\u1100-\u11ff\uac00-\ud7ff]"),
    re.compile("[\u0590-\u05ff]"),
)


@dataclass(frozen=True, slots=True)
class Languages:
    """The languages of a document as Word asks for them: of Latin, of East Asian, and of right-to-left words."""

    latin: str
    east_asia: str
    bidi: str

    def of(self, writing: Writing, tag: str) -> Languages:
        """The same with the language of a text, in the place of its script."""
        match writing.script:
            case "european":
                return Languages(tag, self.east_asia, self.bidi)
            case "east-asian":
                return Languages(self.latin, tag, self.bidi)
            case "right-to-left":
                return Languages(self.latin, self.east_asia, tag)
            case _ as never:
                assert_never(never)


@dataclass(frozen=True, slots=True)
class Scripts:
    """Makes the runs of a document that is written in one script."""

    script: Literal["european", "east-asian", "right-to-left"]
    languages: Languages

    def one_run(self, text: str) -> bool:
        """Whether a text, or each of many texts in one, is a run that says nothing of its script."""
        match self.script:
            case "european":
                return text.isascii() or not _IN_EUROPEAN.search(text)
            case "east-asian":
                return text.isascii()
            case "right-to-left":
                return False
            case _ as never:
                assert_never(never)

    def runs(self, text: str, properties: str = "", deleted: bool = False) -> str:
        """The runs of a text; `properties` is the inside of w:rPr that all have."""
        if text.isascii() and self.script != "right-to-left":
            return xml.run(text, properties, deleted)
        found = self._stretches(text)
        return "".join(xml.run(piece, self._set(properties, kind, piece), deleted) for kind, piece in found)

    def _stretches(self, text: str) -> Iterator[tuple[Kind, str]]:
        """The text in pieces of one script each, in order."""
        match self.script:
            case "european":
                return _divided(_IN_EUROPEAN, text, "plain")
            case "east-asian":
                return _divided(_IN_EAST_ASIAN, text, "own-east")
            case "right-to-left":
                return _divided(_IN_RIGHT_TO_LEFT, text, "right")
            case _ as never:
                assert_never(never)

    def _set(self, properties: str, kind: Kind, text: str) -> str:
        """The properties of a run, in the schema's order, with what Word has to know of its script."""
        match kind:
            case "plain":
                return properties
            case "own-east":
                return _hinted(properties) if _OF_EAST_ASIAN.search(text) else properties
            case "east":
                return f'{_hinted(properties)}<w:lang w:eastAsia="{xml.escape(self._east_asian(text))}"/>'
            case "right":
                bidi = (
                    f'<w:lang w:bidi="{xml.escape(self._right_to_left(text))}"/>'
                    if self.script != "right-to-left"
                    else ""
                )
                return f"{_complex(properties)}<w:rtl/>{bidi}"
            case _ as never:
                assert_never(never)

    def _east_asian(self, text: str) -> str:
        """The language of a quotation; Chinese characters alone do not tell, and are in that of the document."""
        if _KANA.search(text):
            return "ja-JP"
        return "ko-KR" if _HANGUL.search(text) else self.languages.east_asia

    def _right_to_left(self, text: str) -> str:
        return "he-IL" if _HEBREW.search(text) else self.languages.bidi


def _divided(pattern: re.Pattern[str], text: str, rest: Kind) -> Iterator[tuple[Kind, str]]:
    """What matches, by the name of its group, and the rest between; an empty text is one empty piece."""
    done = 0
    for match in pattern.finditer(text):
        if match.start() > done:
            yield rest, text[done : match.start()]
        yield match.lastgroup, match[0]  # type: ignore[misc]
        done = match.end()
    if done < len(text) or not text:
        yield rest, text[done:]


def _hinted(properties: str) -> str:
    """The hint follows the character style and precedes all else."""
    end = properties.index("/>") + 2 if properties.startswith("<w:rStyle") else 0
    return f'{properties[:end]}<w:rFonts w:hint="eastAsia"/>{properties[end:]}'


def _complex(properties: str) -> str:
    """Bold and italics have names of their own for these letters."""
    return properties.replace("<w:b/>", "<w:b/><w:bCs/>").replace("<w:i/>", "<w:i/><w:iCs/>")
