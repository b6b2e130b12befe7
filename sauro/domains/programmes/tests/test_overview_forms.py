"""Making and changing programmes, groups, targets and readings: nothing typed is lost."""

from datetime import date
from decimal import Decimal

import pytest

from sauro.domains.programmes.forms.targets import AmountField
from sauro.domains.programmes.models import Group, Programme, Target, TargetReading
from sauro.domains.programmes.services import programmes, targets
from sauro.domains.programmes.services.targets import TargetInput
from sauro.domains.programmes.tests.plans import make_target

pytestmark = pytest.mark.django_db
NOT_MANAGERS = ["clerk", "leader", "inspector"]


@pytest.fixture
def target(programme, department, monitor, at):
    return make_target(programme=programme, lead=department, by=monitor, at=at)


@pytest.fixture
def addresses(programme, target):
    return {
        "programme_create": "/chuong-trinh/them/",
        "programme_edit": "/chuong-trinh/LV-KH57/sua/",
        "group_create": "/chuong-trinh/LV-KH57/nhom/them/",
        "target_create": "/chuong-trinh/LV-KH57/chi-tieu/them/",
        "target_edit": f"/chi-tieu/{target.pk}/sua/",
        "reading_create": f"/chi-tieu/{target.pk}/so-lieu/",
    }


FORMS = [
    *("programme_create", "programme_edit", "group_create"),
    *("target_create", "target_edit", "reading_create"),
]


def programme_values(province, **more):
    return {
        "owner": province.pk,
        "code": "LV-DA06",
        "title": "Đề án 06 của tỉnh",
        "starts_on": "2025-01-01",
        "ends_on": "2030-12-31",
        **more,
    }


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", FORMS)
def test_each_form_opens_in_both_languages(browser_of, monitor, addresses, name, language):
    answer = browser_of(monitor, language).get(addresses[name])
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "csrfmiddlewaretoken" in text
    assert text.count("<h1") == 1
    assert len(answer.content) < 60_000


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("person", NOT_MANAGERS)
def test_who_may_only_read_is_refused(browser_of, addresses, name, person, request):
    browser = browser_of(request.getfixturevalue(person))
    assert browser.post(addresses[name], {}).status_code == 403


@pytest.mark.parametrize("name", FORMS[1:])
def test_another_province_gets_not_found(browser_of, stranger, addresses, name):
    assert browser_of(stranger).get(addresses[name]).status_code == 404


def test_a_programme_is_made(browser_of, monitor, province):
    answer = browser_of(monitor).post("/chuong-trinh/them/", programme_values(province))
    assert answer["Location"] == "/chuong-trinh/LV-DA06/"
    assert Programme.objects.get().ends_on == date(2030, 12, 31)


def test_a_taken_code_is_named_and_nothing_typed_is_lost(browser_of, monitor, province, programme):
    values = programme_values(province, code="lv-kh57")
    answer = browser_of(monitor).post("/chuong-trinh/them/", values)
    assert "code" in answer.context["form"].errors
    assert "Đề án 06 của tỉnh" in answer.content.decode()
    assert Programme.objects.count() == 1


def test_a_programme_of_another_province_cannot_be_made(
    browser_of, monitor, other_province, province
):
    values = programme_values(other_province)
    answer = browser_of(monitor).post("/chuong-trinh/them/", values)
    assert "owner" in answer.context["form"].errors
    assert not Programme.objects.exists()


def test_the_second_of_two_people_is_told_and_may_save_again(
    browser_of, monitor, second_monitor, programme, at
):
    programmes.change_programme(
        programme=programme,
        title="Tên của người khác",
        by=second_monitor,
        at=at,
        expected_version=1,
    )
    values = {"title": "Tên của tôi", "starts_on": "2025-01-01", "version": "1"}
    browser = browser_of(monitor)
    answer = browser.post("/chuong-trinh/LV-KH57/sua/", values)
    assert [one.stored for one in answer.context["differences"]] == ["Tên của người khác"]
    text = answer.content.decode()
    assert "Tên của tôi" in text
    assert 'name="version" value="2"' in text
    answer = browser.post("/chuong-trinh/LV-KH57/sua/", {**values, "version": "2"})
    assert answer.status_code == 302
    programme.refresh_from_db()
    assert programme.title == "Tên của tôi"


def test_a_group_is_added(browser_of, monitor, programme):
    values = {"number": "III", "title": "Nhân lực số", "kind": "targets"}
    answer = browser_of(monitor).post("/chuong-trinh/LV-KH57/nhom/them/", values)
    assert answer.status_code == 302
    assert Group.objects.get().kind == "targets"


def target_values(**more):
    return {
        "title": "Tỷ lệ xã có cáp quang",
        "comparator": "ge",
        "low": "99,5",
        "unit": "%",
        "direction": "up",
        "year": "2025",
        **more,
    }


def test_a_target_is_made_with_a_vietnamese_number(browser_of, monitor, programme):
    path = "/chuong-trinh/LV-KH57/chi-tieu/them/"
    answer = browser_of(monitor).post(path, target_values())
    made = Target.objects.get()
    assert answer["Location"] == f"/chi-tieu/{made.pk}/"
    assert made.low == Decimal("99.5")


def test_a_target_without_its_value_names_the_field(browser_of, monitor, programme):
    path = "/chuong-trinh/LV-KH57/chi-tieu/them/"
    answer = browser_of(monitor).post(path, target_values(low=""))
    assert "low" in answer.context["form"].errors
    assert "Tỷ lệ xã có cáp quang" in answer.content.decode()


def test_the_second_who_changes_a_target_is_told(browser_of, monitor, second_monitor, target, at):
    wanted = TargetInput(title=target.title, low=Decimal(90), unit="%", year=2025)
    targets.change_target(
        target=target, wanted=wanted, by=second_monitor, at=at, expected_version=1
    )
    path = f"/chi-tieu/{target.pk}/sua/"
    values = target_values(title=target.title, low="85", version="1")
    answer = browser_of(monitor).post(path, values)
    assert [(one.stored, one.typed) for one in answer.context["differences"]] == [("90", "85")]
    assert browser_of(monitor).post(path, {**values, "version": "2"}).status_code == 302
    target.refresh_from_db()
    assert target.low == Decimal(85)


def test_an_unchanged_target_form_writes_nothing(browser_of, monitor, target):
    form = browser_of(monitor).get(f"/chi-tieu/{target.pk}/sua/").context["form"]
    values = {field.name: field.value() for field in form if field.value() is not None}
    browser_of(monitor).post(f"/chi-tieu/{target.pk}/sua/", values)
    target.refresh_from_db()
    assert target.version == 1


def test_a_reading_is_added_and_its_page_shows_the_rule(browser_of, monitor, target):
    path = f"/chi-tieu/{target.pk}/so-lieu/"
    values = {"on": "2025-06-09", "value": "91,25", "source": "Báo cáo số 12"}
    browser = browser_of(monitor, "en")
    assert browser.post(path, values)["Location"] == f"/chi-tieu/{target.pk}/"
    page = browser.get(f"/chi-tieu/{target.pk}/").content.decode()
    assert "91.25%" in page
    assert "better than the value set" in page


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"on": "2025-06-09", "source": "x"}, "value"),
        ({"on": "2025-07-09", "value": "1", "source": "x"}, "on"),
        ({"on": "2025-06-09", "value": "nhiều", "source": "x"}, "value"),
        ({"on": "2025-06-09", "value": "1"}, "source"),
    ],
)
def test_a_bad_reading_names_its_field(browser_of, monitor, target, values, field):
    before = TargetReading.objects.count()
    answer = browser_of(monitor).post(f"/chi-tieu/{target.pk}/so-lieu/", values)
    assert field in answer.context["form"].errors
    assert TargetReading.objects.count() == before


def test_not_measurable_yet_needs_no_value(browser_of, monitor, target):
    values = {"on": "2025-06-09", "unready": "on", "source": "Chưa đến kỳ điều tra"}
    answer = browser_of(monitor).post(f"/chi-tieu/{target.pk}/so-lieu/", values)
    assert answer.status_code == 302
    assert not TargetReading.objects.order_by("-pk").first().measurable


@pytest.mark.parametrize(
    ("typed", "number"),
    [("1.234,5", "1234.5"), ("62.5", "62.5"), ("80 %", "80"), ("-3", "-3"), ("", None)],
)
def test_numbers_as_people_type_them(typed, number):
    wanted = None if number is None else Decimal(number)
    assert AmountField(required=False).clean(typed) == wanted
