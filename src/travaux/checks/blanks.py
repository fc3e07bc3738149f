"""Signs in a clause that look like a blank, or like nothing, and keep words from being found."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._walk import clauses
from travaux.compilation import Subject
from travaux.diagnostic import Severity
from travaux.edit import Fix, Reword

#: A soft hyphen, a blank without width, a byte order mark; and a blank that does not break, between two words.
_UNSEEN = re.compile(r"[\u00ad\u200b\u2060\ufeff]|(?<=[^\W\d_])[\u00a0\u202f](?=[^\W\d_])")
_BLANKS = "\u00a0\u202f"


@functools.lru_cache(maxsize=4096)
def _unseen(body: str) -> bool:
    """Whether a clause holds such a sign; most do not change between two builds of one process."""
    return _UNSEEN.search(body) is not None


@check("TXT002", Severity.WARNING, fix="safe")
def unseen_in_a_word(s: Subject) -> Iterator[Found]:
    """A clause holds a blank that does not break between two words, or a sign that nobody sees.

    Why: a defined term with such a sign in it is not recognised, a search does not find it, and a comparison of two
    drafts shows a change where none can be read. They come in with words that are copied from a web page or a PDF.
    Source: The Unicode Standard on the soft hyphen and the spaces without width; how terms are found here.
    Fix: an ordinary blank, or nothing. A blank before a sign or beside a figure is left as it is.

    Fails:
        == clauses/example/duty.en.md ==
        Each Party shall admit covered\u00a0goods and pub\u00adlish its rules.
    Passes:
        == clauses/example/duty.en.md ==
        Each Party shall admit covered goods and publish its rules in No.\u00a03.
    """
    for text in s.texts:
        for clause in clauses(text).values():
            for number, line in enumerate(clause.body.split("\n") if _unseen(clause.body) else (), 1):
                for match in _UNSEEN.finditer(line):
                    place, new = clause.span(number, match.start() + 1), " " if match[0] in _BLANKS else ""
                    message = f"nobody sees what stands here: U+{ord(match[0]):04X} {unicodedata.name(match[0], '')}"
                    hint = "write an ordinary blank" if new else "take it out"
                    fix = Fix(hint, (Reword(place, match[0], new),))
                    yield Found(message, place, hint, text.instrument.record.id, fix=fix)
