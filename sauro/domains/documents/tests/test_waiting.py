"""What waits for one person, and for nobody else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import give, make_user
from sauro.domains.documents import selectors, services
from sauro.domains.documents.rules import AwaitedStep as Step
from sauro.domains.documents.tests.factories import draft_on_paper, ready

pytestmark = pytest.mark.django_db
DUE = date(2025, 6, 20)


def waiting(user, today=DUE):
    fresh = type(user).objects.get(pk=user.pk)
    return [(one.step, one.draft_id) for one in selectors.waiting_for(user=fresh, today=today)]


@pytest.fixture
def people(clerk, head, records, monitor, leader, other_clerk, stranger, inspector, admin):
    return (clerk, head, records, monitor, leader, other_clerk, stranger, inspector, admin)


def who_waits(people, paper):
    return {one.username: step for one in people for step, key in waiting(one) if key == paper.pk}


def test_a_paper_waits_for_the_next_person_only(
    department, other_department, people, clerk, head, records, other_clerk, at
):
    paper = draft_on_paper(department, clerk, at)
    assert who_waits(people, paper) == {}
    services.ask_opinions(
        draft=paper, organisations=[other_department], due_on=DUE, by=clerk, at=at
    )
    assert who_waits(people, paper) == {other_clerk.username: Step.OPINION}
    services.give_opinion(
        draft=paper, organisation=other_department, text_of="", agrees=True, by=other_clerk, at=at
    )
    services.submit_draft(draft=paper, by=clerk, at=at)
    assert who_waits(people, paper) == {head.username: Step.APPROVE}
    services.return_draft(draft=paper, reason="Bổ sung", by=head, at=at)
    assert who_waits(people, paper) == {clerk.username: Step.REDRAFT}
    services.submit_draft(draft=paper, by=clerk, at=at)
    services.approve_draft(draft=paper, by=head, at=at)
    assert who_waits(people, paper) == {records.username: Step.NUMBER}
    services.number_draft(draft=paper, day=at.date(), by=records, at=at)
    assert who_waits(people, paper) == {records.username: Step.SIGN, head.username: Step.SIGN}
    services.sign_draft(draft=paper, on_paper=True, by=records, at=at)
    assert who_waits(people, paper) == {records.username: Step.ISSUE}
    services.issue_draft(draft=paper, day=at.date(), by=records, at=at)
    assert who_waits(people, paper) == {}


def test_a_paper_of_the_province_waits_for_the_province(
    department, province, people, clerk, leader, monitor, admin, at
):
    paper = draft_on_paper(department, clerk, at, issuer=province)
    services.submit_draft(draft=paper, by=clerk, at=at)
    assert who_waits(people, paper) == {leader.username: Step.APPROVE}
    services.approve_draft(draft=paper, by=leader, at=at)
    assert who_waits(people, paper) == {monitor.username: Step.NUMBER, admin.username: Step.NUMBER}


def test_nobody_is_asked_to_approve_his_own(department, clerk, at):
    boss = give(make_user("truong-phong", "Lê Văn Tự"), "focal_officer", department)
    give(boss, "agency_head", department)
    paper = draft_on_paper(department, boss, at)
    services.submit_draft(draft=paper, by=boss, at=at)
    assert waiting(boss) == []


def test_a_recalled_paper_waits_for_no_signature(department, clerk, head, records, people, at):
    paper = ready(department, clerk, head, at)
    services.number_draft(draft=paper, day=at.date(), by=records, at=at)
    paper.refresh_from_db()
    services.recall_document(
        document=paper.document, recalled_on=at.date(), reason="Sai", by=records, at=at
    )
    assert who_waits(people, paper) == {}
    signed = ready(department, clerk, head, at)
    services.number_draft(draft=signed, day=at.date(), by=records, at=at)
    services.sign_draft(draft=signed, on_paper=True, by=records, at=at)
    signed.refresh_from_db()
    services.recall_document(
        document=signed.document, recalled_on=at.date(), reason="Sai", by=records, at=at
    )
    assert who_waits(people, signed) == {}


def test_late_opinions_are_told_and_it_costs_few_statements(
    department, other_department, clerk, head, other_clerk, at
):
    for _number in range(3):
        paper = draft_on_paper(department, clerk, at)
        services.ask_opinions(
            draft=paper, organisations=[other_department], due_on=DUE, by=clerk, at=at
        )
    ready(other_department, other_clerk, give_head(other_department), at)
    fresh = type(other_clerk).objects.get(pk=other_clerk.pk)
    with CaptureQueriesContext(connection) as seen:
        found = selectors.waiting_for(user=fresh, today=date(2025, 6, 21))
    assert [one.is_late for one in found] == [True] * 3
    assert len(seen) <= 5  # the rights, the post and its role, the two lists


def give_head(organisation):
    return give(make_user("giam-doc-khac", "Vũ Thị Hạnh"), "agency_head", organisation)
