"""Letters -> the script they belong to, where that decides how words are set, divided or searched.

Three kinds matter: East Asian letters (no blanks between words, fonts of their own), letters that run from right to
left, and all others. Signs that several scripts share belong to none.
"""

from __future__ import annotations

import re

#: Inside of a regular expression's brackets: letters and signs of Chinese, Japanese and Korean.
EAST_ASIAN = (
    "\u1100-\u11ff\u2e80-\u2fdf\u2ff0-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
#: The same for letters that run from right to left, and their marks and digits.
RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
#: The same for letters that run from left to right and have blanks between words.
EUROPEAN = "A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02af\u0370-\u052f\u1e00-\u1fff"
#: The same for signs that a font of any script may have, and that look different in each.
SHARED = "\u00a7\u00b0\u00b1\u00b4\u00b6\u00b7\u00d7\u00f7\u2010-\u2027\u2030-\u205e\u2103-\u27bf"
#: The same for characters that turn the direction of what follows them, and print nothing.
TURNING = "\u202a-\u202e\u2066-\u2069"

_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")


def joins(phrase: str) -> bool:
    """Whether a phrase begins or ends in a letter to which the next word joins without a blank."""
    return bool(_EAST_ASIAN.match(phrase) or _EAST_ASIAN.match(phrase[-1:]))


def whole(phrase: str) -> str:
    """A pattern for a phrase that is not part of a longer word; East Asian words have no ends that could be seen."""
    before = "" if _EAST_ASIAN.match(phrase) else r"(?<![\w-])"
    return f"{before}{ended(phrase)}"


def ended(phrase: str) -> str:
    """A pattern for a phrase with whose last letter a word ends, where words of its script have ends."""
    after = "" if _EAST_ASIAN.match(phrase[-1:]) else r"(?![\w-])"
    return f"{re.escape(phrase)}{after}"
