"""The fixed words of a paper and their spelling, the same in every output."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from . import letters
from .shapes import Annex, Block, Bullets, Heading, Paper, Paragraph, Run

STATE = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
PARTY = "ĐẢNG CỘNG SẢN VIỆT NAM"
ADDRESSED = "Kính gửi:"
RECIPIENTS = "Nơi nhận:"
_COPIES = {"SY": "SAO Y", "TrS": "TRÍCH SAO", "SL": "SAO LỤC"}
_SPACE = "\u00a0"
_END = "./."
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"))
_ROMAN_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")


def number_text(paper: Paper) -> str:
    """The number and symbol without a label: "09/BC-SKHCN", or "09-BC/TU" of the Party."""
    number = _SPACE * 6 if paper.number is None else f"{paper.number:02d}"
    return f"{number}{'-' if paper.form == 'party' else '/'}{paper.symbol}"


def number_line(paper: Paper) -> str:
    """The line with number and symbol; the Party writes no colon."""
    return f"{'Số' if paper.form == 'party' else 'Số:'} {number_text(paper)}"


def day_text(day: date | None) -> str:
    """The day in words; days under 10 and the months 1 and 2 have a leading zero."""
    if day is None:
        return f"ngày{_SPACE * 6}tháng{_SPACE * 6}năm{_SPACE * 10}".rstrip(_SPACE)
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def place_line(paper: Paper) -> str:
    """The place and the day."""
    return f"{paper.place}, {day_text(paper.day)}"


def letter_abstract(paper: Paper) -> str:
    """What an official letter is about, as it stands under its number; empty for other papers."""
    if paper.kind:
        return ""
    begun = paper.form == "party" or paper.abstract.lower().startswith("v/v")
    return paper.abstract if begun else f"V/v {paper.abstract}"


def copy_line(paper: Paper) -> str:
    """The words of the copy mark; a text that is no code stands as it is."""
    return _COPIES.get(paper.copy_mark, paper.copy_mark)


def title(paper: Paper) -> str:
    """The title of the file."""
    words = (paper.kind.capitalize(), paper.abstract) if paper.kind else (paper.abstract,)
    return " ".join(word for word in words if word.strip()) or number_text(paper)


def grounds(paper: Paper) -> list[str]:
    """The legal grounds, each ending in a semicolon, the last in a full stop."""
    return _listed(paper.grounds)


def addressees(paper: Paper) -> list[str]:
    """One name as it is; of several each with its dash and its ending."""
    if len(paper.addressed_to) < 2:
        return list(paper.addressed_to)
    return [f"- {line}" for line in _listed(paper.addressed_to)]


def recipients(paper: Paper) -> list[str]:
    """Who receives the paper; the last line says where it is kept."""
    names = [name for name in paper.recipients if name.strip()]
    if paper.addressed_to and not any(name.lower().startswith("như trên") for name in names):
        names.insert(0, "Như trên")
    kept = paper.drafter_mark.strip().rstrip(".")
    if paper.form == "party":
        last = f"Lưu {kept or 'Văn phòng'}."
    elif not kept or kept.upper().startswith("VT"):
        last = f"Lưu: {kept or 'VT'}."
    else:
        last = f"Lưu: VT, {kept}."
    return [f"- {_bare(name)};" for name in names] + [f"- {last}"]


def annex_number(paper: Paper, place: int) -> str:
    """The line over an annex; its Roman number only when there are several, counted from 0."""
    return "Phụ lục" if len(paper.annexes) < 2 else f"Phụ lục {roman(place + 1)}"


def annex_reference(paper: Paper) -> str:
    """Which paper an annex belongs to."""
    kind = paper.kind.capitalize() or "Công văn"
    day = day_text(paper.day)
    return f"(Kèm theo {kind} số {number_text(paper)} {day} của {paper.issuer})"


def roman(number: int) -> str:
    """A number from 1 in Roman numerals."""
    letters = ""
    for value, sign in _ROMAN:
        letters += sign * (number // value)
        number %= value
    return letters + _ROMAN_ONES[number]


def body(paper: Paper) -> list[Block]:
    """The blocks of the paper with sound heading levels; a state paper ends in "./.".

    The last item of a list at the end is a block of its own: only it is held to the signature.
    """
    blocks = levelled(paper.blocks)
    blocks = blocks if paper.form == "party" else _ended(blocks)
    last = blocks[-1] if blocks else None
    if isinstance(last, Bullets) and len(last.items) > 1:
        blocks[-1:] = [Bullets(last.items[:-1]), Bullets(last.items[-1:])]
    return blocks


def annex_blocks(annex: Annex) -> list[Block]:
    """The blocks of an annex; its title is the heading above theirs."""
    return levelled(annex.blocks, above=1)


def levelled(blocks: Iterable[Block], *, above: int = 0) -> list[Block]:
    """The blocks with heading levels that begin under `above` and never skip one.

    A heading without words would be a defect for those who listen to the paper; it is left out.
    """
    found: list[Block] = []
    last = above
    for block in blocks:
        if isinstance(block, Heading):
            if not letters.clean(block.text).strip():
                continue
            last = min(max(block.level, 1) + above, last + 1, 6)
            found.append(replace(block, level=last))
        else:
            found.append(block)
    return found


def _ended(blocks: list[Block]) -> list[Block]:
    """The blocks with the sign of the end after the last words."""
    last = blocks[-1] if blocks else None
    if isinstance(last, Paragraph) and last.runs:
        return [*blocks[:-1], Paragraph(_with_end(last.runs), last.indent)]
    if isinstance(last, Bullets) and last.items and last.items[-1]:
        return [*blocks[:-1], Bullets([*last.items[:-1], _with_end(last.items[-1])])]
    return [*blocks, Paragraph(_END)] if blocks else blocks


def _with_end(runs: Sequence[Run]) -> list[Run]:
    last = runs[-1]
    text = last.text.rstrip()
    text = text if text.endswith(_END) else text.rstrip(" .;:,") + _END
    return [*runs[:-1], replace(last, text=text)]


def _bare(text: str) -> str:
    return text.strip().lstrip("-").strip().rstrip(" ;.,")


def _listed(lines: Sequence[str]) -> list[str]:
    """Lines each ending in a semicolon, the last in a full stop."""
    bare = [_bare(line) for line in lines if line.strip()]
    return [f"{line};" for line in bare[:-1]] + [f"{line}." for line in bare[-1:]]
