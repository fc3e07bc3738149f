"""Small changes of the checks and the model are noticed: a few that are written down. scripts/mutate.py draws more."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MUTATE = ROOT / "scripts" / "mutate.py"
#: Module, words of it, and what they become.
CHANGES = (
    ("checks/commencement.py", "_sum(threshold, parties) < threshold", "_sum(threshold, parties) <= threshold"),
    ("checks/capacity.py", '"party" if binding_text', '"party" if not binding_text'),
    ("checks/participation.py", "instrument.record.parties and not terms", "instrument.record.parties or not terms"),
    ("model/period.py", "lengths = 2 * [", "lengths = 1 * ["),
)


def test_changes_that_are_written_down_are_noticed_at_the_examples() -> None:
    asked = [word for file, *words in CHANGES for word in ("--change", f"src/travaux/{file}", *words)]
    ran = subprocess.run([sys.executable, MUTATE, *asked], capture_output=True, text=True, check=False, cwd=ROOT)
    assert (ran.returncode, ran.stderr) == (0, "")
    verdicts = re.findall(r"^ *\d+ s  (.+?): src/", ran.stdout, re.MULTILINE)
    assert verdicts == ["killed by examples"] * len(CHANGES), ran.stdout


def test_a_change_that_changes_nothing_survives() -> None:
    asked = (
        "--change",
        "src/travaux/checks/two_schedules.py",
        "is agreed, and not",
        "is agreed and not",
    )
    ran = subprocess.run([sys.executable, MUTATE, *asked], capture_output=True, text=True, check=False, cwd=ROOT)
    assert ran.returncode == 1, ran.stdout
    assert ran.stdout.splitlines()[-1] == "1 survived"
