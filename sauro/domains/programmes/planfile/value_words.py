"""The words by which people say what a figure of a target means; all but units are folded."""

from __future__ import annotations

import re

NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+\.\d+|\d{1,3}(?:[. ]\d{3})+(?:,\d+)?(?!\d)|\d{1,3}(?:,\d{3}){2,}(?!\d)|"
    r"\d+(?:[.,]\d+)?)"
)
FIGURE = re.compile(
    rf"(?<![\w.,])(?<!\d/)(?P<low>{NUMBER})(?!\w|/\d)\s*(?P<sign>%|‰)?"
    rf"(?:\s*(?:-|–|—|~|÷|den|toi)\s*(?P<high>{NUMBER})(?!\w)\s*(?P<sign2>%|‰)?)?"
)
RANK = re.compile(
    rf"\b(?:top|top dau|nhom|trong so|trong|thuoc)\s+(?:nhom\s+|"
    rf"top\s+)?(?P<top>{NUMBER})\b(?!\s*[%/])"
    r"(?P<who>[^.;%]{0,60}?\b(?:dan dau|dung dau|hang dau|cao nhat|tot nhat|phat trien nhat|"
    r"dau)\b)?"
    rf"|\b(?:xep(?: hang| thu| vi tri)?|dung|thu hang|vi tri|"
    rf"hang|^thu)\s+(?:thu\s+)?(?P<place>{NUMBER})\b(?!\s*%)"
)
# "12 người/10.000 dân", "93/93 xã": so many in so many.
RATIO = re.compile(
    rf"(?<![\w.,/])(?P<low>{NUMBER})(?:\s*(?:-|~|÷|den|toi)\s*(?P<high>{NUMBER}))?"
    rf"(?P<unit>(?:\s*[^\W\d]+(?: [^\W\d]+){{0,3}})?\s*/\s*"
    rf"(?P<base>{NUMBER})\s+(?P<of>[^\W\d]+(?: (?:dan|nghiep|gia dinh|nguoi|tuc|vu|so|lao dong|"
    r"chuc)\b)?))"
)
NOT_COUNTED = frozenset({"nam", "thang", "quy", "ngay", "lan", "tuan"})
# "tăng từ 20% lên 45%": where it starts is not where it shall be.
CHANGE = re.compile(
    rf"\b(?:tang|giam|nang|ha)\s+(?:[^\W\d]+\s+){{0,6}}?tu\s+(?:hang\s+|muc\s+)?"
    rf"(?P<start>{NUMBER})\s*(?:%|‰)?[^.;\d]{{0,40}}?\b(?:len|xuong|con)\b"
)
YEAR = re.compile(r"(?<![\d/.,])(?:20\d\d\s*-\s*)?(20[2-9]\d)(?![\d/]|[.,]\d)(?!\s*%)")
SINCE = re.compile(r"\b(?:so voi|tu)\s+(?:cung ky |thuc hien |muc )?(?:nam )?20\d\d(?!\s*-)")
YES = re.compile(
    r"(?:co|khong|dat|x|(?:da |duoc )?(?:hoan thanh|ban hanh|phe duyet|van hanh|trien khai)|"
    r"dat chuan|100% hoan thanh|(?:dat|co|hoan thanh)\s*(?:/|hoac)\s*(?:khong|chua)(?: \w+){0,2})"
    r"(?:,? \(?(?:(?:trong|truoc|vao|den) )?(?:(?:het )?nam |quy (?:[iv]+|\d)[/ ]|"
    r"thang \d{1,2}[/ ])?20\d\d\)?)?"
)
DONE_TITLE = re.compile(
    r"(?:den (?:het )?nam 20\d\d,? )?(?:hoan thanh|ban hanh|thanh lap|dua vao (?:van hanh|su dung|"
    r"khai thac|hoat dong))\b"
)
LESS = re.compile(
    r".*\b(?:ho ngheo|that nghiep|ty suat tu vong|tu vong|suy dinh duong|"
    r"thoi gian (?:xu ly|giai quyet|cho|lam thu tuc|thuc hien thu tuc)|so vu|tai nan|ty le no|"
    r"tre han|qua han|cham tien do|cham tre|khieu nai|that thoat|ton that|phat thai|tieu hao|"
    r"chi phi (?:tuan thu|khong chinh thuc|logistics)|su co|o nhiem|lom song|vung lom)\b"
)
CUTS = re.compile(r"(?:kéo )?giảm\b", re.IGNORECASE)
BEFORE = (
    ("le", re.compile(
        r"(?:khong (?:vuot )?qua|khong vuot|khong cao hon|khong lon hon|khong nhieu hon|toi da|"
        r"cao nhat|≤|<=)\s*(?:la|dat|muc)?\s*$"
    )),
    ("ge", re.compile(
        r"(?:it nhat|toi thieu|khong thap hon|khong duoi|khong it hon|khong nho hon|≥|"
        r">=)\s*(?:la|dat|co|muc|tu)?\s*$"
    )),
    ("gt", re.compile(
        r"(?:\btren|(?<!thap )(?<!it )(?<!nho )\bhon|\bvuot(?: muc| tren)?|\bqua|>)"
        r"\s*(?:muc)?\s*$"
    )),
    ("lt", re.compile(
        r"(?:\bduoi|\bit hon|\bthap hon|\bnho hon|\bgiam con duoi|<)\s*(?:muc)?\s*$"
    )),
    ("le", re.compile(
        r"\b(?:giam|ha)\b[^.;]{0,60}\b(?:xuong con|con|xuong)\s*(?:muc|khoang)?\s*$"
    )),
)  # fmt: skip
AFTER = (
    ("ge", re.compile(r"\s*[^.,;]{0,30}?\btro len\b|\s?\+(?=\s|$)")),
    ("le", re.compile(r"\s*[^.,;]{0,30}?\btro xuong\b")),
)
FROM = re.compile(r"\btu\s*(?:muc\s*)?$")
ABOUT = re.compile(r"(?:\b(?:khoang|xap xi|gan|chung)|[~≈])\s*(?:tu\s*)?$")
BY_SO_MUCH = re.compile(
    r"(?<!toc do )(?<!muc )(?<!ty le )\b(?:tang|giam|cat giam|rut ngan)(?: them| thieu| duoc| binh "
    r"quan| it nhat| toi thieu| tren| hon| khoang| tu)*\s*[≥>]?=?\s*$"
)
KEEPS = re.compile(r"\b(?:duy tri|giu vung|giu on dinh|giu)\b")
EVIDENCE = re.compile(
    r"(?:\b(?:dat|chiem|tang|giam|co|con|la|bang|den muc|o muc|muc|tu|khoang|them|thu hut|hinh "
    r"thanh|xay dung|bo tri|"
    r"dao tao|phat trien|thanh lap|len|trung binh|binh quan|moi nam|hang nam|co tu|dat tu|chi)|"
    r":)\s*(?:khoang\s+|tu\s+)?$"
)
REFERENCE = re.compile(
    r"(?:\b(?:so|nghi quyet|nghi dinh|de an|quyet dinh|chi thi|ket luan|luat|dieu|khoan|cap do|"
    r"muc do|cap|thu|ky hop|"
    r"chuong trinh|phu luc|loai|hang|bac|ngay|thang|giai doan|phien ban|cong nghiep|quy|khoa|"
    r"nhom)|[^%]/)\s*$"
)
UNIT_WORDS = re.compile(
    r"\s*(?:(?:nghìn|ngàn|vạn|triệu|tỷ|tỉ)\s+)?(?:doanh nghiệp|tổ chức|người|sản phẩm|đề tài|"
    r"nhiệm vụ|hồ sơ|trung tâm|"
    r"cơ sở|bằng sáng chế|sáng chế|đơn đăng ký|đơn|văn bằng|nền tảng|dịch vụ|xã|phường|điểm|bậc|"
    r"lần|đồng|USD|dự án|"
    r"chuyên gia|cán bộ|mô hình|khu|vườn ươm|công bố|bài báo|Gbps|Mbps|thuê bao|trạm|viện|trường|"
    r"phòng thí nghiệm|"
    r"kỹ sư|năm|tháng|giờ|ngày|phút|MW|kWh|lượt|khóa|lớp|cuộc|hội nghị|văn bản)\b(?:\s*(?:/|"
    r"trên)\s*[^\s,.;)\d]+"
    r"(?:\s+(?:vạn|nghìn|triệu)?\s*(?:dân|người|hộ|năm))?)?",
    re.IGNORECASE,
)
PERCENT_OF = re.compile(
    r"\s*(?:/\s*năm|mỗi năm|GDP|GRDP|tổng chi\b[^,.;]{0,40}|tổng sản phẩm[^,.;]{0,20})",
    re.IGNORECASE,
)
DROPPED = re.compile(
    r"\s*(?:trở lên|trở xuống|so với.*|\(?(?:vào |đến |trong )?(?:năm )?20\d\d\)?)$", re.IGNORECASE
)
FOOTMARK = re.compile(r"\s*(?:\(\*+\)|(?<=[\w%])\*+)|(?<=[\d%])[¹²³⁰⁴⁵⁶⁷⁸⁹]+")
