"""Loops of clauses (MEC): they go through the whole of what a record has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from travaux.checks import Found, check
from travaux.checks._walk import clauses
from travaux.compilation import Subject
from travaux.diagnostic import Severity

#: The head of a loop over a part of a list: `{% for p in parties[1:] %}`.
_PART = re.compile(r"\{%-?\s*for\s(?:(?!%\}).)*?(?P<part>[\w.()\"']+\[[^\[\]%]*:[^\[\]%]*\])")


@check("MEC009", Severity.WARNING)
def loop_over_a_part(s: Subject) -> Iterator[Found]:
    """A loop of a clause begins after the first item of a list, or ends before the last.

    Why: a Party, a good or a year that the record has is then missing in a table, and nothing else shows it.
    Source: the contract between records and clauses; no case outside this library.
    Fix: go through the whole list; treat the first or last item apart with `loop.first` and `loop.last`.

    Fails:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee of
        {% for p in parties[1:] %}{{ p }}{% if not loop.last %}, {% endif %}{% endfor %}.
    Passes:
        == clauses/example/committee.en.md ==
        The Parties hereby establish a Joint Committee of
        {% for p in parties %}{{ p }}{% if not loop.last %}, {% endif %}{% endfor %}.
    """
    for text in s.texts:
        for clause in clauses(text).values():
            for match in _PART.finditer(clause.body):
                message = f"the loop goes through a part of a list only: {match['part']}"
                place = clause.place(match.start("part"))
                yield Found(message, place, "go through the whole list", text.instrument.record.id)
