import re

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from sauro.engines.ui import views


@pytest.fixture
def gallery(rf, clerk):
    request = rf.get("/thu-vien-giao-dien", {"q": "dữ liệu"})
    request.user = clerk
    return views.gallery(request).content.decode()


def test_gallery_shows_every_component_and_stays_light(gallery):
    assert "<c-" not in gallery
    assert "{%" not in gallery
    assert len(gallery.encode()) <= 60_000
    assert len(re.findall(r"<h1[ >]", gallery)) == 1


def test_gallery_has_no_two_elements_of_one_name(gallery):
    names = re.findall(r'\sid="([^"]+)"', gallery)
    assert {name for name in names if names.count(name) > 1} == set()


def test_gallery_needs_an_account(client: Client, db):
    answer = client.get(reverse("ui:gallery"))
    assert answer.status_code == 302
    assert "next=" in answer["Location"]


def test_choice_of_colours_is_kept_and_leads_back(client: Client, db):
    answer = client.post(reverse("ui:appearance"), {"theme": "dark", "next": "/nhiem-vu?q=a"})
    assert answer["Location"] == "/nhiem-vu?q=a"
    assert answer.cookies["sauro_theme"].value == "dark"
    assert "sauro_type" not in answer.cookies


def test_choice_of_colours_refuses_unknown_values_and_other_sites(client: Client, db):
    answer = client.post(
        reverse("ui:appearance"), {"theme": "<b>", "type_size": "large", "next": "//evil.example/"}
    )
    assert answer["Location"] == "/"
    assert "sauro_theme" not in answer.cookies
    assert answer.cookies["sauro_type"].value == "large"


def test_dark_colours_follow_the_choice(rf, clerk):
    for theme, media in (("auto", "(prefers-color-scheme: dark)"), ("dark", 'media="screen"')):
        request = rf.get("/")
        request.user = clerk
        request.COOKIES["sauro_theme"] = theme
        html = views.gallery(request).content.decode()
        assert media in html
    request.COOKIES["sauro_theme"] = "light"
    assert "ui/dark.css" not in views.gallery(request).content.decode()


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500"])
def test_error_pages_need_nothing_but_themselves(code):
    html = render_to_string(f"{code}.html")
    assert 'data-status="error"' in html
    assert 'href="/"' in html
    assert re.search(r"<h1>[^<]+</h1>", html)
