"""A scene -> SVG text for a page: lengths in points, no script, no outside reference."""

from __future__ import annotations

from html import escape
from typing import assert_never

from travaux.chart.plot import TEXT_SIZE, At, Dot, Item, Look, Scene, Stroke, Words


def svg(scene: Scene, title: str, told: str = "") -> str:
    """The picture as an element that stands in a page; `title` is read out in its place, and `told` after it."""
    box = f"0 0 {_length(scene.width)} {_length(scene.height)}"
    words = escape(title)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" role="img" aria-label="{words}"'
        f' font-family="sans-serif" font-size="{_length(TEXT_SIZE)}">'
        f"<title>{words}</title>{_told(told)}{''.join(_item(item) for item in scene.items)}</svg>"
    )


def _told(words: str) -> str:
    return f"<desc>{escape(words)}</desc>" if words else ""


def _length(hundredths: int) -> str:
    """Hundredths of a point as points, without binary fractions."""
    whole, rest = divmod(abs(hundredths), 100)
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{whole}.{rest:02}".rstrip("0").rstrip(".")


def _at(place: At) -> str:
    return f"{_length(place[0])},{_length(place[1])}"


def _item(item: Item) -> str:
    match item:
        case Stroke(places, look):
            return f'<polyline points="{" ".join(map(_at, places))}" fill="none"{_stroke(look)}/>'
        case Dot((x, y), radius, colour):
            return f'<circle cx="{_length(x)}" cy="{_length(y)}" r="{_length(radius)}" fill="{colour}"/>'
        case Words((x, y), text, anchor, upright):
            turned = f' transform="rotate(-90 {_length(x)} {_length(y)})"' if upright else ""
            start = f'<text x="{_length(x)}" y="{_length(y)}" text-anchor="{anchor}"{turned}>'
            return f"{start}{escape(text)}</text>"
        case _ as never:
            assert_never(never)


def _stroke(look: Look) -> str:
    dashes = f' stroke-dasharray="{" ".join(map(_length, look.dashes))}"' if look.dashes else ""
    return f' stroke="{look.colour}" stroke-width="{_length(look.width)}"{dashes}'
