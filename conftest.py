"""Fixed people and places for every test: one province that works, and strangers next door."""

from __future__ import annotations

import os
import sys
from datetime import date, datetime

import pytest
from django.utils import timezone, translation

SINCE = date(2025, 1, 1)
NOW = datetime(2025, 6, 10, 9, 0, tzinfo=timezone.get_current_timezone())
TODAY = NOW.date()
LONG = 60  # seconds


@pytest.fixture(autouse=True)
def usual_language() -> None:
    """A page that an earlier test asked for in English does not change the words of this one."""
    translation.deactivate()


@pytest.fixture
def at() -> datetime:
    """A working morning in June 2025."""
    return NOW


@pytest.fixture
def today() -> date:
    return TODAY


def make_user(username: str, full_name: str):
    from sauro.domains.accounts.models import User
    from sauro.engines import text

    user = User(
        username=username,
        full_name=full_name,
        email=f"{username}@example.test",
        folded=text.fold(f"{full_name} {username}"),
        date_joined=NOW,
    )
    user.set_password("mat-khau-thu-nghiem")
    user.save()
    return user


def make_org(name: str, kind: str, code: str, parent=None, short_name: str = ""):
    from sauro.domains.orgs.models import Organisation
    from sauro.engines import text

    values = {
        "name": name,
        "kind": kind,
        "code": code,
        "short_name": short_name,
        "folded": text.fold(f"{name} {short_name}"),
        "sort_key": text.sort_key(name),
        "valid_from": SINCE,
    }
    if parent is None:
        return Organisation.objects.add_root(values)
    parent.refresh_from_db()
    return Organisation.objects.add_child(parent, values)


def give(user, role: str, organisation):
    from sauro.domains.orgs.models import RoleGrant

    RoleGrant.objects.create(user=user, role=role, organisation=organisation, valid_from=SINCE)
    return user


@pytest.fixture
def system(db):  # noqa: ARG001  (opens the database)
    """The named system person."""
    from sauro.domains.accounts import services

    return services.system_person(at=NOW)


@pytest.fixture
def province(db):  # noqa: ARG001  (opens the database)
    return make_org("Tỉnh Lúa Vàng", "province", "LV", short_name="Lúa Vàng")


@pytest.fixture
def other_province(db):  # noqa: ARG001  (opens the database)
    return make_org("Tỉnh Sông Xanh", "province", "SX", short_name="Sông Xanh")


@pytest.fixture
def department(province):
    return make_org("Sở Khoa học và Công nghệ", "department", "LV-SKHCN", province, "Sở KH&CN")


@pytest.fixture
def other_department(province):
    return make_org("Sở Tài chính", "department", "LV-STC", province, "Sở TC")


@pytest.fixture
def commune(province):
    return make_org("UBND xã Đông Hải", "commune", "LV-DONGHAI", province)


@pytest.fixture
def clerk(department):
    return give(make_user("can-bo", "Nguyễn Thị Lan"), "focal_officer", department)


@pytest.fixture
def commune_clerk(commune):
    return give(make_user("can-bo-xa", "Lò Văn Sơn"), "commune_officer", commune)


@pytest.fixture
def head(department):
    return give(make_user("giam-doc", "Trần Văn Đức"), "agency_head", department)


@pytest.fixture
def other_clerk(other_department):
    return give(make_user("can-bo-tc", "Phạm Thu Hà"), "focal_officer", other_department)


@pytest.fixture
def monitor(province):
    return give(make_user("theo-doi", "Lê Minh Quân"), "monitor", province)


@pytest.fixture
def second_monitor(province):
    return give(make_user("theo-doi-2", "Vũ Thị Hằng"), "monitor", province)


@pytest.fixture
def leader(province):
    return give(make_user("lanh-dao", "Hoàng Văn Thái"), "leader", province)


@pytest.fixture
def inspector(province):
    return give(make_user("thanh-tra", "Đỗ Thị Mai"), "inspector", province)


@pytest.fixture
def admin(province):
    return give(make_user("quan-tri", "Bùi Anh Tuấn"), "administrator", province)


@pytest.fixture
def place(tmp_path):
    """A migrated database of its own, on the engine of this run, for tests that start processes."""
    from tests.apart import place_in

    with place_in(tmp_path) as made:
        yield made


@pytest.fixture
def stranger(other_province):
    """A monitor of another province."""
    return give(make_user("nguoi-la", "Phan Văn Lạ"), "monitor", other_province)


def pytest_runtest_logreport(report):
    """Names what failed or took long as it happens, for runs cut off before their summary."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    if report.failed or report.duration > LONG:
        words = f"{report.outcome.upper()} {report.nodeid} ({report.when} {report.duration:.0f} s)"
        sys.stdout.write(f"\n{words}\n")


# By one of these a test with a database is known. `scripts/test.sh` sets SAURO_DATABASE_TESTS for
# the second half of the suite, so that rules and parsers are not tried twice.
OPENS_DATABASE = {"db", "transactional_db", "django_db_setup", "live_server", "place"}


def pytest_collection_modifyitems(config, items):
    if not os.environ.get("SAURO_DATABASE_TESTS"):
        return
    kept, left_out = [], []
    for item in items:
        opens = item.get_closest_marker("django_db") or OPENS_DATABASE & set(item.fixturenames)
        (kept if opens else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = kept
