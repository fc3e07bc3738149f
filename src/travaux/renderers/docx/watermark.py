"""A word across the page -> the drawing by which Word knows a watermark: VML text on a path, in every header.

"Remove watermark" looks for shapes whose id begins as these do.
"""

from __future__ import annotations

from travaux.renderers.docx import xml

NAMESPACES = (
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:w10="urn:schemas-microsoft-com:office:word"'
)
_LENGTH = 430  # points along the diagonal of an upright page
_HEIGHT = 150  # points at most
_LETTER = 0.62  # width of a capital, in its height
_FORMULAS = (
    "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3", "if @0 @3 0",
    "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6", "mid @8 @5", "mid @7 @8", "mid @6 @7",
    "sum @6 0 @5",
)  # fmt: skip


def watermark(text: str, number: int) -> str:
    """A run with the word; `number` tells the headers apart."""
    width, height = _size(text)
    placed = (
        f"position:absolute;margin-left:0;margin-top:0;width:{width}pt;height:{height}pt;rotation:315;"
        "z-index:-251658752;mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    shape = (
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" type="#_x0000_t136" '
        f'alt="{xml.escape(text)}" style="{placed}" o:allowincell="f" fillcolor="silver" stroked="f">'
        '<v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;Arial&quot;;font-size:1pt" string="{xml.escape(text)}"/>'
        '<w10:wrap anchorx="margin" anchory="margin"/></v:shape>'
    )
    return xml.raw_run(f"<w:pict>{_shape_type()}{shape}</w:pict>", "<w:noProof/>")


def _size(text: str) -> tuple[int, int]:
    """Width and height in whole points: letters keep their proportions, a short word does not fill the page."""
    letters = max(len(text), 1) * _LETTER
    height = min(int(_LENGTH / letters), _HEIGHT)
    return min(int(height * letters), _LENGTH), height


def _shape_type() -> str:
    formulas = "".join(f'<v:f eqn="{formula}"/>' for formula in _FORMULAS)
    return (
        '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        f'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>{formulas}</v:formulas>'
        '<v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" '
        'o:connectangles="270,180,90,0"/><v:textpath on="t" fitshape="t"/>'
        '<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
        '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
    )
