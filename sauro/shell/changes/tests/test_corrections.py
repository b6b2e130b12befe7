"""Who reads that a figure was corrected: the unit itself and who oversees it, nobody of that name."""

from datetime import timedelta
from decimal import Decimal

import pytest

from conftest import give, make_org, make_user
from sauro.domains.indicators.services import correcting
from sauro.domains.indicators.tests.factories import JUNE, hand_in, make_form, make_indicator
from sauro.engines.history.models import Event
from sauro.shell.changes import selectors, words

pytestmark = pytest.mark.django_db
REASON = "đếm lại hai tổ dân phố"


@pytest.fixture
def corrected(commune, province, monitor, commune_clerk, at):
    learners = make_indicator(province, monitor, code="HV", whole=True)
    form = make_form(province, monitor, learners)
    hand_in(form, commune, commune_clerk, HV=40)
    correcting.correct_figure(
        indicator=learners,
        organisation=commune,
        period=JUNE,
        value=Decimal(42),
        base=None,
        reason=REASON,
        by=monitor,
        at=at,
    )
    return learners


@pytest.fixture
def namesake(commune, other_province):
    """An officer of the commune of another province that bears the same name."""
    twin = make_org(commune.name, "commune", "SX-DONGHAI", other_province)
    return give(make_user("can-bo-xa-khac", "Vi Văn Xa"), "commune_officer", twin)


def corrections(user, at):
    found = selectors.changes_for(
        user=user, since=at - timedelta(days=1), until=at, kinds=["corrected"]
    )
    return [line.note for group in words.groups_of(found) for line in group.lines]


def recorded_without_number(at):
    """The same event as it was recorded before it named the number of the unit."""
    event = Event.objects.get(kind="indicators.figure.corrected")
    kept = {name: getattr(event, name) for name in ("kind", "subject_type", "subject_id", "note")}
    before = {name: one for name, one in event.before.items() if name != "organisation_id"}
    by = {"by_id": event.by_id, "by_name": event.by_name}
    return Event(**kept, **by, subject_label="Số người học", before=before, at=at)


@pytest.mark.parametrize("person", ["commune_clerk", "leader", "inspector"])
def test_the_unit_and_who_oversees_it_read_of_a_correction(corrected, person, at, request):
    (note,) = corrections(request.getfixturevalue(person), at)
    assert note == f"UBND xã Đông Hải: 40 → 42. {REASON}"


@pytest.mark.parametrize("person", ["namesake", "stranger", "clerk"])
def test_a_unit_of_the_same_name_elsewhere_does_not(corrected, person, at, request):
    assert corrections(request.getfixturevalue(person), at) == []


@pytest.mark.parametrize(("person", "reads"), [("commune_clerk", 1), ("namesake", 0)])
def test_an_older_record_names_the_unit_only_and_is_kept_within_its_province(
    corrected, person, reads, at, request
):
    user, later = request.getfixturevalue(person), at + timedelta(days=2)
    Event.objects.bulk_create([recorded_without_number(later)])
    assert len(corrections(user, later)) == reads
