"""Dates in words, as a drafting language writes them."""

from __future__ import annotations

import re

from travaux.library import Language


def date_pattern(words: Language) -> re.Pattern[str]:
    """Finds dates, with the groups `day`, `month` and `year`."""
    months = "|".join(map(re.escape, words.months))
    named = {"day": r"(?P<day>\d{1,2})", "month": f"(?P<month>{months})", "year": r"(?P<year>\d{4})"}
    return re.compile(re.escape(words.date).replace(r"\{", "{").replace(r"\}", "}").format(**named))
