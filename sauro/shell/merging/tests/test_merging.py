"""Merging agencies: everything of the old one goes on under the new one, and can come back."""

from __future__ import annotations

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.forms.models import model_to_dict

from conftest import NOW, make_org
from sauro.core.errors import NotAllowed
from sauro.domains.indicators.models import Submission
from sauro.domains.indicators.selectors import work
from sauro.domains.indicators.services import submissions, totals
from sauro.domains.indicators.services.submissions import Entry
from sauro.domains.indicators.tests.factories import JUNE, MAY, hand_in
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs import services as org_services
from sauro.domains.orgs.models import (
    Membership,
    Organisation,
    Position,
    RoleGrant,
    Succession,
    Tenure,
)
from sauro.domains.programmes.models import Programme, Target, Task, TaskParty, TaskSpan
from sauro.domains.programmes.selectors import soundness
from sauro.domains.programmes.services import tasks as task_services
from sauro.domains.programmes.tests.factories import make_task, report
from sauro.engines.history.models import Event
from sauro.shell.merging import services
from sauro.shell.merging.models import Merger
from sauro.shell.merging.tests.conftest import GROUND, LAST_DAY, fresh

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)
TABLES = (Organisation, Position, Tenure, Membership, Task, TaskParty, Target, Programme)


def merged(place, by, at=LATER, **more):
    return services.merge(
        sources=[place.old], target=place.new, on=LAST_DAY, ground=GROUND, by=by, at=at, **more
    )


def everything():
    """Every row a merger may change, without the counters of versions."""
    rows = {
        model._meta.label: {
            one.pk: {k: v for k, v in model_to_dict(one).items() if k != "version"}
            for one in model.objects.all()
        }
        for model in (*TABLES, Succession, RoleGrant, Submission)
    }
    rows["paths"] = dict(Organisation.objects.values_list("pk", "path"))
    rows["children"] = dict(Organisation.objects.values_list("pk", "numchild"))
    return rows


def test_open_work_goes_to_the_successor_and_the_old_agency_stays_readable(place, admin):
    merger = merged(place, admin)
    led, both, helped = (Task.objects.get(pk=place.tasks[n].pk) for n in ("led", "both", "helped"))
    assert led.lead == place.new
    assert led.accountable.organisation == place.new
    assert [p.organisation for p in led.parties.filter(role="lead")] == [place.new]
    assert both.parties.filter(role="coordinate").count() == 1, "the double part goes"
    assert helped.parties.get(role="coordinate").organisation == place.new
    assert Target.objects.get().lead == place.new
    assert Programme.objects.get().standing == place.new
    old = fresh(place.old)
    assert (old.valid_to, old.path.startswith(fresh(place.new).path)) == (LAST_DAY, True)
    assert Tenure.objects.get().valid_to == LAST_DAY
    assert merger.moves["rows"]
    assert not soundness.tasks_out_of_step().exists()
    said = Event.objects.filter(kind="programmes.task.handed_over")
    assert {int(e.subject_id) for e in said} == {one.pk for one in (led, both, helped)}
    assert said.count() == 3, "one event for each task"


def test_a_closed_task_and_the_history_of_an_open_one_stay_with_the_old_agency(
    place, admin, monitor
):
    closed = make_task(programme=place.programme, lead=place.old, title="Xong", by=monitor, at=NOW)
    task_services.cancel_task(task=closed, reason="Không còn cần", by=monitor, at=NOW)
    merged(place, admin)
    assert Task.objects.get(pk=closed.pk).lead == place.old
    before = TaskSpan.objects.filter(task=place.tasks["led"]).at(LATER - timedelta(minutes=1))
    assert before.get().lead == place.old
    assert TaskSpan.objects.filter(task=place.tasks["led"]).at(LATER).get().lead == place.new


def test_a_dry_run_writes_nothing_and_gives_the_same_answer_twice(place, admin):
    before, events = everything(), Event.objects.count()
    asked = {"sources": [place.old], "target": place.new, "on": LAST_DAY, "by": admin, "at": LATER}
    first, second = services.preview(**asked), services.preview(**asked)
    assert first == second
    assert (everything(), Event.objects.count()) == (before, events)
    assert first.counts() == {
        "tasks": 1,
        "parties": 2,
        "programmes": 1,
        "targets": 1,
        "posts": 1,
        "people": 1,
    }
    assert {offer.person for offer in first.offers} == {"Nguyễn Thị Lan", "Trần Văn Đức"}
    merger = merged(place, admin)
    rows = [move.plain() for move in first.moves]
    assert merger.moves["rows"] == rows, "what was shown is what was done"


def test_merging_twice_does_nothing_the_second_time(place, admin):
    first = merged(place, admin)
    after, events = everything(), Event.objects.count()
    assert merged(place, admin, at=LATER + timedelta(days=1)) == first
    assert (everything(), Event.objects.count(), Merger.objects.count()) == (after, events, 1)


def test_an_agency_merged_already_is_not_merged_into_another(place, admin, province):
    merged(place, admin)
    third = make_org("Sở Nội vụ", "department", "LV-SNV", province)
    with pytest.raises(services.CannotMerge, match=r"đóng|closed"):
        services.merge(
            sources=[place.old], target=third, on=LAST_DAY, ground=GROUND, by=admin, at=LATER
        )


@pytest.mark.parametrize("day", [date(2025, 6, 11), date(2024, 12, 31)])
def test_a_day_to_come_or_before_the_agency_began_is_refused(place, admin, day):
    with pytest.raises(services.CannotMerge) as refused:
        services.preview(sources=[place.old], target=place.new, on=day, by=admin, at=LATER)
    assert refused.value.field in ("on", "successor")


def test_a_merger_needs_its_document(place, admin):
    with pytest.raises(services.CannotMerge) as refused:
        services.merge(
            sources=[place.old], target=place.new, on=LAST_DAY, ground=" ", by=admin, at=LATER
        )
    assert refused.value.field == "ground"


def test_an_agency_is_not_merged_into_itself_or_its_own_part(place, admin):
    part = make_org("Trung tâm", "centre", "LV-TT", place.old)
    for target in (place.old, part):
        with pytest.raises(services.CannotMerge):
            services.preview(
                sources=[fresh(place.old)], target=target, on=LAST_DAY, by=admin, at=LATER
            )


def test_a_stranger_and_an_administrator_of_one_side_only_are_refused(
    place, admin, stranger, other_province
):
    with pytest.raises(NotAllowed):
        merged(place, stranger)
    abroad = make_org("Sở Tài chính", "department", "SX-STC", other_province)
    with pytest.raises(NotAllowed):
        services.merge(
            sources=[place.old], target=abroad, on=LAST_DAY, ground=GROUND, by=admin, at=LATER
        )
    assert fresh(place.old).valid_to is None


def test_the_old_name_finds_the_successor(place, admin, province):
    alias = "Sở KHCN tỉnh"
    org_services.add_alias(organisation=place.old, name=alias, by=admin, at=NOW)
    merged(place, admin)
    for name in (place.old.name, alias):
        found = org_selectors.match_mention(
            mention=name, province_root=fresh(province), day=date(2025, 7, 1)
        )
        assert found.successor == place.new, name


def test_roles_are_offered_and_given_only_when_chosen(place, admin, clerk):
    merger = merged(place, admin)
    assert not RoleGrant.objects.filter(organisation=place.new).exists()
    services.undo_merger(merger=merger, by=admin, at=LATER)
    chosen = RoleGrant.objects.get(user=clerk)
    again = merged(place, admin, at=LATER + timedelta(minutes=1), grants=[chosen.pk])
    given = RoleGrant.objects.get(organisation=place.new)
    assert (given.user, given.role, given.valid_from) == (clerk, chosen.role, NOW.date())
    services.undo_merger(merger=again, by=admin, at=LATER + timedelta(minutes=2))
    assert list(RoleGrant.objects.filter(user=clerk)) == [chosen]


def test_undoing_restores_everything_exactly(place, admin):
    before = everything()
    merger = merged(place, admin, grants=None)
    assert everything() != before
    undone = services.undo_merger(merger=merger, by=admin, at=LATER + timedelta(days=29))
    assert everything() == before
    assert undone.undone_by == admin
    assert not soundness.tasks_out_of_step().exists()
    events = Event.objects.count()
    services.undo_merger(merger=merger, by=admin, at=LATER + timedelta(days=29))
    assert Event.objects.count() == events, "undoing twice changes nothing"


def test_undoing_is_refused_after_thirty_days(place, admin):
    merger = merged(place, admin)
    with pytest.raises(services.CannotUndo, match="30"):
        services.undo_merger(merger=merger, by=admin, at=LATER + timedelta(days=31))


def test_undoing_is_refused_with_the_name_of_what_would_be_lost(place, admin, monitor):
    merger = merged(place, admin, grants=None)
    after = LATER + timedelta(days=1)
    led = Task.objects.get(pk=place.tasks["led"].pk)
    task_services.cancel_task(task=led, reason="Đã xong ở nơi mới", by=monitor, at=after)
    kept = everything()
    with pytest.raises(services.CannotUndo, match="Việc một"):
        services.undo_merger(merger=merger, by=admin, at=after)
    assert everything() == kept


def test_progress_made_at_the_successor_does_not_stand_in_the_way(place, admin, clerk):
    merger = merged(place, admin, grants=None)
    after = LATER + timedelta(days=1)
    led = Task.objects.get(pk=place.tasks["led"].pk)
    update = report(task=led, by=type(clerk).objects.get(pk=clerk.pk), at=after)
    services.undo_merger(merger=merger, by=admin, at=after + timedelta(hours=1))
    led.refresh_from_db()
    assert led.lead == place.old
    assert update.task == led
    assert not soundness.tasks_out_of_step().exists()


def test_a_place_taken_meanwhile_is_left_alone_and_the_agency_comes_back_last(
    place, admin, province
):
    last = make_org("Sở Nội vụ", "department", "LV-SNV", province)
    merger = services.merge(
        sources=[last], target=place.new, on=LAST_DAY, ground=GROUND, by=admin, at=LATER
    )
    newcomer = make_org("Sở Du lịch", "department", "LV-SDL", province)
    assert newcomer.path == last.path
    services.undo_merger(merger=merger, by=admin, at=LATER)
    back, above = fresh(last), fresh(province)
    assert (back.valid_to, fresh(newcomer).path) == (None, newcomer.path)
    assert back.path.startswith(above.path)
    children = Organisation.objects.filter(path__startswith=above.path, depth=above.depth + 1)
    assert children.count() == above.numchild


@pytest.mark.parametrize("taken", [False, True])
def test_a_province_goes_into_another_and_comes_back(
    place, province, other_province, system, taken
):
    before = everything()
    merger = services.merge(
        sources=[fresh(province)],
        target=other_province,
        on=LAST_DAY,
        ground=GROUND,
        by=system,
        at=LATER,
    )
    assert fresh(place.old).path.startswith(fresh(other_province).path)
    if taken:
        path = before["paths"][province.pk]
        Organisation.objects.filter(pk=make_org("Tỉnh khác", "province", "TK").pk).update(path=path)
    services.undo_merger(merger=merger, by=system, at=LATER)
    assert fresh(province).depth == 1
    assert fresh(place.old).path.startswith(fresh(province).path)
    if not taken:
        assert everything() == before


def test_what_stands_in_the_old_place_of_a_part_is_not_doubled(place, admin):
    merger = merged(place, admin)
    TaskParty.objects.create(task=place.tasks["helped"], role="coordinate", organisation=place.old)
    kept = everything()
    with pytest.raises(services.CannotUndo):
        services.undo_merger(merger=merger, by=admin, at=LATER)
    assert everything() == kept


def test_a_form_still_open_on_a_task_that_moved_is_out_of_date(place, admin, monitor):
    before = {name: task.version for name, task in place.tasks.items()}
    merged(place, admin)
    after = {name: Task.objects.get(pk=task.pk).version for name, task in place.tasks.items()}
    assert after == {name: version + 1 for name, version in before.items()}


def test_the_later_of_two_mergers_is_undone_first(place, admin, province):
    third = make_org("Sở Nội vụ", "department", "LV-SNV", province)
    first = merged(place, admin)
    second = services.merge(
        sources=[third], target=place.new, on=LAST_DAY, ground=GROUND, by=admin, at=LATER
    )
    with pytest.raises(services.CannotUndo, match=place.new.name):
        services.undo_merger(merger=first, by=admin, at=LATER)
    services.undo_merger(merger=second, by=admin, at=LATER)
    services.undo_merger(merger=first, by=admin, at=LATER)
    assert fresh(place.old).valid_to is None


def test_a_form_begun_for_a_running_period_goes_on_at_the_successor(
    place, admin, province, commune_clerk, commune
):
    other = place.units[0]
    lop = place.indicators[0]
    old = submissions.save_cells(
        form=place.form,
        organisation=commune,
        period=JUNE,
        entries={lop.pk: Entry("12")},
        by=commune_clerk,
        at=NOW,
    )[0]
    past = hand_in(place.form, commune, commune_clerk, period=MAY, LOP=7, TL=("3", "4"))
    merger = services.merge(
        sources=[commune], target=other, on=LAST_DAY, ground=GROUND, by=admin, at=LATER
    )
    old.refresh_from_db()
    past.refresh_from_db()
    assert (old.organisation, past.organisation) == (other, commune)
    services.undo_merger(merger=merger, by=admin, at=LATER)
    old.refresh_from_db()
    assert old.organisation == commune


def test_a_closed_unit_still_owes_the_periods_that_ended_before(
    place, admin, commune_clerk, commune
):
    owed = {(d.organisation, d.period) for d in work.due_from(user=commune_clerk, day=LAST_DAY)}
    assert (commune, MAY) in owed
    services.merge(
        sources=[commune], target=place.units[0], on=LAST_DAY, ground=GROUND, by=admin, at=LATER
    )
    later = type(commune_clerk).objects.get(pk=commune_clerk.pk)
    owed = {(d.organisation, d.period) for d in work.due_from(user=later, day=NOW.date())}
    assert (commune, MAY) in owed
    assert (commune, JUNE) not in owed
    hand_in(place.form, fresh(commune), later, period=MAY, LOP=7, TL=("3", "4"), at=LATER)
    ids = [one.pk for one in place.indicators]
    assert list(totals.differences(indicators=ids)) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor == "sqlite", reason="one connection: see the file of jobs")
@pytest.mark.parametrize("same", [True, False])
def test_of_two_at_once_one_wins(place, admin, province, same):
    third = place.new if same else make_org("Sở Nội vụ", "department", "LV-SNV", province)
    gate, found = threading.Barrier(2), []

    def race(target):
        try:
            gate.wait()
            found.append(
                services.merge(
                    sources=[place.old],
                    target=target,
                    on=LAST_DAY,
                    ground=GROUND,
                    by=type(admin).objects.get(pk=admin.pk),
                    at=LATER,
                )
            )
        except services.CannotMerge as refused:
            found.append(refused)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=race, args=(one,)) for one in (place.new, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    merger = Merger.objects.get()
    assert merger in found
    if same:
        assert found == [merger, merger]
    assert Task.objects.get(pk=place.tasks["led"].pk).lead == merger.target
