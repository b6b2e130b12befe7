"""Long work of reports: one for each commune or agency."""

from __future__ import annotations

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.domains.reporting.models import Snapshot
from sauro.domains.reporting.services import mass
from sauro.engines.jobs import files
from sauro.engines.jobs.kinds import Kind
from sauro.engines.jobs.work import Work


class SnapshotGone(DomainError):
    """The figures from which the reports were to be made are gone."""

    code = "snapshot_gone"
    status = 404


def make_many(work: Work) -> None:
    """Every report, then their files in one archive."""
    found = Snapshot.objects.select_related("owner__unit")
    snapshot = found.filter(pk=work.arguments["snapshot"]).first()
    if snapshot is None:
        raise SnapshotGone(_("The figures of the period are gone."))
    definition = str(work.arguments["definition"])
    work.progress(phase=_("Writing the reports"))
    made = mass.make_all(
        snapshot=snapshot, definition=definition, by=work.by, at=work.now(), tell=work.progress
    )
    work.progress(phase=_("Drawing Word and PDF"))
    content = mass.drawn(reports=made, tell=work.progress)
    stored = files.keep([content])
    try:
        with work.committing(_("Keeping the file")) as outcome:
            outcome.text = _("%(n)s reports") % {"n": len(made)}
            outcome.file = {
                "stored": stored,
                "name": f"bao-cao-{definition}-{snapshot.period.replace('..', '-')}.zip",
                "media": "application/zip",
            }
    except BaseException:
        files.drop(stored)
        raise


KINDS = (Kind(mass.KIND, make_many),)
