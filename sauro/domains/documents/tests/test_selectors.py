"""Who sees which document, and which one a citation means."""

from __future__ import annotations

from datetime import date

import pytest

from sauro.domains.documents import rules, selectors
from sauro.domains.documents.tests.factories import document

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "person", ["clerk", "head", "commune_clerk", "monitor", "leader", "inspector"]
)
def test_a_document_of_the_province_reaches_everybody_below(plan, person, request):
    visible = selectors.documents_visible(user=request.getfixturevalue(person))
    assert list(visible) == [plan]


def test_another_province_sees_nothing(plan, stranger):
    assert not selectors.documents_visible(user=stranger).exists()


def test_a_neighbour_department_sees_nothing_of_it(department, admin, at, other_clerk, monitor):
    own = document(owner=department, by=admin, at=at, symbol="KH-SKHCN")
    assert own not in selectors.documents_visible(user=other_clerk)
    assert own in selectors.documents_visible(user=monitor)


@pytest.mark.parametrize("person", ["monitor", "leader", "inspector", "clerk"])
def test_confidential_documents_are_only_for_those_in_charge(secret, person, admin, request):
    assert secret not in selectors.documents_visible(user=request.getfixturevalue(person))
    assert secret in selectors.documents_visible(user=admin)


def test_nobody_without_a_role(plan, django_user_model, at):
    nobody = django_user_model.objects.create(username="x", full_name="X", date_joined=at)
    assert not selectors.documents_visible(user=nobody).exists()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("102/KH-UBND", True),
        ("Kế hoạch số 102/KH-UBND ngày 19/5/2025 của UBND tỉnh", True),
        ("102-KH/UBND", True),
        ("102/KH-UBND ngày 20/5/2025", False),
        ("103/KH-UBND", False),
        ("Thường xuyên", False),
    ],
)
def test_a_citation_finds_its_document(plan, clerk, line, found):
    reference = rules.parse_reference(line)
    got = selectors.documents_of_reference(user=clerk, reference=reference)
    assert list(got) == ([plan] if found else [])


def test_the_issuer_decides_between_two(plan, province, monitor, at):
    party = document(owner=province, by=monitor, at=at, issuer_name="Đảng ủy UBND tỉnh")
    cited = rules.parse_reference("102/KH-UBND ngày 19/5/2025 của Đảng ủy UBND tỉnh")
    assert list(selectors.documents_of_reference(user=monitor, reference=cited)) == [party]
    short = rules.parse_reference("102/KH-UBND")
    assert selectors.documents_of_reference(user=monitor, reference=short).count() == 2


@pytest.mark.parametrize(
    "query", ["102/KH-UBND", "thuc hien nghi quyet", "ủy ban nhân dân", "ubnd tỉnh", "19/05/2025"]
)
def test_search_without_marks(plan, clerk, query):
    assert selectors.documents_found(user=clerk, query=query) == [plan]


def test_search_finds_a_small_number_with_and_without_zero(province, monitor, at):
    small = document(owner=province, by=monitor, at=at, number="5", symbol="TB/BCĐTW")
    for query in ("05-tb/bcdtw", "5-TB/BCĐTW"):
        assert selectors.documents_found(user=monitor, query=query) == [small]


def test_relations_with_unseen_documents_stay_unseen(plan, secret, admin, clerk, at):
    from sauro.domains.documents import services

    services.relate_documents(source=secret, target=plan, relation="implements", by=admin, at=at)
    assert selectors.relations_of(document=plan, user=clerk) == ([], [])
    _none, (back,) = selectors.relations_of(document=plan, user=admin)
    assert back.document == secret


def test_in_whose_name_one_registers(monitor, province, clerk, admin):
    assert selectors.keepers(user=monitor) == [province]
    assert selectors.keepers(user=clerk) == []


def test_visible_costs_one_query(plan, clerk, django_assert_num_queries):
    selectors.documents_visible(user=clerk)
    with django_assert_num_queries(1):
        assert [
            (one.owner.name, one.issued_on) for one in selectors.documents_visible(user=clerk)
        ] == [("Tỉnh Lúa Vàng", date(2025, 5, 19))]
