"""What is wrong with a value of a request, in a sentence of the reader's language."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

_TEXT = _("Write a text here.")
_WHOLE = _("Write a whole number here.")
_NUMBER = _("Write a number here.")
_DAY = _("Write a day as year-month-day, for example 2026-06-30.")
_TRUTH = _("Write true or false here.")
_CHOICE = _("Only these are possible: %(expected)s.")
_OBJECT = _("An object with fields is expected here.")
_SIGN = _("This text holds a sign that is not allowed here.")
# By the kind of error that pydantic names; the figures are those of its context.
WORDS: dict[str, Any] = {
    "missing": _("This value is missing."),
    "string_type": _TEXT,
    "string_too_short": _("Write at least %(min_length)s characters."),
    "string_too_long": _("Write at most %(max_length)s characters."),
    "string_pattern_mismatch": _("This text does not have the form that is expected here."),
    "string_unicode": _SIGN,
    "int_type": _WHOLE,
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_from_float": _WHOLE,
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": _NUMBER,
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "decimal_max_digits": _("This number has too many digits."),
    "decimal_max_places": _("Write at most %(decimal_places)s decimal places."),
    "decimal_whole_digits": _("This number has too many digits."),
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "enum": _CHOICE,
    "literal_error": _CHOICE,
    "greater_than": _("The value must be greater than %(gt)s."),
    "greater_than_equal": _("The value must be at least %(ge)s."),
    "less_than": _("The value must be less than %(lt)s."),
    "less_than_equal": _("The value must be at most %(le)s."),
    "list_type": _("A list is expected here."),
    "too_long": _("There are more than %(max_length)s entries."),
    "too_short": _("There are fewer than %(min_length)s entries."),
    "dict_type": _OBJECT,
    "model_type": _OBJECT,
    "model_attributes_type": _OBJECT,
    "json_invalid": _("The body is not JSON."),
    "extra_forbidden": _("There is no such field."),
    "value_error": _SIGN,
}
OTHER = _("This value cannot be accepted.")


def of(error: dict[str, Any]) -> str:
    """One sentence on one error of pydantic."""
    words = WORDS.get(error["type"], OTHER)
    try:
        return str(words) % error.get("ctx", {})
    except KeyError:
        return str(OTHER)
