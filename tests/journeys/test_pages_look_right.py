"""Every main page: no violation of WCAG 2.2 A or AA, nothing sideways, a silent console."""

from __future__ import annotations

import pytest

from tests import browser as driving
from tests import world as worlds
from tests.journeys.conftest import PASSWORD

# Pages that look like another one of the list, or that the small world has no link to.
LEFT_OUT = {
    "nhiem-vu-theo-doi", "nhiem-vu-qua-han", "viec-cua-toi-xa", "trang-chu-xa",
    "nhap-ke-hoach-loi", "van-ban-sua", "huy", "ma-so", "quyet-dinh-gia-han",
}  # fmt: skip
KEY_PAGES = {
    "tong-quan", "nhiem-vu", "nhiem-vu-chi-tiet-theo-doi", "viec-cua-toi", "cap-nhat",
    "xac-nhan", "xac-nhan-chi-tiet", "chi-tieu", "nhap-ke-hoach-co-quan", "co-quan-chi-tiet",
    "so-lieu-nhap",
}  # fmt: skip
EXTENSION = driving.Page(
    "quyet-dinh-gia-han",
    "lanh-dao",
    "/nhiem-vu/?q=kho+du+lieu+dung+chung",
    (r"^/nhiem-vu/\d+/$", r"^/gia-han/\d+/$"),
)
PAGES = (*(page for page in driving.PAGES if page.name not in LEFT_OUT), EXTENSION)
SOME = 24


def parts():
    """The pages of each person, some at a time, so that no test takes minutes."""
    for user in dict.fromkeys(page.user for page in PAGES):
        own = [page for page in PAGES if page.user == user]
        for start in range(0, len(own), SOME):
            yield pytest.param(own[start : start + SOME], id=f"{user or 'visitor'}-{start}")


PARTS = tuple(parts())


@pytest.fixture
def world(time, forgetful):
    return worlds.make()


def faults(browser, base, pages, *, language, width, theme="light"):
    """What is wrong with the pages, one line each; a page that no link leads to is a fault too."""
    found, known = [], {}
    for user in dict.fromkeys(page.user for page in pages):
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            locale="vi-VN" if language == "vi" else "en-GB",
            reduced_motion="reduce",
        )
        choices = {"sauro_language": language, "sauro_theme": theme}
        context.add_cookies(
            [{"name": name, "value": value, "url": base} for name, value in choices.items()]
        )
        if user:
            driving.sign_in(context.new_page(), base, user, PASSWORD)
        for wanted in (page for page in pages if page.user == user):
            found += [
                f"{wanted.name}: {words}" for words in looked_at(context, base, wanted, known)
            ]
        context.close()
    return "\n".join(found)


def looked_at(context, base, wanted, known):
    """Faults of one page."""
    page = context.new_page()
    said = driving.watch(page)
    answer = driving.reach(page, base, wanted, known)
    expected = 404 if wanted.name == "khong-thay" else 200
    if answer is None:
        yield "no link leads there"
    elif answer.status != expected:
        yield f"answered {answer.status} at {page.url}"
    else:
        yield from driving.violations(page)
        if extra := driving.overflow(page):
            yield f"scrolls sideways by {extra} px"
        if expected == 200:
            yield from said
    page.close()


class TestVietnamese1280:
    @pytest.mark.parametrize("pages", PARTS)
    def test_pages(self, pages, browser, live_server, world):
        assert faults(browser, live_server.url, pages, language="vi", width=1280) == ""


class TestEnglish360:
    @pytest.mark.parametrize("pages", PARTS)
    def test_pages(self, pages, browser, live_server, world):
        assert faults(browser, live_server.url, pages, language="en", width=360) == ""


class TestDark:
    def test_key_pages(self, browser, live_server, world):
        pages = [page for page in driving.PAGES if page.name in KEY_PAGES]
        found = faults(
            browser, live_server.url, pages, language="vi", width=360, theme="dark"
        ) + faults(browser, live_server.url, pages, language="en", width=1280, theme="dark")
        assert found == ""
