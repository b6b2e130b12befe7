"""What a document is on a day, in Python and in SQL; documents that lost their ground."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import make_org
from sauro.domains.documents import rules, selectors, services
from sauro.domains.documents.models import Document, DocumentRelation
from sauro.domains.documents.rules import Later, ValidityState
from sauro.domains.documents.selectors import LostBy
from sauro.domains.documents.tests.factories import document
from sauro.domains.orgs import services as org_services

DAY = date(2025, 6, 10)
days = st.integers(0, 12).map(lambda n: date(2025, 1, 1) + timedelta(days=n))
maybe = st.none() | days


@st.composite
def timelines(draw):
    issued = draw(days)
    starts = draw(maybe)
    ends = draw(maybe)
    if ends is not None and ends < (starts or issued):
        ends = None
    later = st.tuples(st.sampled_from(["replaces", "amends", "implements"]), days, maybe, maybe)
    return issued, starts, ends, draw(maybe), draw(st.lists(later, max_size=3))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(timeline=timelines(), as_of=days)
def test_the_rule_in_python_and_the_rule_in_sql_say_the_same(
    province, monitor, at, timeline, as_of
):
    issued, starts, ends, recalled, later = timeline
    with transaction.atomic():
        one = document(owner=province, by=monitor, at=at, issued_on=issued)
        Document.objects.filter(pk=one.pk).update(
            valid_from=starts,
            valid_until=ends,
            recalled_on=recalled,
            recall_reason="x" if recalled else "",
        )
        for number, (relation, day, begins, recalled_on) in enumerate(later, 500):
            other = document(owner=province, by=monitor, at=at, number=str(number), issued_on=day)
            Document.objects.filter(pk=other.pk).update(
                valid_from=begins,
                recalled_on=recalled_on,
                recall_reason="x" if recalled_on else "",
            )
            DocumentRelation.objects.create(source=other, target=one, relation=relation)
        one.refresh_from_db()
        in_python = selectors.validity(document=one, as_of=as_of).state.value
        in_sql = Document.objects.with_validity(as_of).get(pk=one.pk).validity
        transaction.set_rollback(True)
    assert in_python == in_sql


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({}, "in_force"),
        ({"valid_from": DAY + timedelta(days=1)}, "not_yet"),
        ({"valid_until": DAY}, "in_force"),
        ({"valid_until": DAY - timedelta(days=1)}, "expired"),
        ({"recalled_on": DAY}, "recalled"),
        ({"recalled_on": DAY + timedelta(days=1)}, "in_force"),
        ({"amended_by": [Later(1, DAY)]}, "amended"),
        ({"replaced_by": [Later(1, DAY)], "amended_by": [Later(2, DAY)]}, "replaced"),
        ({"replaced_by": [Later(1, DAY, recalled_on=DAY)]}, "in_force"),
        (
            {"valid_until": DAY - timedelta(days=2), "replaced_by": [Later(1, DAY)]},
            "expired",
        ),
        (
            {"valid_until": DAY - timedelta(days=1), "replaced_by": [Later(1, DAY)]},
            "replaced",
        ),
        ({"recalled_on": DAY, "replaced_by": [Later(1, DAY)]}, "recalled"),
    ],
)
def test_what_decides(facts, state):
    usual = {
        "issued_on": date(2025, 1, 2),
        "valid_from": None,
        "valid_until": None,
        "recalled_on": None,
        "replaced_by": (),
        "amended_by": (),
    }
    assert rules.validity_of(**{**usual, **facts}, as_of=DAY).state == state


def test_the_first_replacement_decides_and_is_named():
    found = rules.validity_of(
        issued_on=date(2025, 1, 2),
        valid_from=None,
        valid_until=None,
        recalled_on=None,
        replaced_by=[Later(7, date(2025, 5, 1)), Later(8, date(2025, 3, 1))],
        amended_by=(),
        as_of=DAY,
    )
    assert (found.state, found.since, found.by) == ("replaced", date(2025, 3, 1), 8)


def relate(source, target, relation, by, at):
    services.relate_documents(source=source, target=target, relation=relation, by=by, at=at)


def without_ground(user, as_of=DAY):
    found = list(selectors.documents_without_ground(user=user, as_of=as_of))
    return found, selectors.grounds_lost(documents=found, user=user, as_of=as_of)


def test_a_plan_on_a_replaced_ground_is_listed_with_what_took_its_place(
    province, plan, monitor, at
):
    ground = document(
        owner=province, by=monitor, at=at, number="1", symbol="CTr/TU", issued_on=date(2025, 1, 5)
    )
    relate(plan, ground, "implements", monitor, at)
    assert without_ground(monitor)[0] == []
    newer = document(
        owner=province, by=monitor, at=at, number="2", symbol="CTr/TU", issued_on=date(2025, 6, 1)
    )
    relate(newer, ground, "replaces", monitor, at)
    services.change_document(
        document=plan,
        particulars=services.Particulars(
            number=plan.number,
            symbol=plan.symbol,
            issued_on=plan.issued_on,
            issuer_name=plan.issuer_name,
            issuer=province,
            abstract=plan.abstract,
        ),
        version=plan.version,
        by=monitor,
        at=at,
    )
    found, reasons = without_ground(monitor)
    assert found == [plan]
    [lost] = reasons[plan.pk]
    assert (lost.by, lost.since) == (LostBy.REPLACED, date(2025, 6, 1))
    assert (lost.ground, lost.successor_document) == (ground, newer)
    assert without_ground(monitor, as_of=date(2025, 5, 31))[0] == []


@pytest.mark.parametrize("by", ["expired", "recalled"])
def test_expiry_and_recall_of_the_ground_count_too(province, monitor, at, by):
    ground = document(owner=province, by=monitor, at=at, number="1", issued_on=date(2025, 1, 5))
    paper = document(
        owner=province, issuer=province, by=monitor, at=at, number="2", flow="outgoing"
    )
    relate(paper, ground, "guides", monitor, at)
    if by == "expired":
        services.set_expiry(document=ground, valid_until=date(2025, 6, 1), by=monitor, at=at)
    else:
        services.recall_document(
            document=ground, recalled_on=date(2025, 6, 2), reason="Sai", by=monitor, at=at
        )
    found, reasons = without_ground(monitor)
    assert found == [paper]
    [lost] = reasons[paper.pk]
    assert (lost.by.value, lost.since) == (by, date(2025, 6, 2))


def test_a_document_of_a_merged_agency_names_the_successor(
    province, department, other_department, admin, monitor, at
):
    paper = document(owner=department, issuer=department, by=admin, at=at, flow="outgoing")
    org_services.close_organisation(
        organisation=department,
        on=date(2025, 6, 5),
        successors=[other_department],
        ground="Nghị quyết 202/2025/QH15",
        by=admin,
        at=at,
    )
    found, reasons = without_ground(monitor)
    assert found == [paper]
    [lost] = reasons[paper.pk]
    assert lost.by is LostBy.ISSUER_CLOSED
    assert lost.successors == (other_department,)


def test_what_others_issued_and_what_ended_itself_is_not_ours_to_mend(province, monitor, at):
    ground = document(owner=province, by=monitor, at=at, number="1", issued_on=date(2025, 1, 5))
    foreign = document(
        owner=province, by=monitor, at=at, number="8", symbol="CV-BTC", issuer_name="Bộ Tài chính"
    )
    ended = document(
        owner=province, issuer=province, by=monitor, at=at, number="9", flow="outgoing"
    )
    for one in (foreign, ended):
        relate(one, ground, "implements", monitor, at)
    for one in (ground, ended):
        services.recall_document(document=one, recalled_on=DAY, reason="Sai", by=monitor, at=at)
    assert without_ground(monitor)[0] == []


def test_a_confidential_ground_is_a_reason_only_for_those_who_see_it(
    province, secret, monitor, admin, at
):
    paper = document(
        owner=province, issuer=province, by=monitor, at=at, number="9", flow="outgoing"
    )
    DocumentRelation.objects.create(source=paper, target=secret, relation="implements")
    services.recall_document(document=secret, recalled_on=DAY, reason="Sai", by=admin, at=at)
    assert without_ground(admin)[0] == [paper]
    assert without_ground(monitor)[0] == []


def test_reasons_cost_the_same_for_one_and_for_many(province, monitor, at):
    def cost():
        found = list(selectors.documents_without_ground(user=monitor, as_of=DAY))
        with CaptureQueriesContext(connection) as seen:
            selectors.grounds_lost(documents=found, user=monitor, as_of=DAY)
        return len(found), len(seen)

    for number in range(5):
        ground = document(
            owner=province, by=monitor, at=at, number=f"{number}1", issued_on=date(2025, 1, 5)
        )
        paper = document(
            owner=province, issuer=province, by=monitor, at=at, number=f"{number}2", flow="outgoing"
        )
        relate(paper, ground, "implements", monitor, at)
        services.set_expiry(document=ground, valid_until=date(2025, 6, 1), by=monitor, at=at)
        if number == 0:
            one = cost()
    assert (one[0], cost()[0]) == (1, 5)
    assert one[1] == cost()[1]


def test_a_recalled_document_is_frozen(plan, monitor, at):
    with pytest.raises(services.DocumentRefused):
        services.recall_document(document=plan, recalled_on=DAY, reason=" ", by=monitor, at=at)
    with pytest.raises(services.DocumentRefused):
        services.recall_document(
            document=plan, recalled_on=date(2025, 1, 1), reason="Sai", by=monitor, at=at
        )
    services.recall_document(document=plan, recalled_on=DAY, reason="Sai", by=monitor, at=at)
    with pytest.raises(services.DocumentRefused, match="recalled"):
        services.set_expiry(document=plan, valid_until=None, by=monitor, at=at)
    with pytest.raises(services.DocumentRefused, match="recalled"):
        services.add_clause(document=plan, label="Điều 1", content="", by=monitor, at=at)
    plan.refresh_from_db()
    assert selectors.validity(document=plan, as_of=DAY).state is ValidityState.RECALLED


def test_the_last_day_is_not_before_the_first(plan, monitor, at):
    with pytest.raises(services.DocumentRefused):
        services.set_expiry(document=plan, valid_until=date(2025, 1, 1), by=monitor, at=at)


def test_counts_add_up_by_kind_and_month_and_leave_out_what_is_secret(
    province, other_province, monitor, stranger, admin, secret, at
):
    for number, (symbol, month) in enumerate(
        [("KH-UBND", 1), ("KH-UBND", 1), ("BC-UBND", 1), ("BC-UBND", 6)], 300
    ):
        document(
            owner=province,
            issuer=province,
            by=monitor,
            at=at,
            number=str(number),
            symbol=symbol,
            issued_on=date(2025, month, 3),
            flow="outgoing",
        )
    found = selectors.counts_by_kind(user=monitor, year=2025)
    assert {one.kind: one.total for one in found.kinds} == {"plan": 2, "report": 2}
    assert (found.months[0], found.months[5], found.total) == (3, 1, 4)
    assert selectors.counts_by_kind(user=admin, year=2025).total == 4
    assert selectors.counts_by_kind(user=monitor, year=2025, flow="incoming").total == 0
    assert selectors.counts_by_kind(user=stranger, year=2025).total == 0
    assert selectors.counts_by_kind(user=monitor, year=2024).total == 0


def test_the_graph_shows_two_steps_of_what_one_sees_as_of_a_day(
    province, plan, secret, monitor, admin, at
):
    chain = [plan]
    for number, day in ((201, 20), (202, 21), (203, 22)):
        one = document(
            owner=province,
            by=monitor,
            at=at,
            number=str(number),
            issued_on=date(2025, 5, day),
        )
        relate(one, chain[-1], "implements", monitor, at)
        chain.append(one)
    DocumentRelation.objects.create(source=secret, target=plan, relation="guides")

    def seen(user, day=DAY):
        found = selectors.neighbourhood(document=plan, user=user, as_of=day)
        return {node.document: node.level for node in found.nodes}, len(found.edges)

    assert seen(monitor) == ({plan: 0, chain[1]: 1, chain[2]: 2}, 2)
    assert secret in seen(admin)[0]
    assert seen(monitor, date(2025, 5, 20)) == ({plan: 0, chain[1]: 1}, 1)


def test_a_graph_with_too_many_ends_is_cut(province, plan, monitor, at, monkeypatch):
    from sauro.domains.documents.selectors import graph

    monkeypatch.setattr(graph, "MOST", 3)
    for number in range(5):
        one = document(owner=province, by=monitor, at=at, number=f"30{number}")
        relate(one, plan, "implements", monitor, at)
    found = selectors.neighbourhood(document=plan, user=monitor, as_of=DAY)
    assert (len(found.nodes), len(found.edges), found.cut) == (3, 2, True)


def test_an_agency_of_elsewhere_changes_nothing_here(province, monitor, at):
    make_org("Sở Xây dựng", "department", "LV-SXD", province)
    assert without_ground(monitor)[0] == []
