from datetime import date

import pytest
from django.db import IntegrityError, transaction

from sauro.domains.territory.models import FormerCommune, Succession, Unit, UnitVersion
from sauro.domains.territory.rules import Kind, Level

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)


def bare(**values):
    row = {
        "code": "77777",
        "level": Level.COMMUNE,
        "kind": Kind.COMMUNE,
        "name": "Thử",
        "valid_from": DAY,
        "path": "000100019999",
        "depth": 3,
    }
    return Unit(**(row | values))


@pytest.mark.parametrize(
    "wrong",
    [
        {"valid_to": date(2025, 6, 1)},
        {"level": "region"},
        {"kind": Kind.PROVINCE},
        {"kind": Kind.TOWNSHIP},
        {"depth": 2},
        {"level": Level.PROVINCE, "kind": Kind.PROVINCE},
        {"lat": 95.0, "lon": 106.0},
        {"lat": 20.0},
        {"code": "13093"},
        {"code": "13093", "valid_from": date(2026, 1, 1)},
    ],
    ids=str,
)
def test_the_database_refuses_an_impossible_unit(small, wrong):
    with pytest.raises(IntegrityError), transaction.atomic():
        bare(**wrong).save(force_insert=True)


def test_the_database_accepts_what_the_law_allows(small):
    bare().save(force_insert=True)
    ended = {"valid_to": date(2025, 12, 31)}
    bare(code="78", path="000100019998", level=Level.PROVINCE, kind=Kind.CITY, **ended).save()
    bare(code="13093", path="000100019997", valid_from=date(2024, 1, 1), **ended).save()


def test_the_database_refuses_crooked_versions_and_successions(small):
    unit, other = Unit.objects.filter(level=Level.COMMUNE)[:2]
    version = {"unit": unit, "kind": Kind.WARD, "name": "A", "valid_from": DAY}
    UnitVersion.objects.create(**version)
    wrong = (
        UnitVersion(**version),
        UnitVersion(**version | {"valid_from": date(2026, 1, 1), "valid_to": DAY}),
        Succession(predecessor=unit, successor=unit, on=DAY),
        Succession(predecessor=unit, successor=other, on=DAY, share=0),
        Succession(predecessor=unit, successor=other, on=DAY, share="1.5"),
        FormerCommune(
            code="1", kind=Kind.CITY, province=unit, successor=unit, share="whole", ended_on=DAY
        ),
    )
    for row in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_a_unit_prints_its_official_name(small):
    assert str(Unit.objects.get(code="12452")) == "Phường Thái Bình"
    assert str(UnitVersion.objects.first()) == "Tỉnh Thừa Thiên Huế (2008-08-01)"
    assert str(FormerCommune.objects.get()) == "Xã Minh Tân, Huyện Kiến Xương"
    assert "→" in str(Succession.objects.first())


def test_asking_many_units_for_a_day_takes_one_query_when_prefetched(
    small, django_assert_num_queries
):
    with django_assert_num_queries(2):
        units = list(Unit.objects.filter(level=Level.PROVINCE).prefetch_related("versions"))
        names = {unit.as_of(date(2024, 5, 1)).full_name for unit in units}
    assert "Tỉnh Thừa Thiên Huế" in names
