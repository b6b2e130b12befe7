"""From an empty database to a province in which people work, by the documented commands."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from sauro.domains.accounts.models import User
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation, Position
from sauro.domains.programmes.models import Programme, Task
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db
NEW = "mot-mat-khau-rat-dai-57"


def told(command, /, *args, **options):
    out = StringIO()
    call_command(command, *args, stdout=out, **options)
    return out.getvalue()


def prepare(**options):
    return json.loads(told("prepare", format="json", **options))


def test_the_documented_sequence_ends_in_a_working_province(client):
    made = prepare(province="lao cai")
    assert made["province"] == "LC"
    assert made["provincial_agencies_made"] > 20
    assert made["commune_committees_made"] == 99
    password = told("create_admin", "quan-tri", name="Nguyễn Văn A").split()[-1]

    entered = client.post("/dang-nhap/login/", {"login": "quan-tri", "password": password})
    assert entered.status_code == 302
    assert client.get("/")["Location"] == "/tai-khoan/mat-khau/"
    form = {"old": password, "new": NEW, "again": NEW}
    assert client.post("/tai-khoan/mat-khau/", form).status_code == 302
    assert client.get("/").status_code == 200

    root = Organisation.objects.get(code="LC")
    values = {"owner": root.pk, "code": "LC-KH57", "title": "Kế hoạch 57"}
    assert (
        client.post("/chuong-trinh/them/", {**values, "starts_on": "2025-01-01"}).status_code == 302
    )
    values = {
        "programme": "LC-KH57", "title": "Xây dựng kho dữ liệu", "level": "provincial",
        "lead": "Sở KH&CN", "accountable": "Giám đốc Sở", "coordinators": "UBND các xã, phường",
    }  # fmt: skip
    answer = client.post("/nhiem-vu/them/", values)
    assert answer.status_code == 302, answer.context["form"].errors
    assert Task.objects.get().lead.code == "LC-SKHCN"
    assert Task.objects.get().accountable.title == "Giám đốc Sở"
    assert Programme.objects.get().owner == root


def test_a_second_run_makes_nothing_and_writes_no_event(db):
    prepare(province="Lào Cai")
    events = Event.objects.count()
    again = prepare(province="15")
    assert again.pop("province") == "LC"
    assert set(again.values()) == {0}
    assert Event.objects.count() == events


def test_two_provinces_live_side_by_side(db):
    prepare(province="Hà Nội")
    made = prepare(province="Thành phố Hồ Chí Minh")
    assert made["province"] == "HCM"
    committee = Organisation.objects.get(code="HCM-UBND")
    assert committee.name == "Ủy ban nhân dân thành phố Hồ Chí Minh"
    assert Organisation.objects.get(code="HCM-TU").name == "Thành ủy Hồ Chí Minh"
    root = org_selectors.province_root_of(organisation=committee)
    assert root.code == "HCM"
    assert Position.objects.filter(organisation=committee, is_head=True).count() == 1
    with pytest.raises(CommandError, match="several provinces"):
        call_command("create_admin", "quan-tri", name="A")


def test_a_taken_code_is_refused_and_another_may_be_given(db):
    prepare(province="Hà Nội")
    with pytest.raises(CommandError):
        prepare(province="Lào Cai", code="HN")
    assert prepare(province="Lào Cai", code="lcai")["province"] == "LCAI"


def test_an_unknown_province_changes_nothing(db):
    with pytest.raises(CommandError, match="There is no province Yên Bái"):
        prepare(province="Yên Bái")
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("code", [None, "LC"])
def test_an_administrator_needs_a_province_and_is_told_how_to_make_it(db, code):
    with pytest.raises(CommandError, match="sauro prepare --province"):
        call_command("create_admin", "quan-tri", name="A", organisation=code)
    assert not User.objects.filter(username="quan-tri").exists()
