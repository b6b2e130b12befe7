"""Pages, operations and the command of mergers."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from conftest import NOW, TODAY, give, make_user
from sauro.core import clock
from sauro.domains.orgs.models import RoleGrant
from sauro.domains.programmes.models import Task
from sauro.engines.history.models import Event
from sauro.shell.merging.models import Merger
from sauro.shell.merging.tests.conftest import GROUND, LAST_DAY, fresh

pytestmark = pytest.mark.django_db
TYPED = {"on": "2025-06-09", "ground": GROUND}


@pytest.fixture(autouse=True)
def _still(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    monkeypatch.setattr(clock, "today", lambda: TODAY)


@pytest.fixture
def browser(client, admin):
    client.force_login(admin, "allauth.account.auth_backends.AuthenticationBackend")
    return client


def test_the_preview_lists_and_counts_and_the_confirmation_merges(browser, place, clerk):
    here = reverse("organisation_merge", args=[place.old.pk])
    assert browser.get(here).status_code == 200
    typed = {**TYPED, "successor": place.new.code}
    events = Event.objects.count()
    shown = browser.get(here, typed)
    assert shown.context["plan"].counts()["tasks"] == 1
    assert "Việc một" in shown.content.decode()
    assert clerk.full_name in shown.content.decode()
    assert (Event.objects.count(), Merger.objects.count()) == (events, 0)
    chosen = RoleGrant.objects.get(user=clerk)
    done = browser.post(here, {**typed, "grants": [chosen.pk]}, follow=True)
    merger = Merger.objects.get()
    assert done.redirect_chain[-1][0] == reverse("merger_detail", args=[merger.pk])
    assert RoleGrant.objects.filter(user=clerk, organisation=place.new).exists()
    assert merger.ground == GROUND
    assert browser.get(reverse("merger_list")).context["mergers"][0] == merger


def test_a_refusal_stands_beside_its_field(browser, place):
    here = reverse("organisation_merge", args=[place.old.pk])
    answer = browser.get(here, {**TYPED, "on": "2025-06-11", "successor": place.new.code})
    assert answer.context["form"].errors["on"]
    assert "plan" not in answer.context
    itself = browser.post(here, {**TYPED, "successor": place.old.code})
    assert itself.context["form"].errors["successor"]
    assert not Merger.objects.exists()


def test_the_button_undoes_and_says_why_not(browser, place):
    here = reverse("organisation_merge", args=[place.old.pk])
    browser.post(here, {**TYPED, "successor": place.new.code})
    merger = Merger.objects.get()
    detail = browser.get(reverse("merger_detail", args=[merger.pk]))
    assert detail.context["sheet"].can_undo
    Task.objects.filter(pk=place.tasks["led"].pk).update(lead=place.programme.owner)
    undo = reverse("merger_undo", args=[merger.pk])
    assert "Việc một" in browser.post(undo, follow=True).content.decode()
    Task.objects.filter(pk=place.tasks["led"].pk).update(lead=place.new)
    browser.post(undo)
    assert fresh(place.old).valid_to is None
    assert not browser.get(reverse("merger_detail", args=[merger.pk])).context["sheet"].can_undo


def test_nothing_of_another_province_is_there(client, place, other_province):
    foreigner = give(make_user("quan-tri-la", "Mai Văn Xa"), "administrator", other_province)
    client.force_login(foreigner, "allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(reverse("organisation_merge", args=[place.old.pk])).status_code == 404
    mine = reverse("organisation_merge", args=[other_province.pk])
    answer = client.get(mine, {**TYPED, "successor": place.new.code})
    assert answer.context["form"].errors["successor"]
    body = {"source_ids": [other_province.pk], "into_id": place.new.pk, "on": "2025-06-09"}
    for path, more in (("preview", {}), ("", {"ground": GROUND})):
        where = f"/api/v1/mergers/{path}".rstrip("/")
        answer = client.post(where, json.dumps(body | more), content_type="application/json")
        assert answer.status_code == 404
    assert not Merger.objects.exists()


def test_the_operations_say_the_same_as_the_pages(browser, place):
    body = {"source_ids": [place.old.pk], "into_id": place.new.pk, "on": "2025-06-09"}
    kind = {"content_type": "application/json"}
    plan = browser.post("/api/v1/mergers/preview", json.dumps(body), **kind).json()
    assert plan["counts"]["tasks"] == 1
    assert not Merger.objects.exists()
    made = browser.post("/api/v1/mergers", json.dumps({**body, "ground": GROUND}), **kind)
    assert made.status_code == 201
    pk = made.json()["id"]
    assert made.json()["counts"] == plan["counts"]
    assert [one["id"] for one in browser.get("/api/v1/mergers").json()] == [pk]
    undone = browser.post(f"/api/v1/mergers/{pk}/undo", "{}", **kind).json()
    assert undone["undone_at"]
    assert browser.get(f"/api/v1/mergers/{pk}").json()["source_ids"] == [place.old.pk]
    assert fresh(place.old).valid_to is None


def run(*words: str, **more: object) -> str:
    out = io.StringIO()
    call_command("merge", *words, stdout=out, **more)
    return out.getvalue()


def test_the_command_shows_merges_and_takes_back(place, admin):
    words = (place.old.code, "--into", place.new.code, "--on", "2025-06-09", "--as", "quan-tri")
    first, second = (run(*words, "--dry-run", "--format", "json") for _n in range(2))
    assert first == second
    assert json.loads(first)["counts"]["tasks"] == 1
    assert "nothing was written" in run(*words[:-2], "--dry-run"), "as the system"
    assert not Merger.objects.exists()
    done = json.loads(run(*words, "--ground", GROUND, "--with-roles", "--format", "json"))
    assert done["counts"]["roles"] == 2
    assert Merger.objects.get().on == LAST_DAY == date(2025, 6, 9)
    assert "done" in run(*words, "--ground", GROUND), "the same again"
    assert Merger.objects.count() == 1
    assert "undone" in run("--undo", str(done["id"]), "--as", "quan-tri")
    assert fresh(place.old).valid_to is None


def test_the_command_refuses_what_it_does_not_know(place):
    for words in ([], ["LV-KHONG", "--into", place.new.code, "--on", "2025-06-09"]):
        with pytest.raises(CommandError):
            run(*words)
    with pytest.raises(CommandError):
        run("--undo", "99")
