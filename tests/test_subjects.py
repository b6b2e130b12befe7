"""A record is named the same way everywhere, and only to those who may see it."""

import pytest
from django.urls import reverse

from conftest import make_org
from sauro.config.page_links import LISTED
from sauro.config.subjects import SUBJECTS
from sauro.core import clock
from sauro.domains.explanations.services import requests
from sauro.domains.orgs.models import Organisation
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
    "documents.dossier": "dossier",
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
    "documents.dossier": lambda thing: thing.owner_id,
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


@pytest.mark.parametrize(
    "kind",
    [
        *("programmes.task", "programmes.target", "indicators.indicator"),
        *("documents.draft", "documents.dossier", "reporting.report"),
        "orgs.organisation",
    ],
)
def test_its_page_asks_for_an_explanation_and_shows_what_was_asked(kind, world: World, client):
    thing, leader = world.things[NAMES[kind]], world.people["leader"]
    found = subjects.find_one(kind=kind, id=str(thing.pk), user=leader)
    client.force_login(leader)
    before = client.get(found.url).content.decode()
    assert f"?kind={kind}&amp;id={thing.pk}" in before
    asked = requests.ask(
        subject_kind=kind,
        subject_id=str(thing.pk),
        question="Đề nghị giải trình.",
        asked_of=world.things["other_department"],
        by=leader,
        at=clock.now(),
    )
    address = reverse("explanation_detail", args=[asked.pk])
    assert address not in before
    assert address in client.get(found.url).content.decode()


def test_an_agency_is_asked_from_its_pages_where_one_may_ask_it(world: World, client):
    department = world.things["department"]
    central = make_org("Bộ Tài chính", "central", "BTC")
    Organisation.objects.filter(pk=central.pk).update(is_reference=True)
    client.force_login(world.people["leader"])
    for name, thing, offered in (
        ("organisation_detail", department, True),
        ("agency_work", department, True),
        ("organisation_detail", central, False),
    ):
        page = client.get(reverse(name, args=[thing.pk])).content.decode()
        assert (f"?kind=orgs.organisation&amp;id={thing.pk}" in page) is offered
    client.force_login(world.people["clerk"])
    for name in ("organisation_detail", "agency_work"):
        page = client.get(reverse(name, args=[department.pk])).content.decode()
        assert "?kind=orgs.organisation" not in page


@pytest.mark.parametrize("code", sorted(LISTED))
def test_rows_of_a_list_are_asked_about_together(code, world: World, client):
    listed, leader = LISTED[code], world.people["leader"]
    thing = world.things[NAMES[listed.kind]]
    client.force_login(leader)
    address = reverse("explanation_ask_many", args=[code])
    assert f'formaction="{address}"' in client.get(reverse(listed.page)).content.decode()
    first = client.post(address, {"ids": [thing.pk]})
    assert first.status_code == 200
    shown = first.context
    assert len(shown["ready"]) + len(shown["left_out"]) == shown["chosen"].count == 1
    assert client.post(address, {"all": "1", "query": "q=khong-co-gi"}).status_code == 302


@pytest.mark.parametrize("number", ["9" * 20, "9" * 5000, "٣", "-1", ""])
@pytest.mark.parametrize("kind", sorted(NAMES))
def test_what_is_no_number_of_a_record_names_none(kind: str, number: str, world: World):
    assert subjects.find_one(kind=kind, id=number, user=world.people["monitor"]) is None
