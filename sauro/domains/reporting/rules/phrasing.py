"""Sentences from reviewed phrases: words around figures, each figure linked to its key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sauro.domains.reporting.rules.figures import Figure

_PLACE = re.compile(r"\{([^{}]+)\}")
_MARK = re.compile(r"\[\[([^\[\]|]*)\|([^\[\]|]+)\]\]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a sentence; `ref` is the key of the figure it prints."""

    text: str
    ref: str = ""


def shown(value: Decimal | None) -> str:
    """A number as official papers print it: 1.234,5; nothing known is “chưa có số liệu”."""
    if value is None:
        return "chưa có số liệu"
    plain = format(value.normalize(), "f") if value else "0"
    whole, _dot, rest = plain.lstrip("-").partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    sign = "-" if value < 0 else ""
    return f"{sign}{grouped},{rest}" if rest else f"{sign}{grouped}"


def counted(value: Decimal | None) -> str:
    """A number of things: below ten with a leading nought, as official papers write (02, 09)."""
    text = shown(value)
    return f"0{text}" if len(text) == 1 and text != "0" else text


def counted_number(value: int) -> str:
    """The same of a whole number."""
    return counted(Decimal(value))


def sentence(
    template: str, *, figures: Mapping[str, Figure], words: Mapping[str, str]
) -> list[Piece]:
    """The pieces of a phrase; raises KeyError for a place that names neither figure nor word."""
    found: list[Piece] = []
    end = 0
    for place in _PLACE.finditer(template):
        found.append(Piece(template[end : place.start()]))
        found.append(_filled(place[1], figures, words))
        end = place.end()
    found.append(Piece(template[end:]))
    return _joined(found)


def places(template: str) -> list[str]:
    """The names of the places in a phrase."""
    return _PLACE.findall(template)


def to_marks(pieces: list[Piece]) -> str:
    """A sentence as a person edits it: figures stand as [[39,5|targets.reached_share]]."""
    return "".join(f"[[{one.text}|{one.ref}]]" if one.ref else one.text for one in pieces)


def from_marks(text: str) -> list[Piece]:
    """The pieces of an edited sentence; broken marks stay plain text."""
    found: list[Piece] = []
    end = 0
    for mark in _MARK.finditer(text):
        found.append(Piece(text[end : mark.start()]))
        found.append(Piece(mark[1], mark[2].strip()))
        end = mark.end()
    found.append(Piece(text[end:]))
    return [one for one in found if one.text]


def renewed(text: str, figures: Mapping[str, Figure]) -> str:
    """An edited text with every linked figure as it is now; words stay as they are."""

    def renew(mark: re.Match[str]) -> str:
        figure = figures.get(mark[2].strip())
        return f"[[{printed(figure)}|{mark[2].strip()}]]" if figure else mark[0]

    return _MARK.sub(renew, text)


def printed(figure: Figure) -> str:
    """A figure as it stands in a sentence."""
    if figure.percent or figure.what == "indicator":
        return shown(figure.value)
    return counted(figure.value)


def _joined(pieces: list[Piece]) -> list[Piece]:
    """The pieces with plain text that stands side by side as one."""
    found: list[Piece] = []
    for piece in pieces:
        if found and not piece.ref and not found[-1].ref:
            found[-1] = Piece(found[-1].text + piece.text)
        elif piece.text:
            found.append(piece)
    return found


def _filled(name: str, figures: Mapping[str, Figure], words: Mapping[str, str]) -> Piece:
    if name in words:
        return Piece(words[name])
    return Piece(printed(figures[name]), name)
