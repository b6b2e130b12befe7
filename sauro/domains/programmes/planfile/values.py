"""Figures of targets as people write them: "≥ 80%", "35-37%", "Top 10", "duy trì trên 0,7"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from . import gluing
from .drafts import Value

_NUMBER = r"\d{1,3}(?:[. ]\d{3})+(?:,\d+)?(?!\d)|\d{1,3}(?:,\d{3}){2,}(?!\d)|\d+(?:[.,]\d+)?"
_FIGURE = re.compile(
    rf"(?<![\w.,])(?<!\d/)(?P<low>{_NUMBER})(?!\w|/\d)\s*(?P<sign>%|‰)?"
    rf"(?:\s*(?:-|–|—|~|den|toi)\s*(?P<high>{_NUMBER})(?!\w)\s*(?P<sign2>%|‰)?)?"
)
_RANK = re.compile(
    rf"\b(?:top|top dau|nhom|trong so|trong|thuoc)\s+(?:nhom\s+|"
    rf"top\s+)?(?P<top>{_NUMBER})\b(?!\s*%)"
    r"(?P<who>[^.;%]{0,60}?\b(?:dan dau|dung dau|hang dau|cao nhat|tot nhat|phat trien nhat|"
    r"dau)\b)?"
    rf"|\b(?:xep(?: hang| thu| vi tri)?|dung|thu hang|vi tri|"
    rf"hang)\s+(?:thu\s+)?(?P<place>{_NUMBER})\b(?!\s*%)"
)
_YES = re.compile(
    r"(?:co|khong|dat|x|hoan thanh|da hoan thanh|ban hanh|da ban hanh|duoc ban hanh|co/khong|dat "
    r"chuan|100% hoan thanh)"
)
_BEFORE = (
    ("le", re.compile(
        r"(?:khong (?:vuot )?qua|khong vuot|khong cao hon|khong lon hon|khong nhieu hon|toi da|"
        r"cao nhat|≤|<=)\s*(?:la|dat|muc)?\s*$"
    )),
    ("ge", re.compile(
        r"(?:it nhat|toi thieu|khong thap hon|khong duoi|khong it hon|khong nho hon|≥|"
        r">=)\s*(?:la|dat|co|muc|tu)?\s*$"
    )),
    ("gt", re.compile(r"(?:\btren|\bhon|\bvuot(?: muc| tren)?|\bqua|>)\s*(?:muc)?\s*$")),
    ("lt", re.compile(
        r"(?:\bduoi|\bit hon|\bthap hon|\bnho hon|\bgiam con duoi|<)\s*(?:muc)?\s*$"
    )),
)  # fmt: skip
_AFTER = (
    ("ge", re.compile(r"\s*[^.,;]{0,30}?\btro len\b")),
    ("le", re.compile(r"\s*[^.,;]{0,30}?\btro xuong\b")),
)
_KEEPS = re.compile(r"\b(?:duy tri|giu vung|giu on dinh|giu)\b")
_EVIDENCE = re.compile(
    r"(?:\b(?:dat|chiem|tang|giam|co|con|la|bang|den muc|o muc|muc|tu|khoang|them|thu hut|hinh "
    r"thanh|xay dung|bo tri|"
    r"dao tao|phat trien|thanh lap|len|trung binh|binh quan|moi nam|hang nam|co tu|dat tu|chi)|"
    r":)\s*(?:khoang\s+|tu\s+)?$"
)
_REFERENCE = re.compile(
    r"(?:\b(?:so|nghi quyet|nghi dinh|de an|quyet dinh|chi thi|ket luan|luat|dieu|khoan|cap do|"
    r"muc do|cap|thu|ky hop|"
    r"chuong trinh|phu luc|loai|hang|bac|ngay|thang|giai doan|phien ban|cong nghiep|quy|khoa|"
    r"nhom)|[^%]/)\s*$"
)
_UNIT_WORDS = re.compile(
    r"\s*(?:(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)\s+)?(?:doanh nghiệp|tổ chức|người|sản phẩm|đề tài|"
    r"nhiệm vụ|hồ sơ|trung tâm|"
    r"cơ sở|bằng sáng chế|sáng chế|đơn đăng ký|đơn|văn bằng|nền tảng|dịch vụ|xã|phường|điểm|bậc|"
    r"lần|đồng|USD|dự án|"
    r"chuyên gia|cán bộ|mô hình|khu|vườn ươm|công bố|bài báo|Gbps|Mbps|thuê bao|trạm|viện|trường|"
    r"phòng thí nghiệm|"
    r"kỹ sư|năm|tháng|giờ|ngày|phút|MW|kWh|lượt|khóa|lớp|cuộc|hội nghị|văn bản)\b(?:\s*(?:/|"
    r"trên)\s*[^\s,.;)]+"
    r"(?:\s+(?:vạn|nghìn|triệu)?\s*(?:dân|người|hộ|năm))?)?",
    re.IGNORECASE,
)
_PERCENT_OF = re.compile(
    r"\s*(?:/\s*năm|mỗi năm|GDP|GRDP|tổng chi\b[^,.;]{0,40}|tổng sản phẩm[^,.;]{0,20})",
    re.IGNORECASE,
)
_DROPPED = re.compile(r"\s*(?:trở lên|trở xuống|so với.*)$", re.IGNORECASE)
_LONGEST_UNIT = 40
_WHOLE_CELL = 60
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Figures:
    """The figure of a text, and any further ones that it names."""

    value: Value
    others: tuple[str, ...] = ()


def parse(text: str, *, unit: str = "") -> Figures:
    """The figure of a cell; text without one is kept as a text target; an empty cell is empty."""
    return _parse(" ".join(text[:_LONGEST].split()), unit)


@lru_cache(maxsize=4096)
def _parse(text: str, unit: str) -> Figures:
    """The figure of a cell on one line."""
    if not text or text in {"-", "–", "…", "..."}:
        return Figures(Value())
    plain = _comparable(text)
    if _YES.fullmatch(plain.strip(" .")):
        return Figures(Value(text, "yes_no", unit=unit))
    found = _figures(text, plain, strict=len(text) > _WHOLE_CELL)
    if not found:
        return Figures(Value(text, "text", unit=unit))
    first = found[0]
    value = Value(text, first.comparator, first.low, first.high, unit or first.unit)
    return Figures(value, tuple(other.text for other in found[1:]))


def from_title(title: str) -> Figures | None:
    """The figure that a title itself states: "Tỷ lệ … đạt trên 80%"."""
    text = " ".join(title[:_LONGEST].split())
    found = _figures(text, _comparable(text), strict=True)
    if not found:
        return None
    first = found[0]
    value = Value(first.text, first.comparator, first.low, first.high, first.unit, assumed=True)
    return Figures(value, tuple(other.text for other in found[1:]))


def number(text: str) -> Decimal:
    """The number that Vietnamese digits stand for: "1.234,5" is 1234.5, "0.7" is 0.7."""
    bare = text.replace(" ", "")
    if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+(?:,\d+)?", bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3}){2,}", bare):
        return Decimal(bare.replace(",", ""))
    return Decimal(bare.replace(",", "."))


def _comparable(text: str) -> str:
    """The text folded letter for letter, so that places in it are places in the text."""
    plain = gluing.skeleton(text)
    return re.sub("[\u2010-\u2015\u2212]", "-", plain)


def _figures(text: str, plain: str, *, strict: bool) -> list[Value]:
    """The figures of a text in order; `strict` asks for a sign that a number is the target."""
    values: list[tuple[int, Value]] = []
    taken: list[tuple[int, int]] = []
    for found in _RANK.finditer(plain):
        shown = found["top"] or found["place"]
        if (
            found["top"]
            and not found["who"]
            and not found[0].startswith(("top", "nhom", "trong nhom", "thuoc nhom"))
        ):
            continue
        if _is_year(shown):
            continue
        rank = number(shown)
        values.append(
            (
                found.start(),
                Value(text[found.start() : found.end()].strip(), "rank_top", rank, rank),
            )
        )
        taken.append(found.span())
    for found in _FIGURE.finditer(plain):
        if any(begin <= found.start() < end for begin, end in taken):
            continue
        value = _figure(text, plain, found, strict=strict)
        if value is not None:
            values.append((found.start(), value))
    return [value for _place, value in sorted(values, key=lambda pair: pair[0])]


def _is_year(shown: str) -> bool:
    """Whether digits are a year."""
    return bool(re.fullmatch(r"(?:19|20)\d\d", shown))


def _figure(text: str, plain: str, found: re.Match[str], *, strict: bool) -> Value | None:
    """One figure with its comparator and unit, or None when the digits mean something else."""
    before, after = plain[: found.start()], plain[found.end() :]
    sign = found["sign"] or found["sign2"] or ""
    if not sign and (_is_year(found["low"]) and plain.strip() != found["low"]):
        return None
    if _REFERENCE.search(before) and not sign:
        return None
    comparator = _comparator(before, after)
    unit = _unit(text, found, sign)
    if strict and not (
        sign or comparator or (_EVIDENCE.search(before) and (unit or found["high"]))
    ):
        return None
    low = number(found["low"])
    high = number(found["high"]) if found["high"] else low
    high = max(high, low)
    if _KEEPS.search(before[-40:]) and comparator == "gt":
        comparator = "keep_above"
    if low != high and comparator not in {"ge", "gt", "keep_above"}:
        comparator = "range"
    begin = _begin(before)
    shown = text[begin : found.end()].strip(" ,;:")
    return Value(shown, comparator or "eq", low, high if comparator == "range" else low, unit)


def _comparator(before: str, after: str) -> str:
    """The comparator that the words around a number state."""
    for comparator, words in _AFTER:
        if words.match(after):
            return comparator
    return next((comparator for comparator, words in _BEFORE if words.search(before)), "")


def _begin(before: str) -> int:
    """Where the words of the comparator begin."""
    for _comparator_name, words in _BEFORE:
        found = words.search(before)
        if found:
            kept = _KEEPS.search(before, max(0, found.start() - 20))
            return kept.start() if kept else found.start()
    tail = re.search(r"\btu\s*$", before)
    return tail.start() if tail else len(before)


def _unit(text: str, found: re.Match[str], sign: str) -> str:
    """The unit that follows a number."""
    rest = text[found.end() :]
    if sign:
        more = _PERCENT_OF.match(rest)
        tail = more[0].strip() if more else ""
        return f"{sign}{tail}" if tail.startswith("/") else f"{sign} {tail}".strip()
    words = _UNIT_WORDS.match(rest)
    if words:
        return words[0].strip()
    whole = _DROPPED.sub("", rest).strip(" .")
    is_cell = len(text) <= _LONGEST_UNIT and whole and not re.search(r"\d|[,;:]", whole)
    return whole if is_cell and found.start() < 25 else ""
