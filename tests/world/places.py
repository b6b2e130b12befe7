"""Provinces, agencies, a commune, and the people in them."""

from __future__ import annotations

from datetime import date

from conftest import SINCE, give, make_org, make_user
from sauro.domains.orgs import services as org_services
from sauro.domains.orgs.models import Organisation, RoleGrant
from sauro.domains.territory.models import Unit
from sauro.domains.territory.tests import factories as unit_factories
from sauro.engines.periods import services as period_services
from sauro.shell.merging import services as merging
from tests.world.shape import World, said_by

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


def fill(world: World) -> None:
    """The places, the people, who heads what."""
    _places(world)
    for name, (username, full_name, role, place) in PEOPLE.items():
        world.people[name] = give(make_user(username, full_name), role, world.things[place])
    _agencies(world)


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
    things, admin = world.things, said_by(world, "admin")
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


def merge(world: World) -> None:
    """A centre that went into the department of finance."""
    centre = make_org("Trung tâm Dịch vụ công", "centre", "LV-TTDVC", world.things["province"])
    world.things["merger"] = merging.merge(
        sources=[centre],
        target=world.things["other_department"],
        on=date(2025, 6, 1),
        ground="QĐ 12/QĐ-UBND",
        **said_by(world, "admin"),
    )
    for name in ("province", "other_department"):
        world.things[name] = Organisation.objects.get(pk=world.things[name].pk)
