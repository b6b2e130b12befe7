"""The kind of a bottleneck as its words suggest; a person decides."""

from __future__ import annotations

import re

from sauro.domains.bottlenecks.rules import Kind

# Words as they stand in folded text (no marks, small letters); the longer says more.
WORDS: dict[Kind, tuple[str, ...]] = {
    Kind.MECHANISM_POLICY: (
        *("co che", "chinh sach", "quy dinh", "huong dan", "the che", "nghi dinh", "thong tu"),
        *("chua dong bo", "chua ban hanh", "dinh muc", "tieu chuan", "quy chuan", "khung phap ly"),
        *("van ban quy pham", "chua co quy che", "nghi quyet moi", "hanh lang phap ly"),
    ),
    Kind.MONEY: (
        *("kinh phi", "ngan sach", "nguon von", "du toan", "tai chinh", "giai ngan", "nguon luc"),
        *("chua bo tri von", "thieu von", "von dau tu", "co tien", "quyet toan", "cap von"),
    ),
    Kind.PEOPLE: (
        *("nhan luc", "can bo", "nhan su", "bien che", "chuyen mon", "trinh do", "ky nang"),
        *("dao tao", "nguoi lam", "chuyen gia", "kiem nhiem", "bo tri nguoi", "trai chuyen mon"),
    ),
    Kind.INFRASTRUCTURE_DATA: (
        *("ha tang", "duong truyen", "du lieu", "may chu", "thiet bi", "phan mem", "ket noi"),
        *("he thong", "tru so", "mang", "co so du lieu", "nen tang", "cap quang", "song di dong"),
    ),
    Kind.PROCEDURE_AUTHORITY: (
        *("thu tuc", "tham quyen", "phe duyet", "tham dinh", "dau thau", "ho so", "quy trinh"),
        *("phan cap", "uy quyen", "chua duoc duyet", "trinh", "cap phep", "giai phong mat bang"),
    ),
    Kind.COORDINATION: (
        *("phoi hop", "chua thong nhat", "chua co y kien", "cho y kien", "sap xep", "sap nhap"),
        *("chuyen doi mo hinh", "chong cheo", "trung lap", "cham tra loi", "lien thong giua cac"),
    ),
}


def suggested_kind(folded: str) -> Kind | None:
    """The kind whose words weigh most in a folded text; none when no word speaks."""
    words = f" {' '.join(re.findall(r'[a-z0-9]+', folded))} "
    points = {
        kind: sum(len(one.split()) * words.count(f" {one} ") for one in known)
        for kind, known in WORDS.items()
    }
    best = max(points, key=lambda kind: points[kind])  # the first of the table when equal
    return best if points[best] else None
