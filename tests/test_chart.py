"""Charts: exact places, sound SVG, a PNG that is the same every time."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from travaux.chart.plot import HEIGHT, WIDTH, Dot, Mark, Plot, Scene, Series, Stroke, Words, plain_number, scene, step
from travaux.chart.png import png
from travaux.chart.svg import svg

SVG = "{http://www.w3.org/2000/svg}"


def plot(*points: tuple[int, int], name: str = "Landed") -> Plot:
    values = tuple((Decimal(x), Decimal(y)) for x, y in points)
    return Plot("World price", "Landed price", (Series("As it is", values, plain=True), Series(name, values)))


def strokes(drawn: Scene, colour: str) -> list[Stroke]:
    return [item for item in drawn.items if isinstance(item, Stroke) and item.look.colour == colour]


@pytest.mark.parametrize(
    ("most", "wanted"),
    [("0", "1"), ("0.9", "0.2"), ("1", "0.2"), ("8", "1"), ("9", "2"), ("154", "20"), ("165", "50"), ("4000", "500")],
)
def test_ticks_stand_at_round_numbers(most: str, wanted: str) -> None:
    assert step(Decimal(most)) == Decimal(wanted)


@given(st.decimals("0.0001", "1e9", places=4))
def test_no_more_than_eight_ticks_reach_the_largest_value(most: Decimal) -> None:
    assert 0 < most / step(most) <= 8


@pytest.mark.parametrize(("value", "words"), [("0E+1", "0"), ("1.0E+2", "100"), ("0.250", "0.25"), ("20", "20")])
def test_numbers_have_no_exponent(value: str, words: str) -> None:
    assert plain_number(Decimal(value)) == words


def test_a_line_goes_through_its_points() -> None:
    drawn = scene(plot((0, 0), (40, 20), (80, 80)))
    line, _ = strokes(drawn, "#0B4F9E")  # the other is its sample in the legend
    (start, middle, end) = line.places
    assert (middle[0] - start[0]) * 2 == end[0] - start[0]
    assert (start[1] - middle[1]) * 4 == start[1] - end[1]


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), min_size=1, max_size=8))
def test_all_is_drawn_inside_the_picture(points: list[tuple[int, int]]) -> None:
    drawn = scene(plot(*sorted(points)))
    places = [p for item in drawn.items for p in (item.places if isinstance(item, Stroke) else (item.place,))]
    assert all(0 <= x <= WIDTH and 0 <= y <= drawn.height for x, y in places)
    assert drawn.height > HEIGHT


def test_a_point_of_note_has_its_words() -> None:
    drawn = scene(Plot("x", "y", plot((0, 0), (10, 10)).series, (Mark(Decimal(5), Decimal(5), "the limit"),)))
    (dot,) = (item for item in drawn.items if isinstance(item, Dot))
    said = [item for item in drawn.items if isinstance(item, Words) and item.text == "the limit"]
    assert [(words.place[0] > dot.place[0], words.place[1] < dot.place[1]) for words in said] == [(True, True)]


def test_the_svg_is_sound_and_says_what_it_shows() -> None:
    root = etree.fromstring(svg(scene(plot((0, 0), (9, 9), name='A & <b> "c"')), "Floor & price"))
    assert root.get("aria-label") == "Floor & price"
    assert [each.text for each in root.iter(f"{SVG}title")] == ["Floor & price"]
    assert 'A & <b> "c"' in [each.text for each in root.iter(f"{SVG}text")]
    assert {each.tag.removeprefix(SVG) for each in root.iter()} == {"svg", "title", "polyline", "text"}


def test_the_png_is_the_same_each_time_and_holds_only_the_picture() -> None:
    drawn = scene(plot((0, 0), (9, 9)))
    data = png(drawn)
    assert data == png(drawn)
    image = Image.open(BytesIO(data))
    assert image.size == (1440, drawn.height * 3 // 100)
    assert image.info.keys() <= {"transparency"}
    dark = sum(count for count, (r, g, b) in image.convert("RGB").getcolors(1 << 20) or [] if r + g + b < 200)
    assert dark > 500
