"""One small province with something of everything, for sweeps over all pages and operations."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from conftest import NOW, SINCE, give, make_org, make_user
from sauro.core import clock
from sauro.domains.accounts import services as account_services
from sauro.domains.documents import edxml
from sauro.domains.documents import services as document_services
from sauro.domains.documents.tests import factories as document_factories
from sauro.domains.indicators.models import Indicator
from sauro.domains.indicators.services import correcting, submissions, uploads
from sauro.domains.indicators.services import forms as figure_forms
from sauro.domains.indicators.services.submissions import Entry
from sauro.domains.indicators.tests import factories as figure_factories
from sauro.domains.orgs import services as org_services
from sauro.domains.orgs.models import Organisation, RoleGrant
from sauro.domains.programmes.services import (
    details,
    effects,
    evidence,
    plans,
    programmes,
    requests,
    targets,
    verification,
)
from sauro.domains.programmes.services.targets import ReadingInput, TargetInput
from sauro.domains.programmes.tests.factories import (
    MONTH,
    make_programme,
    make_task,
    progress_of,
    report,
)
from sauro.domains.reporting import layouts
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.services import closing, duties, featuring, making, national
from sauro.domains.territory.models import Unit
from sauro.domains.territory.tests import factories as unit_factories
from sauro.engines import periods
from sauro.engines.jobs import services as job_services
from sauro.engines.listing import services as listing_services
from sauro.engines.office.writing import Column, Sheet, write_xlsx
from sauro.engines.periods import services as period_services
from sauro.shell.merging import services as merging

PEOPLE = {
    "clerk": ("can-bo", "Nguyễn Thị Lan", "focal_officer", "department"),
    "commune_clerk": ("can-bo-xa", "Lò Văn Sơn", "commune_officer", "commune"),
    "head": ("giam-doc", "Trần Văn Đức", "agency_head", "department"),
    "monitor": ("theo-doi", "Lê Minh Quân", "monitor", "province"),
    "leader": ("lanh-dao", "Hoàng Văn Thái", "leader", "province"),
    "inspector": ("thanh-tra", "Đỗ Thị Mai", "inspector", "province"),
    "admin": ("quan-tri", "Bùi Anh Tuấn", "administrator", "province"),
    "stranger": ("nguoi-la", "Phan Văn Lạ", "monitor", "other_province"),
    "foreigner": ("quan-tri-la", "Mai Văn Xa", "administrator", "other_province"),
}
TODAY = date(2025, 6, 10)


@dataclass(slots=True)
class World:
    """Everybody, every place, and one record of every kind, by name."""

    people: dict[str, Any] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        for shelf in (self.people, self.things):
            if name in shelf:
                return shelf[name]
        raise AttributeError(name)


@contextmanager
def living(blocker: Any) -> Iterator[World]:
    """The world while a module of tests runs; nothing of it stays."""
    with pytest.MonkeyPatch.context() as patch, blocker.unblock(), transaction.atomic():
        patch.setattr(clock, "now", lambda: NOW)
        patch.setattr(clock, "today", lambda: TODAY)
        yield make()
        transaction.set_rollback(True)


def make() -> World:
    """The world."""
    world = World()
    _places(world)
    for name, (username, full_name, role, place) in PEOPLE.items():
        world.people[name] = give(make_user(username, full_name), role, world.things[place])
    _agencies(world)
    _documents(world)
    _dossiers(world)
    _papers(world)
    _exchange(world)
    _programme(world)
    _tasks(world)
    _updates(world)
    _targets(world)
    _figures(world)
    _reports(world)
    _desk(world)
    _plan(world)
    _account(world)
    _job(world)
    _merger(world)
    return world


def _by(world: World, name: str = "monitor") -> dict[str, Any]:
    return {"by": world.people[name], "at": NOW}


def _places(world: World) -> None:
    things = world.things
    things["province"] = make_org("Tỉnh Lúa Vàng", "province", "LV", short_name="Lúa Vàng")
    things["other_province"] = make_org("Tỉnh Sông Xanh", "province", "SX")
    for name, title, kind, code, short in (
        ("department", "Sở Khoa học và Công nghệ", "department", "LV-SKHCN", "Sở KH&CN"),
        ("other_department", "Sở Tài chính", "department", "LV-STC", "Sở TC"),
        ("commune", "UBND xã Đông Hải", "commune", "LV-DONGHAI", ""),
        ("body", "Ban Chỉ đạo 57 tỉnh Lúa Vàng", "steering", "LV-BCD57", "BCĐ 57"),
    ):
        things[name] = make_org(title, kind, code, things["province"], short)
    unit_factories.load(unit_factories.small_lists())
    things["unit"] = Unit.objects.get(code="33", valid_to=None)


def _agencies(world: World) -> None:
    things, admin = world.things, _by(world, "admin")
    things["alias"] = org_services.add_alias(
        organisation=things["department"], name="Sở Khoa học", **admin
    )
    things["position"] = org_services.create_position(
        organisation=things["department"], title="Giám đốc", is_head=True, valid_from=SINCE, **admin
    )
    org_services.appoint(
        position=things["position"], person=world.people["head"], valid_from=SINCE, **admin
    )
    things["member"] = org_services.add_member(
        body=things["body"], person=world.people["leader"], valid_from=SINCE, **admin
    )
    things["collective"] = org_services.save_collective(
        within=things["province"],
        code="cac-so",
        name="Các sở, ban, ngành",
        kinds=["department"],
        aliases=["các sở"],
        **admin,
    )
    things["decided_day"] = period_services.set_day_override(
        day=date(2025, 6, 14), is_working=True, reason="Làm bù", **admin
    )
    things["grant"] = RoleGrant.objects.get(user=world.people["clerk"])
    for name in ("province", "department"):
        things[name] = Organisation.objects.get(pk=things[name].pk)


def _documents(world: World) -> None:
    things, by = world.things, _by(world)
    things["document"] = document_factories.document(owner=things["province"], **by)
    things["older"] = document_factories.document(
        owner=things["province"], number="15", issued_on=date(2025, 1, 20), **by
    )
    things["relation"] = document_services.relate_documents(
        source=things["document"], target=things["older"], relation="implements", **by
    )
    things["clause"] = document_services.add_clause(
        document=things["document"], label="Điều 2", content="Giao Sở KH&CN chủ trì", **by
    )
    things["file"] = document_services.attach_file(
        document=things["document"], file=b"%PDF-1.7\n%%EOF\n", name="kh-102.pdf", **by
    )


def _dossiers(world: World) -> None:
    """A dossier that takes documents, with one in it, and a closed one; a register by its code."""
    things, by = world.things, _by(world)
    for name, notation in (("dossier", "01"), ("closed_dossier", "02")):
        things[name] = document_services.create_dossier(
            owner=things["province"],
            dossier=document_services.NewDossier(
                year=2025, notation=notation, title="Chuyển đổi số", started_on=date(2025, 1, 2)
            ),
            **by,
        )
    things["dossier_entry"] = document_services.file_in_dossier(
        dossier=things["dossier"], document=things["older"], **by
    )
    things["closed_dossier"] = document_services.close_dossier(
        dossier=things["closed_dossier"], ended_on=date(2025, 5, 30), **by
    )
    things["incoming_register"] = SimpleNamespace(code="incoming")


def _papers(world: World) -> None:
    """A draft out for opinions, and one that waits for each of the later steps."""
    things, clerk, head = world.things, world.people["clerk"], world.people["head"]
    mine, by = {"by": clerk, "at": NOW}, _by(world)
    paper = document_factories.draft_on_paper(things["department"], clerk, NOW)
    things["paper"] = document_services.ask_opinions(
        draft=paper,
        organisations=[things["other_department"], things["commune"]],
        due_on=date(2025, 6, 20),
        **mine,
    )
    things["paper_version"] = paper.versions.get()
    things["opinion"] = document_services.give_opinion(
        draft=paper, organisation=things["other_department"], text_of="Bổ sung vốn", **by
    )
    for name in ("submitted", "approved", "numbered", "signed"):
        made = document_factories.draft_on_paper(
            things["department"], clerk, NOW, abstract=f"Báo cáo {name}"
        )
        document_services.submit_draft(draft=made, **mine)
        if name != "submitted":
            document_services.approve_draft(draft=made, by=head, at=NOW)
        if name in ("numbered", "signed"):
            document_services.number_draft(draft=made, day=TODAY, **by)
        if name == "signed":
            document_services.sign_draft(draft=made, on_paper=True, **by)
        things[f"{name}_paper"] = made


def _exchange(world: World) -> None:
    """A message that came to the province, and one with a document that went out."""
    things, by = world.things, _by(world)
    document_services.set_exchange_address(
        organisation=things["province"], organ_id="000.00.00.H99", **by
    )
    here = edxml.Organ("000.00.00.H99", "UBND tỉnh Lúa Vàng")
    other = edxml.Organ("000.00.00.G01", "Bộ Khoa học và Công nghệ")
    came = edxml.Envelope(
        sender=other,
        addressees=(here,),
        code_number="1806",
        code_notation="BKHCN-CĐS",
        issued_on=date(2025, 6, 2),
        subject="Báo cáo sáu tháng",
        attachments=(
            edxml.Attachment.of(
                name="cv.pdf", content=b"%PDF-1.7\n%%EOF\n%3\n", content_type="application/pdf"
            ),
        ),
    )
    things["message"] = document_services.receive_message(
        data=edxml.build_envelope(came), organisation=things["province"], **by
    ).message
    for name, number in (("outgoing", "31"), ("went_out", "32")):
        things[name] = document_factories.document(
            owner=things["province"], number=number, flow="outgoing", **by
        )
        document_services.attach_file(
            document=things[name], file=b"%PDF-1.7\n%%EOF\n", name="kh.pdf", **by
        )
    things["sent_message"] = document_services.send_document(
        document=things["went_out"], addressees=[other], **by
    )


def _programme(world: World) -> None:
    things, by = world.things, _by(world)
    things["programme"] = make_programme(
        owner=things["province"], code="LV-CT88", mandates=[things["document"]], **by
    )
    things["group"] = programmes.add_group(
        programme=things["programme"], number="I", title="Hoàn thiện thể chế", **by
    )


def _tasks(world: World) -> None:
    things, by = world.things, _by(world)
    shared = {"programme": things["programme"], "lead": things["department"], **by}
    things["task"] = make_task(group=things["group"], number="1", **shared)
    things["milestone"] = details.set_milestone(
        task=things["task"], title="Trình đề án", due_on=date(2025, 6, 20), **by
    )
    things["mandate"] = details.add_mandate(
        task=things["task"], document=things["document"], clause=things["clause"], **by
    )
    details.set_external_id(task=things["task"], system="nq57", code="57-001", **by)
    things["draft_task"] = make_task(
        number="2", title="Ban hành quy chế dữ liệu", assigned=False, **shared
    )
    things["late_task"] = make_task(
        number="3", title="Số hóa hồ sơ Gạo Trắng", due_on=date(2025, 5, 31), **shared
    )
    things["suspended_task"] = make_task(number="4", title="Đầu tư trung tâm dữ liệu", **shared)
    requests.suspend_task(
        task=things["suspended_task"], ground="Sắp xếp đơn vị", approver="Chủ tịch", **by
    )
    things["done_task"] = make_task(number="5", title="Phổ cập chữ ký số", **shared)
    done = report(task=things["done_task"], by=world.people["clerk"], at=NOW, claims=True)
    verification.verify_update(update=done, **by)
    things["extension"] = requests.request_extension(
        task=things["task"],
        wanted_due_on=date(2025, 8, 31),
        reason="Chờ hướng dẫn",
        by=world.people["clerk"],
        at=NOW,
    )


def _updates(world: World) -> None:
    things, clerk = world.things, world.people["clerk"]
    things["update"] = report(task=things["task"], by=clerk, at=NOW)
    [things["evidence"]] = evidence.add_evidence(
        update=things["update"],
        proofs=[evidence.Proof(name="bien-ban.pdf", file=io.BytesIO(b"%PDF-1.7\n%%EOF\n"))],
        by=clerk,
        at=NOW,
    )
    things["draft"] = evidence.report_with_evidence(
        task=things["late_task"],
        progress=progress_of(20),
        proofs=[],
        submit=False,
        by=clerk,
        at=NOW,
    )


def _targets(world: World) -> None:
    things, by = world.things, _by(world)
    wanted = TargetInput(title="Hồ sơ trực tuyến", low=80, unit="%", year=2025)  # type: ignore[arg-type]
    things["target"] = targets.create_target(programme=things["programme"], target=wanted, **by)
    reading = ReadingInput(on=MONTH, source="Cổng dịch vụ công", value=75)  # type: ignore[arg-type]
    targets.add_reading(target=things["target"], reading=reading, **by)
    things["effect"] = effects.set_effect(
        task=things["task"], target=things["target"], adds=Decimal(1), **by
    )


def _figures(world: World) -> None:
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
        **_by(world),
    )


def _reports(world: World) -> None:
    """A report of June that the monitor is writing."""
    things, by = world.things, _by(world)
    things["snapshot"] = closing.take_snapshot(
        owner=things["province"], period=periods.parse("2025-06"), soon_days=7, **by
    )
    order = making.Order("province", things["province"], things["province"])
    things["report"] = making.make_report(snapshot=things["snapshot"], order=order, **by)
    things["definition"] = definitions()["province"]
    things["featured"] = featuring.feature_indicator(
        owner=things["province"],
        indicator=Indicator.objects.filter(owner=things["province"]).first(),
        phrase="Có {value} {unit}",
        **by,
    )


def _desk(world: World) -> None:
    """What was sent to a national system, and who owes a report."""
    things, by = world.things, _by(world)
    things["sending"] = national.record_sending(
        owner=things["province"], layout=layouts.layout_of("nq57"), soon_days=7, **by
    )
    things["duty"] = duties.set_duty(
        owner=things["province"],
        definition="commune",
        period_kind="month",
        collective=None,
        org_kind="commune",
        due_days=5,
        starts_on=date(2025, 1, 1),
        **by,
    )


def plan_file() -> bytes:
    """A small annex as Excel."""
    columns = [Column(title) for title in ("STT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Kết quả")]
    rows = [
        (
            "1",
            "Xây dựng nền tảng học trực tuyến",
            "Sở Khoa học và Công nghệ",
            "12/2025",
            "Nền tảng",
        ),
        ("2", "Tập huấn kỹ năng số", "Sở Nội dung số", "Quý III/2025", "Lớp học"),
    ]
    return write_xlsx([Sheet("Phụ lục", columns, rows)])


def _plan(world: World) -> None:
    world.things["plan"] = plans.stage_plan(
        programme=world.things["programme"],
        data=plan_file(),
        file_name="phu-luc.xlsx",
        kind="auto",
        **_by(world),
    )


def _account(world: World) -> None:
    clerk = world.people["clerk"]
    world.things["token"], _secret = account_services.issue_token(
        user=clerk, name="máy", by=clerk, at=NOW
    )
    world.things["view"] = listing_services.save_view(
        listing="tasks",
        name="Quá hạn",
        query="deadline_class=overdue",
        is_default=False,
        by=clerk,
        at=NOW,
    )


def _job(world: World) -> None:
    """A list of programmes made into a file in the background."""
    world.things["job"] = job_services.start(
        kind="jobs.file",
        title="Chương trình (XLSX)",
        arguments={"address": "/chuong-trinh/?format=xlsx"},
        **_by(world),
    )


def _merger(world: World) -> None:
    """A centre that went into the department of finance."""
    centre = make_org("Trung tâm Dịch vụ công", "centre", "LV-TTDVC", world.things["province"])
    world.things["merger"] = merging.merge(
        sources=[centre],
        target=world.things["other_department"],
        on=date(2025, 6, 1),
        ground="QĐ 12/QĐ-UBND",
        **_by(world, "admin"),
    )
    for name in ("province", "other_department"):
        world.things[name] = Organisation.objects.get(pk=world.things[name].pk)
