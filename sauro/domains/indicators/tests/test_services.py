"""One indicator for one quantity, however it is typed."""

import pytest

from sauro.domains.indicators import services
from sauro.domains.indicators.models import Indicator
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db


def ensure(owner, by, at, name="Tỷ lệ xã có cáp quang", **more):
    return services.ensure_indicator(owner=owner, name=name, by=by, at=at, **more)


def test_an_indicator_is_made_once_and_recorded_once(province, monitor, at):
    first = ensure(province, monitor, at, unit="%")
    again = ensure(province, monitor, at, "  TỶ LỆ xã có   cáp quang", unit="%")
    assert first.pk == again.pk
    assert first.code == "CT-001"
    assert Event.objects.filter(kind="indicators.indicator.created").count() == 1


def test_another_unit_or_owner_is_another_indicator(province, other_province, monitor, at):
    ensure(province, monitor, at, unit="%")
    ensure(province, monitor, at, unit="xã")
    ensure(other_province, monitor, at, unit="%")
    assert sorted(Indicator.objects.values_list("code", flat=True)) == [
        *("CT-001", "CT-001", "CT-002"),
    ]


def test_a_code_that_is_taken_is_passed_over(province, monitor, at):
    made = ensure(province, monitor, at)
    Indicator.objects.filter(pk=made.pk).update(code="CT-002")
    assert ensure(province, monitor, at, "Khác").code == "CT-003"


def test_a_name_is_needed(province, monitor, at):
    with pytest.raises(services.BadIndicator) as refused:
        ensure(province, monitor, at, "   ")
    assert refused.value.field == "title"


def test_many_at_once_keep_what_is_known(province, monitor, at):
    known = ensure(province, monitor, at, unit="%")
    wanted = {
        (known.folded, "%"): (known.name, "up"),
        ("so ho so", "hồ sơ"): ("Số hồ sơ", "down"),
    }
    found = services.ensure_indicators(owner=province, wanted=wanted, by=monitor, at=at)
    assert found[known.folded, "%"].pk == known.pk
    assert found["so ho so", "hồ sơ"].direction == "down"
    assert Indicator.objects.count() == 2
