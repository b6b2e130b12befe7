"""Commands a person scripts: help with an example, exit codes, JSON, and doing it twice."""

import json
import re
from datetime import timedelta
from io import StringIO

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command, get_commands, load_command_class
from django.db import connection
from django.utils import timezone

from sauro.core import clock
from sauro.domains.accounts import selectors as account_selectors
from sauro.domains.indicators.models import RollupRow
from sauro.domains.indicators.services import totals
from sauro.domains.indicators.services.storing import store_figures
from sauro.domains.indicators.services.totals import Figure
from sauro.domains.indicators.tests.factories import make_indicator
from sauro.domains.orgs.models import Organisation, RoleGrant
from sauro.domains.programmes.models import Task, TaskSpan
from sauro.domains.programmes.services import parts
from sauro.domains.programmes.services import tasks as task_services
from sauro.domains.programmes.tests.factories import make_programme, make_task, report
from sauro.domains.territory.models import Unit
from sauro.engines.history.models import Event, Seal
from sauro.shell import doctor
from sauro.shell.commanding import SauroCommand

OWN = (
    *("import_plan", "status", "export", "backup", "restore", "doctor", "token"),
    *("serve", "work", "nightly", "notify", "prepare"),
    *("export_figures", "country", "cluster"),
    *("figures_form", "import_figures", "merge"),
)


@pytest.fixture
def task(province, department, monitor, at):
    programme = make_programme(owner=province, by=monitor, at=at)
    return make_task(programme=programme, lead=department, by=monitor, at=at)


def run(name, /, *args, **options):
    """Exit code and what was printed."""
    out = StringIO()
    try:
        call_command(name, *args, stdout=out, stderr=StringIO(), **options)
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def told(name, /, *args, **options):
    code, printed = run(name, *args, format="json", **options)
    return code, json.loads(printed)


@pytest.mark.parametrize("name", OWN)
def test_help_shows_an_example_and_the_exit_codes(name):
    command = load_command_class(get_commands()[name], name)
    assert isinstance(command, SauroCommand)
    words = command.create_parser("sauro", name).format_help()
    assert re.search(rf"example:\n  .*sauro {name.replace('_', '-')}", words)
    assert "exit codes" in words


@pytest.mark.django_db
def test_a_token_is_issued_listed_used_and_revoked(clerk, client):
    code, made = told("token", "CAN-BO", name="đồng bộ", expires_on=None)
    assert code == 0
    header = {"authorization": f"Bearer {made['secret']}"}
    assert client.get("/api/v1/me", headers=header).json()["username"] == "can-bo"
    assert [one["name"] for one in told("token", "can-bo", list=True)[1]] == ["đồng bộ"]
    assert told("token", "can-bo", revoke=made["prefix"])[1] == {"revoked": made["prefix"]}
    assert client.get("/api/v1/me", headers=header).status_code == 401
    assert told("token", "can-bo", list=True)[1] == []


@pytest.mark.django_db
def test_a_secret_alone_goes_to_standard_output(clerk):
    code, printed = run("token", "can-bo", name="x")
    assert code == 0
    found = account_selectors.valid_token(secret=printed.strip(), today=clock.today())
    assert found.user == clerk


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["khong-co", "he-thong", "can-bo"])
def test_a_token_is_not_issued_to_nobody_the_system_or_a_locked_account(person, system, clerk):
    clerk.is_active = False
    clerk.save()
    with pytest.raises(CommandError):
        call_command("token", person, name="x")


@pytest.mark.django_db
def test_nightly_seals_once_and_drops_expired_sessions(task):
    now = timezone.now()
    Session.objects.create(session_key="old", session_data="", expire_date=now - timedelta(1))
    Session.objects.create(session_key="new", session_data="", expire_date=now + timedelta(1))
    code, first = told("nightly")
    assert (code, first["sealed"], first["sessions_dropped"]) == (0, Event.objects.count(), 1)
    code, second = told("nightly")
    # The second night's own look for alerts is an event, sealed with it.
    assert (code, second["sealed"], second["sessions_dropped"]) == (0, 1, 0)
    assert Seal.objects.count() == Event.objects.count()


@pytest.mark.django_db
def test_nightly_tells_of_a_task_that_differs_from_its_history(task):
    TaskSpan.objects.filter(task=task, until_at=None).update(percent=77)
    code, found = told("nightly")
    assert (code, found["tasks_out_of_step"]) == (1, [task.pk])


@pytest.mark.django_db
def test_nightly_puts_a_spoiled_total_right_and_says_so(province, commune, monitor, at):
    indicator = make_indicator(province, monitor)
    wanted = {indicator: Figure(50_000, None, 1)}
    key = {"organisation": commune, "period": 24_300}
    totals.apply(store_figures(**key, wanted=wanted, by=monitor, at=at))
    RollupRow.objects.filter(organisation=province).update(total=1)
    code, found = told("nightly")
    assert code == 1
    assert [(one["stored"], one["expected"]) for one in found["totals_put_right"]] == [(1, 50_000)]
    assert told("nightly")[1]["totals_put_right"] == []


@pytest.mark.django_db
def test_prepare_loads_the_lists_once(monkeypatch):
    code, first = told("prepare")
    assert code == 0
    assert first["units_created"] > 3_000
    assert Unit.objects.filter(level="province", valid_to=None).count() == 34
    assert Organisation.objects.filter(is_reference=True).exists()
    events = Event.objects.count()
    code, second = told("prepare")
    assert set(second.values()) == {0}
    assert Event.objects.count() == events


def findings(**changes):
    found = doctor.examine(
        now=changes.get("now", clock.now()), today=changes.get("today", clock.today())
    )
    return {one.name: one for one in found}


@pytest.fixture
def sound(monkeypatch, task):
    monkeypatch.setattr(doctor, "PROVINCES", 0)
    Organisation.objects.update(is_reference=True)
    return task


@pytest.mark.django_db
def test_the_doctor_finds_nothing_wrong_in_order(sound):
    wrong = {name: one.found for name, one in findings().items() if not one.ok}
    assert wrong == {}
    code, printed = told("doctor")
    assert (code, printed["ok"]) == (0, True)


@pytest.mark.django_db
def test_the_doctor_misses_the_reference_lists(task):
    code, printed = told("doctor")
    assert code == 1
    [wrong] = [one for one in printed["checks"] if not one["ok"]]
    assert wrong["name"] == "reference lists"
    assert "sauro prepare" in wrong["advice"]


@pytest.mark.django_db
def test_the_doctor_sees_a_task_out_of_step_and_one_without_lead(sound):
    TaskSpan.objects.filter(task=sound, until_at=None).update(state="completed")
    sound.parties.all().delete()
    Task.objects.filter(pk=sound.pk).update(lead=None)
    TaskSpan.objects.filter(task=sound, until_at=None).update(lead=None)
    found = findings()
    assert str(sound.pk) in found["history of tasks"].found
    assert str(sound.pk) in found["leads of tasks"].found
    assert found["history of tasks"].advice


@pytest.mark.django_db
def test_every_step_of_a_life_keeps_the_span_in_step(
    sound, commune, clerk, monitor, department, at
):
    report(task=sound, by=clerk, at=at, claims=True)
    other = make_task(programme=sound.programme, lead=department, by=monitor, at=at, title="Khác")
    parts.fan_out_task(task=other, organisations=[commune], by=monitor, at=at)
    task_services.cancel_task(task=other, reason="Trùng", by=monitor, at=at)
    assert findings()["history of tasks"].ok


@pytest.mark.django_db
def test_the_doctor_says_when_nobody_may_confirm(sound):
    RoleGrant.objects.filter(role="monitor").delete()
    found = findings()["confirmation"]
    assert not found.ok
    assert sound.programme.code in found.found


@pytest.mark.django_db
def test_the_doctor_says_when_the_night_job_does_not_run(sound):
    found = findings(now=timezone.now() + timedelta(days=3))["record of events"]
    assert not found.ok
    assert "nightly" in found.advice


@pytest.mark.django_db
def test_the_doctor_sees_an_altered_event(sound):
    told("nightly")
    first = Event.objects.earliest("pk")
    with without_trigger(), connection.cursor() as cursor:
        cursor.execute("UPDATE history_event SET by_name = 'X' WHERE id = %s", [first.pk])
    found = findings()["record of events"]
    assert not found.ok
    assert str(first.pk) in found.found


class without_trigger:  # noqa: N801 - reads as words
    """What only the owner of the database can do: the table without its guard."""

    def __enter__(self):
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TRIGGER history_event_no_update")
            else:
                cursor.execute("ALTER TABLE history_event DISABLE TRIGGER history_event_no_change")

    def __exit__(self, *_error):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE history_event ENABLE TRIGGER history_event_no_change")


@pytest.mark.django_db
def test_the_doctor_sees_a_lost_file_a_full_disk_and_a_folder_without_rights(
    sound, clerk, at, monkeypatch, settings, tmp_path
):
    import io

    from sauro.domains.programmes.services import evidence

    settings.MEDIA_ROOT = tmp_path
    update = report(task=sound, by=clerk, at=at)
    proof = evidence.Proof(name="a.pdf", file=io.BytesIO(b"%PDF-1.7\n%%EOF\n"))
    evidence.add_evidence(update=update, proofs=[proof], by=clerk, at=at)
    assert findings()["kept files"].ok
    next(tmp_path.rglob("*.pdf")).unlink()
    monkeypatch.setattr(doctor, "LEAST_FREE", 10**18)
    settings.DATA_DIR = "/proc/none"
    found = findings()
    assert "evidence" in found["kept files"].found
    assert not found["disk"].ok
    assert not found["data folder"].ok


@pytest.mark.django_db
def test_the_doctor_is_stricter_in_production(sound, settings):
    settings.PRODUCTION = True
    settings.SECRET_KEY = "short"
    settings.ALLOWED_HOSTS = ["localhost"]
    settings.TIME_ZONE = "UTC"
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    wrong = {name for name, one in findings().items() if not one.ok}
    assert {"settings", "hosts", "e-mail", "time zone"} <= wrong


@pytest.mark.django_db
def test_export_writes_the_file_and_refuses_another_ending(task, tmp_path):
    target = tmp_path / "a.xlsx"
    code, printed = told("export", programme="lv-kh57", to=target, kind="tasks")
    assert (code, printed["bytes"]) == (0, target.stat().st_size)
    for wrong in ({"to": tmp_path / "a.pdf"}, {"programme": "KHONG-CO"}, {"username": "ai-do"}):
        options = {"programme": "LV-KH57", "to": target, "kind": "tasks"} | wrong
        with pytest.raises(CommandError):
            call_command("export", **options)
    with pytest.raises(CommandError):
        call_command("export", programme="LV-KH57", to=tmp_path, kind="targets")


@pytest.mark.django_db
def test_export_as_a_person_shows_what_he_may_see(task, stranger, tmp_path):
    with pytest.raises(CommandError, match="no programme"):
        call_command(
            "export", programme="LV-KH57", to=tmp_path / "a.xlsx", username=stranger.username
        )
