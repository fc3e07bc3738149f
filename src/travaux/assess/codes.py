"""The codes of what can be wrong with an assessment and its file of entries."""

from __future__ import annotations

from collections.abc import Mapping

STAGE_CODES: Mapping[str, str] = {
    "ASM001": "The instrument has no border adjustment that can be calculated entry by entry.",
    "ASM002": "A party that was asked for does not charge the adjustment under the instrument.",
    "ASM003": "The entry that was to be explained is not in the file.",
    "ASM004": "An assessment has no output of that form, or it would take the place of the file of entries.",
    "ASM005": "DuckDB, the extra `batch`, is needed for what was asked, and is not installed.",
    "ASM006": "DuckDB has too little memory or room on the disk for the file of entries.",
    "ENT001": "A file of entries cannot be read, or its first line does not name the columns.",
    "ENT002": "A line of a file of entries has more or fewer cells than there are columns.",
    "ENT003": "A cell of a file of entries is not what its column holds.",
    "ENT004": "Two entries have one name, or one has none.",
}
