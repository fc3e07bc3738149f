"""The seed instruments -> `docs/gallery/`: their pages as LibreOffice lays them out, on contact sheets.

    python scripts/make_gallery.py

Needs LibreOffice, `pdftoppm` and Pillow. Run it after a change that shows on the page, look at every sheet, and
commit the sheets with the change.
"""

from __future__ import annotations

import math
import subprocess
import tempfile
from pathlib import Path

from PIL import Image

import travaux

ROOT = Path(__file__).resolve().parent.parent
GALLERY = ROOT / "docs" / "gallery"
TEXTS = ("critical-minerals-agreement", "us-mx-action-plan")
ACROSS, DOWN = 6, 4
RESOLUTION = 38  # dots per inch: a line of text is still a line
AIR = 8
GREYS = 8


def pages(key: str, folder: Path) -> list[Image.Image]:
    """The pages of a text, in order."""
    travaux.compile(key).render("docx", folder / f"{key}.docx")
    profile = f"-env:UserInstallation=file://{folder}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, str(folder / f"{key}.docx")], check=True, capture_output=True, timeout=300)
    draw = ["pdftoppm", "-r", str(RESOLUTION), "-gray", "-png", str(folder / f"{key}.pdf"), str(folder / key)]
    subprocess.run(draw, check=True, capture_output=True, timeout=300)
    return [Image.open(path).convert("L") for path in sorted(folder.glob(f"{key}-*.png"))]


def sheet(shown: list[Image.Image]) -> Image.Image:
    """Pages side by side, row by row; a landscape page is made to fit the place of an upright one."""
    width, height = (min(page.size) for page in shown), (max(page.size) for page in shown)
    cell = max(width) + AIR, max(height) + AIR
    rows = math.ceil(len(shown) / ACROSS)
    board = Image.new("L", (ACROSS * cell[0] + AIR, rows * cell[1] + AIR), 150)
    for place, page in enumerate(shown):
        fitted = page.copy()
        fitted.thumbnail((cell[0] - AIR, cell[1] - AIR))
        board.paste(fitted, (AIR + place % ACROSS * cell[0], AIR + place // ACROSS * cell[1]))
    return board.quantize(GREYS)


def main() -> None:
    GALLERY.mkdir(parents=True, exist_ok=True)
    for old in GALLERY.glob("*.png"):
        old.unlink()
    for key in TEXTS:
        with tempfile.TemporaryDirectory() as scratch:
            every = pages(key, Path(scratch))
        for number, first in enumerate(range(0, len(every), ACROSS * DOWN), 1):
            sheet(every[first : first + ACROSS * DOWN]).save(GALLERY / f"{key}-{number}.png", optimize=True)


if __name__ == "__main__":
    main()
