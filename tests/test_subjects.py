"""A record is named the same way everywhere, and only to those who may see it."""

import pytest

from sauro.config.subjects import SUBJECTS
from sauro.engines import subjects
from tests import world as worlds
from tests.world import World

pytestmark = pytest.mark.django_db
NAMES = {
    "bottlenecks.bottleneck": "bottleneck",
    "explanations.request": "explanation",
    "programmes.programme": "programme",
    "programmes.task": "task",
    "programmes.target": "target",
    "indicators.indicator": "indicator",
    "indicators.dataset": "data_set",
    "indicators.submission": "submission",
    "orgs.organisation": "department",
    "documents.draft": "paper",
    "reporting.report": "report",
}
UNITS = {
    "bottlenecks.bottleneck": lambda thing: thing.responsible_id,
    "explanations.request": lambda thing: thing.asked_of_id,
    "indicators.indicator": lambda thing: thing.owner_id,
    "indicators.dataset": lambda thing: thing.owner_id,
    "indicators.submission": lambda thing: thing.organisation_id,
    "orgs.organisation": lambda thing: thing.pk,
    "programmes.programme": lambda thing: thing.standing_id or thing.owner_id,
    "documents.draft": lambda thing: thing.owner_id,
    "reporting.report": lambda thing: thing.maker_id,
}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with worlds.living(django_db_blocker) as made:
        yield made


def test_every_kind_is_in_this_test():
    assert set(NAMES) == set(SUBJECTS)


@pytest.mark.parametrize("kind", sorted(NAMES))
def test_a_record_is_found_with_its_page_unit_and_owner(kind: str, world: World, client):
    answering = UNITS.get(kind, lambda one: one.lead_id)
    thing = world.things[NAMES[kind]]
    number = str(thing.pk)
    found = subjects.find_one(kind=kind, id=number, user=world.people["monitor"])
    assert found is not None
    assert found.key == (kind, number)
    assert found.label
    assert found.organisation_id == answering(thing)
    assert found.owner_path.startswith(world.things["province"].path)
    client.force_login(world.people["monitor"])
    assert client.get(found.url).status_code == 200


@pytest.mark.parametrize("kind", sorted(NAMES))
def test_a_stranger_does_not_find_it_and_a_job_does(kind: str, world: World):
    number = str(world.things[NAMES[kind]].pk)
    assert subjects.find_one(kind=kind, id=number, user=world.people["stranger"]) is None
    assert subjects.find_one(kind=kind, id=number, user=None) is not None


def test_records_of_several_kinds_cost_two_statements_each_at_most(
    world: World, django_assert_max_num_queries
):
    keys = [(kind, str(world.things[name].pk)) for kind, name in NAMES.items()]
    with django_assert_max_num_queries(2 * len(keys)):
        assert len(subjects.find(keys=[*keys, ("no.kind", "1")], user=None)) == len(keys)
