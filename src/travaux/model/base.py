"""What every record has in common: strict, frozen, closed, with a key and a place for suppressions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Protocol, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, model_validator

from travaux.model.period import Date


class Keys(Protocol):
    """What validation knows of other records: handed in as pydantic's validation context."""

    def meet(self, kind: str, key: str) -> None:
        """Notes that a record of a kind is named. Raises ValueError when there is none of that key."""


@dataclass(frozen=True)
class Names:
    """A validator for the key of another record; without a context nothing is known and nothing is checked."""

    kind: str
    """The kind of the record that is named."""

    def __call__(self, key: str, info: ValidationInfo) -> str:
        keys: Keys | None = info.context
        if keys is not None:
            keys.meet(self.kind, key)
        return key


Key: TypeAlias = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64),
    Field(description="A key: lower-case letters and digits, parts joined by single hyphens."),
]
LanguageTag: TypeAlias = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$"),
    Field(description="A language tag of BCP 47: en, es, ja, zh-Hant."),
]
PartyKey: TypeAlias = Annotated[
    Key, AfterValidator(Names("party")), Field(description="The key of a party: a file of seeds/parties/.")
]
ProductKey: TypeAlias = Annotated[
    Key, AfterValidator(Names("product")), Field(description="The key of a product: a file of seeds/products/.")
]
SourceKey: TypeAlias = Annotated[
    Key, AfterValidator(Names("source")), Field(description="The key of a source: a file of seeds/sources/.")
]
MechanismKey: TypeAlias = Annotated[
    Key, AfterValidator(Names("mechanism")), Field(description="The key of a mechanism: a file of seeds/mechanisms/.")
]
TableKey: TypeAlias = Annotated[
    Key, AfterValidator(Names("table")), Field(description="The key of a table: a file of seeds/tables/.")
]
InstrumentKey: TypeAlias = Annotated[
    Key,
    AfterValidator(Names("instrument")),
    Field(description="The key of an instrument: a file of seeds/instruments/."),
]
NonEmpty: TypeAlias = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]


def _some_language(texts: dict[str, str]) -> dict[str, str]:
    if not texts:
        raise ValueError("give the text in at least one language, such as `en: ...`")
    return texts


Texts: TypeAlias = Annotated[
    dict[LanguageTag, NonEmpty],
    AfterValidator(_some_language),
    Field(description="The same text in one or more languages, by language tag."),
]


class Model(BaseModel):
    """Strict (nothing is coerced), frozen, and closed (an unknown field is an error); no list names a thing twice."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", defer_build=True)
    #: Lists in which one word can stand more than once.
    repeats: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        for field, value in self.__dict__.items():
            if isinstance(value, tuple) and len(value) > 1 and field not in self.repeats:
                names = [item if isinstance(item, str) else getattr(item, "id", None) for item in value]
                twice = sorted({name for name in names if isinstance(name, str) and names.count(name) > 1})
                if twice:
                    raise ValueError(f"named twice under `{field}`: {', '.join(twice)}")
        return self


class Suppression(Model):
    """A finding that is known and accepted here. It names its reason, and is itself reported when unused."""

    code: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}[0-9]{3}$")]
    """The code of the check."""
    reason: NonEmpty
    """Why the finding is accepted."""
    until: Date | None = None
    """The last date of a draft for which it is accepted; none means for good."""


class Record(Model):
    """A file of `seeds/`. Its key is its file name and is repeated inside, so that a copy is noticed."""

    id: Key
    """The key of this record; the same as the file's name without its ending."""
    suppress: tuple[Suppression, ...] = ()
    """Findings in this file that are accepted, each with a reason."""
