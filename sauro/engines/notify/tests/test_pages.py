"""The inbox, the bell, the choice, the log, the dry run and the steps."""

from datetime import time

import pytest
from django.urls import reverse

from sauro.engines.notify import scheduled
from sauro.engines.notify.channels import Refused
from sauro.engines.notify.models import Delivery, Notice, Preference, StepTable
from sauro.engines.notify.services import notices
from sauro.engines.notify.tests.conftest import CODE, KIND, due

pytestmark = pytest.mark.django_db
AREA = "/thong-bao/"


@pytest.fixture
def browse(client):
    def opening(person):
        client.force_login(person, "allauth.account.auth_backends.AuthenticationBackend")
        client.cookies["sauro_language"] = "en"
        return client

    return opening


def give(person, number, at, **more):
    notices.give(
        kind=KIND,
        people=[person.pk],
        key=f"k{number}",
        label=f"Việc {number}",
        facts={"by": "Lê Minh Quân"},
        at=at,
        **more,
    )
    return Notice.objects.get(person=person, key=f"k{number}")


def test_the_inbox_shows_ones_own_notices_and_opening_marks_them_read(
    told, dues, browse, clerk, head, at
):
    mine = give(clerk, 1, at, url="/co-quan/")
    others = give(head, 2, at)
    page = browse(clerk).get(AREA)
    text = page.content.decode()
    assert "Lê Minh Quân assigned a task to your unit: Việc 1" in text
    assert "Việc 2" not in text
    answer = browse(clerk).get(reverse("notice_open", args=[mine.pk]))
    assert answer["Location"] == "/co-quan/"
    assert Notice.objects.get(pk=mine.pk).read_at is not None
    assert browse(clerk).get(reverse("notice_open", args=[others.pk])).status_code == 404
    assert "Việc 1" not in browse(clerk).get(f"{AREA}?unread=1").content.decode()
    assert "Việc 1" in browse(clerk).get(f"{AREA}?kind={KIND}").content.decode()
    assert "Việc 1" not in browse(clerk).get(f"{AREA}?kind=none").content.decode()


def test_a_notice_never_leads_out_of_the_site(told, dues, browse, clerk, at):
    away = give(clerk, 1, at, url="https://elsewhere.example/")
    answer = browse(clerk).get(reverse("notice_open", args=[away.pk]))
    assert answer["Location"] == AREA


def test_the_inbox_costs_the_same_for_many_notices(
    told, dues, browse, clerk, at, django_assert_max_num_queries
):
    for number in range(40):
        give(clerk, number, at)
    browser = browse(clerk)
    with django_assert_max_num_queries(8):
        browser.get(AREA)


def test_the_bell_counts_what_is_unread_in_one_query(
    told, dues, browse, clerk, at, django_assert_num_queries
):
    browser = browse(clerk)
    assert browser.get(f"{AREA}chuong/").content == b"\n"
    give(clerk, 1, at)
    with django_assert_num_queries(3):  # session, person, count
        text = browser.get(f"{AREA}chuong/").content.decode()
    assert "1 unread" in text
    Notice.objects.bulk_create(
        [Notice(person=clerk, key=f"x{n}", kind=KIND, label="x", at=at) for n in range(120)]
    )
    assert "99+" in browser.get(f"{AREA}chuong/").content.decode()
    assert reverse("notice_bell") in browser.get("/").content.decode()


def test_notices_are_marked_one_by_one_or_all(told, dues, browse, clerk, at):
    first = give(clerk, 1, at)
    give(clerk, 2, at)
    browse(clerk).post(f"{AREA}da-doc/", {"id": [first.pk, "x"]})
    assert Notice.objects.filter(read_at=None).count() == 1
    browse(clerk).post(f"{AREA}da-doc/", {"all": "1", "kind": "none"})
    assert Notice.objects.filter(read_at=None).count() == 1
    browse(clerk).post(f"{AREA}da-doc/", {"all": "1"})
    assert not Notice.objects.filter(read_at=None).exists()


def test_a_person_chooses_how_he_is_told(told, dues, post, browse, clerk):
    page = f"{AREA}cai-dat/"
    assert "As usual: In the daily digest" in browse(clerk).get(page).content.decode()
    wanted = {"digest_at": "08:15", "quiet_from": "19:00", "quiet_to": "07:00", "language": "en"}
    answer = browse(clerk).post(page, {**wanted, f"{KIND}:email": "now", f"{CODE}:email": ""})
    assert answer.status_code == 302
    kept = Preference.objects.get(pk=clerk.pk)
    assert kept.choices == {KIND: {"email": "now"}}
    assert (kept.digest_at, kept.language) == (time(8, 15), "en")
    wrong = browse(clerk).post(page, {**wanted, "digest_at": "25:00", f"{KIND}:email": "pigeon"})
    assert wrong.status_code == 200
    assert Preference.objects.get(pk=clerk.pk).digest_at == time(8, 15)


def test_the_log_shows_what_failed_and_tries_it_again(told, dues, post, browse, clerk, admin, at):
    give(clerk, 1, at, urgent=True)
    post.faults = [Refused("no such mailbox")]
    scheduled.deliver(at=at)
    page = f"{AREA}nhat-ky/"
    text = browse(admin).get(f"{page}?state=troubled").content.decode()
    assert "no such mailbox" in text
    assert str(clerk) in text
    assert "no such mailbox" not in browse(admin).get(f"{page}?q=khong").content.decode()
    assert "no such mailbox" not in browse(admin).get(f"{page}?state=sent").content.decode()
    one = Delivery.objects.get()
    assert browse(clerk).post(f"{page}gui-lai/", {"id": one.pk}).status_code == 403
    answer = browse(admin).post(f"{page}gui-lai/", {"id": one.pk}, follow=True)
    assert "1 message is tried again, outside quiet hours" in answer.content.decode()
    assert "While the service is away nothing is given up" in answer.content.decode()
    assert Delivery.objects.get().state == "waiting"
    told_again = browse(admin).post(f"{page}gui-lai/", {"all": "1"}, follow=True)
    assert "no failed message" in told_again.content.decode()


def test_an_administrator_elsewhere_sees_nothing_of_it(
    told, dues, post, browse, clerk, stranger, at
):
    from conftest import give as grant
    from conftest import make_user

    elsewhere = stranger.role_grants.first().organisation
    foreigner = grant(make_user("quan-tri-la", "Quản trị lạ"), "administrator", elsewhere)
    give(clerk, 1, at, urgent=True)
    scheduled.deliver(at=at)
    for page in ("nhat-ky/", "chay-thu/"):
        assert "Việc 1" not in browse(foreigner).get(f"{AREA}{page}").content.decode()


def test_the_dry_run_shows_who_would_be_told_what_and_why(
    told, dues, post, browse, clerk, admin, at, monkeypatch
):
    from sauro.core import clock

    monkeypatch.setattr(clock, "now", lambda: at)
    dues.append(due([clerk], on=at.date()))
    text = browse(admin).get(f"{AREA}chay-thu/").content.decode()
    for words in (
        str(clerk),
        "Due on 10/06/2025, the last day",
        "Step: on the day.",
        "Daily digest",
    ):
        assert words in text
    assert not Notice.objects.exists()
    assert browse(clerk).get(f"{AREA}chay-thu/").status_code == 403


def test_an_administrator_decides_the_steps(told, dues, browse, clerk, admin):
    page = f"{AREA}moc-nhac/"
    assert "7, 3, 1" in browse(admin).get(page).content.decode()
    wanted = {"before": "10; 5 2", "after": "2, 4", "every": "10", "escalate_from": "1"}
    assert browse(admin).post(page, wanted).status_code == 302
    row = StepTable.objects.get(code="")
    assert (row.before, row.on_day, row.after, row.every) == ([10, 5, 2], False, [2, 4], 10)
    browse(admin).post(f"{page}?code={CODE}", {**wanted, "before": "1", "on_day": "on"})
    assert StepTable.objects.get(code=CODE).before == [1]
    for wrong in ({"before": "ba ngày"}, {"after": "300"}, {"before": "31"}):
        answer = browse(admin).post(page, {**wanted, **wrong})
        assert answer.status_code == 200
        assert next(iter(wrong.values())) in answer.content.decode()  # what was typed stays
    assert browse(admin).get(f"{page}?code=none").status_code == 404
    assert browse(clerk).get(page).status_code == 403


def test_one_kind_is_returned_to_the_general_steps_on_the_page(told, dues, browse, clerk, admin):
    page, again = f"{AREA}moc-nhac/", "Follow the general steps again"
    wanted = {"before": "9", "after": "2", "every": "10", "escalate_from": "1"}
    assert again not in browse(admin).get(f"{page}?code={CODE}").content.decode()
    browse(admin).post(f"{page}?code={CODE}", wanted)
    text = browse(admin).get(f"{page}?code={CODE}").content.decode()
    assert again in text
    assert "Steps of its own" in text
    assert browse(clerk).post(f"{page}bo/", {"code": CODE}).status_code == 403
    assert StepTable.objects.exists()
    answer = browse(admin).post(f"{page}bo/", {"code": CODE}, follow=True)
    assert not StepTable.objects.exists()
    assert "7, 3, 1" in answer.content.decode()
    assert "Steps of its own" not in answer.content.decode()
    answer = browse(admin).post(f"{page}bo/", {"code": "none"}, follow=True)
    assert "There is no such kind of reminder." in answer.content.decode()


@pytest.mark.parametrize("name", ["notice_read", "delivery_retry"])
def test_a_number_that_names_nothing_changes_nothing(told, dues, browse, clerk, admin, at, name):
    mine = give(clerk, 1, at)
    person = clerk if name == "notice_read" else admin
    answer = browse(person).post(reverse(name), {"id": ["9" * 20, "x", str(mine.pk)]})
    assert answer.status_code == 302
    mine.refresh_from_db()
    assert (mine.read_at is not None) == (person == clerk)
