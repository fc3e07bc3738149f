"""A scene -> PNG, for formats that want a picture of dots.

Pillow draws it, three times as large and then made smaller, so that slanted lines are smooth. Whole numbers throughout:
the same scene gives the same bytes on one version of Pillow.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import cycle, pairwise
from math import isqrt
from typing import TYPE_CHECKING, Any, assert_never

from travaux.chart.plot import TEXT_SIZE, At, Dot, Item, Look, Scene, Stroke, Words

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

_SMOOTH = 3
_DOTS = 3  # to a point: 216 to the inch
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}


def png(scene: Scene) -> bytes:
    """The picture as the bytes of a PNG file, without any note of time or program."""
    from PIL import Image, ImageDraw  # heavy, and only needed where there is a chart

    size = tuple(side * _DOTS // 100 for side in (scene.width, scene.height))
    large = Image.new("RGB", (size[0] * _SMOOTH, size[1] * _SMOOTH), "white")
    pen = ImageDraw.Draw(large)
    for item in scene.items:
        if not isinstance(item, Words):
            _draw(item, pen)
    image = large.resize((size[0], size[1]), Image.Resampling.BOX)
    for item in scene.items:
        if isinstance(item, Words):
            _write(item, image)
    held = BytesIO()
    image.quantize(64).save(held, "PNG", optimize=True)
    return held.getvalue()


def _dots(hundredths: int, factor: int = _SMOOTH) -> int:
    return (hundredths * _DOTS * factor + 50) // 100


def _draw(item: Item, pen: ImageDraw) -> None:
    match item:
        case Stroke(places, look):
            at = [(_dots(x), _dots(y)) for x, y in places]
            for start, end in pairwise(at):
                for piece in _dashed(start, end, look):
                    pen.line(piece, fill=look.colour, width=max(_dots(look.width), 1))
        case Dot((x, y), radius, colour):
            pen.ellipse([_dots(x - radius), _dots(y - radius), _dots(x + radius), _dots(y + radius)], fill=colour)
        case Words():
            return
        case _ as never:
            assert_never(never)


def _dashed(start: At, end: At, look: Look) -> Iterator[tuple[At, At]]:
    """The pieces of a straight line that are drawn."""
    if not look.dashes:
        yield start, end
        return
    across, down = end[0] - start[0], end[1] - start[1]
    length = isqrt(across * across + down * down)
    done, drawn = 0, True
    for dash in cycle(look.dashes):
        if done >= length:
            return
        until = min(done + _dots(dash), length)
        if drawn:
            yield _along(start, across, down, done, length), _along(start, across, down, until, length)
        done, drawn = until, not drawn


def _along(start: At, across: int, down: int, done: int, length: int) -> At:
    return start[0] + across * done // length, start[1] + down * done // length


def _write(item: Words, image: Any) -> None:
    from PIL import Image, ImageDraw, ImageFont

    font = ImageFont.load_default(_dots(TEXT_SIZE, 1))
    x, y = (_dots(side, 1) for side in item.place)
    if not item.upright:
        ImageDraw.Draw(image).text((x, y), item.text, fill="black", font=font, anchor=_ANCHORS[item.anchor])
        return
    box = font.getbbox(item.text, anchor="ls")
    width, height = round(box[2]) + 4, _dots(TEXT_SIZE, 1) * 2
    strip = Image.new("RGB", (width, height), "white")
    ImageDraw.Draw(strip).text((0, height * 2 // 3), item.text, fill="black", font=font, anchor="ls")
    shift = {"start": width, "middle": width // 2, "end": 0}[item.anchor]
    image.paste(strip.rotate(90, expand=True), (x - height * 2 // 3, y - shift))
