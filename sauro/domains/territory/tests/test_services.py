from dataclasses import replace
from datetime import date

import pytest

from sauro.domains.territory import services
from sauro.domains.territory.models import FormerCommune, Succession, Unit, UnitVersion
from sauro.domains.territory.rules import Kind, Share, Standing
from sauro.domains.territory.tests.factories import (
    AT,
    MERGED,
    commune,
    former,
    load,
    person,
    province,
    small_lists,
)
from sauro.domains.territory.vendored import Change
from sauro.engines.history.models import Event

pytestmark = pytest.mark.django_db


def test_the_tree_is_sound_and_a_closed_province_hangs_below_its_successor(small):
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    today = Unit.objects.get(code="33", valid_to=None)
    below = Unit.objects.get_children(today)
    assert {unit.name for unit in below if unit.valid_to} == {"Hưng Yên", "Thái Bình"}
    assert below.count() == 5
    assert today.get_depth() == 2


def test_a_load_records_one_event_with_what_it_wrote(small):
    event = Event.objects.get()
    assert event.kind == "territory.units.loaded"
    assert (event.by_name, event.at, event.subject_label) == ("Châu", AT, "Việt Nam")
    assert event.after["created"] == {
        "unit": 8,
        "unitversion": 2,
        "succession": 2,
        "formercommune": 1,
    }


def test_the_same_lists_again_write_nothing(small, django_assert_num_queries):
    tables = (Unit, UnitVersion, Succession, FormerCommune, Event)
    before = [list(table.objects.values()) for table in tables]
    who = person()
    with django_assert_num_queries(6):  # four reads between a savepoint and its release
        again = services.load_units(by=who, at=AT, lists=small_lists())
    assert not again.wrote
    assert [list(table.objects.values()) for table in tables] == before


def test_a_new_unit_takes_the_next_place_and_leaves_the_others(small):
    paths = dict(Unit.objects.values_list("pk", "path"))
    loaded = load(small_lists(commune("99999", "Mới"), province("04", "Cao Bằng")))
    assert loaded.created == {"unit": 2}
    assert not loaded.updated
    assert all(Unit.objects.get(pk=pk).path == path for pk, path in paths.items())
    assert Unit.objects.find_problems() == ([], [], [], [], [])
    assert Unit.objects.get(code="99999").path > max(paths.values())


def test_a_corrected_name_changes_the_row_and_all_that_is_derived_from_it(small):
    lists = small_lists()
    lists.units[6] = replace(lists.units[6], name="Bình Thạnh")
    loaded = load(lists)
    assert loaded.updated == {"unit": 1}
    unit = Unit.objects.get(code="13093")
    assert (unit.folded, unit.name_en) == ("binh thanh", "Binh Thanh Commune")
    assert Event.objects.count() == 2


def test_a_change_of_kind_keeps_the_unit_and_gives_it_two_versions(small):
    unit = Unit.objects.get(code="13093")
    day = date(2026, 4, 30)
    before, after = Standing(Kind.COMMUNE, "Bình Thanh"), Standing(Kind.WARD, "Bình Thanh")
    loaded = load(small_lists(changes=(Change("13093", day, before, after, "9/NQ"),)))
    assert loaded.created == {"unitversion": 2}
    assert loaded.updated == {"unit": 1}
    unit.refresh_from_db()
    assert unit.full_name == "Phường Bình Thanh"
    assert unit.as_of(date(2026, 4, 29)).full_name == "Xã Bình Thanh"
    assert unit.as_of(day).full_name == "Phường Bình Thanh"
    first, second = unit.versions.all()
    assert (first.valid_from, first.valid_to) == (MERGED, date(2026, 4, 29))
    assert (second.valid_from, second.valid_to, second.document) == (day, None, "9/NQ")


def test_two_changes_of_one_unit_follow_each_other_without_a_gap(small):
    one = Standing(Kind.COMMUNE, "Bình Thanh")
    two = Standing(Kind.WARD, "Bình Thanh")
    three = Standing(Kind.WARD, "Thanh Bình")
    later = Change("13093", date(2027, 1, 1), two, three, "2")
    earlier = Change("13093", date(2026, 1, 1), one, two, "1")
    load(small_lists(changes=(later, earlier)))
    unit = Unit.objects.get(code="13093")
    spans = [(row.valid_from, row.valid_to) for row in unit.versions.all()]
    assert spans == [
        (MERGED, date(2025, 12, 31)),
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), None),
    ]
    assert unit.name == "Thanh Bình"


def test_a_unit_that_would_move_is_refused_and_nothing_is_written(small):
    lists = small_lists(commune("99999", "Mới"))
    lists.units[6] = replace(lists.units[6], above=("46", date(2008, 8, 1)))
    with pytest.raises(services.UnitMoved, match="Bình Thanh"):
        load(lists)
    assert not Unit.objects.filter(code="99999").exists()
    assert Event.objects.count() == 1


def test_a_unit_missing_from_the_lists_stays(small):
    lists = small_lists()
    del lists.units[7]
    assert not load(lists).wrote
    assert Unit.objects.filter(code="12271").exists()


def test_a_divided_commune_has_a_row_for_each_successor(small):
    lists = small_lists()
    lists.former.append(former("13140", "Vũ Bình", "13093", Share.MAIN))
    lists.former.append(former("13140", "Vũ Bình", "12452", Share.PART))
    assert load(lists).created == {"formercommune": 2}
    assert FormerCommune.objects.filter(code="13140").count() == 2


def test_the_vendored_country_loads_whole_and_twice_writes_once(db):
    first = services.load_units(by=person(), at=AT)
    second = services.load_units(by=person(), at=AT)
    assert first.created == {
        "unit": 3408,
        "unitversion": 52,
        "succession": 52,
        "formercommune": 10602,
    }
    assert not second.wrote
    assert Event.objects.count() == 1
    assert Unit.objects.find_problems() == ([], [], [], [], [])


def test_a_corrected_former_commune_is_changed_in_its_row_alone(small):
    lists = small_lists()
    lists.former[0] = replace(lists.former[0], name="Minh Tâm", share=Share.MAIN)
    loaded = load(lists)
    assert (loaded.created, loaded.updated) == ({}, {"formercommune": 1})
    row = FormerCommune.objects.get()
    assert (row.full_name, row.folded, row.share) == ("Xã Minh Tâm", "minh tam", "main")


def test_lists_without_changes_or_former_communes_load(db):
    lists = replace(small_lists(), changes=[], former=[])
    assert load(lists).created == {"unit": 8, "succession": 2}
