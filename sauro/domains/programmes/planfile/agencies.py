"""Agencies as people write them: a cell gives its mentions, nothing lost or guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from . import agency_words as words

Known = Callable[[str], bool]

_SEPARATOR = re.compile(
    r"(\s*[;\n]\s*|\s*,\s*(?:và\s+|cùng\s+)?|\s+(?:và|cùng với|cùng|phối hợp với|phối hợp cùng|"
    r"với|&)\s+"
    r"|\s*(?<!đ)(?<!Đ)/\s*|\.\s+(?=[A-ZĐ])|\s*\+\s+)"
)
_BULLET = re.compile(r"^\s*(?:[-–+•*·▪]|\(?\d{1,2}[.)]|[a-zđ]\))\s*")
_BRACKET = re.compile(r"\([^()]*\)")
_NOTE = re.compile(r"\s*\(([^()]*)\)\s*[.,;]?$")
_LABEL = re.compile(
    r"(?:^|(?<=[\s;,.\-–+•(]))(?:[-–+•*]\s*)?(?:(?:các\s+)?(?:cơ quan|đơn vị|sở)\s+)?"
    r"(chủ trì thực hiện|chủ trì|đầu mối|tham mưu|thực hiện|phối hợp thực hiện|phối hợp)\s*:\s*",
    re.IGNORECASE,
)
_LEADS_WITH = re.compile(
    r"\s+(?:là (?:cơ quan|đơn vị)\s+)?chủ trì\s*[,;]?\s*phối hợp(?:\s+(?:với|cùng))?\s*:?\s+",
    re.IGNORECASE,
)
_LEADS_OTHERS = re.compile(
    r"^(.+?)\s+chủ trì\s*[;,.]\s*(.+?)\s+phối hợp(?: thực hiện)?\s*\.?$", re.IGNORECASE | re.DOTALL
)
_LEAD_WORD = re.compile(r"\s+chủ trì(?: thực hiện)?\s*[.;]?$", re.IGNORECASE)
_SECTOR_LIST = re.compile(
    r"(?P<head>(?:các\s+)?(?P<kind>sở|bộ)\s*:?\s+)(?P<list>\S.*)", re.IGNORECASE | re.DOTALL
)
_LONGEST_NAME = 6
_LONGEST_CELL = 5_000
_HIDDEN = 0xE000


@dataclass(frozen=True, slots=True)
class Mention:
    """One agency or collective as named; `note` is what stood in brackets after it."""

    text: str
    collective: bool = False
    note: str = ""
    role: str = ""

    @property
    def incomplete(self) -> bool:
        """Whether the name was cut: "Bộ", "Ủy ban", "Bộ Khoa học và"."""
        return self.text.lower() in words.INCOMPLETE or self.text.lower().endswith(
            (" và", " -", "&")
        )


def split(text: str, known: Known | None = None) -> tuple[Mention, ...]:
    """The agencies that a cell names, in order, without repeats; `known` tells a whole name."""
    if len(text) > _LONGEST_CELL:
        return (Mention(text),)
    if known is None:
        return _split_alone(text)
    return tuple(dict.fromkeys(_mentions(text, known)))


@lru_cache(maxsize=4096)
def _split_alone(text: str) -> tuple[Mention, ...]:
    """The mentions by words alone."""
    return tuple(dict.fromkeys(_mentions(text, None)))


def roles(text: str) -> tuple[str, str]:
    """Lead and coordinating part of a cell such as "Chủ trì: Sở A. Phối hợp: Sở B, Sở C"."""
    if len(text) > _LONGEST_CELL:
        return text, ""
    labels = list(_LABEL.finditer(text))
    if labels:
        return _labelled(text, labels)
    found = _LEADS_WITH.search(text)
    if found:
        return text[: found.start()].strip(), text[found.end() :].strip()
    others = _LEADS_OTHERS.match(text)
    if others:
        return others[1].strip(), others[2].strip()
    return _LEAD_WORD.sub("", text), ""


def _labelled(text: str, labels: list[re.Match[str]]) -> tuple[str, str]:
    """Parts after "Chủ trì:" and "Phối hợp:"; text before the first label leads."""
    parts: dict[str, list[str]] = {"lead": [text[: labels[0].start()]], "coordinate": []}
    for place, label in enumerate(labels):
        end = labels[place + 1].start() if place + 1 < len(labels) else len(text)
        role = "coordinate" if label[1].lower().startswith("phối hợp") else "lead"
        parts[role].append(text[label.end() : end])
    lead, coordinate = (
        "\n".join(stripped for part in parts[role] if (stripped := part.strip(" \n;,.-–+•")))
        for role in ("lead", "coordinate")
    )
    return lead, coordinate


def _mentions(text: str, known: Known | None) -> Iterator[Mention]:
    """Mentions in order, repeats included."""
    brackets: list[str] = []

    def hide(found: re.Match[str]) -> str:
        brackets.append(found[0])
        return chr(_HIDDEN + len(brackets) - 1)

    masked = _BRACKET.sub(hide, _unwrapped(text)) if "(" in text else _unwrapped(text)
    for piece in _pieces(masked, known):
        shown = "".join(
            brackets[ord(letter) - _HIDDEN]
            if _HIDDEN <= ord(letter) < _HIDDEN + len(brackets)
            else letter
            for letter in piece
        )
        yield from _named(shown, known)


def _unwrapped(text: str) -> str:
    """The cell with spaces for soft line ends: before a line that begins no agency."""
    lines: list[str] = []
    for raw in text.split("\n"):
        line = _BULLET.sub("", raw).strip()
        begins = line != raw.strip() or _begins(line)
        if lines and line and not begins and not lines[-1].rstrip().endswith((";", ".")):
            lines[-1] = f"{lines[-1]} {line}"
        elif line:
            lines.append(line)
    return "\n".join(lines)


def _begins(text: str, separator: str = "") -> bool:
    """Whether a text can be the beginning of a mention."""
    if (
        words.HEAD.match(text)
        or words.MANY.match(text)
        or words.NOUN.match(text)
        or words.FIRMS.match(text)
    ):
        return True
    # "Trung tâm CNTT và TT" is one name: after "và" only heads begin another.
    return (
        "và" not in separator
        and bool(words.ACRONYM.match(text))
        and not words.NOT_AGENCY.match(text)
    )


def _pieces(text: str, known: Known | None) -> Iterator[str]:
    """Texts of single mentions."""
    parts = _SEPARATOR.split(text)
    segments, separators = parts[::2], parts[1::2]
    place = 0
    current = ""
    while place < len(segments):
        whole = _known_run(segments, separators, place, known)
        if whole and (
            not current
            or place == 0
            or _breaks_here(current, separators[place - 1], segments[place], known)
        ):
            if current:
                yield current
            current, place = whole[0], whole[1]
        elif not current:
            current, place = segments[place], place + 1
        elif _breaks_here(current, separators[place - 1], segments[place], known):
            yield current
            current, place = segments[place], place + 1
        else:
            current += separators[place - 1] + segments[place]
            place += 1
    if current:
        yield current


def _known_run(
    segments: list[str], separators: list[str], place: int, known: Known | None
) -> tuple[str, int] | None:
    """The longest known name that begins at a segment, and the segment after it."""
    if known is None:
        return None
    for end in range(min(len(segments), place + _LONGEST_NAME), place, -1):
        name = segments[place]
        for step in range(place + 1, end):
            name += separators[step - 1] + segments[step]
        if name.strip() and known(name.strip(" .")):
            return name, end
    return None


def _breaks_here(current: str, separator: str, segment: str, known: Known | None) -> bool:
    """Whether a separator ends the current mention."""
    bare = separator.strip()
    if not segment.strip() or bare in {";", ""} or bare == "+":
        return True
    if bare == "/":
        return (
            bool(words.HEAD.match(segment))
            and bool(words.HEAD.match(current))
            and not segment[:1].islower()
        )
    if bare in {"với", "cùng", "cùng với"}:
        return bool(words.HEAD.match(segment) or words.MANY.match(segment))
    if (
        "và" in bare
        and "," not in bare
        and re.match(r"Văn phòng\b", current)
        and re.match(r"(?:HĐND|UBND|Hội đồng)", segment)
    ):
        return False
    if words.OPEN.fullmatch(current.strip()) and _goes_on(current, segment):
        return False
    return _begins(segment, bare) or (known is not None and known(segment.strip(" .")))


def _goes_on(current: str, segment: str) -> bool:
    """Whether a plain noun continues an open collective: "các sở" + "ban" + "ngành"."""
    if words.FIRMS.match(segment):
        return segment[:1].islower() and not re.search(
            r"ngành|địa phương|sở|bộ|ubnd", current, re.IGNORECASE
        )
    if words.MANY.match(segment):
        return False
    noun = words.NOUN.match(segment)
    if noun and noun[0] == "ubnd":
        return False
    return bool(noun) or not _begins(segment)


def _named(piece: str, known: Known | None) -> Iterator[Mention]:
    """The mentions of one piece: run-together names and lists of sectors are taken apart."""
    rest = piece.strip(" \t\n.,;:")
    while rest and not (known and known(rest)):
        cut = _run_on(rest)
        if cut is None:
            break
        yield from _listed(rest[: cut[0]])
        rest = rest[cut[1] :]
    if rest:
        yield from _listed(rest)


def _run_on(text: str) -> tuple[int, int] | None:
    """Where a second agency begins without a separator."""
    for found in words.RUN_ON.finditer(text):
        left = text[: found.start()]
        if words.COMPLETE.fullmatch(left) and " " in left and not words.DANGLING.search(left):
            return found.start(), found.end()
    return None


def _listed(text: str) -> Iterator[Mention]:
    """One mention, or one for each sector of "Các sở: Tài chính, Nội vụ"."""
    found = _SECTOR_LIST.fullmatch(text)
    sectors = _sectors(found["list"]) if found else []
    plural = (
        bool(found) and (found["head"].lower().startswith("các") or ":" in found["head"])
        if found
        else False
    )
    if found and (len(sectors) > 1 or (sectors and plural)):
        for sector in sectors:
            yield Mention(f"{found['kind'].capitalize()} {sector}")
        return
    note = _NOTE.search(text)
    name = text[: note.start()].strip(" ,;") if note else text
    if note and name:
        role = {"chủ trì": "lead", "phối hợp": "coordinate"}.get(note[1].strip().lower(), "")
        yield Mention(name, is_collective(name), note[1].strip(), role)
    else:
        yield Mention(text, is_collective(text))


def _sectors(text: str) -> list[str]:
    """The sectors that make up the whole of a text, or nothing."""
    found: list[str] = []
    rest = text.strip(" .;")
    while rest:
        lower = rest.lower()
        sector = next((name for name in words.SECTORS if _is_word(lower, name)), None)
        if sector is None:
            return []
        found.append(rest[: len(sector)])
        rest = re.sub(
            r"^\s*(?:,|;|và\b)?\s*(?:(?:và|sở|bộ)\s+)?",
            "",
            rest[len(sector) :],
            flags=re.IGNORECASE,
        )
    return found


def _is_word(text: str, start: str) -> bool:
    """Whether a text begins with whole words."""
    return text.startswith(start) and not text[len(start) : len(start) + 1].isalnum()


def is_collective(text: str) -> bool:
    """Whether a mention means many agencies: "các sở, ban, ngành", "UBND cấp xã", "địa phương"."""
    lower = text.lower()
    if lower in words.INCOMPLETE or re.match(r"đảng [uủ][ỷy] các cơ quan", lower):
        return False
    return bool(words.MANY.match(text) or words.OPEN.fullmatch(text) or words.PLURAL.search(lower))
