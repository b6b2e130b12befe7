"""The measures of the two forms: millimetres for places, points for letters.

State: Decree 30/2020/NĐ-CP, appendix I. Party: guide 36-HD/VPTW of 3 April 2018, appendix 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Form = Literal["state", "party"]

FONT = "Times New Roman"
PAGE = (210.0, 297.0)
TOP, BOTTOM, LEFT, RIGHT = 20.0, 20.0, 30.0, 15.0
NUMBER_FROM_EDGE = 10.0  # the page number stands within the top margin
FIRST_LINE = 12.7
PARAGRAPH_GAP = 6.0
RULE_SHARE = 0.4  # of the line above; the decree says 1/3 to 1/2
SHORT_RULE = 14.0  # under what a paper of the Party is about
RULE_WEIGHT = 0.75
CELL_INSET = 1.2
TABLE_SIZE = 12.0
CAPTION_SIZE = 13.0
COPY_MARK_SIZE = 10.0
SIGNATURE_SPACE = 24.0
URGENCY_HEIGHT = 8.0
URGENCY_SIZE = 13.0
URGENCY_COLOUR = "C00000"
URGENCY_WIDTHS = {"KHẨN": 20.0, "THƯỢNG KHẨN": 40.0, "HỎA TỐC": 30.0, "HOẢ TỐC": 30.0}
ADDRESS_INDENT = 28.0


@dataclass(frozen=True, slots=True)
class Measures:
    """What differs between the forms; sizes in points, widths in millimetres."""

    left_width: float
    right_width: float
    motto: float
    motto_line: float
    agency: float
    number: float
    place: float
    kind: float
    abstract: float
    letter_abstract: float
    letter_abstract_italic: bool
    body: float
    recipients_label: float
    recipients_label_underlined: bool
    recipients: float
    page_number: float


MEASURES: dict[Form, Measures] = {
    "state": Measures(
        left_width=74,
        right_width=91,
        motto=12,
        motto_line=13,
        agency=12,
        number=13,
        place=13,
        kind=14,
        abstract=14,
        letter_abstract=12,
        letter_abstract_italic=False,
        body=14,
        recipients_label=12,
        recipients_label_underlined=False,
        recipients=11,
        page_number=14,
    ),
    "party": Measures(
        left_width=80,
        right_width=85,
        motto=15,
        motto_line=15,
        agency=14,
        number=14,
        place=14,
        kind=16,
        abstract=14,
        letter_abstract=12,
        letter_abstract_italic=True,
        body=14,
        recipients_label=14,
        recipients_label_underlined=True,
        recipients=12,
        page_number=14,
    ),
}


def text_width(*, landscape: bool = False) -> float:
    """Millimetres between the left and the right margin."""
    return (PAGE[1] if landscape else PAGE[0]) - LEFT - RIGHT


def fitted(widths: Sequence[float], available: float) -> list[float]:
    """Widths of columns that do not go over the page; narrower tables stay as they are."""
    wanted = [max(float(width), 4.0) for width in widths]
    scale = min(1.0, available / sum(wanted))
    return [round(width * scale, 2) for width in wanted]
