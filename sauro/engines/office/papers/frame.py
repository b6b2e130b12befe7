"""The texts around the body of a paper, ready to print: what placeholders stand for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import letters, measures, wording
from .shapes import Annex, Paper

Clean = Callable[[str], str]

TEXTS = (
    "parent",
    "issuer",
    "number_line",
    "place_line",
    "kind",
    "abstract",
    "letter_abstract",
    "urgency",
    "copy_mark",
    "addressed_one",
    "signer",
    "body",
)
LISTS = ("addressed_many", "grounds", "recipients", "signature_lines")


def frame_of(paper: Paper, clean: Clean) -> dict[str, Any]:
    """Every text and list of `TEXTS` and `LISTS` but the body; `clean` makes a text storable."""

    def text(words: str) -> str:
        return clean(words).strip()

    addressed = [text(line) for line in wording.addressees(paper)]
    return {
        "parent": text(paper.parent.upper()),
        "issuer": text(paper.issuer.upper()),
        "number_line": text(wording.number_line(paper)),
        "place_line": text(wording.place_line(paper)),
        "kind": text(paper.kind.upper()),
        "abstract": text(paper.abstract),
        "letter_abstract": text(wording.letter_abstract(paper)),
        "urgency": text(paper.urgency.upper()),
        "copy_mark": text(wording.copy_line(paper)),
        "addressed_one": addressed[0] if len(addressed) == 1 else "",
        "addressed_many": addressed if len(addressed) > 1 else [],
        "grounds": [text(line) for line in wording.grounds(paper)],
        "recipients": [text(line) for line in wording.recipients(paper)],
        "signature_lines": [text(line) for line in paper.signature.lines],
        "signer": text(paper.signature.name),
    }


def annex_of(paper: Paper, place: int, annex: Annex, clean: Clean) -> dict[str, str]:
    """The three lines over an annex; its title may be empty."""
    return {
        "number": wording.annex_number(paper, place),
        "title": clean(annex.title.upper()).strip(),
        "reference": clean(wording.annex_reference(paper)),
    }


def urgency_width(text: str) -> float:
    """Millimetres of the frame around an urgency mark."""
    return max(
        measures.URGENCY_WIDTHS.get(text, 0.0),
        letters.width_mm(text, measures.URGENCY_SIZE, bold=True) + 6,
    )
