"""Chromium for the journeys and the pictures: how it starts, who signs in, which pages there are."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOGIN = "/dang-nhap/login/"
SIDEWAYS = """() => {
  const root = document.documentElement;
  const left = Array.from(document.querySelectorAll("main :not(.visually-hidden, svg *)"), (one) => {
    const box = one.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0 ? -Math.ceil(box.left) : 0;
  });
  return Math.max(root.scrollWidth - root.clientWidth, ...left);
}"""


@dataclass(frozen=True, slots=True)
class Page:
    """A page by its way: an address, then patterns of the links that are followed from there."""

    name: str
    user: str
    start: str
    follow: tuple[str, ...] = ()
    suffix: str = ""


_TASK = r"^/nhiem-vu/\d+/$"
_PROGRAMME = r"^/chuong-trinh/(?!them/)[^/]+/$"
_PUBLISHING, _RELEASE = r"^/chuong-trinh/[^/]+/cong-khai/$", r"^/cong-bo/\d+/$"
_AGENCY = r"^/co-quan/\d+/$"
_DEPARTMENTS = "/co-quan/?kind=department"
_FORM = r"^/so-lieu/\d+/\d+/\d+/$"
_WAITING = r"^/so-lieu/xac-nhan/\d+/$"
_NOT_HANDED_IN = r"^/so-lieu/tinh-hinh/\d+/\d+/$"
_DOSSIER = r"^/van-ban/ho-so/\d+/$"
_PAPER = r"^/van-ban/du-thao/\d+/$"
_EXPLANATION = r"^/giai-trinh/\d+/$"
_REPORT = r"^/bao-cao/\d+/$"
_REPORT_OWED = r"^/bao-cao/tinh-hinh/\d+/[^/]+/$"
_BOTTLENECK = r"^/diem-nghen/\d+/$"
_STUCK, _PROPOSED = "/diem-nghen/?state=open", "/diem-nghen/?state=proposed"
_URGE = r"^/bao-cao/don-doc/soan/\?"
_PERSON = r"^/nguoi-dung/\d+/$"
_INDICATOR = r"^/chi-so/\d+/$"
_COMMUNES = "/chi-so/?q=cap+quang"


def _task(name: str, user: str, suffix: str, query: str = "") -> Page:
    return Page(name, user, f"/nhiem-vu/{query}", (_TASK,), suffix)


PAGES: tuple[Page, ...] = (
    Page("dang-nhap", "", LOGIN),
    Page("quen-mat-khau", "", "/dang-nhap/password/reset/"),
    Page("trang-chu-lanh-dao", "lanh-dao", "/"),
    Page("tong-quan", "lanh-dao", "/tong-quan/"),
    Page("tong-quan-sap-xep", "theo-doi", "/tong-quan/sap-xep/"),
    Page("tong-quan-man-hinh", "lanh-dao", "/tong-quan/man-hinh/"),
    Page("tong-quan-diem-nghen", "lanh-dao", "/tong-quan/o/bottlenecks/"),
    Page("chuong-trinh", "lanh-dao", "/chuong-trinh/"),
    Page("chuong-trinh-chi-tiet", "lanh-dao", "/chuong-trinh/", (_PROGRAMME,)),
    Page("nhiem-vu", "lanh-dao", "/nhiem-vu/"),
    Page("nhiem-vu-qua-han", "lanh-dao", "/nhiem-vu/?deadline_class=overdue"),
    _task("nhiem-vu-chi-tiet-lanh-dao", "lanh-dao", "", "?deadline_class=overdue"),
    Page("chi-tieu", "lanh-dao", "/chi-tieu/"),
    Page("chi-tieu-chi-tiet", "lanh-dao", "/chi-tieu/", (r"^/chi-tieu/\d+/$",)),
    Page("co-quan-nhiem-vu", "lanh-dao", _DEPARTMENTS, (_AGENCY,), "nhiem-vu/"),
    Page("cong-khai", "", "/cong-khai/"),
    Page("cong-khai-chuong-trinh", "", "/cong-khai/", (r"^/cong-khai/[^/]+/$",)),
    Page("cong-bo", "theo-doi", "/chuong-trinh/", (_PROGRAMME,), "cong-khai/"),
    Page("cong-bo-ban", "theo-doi", "/chuong-trinh/", (_PROGRAMME, _PUBLISHING, _RELEASE)),
    Page("tong-quan-thay-doi", "lanh-dao", "/tong-quan/o/changes/"),
    Page("so-lieu-cong-bo", "lanh-dao", "/so-lieu-cong-bo/"),
    Page("tim-kiem", "lanh-dao", "/tim-kiem/?q=du+lieu"),
    Page("trang-chu-can-bo", "can-bo", "/"),
    Page("viec-cua-toi", "can-bo", "/viec-cua-toi/"),
    Page("thay-doi", "lanh-dao", "/thay-doi/?since=2025-01-01"),
    _task("nhan-dinh", "can-bo", "nhan-dinh/", "?state=in_progress"),
    Page("cap-nhat", "can-bo", "/viec-cua-toi/", (r"^/nhiem-vu/\d+/cap-nhat/",)),
    _task("nhiem-vu-chi-tiet-can-bo", "can-bo", "", "?state=in_progress"),
    _task("xin-gia-han", "can-bo", "gia-han/", "?state=in_progress"),
    _task("tu-choi", "can-bo", "tu-choi/", "?state=assigned"),
    Page("trang-chu-xa", "can-bo-xa", "/"),
    Page("viec-cua-toi-xa", "can-bo-xa", "/viec-cua-toi/"),
    Page("so-lieu", "can-bo-xa", "/so-lieu/"),
    Page("so-lieu-nhap", "can-bo-xa", "/so-lieu/", (_FORM,)),
    Page("so-lieu-nop", "can-bo-xa", "/so-lieu/", (_FORM,), "nop/"),
    Page("trang-chu-thu-truong", "giam-doc", "/"),
    Page("thong-bao", "can-bo", "/thong-bao/"),
    Page("thong-bao-cai-dat", "can-bo", "/thong-bao/cai-dat/"),
    Page("thong-bao-nhat-ky", "quan-tri", "/thong-bao/nhat-ky/"),
    Page("thong-bao-chay-thu", "quan-tri", "/thong-bao/chay-thu/"),
    Page("thong-bao-moc-nhac", "quan-tri", "/thong-bao/moc-nhac/"),
    Page("trang-chu-thanh-tra", "thanh-tra", "/"),
    Page("trang-chu-theo-doi", "theo-doi", "/"),
    Page("xac-nhan", "theo-doi", "/xac-nhan/"),
    Page("xac-nhan-chi-tiet", "theo-doi", "/xac-nhan/", (r"^/xac-nhan/\d+/$",)),
    Page("so-lieu-xac-nhan", "theo-doi", "/so-lieu/xac-nhan/"),
    Page("so-lieu-xac-nhan-bieu", "theo-doi", "/so-lieu/xac-nhan/", (_WAITING,)),
    Page("tinh-hinh-nop", "theo-doi", "/so-lieu/tinh-hinh/"),
    Page("chua-nop", "theo-doi", "/so-lieu/tinh-hinh/", (_NOT_HANDED_IN,)),
    Page("bieu-excel", "can-bo-xa", "/so-lieu/tep/"),
    Page("chi-so", "lanh-dao", "/chi-so/"),
    Page("chi-so-chi-tiet", "lanh-dao", _COMMUNES, (_INDICATOR,)),
    Page("chi-so-ban-do", "lanh-dao", _COMMUNES, (_INDICATOR,), "ban-do/"),
    Page("chi-so-so-sanh", "lanh-dao", _COMMUNES, (_INDICATOR,), "so-sanh/"),
    Page("chi-so-sua", "theo-doi", _COMMUNES, (_INDICATOR,), "sua/"),
    Page("chi-so-dinh-nghia", "theo-doi", _COMMUNES, (_INDICATOR,), "dinh-nghia/"),
    Page("chi-so-mot-o", "lanh-dao", _COMMUNES, (_INDICATOR, r"^/chi-so/\d+/\d+/\d+/$")),
    Page("chi-so-mien", "theo-doi", _COMMUNES, (_INDICATOR,), "mien/"),
    Page("chi-so-cung-nghia", "theo-doi", _COMMUNES, (_INDICATOR,), "cung-nghia/"),
    Page("chi-so-tong-hop", "theo-doi", "/chi-so/tong-hop/"),
    Page("chi-so-bang", "theo-doi", _COMMUNES, (_INDICATOR, r"^/chi-so/tong-hop/\?indicator")),
    Page("bieu-so-lieu", "theo-doi", "/bieu-so-lieu/"),
    Page("bieu-so-lieu-chi-tiet", "theo-doi", "/bieu-so-lieu/", (r"^/bieu-so-lieu/\d+/$",)),
    Page("bieu-so-lieu-sua", "theo-doi", "/bieu-so-lieu/", (r"^/bieu-so-lieu/\d+/$",), "sua/"),
    Page("chua-bao-cao", "theo-doi", "/chua-bao-cao/"),
    Page("chua-bao-cao-nhiem-vu", "theo-doi", "/chua-bao-cao/nhiem-vu/"),
    Page("chua-bao-cao-co-quan", "theo-doi", "/chua-bao-cao/", (r"^/chua-bao-cao/co-quan/",)),
    Page("nhap-ke-hoach", "theo-doi", "/nhap-ke-hoach/"),
    Page("nhap-ke-hoach-xem", "theo-doi", "/nhap-ke-hoach/", (r"^/nhap-ke-hoach/\d+/$",)),
    Page(
        "nhap-ke-hoach-co-quan",
        "theo-doi",
        "/nhap-ke-hoach/",
        (r"^/nhap-ke-hoach/\d+/$",),
        "?tab=agencies",
    ),
    Page(
        "nhap-ke-hoach-loi",
        "theo-doi",
        "/nhap-ke-hoach/",
        (r"^/nhap-ke-hoach/\d+/$",),
        "?tab=problems",
    ),
    Page("nhiem-vu-theo-doi", "theo-doi", "/nhiem-vu/"),
    _task("nhiem-vu-chi-tiet-theo-doi", "theo-doi", ""),
    Page("nhiem-vu-them", "theo-doi", "/nhiem-vu/them/"),
    _task("nhiem-vu-sua", "theo-doi", "sua/"),
    _task("tam-dung", "theo-doi", "tam-dung/", "?state=in_progress"),
    _task("huy", "theo-doi", "huy/", "?state=in_progress"),
    _task("chia-viec", "theo-doi", "chia-viec/", "?state=draft"),
    _task("moc", "theo-doi", "moc/"),
    _task("van-ban-giao", "theo-doi", "van-ban/"),
    _task("ma-so", "theo-doi", "ma-so/"),
    _task("giong-nhau", "theo-doi", "giong-nhau/"),
    Page(
        "quyet-dinh-gia-han",
        "lanh-dao",
        "/nhiem-vu/?q=trung+tam+giam+sat",
        (_TASK, r"^/gia-han/\d+/$"),
    ),
    Page("chuong-trinh-them", "theo-doi", "/chuong-trinh/them/"),
    Page("chuong-trinh-sua", "theo-doi", "/chuong-trinh/", (_PROGRAMME,), "sua/"),
    Page("nhom-them", "theo-doi", "/chuong-trinh/", (_PROGRAMME,), "nhom/them/"),
    Page("chi-tieu-them", "theo-doi", "/chuong-trinh/", (_PROGRAMME,), "chi-tieu/them/"),
    Page("chi-tieu-sua", "theo-doi", "/chi-tieu/", (r"^/chi-tieu/\d+/$",), "sua/"),
    Page("chi-tieu-so-lieu", "theo-doi", "/chi-tieu/", (r"^/chi-tieu/\d+/$",), "so-lieu/"),
    Page("van-ban", "theo-doi", "/van-ban/"),
    Page("van-ban-chi-tiet", "theo-doi", "/van-ban/", (r"^/van-ban/\d+/$",)),
    Page("van-ban-de-xuat", "theo-doi", "/van-ban/", (r"^/van-ban/\d+/$",), "de-xuat-nhiem-vu/"),
    Page("van-ban-moi", "theo-doi", "/van-ban/moi/"),
    Page("van-ban-den", "theo-doi", "/van-ban/?tab=incoming"),
    Page("van-ban-so-do", "theo-doi", "/van-ban/?sort=issued_on", (r"^/van-ban/\d+/$",), "so-do/"),
    Page("van-ban-thong-ke", "theo-doi", "/van-ban/thong-ke/?year=2025"),
    Page("van-ban-mat-can-cu", "theo-doi", "/van-ban/mat-can-cu/"),
    Page("van-ban-so", "theo-doi", "/van-ban/so/"),
    Page("van-ban-ho-so", "theo-doi", "/van-ban/ho-so/"),
    Page("van-ban-ho-so-chi-tiet", "theo-doi", "/van-ban/ho-so/", (_DOSSIER,)),
    Page("van-ban-ho-so-moi", "theo-doi", "/van-ban/ho-so/moi/"),
    Page("van-ban-nop-luu", "theo-doi", "/van-ban/ho-so/nop-luu/"),
    Page("van-ban-so-sach", "theo-doi", "/van-ban/so-sach/"),
    Page("van-ban-tim", "theo-doi", "/van-ban/?q=chuyen+doi+so"),
    Page("van-ban-sieu-du-lieu", "theo-doi", "/van-ban/", (r"^/van-ban/\d+/$",), "sieu-du-lieu/"),
    Page("van-ban-han-che", "quan-tri", "/van-ban/han-che/"),
    Page("du-thao", "can-bo", "/van-ban/du-thao/"),
    Page("du-thao-chi-tiet", "can-bo", "/van-ban/du-thao/?state=consulting", (_PAPER,)),
    Page("du-thao-moi", "can-bo", "/van-ban/du-thao/moi/"),
    Page("du-thao-duyet", "lanh-dao", "/van-ban/du-thao/?state=submitted", (_PAPER,)),
    Page("du-thao-cap-so", "theo-doi", "/van-ban/du-thao/?state=approved", (_PAPER,)),
    Page("y-kien-can-cho", "giam-doc", "/van-ban/y-kien/"),
    Page("bao-cao", "theo-doi", "/bao-cao/"),
    Page("bao-cao-moi", "theo-doi", "/bao-cao/moi/"),
    Page("bao-cao-ky", "theo-doi", "/bao-cao/ky/"),
    Page("bao-cao-hang-loat", "theo-doi", "/bao-cao/hang-loat/"),
    Page("bao-cao-chi-so", "theo-doi", "/bao-cao/chi-so/"),
    Page("bao-cao-chi-so-them", "theo-doi", "/bao-cao/chi-so/them/"),
    Page("bao-cao-mau", "theo-doi", "/bao-cao/mau/"),
    Page("bao-cao-mau-thay", "theo-doi", "/bao-cao/mau/province/"),
    Page("bao-cao-chi-tiet", "theo-doi", "/bao-cao/", (_REPORT,)),
    Page("bao-cao-the-thuc", "theo-doi", "/bao-cao/", (_REPORT,), "the-thuc/"),
    Page("bao-cao-phan", "theo-doi", "/bao-cao/", (_REPORT,), "phan/proposals/"),
    Page("bao-cao-so-lieu", "theo-doi", "/bao-cao/", (_REPORT,), "so-lieu/tasks.overdue/"),
    Page("bao-cao-lanh-dao", "lanh-dao", "/bao-cao/", (_REPORT,)),
    Page("diem-nghen", "lanh-dao", "/diem-nghen/"),
    Page("diem-nghen-nhom", "lanh-dao", "/diem-nghen/nhom/"),
    Page("diem-nghen-cap-tren", "lanh-dao", "/diem-nghen/cap-tren/"),
    Page("diem-nghen-chi-tiet", "lanh-dao", "/diem-nghen/", (_BOTTLENECK,)),
    Page("diem-nghen-thao-go", "lanh-dao", "/diem-nghen/?state=open", (_BOTTLENECK,), "thao-go/"),
    Page("diem-nghen-them", "theo-doi", "/diem-nghen/them/"),
    Page("diem-nghen-vuong-mac", "theo-doi", "/diem-nghen/vuong-mac/"),
    Page("diem-nghen-gan", "theo-doi", "/diem-nghen/", (_BOTTLENECK,), "gan/?find=du+lieu"),
    Page("diem-nghen-gop", "theo-doi", "/diem-nghen/", (_BOTTLENECK,), "gop/"),
    Page("diem-nghen-sua", "theo-doi", "/diem-nghen/", (_BOTTLENECK,), "sua/"),
    Page("diem-nghen-kien-nghi", "theo-doi", _STUCK, (_BOTTLENECK,), "chuyen-cap/"),
    Page("diem-nghen-tiep-nhan", "theo-doi", _PROPOSED, (_BOTTLENECK,), "tiep-nhan/"),
    Page("diem-nghen-tu-choi", "theo-doi", _PROPOSED, (_BOTTLENECK,), "khong-tiep-nhan/"),
    Page("don-doc", "theo-doi", "/bao-cao/don-doc/"),
    Page("don-doc-soan", "theo-doi", "/bao-cao/don-doc/", (_URGE,)),
    Page("he-thong-quoc-gia", "theo-doi", "/bao-cao/he-thong-quoc-gia/"),
    Page("he-thong-quoc-gia-bieu", "theo-doi", "/bao-cao/he-thong-quoc-gia/nq57/"),
    Page("he-thong-quoc-gia-doi-chieu", "theo-doi", "/bao-cao/he-thong-quoc-gia/nq57/doi-chieu/"),
    Page("tinh-hinh-bao-cao", "theo-doi", "/bao-cao/tinh-hinh/"),
    Page("tinh-hinh-bao-cao-quy-dinh", "theo-doi", "/bao-cao/tinh-hinh/quy-dinh/"),
    Page("tinh-hinh-bao-cao-thieu", "theo-doi", "/bao-cao/tinh-hinh/", (_REPORT_OWED,)),
    Page("canh-bao", "lanh-dao", "/canh-bao/"),
    Page("canh-bao-chi-tiet", "lanh-dao", "/canh-bao/", (r"^/canh-bao/\d+/$",)),
    Page("canh-bao-thong-ke", "lanh-dao", "/canh-bao/thong-ke/"),
    Page("canh-bao-don-vi", "can-bo", "/canh-bao/"),
    Page("canh-bao-quy-tac", "theo-doi", "/canh-bao/quy-tac/"),
    Page("canh-bao-quy-tac-dat", "theo-doi", "/canh-bao/quy-tac/task_silent/"),
    Page("giai-trinh", "lanh-dao", "/giai-trinh/"),
    Page("giai-trinh-chi-tiet", "lanh-dao", "/giai-trinh/?tab=answered", (_EXPLANATION,)),
    Page("giai-trinh-chon", "lanh-dao", "/giai-trinh/moi/"),
    Page("giai-trinh-hoi", "lanh-dao", "/giai-trinh/moi/", (r"^/giai-trinh/moi/\?kind",)),
    Page("giai-trinh-thong-ke", "theo-doi", "/giai-trinh/thong-ke/"),
    Page("giai-trinh-tra-loi", "can-bo", "/giai-trinh/?tab=mine", (_EXPLANATION,), "tra-loi/"),
    Page("lien-thong", "theo-doi", "/van-ban/lien-thong/"),
    Page("lien-thong-nhan", "theo-doi", "/van-ban/lien-thong/nhan/"),
    Page("lien-thong-ma", "theo-doi", "/van-ban/lien-thong/ma/"),
    Page("kiem-tra-chu-ky", "theo-doi", "/van-ban/kiem-tra-chu-ky/"),
    Page("van-ban-sua", "theo-doi", "/van-ban/", (r"^/van-ban/\d+/$",), "sua/"),
    Page("trang-chu-quan-tri", "quan-tri", "/"),
    Page("co-quan", "quan-tri", "/co-quan/"),
    Page("co-quan-cay", "quan-tri", "/co-quan/cay/"),
    Page("co-quan-chi-tiet", "quan-tri", _DEPARTMENTS, (_AGENCY,)),
    Page("co-quan-them", "quan-tri", _DEPARTMENTS, (_AGENCY,), "them/"),
    Page("co-quan-sua", "quan-tri", _DEPARTMENTS, (_AGENCY,), "sua/"),
    Page("co-quan-dong", "quan-tri", _DEPARTMENTS, (_AGENCY,), "dong/"),
    Page("sap-nhap", "quan-tri", _DEPARTMENTS, (_AGENCY,), "sap-nhap/"),
    Page("da-sap-nhap", "quan-tri", "/sap-nhap/"),
    Page("viec-nen", "theo-doi", "/viec-nen/"),
    Page("vi-tri-them", "quan-tri", _DEPARTMENTS, (_AGENCY,), "vi-tri/them/"),
    Page("lich-lam-viec", "quan-tri", "/lich-lam-viec/?year=2026"),
    Page("ban-chi-dao", "quan-tri", "/ban-chi-dao/"),
    Page("tap-the", "quan-tri", "/tap-the/"),
    Page("tap-the-chi-tiet", "quan-tri", "/tap-the/", (r"^/tap-the/\d+/$",)),
    Page("nguoi-dung", "quan-tri", "/nguoi-dung/"),
    Page("nguoi-dung-them", "quan-tri", "/nguoi-dung/them/"),
    Page("nguoi-dung-chi-tiet", "quan-tri", "/nguoi-dung/", (_PERSON,)),
    Page("nguoi-dung-vai-tro", "quan-tri", "/nguoi-dung/", (_PERSON,), "vai-tro/"),
    Page("nguoi-dung-sua", "quan-tri", "/nguoi-dung/", (_PERSON,), "sua/"),
    Page("vai-tro", "quan-tri", "/vai-tro/"),
    Page("don-vi", "quan-tri", "/don-vi/"),
    Page("don-vi-chi-tiet", "quan-tri", "/don-vi/", (r"^/don-vi/\d+/$",)),
    Page("tai-khoan", "can-bo", "/tai-khoan/"),
    Page("mat-khau", "can-bo", "/tai-khoan/mat-khau/"),
    Page("ma-truy-cap", "can-bo", "/tai-khoan/ma-truy-cap/"),
    Page("xac-thuc-hai-buoc", "can-bo", "/dang-nhap/2fa/"),
    Page("tai-lieu-api", "can-bo", "/api/v1/docs"),
    Page("khong-thay", "can-bo", "/nhiem-vu/999999999/"),
)


def launch(playwright: Any) -> Any:
    """Chromium of the system; fails when there is none."""
    assert CHROMIUM, "Chromium is not installed"
    return playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


def sign_in(page: Any, base: str, username: str, password: str) -> None:
    """Through the real form; fails when the log-in page comes again."""
    page.goto(base + LOGIN)
    page.fill("[name=login]", username)
    page.fill("[name=password]", password)
    page.click("main form button[type=submit]")
    page.wait_for_load_state()
    assert LOGIN not in page.url, page.inner_text("main")


def hrefs(page: Any) -> list[str]:
    """Addresses of the links of a page, as written, those of its content before the rest."""
    inside = "Array.from(document.querySelectorAll('main a[href]'), (a) => a.getAttribute('href'))"
    found: list[str] = page.evaluate(inside)
    return found


def reach(page: Any, base: str, wanted: Page, known: dict[Any, str] | None = None) -> Any:
    """Goes to a page; the answer, or None when a link on its way is missing.

    `known` remembers where links led, so that the next page on the same way is reached at once.
    """
    known = {} if known is None else known
    address = wanted.start
    for n, pattern in enumerate(wanted.follow, 1):
        way = (wanted.user, wanted.start, wanted.follow[:n])
        if way not in known:
            page.goto(base + address)
            link = next((href for href in hrefs(page) if re.search(pattern, href)), None)
            if link is None:
                return None
            known[way] = link
        address = known[way]
    return page.goto(base + (address.split("?")[0] if wanted.suffix else address) + wanted.suffix)


def watch(page: Any) -> list[str]:
    """What the console will say: warnings, errors, refusals of the content security policy."""
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on(
        "console",
        lambda message: said.append(message.text) if message.type in {"error", "warning"} else None,
    )
    return said


def overflow(page: Any) -> int:
    """By how many pixels the page scrolls sideways, or is cut at its left edge.

    A phone zooms out instead and its window grows with the page: the root element does not.
    """
    wide: int = page.evaluate(SIDEWAYS)
    return max(wide, 0)


def violations(page: Any) -> Iterator[str]:
    """What axe finds against WCAG 2.2 A and AA, one line for each rule and place."""
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(
        "(rules) => axe.run(document, {runOnly: rules, resultTypes: ['violations']})", RULES
    )
    for violation in found["violations"]:
        node = violation["nodes"][0]
        yield f"{violation['id']}: {node['target']} {node['failureSummary'][:300]}"
