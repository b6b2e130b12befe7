"""The mark of a copy, drawn as Decree 30/2020 wants: upright, size 10, black, no frame."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from sauro.engines.office.papers import letters

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
_SOURCE = b"""
#let data = json(bytes(sys.inputs.mark))
#set document(date: none)
#set page(width: data.width * 1mm, height: data.height * 1mm, margin: 0mm, fill: none)
#set text(font: "Liberation Serif", lang: "vi", size: data.size * 1pt, fallback: false)
#set text(top-edge: "ascender", bottom-edge: "descender")
#set par(leading: 0.1em, spacing: 0.1em)
#align(right + horizon, for line in data.lines { block(text(line)) })
"""
_SIZE = 10
_POINT_MM = 25.4 / 72


class CopyMark(StrEnum):
    """How a copy was made (Decree 30/2020, Appendix I), as it is printed."""

    WHOLE = "SAO Y"
    EXTRACT = "TRÍCH SAO"
    RECOPY = "SAO LỤC"

    @property
    def abbreviation(self) -> str:
        """As it stands in the symbol of the copy."""
        return {"SAO Y": "SY", "TRÍCH SAO": "TrS", "SAO LỤC": "SL"}[self.value]


def copy_lines(mark: CopyMark, issuer: str, at: datetime) -> tuple[str, ...]:
    """What the mark says: the kind of copy, the agency, the moment in the zone of Vietnam."""
    moment = at.astimezone(HERE).isoformat(timespec="seconds")
    return (f"{mark.value}; {issuer.upper()}", f"Thời gian ký: {moment}")


def mark_pdf(lines: Sequence[str], *, width_mm: float, height_mm: float) -> bytes:
    """A transparent PDF of the given size with these lines at its right; set smaller if needed."""
    import typst

    widest = max((letters.width_mm(line, 1) for line in lines), default=0.0) or 0.01
    down = height_mm / ((len(lines) * 1.25 + 0.4) * _POINT_MM)
    size = round(max(4.0, min(_SIZE, width_mm / widest, down)), 2)
    data = {"lines": list(lines), "width": width_mm, "height": height_mm, "size": size}
    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[letters.FONTS]
    )
    compiler = typst.Compiler(_SOURCE, font_paths=fonts, sys_inputs={"mark": json.dumps(data)})
    made: Any = compiler.compile(format="pdf", timestamp=0)
    return bytes(made)
