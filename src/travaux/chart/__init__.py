"""Lines over a scale -> a picture: as SVG where the format can draw, as PNG where it cannot."""
