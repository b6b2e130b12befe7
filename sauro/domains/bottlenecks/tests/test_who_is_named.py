"""Who answers for a bottleneck stands in its province; who lifts it, there or on the national list."""

from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import make_org
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.selectors import finding
from sauro.domains.bottlenecks.services import bottlenecks, lifting
from sauro.domains.bottlenecks.services.writing import BottleneckRefused
from sauro.domains.bottlenecks.tests.factories import BY_JULY, content_of, open_one, propose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("this_day")]


@pytest.fixture
def ministry(db):
    """A body of the national list, which every province may name."""
    made = make_org("Bộ Tài chính", "central", "BTC")
    type(made).objects.filter(pk=made.pk).update(is_reference=True)
    made.refresh_from_db()
    return made


def test_a_unit_of_another_province_is_refused(department, other_province, monitor, at):
    steps = {"by": monitor, "at": at}
    for field in ("lifter", "responsible"):
        with pytest.raises(BottleneckRefused) as refused:
            propose(unit=department, **steps, **{field: other_province})
        assert refused.value.field == field
    made = propose(unit=department, **steps)
    for field in ("lifter", "responsible"):
        with pytest.raises(BottleneckRefused) as refused:
            bottlenecks.change_bottleneck(
                bottleneck=made,
                content=content_of(**{field: other_province}),
                expected_version=1,
                **steps,
            )
        assert refused.value.field == field
    with pytest.raises(BottleneckRefused) as refused:
        bottlenecks.accept_bottleneck(
            bottleneck=made, responsible=other_province, lift_by=BY_JULY, **steps
        )
    assert refused.value.field == "responsible"
    opened = open_one(unit=department, title="Thiếu máy chủ", **steps)
    with pytest.raises(BottleneckRefused) as refused:
        lifting.escalate_bottleneck(
            bottleneck=opened, level="province", organisation=other_province, **steps
        )
    assert refused.value.field == "name"


def test_units_of_today_answer_in_the_register_of_a_province_that_was_merged_into_theirs(
    province, department, other_province, monitor, at
):
    former = make_org("Tỉnh Cũ", "former_province", "TC", province)
    commune = make_org("UBND xã Cũ", "commune", "TC-X", former)
    steps = {"by": monitor, "at": at}
    made = propose(unit=commune, lifter=province, **steps)
    assert (made.owner, made.lifter) == (former, province)
    opened = bottlenecks.accept_bottleneck(
        bottleneck=made, responsible=department, lift_by=BY_JULY, **steps
    )
    assert opened.responsible == department
    with pytest.raises(BottleneckRefused):
        propose(unit=commune, title="Khác", lifter=other_province, **steps)


def test_a_body_of_the_national_list_lifts_and_does_not_answer(department, ministry, monitor, at):
    made = open_one(unit=department, by=monitor, at=at, lifter=ministry)
    assert made.lifter == ministry
    found = lifting.escalate_bottleneck(
        bottleneck=made, level="ministry", organisation=ministry, by=monitor, at=at
    )
    assert found.lifter == ministry
    with pytest.raises(BottleneckRefused):
        open_one(unit=department, by=monitor, at=at, responsible=ministry, title="Khác")


@pytest.mark.parametrize(("code", "is_body"), [("LV-STC", True), ("BTC", True), ("SX", False)])
def test_the_api_keeps_what_is_no_body_here_as_written(
    client, department, other_department, other_province, ministry, monitor, stranger, task, at,
    code, is_body,
):  # fmt: skip
    client.force_login(monitor)
    body = {"title": "Chưa có định mức chi", "kind": "money", "lifter": code}
    made = client.post(
        "/api/v1/bottlenecks",
        {**body, "raised_by": department.code, "records": []},
        content_type="application/json",
    ).json()
    found = Bottleneck.objects.get(pk=made["id"])
    assert (found.lifter is not None, found.lifter_name) == (is_body, "" if is_body else code)
    assert finding.bottleneck_for(user=stranger, bottleneck_id=found.pk) is None
    changed = client.put(
        f"/api/v1/bottlenecks/{found.pk}",
        {**body, "title": "Khác", "expected_version": 1},
        content_type="application/json",
    )
    assert changed.status_code == 200
    opened = open_one(unit=department, by=monitor, at=at, tasks=[task], title="Thiếu máy chủ")
    put = client.post(
        f"/api/v1/bottlenecks/{opened.pk}/escalate",
        {"level": "province", "to": code},
        content_type="application/json",
    )
    assert put.status_code == 200
    opened.refresh_from_db()
    assert (opened.lifter is not None, opened.lifter_name) == (is_body, "" if is_body else code)
    assert finding.bottleneck_for(user=stranger, bottleneck_id=opened.pk) is None


def test_the_form_keeps_a_body_elsewhere_as_written(
    client, department, other_province, monitor, stranger, at
):
    client.force_login(monitor)
    posted = {
        "title": "Chưa có định mức chi",
        "kind": "money",
        "authority": "province",
        "lifter": other_province.name,
        "request_key": "c" * 32,
    }
    assert client.post(reverse("bottleneck_propose"), posted).status_code == 302
    made = Bottleneck.objects.get()
    assert (made.lifter, made.lifter_name) == (None, other_province.name)
    opened = open_one(unit=department, by=monitor, at=at, title="Thiếu máy chủ")
    put = {"level": "province", "name": other_province.name}
    assert client.post(reverse("bottleneck_escalate", args=[opened.pk]), put).status_code == 302
    opened.refresh_from_db()
    assert (opened.lifter, opened.lifter_name) == (None, other_province.name)
    wrong = {**posted, "responsible": other_province.name, "another": "1", "request_key": "d" * 32}
    answer = client.post(reverse("bottleneck_propose"), wrong)
    assert answer.status_code == 422
    assert "responsible" in answer.context["form"].errors


def test_what_came_back_is_put_to_a_level_again(department, monitor, at):
    made = open_one(unit=department, by=monitor, at=at)
    step = {"bottleneck": made, "level": "ministry", "name": "Bộ Tài chính", "by": monitor}
    lifting.escalate_bottleneck(**step, at=at)
    done = {"ground": "Đã bố trí", "evidence": "QĐ 12", "by": monitor}
    lifting.lift_bottleneck(bottleneck=made, at=at + timedelta(hours=1), **done)
    lifting.reopen_bottleneck(
        bottleneck=made,
        reason="Lại vướng",
        lift_by=BY_JULY,
        by=monitor,
        at=at + timedelta(hours=2),
    )
    for hours in (3, 4):
        again = lifting.escalate_bottleneck(**step, at=at + timedelta(hours=hours))
        assert again.state == "escalated"
    assert made.escalations.count() == 2


def test_a_level_that_says_it_is_not_its_own_matter_gives_it_back(department, monitor, at):
    made = open_one(unit=department, by=monitor, at=at)
    for level, name in (("ministry", "Bộ Tài chính"), ("province", "UBND tỉnh")):
        found = lifting.escalate_bottleneck(
            bottleneck=made, level=level, name=name, by=monitor, at=at
        )
        assert (found.authority, found.lifter_name) == (level, name)
