"""A value that an instrument or a clause gives for a parameter becomes one of the type of the parameter."""

from __future__ import annotations

from travaux.library import Parameter
from travaux.model.period import Period, parse_date
from travaux.model.quantity import Percentage


def typed(parameter: Parameter, value: object) -> object:
    """The value of a parameter as its type. Raises ValueError saying what is wanted."""
    match parameter.type:
        case "count":
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise ValueError(f"a whole number from 0 is wanted here, not {value!r}")
            return value
        case "choice":
            if value not in parameter.choices:
                raise ValueError(f"{value!r} is not one of {', '.join(parameter.choices)}")
            return value
    if not isinstance(value, str):
        raise ValueError(f"text is wanted here, not {value!r}")
    match parameter.type:
        case "period":
            return Period.parse(value)
        case "percentage":
            return Percentage.parse(value)
        case "date":
            return parse_date(value)
        case "text":
            return value
