"""Stage 2, validate: raw values become a typed record, or every fault of the record with its line and column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from travaux.diagnostic import Diagnostic, Failure, Severity
from travaux.edit import Fix, Reword
from travaux.model.base import Keys
from travaux.read import Path, Raw
from travaux.span import Span

M = TypeVar("M", bound=BaseModel)

STAGE_CODES: Mapping[str, str] = {
    "MOD001": "A record names a kind of mechanism that does not exist.",
    "MOD002": "A record has a field that its kind does not have.",
    "MOD003": "A value is of the wrong type, out of range, or contradicts another value of the same record.",
    "MOD004": "A field is missing.",
    "MOD005": "A record names another record that does not exist.",
    "MOD006": "Two records have one key.",
    "MOD007": "The key inside a record differs from the name of its file.",
}


def closest(word: str, known: Iterable[str]) -> str:
    """ "did you mean 'x'?" for the known word nearest to this one, or "" when none is near."""
    import difflib

    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"did you mean {near[0]!r}?" if near else ""


def meant(word: str, known: Iterable[str]) -> str:
    """The one known word that this one can be a slip for; "" where none is so near, or a second one nearly as near."""
    import difflib

    near = difflib.get_close_matches(word, sorted(set(known)), n=2, cutoff=0.75)
    ratios = [difflib.SequenceMatcher(None, each, word).ratio() for each in near]
    return near[0] if near and (len(near) == 1 or ratios[0] - ratios[1] > 0.08) else ""


class UnknownKey(ValueError):
    """A record is named that does not exist; carries the hint for its message."""

    def __init__(self, kind: str, key: str, known: Iterable[str]) -> None:
        known = sorted(known)
        self.key, self.known = key, known
        self.hint = closest(key, known) or f"known: {', '.join(known[:12])}{', ...' if len(known) > 12 else ''}"
        super().__init__(f"unknown {kind} {key!r}")


def _path_in(value: Any, loc: tuple[str | int, ...]) -> Path:
    """The part of a pydantic location that is a path in the raw value; the rest names unions and validators."""
    path: list[str | int] = []
    for step in loc:
        in_mapping = isinstance(value, dict) and step in value
        in_list = isinstance(value, tuple) and isinstance(step, int) and step < len(value)
        if in_mapping or in_list:
            value = value[step]
            path.append(step)
    return tuple(path)


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case dict():
            return "a mapping"
        case tuple():
            return f"a list of {len(value)}"
        case int() | Decimal():
            return f"the number {value}"
        case _:
            text = str(value)
            return repr(text if len(text) <= 60 else text[:57] + "...")


def _field_names(cls: type[BaseModel], loc: tuple[str | int, ...]) -> set[str]:
    """The fields of the model that a location leads into, for a "did you mean"."""
    for step in loc:
        field = cls.model_fields.get(str(step))
        if field is not None:
            inner = _models_of(field.annotation)
            cls = inner[0] if inner else cls
        else:
            cls = _by_tag(cls, str(step)) or cls
    return set(cls.model_fields)


def _models_of(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in getattr(annotation, "__args__", ()) for model in _models_of(part)]


def _by_tag(cls: type[BaseModel], tag: str) -> type[BaseModel] | None:
    """The form of a tagged union that a location names by its tag."""
    siblings: Sequence[type[BaseModel]] = cls.__mro__[1].__subclasses__()
    forms = [model for model in siblings if model.__module__ == cls.__module__ and "type" in model.model_fields]
    return next((m for m in forms if tag in getattr(m.model_fields["type"].annotation, "__args__", ())), None)


def _explain(error: Any, cls: type[BaseModel]) -> tuple[str, str, str]:
    """Code, message and hint for one error of pydantic's, in the words of this project."""
    loc, context = error["loc"], error.get("ctx", {})
    name = str(loc[-1]) if loc else ""
    match error["type"]:
        case "missing":
            return "MOD004", f"the field {name!r} is missing", "add it; `travaux schema` prints what each field means"
        case "extra_forbidden":
            near = closest(name, _field_names(cls, loc[:-1]))
            return "MOD002", f"unknown field {name!r}", near or "remove it, or see `travaux schema`"
        case "value_error":
            fault = context.get("error")
            if isinstance(fault, UnknownKey):
                return "MOD005", str(fault), fault.hint
            return "MOD003", str(fault), ""
        case "literal_error" | "union_tag_invalid":
            wanted = context.get("expected") or context.get("expected_tags", "")
            given = error["input"] if error["type"] == "literal_error" else context.get("tag")
            near = closest(str(given), re.findall(r"'([^']*)'", wanted)) if isinstance(given, str) else ""
            return "MOD003", f"{_shown(given)} is not one of {wanted}", near
        case "union_tag_not_found":
            return "MOD004", f"the field {context['discriminator']} is missing", "it says which form is meant"
        case "string_pattern_mismatch":
            what, hint = _FORMS.get(context["pattern"], (f"of the form {context['pattern']}", ""))
            return "MOD003", f"{_shown(error['input'])} is not {what}", hint
    return "MOD003", f"{_wanted(error)} is wanted here, not {_shown(error['input'])}", _type_hint(error)


#: What a pattern stands for, in words, and how to write it.
_FORMS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": ("a key", "lower-case letters and digits, joined by hyphens, as in border-adjustment"),
    r"^[A-Z]{3}$": ("a currency code", "three capital letters, as in USD"),
    r"^[A-Z]{3}[0-9]{3}$": ("the code of a check", "three letters and three digits, as in REF001"),
    r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$": ("a language tag", "as in en or zh-Hant"),
    r"^[a-z][a-z0-9_]*$": ("a name", "lower-case letters, digits and underscores, as in base_rate"),
    r"^[^/\\].*\.csv$": ("the relative path of a CSV file", "as in schedules/rates.csv"),
    r"^[a-z0-9]+(-[a-z0-9]+)*(-\*)?$": ("the id of a provision", "as in reply, or good-* for those of a loop"),
    r"^https?://\S+$": ("an address", "it begins with https://"),
    r"^\d{4}(-\d{2}(-\d{2})?)?$": ("a year, month or day", "in quotes, as in '2026-02' or '2026-02-04'"),
}

_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping of fields",
    "model_attributes_type": "a mapping of fields",
    "string_too_short": "a text that is not empty",
}


def _wanted(error: Any) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "greater_than_equal":
            return f"a number of at least {context['ge']}"
        case "less_than_equal":
            return f"a number of at most {context['le']}"
        case "too_short":
            return f"a list of at least {context['min_length']}"
        case "too_long":
            return f"a list of at most {context['max_length']}"
        case kind:
            return _WANTED.get(kind) or str(error["msg"])


def _type_hint(error: Any) -> str:
    given = error["input"]
    if error["type"] == "string_type" and isinstance(given, int | Decimal):
        return "put it in quotes if it is meant as text"
    if error["type"] == "int_type" and isinstance(given, str) and given.strip("+- ").isdigit():
        return "write the number without quotes"
    return ""


def _within(raw: Raw, path: Path) -> Any:
    """The raw value at a path."""
    value: Any = raw.value
    for step in path:
        value = value[step]
    return value


def _spoken_of(raw: Raw, path: Path, message: str) -> Span | None:
    """The place of which a fault of a record as a whole speaks, so that it is reported there and not at its head.

    A field in backticks, alone or with its value, is the one at fault; within it, or where none is, the value that the
    message gives first, and of two that are alike the second. Other fields may be named as plain words.
    """
    value = _within(raw, path)
    if not isinstance(value, dict):
        return None
    quoted = next((k for k in value if f"`{k}`" in message or f"`{k}: " in message), None)
    given = _value_given(raw, (*path, quoted) if quoted else path, message)
    if given is not None:
        return raw.span(*given)
    plain = next((k for k in value if k.replace("_", "-") in message.split()), None)
    field = quoted or plain
    return raw.key_span(*path, field) if field else None


def _value_given(raw: Raw, path: Path, message: str) -> Path | None:
    """The last place under a path of the first value that a message gives."""
    places: dict[str, Path] = {}
    for place in raw.places:
        if place[: len(path)] == path and len(place) > len(path):
            value = _within(raw, place)
            if isinstance(value, str | int | Decimal) and not isinstance(value, bool):
                places[str(value)] = place
    words = (word.strip(",.;:") for word in message.split())
    return next((places[word] for word in words if word in places), None)


def _slip(error: Any, cls: type[BaseModel], span: Span) -> Fix | None:
    """The one field, record or word that a misspelt one can be meant for. A field has no other reading: it is safe."""
    loc, fault = error["loc"], error.get("ctx", {}).get("error")
    if error["type"] == "extra_forbidden":
        typed, wanted = str(loc[-1]), meant(str(loc[-1]), _field_names(cls, loc[:-1]))
    elif isinstance(fault, UnknownKey):
        typed, wanted = fault.key, meant(fault.key, fault.known)
    elif error["type"] == "literal_error" and isinstance(error["input"], str):
        typed = error["input"]
        wanted = meant(typed, re.findall(r"'([^']*)'", error["ctx"]["expected"]))
    else:
        return None
    safe = error["type"] == "extra_forbidden"
    return Fix(f"write {wanted!r} for {typed!r}", (Reword(span, typed, wanted),), safe) if wanted else None


def diagnose(error: ValidationError, cls: type[BaseModel], raw: Raw) -> Failure:
    """The faults of a record as diagnostics, one for each place in the file."""
    found: dict[Path, Diagnostic] = {}
    errors = [(_path_in(raw.value, item["loc"]), item) for item in error.errors(include_url=False)]
    for path, item in errors:
        if item["type"] == "too_short" and any(len(p) > len(path) and p[: len(path)] == path for p, _ in errors):
            continue  # pydantic counts only the sound items of a list
        code, message, hint = _explain(item, cls)
        last = item["loc"][-1] if item["loc"] else ""
        place: Path = (*path, last) if code == "MOD004" else path
        # An unknown field, and a key of a mapping that is wrong, stand where they are written and not at their value.
        span = raw.key_span(*path) if code == "MOD002" or last == "[key]" else raw.span(*path)
        whole = code == "MOD003" and " wanted here" not in message
        spoken = _spoken_of(raw, path, message) if whole else None
        span = spoken or span
        known = found.get(place)
        if known is None or (known.code == "MOD003" and known.message.split(" is ")[0] == message.split(" is ")[0]):
            # A union reports each of its branches: the last one says most.
            found[place] = Diagnostic(code, Severity.ERROR, span, message, hint, fix=_slip(item, cls, span))
    return Failure(tuple(found.values()))


def validate(cls: type[M], raw: Raw, keys: Keys | None = None) -> M:
    """The raw values of one file as a model. Raises `Failure` with every fault of the file."""
    try:
        return cls.model_validate(raw.value, context=keys)
    except ValidationError as error:
        raise diagnose(error, cls, raw) from None


def named_after_its_file(record_id: str, raw: Raw) -> tuple[Diagnostic, ...]:
    """A finding when the key inside a record is not the name of its file: most often a copy not yet renamed."""
    stem = raw.file.path.stem
    if record_id == stem:
        return ()
    message = f"the record says id {record_id!r}, its file is named {stem!r}: two records cannot share one key"
    hint = "give file and id the same name"
    return (Diagnostic("MOD007", Severity.ERROR, raw.span("id"), message, hint),)
