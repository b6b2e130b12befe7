"""Which targets are asked how they stand: those of the bottlenecks concerned and no others."""

from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import call_command
from django.db.models.signals import post_init
from django.urls import reverse

from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.selectors import ranking
from sauro.domains.bottlenecks.services import lifting
from sauro.domains.bottlenecks.tests.factories import TODAY, open_one
from sauro.domains.programmes.models import Target
from sauro.domains.programmes.services import targets
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput
from sauro.domains.programmes.tests.factories import make_programme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("this_day")]
MANY = 5


@pytest.fixture
def made(department, monitor, task, target, at):
    """A bottleneck for which a task and a target wait."""
    return open_one(unit=department, by=monitor, at=at, tasks=[task], targets=[target])


@pytest.fixture
def beside(programme, department, monitor, at):
    """Another one of the same province, with its own target."""
    wanted = targets_of(programme, "Dữ liệu mở", monitor, at)
    return open_one(unit=department, by=monitor, at=at, targets=wanted, title="Thiếu máy chủ")


@pytest.fixture
def elsewhere(programme, department, other_province, monitor, stranger, at):
    """The numbers of targets that wait for what was lifted, or for those of another province."""
    gone = targets_of(programme, "Đã gỡ", monitor, at, MANY)
    lifted = open_one(unit=department, by=monitor, at=at, targets=gone, title="Chưa có nền tảng")
    lifting.lift_bottleneck(bottleneck=lifted, ground="x", evidence="y", by=monitor, at=at)
    foreign = make_programme(owner=other_province, by=stranger, at=at, code="SX-KH01")
    theirs = targets_of(foreign, "Tỉnh bạn", stranger, at, MANY)
    open_one(unit=other_province, by=stranger, at=at, targets=theirs, title="Chưa có vốn")
    return {one.pk for one in (*gone, *theirs)}


def targets_of(programme, words, by, at, count=1):
    wanted = [
        TargetInput(title=f"{words} {n}", low=80, unit="%", due_on=date(2025, 12, 31))
        for n in range(count)
    ]
    return [targets.create_target(programme=programme, target=w, by=by, at=at) for w in wanted]


@pytest.fixture
def read():
    """The numbers of the targets that are read from the database."""
    numbers = set()

    def seen(instance, **_more):
        numbers.add(instance.pk)

    post_init.connect(seen, sender=Target)
    yield numbers
    post_init.disconnect(seen, sender=Target)


def test_a_day_knows_the_targets_of_its_rows_only(made, beside, elsewhere, target):
    def known(**of):
        rows = Bottleneck.objects.filter(**of)
        return set(ranking.day_of(rows=rows, today=TODAY, soon_days=7).targets)

    other = beside.subjects.get().target_id
    assert known(pk=made.pk) == {target.pk}
    assert known(owner=made.owner, state="open") == {target.pk, other}
    assert known() == {target.pk, other} | elsewhere
    assert known(state="merged") == set()


@pytest.mark.parametrize(
    "name", ["bottleneck_list", "bottleneck_group", "bottleneck_above", "api", "panel"]
)
def test_a_page_of_many_reads_no_target_of_what_it_does_not_list(
    client, monitor, made, beside, elsewhere, target, read, name
):
    other = beside.subjects.get().target_id
    known = {"api": "/api/v1/bottlenecks", "panel": "/tong-quan/o/bottlenecks/"}
    client.force_login(monitor)
    read.clear()
    assert client.get(known.get(name) or reverse(name)).status_code == 200
    assert read == {target.pk, other}


@pytest.mark.parametrize("address", ["/diem-nghen/{}/", "/api/v1/bottlenecks/{}"])
def test_the_page_of_one_reads_its_own_targets_only(
    client, monitor, made, beside, elsewhere, target, read, address
):
    client.force_login(monitor)
    read.clear()
    assert client.get(address.format(made.pk)).status_code == 200
    assert read == {target.pk}


def test_the_command_reads_the_targets_of_the_rows_it_prints(
    monitor, made, beside, elsewhere, read
):
    kept = {one.target_id for one in (made.subjects.get(task=None), beside.subjects.get())}
    read.clear()
    call_command("bottlenecks", username=monitor.username, stdout=StringIO())
    assert read == kept


def test_the_register_leaves_reached_targets_out_of_the_weight(
    client, monitor, made, beside, elsewhere, target, at
):
    client.force_login(monitor)

    def weights():
        page = client.get(reverse("bottleneck_list")).context["list"]
        return {row.pk: row.weight for row in page.objects}

    assert weights() == {made.pk: 2 + 4, beside.pk: 4}
    reading = ReadingInput(on=date(2025, 5, 30), source="Báo cáo", value=Decimal(85))
    for one in (target, beside.subjects.get().target):
        targets.add_reading(target=one, reading=reading, by=monitor, at=at)
    assert weights() == {made.pk: 2, beside.pk: 0}
