"""One report for each commune or agency of a province, from one picture."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting import drawing
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.models import Report, Snapshot
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules.subject import SubjectKind
from sauro.domains.reporting.selectors import papers, pictures, templates
from sauro.domains.reporting.services import making
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines import access
from sauro.engines.country import cluster, running
from sauro.engines.jobs import services as jobs
from sauro.engines.jobs.models import Job
from sauro.engines.office.papers.shapes import paper_to_data

KIND = "reporting.many"
_DAY = (1980, 1, 1, 0, 0, 0)  # the same reports give the same archive
Tell = Callable[[int, int], None]


def start(*, snapshot: Snapshot, definition: str, by: Any, at: datetime) -> Job:
    """The work of making them all; asked for twice while it runs it is one."""
    access.check(by, Perm.MAKE_ALL, snapshot.owner)
    chosen = definitions().get(definition)
    if chosen is None or chosen.about not in (SubjectKind.AGENCY, SubjectKind.COMMUNE):
        raise ReportRefused(_("Choose reports of agencies or of communes."), field="definition")
    return jobs.start(
        kind=KIND,
        title=f"{chosen.name}: {snapshot.period}",
        subject=snapshot,
        arguments={"snapshot": snapshot.pk, "definition": definition},
        key=f"{KIND}:{snapshot.pk}:{definition}",
        by=by,
        at=at,
    )


def make_all(
    *, snapshot: Snapshot, definition: str, by: Any, at: datetime, tell: Tell
) -> list[Report]:
    """The reports, each made in a transaction of its own; one that exists is taken as it is."""
    about = subjects_of(snapshot=snapshot, definition=definition)
    made = []
    for done, one in enumerate(about):
        tell(done, len(about))
        order = making.Order(definition, one, one)
        made.append(making.make_report(snapshot=snapshot, order=order, by=by, at=at))
    return made


def subjects_of(*, snapshot: Snapshot, definition: str) -> list[Organisation]:
    """The communes, or the agencies that led something on the day, of a province."""
    commune = definitions()[definition].about == SubjectKind.COMMUNE
    inside: Any = Organisation.objects.in_force(snapshot.day).filter(
        path__startswith=snapshot.owner.path
    )
    if commune:
        return list(inside.filter(kind="commune").order_by("sort_key"))
    leads = {row.lead for row in pictures.picture_in(snapshot=snapshot).tasks if row.lead}
    others = inside.filter(pk__in=leads).exclude(kind="commune")
    return list(others.exclude(pk=snapshot.owner_id).order_by("sort_key"))


def drawn(*, reports: Sequence[Report], tell: Tell) -> bytes:
    """An archive with each report as Word and PDF; drawn by a cluster where one is named."""
    found = [
        drawing.Drawn(
            papers.file_name(report=one, extension=""),
            paper_to_data(papers.paper_of(report=one)),
            templates.template_of(report=one),
        )
        for one in reports
    ]
    if not found:
        return _archive([])
    with _runner() as runner:
        files = runner.run(work=drawing.draw, items=found, join=drawing.joined, progress=tell)
    return _archive(sorted(files))


def _archive(files: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(zipfile.ZipInfo(name, _DAY), content)
    return buffer.getvalue()


@contextmanager
def _runner() -> Iterator[Any]:
    if not settings.DASK_SCHEDULER:
        yield running.Local()
        return
    with cluster.connected(settings.DASK_SCHEDULER) as found:
        yield found
