"""The pages for everybody and the pages behind them, in both languages."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.urls import reverse

from sauro.core import clock
from sauro.shell.publishing import services
from sauro.shell.publishing.models import Release
from sauro.shell.publishing.tests.conftest import SECRET_TITLE

pytestmark = pytest.mark.django_db


@pytest.fixture
def today_is(monkeypatch, at):
    monkeypatch.setattr(clock, "now", lambda: at)
    monkeypatch.setattr(clock, "today", at.date)


@pytest.fixture
def prepared(place, monitor, at, today):
    return services.prepare(
        programme=place.programme, as_of=today, introduction="Kết quả đến nay", by=monitor, at=at
    )


@pytest.fixture
def public(prepared, leader, at):
    return services.release(release=prepared, by=leader, at=at)


def read(client, page):
    return client.get(page).content.decode()


def test_nothing_is_public_before_something_is_released(client, prepared):
    code = prepared.programme.code
    assert client.get(reverse("public_list")).status_code == 404
    assert client.get(reverse("public_programme", args=[code])).status_code == 404
    assert client.get(reverse("public_data", args=[code, "json"])).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
def test_everybody_reads_what_was_released_without_signing_in(
    client, public, language, django_assert_max_num_queries
):
    client.cookies["sauro_language"] = language
    page = reverse("public_programme", args=[public.programme.code])
    with django_assert_max_num_queries(3):
        answer = client.get(page)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "Kết quả đến nay" in text
    assert "Ban hành kế hoạch" in text
    assert SECRET_TITLE not in text
    assert "Nguyễn Thị Lan" not in text
    answer = client.get(page)  # the first visit is given a cookie
    assert client.get(page, headers={"if-none-match": answer["ETag"]}).status_code == 304
    assert page in client.get(reverse("public_list")).content.decode()


@pytest.mark.parametrize("name", ["public_programme", "public_data"])
def test_other_words_with_the_same_figures_are_sent_anew(
    client, public, place, monitor, leader, at, today, name
):
    page = reverse(name, args=[public.programme.code, *(["xlsx"] if "data" in name else [])])
    client.get(page)  # the first visit is given a cookie
    mark = client.get(page)["ETag"]
    assert client.get(page, headers={"if-none-match": mark}).status_code == 304
    services.withdraw(release=public, reason="Sai lời dẫn", by=leader, at=at)
    words = {"introduction": "Lời dẫn đã sửa", "as_of": today, "by": monitor, "at": at}
    second = services.prepare(programme=place.programme, **words)
    services.release(release=second, by=leader, at=at)
    assert second.digest == public.digest
    answer = client.get(page, headers={"if-none-match": mark})
    assert answer.status_code == 200
    assert "data" in name or "Lời dẫn đã sửa" in answer.content.decode()


def test_another_day_that_can_be_chosen_is_sent_anew(client, public, place, monitor, leader, at):
    page = reverse("public_programme", args=[public.programme.code])
    client.get(page)
    mark = client.get(page)["ETag"]
    day = {"as_of": at.date() - timedelta(days=3), "by": monitor, "at": at}
    older = services.prepare(programme=place.programme, **day)
    services.release(release=older, by=leader, at=at)
    assert client.get(page, headers={"if-none-match": mark}).status_code == 200


@pytest.mark.parametrize("person", ["monitor", "leader"])
def test_the_page_of_a_programme_leads_there_for_who_keeps_it(client, place, person, request):
    client.force_login(request.getfixturevalue(person))
    code = place.programme.code
    where = reverse("programme_publishing", args=[code])
    assert f'href="{where}"' in read(client, reverse("programme_detail", args=[code]))
    assert client.get(where).status_code == 200


@pytest.mark.parametrize("person", ["clerk", "inspector"])
def test_the_page_of_a_programme_does_not_lead_others_there(client, place, person, request):
    client.force_login(request.getfixturevalue(person))
    code = place.programme.code
    where = reverse("programme_publishing", args=[code])
    assert where not in read(client, reverse("programme_detail", args=[code]))


def test_the_page_to_sign_in_leads_to_what_is_public_once_something_is(
    client, prepared, leader, at
):
    where = f'href="{reverse("public_list")}"'
    assert where not in read(client, reverse("account_login"))
    services.release(release=prepared, by=leader, at=at)
    assert where in read(client, reverse("account_login"))


def test_who_withdraws_is_told_what_everybody_reads_afterwards(
    client, public, place, monitor, leader, at
):
    client.force_login(leader)
    page = reverse("release_detail", args=[public.pk])
    assert client.get(page).context["afterwards"] == (None, True)
    day = {"as_of": at.date() - timedelta(days=3), "by": monitor, "at": at}
    older = services.prepare(programme=place.programme, **day)
    services.release(release=older, by=leader, at=at)
    assert client.get(page).context["afterwards"] == (older, True)
    assert f"{older.as_of:%d/%m/%Y}" in read(client, page)
    of_older = client.get(reverse("release_detail", args=[older.pk]))
    assert of_older.context["afterwards"] == (public, False)


def test_the_files_hold_the_same_figures(client, public):
    code = public.programme.code
    body = client.get(reverse("public_data", args=[code, "json"])).json()
    assert body["whole"] == public.content["whole"]
    assert body["digest"] == public.digest
    first = client.get(reverse("public_data", args=[code, "xlsx"])).content
    assert first == client.get(reverse("public_data", args=[code, "xlsx"])).content
    names = zipfile.ZipFile(io.BytesIO(first)).namelist()
    assert len([name for name in names if name.startswith("xl/worksheets/sheet")]) == 3


def test_a_day_that_was_not_released_is_not_found(client, public):
    page = reverse("public_programme", args=[public.programme.code])
    assert client.get(page, {"day": "2025-01-02"}).status_code == 404
    assert client.get(page, {"day": "hôm nay"}).status_code == 404
    assert client.get(page, {"day": f"{public.as_of:%Y-%m-%d}"}).status_code == 200


@pytest.mark.usefixtures("today_is")
def test_monitor_prepares_leader_releases_and_withdraws(client, place, monitor, leader, today):
    page = reverse("programme_publishing", args=[place.programme.code])
    client.force_login(monitor)
    answer = client.post(page, {"as_of": f"{today:%Y-%m-%d}", "with_tasks": "on"})
    made = Release.objects.get()
    assert answer.url == reverse("release_detail", args=[made.pk])
    assert reverse("release_release", args=[made.pk]) not in read(client, answer.url)
    client.force_login(leader)
    assert reverse("release_release", args=[made.pk]) in read(client, answer.url)
    client.post(reverse("release_release", args=[made.pk]))
    made.refresh_from_db()
    assert made.state == "released"
    assert (
        client.post(reverse("release_withdraw", args=[made.pk]), {"reason": ""}).status_code == 200
    )
    made.refresh_from_db()
    assert made.state == "released"
    client.post(reverse("release_withdraw", args=[made.pk]), {"reason": "Sai số liệu"})
    made.refresh_from_db()
    assert made.state == "withdrawn"
    assert "Sai số liệu" in client.get(page).content.decode()


@pytest.mark.usefixtures("today_is")
def test_a_wrong_form_keeps_what_was_typed(client, place, monitor):
    client.force_login(monitor)
    page = reverse("programme_publishing", args=[place.programme.code])
    answer = client.post(page, {"as_of": "2025-02-30", "introduction": "Đã gõ nhiều chữ"})
    assert answer.status_code == 200
    assert "Đã gõ nhiều chữ" in answer.content.decode()
    assert not Release.objects.exists()


@pytest.mark.parametrize("person", ["clerk", "inspector", "stranger"])
def test_who_keeps_no_public_page_does_not_find_it(client, prepared, person, request):
    client.force_login(request.getfixturevalue(person))
    assert client.get(reverse("release_detail", args=[prepared.pk])).status_code == 404
    page = reverse("programme_publishing", args=[prepared.programme.code])
    assert client.get(page).status_code == 404
