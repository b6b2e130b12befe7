"""A province with a department to be merged: tasks, posts, roles, forms and figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from conftest import NOW, SINCE, make_org
from sauro.domains.indicators.tests.factories import make_form, make_indicator
from sauro.domains.orgs import services as org_services
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.rules import PartyRole
from sauro.domains.programmes.services import targets
from sauro.domains.programmes.services.targets import TargetInput
from sauro.domains.programmes.services.tasks import Party
from sauro.domains.programmes.tests.factories import make_programme, make_task

LAST_DAY = date(2025, 6, 9)
GROUND = "Nghị quyết 12/NQ-HĐND"


@dataclass
class Place:
    """Everything a merger touches, by name."""

    old: Organisation
    new: Organisation
    programme: Any
    tasks: dict[str, Any]
    indicators: list[Any]
    form: Any


@pytest.fixture
def place(province, department, other_department, monitor, admin, clerk, head) -> Place:
    """The department of science, which goes into the department of finance."""
    by = {"by": monitor, "at": NOW}
    for organisation in (department, other_department):
        post = org_services.create_position(
            organisation=organisation,
            title="Giám đốc",
            is_head=True,
            valid_from=SINCE,
            by=admin,
            at=NOW,
        )
        organisation.head = post
    org_services.appoint(position=department.head, person=head, valid_from=SINCE, by=admin, at=NOW)
    programme = make_programme(owner=province, standing=department, **by)
    shared = {"programme": programme, **by}
    tasks = {
        "led": make_task(lead=department, title="Việc một", accountable=department.head, **shared),
        "both": make_task(
            lead=other_department,
            title="Việc hai",
            parties=[
                Party(PartyRole.COORDINATE, organisation=department),
                Party(PartyRole.COORDINATE, organisation=other_department),
            ],
            **shared,
        ),
        "helped": make_task(
            lead=province,
            title="Việc ba",
            parties=[Party(PartyRole.COORDINATE, organisation=department)],
            **shared,
        ),
    }
    wanted = TargetInput(title="Hồ sơ trực tuyến", low=Decimal(80), unit="%", lead=department)
    targets.create_target(programme=programme, target=wanted, **by)
    units = [make_org(f"UBND xã {n}", "commune", f"LV-X{n}", province) for n in range(4)]
    indicators = [
        make_indicator(province, monitor, "Số lớp", code="LOP"),
        make_indicator(
            province, monitor, "Tỷ lệ", code="TL", rollup="ratio", factor=100, base_name="Hộ"
        ),
    ]
    form = make_form(province, monitor, *indicators, closes_after=60)
    found = Place(fresh(department), fresh(other_department), programme, tasks, indicators, form)
    found.units = units
    return found


def fresh(organisation: Organisation) -> Organisation:
    """The organisation as the table holds it."""
    return Organisation.objects.get(pk=organisation.pk)
