"""Schedules that cannot be read, and paths that lead astray."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from bad_input import TEXT, Fault, add, case
from projects import EXAMPLE, Edit, put

SCHEDULE = """schedules:
  - id: rates
    file: {}
    key: line
    columns:
      - {{name: line, heading: {{en: Line}}, type: text}}
      - {{name: hs, heading: {{en: HS}}, type: hs}}
      - {{name: rate, heading: {{en: Rate}}, type: percentage, required: false}}
"""
CSV = "seeds/instruments/rates.csv"


def csv(text: str | bytes, file: str = "rates.csv") -> tuple[Edit, ...]:
    return add(SCHEDULE.format(file)), put(CSV, text)


SCHEDULES = [
    case(
        "row with a missing column",
        csv("line,hs,rate\na,HS2022 8110.10\nb,HS2022 8110.10,5%\n"),
        Fault(CSV, "a,HS", "CSV002", "the first line names 3 columns, this line fills 2"),
    ),
    case(
        "missing column",
        csv("line,hs\na,HS2022 8110.10\n"),
        Fault(CSV, "line", "CSV001", "the column 'rate' is missing", "the first line names: line, hs"),
    ),
    case(
        "column twice",
        csv("line,hs,rate,rate\na,HS2022 8110.10,5%,6%\n"),
        Fault(CSV, "line", "CSV001", "the column 'rate' stands twice"),
    ),
    case(
        "every bad cell",
        csv("line,hs,rate\na,8110.10,5\n,HS2022 8110.10,\n"),
        Fault(CSV, "8110.10", "CSV003", "hs: HS code 8110.10 has no edition; write it as HS2022 8110.10"),
        Fault(CSV, "5\n", "CSV003", "rate: '5' is not a percentage; write it as 65%"),
        Fault(CSV, ",HS2022", "CSV003", "line: the cell is empty"),
    ),
    case(
        "key twice",
        csv("line,hs,rate\na,HS2022 8110.10,\na,HS2022 8110.20,\n"),
        Fault(CSV, "a,HS2022 8110.20", "CSV004", "the key 'a' stands already on line 2"),
    ),
    case(
        "empty CSV",
        csv(""),
        Fault(CSV, "^", "CSV001", "the file is empty", "the first line names the columns: line,hs,rate"),
    ),
    case(
        "CSV with semicolons",
        csv("line;hs;rate\na;HS2022 8110.10;5%\n"),
        Fault(CSV, "^", "CSV001", "the columns are separated by semicolons", "save the file with commas"),
    ),
    case(
        "CSV not UTF-8",
        csv(b"line,hs,rate\n\xe9,HS2022 8110.10,5%\n"),
        Fault(CSV, "\ufffd", "SYN004", "not UTF-8: byte 0xE9 cannot be read", "save the file as UTF-8"),
    ),
    case(
        "CSV that does not exist",
        csv("", "other.csv"),
        Fault(
            TEXT,
            "file: ^other",
            "CSV005",
            "there is no file seeds/instruments/other.csv",
            "the path is relative to this record",
        ),
    ),
    case(
        "path that leaves the project",
        csv("", "../../../rates.csv"),
        Fault(
            TEXT,
            "../../..",
            "CSV005",
            "../../../rates.csv leads out of the project",
            "keep the file inside the project",
        ),
    ),
    case(
        "name of a file that is too long",
        csv("", f"{'x' * 300}.csv"),
        Fault(
            TEXT,
            "file: ^xxx",
            "CSV005",
            f"there is no file seeds/instruments/{'x' * 300}.csv",
            "the path is relative to this record",
        ),
    ),
]


def linked(file: str, target: str | Path) -> Edit:
    """An edit: a symbolic link takes the place of a file or folder."""

    def edit(root: Path) -> None:
        path = root / file
        if path.is_dir():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.symlink_to(target)

    return edit


def folder_for_a_file(root: Path) -> None:
    (root / CSV).unlink()
    (root / CSV).mkdir()


COPY_IT = "copy what it leads to into the project"
PATHS = [
    case(
        "link out of the project",
        linked("seeds/parties/zz.yaml", "/etc/hostname"),
        Fault("seeds/parties/zz.yaml", "", "SYN011", "leads out of the project", COPY_IT),
    ),
    case(
        "link to itself",
        linked("seeds/parties/zz.yaml", "zz.yaml"),
        Fault("seeds/parties/zz.yaml", "", "SYN007", f"cannot be read: {os.strerror(40)}"),
    ),
    case(
        "linked folder",
        linked("seeds/parties/more", EXAMPLE / "seeds" / "parties"),
        Fault("seeds/parties/more", "", "SYN011", "is a link to a folder, and links are not followed"),
    ),
    case(
        "linked seeds",
        linked("seeds", EXAMPLE / "seeds"),
        Fault("seeds/sources", "", "SYN011", "leads out of the project", COPY_IT),
    ),
    case(
        "linked CSV",
        (*csv(""), linked(CSV, "/etc/hostname")),
        Fault(TEXT, "file: ^rates", "CSV005", "rates.csv leads out of the project", "keep the file inside the project"),
    ),
    case(
        "folder for a CSV",
        (*csv(""), folder_for_a_file),
        Fault(
            TEXT, "file: ^rates", "CSV005", f"there is no file {CSV}", "the path is relative to this record",
        ),
    ),
    case(
        "pipe for a record",
        lambda root: os.mkfifo(root / "seeds/parties/pipe.yaml"),
        Fault("seeds/parties/pipe.yaml", "", "SYN007", "cannot be read: it is not a file"),
    ),
]  # fmt: skip
