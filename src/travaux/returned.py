"""A Word file that came back -> where its annex of calculation no longer agrees with the model, or with itself.

The annex is found by the keys of its units. Against an instrument the printed text is compared with what the records
give today, and a file of the outgoing edition can be read too; alone, the examples are held against the steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from travaux.build import Compilation, Options, compile
from travaux.calculation.language import formula_language
from travaux.calculation.methods import CONTENT_CLAUSE, content_of, methods_of
from travaux.calculation.reread import Misread, differences, equations
from travaux.checks._printed import Printed, printed_annexes, printed_formulas
from travaux.compilation import Text
from travaux.diagnostic import fail
from travaux.discover import layers
from travaux.docx_reader.model import Inspection
from travaux.editions import opaque
from travaux.formula.says import FormulaLanguage
from travaux.model.mechanism.border_adjustment import BorderAdjustment
from travaux.parse import language_of
from travaux.span import Span

_STEP = re.compile(r"(?P<annex>[^.]+)\.[a-z]+-step-\d+")


def recalculated(found: Inspection, instrument: str = "", options: Options | None = None) -> tuple[str, ...]:
    """A line for each step, figure or equation that is wrong. Raises `Failure` where there is no such annex to read."""
    options = options or Options()
    lines = _against(found, compile(instrument, options)) if instrument else _alone(found, options)
    return tuple(f"{each.key}: {each.message}" for each in lines)


def _alone(found: Inspection, options: Options) -> Iterator[Misread]:
    told = found.texts
    annexes = dict.fromkeys(match["annex"] for match in map(_STEP.fullmatch, told) if match)
    if not annexes:
        raise _nothing(found, "name the instrument; a file of the outgoing edition is read only so")
    words = language_of(layers(options.project), found.language, Span(found.file))
    language = formula_language(words)
    if language is None:
        raise _nothing(found, f"the language {found.language!r} has no words for formulas")
    for annex in annexes:
        yield from differences(told, annex, language)


def _against(found: Inspection, compilation: Compilation) -> Iterator[Misread]:
    text = next((text for text in compilation.texts if text.language == found.language), compilation.texts[0])
    language = formula_language(text.library.words, text.instrument.record.numbers)
    annexes = {key: units for key, units in printed_annexes(text).items() if any(map(_STEP.fullmatch, units))}
    if not annexes or language is None:
        raise _nothing(found, f"{text.instrument.record.id} has none")
    printed = printed_formulas(text)
    told = _sent_back(found, {*printed, *(key for units in annexes.values() for key in units)}, text)
    seen = set[str]()
    for annex, units in annexes.items():
        for each in _of_annex(told, annex, units, language, compilation, text):
            seen.add(each.key)
            yield each
    yield from (each for each in equations(told, printed, language) if each.key not in seen)


def _of_annex(
    told: Mapping[str, str],
    annex: str,
    units: Mapping[str, Printed],
    language: FormulaLanguage,
    compilation: Compilation,
    text: Text,
) -> Iterator[Misread]:
    """What does not agree, and then the rows that agree among themselves and are not those of the model."""
    selected = next(s for s in text.outline.all() if s.key == annex.partition("~")[0])
    about = selected.mechanism
    assert about is not None, annex
    assert isinstance(about.record, BorderAdjustment), annex
    content = content_of(text.outline.parameters(CONTENT_CLAUSE, about))
    methods = methods_of(about.record, text.instrument.record, compilation.subject.records, content)
    wrong = list(differences(told, annex, language, methods))
    yield from wrong
    named = {each.key for each in wrong}
    for key, unit in units.items():
        if "-table." in key and key not in named and told.get(key) != unit.text:
            yield Misread(key, f"reads {_read(told.get(key, ''))}, the model prints {_read(unit.text)}")


def _sent_back(found: Inspection, keys: Iterable[str], text: Text) -> Mapping[str, str]:
    """The texts of the file under the keys of the model, whichever edition was sent."""
    texts = found.texts
    hidden = {opaque(text.instrument.record.id, key): key for key in keys}
    told = {hidden.get(key, key): words for key, words in texts.items()}
    if not any(map(_STEP.fullmatch, told)):
        raise _nothing(found, f"is it a text of {text.instrument.record.id}?")
    return told


def _read(row: str) -> str:
    return repr(" | ".join(filter(None, row.split("\t"))).replace("\N{NO-BREAK SPACE}", " "))


def _nothing(found: Inspection, hint: str) -> Exception:
    return fail("DOC013", Span(found.file), "the file has no annex of calculation that can be read by its keys", hint)
