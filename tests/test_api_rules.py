"""What holds for every operation: one body for errors, a rate for each person, ETags by person."""

import pytest
from django.core.cache import cache
from django.db import DataError, IntegrityError

from sauro.config import api_words
from sauro.domains.accounts import selectors

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(client, clerk):
    cache.clear()
    client.force_login(clerk, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def told(answer):
    assert set(answer.json()) == {"code", "message", "field"}
    return answer.status_code, answer.json()["code"]


def test_so_many_requests_a_minute_and_no_more(browser, settings):
    settings.API_RATE = 2
    assert [browser.get("/api/v1/me").status_code for _n in range(2)] == [200, 200]
    refused = browser.get("/api/v1/me")
    assert told(refused) == (429, "too_many")
    assert 0 < int(refused["Retry-After"]) <= 60


def test_another_person_has_a_rate_of_his_own(browser, client, head, settings):
    settings.API_RATE = 1
    assert browser.get("/api/v1/me").status_code == 200
    client.force_login(head, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/me").status_code == 200


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (DataError("too long"), 422, "invalid"),
        (OverflowError("too large"), 422, "invalid"),
        (UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates"), 422, "invalid"),
        (IntegrityError("twice"), 409, "conflict"),
    ],
)
def test_what_the_database_refuses_is_no_fault_of_the_server(
    browser, monkeypatch, error, status, code
):
    def refusing(**_values):
        raise error

    monkeypatch.setattr(selectors, "tokens_of", refusing)
    assert told(browser.get("/api/v1/tokens")) == (status, code)


def test_what_nobody_foresaw_stays_a_fault_of_the_server(browser, monkeypatch):
    def failing(**_values):
        raise ZeroDivisionError

    monkeypatch.setattr(selectors, "tokens_of", failing)
    browser.raise_request_exception = False
    assert browser.get("/api/v1/tokens").status_code == 500


def test_an_etag_belongs_to_a_person_a_language_and_an_address(browser, client, head):
    def tag(**headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        return browser.get("/api/v1/me", headers=headers)["ETag"]

    mine = tag()
    assert mine == tag()
    assert mine != tag(accept_language="en")
    assert mine != browser.get("/api/v1/me?x=1")["ETag"]
    client.force_login(head, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get("/api/v1/me", headers={"if-none-match": mine}).status_code == 200


def test_a_compressed_answer_keeps_its_etag_good(browser, monkeypatch):
    answer = browser.get("/api/v1/programmes", headers={"accept-encoding": "gzip"})
    weak = {"if-none-match": f"W/{answer['ETag'].removeprefix('W/')}"}
    assert browser.get("/api/v1/programmes", headers=weak).status_code == 304


def test_lists_that_change_without_an_event_carry_no_etag(browser):
    assert "ETag" not in browser.get("/api/v1/tokens")


def test_a_person_with_a_temporary_password_gets_no_further(browser, clerk):
    clerk.must_change_password = True
    clerk.save()
    assert browser.get("/api/v1/me").status_code in (401, 403)


def test_a_method_that_does_not_exist_names_those_that_do(browser):
    answer = browser.delete("/api/v1/me")
    assert (answer.status_code, set(answer["Allow"].split(", "))) == (405, {"GET", "PUT"})


@pytest.mark.parametrize(
    ("body", "field", "en", "vi"),
    [
        ({}, "name", "This value is missing.", "Thiếu giá trị này."),
        ({"name": ""}, "name", "Write at least 1 characters.", "Viết ít nhất 1 ký tự."),
        ({"name": "x" * 81}, "name", "Write at most 80 characters.", "Viết nhiều nhất 80 ký tự."),
        ({"name": 7}, "name", "Write a text here.", "Ghi văn bản vào đây."),
        (
            {"name": "x", "expires_on": "mai"},
            "expires_on",
            "Write a day as year-month-day, for example 2026-06-30.",
            "Ghi ngày theo dạng năm-tháng-ngày, ví dụ 2026-06-30.",
        ),
    ],
)
def test_a_wrong_value_is_told_in_the_language_of_the_reader(browser, body, field, en, vi):
    for language, sentence in (("en", en), ("vi", vi)):
        headers = {"accept-language": language}
        answer = browser.post(
            "/api/v1/tokens", body, content_type="application/json", headers=headers
        )
        assert told(answer) == (422, "invalid")
        assert (answer.json()["field"], answer.json()["message"]) == (field, sentence)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Sign in, or send an access token."),
        ("vi", "Hãy đăng nhập hoặc gửi mã truy cập."),
    ],
)
def test_a_visitor_is_told_to_sign_in(client, language, sentence):
    answer = client.get("/api/v1/me", headers={"accept-language": language})
    assert told(answer) == (401, "not_signed_in")
    assert answer.json()["message"] == sentence


def test_an_error_without_its_figures_or_of_an_unknown_kind_is_told_all_the_same():
    assert api_words.of({"type": "enum"}) == str(api_words.OTHER)
    assert api_words.of({"type": "of_tomorrow"}) == str(api_words.OTHER)
    assert api_words.of({"type": "less_than", "ctx": {"lt": 5}}).endswith("5.")
