"""Agencies compared like with like: of one kind, with about as much work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sauro.domains.orgs.labels import ORG_KINDS
from sauro.domains.orgs.rules import OrgKind
from sauro.domains.programmes import figures, links
from sauro.domains.programmes.selectors.standing import Totals
from sauro.shell.dashboards.panels.shape import WIDES, Panel, Setting, Settings
from sauro.shell.dashboards.reads import Reads
from sauro.shell.dashboards.rules import SettingKind

KINDS = tuple(
    kind.value
    for kind in (OrgKind.DEPARTMENT, OrgKind.COMMUNE, OrgKind.PARTY, OrgKind.COMMITTEE,
                 OrgKind.CENTRE, OrgKind.UNIVERSITY, OrgKind.UNION)
)  # fmt: skip
MOST = 15


@dataclass(frozen=True, slots=True)
class Compared:
    """An agency among those that lead about as many tasks; `band` counts from the largest."""

    label: str
    url: str
    band: int
    on_time: int
    done: int
    late: int
    late_url: str
    total: int
    total_url: str
    begins_band: bool = False


def bands_of(totals: dict[int, Totals]) -> dict[int, int]:
    """A band for each agency: the largest left, and all that lead at least half as many tasks."""
    found: dict[int, int] = {}
    band, largest = 0, 0
    for pk in sorted(totals, key=lambda one: (-totals[one].total, one)):
        if not found or totals[pk].total * 2 < largest:
            band, largest = band + 1, totals[pk].total
        found[pk] = band
    return found


def _compare(reads: Reads, settings: Settings) -> dict[str, Any]:
    kind = settings.get("kind") or KINDS[0]
    kinds = reads.names.kinds
    totals = {pk: one for pk, one in reads.cube.leads.items() if pk and kinds.get(pk) == kind}
    bands = bands_of(totals)
    ordered = sorted(totals, key=lambda pk: (bands[pk], *_worth(totals[pk]), pk))
    rows: list[Compared] = []
    for pk in ordered[:MOST]:
        begins = not rows or rows[-1].band != bands[pk]
        rows.append(_row(reads, pk, totals[pk], bands[pk], begins))
    return {
        "rows": rows,
        "left": max(len(ordered) - MOST, 0),
        "kind": str(dict(ORG_KINDS)[kind]),
    }


def _worth(one: Totals) -> tuple[float, float]:
    """The highest share on time first, then the lowest share late."""
    on_time, done = figures.on_time(one)
    return -(on_time / done) if done else 0.0, one.classes["overdue"] / max(one.total, 1)


def _row(reads: Reads, pk: int, one: Totals, band: int, begins: bool) -> Compared:
    label, code = reads.lead_names[pk]
    on_time, done = figures.on_time(one)
    total_url = links.tasks_url(as_of=reads.as_of, lead=code, **reads.filters)
    return Compared(
        label=label,
        url=links.agency_url(organisation_id=pk, as_of=reads.as_of),
        band=band,
        on_time=on_time,
        done=done,
        late=one.classes["overdue"],
        late_url=f"{total_url}&deadline_class=overdue",
        total=one.total,
        total_url=total_url,
        begins_band=begins,
    )


PANELS = (
    Panel(
        code="compare",
        title=_("Agencies compared like with like"),
        icon="scale",
        rule=_(
            "Only agencies of the same kind. They stand in groups of about the same size: the "
            "largest, with all that lead at least half as many tasks, then the next. Within a "
            "group the highest share completed on time comes first, then the lowest share late."
        ),
        context=_compare,
        sizes=WIDES,
        needs=("cube", "names"),
        settings=(
            Setting(
                "kind",
                _("Kind of agency"),
                SettingKind.CHOICE,
                choices=lambda _user: [(code, dict(ORG_KINDS)[code]) for code in KINDS],
                codes=KINDS,
                default=KINDS[0],
            ),
        ),
    ),
)
