"""Passages of a document: cleaned, placed in the whole text, counted up to a limit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

from . import grid
from .grid import Limits

PARAGRAPH, CELL, HEADER, FOOTER, NOTE = "paragraph", "cell", "header", "footer", "note"
TEXT, SCANNED, EMPTY = "text", "scanned", "empty"


@dataclass(frozen=True, slots=True)
class TextLimits:
    """What a document may hold before reading stops; what was read until then is given."""

    pages: int = 400
    seconds: float = 20.0
    letters: int = 2_000_000
    files: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Raw:
    """A passage as found, before cleaning; page 0 means that the file does not tell."""

    text: str
    kind: str = PARAGRAPH
    page: int = 0


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or a table row; `start` is its place in the whole text, `page` 0 if unknown."""

    text: str
    start: int
    kind: str = PARAGRAPH
    page: int = 0

    @property
    def end(self) -> int:
        """The place after its last letter."""
        return self.start + len(self.text)


@dataclass(frozen=True)
class DocumentText:
    """What a document says.

    `status` is text, scanned (pages are pictures) or empty; `cut` names the limit at which
    reading stopped, if any; `encodings` the old fonts that were repaired; `silent_pages` the
    pages that are pictures among pages with text.
    """

    passages: tuple[Passage, ...] = ()
    pages: int = 0
    status: str = TEXT
    cut: str = ""
    encodings: tuple[str, ...] = ()
    silent_pages: tuple[int, ...] = ()

    @cached_property
    def text(self) -> str:
        """The passages, one on a line; places count in it."""
        return "\n".join(passage.text for passage in self.passages)

    def page_at(self, place: int) -> int:
        """The page on which a place lies, or 0 when unknown."""
        pages = [passage.page for passage in self.passages if passage.start <= place]
        return pages[-1] if pages else 0


def assemble(
    found: Iterable[Raw],
    *,
    limits: TextLimits,
    pages: int = 0,
    cut: str = "",
    scanned: bool = False,
    silent_pages: tuple[int, ...] = (),
) -> DocumentText:
    """Passages cleaned, placed and counted up to the limit of letters."""
    passages: list[Passage] = []
    encodings: Counter[str] = Counter()
    place = 0
    for raw in found:
        reading = grid.tidy(raw.text)
        line = " ".join(reading.text.split())
        if not line:
            continue
        if reading.encoding:
            encodings[reading.encoding] += 1
        if place + len(line) > limits.letters:
            cut = "letters"
            break
        passages.append(Passage(line, place, raw.kind, raw.page))
        place += len(line) + 1
    status = TEXT if passages and not scanned else SCANNED if scanned else EMPTY
    return DocumentText(
        passages=tuple(passages),
        pages=pages,
        status=status,
        cut=cut,
        encodings=tuple(name for name, _count in encodings.most_common()),
        silent_pages=silent_pages,
    )
