"""Drafts: who may do what when, opinions, and that no path leads around a step."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sauro.core.errors import DomainError, NotAllowed, Stale
from sauro.domains.documents import selectors, services
from sauro.domains.documents.models import Document, Draft, NumberBook
from sauro.domains.documents.rules import DraftState
from sauro.domains.documents.tests.factories import PDF, draft, draft_on_paper, ready
from sauro.engines.history.models import Event
from sauro.engines.workflow import TransitionRefused

DUE = date(2025, 6, 20)
AFTER = {
    "ask": {"drafting": "consulting", "consulting": "consulting"},
    "submit": {"drafting": "submitted", "consulting": "submitted"},
    "approve": {"submitted": "approved"},
    "return": {"consulting": "drafting", "submitted": "drafting", "approved": "drafting"},
    "number": {"approved": "numbered"},
    "sign": {"numbered": "signed"},
    "issue": {"signed": "issued"},
    "withdraw": dict.fromkeys(("drafting", "consulting", "submitted", "approved"), "withdrawn"),
}


def take(name: str, paper: Draft, people: dict[str, Any], at: Any) -> None:
    """One step, by whoever may take it."""
    clerk, head, monitor = ({"by": people[one], "at": at} for one in ("clerk", "head", "monitor"))
    calls = {
        "ask": lambda: services.ask_opinions(
            draft=paper, organisations=[people["other"]], due_on=DUE, **clerk
        ),
        "submit": lambda: services.submit_draft(draft=paper, **clerk),
        "approve": lambda: services.approve_draft(draft=paper, **head),
        "return": lambda: services.return_draft(draft=paper, reason="Bổ sung số liệu", **head),
        "number": lambda: services.number_draft(draft=paper, day=at.date(), **monitor),
        "sign": lambda: services.sign_draft(draft=paper, on_paper=True, **monitor),
        "issue": lambda: services.issue_draft(draft=paper, day=at.date(), **monitor),
        "withdraw": lambda: services.withdraw_draft(draft=paper, reason="Không cần nữa", **clerk),
    }
    calls[name]()


@pytest.fixture
def people(clerk, head, monitor, other_department):
    return {"clerk": clerk, "head": head, "monitor": monitor, "other": other_department}


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=st.lists(st.sampled_from(sorted(AFTER)), min_size=1, max_size=12))
def test_whatever_is_tried_only_the_table_of_steps_is_walked(department, people, at, steps):
    with transaction.atomic():
        paper = draft_on_paper(department, people["clerk"], at)
        state = "drafting"
        for name in steps:
            wanted = AFTER[name].get(state)
            events = Event.objects.count()
            if wanted is None:
                with pytest.raises(DomainError), transaction.atomic():
                    take(name, paper, people, at)
                assert Event.objects.count() == events
            else:
                take(name, paper, people, at)
                assert Event.objects.count() == events + 1
                state = wanted
            paper.refresh_from_db()
            assert paper.state == state
            assert (paper.document is not None) == (state in ("numbered", "signed", "issued"))
        assert Document.objects.count() == (paper.document is not None)
        transaction.set_rollback(True)


def test_the_steps_of_the_table_are_all_states(department, people, at):
    reached = {target for steps in AFTER.values() for target in steps.values()}
    assert reached == {state.value for state in DraftState}


def test_nobody_approves_his_own(province, department, clerk, head, leader, at):
    mine = draft_on_paper(department, head, at)
    services.submit_draft(draft=mine, by=head, at=at)
    with pytest.raises(NotAllowed, match="draft of his own"):
        services.approve_draft(draft=mine, by=head, at=at)
    sent = draft_on_paper(department, clerk, at)
    services.submit_draft(draft=sent, by=head, at=at)
    with pytest.raises(NotAllowed):
        services.approve_draft(draft=sent, by=head, at=at)
    assert services.approve_draft(draft=sent, by=leader, at=at).approved_by == leader


def test_only_the_issuer_approves_and_numbers(
    province, department, clerk, head, other_clerk, leader, monitor, at
):
    paper = draft_on_paper(department, clerk, at, issuer=province)
    assert paper.symbol == "BC-UBND"
    services.submit_draft(draft=paper, by=clerk, at=at)
    for person in (clerk, head, other_clerk):
        with pytest.raises(NotAllowed):
            services.approve_draft(draft=paper, by=person, at=at)
    services.approve_draft(draft=paper, by=leader, at=at)
    with pytest.raises(NotAllowed):
        services.number_draft(draft=paper, day=at.date(), by=leader, at=at)
    made = services.number_draft(draft=paper, day=at.date(), by=monitor, at=at).document
    assert (made.reference, made.owner, made.issuer) == ("01/BC-UBND", province, province)
    assert made.issuer_name == "UBND tỉnh Lúa Vàng"


def test_a_stranger_and_another_agency_do_not_see_a_draft(
    department, clerk, other_clerk, stranger, monitor, inspector, at
):
    paper = draft_on_paper(department, clerk, at)
    seen = {
        person.username
        for person in (clerk, other_clerk, stranger, monitor, inspector)
        if selectors.drafts_visible(user=person).filter(pk=paper.pk).exists()
    }
    assert seen == {clerk.username, monitor.username, inspector.username}


def test_who_looked_at_an_earlier_state_does_not_approve(department, clerk, head, at):
    paper = draft_on_paper(department, clerk, at)
    services.submit_draft(draft=paper, by=clerk, at=at)
    with pytest.raises(Stale):
        services.approve_draft(draft=paper, version=paper.version, by=head, at=at)


def test_every_version_is_kept_and_the_same_file_is_refused(department, clerk, at):
    paper = draft_on_paper(department, clerk, at)
    with pytest.raises(services.DocumentRefused, match="same file as version 1"):
        services.add_version(draft=paper, file=PDF, name="lai.pdf", by=clerk, at=at)
    services.add_version(draft=paper, file=PDF + b"%2\n", name="hai.pdf", by=clerk, at=at)
    assert [one.number for one in selectors.versions_of(draft=paper)] == [2, 1]


def test_the_text_is_fixed_once_submitted(department, clerk, at):
    paper = draft_on_paper(department, clerk, at)
    services.submit_draft(draft=paper, by=clerk, at=at)
    with pytest.raises(services.DocumentRefused, match="text is fixed"):
        services.add_version(draft=paper, file=PDF + b"2", name="hai.pdf", by=clerk, at=at)


def test_without_a_text_nothing_is_asked_or_submitted(department, other_department, clerk, at):
    paper = draft(department, clerk, at)
    with pytest.raises(services.DocumentRefused):
        services.submit_draft(draft=paper, by=clerk, at=at)
    with pytest.raises(services.DocumentRefused):
        services.ask_opinions(
            draft=paper, organisations=[other_department], due_on=DUE, by=clerk, at=at
        )


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"abstract": " "}, "abstract"),
        ({"kind": "poem"}, "kind"),
        ({"symbol": "123"}, "symbol"),
        ({"flow": "incoming"}, "flow"),
        ({"urgency": "now"}, "urgency"),
    ],
)
def test_a_draft_that_makes_no_paper_is_refused(department, clerk, at, bad, field):
    with pytest.raises(services.DocumentRefused) as refused:
        draft(department, clerk, at, **bad)
    assert refused.value.field == field


def test_the_table_says_who_spoke_who_waits_and_who_stayed_silent(
    department, other_department, commune, province, clerk, other_clerk, monitor, at
):
    paper = draft_on_paper(department, clerk, at)
    ask = {"draft": paper, "by": clerk, "at": at}
    services.ask_opinions(organisations=[other_department, commune], due_on=DUE, **ask)
    services.ask_opinions(organisations=[province], due_on=DUE + timedelta(days=9), **ask)
    said = services.give_opinion(
        draft=paper,
        organisation=other_department,
        text_of="Bổ sung vốn",
        section="Mục II",
        by=other_clerk,
        at=at,
    )
    day_after = DUE + timedelta(days=1)
    states = {
        line.organisation: line.state.value
        for line in selectors.opinion_table(draft=paper, today=day_after).lines
    }
    assert states == {other_department: "answered", commune: "no_opinion", province: "waiting"}
    assert selectors.opinion_table(draft=paper, today=DUE).silent == 0
    with pytest.raises(services.DocumentRefused, match="1 opinion is"):
        services.submit_draft(draft=paper, by=clerk, at=at)
    with pytest.raises(services.DocumentRefused, match="Say why"):
        services.decide_opinion(opinion=said, verdict="partly", by=clerk, at=at)
    with pytest.raises(NotAllowed):
        services.decide_opinion(opinion=said, verdict="accepted", by=other_clerk, at=at)
    decided = services.decide_opinion(
        opinion=said, verdict="partly", answer="Đã có vốn", by=clerk, at=at
    )
    assert (decided.verdict, decided.decided_by) == ("partly", clerk)
    assert services.submit_draft(draft=paper, by=clerk, at=at).state == "submitted"


def test_who_was_not_asked_says_nothing_and_agreeing_needs_no_words(
    department, other_department, commune, clerk, other_clerk, commune_clerk, at
):
    paper = draft_on_paper(department, clerk, at)
    services.ask_opinions(
        draft=paper, organisations=[other_department], due_on=DUE, by=clerk, at=at
    )
    give = {"draft": paper, "at": at}
    with pytest.raises(services.DocumentRefused):
        services.give_opinion(organisation=commune, text_of="Có", by=commune_clerk, **give)
    with pytest.raises(NotAllowed):
        services.give_opinion(organisation=other_department, text_of="Có", by=commune_clerk, **give)
    with pytest.raises(services.DocumentRefused):
        services.give_opinion(organisation=other_department, by=other_clerk, **give)
    services.give_opinion(organisation=other_department, agrees=True, by=other_clerk, **give)
    assert services.submit_draft(draft=paper, by=clerk, at=at).state == "submitted"
    with pytest.raises(services.DocumentRefused):
        services.give_opinion(organisation=other_department, text_of="Muộn", by=other_clerk, **give)


def test_opinions_due_are_those_of_the_own_agency_not_yet_answered(
    department, other_department, commune, clerk, other_clerk, monitor, stranger, at
):
    paper = draft_on_paper(department, clerk, at)
    asked = [other_department, commune]
    services.ask_opinions(draft=paper, organisations=asked, due_on=DUE, by=clerk, at=at)
    due = lambda person: [  # noqa: E731
        one.organisation for one in selectors.opinions_due(user=person)
    ]
    assert due(other_clerk) == [other_department]
    assert due(clerk) == due(stranger) == due(monitor) == []
    services.give_opinion(
        draft=paper, organisation=other_department, agrees=True, by=other_clerk, at=at
    )
    assert due(other_clerk) == []


def test_a_number_is_refused_for_tomorrow_and_for_what_is_not_approved(
    department, clerk, head, monitor, at
):
    paper = ready(department, clerk, head, at)
    with pytest.raises(services.DocumentRefused):
        services.number_draft(draft=paper, day=at.date() + timedelta(days=1), by=monitor, at=at)
    raw = draft_on_paper(department, clerk, at)
    with pytest.raises(TransitionRefused), transaction.atomic():
        services.number_draft(draft=raw, day=at.date(), by=monitor, at=at)
    assert not NumberBook.objects.exists()


def test_a_numbered_document_keeps_its_number_and_a_recalled_one_is_not_issued(
    department, clerk, head, monitor, at
):
    paper = ready(department, clerk, head, at)
    made = services.number_draft(draft=paper, day=at.date(), by=monitor, at=at).document
    changed = services.Particulars(
        number="99", symbol="BC-SKHCN", issued_on=at.date(), issuer_name="Sở Khoa học và Công nghệ"
    )
    with pytest.raises(services.DocumentRefused, match="gave this number"):
        services.change_document(
            document=made, particulars=changed, version=made.version, by=monitor, at=at
        )
    services.sign_draft(draft=paper, on_paper=True, by=monitor, at=at)
    services.recall_document(
        document=made, recalled_on=at.date(), reason="Sai thể thức", by=monitor, at=at
    )
    with pytest.raises(services.DocumentRefused, match="recalled"):
        services.issue_draft(draft=paper, day=at.date(), by=monitor, at=at)


def test_the_signed_file_is_the_content_not_the_draft(department, clerk, head, monitor, at):
    paper = ready(department, clerk, head, at)
    services.number_draft(draft=paper, day=at.date(), by=monitor, at=at)
    with pytest.raises(services.DocumentRefused):
        services.sign_draft(draft=paper, by=monitor, at=at)
    services.sign_draft(
        draft=paper, file=PDF + b"ky", name="da-ky.pdf", on_paper=True, by=monitor, at=at
    )
    issued = services.issue_draft(
        draft=paper, day=at.date(), recipients="- UBND tỉnh;", by=monitor, at=at
    )
    document = Document.objects.get(pk=issued.document_id)
    assert [one.name for one in document.files.all()] == ["da-ky.pdf"]
    assert document.recipients == "- UBND tỉnh;"
