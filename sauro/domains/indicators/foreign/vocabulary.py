"""The words that head the columns of tables, folded, by what they mean."""

from __future__ import annotations

from sauro.domains.indicators.foreign.shapes import BASE, VALUE

SERIAL, UNIT, INDICATOR, PERIOD, YEAR, CODE = (
    "serial",
    "unit",
    "indicator",
    "period",
    "year",
    "code",
)
MEASURE, NOTE, TEXT, REASONS = "measure", "note", "text", "reason"
LABELS = frozenset({SERIAL, UNIT, INDICATOR, PERIOD, YEAR, CODE, MEASURE, NOTE, TEXT, REASONS})
PLAN, RATIO, TOTAL, OTHER = "plan", "computed", "total", "compared"


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split("|"))


WORDS: dict[str, frozenset[str]] = {
    SERIAL: _listed("stt|tt|so tt|so thu tu|s.t.t|t.t|no|no."),
    UNIT: _listed(
        "don vi|ten don vi|don vi hanh chinh|don vi bao cao|don vi thuc hien|xa phuong|xa|phuong|"
        "xa, phuong|xa/phuong|xa - phuong|ten xa|ten xa, phuong|ten xa/phuong|ten xa phuong|"
        "xa, phuong, dac khu|xa/phuong/dac khu|xa phuong dac khu|ten xa, phuong, dac khu|"
        "dia phuong|ten dia phuong|dia ban|co quan|ten co quan|co quan, don vi|unit|commune"
    ),
    INDICATOR: _listed(
        "chi tieu|chi so|ten chi tieu|ten chi so|noi dung|noi dung chi tieu|tieu chi|ten tieu chi|"
        "chi tieu thong ke|noi dung bao cao|cac chi tieu|indicator|nhiem vu, chi tieu"
    ),
    PERIOD: _listed("ky|ky bao cao|ky so lieu|thang|quy|thoi gian|thoi diem|period|ngay so lieu"),
    YEAR: _listed("nam|year"),
    CODE: _listed(
        "ma|ma so|ma chi so|ma chi tieu|ma don vi|ma xa|ma dvhc|ma don vi hanh chinh|code|ma phuong"
    ),
    MEASURE: _listed("dvt|don vi tinh|don vi do|don vi tinh (dvt)|d.v.t|dv tinh"),
    NOTE: _listed("ghi chu|note|notes|luu y|nguon|nguon so lieu|co quan chu tri|nhan xet"),
    REASONS: _listed("giai trinh|ly do|giai thich|nguyen nhan|giai trinh, ly do|reason"),
    VALUE: _listed(
        "gia tri|so lieu|thuc hien|ket qua|ket qua thuc hien|so luong|tu so|figure|value|ky nay|"
        "so lieu thuc hien|thuc te|dat|ket qua dat duoc|so bao cao|thuc hien ky bao cao|"
        "so lieu ky bao cao|thuc hien trong ky|thang nay|quy nay|nam nay|numerator|th"
    ),
    BASE: _listed("mau so|trong so|denominator|weight|tong so (mau so)|quyen so"),
    PLAN: _listed(
        "ke hoach|kh|muc tieu|chi tieu giao|ke hoach giao|giao|ke hoach nam|muc tieu nam|"
        "chi tieu ke hoach|plan|target|nhiem vu giao|chi tieu duoc giao"
    ),
    RATIO: _listed(
        "dat (%)|dat %|ty le|ty le (%)|ty le %|%|ti le|ti le (%)|ti le %|ty trong|ty le dat|"
        "ty le dat (%)|"
        "ty le thuc hien|dat ty le|ty le hoan thanh|% thuc hien|% hoan thanh|% ke hoach|"
        "thuc hien/ke hoach|th/kh|th/kh (%)|so voi ke hoach|so voi ke hoach (%)|% th/kh|ty le th/kh"
    ),
    OTHER: _listed(
        "cung ky|so cung ky|cung ky nam truoc|ky truoc|thang truoc|quy truoc|nam truoc|so sanh|"
        "tang, giam|tang/giam|tang giam|so voi cung ky|so voi ky truoc|chenh lech|xep hang|"
        "xep loai|uoc thuc hien|uoc|so voi cung ky (%)|so ky truoc"
    ),
    TOTAL: _listed(
        "tong|cong|tong cong|tong so|toan tinh|toan thanh pho|total|chung|ca tinh|ca nam"
    ),
}
WAYS: dict[str, frozenset[str]] = {
    "cumulative": _listed("luy ke|cong don|luy ke tu dau nam|luy ke den nay|luy ke den ky bao cao"),
    "periodic": _listed(
        "trong ky|phat sinh trong ky|trong thang|trong quy|phat sinh|rieng trong ky"
    ),
}
