"""Whole processes: how long each took by the wall, and the most memory it held."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024  # ru_maxrss is in bytes on macOS and in KiB on Linux
_LONGEST = 900.0


class Failed(Exception):
    """A process that did not end well, with what it said."""


@dataclass(frozen=True)
class Run:
    """One run: seconds by the wall and of the processor, and mebibytes at the peak."""

    seconds: float
    processor: float
    memory: float


def environment() -> dict[str, str]:
    """This process's, with the checkout's own travaux first and a fixed order of hashes."""
    path = os.pathsep.join(filter(None, (str(ROOT / "src"), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}


def run(command: Sequence[str]) -> Run:
    """Runs a command to its end. Raises `Failed` with what it said when it ends badly or takes a quarter hour.

    A child starts as a copy of this process, whose own memory is the least that can be measured: that is why this
    module imports nothing large.
    """
    with tempfile.TemporaryFile() as said:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said, env=environment())
        timer = threading.Timer(_LONGEST, process.kill)
        timer.start()
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        timer.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            said.seek(0)
            raise Failed(f"exit code {process.returncode}: {said.read().decode(errors='replace').strip()[-2000:]}")
    return Run(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss * _MEMORY_UNIT / 2**20)


def median(runs: Sequence[Run]) -> Run:
    """The median of each figure."""
    each = zip(*((r.seconds, r.processor, r.memory) for r in runs), strict=True)
    return Run(*map(statistics.median, each))


def interleaved(commands: Mapping[str, Sequence[str]], repeat: int) -> dict[str, Run]:
    """The medians of several commands, run in turns, so that a slow minute of the machine slows all of them.

    A first round is not counted: it fills the caches of the disk, of Python and of travaux.
    """
    runs: dict[str, list[Run]] = {name: [] for name in commands}
    for command in commands.values():
        run(command)
    for _ in range(repeat):
        for name, command in commands.items():
            runs[name].append(run(command))
    return {name: median(found) for name, found in runs.items()}
