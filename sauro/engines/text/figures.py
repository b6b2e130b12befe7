"""Numbers and days as Vietnamese documents print them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, localcontext

_SWAP = str.maketrans(",.", ".,")


def vi_number(value: Decimal | float, places: int | None = None) -> str:
    """A number like 1.234,5: rounded half up to `places`, or as given without ending zeros.

    Raises ValueError for infinity and for what is not a number.
    """
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    if not number.is_finite():
        message = f"not a finite number: {value!r}"
        raise ValueError(message)
    if places is not None:
        with localcontext(prec=100):
            number = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{number:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return (text.removeprefix("-") if not number else text).translate(_SWAP)


def vi_date(d: date) -> str:
    """A day like 30/06/2025."""
    return f"{d.day:02}/{d.month:02}/{d.year:04}"


def vi_datetime(moment: datetime) -> str:
    """A moment like 14:05 30/06/2025, in the zone it is given in."""
    return f"{moment.hour:02}:{moment.minute:02} {vi_date(moment)}"
