"""Every page of the log-in library is ours, in both languages, or does not exist."""

from __future__ import annotations

import re

import pytest
from django.urls import URLPattern, get_resolver

pytestmark = pytest.mark.django_db
PASSWORD = "mat-khau-thu-nghiem"
CLOSED = ("confirm-email/", "confirm-email/abc:def/", "login/code/confirm/", "social/signup/")
FILLED = {"key": "abc", "uidb36": "1", "provider_id": "khong-co"}
VIETNAMESE = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


def addresses():
    """The addresses below /dang-nhap/ with something in place of each part."""
    found = set()
    for route, entry in _walk(get_resolver().url_patterns, ""):
        if route.startswith("dang-nhap/") and "rest" not in entry.pattern.converters:
            found.add("/" + route)
    return sorted(found)


def _walk(entries, before):
    for entry in entries:
        here = before + _plain(str(entry.pattern))
        if isinstance(entry, URLPattern):
            yield here, entry
        else:
            yield from _walk(entry.url_patterns, here)


def _plain(pattern):
    for part, value in FILLED.items():
        pattern = re.sub(rf"\(\?P<{part}>(\[[^]]*\]|[^)])*\)|<\w+:{part}>", value, pattern)
    return pattern.replace("^", "").replace("$", "")


@pytest.fixture(params=["visitor", "person"])
def browser(request, client):
    if request.param == "person":
        clerk = request.getfixturevalue("clerk")
        values = {"login": clerk.username, "password": PASSWORD}
        assert client.post("/dang-nhap/login/", values).status_code == 302
    return client


def test_the_walk_finds_the_pages_of_the_library():
    assert len(addresses()) > 25
    assert {"/dang-nhap/login/", "/dang-nhap/2fa/totp/activate/"} <= set(addresses())


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", addresses())
def test_a_page_is_ours_or_does_not_exist(browser, address, language):
    browser.cookies["sauro_language"] = language
    answer = browser.get(address)
    assert answer.status_code in (200, 302, 401, 403, 404, 405), address
    if answer.status_code in (302, 405) or not answer["Content-Type"].startswith("text/html"):
        return
    ours = [one.origin.name for one in answer.templates if one.origin]
    assert not [name for name in ours if "/allauth/templates/" in name]
    page = answer.content.decode()
    assert f'<html lang="{language}"' in page
    assert "ui/sauro" in page
    title = re.search(r"<h1>([^<]*)</h1>", page)[1]
    assert bool(VIETNAMESE.search(title.lower())) == (language == "vi"), title


@pytest.mark.parametrize("address", CLOSED)
def test_pages_that_nothing_leads_to_are_closed(browser, address):
    assert browser.get("/dang-nhap/" + address).status_code == 404
    assert browser.post("/dang-nhap/" + address).status_code == 404
