"""The words and numbers of a drafting language -> what a formula is told in."""

from __future__ import annotations

from travaux.formula.numbers import Notation
from travaux.formula.says import FormulaLanguage
from travaux.library import Language
from travaux.model.instrument import Numbers

_NBSP = "\N{NO-BREAK SPACE}"


def formula_language(language: Language, numbers: Numbers | None = None) -> FormulaLanguage | None:
    """How a formula is told in a language, with the formats of an instrument; None where it has no words for one."""
    if language.formula is None:
        return None
    own = numbers or Numbers()
    group = language.group_mark if own.group_mark is None else own.group_mark
    notation = Notation(own.decimal_mark or language.decimal_mark, _NBSP if group == " " else group)
    word = (own.percent or "").replace("{", "{{").replace("}", "}}")
    percent = f"{{number}} {word}" if word else language.percent
    bases = {str(kind): pattern for kind, pattern in language.bases.items()}
    names = {code: name.replace(" ", _NBSP) for code, name in language.currencies.items()}
    dates = language.date, language.months
    return FormulaLanguage(language.formula, percent, language.money, bases, *dates, notation, names)
