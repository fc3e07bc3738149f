"""Words that show a text to be open: in the sources, and in a Word file that comes back."""

from __future__ import annotations

import re

#: A square bracket and what stands in it, a line to be filled in, and words that stand for what is to come.
UNSETTLED = re.compile(r"\[[^\[\]]{0,60}\]?|_{3,}|\.{5,}|…{2,}|\b(?:TBD|TBC|TODO|XXX+)\b|\?{2,}")
