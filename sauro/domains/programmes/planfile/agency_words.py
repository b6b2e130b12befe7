"""The words by which names of agencies begin, and those that mean many agencies at once."""

from __future__ import annotations

import re


def _listed(words: str) -> tuple[str, ...]:
    """The patterns of a list separated by "; "."""
    return tuple(words.split("; "))


# After a comma or "và" only these begin a new agency; "Thể thao" and "Truyền thông" do not.
_HEADS = _listed(
    r"Bộ(?! (?:chỉ số|tiêu chí|luật|câu hỏi)); Sở; Ban; UBND; HĐND; UBMTTQ; MTTQ; TAND; VKSND; "
    r"BHXH; [ỦU][ỷy]? ?ban; Uỷ ban; Hội; Công an; Viện; Trường; Đại học; Học viện; Trung tâm; "
    r"Văn phòng; Ngân hàng; Tỉnh [uủ][ỷỷyủ]?; Thành [uủ][ỷy]?; Huyện [uủ][ỷy]?; Thị [uủ][ỷy]?; "
    r"Quận [uủ][ỷy]?; Đảng; Cấp [uủ][ỷy]?; Liên hiệp; Liên đoàn; Liên minh; Hiệp hội; Tập đoàn; "
    r"Tổng [Cc]ông ty; Tổng [Cc]ục; Tổng Liên đoàn; Công ty; Cục; Chi cục; Vụ; Phòng; Mặt trận; "
    r"Báo; Đài; Bưu điện; Thanh tra; Tòa án; Toà án; Kho bạc; Bảo hiểm; Thuế; Hải quan; Quỹ; "
    r"Quốc hội; Chính phủ; Thủ tướng; Đoàn; Tỉnh đoàn; Thành đoàn; Trung ương Đoàn; Kiểm toán; "
    r"Bệnh viện; Tổ; Huyện; Thành phố; TP; Thị xã; Thị trấn; Tỉnh; Xã(?! hội); Phường; Đặc khu; "
    r"Quân khu; Thường trực; Thường vụ; Ngành; Cổng; Nhà xuất bản; Thông tấn xã; Lực lượng; "
    r"Chính quyền; Cơ quan; Đơn vị; Địa phương; Doanh nghiệp; Tổ chức; Các; Một số; Những; Tất "
    r"cả; Toàn thể; Người; Chủ tịch; Phó Chủ tịch; Giám đốc; Thủ trưởng; Lãnh đạo; Bí thư; "
    r"Trưởng; Hiệu trưởng; Đồng chí; Đ/c; đ/c; đồng chí; Ông; Bà; Viettel; VNPT; MobiFone; "
    r"Mobifone; FPT; EVN; VTV; VOV; TTXVN; VCCI; VUSTA; ĐBQH; VietinBank; Vietcombank; BIDV; "
    r"Agribank; Vietnam Post; Petrovietnam"
)
# Plain nouns: they begin a mention, or go on with a collective that is open ("các sở, ban, ngành").
_NOUNS = _listed(
    r"bộ; ngành; sở; ban; địa phương; đơn vị; cơ quan; tổ chức; huyện; thị xã; thành phố; tỉnh; "
    r"xã(?! hội); phường; thị trấn; đặc khu; đoàn thể; quận; cấp; lực lượng; hội; hiệp hội; "
    r"trường; viện; trung tâm; phòng; cá nhân; nhà khoa học; chuyên gia; thôn; khu phố; tổ dân "
    r"phố; ubnd; ban ngành; tập đoàn; tổng công ty; mặt trận; hợp tác xã; cơ sở"
)
_MANY = (
    r"(?:các|những|một số|toàn thể|toàn bộ|tất cả(?: các)?|mọi|nhiều|từng|mỗi)\s+"
    r"(?:bộ|sở|ban|ngành|cơ quan|đơn vị|địa phương|tỉnh|thành phố|thành viên|huyện|quận|thị xã|"
    r"thị trấn|xã|phường|"
    r"đặc khu|doanh nghiệp|tổ chức|trường|viện|hội|đoàn thể|tập đoàn|tổng công ty|công ty|trung "
    r"tâm|phòng|cấp|"
    r"hiệp hội|chuyên gia|nhà khoa học|ngân hàng|chủ đầu tư|ủy ban|uỷ ban|ubnd|đại học|học viện|"
    r"bệnh viện|đồng chí|"
    r"cục|vụ|chi cục|tổ|cơ sở|nhà trường|lực lượng|đảng ủy|đảng bộ|hợp tác xã|cộng đồng|hộ|nhà "
    r"mạng|mặt trận|chức danh)"
)
# An open list of plain nouns: what follows a comma may still belong to it.
_OPEN = (
    r"(?:(?:các|những|một số|tất cả(?: các)?|toàn thể)\s+\S.*|(?:bộ|sở|ban|ngành|cơ quan|đơn vị|"
    r"tổ chức|tỉnh|huyện|xã|"
    r"phường|địa phương)(?:,.*|\s+liên quan)?|(?:ubnd|uỷ ban nhân dân|ủy ban nhân dân|đảng ủy|"
    r"đảng uỷ|chính quyền|"
    r"thủ trưởng|chủ tịch ubnd|công an|lãnh đạo|người đứng đầu|giám đốc)\s+(?:các|\d+|cấp)\s.*|"
    r"(?:ubnd|uỷ ban nhân dân|ủy ban nhân dân|đảng ủy|công an)\s+(?:xã|phường|huyện)(?:[,/].*)?|"
    r"tập đoàn|các|"
    r"\d+\s+(?:xã|phường|huyện|sở|đơn vị|tỉnh)(?:,.*)?)"
)
HEAD = re.compile(rf"(?:{'|'.join(_HEADS)})(?=[\s:,;.()/]|$)")
NOUN = re.compile(rf"(?:{'|'.join(_NOUNS)})(?=[\s,;.():/]|$)")
MANY = re.compile(rf"{_MANY}(?=[\s,;.():/]|$)", re.IGNORECASE)
OPEN = re.compile(_OPEN, re.IGNORECASE)
FIRMS = re.compile(r"(?:các\s+)?doanh nghiệp(?=[\s,;.():/]|$)", re.IGNORECASE)
ACRONYM = re.compile(r"(?=[^\s]*[A-ZĐ]{2})[A-ZĐƯÔÂĂÊƠ][A-ZĐƯÔÂĂÊƠ0-9&.\-]{1,11}(?=[\s,;.():/]|$)")
NOT_AGENCY = re.compile(
    r"(?:CĐS|ĐMST|CNTT|KHCN|ATTT|TTHC|CSDL|CSDLQG|AI|IoT|TT|TH|DL|PTNT|XH|MT|CN|ĐT|KHKT|STEM)\b"
)
PLURAL = re.compile(
    r"\bliên quan\b|\bđược lựa chọn\b|\btrên địa bàn\b"
    r"|^(?:ubnd|hđnd|[uủ][ỷy] ?ban nhân dân|chính quyền|cấp [uủ][ỷy]|đảng [uủ][ỷy]|công "
    r"an)\s+(?:cấp|các|\d+|hai cấp)\b"
    r"|^\d+\s+(?:xã|phường|huyện|sở|đơn vị|địa phương|tỉnh)\b"
    r"|^(?:địa phương|doanh nghiệp|cơ quan|đơn vị|chính quyền địa phương|cấp [uủ][ỷy]|tổ chức|"
    r"chủ đầu tư|nhà đầu tư|"
    r"cộng đồng|người dân|tập đoàn,)(?=[\s,]|$)"
)
# Two ministries written one after the other without a comma.
RUN_ON = re.compile(
    r"\s+(?=Bộ (?!đội|[Cc]hỉ huy|Tư lệnh|Tổng|chỉ số|tiêu chí)[A-ZĐÀ-Ỹ]|Sở [A-ZĐÀ-Ỹ]|UBND "
    r"(?:tỉnh|các|thành)|"
    r"Công an (?:tỉnh|thành phố)|Văn phòng (?:Chính phủ|UBND)|Thanh tra (?:Chính phủ|tỉnh)|Các "
    r"(?:bộ|sở|cơ quan|đơn vị))"
)
COMPLETE = re.compile(
    r"(?:Bộ|Sở|Công an|Ngân hàng|UBND|Ủy ban nhân dân|Thanh tra (?=Chính phủ|tỉnh)|Văn phòng "
    r"(?=Chính phủ|UBND))\s*\S.*"
)
DANGLING = re.compile(
    r"(?:thuộc|của|đảng|ủy|uỷ|và|với|trực thuộc|thanh tra|văn phòng|[,\-–:])$", re.IGNORECASE
)
# What one department looks after: a list of these after one "Sở" means several departments.
SECTORS = tuple(
    sorted(
        [
            "tài chính",
            "nội vụ",
            "tư pháp",
            "y tế",
            "xây dựng",
            "công thương",
            "ngoại vụ",
            "ngoại giao",
            "công an",
            "quốc phòng",
            "du lịch",
            "khoa học và công nghệ",
            "khoa học & công nghệ",
            "nông nghiệp và môi trường",
            "nông nghiệp & môi trường",
            "giáo dục và đào tạo",
            "giáo dục & đào tạo",
            "dân tộc và tôn giáo",
            "văn hóa, thể thao và du lịch",
            "văn hoá, thể thao và du lịch",
            "văn hóa và thể thao",
            "văn hoá và thể thao",
            "văn hóa - thể thao",
            "thông tin và truyền thông",
            "kế hoạch và đầu tư",
            "tài nguyên và môi trường",
            "giao thông vận tải",
            "giao thông vận tải - xây dựng",
            "nông nghiệp và phát triển nông thôn",
            "lao động - thương binh và xã hội",
            "lao động, thương binh và xã hội",
            "quy hoạch - kiến trúc",
            "kh&cn",
            "khcn",
            "tt&tt",
            "gd&đt",
            "gdđt",
            "nn&mt",
            "nnmt",
            "tn&mt",
            "kh&đt",
            "vhttdl",
            "vh,tt&dl",
            "vhtt&dl",
            "lđ-tb&xh",
            "lđtbxh",
            "gtvt",
            "nn&ptnt",
            "tc",
            "nv",
            "tp",
            "yt",
            "xd",
            "ct",
        ],
        key=len,
        reverse=True,
    )
)
INCOMPLETE = frozenset(
    [
        "bộ",
        "sở",
        "ban",
        "viện",
        "trường",
        "cục",
        "vụ",
        "hội",
        "ubnd",
        "văn phòng",
        "trung tâm",
        "ủy ban",
        "uỷ ban",
        "ủy ban nhân",
        "tổng cục",
        "chi cục",
        "công",
        "ngân hàng",
        "tỉnh",
        "tập đoàn",
        "thanh tra",
        "đài",
        "hội đồng",
        "hội đồng nhân",
        "liên hiệp",
    ]
)
