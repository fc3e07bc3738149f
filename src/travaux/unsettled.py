"""Words that show a text to be open: in the sources, and in a Word file that comes back."""

from __future__ import annotations

import re

#: Signs and words that stand for what is to come, in either.
TO_COME = r"\b(?:TODO|TBD|TBC|FIXME)\b|\?{2,}|_{3,}"
#: A square bracket and what stands in it, a line to be filled in, and words that stand for what is to come.
UNSETTLED = re.compile(rf"\[[^\[\]]{{0,60}}\]?|\.{{5,}}|…{{2,}}|\bXXX+\b|{TO_COME}")
