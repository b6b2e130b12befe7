"""Looking the installation over: each check says what was found and what to do."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import checks
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from sauro.domains.documents.models import DocumentFile
from sauro.domains.orgs.models import Organisation, RoleGrant, in_force
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import soundness
from sauro.domains.territory import selectors as territory
from sauro.engines import access
from sauro.engines.history import reading
from sauro.engines.history.models import Event, Seal
from sauro.engines.jobs.models import Slot
from sauro.engines.notify.models import Delivery
from sauro.engines.notify.rules import DeliveryState

PROVINCES = 34
LEAST_FREE = 1024**3
LEAST_SHARE = 0.05
UNSEALED_AFTER = timedelta(days=2)
SILENT_AFTER = timedelta(hours=1)
LOOKED_BACK = timedelta(days=14)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: whether all is well, what was found, and what to do when it is not."""

    name: str
    ok: bool
    found: str
    advice: str = ""


def examine(*, now: datetime, today: date) -> list[Finding]:
    """Every check; those of the records only when the database is there and up to date."""
    found = [*_settings(), _time_zone(), _writable(), _space()]
    database = _database()
    found.append(database)
    if database.ok:
        found += [check() for check in _RECORDS]
        found += [_chain(now), _verifiers(today), _clockwork(now), _messages(now)]
    return found


def _finding(name: str, wrong: str, advice: str, *, good: str = "") -> Finding:
    return Finding(name, not wrong, wrong or good or "in order", advice if wrong else "")


def _settings() -> Iterator[Finding]:
    if not settings.PRODUCTION:
        yield Finding("settings", ok=True, found="development: SAURO_PRODUCTION is off")
        return
    deployment = checks.run_checks(include_deployment_checks=True)
    told = "; ".join(f"{one.id}: {one.msg}" for one in deployment if not one.is_silenced())
    yield _finding("settings", told, "Set what the messages name; .env.sample explains each.")
    local = {"localhost", "127.0.0.1", "[::1]"}
    hosts = "" if set(settings.ALLOWED_HOSTS) - local else "only this machine may be asked"
    yield _finding("hosts", hosts, "Name the address of the site in SAURO_HOSTS.")
    silent = settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))
    mail = "messages are not sent" if silent else ""
    yield _finding("e-mail", mail, "Set SAURO_EMAIL_URL, for example smtp://host:25.")


def _time_zone() -> Finding:
    right = settings.USE_TZ and settings.TIME_ZONE == "Asia/Ho_Chi_Minh"
    wrong = "" if right else f"the time zone is {settings.TIME_ZONE}"
    any_day = datetime(2025, 1, 1, tzinfo=ZoneInfo(settings.TIME_ZONE))
    if not wrong and any_day.utcoffset() != timedelta(hours=7):
        wrong = "the table of time zones is not complete"
    return _finding("time zone", wrong, "Days end in Vietnam: set Asia/Ho_Chi_Minh.")


def _writable() -> Finding:
    folder, wrong = Path(settings.DATA_DIR), ""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"1")
    except OSError as error:
        wrong = f"{folder}: {error.strerror}"
    return _finding("data folder", wrong, "Let this account write to the folder SAURO_DATA.")


def _space() -> Finding:
    folder = Path(settings.DATA_DIR)
    place = next((one for one in (folder, *folder.parents) if one.exists()), Path(os.sep))
    usage = shutil.disk_usage(place)
    free = f"{usage.free / 1024**3:.1f} GB free"
    little = usage.free < LEAST_FREE or usage.free < usage.total * LEAST_SHARE
    return _finding("disk", free if little else "", "Make room on the disk.", good=free)


def _database() -> Finding:
    advice = "Check DATABASE_URL and whether the database server runs."
    try:
        connection.ensure_connection()
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return _finding("database", str(error).strip().splitlines()[0], advice)
    wrong = f"{len(plan)} migrations are not applied" if plan else ""
    return _finding("database", wrong, "Run `sauro migrate`.", good=connection.vendor)


def _reference() -> Finding:
    units = territory.provinces().filter(valid_to__isnull=True).count()
    agencies = Organisation.objects.filter(is_reference=True).count()
    wrong = ""
    if units != PROVINCES:
        wrong = f"{units} provinces instead of {PROVINCES}"
    elif not agencies:
        wrong = "the list of central agencies is not loaded"
    good = f"{units} provinces, {agencies} agencies"
    return _finding("reference lists", wrong, "Run `sauro prepare`.", good=good)


def _spans() -> Finding:
    wrong = list(soundness.tasks_out_of_step().values_list("pk", flat=True)[: SHOWN + 1])
    return _finding(
        "history of tasks",
        f"differs from the task itself: {_some(wrong)}" if wrong else "",
        "Restore the last sound backup; a past day would be answered wrongly.",
    )


def _leads() -> Finding:
    wrong = list(soundness.tasks_without_lead().values_list("pk", flat=True)[: SHOWN + 1])
    return _finding(
        "leads of tasks",
        f"handed out without a lead: {_some(wrong)}" if wrong else "",
        "Name the organisation that answers for each of these tasks.",
    )


def _files() -> Finding:
    documents = DocumentFile.objects.values_list("pk", "file")
    kept = [*soundness.kept_files(), *((f"document file {pk}", str(f)) for pk, f in documents)]
    lost = [name for name, place in kept if not default_storage.exists(place)]
    return _finding(
        "kept files",
        f"missing on disk: {_some(lost)}" if lost else "",
        "Restore them from a backup of the folder SAURO_DATA/files.",
        good=f"{len(kept)} files",
    )


def _chain(now: datetime) -> Finding:
    broken = list(islice(reading.broken_links(), SHOWN + 1))
    if broken:
        told = f"altered or removed since they were sealed: events {_some(broken)}"
        return _finding("record of events", told, "Somebody wrote past the program: find out who.")
    sealed = Seal.objects.order_by("-event_id").values_list("event_id", flat=True).first() or 0
    waiting = Event.objects.filter(pk__gt=sealed, recorded_at__lt=now - UNSEALED_AFTER).count()
    told = f"{waiting} events are older than two days and not sealed" if waiting else ""
    return _finding("record of events", told, "Let `sauro nightly` run every night.")


def _verifiers(today: date) -> Finding:
    codes = [code for code, role in access.roles().items() if Perm.VERIFY in role.permissions]
    grants = RoleGrant.objects.filter(in_force(today), role__in=codes, user__is_active=True)
    paths = grants.values_list("organisation__path", flat=True)
    wrong = [one.code for one in soundness.programmes_nobody_verifies(paths=paths)]
    return _finding(
        "confirmation",
        f"nobody may confirm what is reported in {_some(wrong)}" if wrong else "",
        "Give somebody the role of programme monitor over the owner.",
    )


def _clockwork(now: datetime) -> Finding:
    """An installation in which no worker ever ran has no slots; then background work is its own."""
    last = Slot.objects.order_by("-moment").values_list("moment", flat=True).first()
    silent = last is not None and last < now - SILENT_AFTER
    told = f"nothing was started by the clock since {last:%Y-%m-%d %H:%M} UTC" if silent else ""
    return _finding("schedule", told, "Start `sauro serve`, or `sauro work` beside it.")


def _messages(now: datetime) -> Finding:
    given_up = Delivery.objects.filter(
        state=DeliveryState.GIVEN_UP.value, created_at__gte=now - LOOKED_BACK
    ).count()
    told = f"{given_up} messages of the last fortnight did not arrive" if given_up else ""
    return _finding("messages", told, "See why under Administration, Delivery of notices.")


_RECORDS: tuple[Callable[[], Finding], ...] = (_reference, _spans, _leads, _files)


def _some(values: list[object] | list[int] | list[str]) -> str:
    shown = ", ".join(str(value) for value in values[:SHOWN])
    return f"{shown}, …" if len(values) > SHOWN else shown
