"""Settings of every test: compiled templates are cached in a folder of this run, never in that of the user."""

from __future__ import annotations

import gc
import os
import tempfile

import pytest

# The processes of one run share what they have compiled.
if "PYTEST_XDIST_WORKER" not in os.environ:
    _CACHE = tempfile.TemporaryDirectory(prefix="travaux-tests-")
    os.environ["TRAVAUX_CACHE"] = _CACHE.name
# Trees of long texts are many small objects that live; looking through them for garbage takes an eighth of the time.
gc.set_threshold(100_000, 50, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What takes minutes is run by hand alone: -m slow."""
    if "slow" in str(config.option.markexpr):
        return
    skip = pytest.mark.skip(reason="takes minutes; run by hand with -m slow")
    for item in items:
        if item.get_closest_marker("slow"):
            item.add_marker(skip)
