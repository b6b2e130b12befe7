"""How documents are cited: their numbers and symbols.

Source: Decree 30/2020/NĐ-CP, Appendix III. A state symbol joins with a stroke (102/KH-UBND;
41/2019/QĐ-UBND with the year when the document is normative), a Party one with a hyphen
(433-KH/TU).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from sauro.domains.documents.rules.kinds import DocumentKind


@dataclass(frozen=True, slots=True)
class Reference:
    """A document as people cite it; parts that are not written are empty."""

    number: str = ""
    symbol: str = ""
    issued_on: date | None = None
    kind: DocumentKind | None = None
    issuer: str = ""
    abstract: str = ""

    def __bool__(self) -> bool:
        return bool(self.number and self.symbol)


# Words at the beginning of a citation, longest first, and abbreviations in a symbol.
_KIND_WORDS = {
    "chuong trinh hanh dong": DocumentKind.PROGRAMME,
    "cong van": DocumentKind.OFFICIAL_LETTER,
    "nghi quyet": DocumentKind.RESOLUTION,
    "cong dien": DocumentKind.TELEGRAM,
    "huong dan": DocumentKind.GUIDANCE,
    "giay moi": DocumentKind.INVITATION,
    "quyet dinh": DocumentKind.DECISION,
    "quy dinh": DocumentKind.REGULATION,
    "quy che": DocumentKind.REGULATION,
    "chuong trinh": DocumentKind.PROGRAMME,
    "ke hoach": DocumentKind.PLAN,
    "ket luan": DocumentKind.CONCLUSION,
    "thong bao": DocumentKind.NOTICE,
    "thong tu": DocumentKind.CIRCULAR,
    "nghi dinh": DocumentKind.DECREE,
    "to trinh": DocumentKind.SUBMISSION,
    "bao cao": DocumentKind.REPORT,
    "chi thi": DocumentKind.DIRECTIVE,
    "de an": DocumentKind.SCHEME,
    "luat": DocumentKind.LAW,
}
_ABBREVIATIONS = {
    "nq": DocumentKind.RESOLUTION,
    "qd": DocumentKind.DECISION,
    "qydd": DocumentKind.REGULATION,
    "qyd": DocumentKind.REGULATION,
    "qc": DocumentKind.REGULATION,
    "ct": DocumentKind.DIRECTIVE,
    "ctr": DocumentKind.PROGRAMME,
    "kh": DocumentKind.PLAN,
    "da": DocumentKind.SCHEME,
    "kl": DocumentKind.CONCLUSION,
    "tb": DocumentKind.NOTICE,
    "bc": DocumentKind.REPORT,
    "ttr": DocumentKind.SUBMISSION,
    "nd": DocumentKind.DECREE,
    "tt": DocumentKind.CIRCULAR,
    "cv": DocumentKind.OFFICIAL_LETTER,
    "gm": DocumentKind.INVITATION,
}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−﹣－", "-") | dict.fromkeys("∕／⁄", "/"))
_MARKS = re.compile("[\u0300-\u036f]+")
_LETTER = r"[^\W\d_]"
_NUMBER = re.compile(
    rf"(?<![\w/.-])(?P<number>\d{{1,6}}[a-zđ]{{0,3}}?)\s*(?P<joint>[/-])\s*"
    rf"(?P<symbol>(?:(?:19|20)\d\d\s*/\s*)?{_LETTER}[\w.]*(?:\s*[-/]\s*{_LETTER}[\w.]*)*)",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"(?P<d>\d{1,2})\s*(?:[/.\-]|\s*tháng\s*)\s*(?P<m>\d{1,2})\s*(?:[/.\-]|\s*năm\s*)\s*(?P<y>\d{4})",
    re.IGNORECASE,
)
_ISO_DAY = re.compile(r"\b(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})\b")
_ISSUER = re.compile(r"(?:\bcủa|\bdo)\s+(?P<issuer>.+)$", re.IGNORECASE | re.DOTALL)
_ABSTRACT = re.compile(r"\b(?:về(?: việc)?|v/v)\s+", re.IGNORECASE)
_TRAILING = re.compile(
    r"\s+(?:ban hành|phê duyệt|sửa đổi|bổ sung|thay thế|quy định|hướng dẫn|triển khai|thực hiện)"
    r"\b.*$",
    re.IGNORECASE | re.DOTALL,
)
_EDGES = " \t\r\n,.;:()[]“”\"'"
# A Party symbol names the issuer after a stroke (KH/TU); a year before a stroke does not count.
_PARTY = re.compile(rf"{_LETTER}[\w.]*(?:-{_LETTER}[\w.]*)?/{_LETTER}")


def fold(value: str) -> str:
    """Lower-case text without marks or spaces, for comparing numbers and symbols."""
    plain = unicodedata.normalize("NFD", value.translate(_DASHES).lower()).replace("đ", "d")
    return "".join(_MARKS.sub("", plain).split())


def tidy_number(value: str) -> str:
    """A number without spaces and leading zeros: " 05" and "5" are one."""
    compact = "".join(unicodedata.normalize("NFC", value).split()).lower()
    return compact.lstrip("0") or ("0" if compact else "")


def tidy_symbol(value: str) -> str:
    """A symbol in composed letters, with plain dashes, without spaces or edge marks."""
    compact = "".join(unicodedata.normalize("NFC", value).translate(_DASHES).split())
    return compact.strip("-/.,;:")


def symbol_key(symbol: str) -> str:
    """What two ways of writing one symbol share: "NQ/TW", "nq - tw" and "NQ-TW" give one key."""
    return re.sub(r"[-/]+", "-", fold(symbol)).strip("-.,;:")


def is_party(symbol: str) -> bool:
    """Whether a symbol follows the grammar of the Party (KH/TU) and not of the state (KH-UBND)."""
    return bool(_PARTY.match(symbol))


def written_reference(number: str, symbol: str) -> str:
    """Number and symbol as printed: 05-TB/BCĐTW, 102/KH-UBND, 41/2019/QĐ-UBND."""
    shown = f"0{number}" if len(number) == 1 and number.isdigit() else number
    if not symbol:
        return shown
    return f"{shown}{'-' if is_party(symbol) else '/'}{symbol}"


def kind_of_symbol(symbol: str) -> DocumentKind | None:
    """The kind that a symbol tells; a symbol that names only agencies is an official letter's."""
    written = [group for group in re.split(r"[-/]", symbol) if group and not group.isdigit()]
    if written and written[0].lower() == "hd":  # HĐ, which folds to the same, is a contract
        return DocumentKind.GUIDANCE
    groups = [fold(group) for group in written]
    for group in groups:
        if group in _ABBREVIATIONS:
            return _ABBREVIATIONS[group]
    if any(re.fullmatch(r"qh\d+", group) for group in groups):
        return None  # a law or a resolution of the National Assembly: the symbol is the same
    return DocumentKind.OFFICIAL_LETTER if len(groups) > 1 else None


def parse_reference(line: str) -> Reference:
    """The parts of a citation such as “Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị”."""
    line = " ".join(unicodedata.normalize("NFC", line).translate(_DASHES).split())[:1000]
    found = _NUMBER.search(line)
    if found is None:
        return Reference(issued_on=_day(line), kind=_kind_of_words(line))
    before, after = line[: found.start()], line[found.end() :]
    symbol = tidy_symbol(found["symbol"])
    issuer, abstract = _issuer_and_abstract(after)
    return Reference(
        number=tidy_number(found["number"]),
        symbol=symbol,
        issued_on=_day(after) or _day(before),
        kind=_kind_of_words(before) or kind_of_symbol(symbol),
        issuer=issuer,
        abstract=abstract,
    )


def _kind_of_words(text: str) -> DocumentKind | None:
    plain = unicodedata.normalize("NFD", text.lower()).replace("đ", "d")
    words = f" {' '.join(re.findall(r'[a-z0-9]+', _MARKS.sub('', plain)))} "
    places = ((words.rfind(f" {word} "), kind) for word, kind in _KIND_WORDS.items())
    found = max(places, key=lambda place: place[0])
    return found[1] if found[0] >= 0 else None


def _day(text: str) -> date | None:
    for pattern in (_ISO_DAY, _DAY):
        found = pattern.search(text)
        if found:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                return None
    return None


def _issuer_and_abstract(after: str) -> tuple[str, str]:
    found = _ISSUER.search(after)
    rest = found["issuer"] if found else after
    cuts = list(_ABSTRACT.finditer(rest))
    if found and len(cuts) > 1 and fold(rest).startswith("banchidao"):
        cuts = cuts[1:]  # a steering committee carries a “về” in its own name
    elif found and len(cuts) == 1 and fold(rest).startswith("banchidao"):
        cuts = []
    issuer = (rest[: cuts[0].start()] if cuts else rest) if found else ""
    abstract = rest[cuts[0].end() :] if cuts else ""
    return _TRAILING.sub("", issuer).strip(_EDGES)[:250], abstract.strip(_EDGES)[:500]
