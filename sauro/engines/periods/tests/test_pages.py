"""The page and the operations of the working calendar."""

from __future__ import annotations

from datetime import date

import pytest

from sauro.core import clock
from sauro.engines.history.models import Event
from sauro.engines.periods import selectors
from sauro.engines.periods.models import DayOverride

pytestmark = pytest.mark.django_db
PAGE = "/lich-lam-viec/"
FRIDAY = {"day": "2026-09-04", "is_working": "0", "reason": "Hoán đổi", "document": "TB 12/TB-UBND"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def signed_in(client, monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)

    def browser(user):
        client.force_login(user, BACKEND)
        return client

    return browser


def test_a_year_shows_computed_holidays_and_swaps(signed_in, admin):
    page = signed_in(admin).get(PAGE, {"year": "2026"}).content.decode()
    assert "30/04/2026" in page
    assert "10/01/2026" in page
    assert "Quốc khánh" in page


def test_a_decided_day_is_listed_with_its_document_and_moves_a_term_at_once(signed_in, admin):
    browser = signed_in(admin)
    term = {"year": "2026", "start": "2026-09-03", "term": "1"}
    assert browser.get(PAGE, term).context["ends_on"] == date(2026, 9, 4)
    answer = browser.post(PAGE, FRIDAY)
    assert answer["Location"] == f"{PAGE}?year=2026"
    answer = browser.get(PAGE, term)
    assert answer.context["ends_on"] == date(2026, 9, 7)
    assert "TB 12/TB-UBND" in answer.content.decode()
    browser.post(f"{PAGE}{DayOverride.objects.get().pk}/bo/")
    assert browser.get(PAGE, term).context["ends_on"] == date(2026, 9, 4)
    kinds = Event.objects.filter(kind__startswith="periods.").order_by("pk")
    assert list(kinds.values_list("kind", flat=True)) == [
        "periods.day_override.set",
        "periods.day_override.cleared",
    ]


def test_a_decision_over_a_holiday_shows_once(signed_in, admin, at):
    signed_in(admin).post(PAGE, {**FRIDAY, "day": "2026-09-02", "is_working": "1"})
    found = [one for one in selectors.calendar_year(year=2026).days if one.day == date(2026, 9, 2)]
    assert [(one.is_working, one.decided is not None) for one in found] == [(True, True)]


@pytest.mark.parametrize(
    "wrong", [{"day": ""}, {"day": "1800-01-01"}, {"reason": " "}, {"is_working": "x"}]
)
def test_what_is_missing_is_named_and_nothing_is_lost(signed_in, admin, wrong):
    answer = signed_in(admin).post(PAGE, {**FRIDAY, **wrong})
    assert list(answer.context["form"].errors) == list(wrong)
    assert "TB 12/TB-UBND" in answer.content.decode()
    assert not DayOverride.objects.exists()


@pytest.mark.parametrize("year", ["1999", "2101", "9999"])
def test_years_out_of_reach_are_not_there(signed_in, admin, year):
    assert signed_in(admin).get(PAGE, {"year": year}).status_code == 404


@pytest.mark.parametrize("person", ["clerk", "monitor", "leader", "inspector"])
def test_only_an_administrator_decides(signed_in, person, request):
    browser = signed_in(request.getfixturevalue(person))
    assert browser.get(PAGE).status_code == 403
    assert browser.post(PAGE, FRIDAY).status_code == 403
    body = {"is_working": False, "reason": "Hoán đổi"}
    answer = browser.put("/api/v1/calendar-days/2026-09-04", body, content_type="application/json")
    assert answer.status_code == 403
    assert not DayOverride.objects.exists()


def test_the_api_decides_reads_and_withdraws(signed_in, admin):
    browser = signed_in(admin)
    body = {"is_working": False, "reason": "Hoán đổi", "document": "TB 12"}
    url = "/api/v1/calendar-days/2026-09-04"
    made = browser.put(url, body, content_type="application/json").json()
    assert made == {"day": "2026-09-04", "decided": True, **body}
    assert made in browser.get("/api/v1/calendar/2026").json()["days"]
    term = browser.get("/api/v1/calendar-terms", {"start": "2026-09-03", "term": 1}).json()
    assert term == {"ends_on": "2026-09-07"}
    assert browser.delete(url).status_code == 204
    assert browser.delete(url).status_code == 409
