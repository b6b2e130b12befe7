"""Pictures of every page at two widths in two languages, and the few that the guides show.

A demonstration is loaded into a temporary database and served; the pictures go to
`var/screenshots/` and `docs/huong-dan/anh/`. Pages that scroll sideways, log errors or answer
with an error are listed.

`screenshots.py PART...` takes only pages whose name contains one of the parts.
`screenshots.py --at URL --logins FILE` takes them from a demonstration that is served already.
"""

from __future__ import annotations

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from sauro.engines.office.writing import Column, Sheet, write_xlsx  # noqa: E402
from tests import browser as driving  # noqa: E402

OUT = ROOT / "var" / "screenshots"
GUIDE = ROOT / "docs" / "huong-dan" / "anh"
WIDTHS = {1280: 900, 360: 780}
LANGUAGES = ("vi", "en")
MOST_HIGH = 6000
MOST_BYTES = 150_000
# Pictures of the guides: page, width, name of the file.
GUIDE_PICTURES = {
    ("tong-quan", 1280): "dashboard-1280",
    ("trang-chu-lanh-dao", 360): "trang-chu-lanh-dao-360",
    ("tong-quan-man-hinh", 1280): "man-hinh-lon-1280",
    ("canh-bao", 360): "canh-bao-360",
    ("giai-trinh-chi-tiet", 360): "giai-trinh-360",
    ("diem-nghen-chi-tiet", 1280): "diem-nghen-1280",
    ("nhiem-vu-chi-tiet-lanh-dao", 360): "nhiem-vu-360",
    ("viec-cua-toi", 1280): "viec-cua-toi-1280",
    ("viec-cua-toi-xa", 360): "viec-cua-toi-360",
    ("cap-nhat", 1280): "cap-nhat-1280",
    ("nhap-ke-hoach-xem", 1280): "nhap-ke-hoach-1280",
    ("xac-nhan", 1280): "xac-nhan-1280",
    ("xac-nhan-chi-tiet", 1280): "xac-nhan-chi-tiet-1280",
    ("chua-bao-cao", 1280): "chua-bao-cao-1280",
    ("so-lieu-nhap", 360): "so-lieu-nhap-360",
    ("so-lieu-xac-nhan", 1280): "so-lieu-xac-nhan-1280",
    ("chi-so-chi-tiet", 1280): "chi-so-1280",
    ("chi-so-ban-do", 1280): "ban-do-1280",
    ("trang-chu-thu-truong", 1280): "trang-chu-thu-truong-1280",
    ("nhiem-vu-chi-tiet-theo-doi", 1280): "nhiem-vu-1280",
    ("nguoi-dung-chi-tiet", 1280): "nguoi-dung-1280",
    ("co-quan-chi-tiet", 1280): "co-quan-1280",
}


def sauro(environment: dict[str, str], *arguments: str) -> None:
    """Runs one command of the product to its end."""
    command = [sys.executable, "-m", "django", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


@contextmanager
def demonstration() -> Iterator[tuple[str, Path]]:
    """Address and log-ins of a demonstration of its own, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sauro-pictures-") as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/sauro.sqlite3",
            "SAURO_DATA": folder,
            "DJANGO_SETTINGS_MODULE": "sauro.config.settings",
        }
        sauro(environment, "migrate", "--verbosity", "0")
        sauro(environment, "demo")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [sys.executable, "-m", "django", "serve", "--skip-checks", "--port", str(port)]
        server = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            base = f"http://127.0.0.1:{port}"
            wait_for(f"{base}/healthz")
            yield base, Path(folder) / "demo-logins.txt"
        finally:
            server.terminate()
            server.wait()


def wait_for(url: str, seconds: int = 60) -> None:
    """Returns when the address answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise TimeoutError(url)


def logins(path: Path) -> dict[str, str]:
    """Password by user name."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return {line.split("\t")[0]: line.split("\t")[1] for line in lines if line.count("\t") == 2}


def plan_file() -> bytes:
    """A small annex with a name that nobody knows and a deadline that nobody understands."""
    titles = ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời hạn", "Sản phẩm")
    rows = [
        ("I", "Hoàn thiện thể chế", "", "", "", ""),
        ("1", "Ban hành quy chế chia sẻ dữ liệu dùng chung của tỉnh", "Sở Khoa học và Công nghệ",
         "Các sở, ban, ngành", "30/06/2027", "Quyết định"),
        ("2", "Rà soát quy trình nội bộ liên thông với cấp xã", "Sở Nội vụ", "UBND các xã, phường",
         "Quý I/2027", "Báo cáo rà soát"),
        ("II", "Phát triển hạ tầng số", "", "", "", ""),
        ("3", "Nâng cấp trung tâm dữ liệu của tỉnh", "Trung tâm Hạ tầng số", "Sở Tài chính",
         "12/2027", "Trung tâm vận hành"),
        ("4", "Mở lớp kỹ năng số cho tổ công nghệ số cộng đồng", "Sở Khoa học và Công nghệ",
         "UBND các xã, phường", "khi có hướng dẫn", "Lớp tập huấn"),
    ]  # fmt: skip
    return write_xlsx([Sheet("Phụ lục", [Column(title) for title in titles], rows)])


class Photographer:
    """Signs in once for each person and keeps what is wrong with the pages."""

    def __init__(self, browser: Any, base: str, passwords: dict[str, str]) -> None:
        self.browser, self.base, self.passwords = browser, base, passwords
        self.states: dict[str, Any] = {}
        self.known: dict[Any, str] = {}
        self.complaints: list[str] = []

    def state(self, user: str) -> Any:
        """Cookies of a person who signed in through the form."""
        if user and user not in self.states:
            context = self.browser.new_context(locale="vi-VN")
            page = context.new_page()
            driving.sign_in(page, self.base, user, self.passwords[user])
            self.states[user] = context.storage_state()
            context.close()
        return self.states.get(user)

    def context(self, user: str, width: int, language: str) -> Any:
        """A window of a width in a language, with the person signed in."""
        context = self.browser.new_context(
            viewport={"width": width, "height": WIDTHS[width]},
            storage_state=self.state(user),
            locale="vi-VN" if language == "vi" else "en-GB",
            reduced_motion="reduce",
        )
        choice = {"name": "sauro_language", "value": language, "url": self.base}
        context.add_cookies([choice])
        return context

    def stage_plan(self) -> None:
        """Uploads an annex, so that the preview of the wizard has something to show."""
        context = self.context("theo-doi", 1280, "vi")
        page = context.new_page()
        page.goto(self.base + "/nhap-ke-hoach/")
        page.select_option("select[name=programme]", index=1)
        excel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        file = {"name": "phu-luc-ke-hoach-2027.xlsx", "mimeType": excel, "buffer": plan_file()}
        page.set_input_files("input[type=file]", file)
        page.click("main form button[type=submit]")
        context.close()

    def take(self, wanted: driving.Page, context: Any, width: int, language: str) -> None:
        """One page: its picture, and complaints about it."""
        page = context.new_page()
        said = driving.watch(page)
        label = f"{wanted.name} {width} {language}"
        answer = driving.reach(page, self.base, wanted, self.known)
        if answer is None:
            self.complaints.append(f"{label}: no link leads there")
        else:
            self.picture(page, wanted, width, language)
            if answer.status >= 400 and wanted.name != "khong-thay":
                self.complaints.append(f"{label}: answered {answer.status} at {page.url}")
            if extra := driving.overflow(page):
                self.complaints.append(f"{label}: scrolls sideways by {extra} px")
            if wanted.name != "khong-thay":
                self.complaints += [f"{label}: console: {words[:200]}" for words in said]
        page.close()

    def picture(self, page: Any, wanted: driving.Page, width: int, language: str) -> None:
        """Writes the picture, and the one of the guides where they show this page."""
        if page.locator("figure[data-chart]").count():
            page.wait_for_timeout(700)  # charts are drawn after the page has loaded
        page.evaluate("document.fonts.ready.then(() => true)")
        height = min(page.evaluate("document.documentElement.scrollHeight"), MOST_HIGH)
        path = OUT / language / str(width) / f"{wanted.name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        clip = {"x": 0, "y": 0, "width": width, "height": height}
        page.screenshot(path=path, full_page=True, clip=clip)
        name = GUIDE_PICTURES.get((wanted.name, width))
        if name and language == "vi":
            (GUIDE / f"{name}.png").write_bytes(guide_picture(page, width, height))


def guide_picture(page: Any, width: int, height: int) -> bytes:
    """The top of the page, as much of it as a file of the guides may hold."""
    for tall in (1000, 900, 800, 700, 600, 500):
        clip = {"x": 0, "y": 0, "width": width, "height": min(tall, height)}
        written: bytes = page.screenshot(full_page=True, clip=clip)
        if len(written) <= MOST_BYTES:
            break
    return written


def wanted_pages(parts: list[str]) -> list[driving.Page]:
    """The pages whose name contains one of the parts; all of them without parts."""
    pages = [one for one in driving.PAGES if not parts or any(part in one.name for part in parts)]
    return sorted(pages, key=lambda one: one.user)


def photograph(base: str, passwords: dict[str, str], options: argparse.Namespace) -> list[str]:
    """Takes all pictures; what is wrong with the pages."""
    with sync_playwright() as playwright:
        browser = driving.launch(playwright)
        photographer = Photographer(browser, base, passwords)
        photographer.stage_plan()
        pages = wanted_pages(options.parts)
        for language in options.language or LANGUAGES:
            for width in WIDTHS:
                for user in dict.fromkeys(one.user for one in pages):
                    context = photographer.context(user, width, language)
                    for one in pages:
                        if one.user == user:
                            photographer.take(one, context, width, language)
                    context.close()
        browser.close()
    return photographer.complaints


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("parts", nargs="*", help="parts of the names of the pages")
    parser.add_argument("--language", action="append", choices=LANGUAGES)
    parser.add_argument("--at", help="address of a demonstration that is served already")
    parser.add_argument("--logins", type=Path, help="its file of log-ins")
    options = parser.parse_args()
    GUIDE.mkdir(parents=True, exist_ok=True)
    if options.at:
        complaints = photograph(options.at, logins(options.logins), options)
    else:
        with demonstration() as (base, file):
            complaints = photograph(base, logins(file), options)
    print(*complaints, sep="\n")
    print(f"Pictures are in {OUT.relative_to(ROOT)}; {len(complaints)} complaints.")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
