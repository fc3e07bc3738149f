"""The example agreement in Japanese and in Spanish: `bilingual_project` laid over the example project."""

from __future__ import annotations

from pathlib import Path

from examples import Example, laid_over, merged
from travaux.build import Compilation, Options, compile

FILES = Path(__file__).parent / "bilingual_project"
LANGUAGES = ("ja", "es")
INSTRUMENT = "seeds/instruments/example.yaml"


def project(folder: Path, instrument: str = "") -> Path:
    """The project in a folder, with more fields of the instrument."""
    files = {p.relative_to(FILES).as_posix(): p.read_text("utf-8") for p in sorted(FILES.rglob("*")) if p.is_file()}
    if instrument:
        files[INSTRUMENT] = merged(files[INSTRUMENT], instrument)
    return laid_over(Example("Passes", files), folder)


def compiled(folder: Path, language: str, instrument: str = "") -> Compilation:
    """The agreement in one language."""
    return compile("example", Options(project(folder, instrument), language))
