"""Same input, same bytes: whatever the folder, time zone, locale, hash seed and state of the cache."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from projects import snapshot

FORMATS = "docx,html,md,json"
INSTRUMENTS = ("critical-minerals-agreement-core", "us-mx-action-plan")
TEXTS = tuple(f"{instrument}.en" for instrument in INSTRUMENTS)
ELSEWHERE = (
    {"TZ": "UTC", "LC_ALL": "C", "PYTHONHASHSEED": "0", "TRAVAUX_CACHE": "off"},
    {"TZ": "Pacific/Kiritimati", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4711"},
    {"TZ": "America/Mexico_City", "LC_ALL": "tr_TR.UTF-8", "PYTHONHASHSEED": "1", "PYTHONUTF8": "0"},
)


def built(folder: Path, environment: Mapping[str, str]) -> Mapping[str, bytes]:
    """The outputs of a treaty and a plan of the library, built in a folder of their own by a process of their own."""
    folder.mkdir(parents=True)
    subprocess.run(
        [sys.executable, "-m", "travaux", "build", *INSTRUMENTS, "--quiet", "-o", "out", "--format", FORMATS],
        cwd=folder,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        timeout=60,
    )
    return snapshot(folder / "out")


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return built(tmp_path_factory.mktemp("first") / "a", ELSEWHERE[0])


def test_every_format_of_every_text_is_there(first: Mapping[str, bytes]) -> None:
    assert sorted(first) == sorted(f"{text}.{form}" for text in TEXTS for form in FORMATS.split(","))


@pytest.mark.parametrize("environment", ELSEWHERE[1:], ids=lambda e: e["TZ"])
def test_same_bytes_elsewhere(first: Mapping[str, bytes], environment: Mapping[str, str], tmp_path: Path) -> None:
    cold = {**environment, "TRAVAUX_CACHE": str(tmp_path / "cache")}
    outputs = built(tmp_path / "another folder" / "é 試", cold)
    assert {name for name in first if outputs[name] != first[name]} == set()
    assert sorted(outputs) == sorted(first)
    warm = built(tmp_path / "warm", cold)
    assert {name for name in first if warm[name] != first[name]} == set()


def test_checks_say_the_same_elsewhere(tmp_path: Path) -> None:
    reports = {
        subprocess.run(
            [sys.executable, "-m", "travaux", "check", "--format", "json"],
            cwd=tmp_path,
            env={**os.environ, **environment},
            capture_output=True,
            timeout=60,
        ).stdout
        for environment in ELSEWHERE[:2]
    }
    assert len(reports) == 1
