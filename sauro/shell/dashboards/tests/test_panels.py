"""Every panel: on any day, in both languages, within its statements, from the reads it names."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import TaskMandate
from sauro.domains.programmes.selectors.standing import Totals
from sauro.shell.dashboards import layouts, pages
from sauro.shell.dashboards.panels import PANELS, comparing
from sauro.shell.dashboards.reads import SHARED, Reads
from sauro.shell.dashboards.rules import Placed

pytestmark = pytest.mark.django_db
CODES = sorted(PANELS)
ONE = "/tong-quan/o/{}/"


class Watched(Reads):
    """Reads that remember which shared parts were asked for from outside."""

    def __getattribute__(self, name):
        if name in SHARED or name in ("score", "points", "group_names", "lead_names"):
            import sys

            frame = sys._getframe(1)
            if "dashboards/panels" in frame.f_code.co_filename:
                self.__dict__.setdefault("asked", set()).add(
                    {"score": "standings", "points": "tallies"}.get(
                        name, "names" if name.endswith("_names") else name
                    )
                )
        return super().__getattribute__(name)


def watched(reads_of, user, day=None):
    found = reads_of(user, day)
    found.__class__ = Watched
    return found


@pytest.mark.parametrize("code", CODES)
def test_a_panel_takes_only_the_reads_it_names(reads_of, leader, plan, code):
    reads = watched(reads_of, leader)
    reads.prepare([PANELS[code]])
    PANELS[code].context(reads, {})
    asked = reads.__dict__.get("asked", set()) - {"bags"}
    counted = {"tallies"} if PANELS[code].tallies else set()
    assert asked - counted <= set(PANELS[code].needs)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("ago", [0, 1, 400])
def test_a_panel_keeps_to_its_statements_on_any_day(reads_of, leader, plan, code, ago, at):
    panel = PANELS[code]
    reads = reads_of(leader, at.date() - timedelta(days=ago))
    if reads.as_of.is_past and not panel.past:
        return
    reads.prepare([panel])
    for part in ("shown", *panel.needs):
        getattr(reads, part)
    if panel.tallies or panel.keys:
        reads.tallies  # noqa: B018  (read before the statements of the panel are counted)
    with CaptureQueriesContext(connection) as seen:
        panel.context(reads, {})
    assert len(seen) <= panel.sql


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("code", CODES)
def test_a_panel_is_a_page_of_its_own_too(browser_of, leader, plan, code, language):
    answer = browser_of(leader, language).get(ONE.format(code))
    allowed = PANELS[code].open_to(leader)
    assert answer.status_code == (200 if allowed else 404)
    if allowed:
        text = answer.content.decode()
        assert len(answer.content) < 60_000
        assert "style=" not in text
        with translation.override(language):
            assert str(PANELS[code].title) in answer.context["one"].panel.title


@pytest.mark.parametrize("code", CODES)
def test_a_panel_on_a_past_day_shows_that_day_or_says_that_it_cannot(
    browser_of, monitor, plan, code
):
    answer = browser_of(monitor).get(ONE.format(code) + "?as_of=2025-06-09")
    if not PANELS[code].open_to(monitor):
        assert answer.status_code == 404
    else:
        assert answer.context["one"].is_gone is (not PANELS[code].past)


def test_a_body_alone_is_what_htmx_gets(browser_of, leader, plan):
    answer = browser_of(leader).get(ONE.format("changes"), headers={"hx-request": "true"})
    assert "<html" not in answer.content.decode()
    assert browser_of(leader).get(ONE.format("gone")).status_code == 404


def test_the_usual_panels_exist_once_each_and_cost_no_statement_of_their_own():
    codes = [one.panel for one in layouts.built_in()]
    assert len(codes) == len(set(codes))
    near = [PANELS[code] for code in codes if not PANELS[code].apart]
    assert {one.code: one.sql for one in near if one.sql} == {}
    for one in layouts.built_in():
        assert one.size in PANELS[one.panel].sizes


def test_a_panel_without_the_right_is_left_out(reads_of, clerk, leader, plan):
    placed = [Placed("late", "wide"), Placed("opinions", "half")]
    assert [one.panel for one in pages.allowed(user=clerk, placed=placed)] == ["opinions"]
    assert [one.panel for one in pages.allowed(user=leader, placed=placed)] == ["late"]


def test_levels_add_up(reads_of, leader, plan):
    reads = reads_of(leader)
    reads.prepare([PANELS["by_level"]])
    assert PANELS["by_level"].context(reads, {})["total"] == 7


def test_healths_add_up_to_the_open_tasks(reads_of, leader, plan):
    reads = reads_of(leader)
    reads.prepare([PANELS["health"]])
    data = PANELS["health"].context(reads, {})
    whole = reads.cube.whole
    assert data["total"] == whole.total - whole.done - whole.classes["cancelled"]
    assert data["total"] == sum(one.value for one in data["numbers"])
    assert {one.code for one in data["reasons"]} <= {"at_risk", "blocked"}


def test_numbers_of_health_lead_to_as_many_rows(browser_of, leader, plan):
    browser = browser_of(leader)
    data = browser.get(ONE.format("health")).context["one"].data
    followed = [one for one in data["numbers"] if one.url]
    assert followed
    for one in followed:
        assert browser.get(one.url).context["list"].total == one.value


def test_the_last_decisions_count_the_tasks_they_order(
    browser_of, leader, plan, monitor, at, province
):
    from sauro.domains.documents.tests.factories import document as make_document

    document = make_document(owner=province, by=monitor, at=at)
    for name in ("late", "done"):
        TaskMandate.objects.create(task=plan[name], document=document)
    browser = browser_of(leader)
    (line,) = browser.get(ONE.format("decisions")).context["one"].data["lines"]
    assert (line.row.total, line.row.late, line.row.done) == (2, 1, 1)
    assert browser.get(line.row.total_url).context["list"].total == 2


def test_bands_hold_agencies_that_lead_about_as_many_tasks():
    totals = {pk: Totals({"in_time": n}) for pk, n in ((1, 100), (2, 50), (3, 49), (4, 25), (5, 3))}
    assert comparing.bands_of(totals) == {1: 1, 2: 1, 3: 2, 4: 2, 5: 3}


def test_agencies_are_compared_within_their_kind(browser_of, leader, plan):
    def kinds(query=""):
        rows = browser_of(leader).get(ONE.format("compare") + query).context["one"].data["rows"]
        names = [row.label for row in rows]
        found = Organisation.objects.filter(short_name__in=names) | Organisation.objects.filter(
            name__in=names
        )
        return {one.kind for one in found}

    assert kinds() == {"department"}
    assert kinds("?panels=compare.wide.kind-commune") == {"commune"}


def test_money_says_what_to_record_until_two_indicators_are_chosen(reads_of, leader, plan):
    assert PANELS["money"].context(reads_of(leader), {})["empty"] == "unset"
    wanted = {"allocated": 999, "used": 998}
    assert PANELS["money"].context(reads_of(leader), wanted)["empty"] == "gone"


def test_opinions_that_wait_are_named(reads_of, clerk, province, department, monitor, at):
    from datetime import timedelta as days

    from sauro.domains.documents.models import DraftConsultation
    from sauro.domains.documents.tests.factories import draft

    paper = draft(province, monitor, at)
    type(paper).objects.filter(pk=paper.pk).update(state="consulting")
    DraftConsultation.objects.create(
        draft=paper,
        organisation=department,
        due_on=at.date() + days(days=3),
        **_asked(DraftConsultation, monitor, at),
    )
    (line,) = PANELS["opinions"].context(reads_of(clerk), {})["lines"]
    assert line["title"] == str(paper)
    assert line["days"] == 3


def _asked(model, by, at):
    names = {field.name for field in model._meta.get_fields()}
    given = {"asked_by": by, "asked_at": at, "by": by, "at": at}
    return {name: value for name, value in given.items() if name in names}
