"""What the templates of programmes, agencies and the dashboard print, from what was selected."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.programmes import charts, figures, health_lines, links, worries
from sauro.domains.programmes.listings.overview import listed_status
from sauro.domains.programmes.models import TargetReading
from sauro.domains.programmes.selectors import health as health_selectors
from sauro.domains.programmes.selectors.agencies import AgencyWork
from sauro.domains.programmes.selectors.programmes import ProgrammeFigures
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.selectors.targets import Score, TargetStanding, score_of

AGENCIES_A_PAGE = 10
MOST_BARS = 10  # a page of many groups stays small without them


def programme_context(found: ProgrammeFigures, *, page: str | None = None) -> dict[str, Any]:
    """The page of a programme, with one page of its agencies."""
    programme, as_of, cube = found.programme, found.as_of, found.cube
    code = programme.code
    groups = figures.group_rows(names=found.group_names, groups=cube.groups, as_of=as_of, code=code)
    return {
        "programme": programme,
        "as_of_day": as_of,
        "whole": figures.class_row(
            label=_("Total"), totals=cube.whole, as_of=as_of, programme=code
        ),
        "groups": groups,
        "group_bars": len(groups) <= MOST_BARS,
        "used": figures.used_classes(cube.whole),
        "reconciles": figures.reconciles(groups, cube.whole),
        "states": figures.state_numbers(found.states, as_of=as_of, programme=code),
        "agencies": _agencies(found, page),
        "pairs": sum(found.pairs.values()),
        "clears": figures.clear_numbers(found.tallies.missing, as_of=as_of, programme=code),
        "unclear": _unclear(found.tallies.unclear, as_of=as_of, programme=code),
        "targets": score_context(score_of(standings=found.standings), as_of, programme=code),
        "task_health": health_lines.task_numbers(found.health, as_of=as_of, programme=code),
        "open_tasks": sum(found.health.values()),
        "target_health": health_lines.target_numbers(
            health_selectors.counts_of(standings=found.standings), as_of=as_of, programme=code
        ),
        "said": health_lines.said_in_programme(found.said, as_of=as_of),
        "mandates": found.mandates,
        "predecessor": found.predecessor,
        "successors": found.successors,
        "tasks_url": links.tasks_url(as_of=as_of, programme=code),
    }


def _agencies(found: ProgrammeFigures, page: str | None) -> Any:
    """A page of agencies; only its lines are put together."""
    of: dict[str, Any] = {"names": found.lead_names, "leads": found.cube.leads}
    shown: Any = Paginator(figures.lead_order(**of), AGENCIES_A_PAGE).get_page(page)
    more: dict[str, Any] = {
        "as_of": found.as_of,
        "pairs": found.pairs,
        "programme": found.programme.code,
    }
    shown.object_list = [figures.lead_row(pk, **of, **more) for pk in shown.object_list]
    return shown


def agency_context(found: AgencyWork) -> dict[str, Any]:
    """The work of an agency."""
    as_of = found.as_of
    filters: dict[str, Any] = {"lead": found.organisation.code, "parts": "all"}
    row = figures.class_row(label=str(found.organisation), totals=found.led, as_of=as_of, **filters)
    lines = [figures.target_line(standing, as_of=as_of) for standing in found.standings]
    return {
        "work": found,
        "organisation": found.organisation,
        "as_of_day": as_of,
        "row": row,
        "on_time": figures.on_time(found.led),
        "province_on_time": figures.on_time(found.province),
        "late_share": (row.late, row.total),
        "province_late": (found.province.classes["overdue"], found.province.total),
        "worrying": [worries.worry_line(task, as_of=as_of) for task in found.worrying],
        "joined": [worries.worry_line(task, as_of=as_of) for task in found.joined],
        "coordinated": found.coordinated.total,
        "targets": lines,
        "score": score_of(standings=found.standings),
        "back": reverse("programme_list"),
    }


def score_context(score: Score, as_of: AsOf, **filters: Any) -> dict[str, Any]:
    """The scoreboard of targets: a fraction and its parts, each with its rows."""
    return {
        "total": score.total,
        "reached": score.reached,
        "reached_url": links.targets_url(as_of=as_of, status="reached", **filters),
        "url": links.targets_url(as_of=as_of, **filters),
        "numbers": figures.status_numbers(score.counts, as_of=as_of, **filters),
    }


def _unclear(n: int, **filters: Any) -> figures.Number:
    url = links.tasks_url(missing="any", **filters) if n else ""
    return figures.Number("unclear", n, url)


def scoreboard_context(
    found: list[TargetStanding],
    as_of: AsOf,
    *,
    status: str,
    programme: str,
    healths: Sequence[str] = (),
) -> dict[str, Any]:
    """The scoreboard: the score of all targets asked for, and the lines of those asked for."""
    filters = {"programme": programme} if programme else {}
    wanted = listed_status(status)
    shown = [one for one in found if not wanted or one.status in wanted]
    if well := [code for code in healths if code in health_lines.WORST_FIRST]:
        shown = [one for one in shown if one.health.code in well]
    return {
        "targets": score_context(score_of(standings=found), as_of, **filters),
        "health": health_lines.target_numbers(
            health_selectors.counts_of(standings=found), as_of=as_of, **filters
        ),
        "lines": {one.target.pk: figures.target_line(one, as_of=as_of) for one in shown},
        "shown": [one.target.pk for one in shown],
        "chart": charts.bullets_chart(standings=shown, as_of=as_of),
        "as_of_day": as_of,
    }


def target_context(
    *, standing: TargetStanding, readings: list[TargetReading], as_of: AsOf
) -> dict[str, Any]:
    """The page of a target."""
    target = standing.target
    unit = target.indicator.unit
    return {
        "target": target,
        "line": figures.target_line(standing, as_of=as_of),
        "health": health_lines.health_line(standing.health),
        "final": figures.asked_words(target, unit),
        "milestones": [
            {"year": str(one.year), "asked": figures.asked_words(one, unit)}
            for one in target.milestones.all()
        ],
        "readings": [
            {"reading": one, "words": figures.reading_words(one, unit)} for one in readings
        ],
        "chart": charts.readings_chart(target=target, readings=readings),
        "programme_url": links.programme_url(code=target.programme.code, as_of=as_of),
        "as_of_day": as_of,
    }
