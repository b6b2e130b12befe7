"""Periods closed and reports made: Bắc Ninh's seven months, Đồng Nai's half year, and a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from sauro.domains.accounts import services as accounts
from sauro.domains.documents import services as documents
from sauro.domains.documents.rules import DocumentFlow
from sauro.domains.orgs import services as orgs
from sauro.domains.reporting.models import Report, Snapshot
from sauro.domains.reporting.services import (
    closing,
    duties,
    featuring,
    heading,
    making,
    sending,
    writing,
)
from sauro.engines import periods
from sauro.shell.demonstration.reading import rows
from sauro.shell.demonstration.register import MARKED
from sauro.shell.demonstration.stage import OPENING, Stage
from sauro.shell.demonstration.structure import provinces

CLERKS = {"BN": ("bn-van-thu", "Ngô Thị Thảo"), "DN": ("dn-van-thu", "Vũ Thị Hòa")}
GROUNDS = "Căn cứ Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị"
RECIPIENTS = "Thường trực {party}\nCác sở, ban, ngành"
DIFFICULT = """Bên cạnh kết quả đạt được, việc thực hiện còn một số khó khăn, vướng mắc:
- Thời gian chuyển sang mô hình chính quyền địa phương 02 cấp ngắn;
- Nhiều văn bản quy định mới có phạm vi rộng, nội dung phức tạp, việc triển khai còn lúng túng;
- Nhân lực công nghệ thông tin ở cấp xã chưa đồng đều, nhiều nơi bố trí chưa đúng chuyên môn;
- Một số chỉ tiêu năm 2025 của Nghị quyết số 57-NQ/TW khó hoàn thành."""
WANTED = """Đề nghị Ban Chỉ đạo tỉnh cho ý kiến về các nhiệm vụ quá hạn tại phiên họp gần nhất.
Đề nghị Sở Tài chính hướng dẫn thủ tục thanh toán đối với các nhiệm vụ thuê dịch vụ."""


@dataclass(frozen=True, slots=True)
class Story:
    """A report on its way: whose, of which days, closed when, after how many documents."""

    owner: str
    period: periods.Custom
    closed_on: date
    numbered_before: int


BAC_NINH = Story("BN", periods.Custom(date(2025, 1, 1), date(2025, 7, 31)), date(2025, 8, 1), 211)
DONG_NAI = Story("DN", periods.Custom(date(2025, 1, 1), date(2025, 6, 30)), date(2025, 7, 1), 198)


def tell(stage: Stage) -> None:
    """Everything of this file."""
    for owner, (username, full_name) in CLERKS.items():
        stage.people[f"{owner}.clerk"] = _clerk(stage, owner, username, full_name)
    _feature(stage)
    _owe(stage)
    _of_bac_ninh(stage)
    _of_dong_nai(stage)
    _draft(stage)


def _clerk(stage: Stage, owner: str, username: str, full_name: str) -> Any:
    """Who numbers and sends out what the People's Committee issues."""
    at = stage.moment(OPENING, username)
    person = accounts.create_user(
        username=username, full_name=full_name, password=None, by=stage.by, at=at
    )
    orgs.grant_role(
        user=person,
        role="records_clerk",
        organisation=stage.organisations[f"{owner}-UBND"],
        valid_from=OPENING,
        by=stage.by,
        at=at,
    )
    return person


def _feature(stage: Stage) -> None:
    """The eight figures of the department in the reports of its province, in official words."""
    for place, row in enumerate(rows("science_bn"), 1):
        featuring.feature_indicator(
            owner=stage.organisations["BN"],
            indicator=stage.indicators[f"BN/{row['code']}"],
            heading=row["heading"],
            phrase=row["phrase"],
            position=place,
            by=stage.monitor("BN"),
            at=stage.moment(date(2025, 7, 31), f"feature{place}"),
        )


def _owe(stage: Stage) -> None:
    """Communes owe a report of each month, departments of each quarter."""
    wanted = (("commune", "month", "commune", 5), ("agency", "quarter", "department", 7))
    for owner in CLERKS:
        for definition, period_kind, units, days in wanted:
            duties.set_duty(
                owner=stage.organisations[owner],
                definition=definition,
                period_kind=period_kind,
                collective=None,
                org_kind=units,
                due_days=days,
                starts_on=OPENING,
                by=stage.monitor(owner),
                at=stage.moment(OPENING, f"duty-{owner}-{definition}"),
            )


def _of_bac_ninh(stage: Stage) -> None:
    """Opinions asked, one taken over, the difficulties in a person's words, then issued."""
    story, by = BAC_NINH, stage.monitor("BN")
    made = _made(stage, story, by)
    _ask(stage, made, ("BN-STC", "BN-SNV"), date(2025, 8, 4), date(2025, 8, 6), by)
    said = documents.give_opinion(
        draft=made.draft,
        organisation=stage.organisations["BN-STC"],
        section="Khó khăn, vướng mắc",
        text_of="Đề nghị nêu khó khăn về nhân lực công nghệ thông tin ở cấp xã.",
        by=_officer(stage, "BN-STC"),
        at=stage.moment(date(2025, 8, 5), "opinion"),
    )
    documents.give_opinion(
        draft=made.draft,
        organisation=stage.organisations["BN-SNV"],
        agrees=True,
        by=_officer(stage, "BN-SNV"),
        at=stage.moment(date(2025, 8, 5), "agrees"),
    )
    at = stage.moment(date(2025, 8, 6), "decided")
    documents.decide_opinion(opinion=said, verdict="accepted", by=by, at=at)
    _write(made, "obstacles", DIFFICULT, by, at)
    sending.send_report(report=made, by=by, at=at)
    _issue(stage, story, made, date(2025, 8, 6), by)


def _of_dong_nai(stage: Stage) -> None:
    by = stage.monitor("DN")
    made = _made(stage, DONG_NAI, by)
    _issue(stage, DONG_NAI, made, date(2025, 7, 3), by)


def _draft(stage: Stage) -> None:
    """The report of last month is out for opinions: one is to be decided, one is awaited."""
    by, day = stage.monitor("DN"), stage.working(stage.today - timedelta(days=3))
    at = stage.moment(day, "month")
    period = periods.reporting_period("month", day).previous()
    owner = stage.organisations["DN"]
    snapshot = closing.take_snapshot(
        owner=owner, period=period, soon_days=settings.DUE_SOON_DAYS, by=by, at=at
    )
    made = _report(stage, "DN", snapshot, by, at)
    _write(made, "proposals", WANTED, by, at)
    sending.send_report(report=made, by=by, at=at)
    asked = ("DN-SNV", "DN-STC")
    _ask(stage, made, asked, day, stage.today + timedelta(days=2), by)
    documents.give_opinion(
        draft=made.draft,
        organisation=stage.organisations["DN-SNV"],
        section="Kiến nghị, đề xuất",
        text_of="Bổ sung kiến nghị về bố trí công chức chuyên trách công nghệ thông tin ở cấp xã.",
        by=_officer(stage, "DN-SNV"),
        at=stage.moment(stage.later(day, 1), "opinion"),
    )


def _made(stage: Stage, story: Story, by: Any) -> Report:
    """The period closed, the report made on the next working day and fixed as a version."""
    closed_at = stage.moment(story.closed_on, f"close{story.owner}")
    snapshot = closing.close_period(
        owner=stage.organisations[story.owner],
        period=story.period,
        soon_days=settings.DUE_SOON_DAYS,
        by=by,
        at=closed_at,
    )
    at = stage.moment(stage.later(story.closed_on, 1), f"make{story.owner}")
    made = _report(stage, story.owner, snapshot, by, at)
    sending.send_report(report=made, by=by, at=at)
    return made


def _report(stage: Stage, owner: str, snapshot: Snapshot, by: Any, at: datetime) -> Report:
    """The report of the People's Committee, marked as demonstration, with its head."""
    province, committee = stage.organisations[owner], stage.organisations[f"{owner}-UBND"]
    words = next(one["words"] for one in provinces() if one["key"] == owner)
    order = making.Order("province", province, committee)
    made = making.make_report(snapshot=snapshot, order=order, by=by, at=at)
    return heading.change_head(
        report=made,
        values=heading.HeadValues(
            form="state",
            place=made.place,
            parent_name="",
            addressed_to="Ban Chỉ đạo 57 {level}".format(**words),
            grounds=GROUNDS,
            on_behalf="TM. Ủy ban nhân dân",
            authority="KT. Chủ tịch",
        ),
        abstract=f"{made.draft.abstract} {MARKED}",
        signer_name=stage.people[f"{owner}-UBND.deputy"].full_name,
        signer_position="Phó Chủ tịch",
        recipients=RECIPIENTS.format(**words),
        version=made.version,
        by=by,
        at=at,
    )


def _ask(
    stage: Stage, report: Report, codes: tuple[str, ...], day: date, due: date, by: Any
) -> None:
    documents.ask_opinions(
        draft=report.draft,
        organisations=[stage.organisations[code] for code in codes],
        due_on=due,
        by=by,
        at=stage.evening(day),
    )


def _officer(stage: Stage, code: str) -> Any:
    """The focal officer of an agency; the head where it has none."""
    for post in ("focal", "head"):
        if f"{code}.{post}" in stage.people:
            return stage.people[f"{code}.{post}"]
    return stage.by


def _write(report: Report, key: str, wording: str, by: Any, at: datetime) -> None:
    section = report.sections.get(key=key)
    section.report = report
    writing.write_section(section=section, wording=wording, version=section.version, by=by, at=at)


def _issue(stage: Stage, story: Story, report: Report, day: date, by: Any) -> None:
    """Submitted, approved a day later; numbered, signed on paper and issued on the next one."""
    draft, clerk = report.draft, stage.people[f"{story.owner}.clerk"]
    committee = stage.organisations[f"{story.owner}-UBND"]
    documents.submit_draft(draft=draft, by=by, at=stage.evening(day))
    approved_on = stage.later(day, 1)
    documents.approve_draft(
        draft=draft,
        by=stage.people[f"{story.owner}-UBND.deputy"],
        at=stage.moment(approved_on, f"approve{story.owner}"),
    )
    issued_on = stage.later(day, 2)
    at = stage.moment(issued_on, f"number{story.owner}")
    documents.start_number_book(
        organisation=committee,
        flow=DocumentFlow.OUTGOING.value,
        year=issued_on.year,
        last=story.numbered_before,
        by=clerk,
        at=at,
    )
    documents.number_draft(draft=draft, day=issued_on, by=clerk, at=at)
    documents.sign_draft(draft=draft, on_paper=True, by=clerk, at=at)
    documents.issue_draft(draft=draft, day=issued_on, by=clerk, at=at)
