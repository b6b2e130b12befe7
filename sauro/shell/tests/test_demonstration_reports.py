"""Reports of the demonstration: their figures are the published ones, whatever the day of loading."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import transaction
from django.utils import timezone

from sauro.domains.accounts import services as accounts
from sauro.domains.documents.models import Document
from sauro.domains.indicators.models import Submission
from sauro.domains.reporting import files
from sauro.domains.reporting.models import FeaturedIndicator, Report
from sauro.domains.reporting.selectors import papers, pictures
from sauro.engines.history.models import Event
from sauro.shell.demonstration import loading, logins

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
LOADED_AT = timezone.make_aware(datetime(2026, 11, 21, 10, 0))
FIGURES = {
    "KHCN-01": 131,
    "KHCN-02": 214,
    "KHCN-03": 2,
    "KHCN-04": 1,
    "KHCN-05": 2,
    "KHCN-06": 4,
    "KHCN-07": 12,
    "KHCN-08": 1,
}


@pytest.fixture
def _django_db_helper():
    """The usual wrapping of each test would close the connection on which the module's data lives."""


@pytest.fixture(scope="module", autouse=True)
def loaded(django_db_setup, django_db_blocker):
    """The demonstration inside one transaction."""
    with django_db_blocker.unblock(), transaction.atomic():
        person = accounts.system_person(at=LOADED_AT)
        loading.load(by=person, at=LOADED_AT, logins=logins.ensure_logins())
        yield
        transaction.set_rollback(True)


def report_of(owner, **more):
    return Report.objects.get(owner__code=owner, **more)


def words_of(report):
    """Everything the body of a report says outside its tables."""
    blocks = papers.paper_of(report=report).blocks
    lines = [block.runs for block in blocks if hasattr(block, "runs")]
    lines += [item for block in blocks if hasattr(block, "items") for item in block.items]
    return "\n".join("".join(run.text for run in line) for line in lines)


def test_the_eight_figures_of_bac_ninh_stand_in_its_report_with_official_words():
    report = report_of("BN")
    view = pictures.view_of(report=report)
    found = {code: view.number(f"indicator.{code}.now") for code in FIGURES}

    assert found == FIGURES
    said = words_of(report)
    assert "tiếp nhận 214 đề xuất nhiệm vụ khoa học và công nghệ" in said
    assert "Cấp 12 giấy phép tiến hành công việc bức xạ" in said
    assert FeaturedIndicator.objects.filter(owner__code="BN").count() == len(FIGURES)


def test_the_department_handed_in_seven_months_and_each_was_confirmed_by_somebody_else():
    forms = list(Submission.objects.filter(data_set__code="BM-KHCN").order_by("period"))

    assert [one.period for one in forms] == list(range(2025 * 12, 2025 * 12 + 7))
    assert {one.state for one in forms} == {"confirmed"}
    assert all(one.decided_by_id != one.submitted_by_id for one in forms)
    assert all(one.submitted_at < one.decided_at for one in forms)
    assert forms[-1].submitted_at.date() == date(2025, 7, 31)


def test_the_half_year_of_dong_nai_tells_seventeen_of_forty_three_targets():
    report = report_of("DN", period="2025-01-01..2025-06-30")
    view = pictures.view_of(report=report)

    assert (view.number("targets.reached"), view.number("targets.total")) == (17, 43)
    assert "17/43 chỉ tiêu đã đạt và vượt (đạt 39,5%)" in words_of(report)


@pytest.mark.parametrize("owner", ["BN", "DN"])
def test_past_reports_went_their_whole_way_in_its_order(owner):
    report = report_of(owner, snapshot__is_final=True)
    draft = report.draft
    document = Document.objects.get(draft__pk=draft.pk)
    steps = Event.objects.filter(subject_type="documents.draft", subject_id=str(draft.pk))
    kinds = [event.kind.rpartition(".")[2] for event in steps.order_by("at", "id")]

    assert draft.state == "issued"
    assert kinds[-5:] == ["submitted", "approved", "numbered", "signed", "issued"]
    assert draft.approved_by_id != draft.created_by_id
    assert document.symbol == "BC-UBND"
    assert document.issued_on > report.snapshot.day
    assert "(dữ liệu minh họa)" in document.abstract
    assert files.written(report, "docx").content == files.written(report, "docx").content


def test_one_report_is_out_for_opinions_with_one_to_decide_and_one_awaited():
    report = report_of("DN", snapshot__is_final=False)
    opinions = list(report.draft.opinions.all())

    assert report.draft.state == "consulting"
    assert [(one.agrees, one.verdict) for one in opinions] == [(False, None)]
    assert report.draft.consultations.count() == 2
    written = [one for one in report.sections.all() if one.written]
    assert [(one.key, str(one.written_by)) for one in written] == [
        ("proposals", str(report.created_by))
    ]
    assert "(dữ liệu minh họa)" in report.draft.abstract


def test_nothing_of_it_lies_in_the_future():
    reports = Event.objects.filter(kind__startswith="reporting.")

    assert reports.count() > 15
    assert not reports.filter(at__gt=LOADED_AT).exists()
