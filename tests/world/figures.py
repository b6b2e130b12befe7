"""A form that the commune handed in for June, and another that it is still filling in."""

from __future__ import annotations

from decimal import Decimal

from conftest import NOW
from sauro.domains.indicators.services import correcting, submissions, uploads
from sauro.domains.indicators.services import forms as figure_forms
from sauro.domains.indicators.services.submissions import Entry
from sauro.domains.indicators.tests import factories as figure_factories
from tests.world.plans import plan_file
from tests.world.shape import World, said_by


def fill(world: World) -> None:
    """A form that the commune handed in for June, and another that it is still filling in."""
    things, monitor, officer = world.things, world.people["monitor"], world.people["commune_clerk"]
    province, commune = things["province"], things["commune"]
    things["indicator"] = figure_factories.make_indicator(
        province, monitor, "Số người học kỹ năng số", code="HV", whole=True
    )
    things["rate"] = figure_factories.make_indicator(
        province,
        monitor,
        "Tỷ lệ hộ có cáp quang",
        code="CQ",
        unit="%",
        rollup="ratio",
        factor=100,
        base_name="Tổng số hộ",
    )
    things["data_set"] = figure_factories.make_form(
        province, monitor, things["indicator"], things["rate"]
    )
    things["submission"] = figure_factories.hand_in(
        things["data_set"], commune, officer, HV="1.200", CQ=("300", "400")
    )
    things["classes"] = figure_factories.make_indicator(
        province, monitor, "Số lớp học cộng đồng", code="LH", unit="lớp", whole=True
    )
    things["second_data_set"] = figure_factories.make_form(
        province, monitor, things["classes"], code="B2", name="Lớp học cộng đồng"
    )
    things["proposal"] = correcting.propose_figure(
        indicator=things["indicator"],
        organisation=commune,
        period=figure_factories.JUNE,
        value=Decimal(1_250),
        base=None,
        reason="Sót một lớp học",
        by=officer,
        at=NOW,
    )
    things["upload"] = uploads.stage_upload(files=[("b1.xlsx", plan_file())], by=officer, at=NOW)
    things["draft_submission"], _remarks = submissions.save_cells(
        form=things["second_data_set"],
        organisation=commune,
        period=figure_factories.JUNE,
        entries={things["classes"].pk: Entry("12")},
        by=officer,
        at=NOW,
    )
    things["exemption"] = figure_forms.exempt(
        indicator=things["indicator"],
        organisation=things["department"],
        reason="Không quản lý địa bàn",
        **said_by(world),
    )
