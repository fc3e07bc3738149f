"""Settings of every test: compiled templates are cached in a folder of this run, never in that of the user."""

from __future__ import annotations

import os
import tempfile

_CACHE = tempfile.TemporaryDirectory(prefix="travaux-tests-")
os.environ["TRAVAUX_CACHE"] = _CACHE.name
