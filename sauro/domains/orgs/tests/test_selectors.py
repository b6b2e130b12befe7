"""Reading organisations: rights, lists, posts, collective members, and whom a name means."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sauro.domains.orgs import selectors, services
from sauro.domains.orgs.models import (
    Collective,
    Organisation,
    OrganisationAlias,
    Position,
    RoleGrant,
    Tenure,
)
from sauro.domains.orgs.permissions import Perm
from sauro.domains.orgs.rules import MatchReason
from sauro.engines import access

pytestmark = pytest.mark.django_db

JANUARY = date(2025, 1, 9)
JUNE = date(2025, 6, 10)


@pytest.fixture
def reference(system, at):
    return services.load_reference(by=system, at=at).root


def test_a_grant_gives_its_path_in_one_query(clerk, department, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert selectors.grants_of(user=clerk) == (access.Grant("focal_officer", department.path),)


def test_ended_and_future_grants_give_nothing(clerk):
    RoleGrant.objects.update(valid_from=date(2024, 1, 1), valid_to=date(2024, 2, 1))
    assert selectors.grants_of(user=clerk) == ()
    RoleGrant.objects.update(valid_from=date(2200, 1, 1), valid_to=None)
    assert selectors.grants_of(user=clerk) == ()


def test_the_system_person_may_do_everything_everywhere(system, other_department):
    assert access.allowed(system, Perm.MANAGE, other_department)
    assert access.scope(system, Perm.VIEW).covers(other_department.path)


def test_ids_in_a_scope_are_the_subtree(monitor, province, department, commune, other_province):
    scope = access.scope(monitor, Perm.VIEW)
    found = selectors.organisation_ids_in(scope=scope)
    assert set(found) == {province.pk, department.pk, commune.pk}


def test_organisations_are_found_without_diacritics_and_by_alias(department, other_department):
    OrganisationAlias.objects.create(organisation=department, name="Sở KHCN", folded="so khcn")
    assert list(selectors.organisations(query="khoa hoc")) == [department]
    assert list(selectors.organisations(query="khcn")) == [department]
    assert department not in selectors.organisations(query="tài chính")


def test_a_stranger_sees_only_his_province_and_the_national_list(
    stranger, department, other_province, reference
):
    seen = set(selectors.visible_to(user=stranger))
    assert other_province in seen
    assert department not in seen
    assert Organisation.objects.get(code="TW-BCA") in seen


def test_province_root_is_the_nearest_province(department, province, reference):
    assert selectors.province_root_of(organisation=department) == province
    assert selectors.province_root_of(organisation=province) == province
    assert selectors.province_root_of(organisation=reference) is None


def test_holders_of_many_posts_take_one_query(department, head, clerk, django_assert_num_queries):
    post = Position.objects.create(
        organisation=department, title="Giám đốc", is_head=True, valid_from=JANUARY
    )
    vacant = Position.objects.create(
        organisation=department, title="Phó Giám đốc", valid_from=JANUARY
    )
    Tenure.objects.create(position=post, person=clerk, valid_from=JANUARY, valid_to=JUNE)
    Tenure.objects.create(position=post, person=head, valid_from=JUNE + timedelta(days=1))
    with django_assert_num_queries(1):
        assert selectors.holders(positions=[post, vacant], day=JUNE) == {post.pk: clerk}
    assert selectors.holder_of(position=post, day=JUNE + timedelta(days=1)) == head
    assert selectors.holder_of(position=vacant, day=JUNE) is None


def test_home_is_the_organisation_of_the_post_else_of_the_role(clerk, department, commune):
    assert selectors.home_organisation(user=clerk) == department
    post = Position.objects.create(organisation=commune, title="Phó", valid_from=JANUARY)
    Tenure.objects.create(position=post, person=clerk, valid_from=JANUARY)
    assert selectors.home_organisation(user=clerk) == commune


def test_departments_of_a_province_are_those_of_its_own(
    reference, province, department, other_department, commune, other_province
):
    collective = Collective.objects.get(code="so-nganh")
    members = selectors.collective_members(collective=collective, province_root=province, day=JUNE)
    assert set(members) == {department, other_department}


def test_localities_are_communes_in_a_province_and_provinces_in_the_country(
    reference, province, other_province, commune
):
    collective = Collective.objects.get(code="dia-phuong")
    here = selectors.collective_members(collective=collective, province_root=province, day=JUNE)
    assert set(here) == {commune}
    country = selectors.collective_members(collective=collective, province_root=None, day=JUNE)
    assert set(country) == {province, other_province}


def test_ministries_of_a_collective_are_those_of_the_day(reference, province):
    collective = Collective.objects.get(code="bo-nganh")
    codes = {
        day: set(
            selectors.collective_members(
                collective=collective, province_root=province, day=day
            ).values_list("code", flat=True)
        )
        for day in (JANUARY, JUNE)
    }
    assert "TW-BTTTT" in codes[JANUARY] - codes[JUNE]
    assert "TW-BNNMT" in codes[JUNE] - codes[JANUARY]


@pytest.mark.parametrize(
    "written",
    [
        "Bộ Khoa học và Công nghệ",
        "Bộ KH&CN",
        "Bộ Khoa học, Công nghệ",
        "bo khoa hoc va cong nghe",
        "BKHCN",
        "Bộ Khoa học và công nghệ",
    ],
)
def test_usual_spellings_of_a_ministry_are_certain(reference, written):
    match = selectors.match_mention(mention=written, province_root=None, day=JANUARY)
    assert match.object == Organisation.objects.get(code="TW-BKHCN")
    assert match.score == 100


@pytest.mark.parametrize(
    "written",
    [
        "VTV",
        "VOV",
        "TTXVN",
        "Ngân hàng nhà nước Việt Nam",
        "Bảo hiểm Xã hội Việt Nam",
        "Bộ Công An",
        "Tòa án nhân dân tối cao",
        "Viện Kiểm sát nhân dân tối cao",
        "Thanh tra Chính phủ",
        "Văn phòng Chính phủ",
        "Viện Hàn lâm Khoa học Xã hội Việt Nam",
        "Quốc hội",
        "Ban Tuyên giáo Trung ương",
        "Bộ Tài nguyên và môi trường",
        "Bộ LĐTBXH",
        "Bộ Lao động - Thương binh và Xã hội",
        "Bộ Nông nghiệp và phát triển nông thôn",
    ],
)
def test_agencies_of_the_national_annex_are_certain(reference, written):
    match = selectors.match_mention(mention=written, province_root=None, day=JANUARY)
    assert match.kind == "organisation", match


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Các bộ, ngành, địa phương", "bo-nganh-dia-phuong"),
        ("các bộ, ngành và địa phương", "bo-nganh-dia-phuong"),
        ("Các Bộ, ngành có liên quan", "bo-nganh"),
        ("Các tỉnh, thành phố trực thuộc TW", "tinh-thanh-pho"),
        ("Các sở, ban, ngành", "so-nganh"),
        ("UBND các xã, phường, đặc khu", "ubnd-xa"),
        ("Ủy ban nhân dân các xã, phường", "ubnd-xa"),
        ("các cơ quan Đảng", "co-quan-dang"),
        ("Các đơn vị liên quan", "don-vi-lien-quan"),
    ],
)
def test_collective_names_are_collectives(reference, written, code):
    match = selectors.match_mention(mention=written, province_root=None, day=JUNE)
    assert match.kind == "collective"
    assert match.object.code == code


def test_a_closed_ministry_is_named_with_its_successor(reference):
    match = selectors.match_mention(
        mention="Bộ Thông tin và Truyền thông", province_root=None, day=JUNE
    )
    assert match.object.code == "TW-BTTTT"
    assert match.reason is MatchReason.CLOSED
    assert match.successor.code == "TW-BKHCN"
    earlier = selectors.match_mention(mention="Bộ TT&TT", province_root=None, day=JANUARY)
    assert earlier.object.code == "TW-BTTTT"
    assert earlier.successor is None


def test_a_department_is_that_of_the_own_province(reference, province, department, other_province):
    match = selectors.match_mention(mention="Sở KHCN", province_root=province, day=JUNE)
    assert match.object == department
    elsewhere = selectors.match_mention(
        mention="Sở Khoa học và Công nghệ", province_root=other_province, day=JUNE
    )
    assert elsewhere.kind == "none"
    assert department not in [one.object for one in elsewhere.suggestions]


def test_a_commune_is_known_without_the_word_for_its_committee(province, commune):
    match = selectors.match_mention(mention="xã Đông Hải", province_root=province, day=JUNE)
    assert match.object == commune


def test_other_diacritics_are_suggested_and_never_taken(province, commune):
    match = selectors.match_mention(mention="UBND xã Đông Hài", province_root=province, day=JUNE)
    assert match.kind == "none"
    assert match.reason is MatchReason.SIMILAR
    assert match.suggestions[0].object == commune
    assert match.suggestions[0].reason == "marks"


def test_a_misspelt_name_is_only_suggested(province, department):
    match = selectors.match_mention(
        mention="Sở Khoa học Công nghệ và Môi trường", province_root=province, day=JUNE
    )
    assert match.object is None
    assert match.suggestions[0].object == department


def test_one_name_for_two_organisations_is_not_decided(province, department):
    province.refresh_from_db()
    values = {"code": "LV-2", "kind": "department", "name": department.name, "valid_from": JANUARY}
    twin = Organisation.objects.add_child(province, create_kwargs=values)
    match = selectors.match_mention(mention=department.name, province_root=province, day=JUNE)
    assert match.reason is MatchReason.AMBIGUOUS
    assert {one.object for one in match.suggestions} == {department, twin}


def test_any_number_of_names_takes_two_queries(reference, province, django_assert_num_queries):
    names = ["Bộ Công an", "VTV", "các bộ, ngành", "không có ai tên như vậy", "", "  "]
    with django_assert_num_queries(2):
        found = selectors.match_mentions(mentions=names, province_root=province, day=JUNE)
    assert set(found) == set(names)
    assert found[""].reason is MatchReason.UNKNOWN
    assert found["không có ai tên như vậy"].kind == "none"


def test_loading_the_reference_again_writes_nothing(reference, system, at):
    from sauro.engines.history.models import Event

    again = services.load_reference(by=system, at=at)
    assert again.written == {}
    assert Event.objects.filter(kind="orgs.reference.loaded").count() == 1
    assert Organisation.objects.find_problems() == ([], [], [], [], [])
