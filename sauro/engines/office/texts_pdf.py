"""The text of a PDF by page, its lines put together to paragraphs; scanned pages told apart."""

from __future__ import annotations

import io
import logging
import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from .grid import OfficeError
from .passages import DocumentText, Raw, TextLimits, assemble

_FEW_LETTERS = 12  # a page with less is a picture, perhaps with a page number or a stamp
_MARKER = re.compile(
    r"\s*(?:[-–+•*▪]\s|\(?\d{1,3}(?:\.\d{1,3})*[.)]\s|[a-zđ]{1,2}\)\s|[IVX]{1,5}[.)]\s|Điều \d+|"
    r"Thứ (?:nhất|hai|ba|tư|năm|sáu|bảy)\b|Nơi nhận|Kính gửi|Căn cứ\b|(?:TM|KT|TL|TUQ|Q)\.\s)"
)
_PAGE_NUMBER = re.compile(r"[-–]?\s*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?\s*[-–]?", re.IGNORECASE)
_ENDS = (".", ";", ":", "!", "?", "./.", "/.")
_FULL = 0.86  # share of the usual width, letters being of different widths


class _Late(Exception):
    """Reading took longer than it may."""


def read(data: bytes, limits: TextLimits) -> DocumentText:
    """The text of a PDF; raises OfficeError when it is damaged or protected."""
    import pypdf

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    ends_at = time.monotonic() + limits.seconds
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        is_closed = reader.is_encrypted and not reader.decrypt("")
        pages, cut = ([], "") if is_closed else _pages(reader, limits, ends_at)
        count = 0 if is_closed else len(reader.pages)
    except Exception as error:  # pypdf lets many kinds of exceptions out of damaged files
        raise OfficeError("corrupt") from error
    if is_closed:
        raise OfficeError("encrypted")
    silent = tuple(
        number
        for number, lines in enumerate(pages, 1)
        if sum(letter.isalpha() for line in lines for letter in line) < _FEW_LETTERS
    )
    scanned = bool(pages) and len(silent) == len(pages) and not cut
    return assemble(
        () if scanned else _paragraphs(pages),
        limits=limits,
        pages=count,
        cut=cut,
        scanned=scanned,
        silent_pages=silent,
    )


def _pages(reader: Any, limits: TextLimits, ends_at: float) -> tuple[list[list[str]], str]:
    """The lines of each page until a limit, and the name of that limit."""

    def still_time(*_operation: Any) -> None:
        if time.monotonic() > ends_at:
            raise _Late

    found: list[list[str]] = []
    letters = 0
    for number, page in enumerate(reader.pages):
        if number >= limits.pages:
            return found, "pages"
        try:
            still_time()
            text = page.extract_text(visitor_operand_before=still_time)
        except _Late:
            return found, "seconds"
        except Exception:  # noqa: BLE001 - one damaged page does not hide the others
            text = ""
        found.append([line.strip() for line in text.splitlines() if line.strip()])
        letters += len(text)
        if letters > limits.letters:
            return found, "letters"
    return found, ""


def _paragraphs(pages: Sequence[list[str]]) -> Iterator[Raw]:
    """Paragraphs with the page on which each begins."""
    bodies = _without_margins(pages)
    width = _usual_width([line for lines in bodies for line in lines])
    current, begun, last = "", 0, ""
    for number, lines in enumerate(bodies, 1):
        for line in lines:
            if current and _goes_on(last, line, width):
                current = f"{current} {line}"
            else:
                if current:
                    yield Raw(current, page=begun)
                current, begun = line, number
            last = line
    if current:
        yield Raw(current, page=begun)


def _without_margins(pages: Sequence[list[str]]) -> list[list[str]]:
    """The pages without page numbers and without first and last lines that most pages repeat."""
    edges: Counter[str] = Counter()
    for lines in pages:
        edges.update({line for line in (*lines[:1], *lines[-1:]) if len(line) < 120})
    repeated = {line for line, count in edges.items() if count >= 3 and 2 * count >= len(pages)}
    return [
        [
            line
            for place, line in enumerate(lines)
            if not (
                place in (0, len(lines) - 1)
                and (line in repeated or _PAGE_NUMBER.fullmatch(line) is not None)
            )
        ]
        for lines in pages
    ]


def _usual_width(lines: Sequence[str]) -> int:
    """The length that full lines have: the ninth tenth of all lines."""
    lengths = sorted(map(len, lines))
    return lengths[len(lengths) * 9 // 10] if lengths else 0


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether a line continues the one before it."""
    if _MARKER.match(line):
        return False
    if line[:1].islower():
        return True
    if before.endswith(_ENDS):
        return False
    if before.isupper() and not line.isupper():
        return False
    word = line.split(maxsplit=1)[0]  # a line is wrapped when this word had no room on it
    return len(before) + 1 + len(word) >= _FULL * width
