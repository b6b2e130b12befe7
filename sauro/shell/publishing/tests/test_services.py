"""Nothing is public before a leader releases it; what he released stays as it was."""

from datetime import date, timedelta

import pytest

from sauro.core.errors import NotAllowed
from sauro.engines.history.models import Event
from sauro.shell.publishing import selectors, services
from sauro.shell.publishing.models import Release
from sauro.shell.publishing.services import CannotPublish

pytestmark = pytest.mark.django_db


@pytest.fixture
def prepared(place, monitor, at, today):
    return services.prepare(programme=place.programme, as_of=today, by=monitor, at=at)


def kinds() -> list[str]:
    found = Event.objects.filter(kind__startswith="publishing.").order_by("id")
    return list(found.values_list("kind", flat=True))


def test_prepared_is_not_public_and_released_is(prepared, leader, at):
    code = prepared.programme.code
    assert selectors.public_release(code=code) is None
    services.release(release=prepared, by=leader, at=at)
    assert selectors.public_release(code=code) == prepared
    assert kinds() == ["publishing.release.prepared", "publishing.release.released"]


def test_the_same_again_changes_nothing(prepared, place, monitor, leader, at, today):
    again = services.prepare(programme=place.programme, as_of=today, by=monitor, at=at)
    assert again == prepared
    services.release(release=prepared, by=leader, at=at)
    services.release(release=prepared, by=leader, at=at)
    services.withdraw(release=prepared, reason="Sai số", by=leader, at=at)
    services.withdraw(release=prepared, reason="Sai số", by=leader, at=at)
    assert kinds() == [
        "publishing.release.prepared",
        "publishing.release.released",
        "publishing.release.withdrawn",
    ]


def test_other_words_take_the_place_of_what_was_prepared(prepared, place, monitor, at, today):
    made = services.prepare(
        programme=place.programme, as_of=today, introduction="Tình hình", by=monitor, at=at
    )
    assert list(Release.objects.all()) == [made]


def test_what_a_leader_releases_meanwhile_is_not_replaced(
    prepared, place, monitor, leader, at, today, monkeypatch
):
    def released_meanwhile(programme):
        found = Release.objects.get(pk=prepared.pk)
        services.release(release=found, by=leader, at=at)
        return prepared  # as it was read a moment before

    monkeypatch.setattr(services, "_prepared", released_meanwhile)
    made = services.prepare(
        programme=place.programme, as_of=today, introduction="Khác", by=monitor, at=at
    )
    assert list(Release.objects.shown()) == [prepared]
    assert made.state == "prepared"


@pytest.mark.parametrize("person", ["clerk", "head", "inspector", "stranger", "admin"])
def test_who_may_not_prepare_is_refused(place, person, request, at, today):
    by = request.getfixturevalue(person)
    with pytest.raises(NotAllowed):
        services.prepare(programme=place.programme, as_of=today, by=by, at=at)


@pytest.mark.parametrize("person", ["monitor", "clerk", "head", "inspector", "stranger"])
def test_who_may_not_release_is_refused(prepared, person, request, at):
    with pytest.raises(NotAllowed):
        services.release(release=prepared, by=request.getfixturevalue(person), at=at)
    assert not Release.objects.shown().exists()


def test_a_day_that_cannot_be_is_refused(place, monitor, at, today):
    for day in (today + timedelta(days=1), date(2024, 12, 31)):
        with pytest.raises(CannotPublish) as refused:
            services.prepare(programme=place.programme, as_of=day, by=monitor, at=at)
        assert refused.value.field == "as_of"


def test_two_of_the_same_day_are_never_public_at_once(prepared, place, monitor, leader, at, today):
    services.release(release=prepared, by=leader, at=at)
    second = services.prepare(
        programme=place.programme, as_of=today, introduction="Khác", by=monitor, at=at
    )
    with pytest.raises(CannotPublish):
        services.release(release=second, by=leader, at=at)
    services.withdraw(release=prepared, reason="Thay bằng bản khác", by=leader, at=at)
    services.release(release=second, by=leader, at=at)
    assert selectors.public_release(code=place.programme.code) == second


def test_what_was_withdrawn_is_neither_public_nor_released_again(prepared, leader, at):
    services.release(release=prepared, by=leader, at=at)
    with pytest.raises(CannotPublish):
        services.withdraw(release=prepared, reason="  ", by=leader, at=at)
    services.withdraw(release=prepared, reason="Sai số liệu", by=leader, at=at)
    assert selectors.public_release(code=prepared.programme.code) is None
    with pytest.raises(CannotPublish):
        services.release(release=prepared, by=leader, at=at)


def test_what_was_prepared_can_be_dropped_and_what_is_public_cannot(prepared, monitor, leader, at):
    services.release(release=prepared, by=leader, at=at)
    with pytest.raises(CannotPublish):
        services.discard(release=prepared, by=monitor, at=at)
    assert Release.objects.filter(pk=prepared.pk).exists()


def test_dropping_twice_is_dropping_once(prepared, monitor, at):
    services.discard(release=prepared, by=monitor, at=at)
    services.discard(release=prepared, by=monitor, at=at)
    assert kinds() == ["publishing.release.prepared", "publishing.release.discarded"]


def test_a_later_correction_inside_is_told_and_does_not_change_it(
    prepared, place, monitor, leader, at, today
):
    from decimal import Decimal

    from sauro.domains.programmes.services import targets
    from sauro.domains.programmes.services.targets import ReadingInput

    services.release(release=prepared, by=leader, at=at)
    assert selectors.check_of(release=prepared, today=today).same
    reading = ReadingInput(on=today, source="Đính chính", value=Decimal(70))
    targets.add_reading(target=place.target, reading=reading, by=monitor, at=at)
    found = selectors.check_of(release=prepared, today=today)
    assert found.differing == ("targets",)
    assert selectors.public_release(code=place.programme.code).digest == prepared.digest
