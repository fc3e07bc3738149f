"""Positions of the parties: a style for each in Word, the choice in the text, the rest on record as fallbacks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest

import docx_pieces as pieces
import docx_samples as samples
from docx_lint import W, lint, opened
from projects import change, copied, place, put
from travaux.build import Options, compile
from travaux.diagnostic import Failure
from travaux.index import index
from travaux.renderers.docx import parties, render
from travaux.tree import Alternatives, Definition, Emphasis, Option, Provision, Text

EXAMPLE = Path(__file__).parent / "example_project"


def options() -> Alternatives[Any]:
    return Alternatives(
        "a",
        (
            Option((Text("thirty "), Emphasis((Text("working"),)), Definition("day", "days")), "", ("us",), ("jp",)),
            Option((Text("sixty days"),), "", ("eu", "jp")),
            Option((Text("a year"),)),
        ),
    )


def runs(reference: bytes = pieces.REFERENCE) -> dict[str, tuple[str, str, bool, bool]]:
    """By words: style, colour of the run itself, bold, italic."""
    draft = samples.body_of(pieces.article("x", "X", pieces.paragraph("x.a", "Within ", options(), ".")))
    data = render(index(draft), {"reference.docx": reference}).data
    assert lint(data) == []
    document = docx.Document(BytesIO(data))
    names = {style.style_id: style.name for style in document.styles}
    found = {}
    for run in document.element.iter(f"{W}r"):
        style, colour = (run.find(f"{W}rPr/{W}{name}") for name in ("rStyle", "color"))
        words = "".join(t.text for t in run.iter(f"{W}t"))
        name = names[style.get(f"{W}val")] if style is not None else ""
        flags = [run.find(f"{W}rPr/{W}{flag}") is not None for flag in "bi"]
        found[words] = (name, colour.get(f"{W}val") if colour is not None else "", *flags)
    return found


def test_each_party_has_a_style_of_its_own() -> None:
    found = runs()
    assert found["[US, JP: "] == ("Party US", "", True, False)
    assert found["thirty "] == ("Party US", "", False, False)
    assert found["working"] == ("Party US", "", False, True)
    assert found["[EU, JP: "] == ("Party Several", "", True, False)
    assert found["sixty days"] == ("Party Several", "", False, False)
    assert found["["] == ("Strong", "", False, False)
    assert found["a year"] == ("", "", False, False)


def test_a_defined_term_keeps_its_style_and_takes_the_colour() -> None:
    assert runs()["days"] == ("Defined Term", parties.PALETTE[0], False, False)


def test_a_style_of_the_reference_document_is_kept() -> None:
    document = docx.Document(BytesIO(pieces.REFERENCE))
    style = document.styles.add_style("Party US", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.color.rgb = docx.shared.RGBColor(0x12, 0x34, 0x56)
    buffer = BytesIO()
    document.save(buffer)
    assert runs(buffer.getvalue())["days"] == ("Defined Term", "123456", False, False)


def test_only_the_styles_that_occur_are_made() -> None:
    styles = opened(pieces.rendered(samples.agreement())).trees["word/styles.xml"]
    names = {name.get(f"{W}val") for name in styles.iter(f"{W}name")}
    assert {name for name in names if name.startswith("Party ")} == {"Party US", "Party EU", "Party Several"}


def _contrast(colour: str) -> float:
    """Against white, by the formula of WCAG 2."""
    channels = (int(colour[n : n + 2], 16) / 255 for n in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize("colour", [*parties.PALETTE, parties.GREY])
def test_colours_can_be_read(colour: str) -> None:
    assert _contrast(colour) >= 5


# --- the choice ----------------------------------------------------------------------------------------------------


def _project(folder: Path, variants: str) -> Path:
    duty = (EXAMPLE / "clauses/example/duty.en.md").read_text(encoding="utf-8")
    return copied(
        folder,
        put("clauses/example/duty~gentle.en.md", duty.replace("shall admit", "shall gladly admit")),
        change("seeds/instruments/example.yaml", "depositary:", f"variants: {{duty: {variants}}}\ndepositary:"),
    )


def _duty(folder: Path, variants: str) -> Alternatives[Any]:
    (text,) = compile("example", Options(_project(folder, variants))).texts
    found: Callable[[Any], bool] = lambda node: isinstance(node, Alternatives) and node.key == "duty#open"  # noqa: E731
    chapters = [p for p in text.document.draft.body if isinstance(p, Provision)]
    (node,) = [c for chapter in (text.document.draft, *chapters) for c in getattr(chapter, "children", ()) if found(c)]
    assert isinstance(node, Alternatives)
    return node


OPEN = "[{variant: standard, proposed: [alba]}, {variant: gentle, proposed: [borea]}]"
CHOSEN = "[{variant: standard, proposed: [alba]}, {variant: gentle, proposed: [borea], chosen: true}]"


def test_without_a_choice_the_wordings_are_open(tmp_path: Path) -> None:
    node = _duty(tmp_path, OPEN)
    assert (node.chosen, [option.content[0].key for option in node.options]) == (None, ["duty", "duty~2"])
    assert node.reason == "the parties have not chosen between these wordings"


def test_the_chosen_wording_has_the_key_and_the_others_stay_in_the_tree(tmp_path: Path) -> None:
    node = _duty(tmp_path, CHOSEN)
    assert (node.chosen, [option.content[0].key for option in node.options]) == (1, ["duty~1", "duty"])
    assert node.reason == ""


def test_the_text_prints_the_choice_alone(tmp_path: Path) -> None:
    compilation = compile("example", Options(_project(tmp_path, CHOSEN)))
    assert compilation.errors == ()
    words = compilation.rendered("markdown").data.decode()
    assert "shall gladly admit" in words
    assert "shall admit" not in words
    assert "\\[STANDARD" not in words.upper()


def test_only_one_position_can_be_chosen(tmp_path: Path) -> None:
    both = CHOSEN.replace("proposed: [alba]", "proposed: [alba], chosen: true")
    project = _project(tmp_path, both)
    line, column = place(project, "seeds/instruments/example.yaml", "duty: ^[{variant")
    with pytest.raises(Failure) as caught:
        compile("example", Options(project))
    assert str(caught.value) == (
        f"seeds/instruments/example.yaml:{line}:{column}: error[MOD003]: only one position on a clause can be `chosen`"
    )


def test_a_chosen_wording_that_rests_on_a_rumour_keeps_its_brackets(tmp_path: Path) -> None:
    project = _project(tmp_path, CHOSEN)
    change("clauses/example/duty~gentle.en.md", "tier: 1\n", "tier: 1\nrests_on: [rumour]\n")(project)
    words = compile("example", Options(project)).rendered("markdown").data.decode()
    assert "\\[\n\n" in words
    assert "rests on an unconfirmed source: rumour" in words


def test_tracked_changes_carry_the_date_of_the_data() -> None:
    from travaux.tree import Change

    words = (Change("deleted", (Text("old "),), "us", "2026-11-06"), Change("inserted", (Text("new "),), "chair"))
    draft = samples.body_of(pieces.article("x", "X", pieces.paragraph("x.a", *words)))
    tree = opened(pieces.rendered(replace(draft, annexes=()))).trees["word/document.xml"]
    found = [(e.tag.removeprefix(W), e.get(f"{W}author"), e.get(f"{W}date")) for e in tree.iter(f"{W}ins", f"{W}del")]
    assert found == [("del", "US", "2026-11-06T00:00:00Z"), ("ins", "chair", None)]
