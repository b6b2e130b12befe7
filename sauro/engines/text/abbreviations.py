"""Abbreviations of Vietnamese administration, written out."""

from __future__ import annotations

import re
from functools import lru_cache

from .folding import clean, fold

# Keys are what is left of the abbreviation without marks, dots, & and hyphens.
_FULL = {
    # State and Party
    "ubnd": "Ủy ban nhân dân",
    "hdnd": "Hội đồng nhân dân",
    "vpub": "Văn phòng Ủy ban nhân dân",
    "vpubnd": "Văn phòng Ủy ban nhân dân",
    "vphdnd": "Văn phòng Hội đồng nhân dân",
    "vpcp": "Văn phòng Chính phủ",
    "vptu": "Văn phòng Tỉnh ủy",
    "vptw": "Văn phòng Trung ương",
    "cp": "Chính phủ",
    "ttcp": "Thủ tướng Chính phủ",
    "qh": "Quốc hội",
    "tw": "Trung ương",
    "tu": "Tỉnh ủy",
    "đu": "Đảng ủy",
    "btg": "Ban Tuyên giáo",
    "btgdv": "Ban Tuyên giáo và Dân vận",
    "btgdvtw": "Ban Tuyên giáo và Dân vận Trung ương",
    "btctu": "Ban Tổ chức Tỉnh ủy",
    "btc": "Ban Tổ chức",
    "bnc": "Ban Nội chính",
    "bcsd": "Ban cán sự đảng",
    "bcd": "Ban Chỉ đạo",
    "tgv": "Tổ giúp việc",
    "bch": "Ban Chấp hành",
    "btv": "Ban Thường vụ",
    "btvtu": "Ban Thường vụ Tỉnh ủy",
    "ubkt": "Ủy ban Kiểm tra",
    "mttq": "Mặt trận Tổ quốc",
    "mttqvn": "Mặt trận Tổ quốc Việt Nam",
    "ub": "Ủy ban",
    "ubmttq": "Ủy ban Mặt trận Tổ quốc",
    "ubmttqvn": "Ủy ban Mặt trận Tổ quốc Việt Nam",
    "ctxh": "chính trị - xã hội",
    "ldld": "Liên đoàn Lao động",
    "lhpn": "Liên hiệp Phụ nữ",
    "hnd": "Hội Nông dân",
    "ccb": "Cựu chiến binh",
    "tncshcm": "Thanh niên Cộng sản Hồ Chí Minh",
    "tncs": "Thanh niên Cộng sản",
    "tand": "Tòa án nhân dân",
    "vksnd": "Viện kiểm sát nhân dân",
    # Fields of the departments and ministries
    "khcn": "Khoa học và Công nghệ",
    "khcndmstcds": "khoa học, công nghệ, đổi mới sáng tạo và chuyển đổi số",
    "tttt": "Thông tin và Truyền thông",
    "tnmt": "Tài nguyên và Môi trường",
    "nnmt": "Nông nghiệp và Môi trường",
    "nnptnt": "Nông nghiệp và Phát triển nông thôn",
    "ptnt": "Phát triển nông thôn",
    "gddt": "Giáo dục và Đào tạo",
    "vhttdl": "Văn hóa, Thể thao và Du lịch",
    "vhtt": "Văn hóa và Thể thao",
    "ldtbxh": "Lao động - Thương binh và Xã hội",
    "khdt": "Kế hoạch và Đầu tư",
    "gtvt": "Giao thông vận tải",
    "qhkt": "Quy hoạch - Kiến trúc",
    "dttg": "Dân tộc và Tôn giáo",
    "ctmttq": "Công tác Mặt trận Tổ quốc",
    "tcns": "Tài chính - Ngân sách",
    "ktns": "Kinh tế - Ngân sách",
    "vhxh": "Văn hóa - Xã hội",
    "ktxh": "kinh tế - xã hội",
    "chqs": "Chỉ huy Quân sự",
    "bchqs": "Bộ Chỉ huy Quân sự",
    "bdbp": "Bộ đội Biên phòng",
    "bhxh": "Bảo hiểm xã hội",
    "kbnn": "Kho bạc Nhà nước",
    "nhnn": "Ngân hàng Nhà nước",
    "nhcsxh": "Ngân hàng Chính sách xã hội",
    "bql": "Ban Quản lý",
    "kcn": "khu công nghiệp",
    "kkt": "khu kinh tế",
    "ccn": "cụm công nghiệp",
    "cnc": "công nghệ cao",
    "ptth": "Phát thanh - Truyền hình",
    "ttxvn": "Thông tấn xã Việt Nam",
    "ttpvhcc": "Trung tâm Phục vụ hành chính công",
    "pvhcc": "Phục vụ hành chính công",
    "hcc": "Hành chính công",
    "ttytdp": "Trung tâm Y tế dự phòng",
    "ttyt": "Trung tâm Y tế",
    "cdc": "Trung tâm Kiểm soát bệnh tật",
    "bvdk": "Bệnh viện đa khoa",
    "dhqg": "Đại học Quốc gia",
    "dhqghn": "Đại học Quốc gia Hà Nội",
    "dhqghcm": "Đại học Quốc gia Thành phố Hồ Chí Minh",
    "dhqgtphcm": "Đại học Quốc gia Thành phố Hồ Chí Minh",
    "dh": "Đại học",
    "thpt": "trung học phổ thông",
    "thcs": "trung học cơ sở",
    "tphcm": "Thành phố Hồ Chí Minh",
    "hcm": "Hồ Chí Minh",
    "tphn": "Thành phố Hà Nội",
    "vn": "Việt Nam",
    "vp": "Văn phòng",
    "tp": "thành phố",
    "tx": "thị xã",
    "qs": "Quân sự",
    "htx": "hợp tác xã",
    "tnhh": "trách nhiệm hữu hạn",
    "mtv": "một thành viên",
    # Words of plans
    "cntt": "công nghệ thông tin",
    "cds": "chuyển đổi số",
    "dmst": "đổi mới sáng tạo",
    "csdl": "cơ sở dữ liệu",
    "tthc": "thủ tục hành chính",
    "dvc": "dịch vụ công",
    "dvctt": "dịch vụ công trực tuyến",
    "attt": "an toàn thông tin",
    "anm": "an ninh mạng",
    "ttdt": "thông tin điện tử",
    "cbccvc": "cán bộ, công chức, viên chức",
    "cbcc": "cán bộ, công chức",
    "ttnt": "trí tuệ nhân tạo",
    "qppl": "quy phạm pháp luật",
}
# Two letters mean something only beside another word.
_FIELDS = {
    "tc": "Tài chính",
    "ct": "Công Thương",
    "nv": "Nội vụ",
    "yt": "Y tế",
    "xd": "Xây dựng",
    "tp": "Tư pháp",
    "ng": "Ngoại giao",
    "ngv": "Ngoại vụ",
    "qp": "Quốc phòng",
    "ca": "Công an",
    "dl": "Du lịch",
    "vh": "Văn hóa",
    "kt": "Kinh tế",
}
_AFTER = {
    "so": _FIELDS,
    "bo": _FIELDS,
    "phong": _FIELDS,
    "nganh": _FIELDS,
    "ban": {"ql": "Quản lý", "cd": "Chỉ đạo", "tc": "Tổ chức", "nc": "Nội chính"},
    "ty": {"cp": "Cổ phần"},
}
_UNITS = frozenset({"tinh", "thanh", "tp", "xa", "phuong", "huyen", "dac"})
_BEFORE = {
    "ca": ("Công an", _UNITS),
    "tt": ("Thanh tra", _UNITS),
    "bch": ("Bộ Chỉ huy", frozenset({"qs", "quan", "bdbp"})),
}
_FIRST = {"tt": "Trung tâm", "bv": "Bệnh viện"}
_ANY_CASE = frozenset({"tp", "tx", "vp", "tw"})
_DEPARTMENT = {"s": "Sở", "b": "Bộ"}

_WORD = re.compile(r"[^\s,;:()\"“”]+|[,;:()\"“”]")
_SEPARATORS = re.compile(r"[.&+\-–/]")
_AND = re.compile(r"\s*[&+]\s*")
_PLACE_DOT = re.compile(r"(?i)\b(TP|TX)\.\s*")
# "LĐ - TB & XH", "VH, TT và DL": one abbreviation written in parts.
_IN_PARTS = re.compile(r"\b[A-ZĐ]{1,5}(?:\s*(?:[,&+–-]|và)\s*[A-ZĐ]{1,5})+\b")


@lru_cache(maxsize=20_000)
def expand(s: str) -> str:
    """The text with the usual abbreviations of agencies, fields and places written out."""
    s = _IN_PARTS.sub(_joined, _PLACE_DOT.sub(r"\1 ", clean(s)))
    words = _WORD.findall(_AND.sub("&", s))
    folded = [fold(word) for word in words]
    shouting = s.isupper() and len(words) > 2
    written = (_written_out(words, folded, place, shouting) for place in range(len(words)))
    return " ".join(written).replace(" ,", ",")


def _joined(found: re.Match[str]) -> str:
    key = fold(re.sub(r"[^A-ZĐ]", "", found[0]))
    return _FULL.get(key, found[0])


def _written_out(words: list[str], folded: list[str], place: int, shouting: bool) -> str:
    """One word of a name in full, judged with the words before and after it."""
    word = words[place]
    key = _SEPARATORS.sub("", folded[place])
    before = folded[place - 1] if place else ""
    if key in _AFTER.get(before, {}):
        return _AFTER[before][key]
    short = not shouting and word == word.upper() and not any(map(str.isdigit, word))
    if key in _FULL and (short or len(key) > 3 or key in _ANY_CASE):
        following = folded[place + 1 : place + 2]
        if key not in _BEFORE or not _BEFORE[key][1].intersection(following):
            return _FULL[key]
    return _by_neighbours(word, key, folded, place) if short else word.replace("&", " và ")


def _by_neighbours(word: str, key: str, folded: list[str], place: int) -> str:
    meaning, followers = _BEFORE.get(key, ("", frozenset[str]()))
    if followers.intersection(folded[place + 1 : place + 2]):
        return meaning
    if key in _FIRST and not place and len(folded) > 1:
        return _FIRST[key]
    if word.lower() in _FULL:
        return _FULL[word.lower()]
    if len(key) > 3 and key[0] in _DEPARTMENT and key[1:] in _FULL:
        return f"{_DEPARTMENT[key[0]]} {_FULL[key[1:]]}"
    parts = [part for part in _SEPARATORS.split(word) if part]
    return " ".join(_FULL.get(fold(part), part) for part in parts) if len(parts) > 1 else word
