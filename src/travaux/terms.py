"""Defined terms are recognised in words, not marked up: the longest form wins, and plain phrases are passed over."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

_WORD = re.compile(r"\w+(?:-\w+)*")
_GOES_ON = re.compile(r"\w|-\w")
_LETTER = re.compile(r"(?s).")
_SEAM = re.compile(r"[A-Za-z0-9]{2}")


class Terms:
    """Finds the forms of defined terms in words, the longest first, each with its term.

    A form that begins in lower case is also found at the beginning of a sentence. A plain phrase is found as well,
    so that the term inside it is not; its term is "".
    """

    def __init__(self, terms: Mapping[str, Sequence[str]], plain: Sequence[str], spaced: bool = True) -> None:
        self.forms: dict[str, str] = {}
        for term, variants in terms.items():
            for form in variants:
                self.forms.setdefault(form, term)
                self.forms.setdefault(form[0].upper() + form[1:], term)
        self.forms.update(dict.fromkeys(plain, ""))
        self.spaced = spaced  # words are not set apart by blanks in Japanese and Chinese
        by_start: dict[str, list[str]] = {}
        for form in sorted(self.forms, key=lambda form: (-len(form), form)):
            by_start.setdefault(self.start(form), []).append(form)
        self.by_start = by_start

    def start(self, form: str) -> str:
        """The word or letter with which a form begins; looking it up is quicker than trying every form."""
        match = _WORD.match(form) if self.spaced else None
        return match[0] if match else form[0]

    def find(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Beginning, end and term of each form in a text."""
        at = 0
        starts = _WORD.finditer(text) if self.spaced else _LETTER.finditer(text)
        for match in starts:
            begin = match.start()
            for form in self.by_start.get(match[0], ()) if begin >= at else ():
                if text.startswith(form, begin) and self.apart(text, begin, begin + len(form)):
                    at = begin + len(form)
                    yield begin, at, self.forms[form]
                    break

    def apart(self, text: str, begin: int, end: int) -> bool:
        """True where a word ends; a hyphen goes on with it when a letter follows.

        Where no blanks stand between words, a form ends anywhere, but not within a word in Latin letters.
        """
        if self.spaced:
            return not _GOES_ON.match(text, end)
        return not (_SEAM.match(text, end - 1) or (begin and _SEAM.match(text, begin - 1)))
