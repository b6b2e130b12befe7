"""Saved views through the browser, and the printed list."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction

from sauro.engines.history.models import Event
from sauro.engines.listing import services
from sauro.engines.listing.models import SavedView
from sauro.engines.listing.tests.demonstration import START, event

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.urls("sauro.engines.listing.tests.demonstration"),
]


@pytest.fixture
def ann():
    return get_user_model().objects.create(username="ann", full_name="Ann", date_joined=START)


@pytest.fixture
def browser(client, ann):
    client.force_login(ann, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def save(browser, **values):
    posted = {"listing": "events", "name": "Late", "query": "kind=a.made", "next": "/events/"}
    return browser.post("/khung-nhin/luu/", posted | values)


def test_a_view_is_saved_and_recorded(browser, ann):
    answer = save(browser, query="?kind=a.made&page=4&format=csv", is_default="1")
    assert answer["Location"] == "/events/?kind=a.made"
    view = SavedView.objects.get()
    assert (view.user, view.query, view.is_default) == (ann, "kind=a.made", True)
    assert Event.objects.filter(kind="listing.view.saved").count() == 1


def test_the_same_name_replaces_the_view(browser):
    save(browser)
    save(browser, query="kind=a.changed")
    assert SavedView.objects.get().query == "kind=a.changed"


def test_only_one_view_opens_the_list(browser, ann):
    save(browser, is_default="1")
    save(browser, name="Other", is_default="1")
    assert list(SavedView.objects.filter(is_default=True).values_list("name", flat=True)) == [
        "Other"
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        SavedView.objects.create(user=ann, listing="events", name="Third", is_default=True)


@pytest.mark.parametrize(
    "values",
    [{"name": " "}, {"listing": "../x"}, {"listing": ""}, {"query": "kind=" + "x" * 3000}],
)
def test_a_view_without_sense_is_refused(browser, values):
    save(browser, **values)
    assert not SavedView.objects.exists()


def test_nobody_keeps_endless_views(browser, ann, at):
    for number in range(services.MOST_VIEWS):
        services.save_view(
            listing="events", name=f"View {number}", query="", is_default=False, by=ann, at=at
        )
    save(browser)
    assert SavedView.objects.count() == services.MOST_VIEWS


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "javascript:1", "x"])
def test_nobody_is_sent_to_another_site(browser, away):
    assert save(browser, next=away)["Location"].startswith("/?")


def test_a_view_of_somebody_else_does_not_exist(browser, at):
    bob = get_user_model().objects.create(username="bob", full_name="Bob", date_joined=START)
    view = services.save_view(
        listing="events", name="His", query="", is_default=False, by=bob, at=at
    )
    assert browser.post(f"/khung-nhin/{view.pk}/xoa/").status_code == 404
    with pytest.raises(services.ViewRefused):
        services.delete_view(view=view, by=SavedView(user_id=0), at=at)
    assert SavedView.objects.exists()


def test_a_view_is_deleted_and_recorded(browser):
    save(browser)
    answer = browser.post(f"/khung-nhin/{SavedView.objects.get().pk}/xoa/", {"next": "/events/"})
    assert answer["Location"] == "/events/?view=0"
    assert not SavedView.objects.exists()
    assert Event.objects.filter(kind="listing.view.deleted").exists()


def test_saving_needs_a_person_and_a_post(client, browser):
    assert browser.get("/khung-nhin/luu/").status_code == 405
    browser.logout()
    assert save(client).status_code == 302
    assert not SavedView.objects.exists()


def test_the_printed_list(browser):
    Event.objects.bulk_create([event(n, label=f"Subject <{n}>") for n in range(1, 200)])
    save(browser, name="<Late>")
    page = browser.get("/events/?kind=a.made&sort=-id&page=2").content.decode()
    assert page.count('name="ids"') == 50
    assert 'aria-sort="descending"' in page
    assert 'aria-current="page"' in page
    assert "Subject &lt;149&gt;" in page
    assert "&lt;Late&gt;" in page
    assert 'id="rows"' in page
    assert 'data-label="Kind"' in page
    assert "style=" not in page
    assert "<script" not in page
    assert len(page) < 45_000


def test_a_list_of_nothing_says_so(browser):
    english = {"accept-language": "en"}
    assert "Nothing here yet" in browser.get("/events/", headers=english).content.decode()
    assert "No row matches" in browser.get("/events/?q=zzz", headers=english).content.decode()


def test_a_download_that_cannot_be_made_comes_back_with_a_message(browser):
    answer = browser.get("/events/?format=exe&kind=a.made")
    assert answer["Location"] == "/events/?kind=a.made"
    assert browser.get("/events/?format=csv").headers["Content-Type"].startswith("text/csv")
