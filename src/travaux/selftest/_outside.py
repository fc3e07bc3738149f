"""Codes that no defect of a project provokes, and why: what they are about is not in the files of a project."""

from __future__ import annotations

from collections.abc import Mapping

#: By code, or by the beginning that several codes have.
OUTSIDE: Mapping[str, str] = {
    "ASM": "about the assessment of entries, not about a text",
    "CLN": "about the clean edition of a text whose findings are none",
    "DOC013": "about a Word file that is to be compared with a formula",
    "DOC032": "comments and notes belong to a working copy, which the sound file is not",
    "ENT": "about a file of customs entries",
    "LAY": "about LibreOffice on the machine",
    "PLG": "about the Python of plug-ins",
    "PRM": "about one text that becomes another",
    "SYN009": "about the installation",
    "SYN010": "about the call",
    "SYN012": "about the call",
    "WRT": "about the place that an output is written to",
}


def why_outside(code: str) -> str:
    """Why a code is not provoked; "" for one that is to be."""
    return next((why for beginning, why in OUTSIDE.items() if code.startswith(beginning)), "")
