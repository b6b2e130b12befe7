"""Every plan of the demonstration, written as a file and read back, changes nothing."""

from datetime import datetime

import pytest
from django.db import transaction
from django.utils import timezone

from sauro.domains.accounts import services as accounts
from sauro.domains.programmes import annexes
from sauro.domains.programmes.models import Programme, Task
from sauro.domains.programmes.services import plans
from sauro.shell.demonstration import loading, logins

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LOADED_AT = timezone.make_aware(datetime(2026, 7, 15, 10, 0))
CLOSED = ("TB-KH57-2025", "BTH-KH57-2025")  # of provinces that were merged into others


@pytest.fixture
def _django_db_helper():
    """The usual wrapping of each test would close the connection on which the module's data lives."""


@pytest.fixture(scope="module")
def system(django_db_setup, django_db_blocker):
    """The demonstration inside one transaction, and the person who loaded it."""
    with django_db_blocker.unblock(), transaction.atomic():
        person = accounts.system_person(at=LOADED_AT)
        loading.load(by=person, at=LOADED_AT, logins=logins.ensure_logins())
        yield person
        transaction.set_rollback(True)


def read_back(programme, file_format, by):
    """What the file of a programme would do to it."""
    data = annexes.write(
        programme=programme,
        user=by,
        kind="all",
        file_format=file_format,
        year=programme.starts_on.year,
    )
    name = f"ke-hoach.{file_format}"
    return plans.stage_file(programme=programme, data=data, file_name=name, by=by, at=LOADED_AT)


@pytest.mark.parametrize("file_format", annexes.FORMATS)
def test_a_plan_written_as_a_file_reads_back_without_a_change(system, file_format):
    found = {}
    for programme in Programme.objects.order_by("code"):
        told = read_back(programme, file_format, system).report.summary()
        found[programme.code] = (told["created"], told["updated"], len(told["errors"]))
        assert told["unchanged"] > 0, programme.code
    assert set(found.values()) == {(0, 0, 0)}, found
    assert set(CLOSED) < set(found)


@pytest.mark.parametrize("code", CLOSED)
def test_a_change_to_a_plan_of_a_merged_province_leaves_its_agencies(system, code):
    programme = Programme.objects.get(code=code)
    staging = read_back(programme, "xlsx", system)
    row = next(
        row
        for row in staging.tasks
        if row.existing.parties.filter(organisation__valid_to__isnull=False).exists()
    )
    task = Task.objects.get(pk=row.existing.pk)
    before = (task.lead_id, sorted(task.parties.values_list("role", "organisation_id")))
    row.values["note"] = "Ghi chú mới"
    row.report.changes, row.report.action = [("note", task.note, "Ghi chú mới")], "updated"
    with transaction.atomic():
        plans.accept_staging(staging=staging, by=system, at=LOADED_AT)
        task.refresh_from_db()
        after = (task.lead_id, sorted(task.parties.values_list("role", "organisation_id")))
        transaction.set_rollback(True)
    assert (task.note, after) == ("Ghi chú mới", before)
