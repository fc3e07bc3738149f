"""Pictures -> inline drawings, and the image parts they show."""

from __future__ import annotations

from collections.abc import Iterator

from travaux.renderers.docx import xml
from travaux.renderers.docx.context import Context, Setting
from travaux.tree import Figure

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_EMU_PER_PIXEL = 9525  # at 96 pixels to the inch
_EMU_PER_TWIP = 635


def figure(node: Figure, context: Context, setting: Setting) -> Iterator[str]:
    """The caption, and a paragraph with the picture; one that is not a PNG is named in brackets."""
    size = _size(picture(node))
    key = node.key
    if node.caption:
        yield context.paragraph("caption", context.bookmark(key, context.run(node.caption, setting), setting), setting)
        key = ""
    if size is None:
        context.note(f'The picture "{node.alternative}" is not a PNG file and is not shown.')
        words = context.run(f"[{node.alternative}]", setting, "Finding")
    else:
        words = xml.raw_run(_drawing(node, _fitted(size, context), context))
    yield context.paragraph("Figure", context.bookmark(key, words, setting), setting)


def picture(node: Figure) -> bytes:
    """The picture as dots."""
    return node.image if isinstance(node.image, bytes) else node.image.png()


def images(context: Context) -> Iterator[tuple[str, str, bytes]]:
    """Relationship, path below word/, and bytes of each picture once, in the order of the text, which it numbers."""
    parts: dict[bytes, int] = {}
    for number, node in enumerate((each for each in context.survey.figures if _size(picture(each))), 1):
        image = picture(node)
        known = image in parts
        part = parts.setdefault(image, len(parts) + 1)
        context.pictures.setdefault(id(node), (number, part))
        if not known:
            yield f"rIdImage{part}", f"media/image{part}.png", image


def _size(image: bytes) -> tuple[int, int] | None:
    """Width and height in pixels, from the header of the PNG."""
    if not image.startswith(_SIGNATURE) or len(image) < 24:
        return None
    return int.from_bytes(image[16:20], "big"), int.from_bytes(image[20:24], "big")


def _fitted(size: tuple[int, int], context: Context) -> tuple[int, int]:
    """The natural size in EMU, made smaller where the picture is wider than the text."""
    width, height = (max(side, 1) * _EMU_PER_PIXEL for side in size)
    room = context.reference.page.text_width(context.landscape) * _EMU_PER_TWIP
    return (width, height) if width <= room else (room, height * room // width)


def _drawing(node: Figure, size: tuple[int, int], context: Context) -> str:
    number, part = context.pictures[id(node)]
    extent = f'cx="{size[0]}" cy="{size[1]}"'
    described = f'id="{number}" name="Figure {number}" descr="{xml.escape(node.alternative)}"'
    return (
        f"<w:drawing><wp:inline><wp:extent {extent}/><wp:docPr {described}/>"
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f"<pic:nvPicPr><pic:cNvPr {described}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip r:embed="rIdImage{part}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
