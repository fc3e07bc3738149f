"""A plot -> a picture that is drawn only when a format asks for it, once for each way of drawing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from travaux.chart import png, svg
from travaux.chart.plot import Scene


@dataclass(frozen=True, slots=True)
class Drawn:
    """A scene as a picture of a document."""

    scene: Scene

    def svg(self, title: str, told: str) -> str:
        """As an element of a page."""
        return svg.svg(self.scene, title, told)

    def png(self) -> bytes:
        """As dots."""
        return _png(self.scene)


@cache
def _png(scene: Scene) -> bytes:
    return png.png(scene)
