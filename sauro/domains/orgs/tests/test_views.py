"""Pages of agencies, bodies, collective names and people: who sees them, what they do, what they cost."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from conftest import give, make_org, make_user
from sauro.domains.accounts.models import User
from sauro.domains.orgs import services
from sauro.domains.orgs.models import (
    Collective,
    Membership,
    Organisation,
    OrganisationAlias,
    Position,
    RoleGrant,
    Tenure,
)

pytestmark = pytest.mark.django_db

SINCE = date(2025, 3, 1)


@pytest.fixture
def reference(system, at):
    return services.load_reference(by=system, at=at).root


@pytest.fixture
def post(department, admin, at):
    return services.create_position(
        organisation=department, title="Giám đốc", is_head=True, valid_from=SINCE, by=admin, at=at
    )


@pytest.fixture
def body(province, admin, at):
    return services.create_organisation(
        parent=province, kind="steering", name="Ban Chỉ đạo 57", valid_from=SINCE, by=admin, at=at
    )


def url(name: str, *args) -> str:
    return reverse(name, args=args)


def shows(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    assert len(page.content) < 60_000
    return page.content.decode()


# Who sees what


@pytest.mark.parametrize("role", ["clerk", "head", "monitor", "leader", "inspector", "admin"])
def test_every_role_reads_the_pages_of_agencies(client, request, role, post, body, reference):
    client.force_login(request.getfixturevalue(role))
    for address in (
        url("organisation_list"),
        url("organisation_tree"),
        url("organisation_detail", post.organisation_id),
        url("organisation_detail", body.pk),
        url("organisation_detail", Organisation.objects.get(code="TW-BTTTT").pk),
        url("body_list"),
        url("collective_list"),
        url("collective_detail", Collective.objects.get(code="so-nganh").pk),
        url("organisation_options") + "?x=khoa",
    ):
        shows(client, address)


def test_a_stranger_finds_nothing_of_another_province(client, stranger, department, post, clerk):
    client.force_login(stranger)
    for name, key in (
        ("organisation_detail", department.pk),
        ("organisation_edit", department.pk),
        ("position_create", department.pk),
        ("position_edit", post.pk),
        ("user_detail", clerk.pk),
    ):
        assert client.get(url(name, key)).status_code in {403, 404}, name
    assert client.get(url("organisation_detail", department.pk)).status_code == 404
    assert client.get(url("user_detail", clerk.pk)).status_code == 404
    assert client.get(url("organisation_tree") + f"?duoi={department.pk}").status_code == 404
    assert department.name not in shows(client, url("organisation_list"))
    assert department.name not in shows(client, url("organisation_options") + "?x=khoa hoc")
    assert clerk.full_name not in shows(client, url("user_list"))


def test_an_administrator_next_door_is_told_nothing_is_there(client, other_province, post, clerk):
    neighbour = give(make_user("qt-khac", "Quản trị khác"), "administrator", other_province)
    client.force_login(neighbour)
    organisation = post.organisation
    grant = RoleGrant.objects.get(user=clerk)
    alias = OrganisationAlias.objects.create(organisation=organisation, name="x", folded="x")
    for name, key in (
        ("organisation_edit", organisation.pk),
        ("organisation_close", organisation.pk),
        ("organisation_create", organisation.pk),
        ("alias_add", organisation.pk),
        ("alias_remove", alias.pk),
        ("position_create", organisation.pk),
        ("position_edit", post.pk),
        ("position_appoint", post.pk),
        ("position_close", post.pk),
        ("member_create", organisation.pk),
        ("collective_create", organisation.pk),
        ("user_edit", clerk.pk),
        ("user_reset_password", clerk.pk),
        ("user_set_active", clerk.pk),
        ("user_remove_factor", clerk.pk),
        ("role_grant", clerk.pk),
        ("role_revoke", grant.pk),
    ):
        assert client.post(url(name, key), {"name": "Y"}).status_code == 404, name


def test_readers_have_no_buttons_and_no_forms(client, monitor, department):
    client.force_login(monitor)
    page = shows(client, url("organisation_detail", department.pk))
    assert url("organisation_edit", department.pk) not in page
    assert client.get(url("organisation_edit", department.pk)).status_code == 403
    assert client.get(url("user_create")).status_code == 403


def test_people_without_a_role_see_nothing(client, department):
    client.force_login(make_user("khong", "Không Vai Trò"))
    assert client.get(url("organisation_list")).status_code == 403


# What the pages do


def test_an_agency_is_added_changed_and_closed(client, admin, province, department):
    client.force_login(admin)
    typed = {
        "name": "Sở Nội vụ",
        "short_name": "Sở NV",
        "kind": "department",
        "valid_from": "2025-03-01",
        "code": "",
        "aliases": "SNV\nNội vụ",
    }
    answer = client.post(url("organisation_create", province.pk), typed)
    made = Organisation.objects.get(name="Sở Nội vụ")
    assert answer["Location"] == url("organisation_detail", made.pk)
    assert made.aliases.count() == 2
    seen = client.get(url("organisation_edit", made.pk)).context["form"].initial["seen_event"]
    client.post(
        url("organisation_edit", made.pk), {**typed, "short_name": "SNV", "seen_event": seen}
    )
    late = client.post(
        url("organisation_edit", made.pk), {**typed, "short_name": "Muộn", "seen_event": seen}
    )
    assert late.status_code == 200
    assert b'value="Mu\xe1\xbb\x99n"' in late.content
    client.post(
        url("organisation_close", made.pk),
        {"on": "2025-06-30", "successor": f"{department.code} · {department}", "ground": "NQ"},
    )
    made.refresh_from_db()
    assert made.valid_to == date(2025, 6, 30)
    page = shows(client, url("organisation_detail", made.pk))
    assert department.name in page
    assert made.name not in shows(client, url("organisation_list"))
    assert made.name in shows(client, url("organisation_list") + "?existence=closed")


def test_a_refused_form_keeps_what_was_typed(client, admin, province, department):
    client.force_login(admin)
    answer = client.post(
        url("organisation_create", province.pk),
        {"name": "Mới", "kind": "centre", "valid_from": "2025-01-01", "code": department.code},
    )
    assert answer.status_code == 200
    assert 'id="id_code_error"' in answer.content.decode()
    assert "Mới" in answer.content.decode()


def test_other_names_are_added_removed_and_searched(client, admin, department):
    client.force_login(admin)
    client.post(url("alias_add", department.pk), {"name": "Sở KHCN tỉnh"})
    client.post(url("alias_add", department.pk), {"name": " "})
    alias = OrganisationAlias.objects.get()
    assert department.name in shows(client, url("organisation_list") + "?q=khcn tinh")
    client.post(url("alias_remove", alias.pk))
    assert not OrganisationAlias.objects.exists()


def test_a_post_is_made_filled_and_ended(client, admin, department, head, clerk):
    client.force_login(admin)
    typed = {"title": "Giám đốc", "is_head": "on", "valid_from": "2025-03-01"}
    client.post(url("position_create", department.pk), typed)
    post = Position.objects.get()
    client.post(url("position_edit", post.pk), {"title": "Giám đốc Sở", "is_head": "on"})
    appoint = url("position_appoint", post.pk)
    shows(client, appoint)
    client.post(appoint, {"person": "tran van duc", "valid_from": "2025-03-01"})
    assert Tenure.objects.get().person == head
    taken = client.post(appoint, {"person": "can-bo", "valid_from": "2025-05-01"})
    assert taken.status_code == 200
    unknown = client.post(appoint, {"person": "không có ai", "valid_from": "2025-05-01"})
    assert 'id="id_person_error"' in unknown.content.decode()
    client.post(appoint, {"person": "can-bo · Lan", "valid_from": "2025-05-01", "replace": "on"})
    assert clerk.full_name in shows(client, url("organisation_detail", department.pk))
    client.post(url("position_close", post.pk), {"on": "2025-06-30"})
    assert not Tenure.objects.filter(valid_to__isnull=True).exists()


def test_members_of_a_body_come_and_go(client, admin, body, clerk, department):
    client.force_login(admin)
    client.post(
        url("member_create", body.pk),
        {
            "person": "can-bo",
            "role": "member",
            "represents": department.code,
            "valid_from": "2025-03-01",
        },
    )
    seat = Membership.objects.get()
    assert seat.represents == department
    client.post(url("member_edit", seat.pk), {"role": "head", "portfolio": "Chung"})
    assert clerk.full_name in shows(client, url("body_list"))
    assert shows(client, url("organisation_detail", body.pk)).count(clerk.full_name) >= 1
    client.post(url("member_end", seat.pk), {"on": "2025-03-02"})
    seat.refresh_from_db()
    assert seat.valid_to == date(2025, 3, 2)


def test_a_collective_name_is_added_and_changed(client, admin, province, department):
    client.force_login(admin)
    typed = {"code": "khoi-vx", "name": "Khối văn xã", "kinds": ["department"], "aliases": "VX"}
    client.post(url("collective_create", province.pk), typed)
    one = Collective.objects.get()
    client.post(url("collective_edit", one.pk), {**typed, "name": "Khối VX"})
    assert department.name in shows(client, url("collective_detail", one.pk))
    assert "Khối VX" in shows(client, url("collective_list"))


def test_an_account_is_made_and_its_password_shown_once(client, admin, department):
    client.force_login(admin)
    typed = {
        "username": "moi",
        "full_name": "Người Mới",
        "organisation": department.code,
        "role": "focal_officer",
    }
    page = client.post(url("user_create"), typed)
    user = User.objects.get(username="moi")
    [password] = [
        part.split("<")[0] for part in page.content.decode().split('<code class="num">')[1:]
    ]
    assert user.check_password(password)
    assert page["Cache-Control"].count("no-store") == 1
    assert password not in shows(client, url("user_detail", user.pk))
    assert "moi" in shows(client, url("user_list") + "?role=focal_officer")
    client.post(url("user_edit", user.pk), {"full_name": "Tên Khác"})
    again = client.post(url("user_reset_password", user.pk)).content.decode()
    assert password not in again
    client.post(url("user_set_active", user.pk), {"active": "0"})
    user.refresh_from_db()
    assert (user.full_name, user.is_active) == ("Tên Khác", False)
    client.post(url("user_set_active", user.pk), {"active": "1"})
    client.post(url("user_remove_factor", user.pk))


def test_roles_are_granted_and_revoked_on_the_page(client, admin, clerk, department):
    client.force_login(admin)
    client.post(url("role_grant", clerk.pk), {"role": "leader", "organisation": department.code})
    grant = RoleGrant.objects.get(user=clerk, role="leader")
    assert url("role_revoke", grant.pk) in shows(client, url("user_detail", clerk.pk))
    client.post(url("role_revoke", grant.pk))
    assert not RoleGrant.objects.filter(pk=grant.pk).exists()
    own = RoleGrant.objects.get(user=admin)
    client.post(url("role_revoke", own.pk))
    assert RoleGrant.objects.filter(pk=own.pk, valid_to=None).exists()


def test_roles_elsewhere_are_not_shown(client, admin, clerk, other_province):
    give(clerk, "leader", other_province)
    client.force_login(admin)
    for address in (url("user_detail", clerk.pk), url("user_list")):
        assert other_province.name not in shows(client, address)


def test_the_table_of_roles_has_every_permission(client, admin):
    client.force_login(admin)
    page = shows(client, url("role_table"))
    assert "programmes.verify" in page


def test_the_list_is_exported(client, admin, department):
    client.force_login(admin)
    answer = client.get(url("organisation_list") + "?format=csv")
    assert department.name in b"".join(answer).decode("utf-8-sig")


def test_an_earlier_day_shows_the_names_of_that_day(client, admin, department):
    gone = make_org("Cơ quan cũ", "centre", "LV-CU", Organisation.objects.get(code="LV"))
    gone.valid_to = date(2025, 2, 1)
    gone.save()
    client.force_login(admin)
    assert gone.name not in shows(client, url("organisation_list"))
    assert gone.name in shows(client, url("organisation_list") + "?as_of=2025-01-15")


def test_bad_addresses_are_not_errors(client, admin, province):
    client.force_login(admin)
    for query in ("?duoi=x", "?duoi=99999999999999999999999", "?duoi="):
        assert client.get(url("organisation_tree") + query).status_code in {200, 404}
    assert client.get(url("user_options") + "?q=\x00").status_code == 200
    assert client.get(url("organisation_list") + "?kind=x&existence=y&page=-3").status_code == 200


# What the pages cost


def many(province, admin, at, count: int) -> None:
    for number in range(count):
        made = services.create_organisation(
            parent=province,
            kind="commune",
            name=f"UBND xã Số {number}",
            valid_from=SINCE,
            by=admin,
            at=at,
        )
        user = make_user(f"xa-{number}", f"Cán bộ {number}")
        give(user, "commune_officer", made)
        post = services.create_position(
            organisation=made, title="Chủ tịch", is_head=True, valid_from=SINCE, by=admin, at=at
        )
        services.appoint(position=post, person=user, valid_from=SINCE, by=admin, at=at)


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("organisation_list", 12),
        ("organisation_tree", 9),
        ("organisation_detail", 20),
        ("body_list", 9),
        ("collective_list", 11),
        ("user_list", 12),
        ("user_detail", 18),
    ],
)
def test_queries_do_not_grow_with_the_province(
    client, admin, province, body, clerk, at, reference, name, most, django_assert_max_num_queries
):
    keys = {"organisation_detail": [province.pk], "user_detail": [clerk.pk]}.get(name, [])
    client.force_login(admin)
    counts = []
    for _round in range(2):
        many_before = Organisation.objects.count()
        if counts:
            many(province, admin, at, 12)
            assert Organisation.objects.count() == many_before + 12
        with django_assert_max_num_queries(most) as queries:
            shows(client, url(name, *keys))
        counts.append(len(queries))
    assert counts[0] == counts[1], counts
