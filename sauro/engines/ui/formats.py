"""Numbers, dates and shares as Vietnamese and English readers write them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils import timezone

NO_VALUE = "–"
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
MOST_PLACES = 6

Numeric = int | float | Decimal | str | None


def number(value: Numeric, *, language: str, places: int | None = None) -> str:
    """1234.5 as "1.234,5" (vi) or "1,234.5" (en); a dash for nothing, text as it is."""
    if value is None or value == "":
        return NO_VALUE
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if not exact.is_finite():
        return NO_VALUE
    text = _grouped(exact, places)
    return text if language.startswith("en") else text.translate(str.maketrans(",.", ".,"))


def _grouped(exact: Decimal, places: int | None) -> str:
    if places is not None:
        return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP):,f}"
    if -exact.as_tuple().exponent > MOST_PLACES:  # type: ignore[operator]  # finite, so an int
        exact = exact.quantize(Decimal(1).scaleb(-MOST_PLACES), ROUND_HALF_UP)
    text = f"{exact:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def day(value: date | datetime | None, *, language: str) -> str:
    """30/06/2025 (vi) or 30 Jun 2025 (en), in local time; a dash for nothing."""
    if value is None or value == "":
        return NO_VALUE
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value)
    if language.startswith("en"):
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value.day:02}/{value.month:02}/{value.year}"


def moment(value: datetime | None, *, language: str) -> str:
    """14:05 30/06/2025 (vi) or 30 Jun 2025, 14:05 (en), in local time; a dash for nothing."""
    if value is None or value == "":
        return NO_VALUE
    if timezone.is_aware(value):
        value = timezone.localtime(value)
    clock = f"{value.hour:02}:{value.minute:02}"
    written = day(value, language=language)
    return f"{written}, {clock}" if language.startswith("en") else f"{clock} {written}"


def share(part: Numeric, total: Numeric, *, language: str, places: int = 1) -> str:
    """17 of 43 as "39,5%"; a dash when there is nothing to divide by."""
    try:
        whole, piece = Decimal(str(total)), Decimal(str(part))
    except InvalidOperation:
        return NO_VALUE
    if not whole:
        return NO_VALUE
    exact = (piece * 100 / whole).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return number(exact, language=language) + "%"
