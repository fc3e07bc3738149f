"""Stage 5, draft: an `Outline` becomes a `Draft` (Jinja2, then Markdown, then nodes)."""

from travaux.draft.assemble import STAGE_CODES, Material, draft

__all__ = ["STAGE_CODES", "Material", "draft"]
