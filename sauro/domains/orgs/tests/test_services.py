"""Writing organisations, posts, seats and roles: state, event, refusal, and the second time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sauro.core.errors import DomainError, NotAllowed, Stale
from sauro.domains.orgs import selectors, services
from sauro.domains.orgs.models import (
    Collective,
    Membership,
    Organisation,
    OrganisationAlias,
    Position,
    Succession,
)
from sauro.engines import access
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db

SINCE = date(2025, 3, 1)


def kinds_of_events() -> list[str]:
    return list(Event.objects.order_by("id").values_list("kind", flat=True))


@pytest.fixture
def body(province, admin, at):
    return services.create_organisation(
        parent=province, kind="steering", name="Ban Chỉ đạo", valid_from=SINCE, by=admin, at=at
    )


@pytest.fixture
def post(department, admin, at):
    return services.create_position(
        organisation=department, title="Giám đốc", is_head=True, valid_from=SINCE, by=admin, at=at
    )


# Organisations


def test_an_organisation_is_made_once_even_when_sent_twice(province, admin, at):
    values = {
        "parent": province,
        "kind": "department",
        "name": "Sở  Nội vụ",
        "short_name": "Sở NV",
        "valid_from": SINCE,
        "aliases": ["SNV", "snv"],
        "by": admin,
        "at": at,
    }
    made = services.create_organisation(**values)
    again = services.create_organisation(**values)
    assert made == again
    assert made.name == "Sở Nội vụ"
    assert made.is_descendant_of(province)
    assert kinds_of_events() == ["orgs.organisation.created"]
    assert made.aliases.count() == 1
    assert made in selectors.organisations(query="noi vu")
    assert Organisation.objects.find_problems() == ([], [], [], [], [])


def test_a_province_below_the_national_root_is_not_on_the_national_list(system, stranger, at):
    root = services.load_reference(by=system, at=at).root
    values = {"valid_from": SINCE, "by": system, "at": at}
    province = services.create_organisation(
        parent=root, kind="province", name="Tỉnh Mới", code="TM", **values
    )
    department = services.create_organisation(
        parent=province, kind="department", name="Công an tỉnh", **values
    )
    agency = services.create_organisation(parent=root, kind="central", name="Bộ Mới", **values)
    assert (province.is_reference, department.is_reference, agency.is_reference) == (
        False,
        False,
        True,
    )
    seen = selectors.visible_to(user=stranger)
    assert agency in seen
    assert province not in seen
    assert department not in seen
    match = selectors.match_mention(
        mention="Công an tỉnh",
        province_root=selectors.province_root_of(organisation=Organisation.objects.get(code="SX")),
        day=SINCE,
    )
    assert department not in [one.object for one in match.suggestions]


def test_a_code_and_a_name_are_used_once(province, department, admin, at):
    with pytest.raises(services.CodeTaken):
        services.create_organisation(
            parent=province,
            kind="department",
            name="Khác",
            code="lv-skhcn",
            valid_from=SINCE,
            by=admin,
            at=at,
        )
    with pytest.raises(services.NameTaken):
        services.create_organisation(
            parent=province,
            kind="centre",
            name=department.name,
            short_name=department.short_name,
            valid_from=SINCE,
            by=admin,
            at=at,
        )


def test_only_an_administrator_of_the_place_writes(province, other_province, monitor, admin, at):
    for person, place in ((monitor, province), (admin, other_province)):
        with pytest.raises(NotAllowed):
            services.create_organisation(
                parent=place, kind="centre", name="Mới", valid_from=SINCE, by=person, at=at
            )


def test_a_change_keeps_before_and_after_and_refuses_the_slower(department, admin, at):
    first = services.change_organisation(
        organisation=department, by=admin, at=at, name="Sở KH&CN mới", email="a@b.test"
    )
    event = Event.objects.latest("id")
    assert event.before["name"] == "Sở Khoa học và Công nghệ"
    assert "folded" not in event.after
    seen = event.pk
    services.change_organisation(organisation=first, by=admin, at=at, seen_event=seen, email="")
    with pytest.raises(Stale, match="Bùi Anh Tuấn"):
        services.change_organisation(
            organisation=first, by=admin, at=at, seen_event=seen, short_name="S"
        )
    count = Event.objects.count()
    services.change_organisation(organisation=first, by=admin, at=at, name="Sở KH&CN mới")
    assert Event.objects.count() == count


def test_a_closed_organisation_hangs_below_its_successor_with_its_people(
    department, other_department, post, head, admin, clerk, at
):
    tenure = services.appoint(position=post, person=head, valid_from=SINCE, by=admin, at=at)
    last = date(2025, 6, 30)
    values = {"on": last, "successors": [other_department], "ground": "NQ 1", "by": admin, "at": at}
    closed = services.close_organisation(organisation=department, **values)
    assert closed.valid_to == last
    other_department.refresh_from_db()
    assert closed.is_descendant_of(other_department)
    assert Succession.objects.get(predecessor=department).on == last + timedelta(days=1)
    tenure.refresh_from_db()
    assert tenure.valid_to == last
    access.forget(clerk)
    assert selectors.grants_of(user=clerk)[0].path == closed.path
    assert kinds_of_events()[-1] == "orgs.organisation.closed"
    count = Event.objects.count()
    services.close_organisation(organisation=closed, **values)
    assert Event.objects.count() == count
    assert Organisation.objects.find_problems() == ([], [], [], [], [])


def test_nothing_is_closed_before_it_began_or_into_itself(province, department, admin, at):
    with pytest.raises(services.BadDates):
        services.close_organisation(organisation=department, on=date(2020, 1, 1), by=admin, at=at)
    with pytest.raises(services.BadSuccessor):
        services.close_organisation(
            organisation=province, on=SINCE, successors=[department], by=admin, at=at
        )


def test_another_name_is_added_and_removed_once(department, admin, monitor, at):
    alias = services.add_alias(organisation=department, name="Sở  KHCN", by=admin, at=at)
    assert services.add_alias(organisation=department, name="so khcn", by=admin, at=at) == alias
    with pytest.raises(NotAllowed):
        services.remove_alias(alias=alias, by=monitor, at=at)
    services.remove_alias(alias=alias, by=admin, at=at)
    services.remove_alias(alias=alias, by=admin, at=at)
    assert not OrganisationAlias.objects.exists()
    assert kinds_of_events() == ["orgs.organisation.alias_added", "orgs.organisation.alias_removed"]
    with pytest.raises(DomainError):
        services.add_alias(organisation=department, name="  ", by=admin, at=at)


# Posts


def test_a_post_passes_from_one_holder_to_the_next(post, head, clerk, admin, at):
    first = services.appoint(position=post, person=head, valid_from=SINCE, by=admin, at=at)
    assert services.appoint(position=post, person=head, valid_from=SINCE, by=admin, at=at) == first
    day = date(2025, 5, 1)
    with pytest.raises(services.PostTaken, match="Trần Văn Đức"):
        services.appoint(position=post, person=clerk, valid_from=day, by=admin, at=at)
    services.appoint(position=post, person=clerk, valid_from=day, replace=True, by=admin, at=at)
    assert selectors.holder_of(position=post, day=day - timedelta(days=1)) == head
    assert selectors.holder_of(position=post, day=day) == clerk
    assert kinds_of_events().count("orgs.tenure.started") == 2


def test_a_successor_cannot_start_before_the_present_holder(post, head, clerk, admin, at):
    services.appoint(position=post, person=head, valid_from=SINCE, by=admin, at=at)
    with pytest.raises(services.BadDates):
        services.appoint(
            position=post, person=clerk, valid_from=SINCE, replace=True, by=admin, at=at
        )


def test_a_tenure_and_a_post_end(post, head, admin, monitor, at):
    tenure = services.appoint(position=post, person=head, valid_from=SINCE, by=admin, at=at)
    day = date(2025, 4, 1)
    with pytest.raises(NotAllowed):
        services.end_tenure(tenure=tenure, on=day, by=monitor, at=at)
    with pytest.raises(services.BadDates):
        services.end_tenure(tenure=tenure, on=date(2025, 1, 1), by=admin, at=at)
    services.end_tenure(tenure=tenure, on=day, by=admin, at=at)
    services.end_tenure(tenure=tenure, on=day, by=admin, at=at)
    assert kinds_of_events().count("orgs.tenure.ended") == 1
    services.close_position(position=post, on=day, by=admin, at=at)
    services.close_position(position=post, on=day, by=admin, at=at)
    assert Position.objects.get().valid_to == day
    assert kinds_of_events().count("orgs.position.closed") == 1


def test_a_post_is_made_once_and_changed(post, department, admin, at):
    again = services.create_position(
        organisation=department, title="Giám đốc", is_head=True, valid_from=SINCE, by=admin, at=at
    )
    assert again == post
    for _time in range(2):
        services.change_position(
            position=post, title="Giám đốc Sở", is_head=True, portfolio="Chung", by=admin, at=at
        )
    assert kinds_of_events() == ["orgs.position.created", "orgs.position.changed"]
    with pytest.raises(DomainError):
        services.create_position(
            organisation=department, title=" ", valid_from=SINCE, by=admin, at=at
        )


# Bodies and collective names


def test_a_body_has_members_by_rank_and_one_head(body, head, clerk, monitor, admin, at):
    services.add_member(body=body, person=clerk, valid_from=SINCE, by=admin, at=at)
    seat = services.add_member(
        body=body, person=head, role="head", valid_from=SINCE, by=admin, at=at
    )
    assert services.add_member(body=body, person=head, valid_from=SINCE, by=admin, at=at) == seat
    with pytest.raises(services.SeatTaken):
        services.add_member(
            body=body, person=monitor, role="head", valid_from=SINCE, by=admin, at=at
        )
    assert [one.person for one in selectors.members_of(body=body, day=SINCE)] == [head, clerk]


def test_only_bodies_have_members(department, clerk, admin, at):
    with pytest.raises(services.NotABody):
        services.add_member(body=department, person=clerk, valid_from=SINCE, by=admin, at=at)


def test_a_seat_changes_and_ends(body, clerk, department, admin, at):
    seat = services.add_member(body=body, person=clerk, valid_from=SINCE, by=admin, at=at)
    for _time in range(2):
        services.change_member(
            membership=seat,
            role="secretary",
            portfolio="Thư ký",
            represents=department,
            by=admin,
            at=at,
        )
    for _time in range(2):
        services.end_member(membership=seat, on=SINCE, by=admin, at=at)
    assert kinds_of_events()[-3:] == [
        "orgs.member.added",
        "orgs.member.changed",
        "orgs.member.ended",
    ]
    assert Membership.objects.get().represents == department
    assert not selectors.members_of(body=body, day=SINCE + timedelta(days=1))
    with pytest.raises(services.BadDates):
        services.end_member(membership=seat, on=date(2020, 1, 1), by=admin, at=at)


def test_a_collective_name_of_a_province_is_saved_and_matched(province, department, admin, at):
    values = {
        "within": province,
        "code": "khoi-van-xa",
        "name": "Khối văn xã",
        "kinds": ["department"],
        "by": admin,
        "at": at,
    }
    services.save_collective(aliases=["các sở khối văn xã"], **values)
    services.save_collective(aliases=["các sở khối văn xã"], **values)
    match = selectors.match_mention(mention="Các sở khối văn xã", province_root=province, day=SINCE)
    assert match.object == Collective.objects.get()
    assert kinds_of_events() == ["orgs.collective.saved"]
    services.save_collective(aliases=["khối VX"], **values)
    assert [alias.name for alias in match.object.aliases.all()] == ["khối VX"]


def test_a_name_for_the_whole_country_is_not_for_a_province_to_write(admin, system, at):
    values = {"within": None, "code": "x", "name": "X", "kinds": [], "aliases": [], "at": at}
    with pytest.raises(NotAllowed):
        services.save_collective(by=admin, **values)
    assert services.save_collective(by=system, **values).pk


def test_loading_the_list_brings_its_agencies_back_and_keeps_other_names(system, at):
    services.load_reference(by=system, at=at)
    ministry = Organisation.objects.get(code="TW-BCA")
    Organisation.objects.filter(pk=ministry.pk).update(name="Sai")
    Collective.objects.filter(code="so-nganh").update(name="Sai")
    services.add_alias(organisation=ministry, name="Bộ CA", by=system, at=at)
    written = services.load_reference(by=system, at=at).written
    assert written == {"organisations": 1, "collectives": 1}
    ministry.refresh_from_db()
    assert ministry.name == "Bộ Công an"
    assert ministry.aliases.filter(name="Bộ CA").exists()


def test_what_is_closed_before_it_began_and_what_has_no_name_is_refused(province, post, admin, at):
    with pytest.raises(services.BadDates):
        services.close_position(position=post, on=date(2020, 1, 1), by=admin, at=at)
    with pytest.raises(DomainError):
        services.save_collective(
            within=province, code="x", name=" ", kinds=[], aliases=[], by=admin, at=at
        )


def test_organisations_that_took_over_from_each_other_have_no_successor_today(
    department, other_department, province
):
    for before, after in (
        (department, other_department),
        (other_department, department),
    ):
        Succession.objects.create(predecessor=before, successor=after, on=SINCE)
    Organisation.objects.filter(kind="department").update(valid_to=date(2025, 3, 31))
    match = selectors.match_mention(
        mention=department.name, province_root=province, day=date(2025, 6, 10)
    )
    assert (match.object, match.successor) == (department, None)


def test_a_first_day_is_moved_but_not_past_the_last(department, admin, at):
    closed = services.close_organisation(
        organisation=department, on=date(2025, 6, 30), by=admin, at=at
    )
    with pytest.raises(services.BadDates):
        services.change_organisation(
            organisation=closed, by=admin, at=at, valid_from=date(2025, 7, 1)
        )


def test_a_form_opened_before_the_first_change_is_not_stale(department, admin, at):
    services.change_organisation(
        organisation=department, by=admin, at=at, seen_event=1, email="a@b.test"
    )
