"""Making a report from a snapshot, and making it again from a later one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sauro.core.errors import NotAllowed
from sauro.domains.documents import services as document_services
from sauro.domains.documents.models import Draft
from sauro.domains.documents.rules import DocumentKind
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Programme
from sauro.domains.reporting.definitions import Definition, definitions
from sauro.domains.reporting.models import Report, ReportSection, Snapshot
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.subject import SubjectKind
from sauro.domains.reporting.sections.building import hash_of
from sauro.domains.reporting.selectors import heads, pictures
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines import access
from sauro.engines.history.recording import record

WRITABLE = ("drafting", "consulting")
_PLACED = ("position", "chapter", "title", "annex")


@dataclass(frozen=True, slots=True)
class Order:
    """Which report is wanted: its kind, whom it is about, who makes it."""

    definition: str
    about: Organisation | Programme
    maker: Organisation


@transaction.atomic
def make_report(*, snapshot: Snapshot, order: Order, by: Any, at: datetime) -> Report:
    """The report of a kind, subject and period; asked for again it is the one that exists."""
    definition = _definition(order.definition)
    may_make(by=by, snapshot=snapshot, order=order)
    _check_subject(definition, order, snapshot)
    found = _existing(order, snapshot)
    if found is not None:
        return found
    subject = pictures.subject(kind=definition.about, of=order.about)
    view = View(pictures.picture_in(snapshot=snapshot), subject)
    head = heads.head_of(definition=definition, order_maker=order.maker, snapshot=snapshot)
    draft = document_services.create_draft(
        owner=order.maker,
        kind=DocumentKind.REPORT.value,
        abstract=abstract_of(definition, view),
        recipients=head.recipients,
        signer_position=head.position,
        signer_name=head.signer,
        by=by,
        at=at,
    )
    report = _create(definition, order, snapshot, head, draft=draft, by=by, at=at)
    ReportSection.objects.bulk_create(_sections(report, definition, view))
    record(
        kind="reporting.report.made",
        subject=report,
        by=by,
        at=at,
        after={"definition": definition.code, "period": snapshot.period},
    )
    return report


def _create(
    definition: Definition,
    order: Order,
    snapshot: Snapshot,
    head: heads.Head,
    *,
    draft: Draft,
    by: Any,
    at: datetime,
) -> Report:
    about = order.about
    try:
        with transaction.atomic():
            return Report.objects.create(
                definition=definition.code,
                owner=snapshot.owner,
                maker=order.maker,
                subject_kind=definition.about.value,
                organisation=about if isinstance(about, Organisation) else None,
                programme=about if isinstance(about, Programme) else None,
                period=snapshot.period,
                snapshot=snapshot,
                draft=draft,
                form=definition.form,
                place=head.place,
                parent_name=head.parent,
                addressed_to=head.addressed_to,
                on_behalf=head.on_behalf,
                grounds=head.grounds,
                authority=head.authority,
                created_at=at,
                created_by=by,
            )
    except IntegrityError as error:  # somebody made it in this very moment
        raise ReportRefused(_("Somebody has just made this report. Open the list.")) from error


@transaction.atomic
def refresh_report(*, report: Report, snapshot: Snapshot, by: Any, at: datetime) -> Report:
    """The report on a later snapshot of its period; what people wrote stays as it is."""
    report = locked_report(report, by=by)
    if (snapshot.owner_id, snapshot.period) != (report.owner_id, report.period):
        raise ReportRefused(_("This snapshot is of another period."))
    if not _is_later(snapshot, report.snapshot):
        return report
    before = report.snapshot
    report.snapshot = snapshot
    report.version += 1
    report.save(update_fields=["snapshot", "version"])
    changed = _rebuilt(report)
    record(
        kind="reporting.report.refreshed",
        subject=report,
        by=by,
        at=at,
        before={"sha256": before.sha256},
        after={"sha256": snapshot.sha256, "sections": changed},
    )
    return report


def _is_later(snapshot: Snapshot, present: Snapshot) -> bool:
    """Of two people who refresh at once the older figures never win; final figures stay."""
    if snapshot.is_final or present.is_final:
        return snapshot.is_final and not present.is_final
    return snapshot.pk > present.pk


def _rebuilt(report: Report) -> list[str]:
    """The keys of sections that say something else now, those its kind has got since among them.

    A section that its kind has no more keeps only what a person wrote in it.
    """
    view = pictures.view_of(report=report)
    fresh = {one.key: one for one in _sections(report, _definition(report.definition), view)}
    stands = {one.key: one for one in report.sections.all()}
    changed = [key for key, one in fresh.items() if key not in stands and one.generated]
    for key, old in stands.items():
        new = fresh.get(key)
        for name in _PLACED if new else ():
            setattr(old, name, getattr(new, name))
        built, digest = (new.generated, new.generated_hash) if new else ([], hash_of([]))
        if digest == old.generated_hash:
            continue
        old.generated, old.generated_hash = built, digest
        old.version += 1
        changed.append(key)
    ReportSection.objects.bulk_update(
        stands.values(), (*_PLACED, "generated", "generated_hash", "version")
    )
    ReportSection.objects.bulk_create([one for key, one in fresh.items() if key not in stands])
    return changed


def locked_report(report: Report, *, by: Any) -> Report:
    """The row, locked, if the person makes it and its text is not fixed yet."""
    found = Report.objects.select_for_update(of=("self",)).select_related(
        "owner",
        "maker",
        "snapshot",
        "draft__issuer",
        "draft__owner",
        "organisation__unit",
        "programme",
    )
    report = found.get(pk=report.pk)
    check_writable(report, by=by)
    return report


def check_writable(report: Report, *, by: Any) -> None:
    """Refuse who does not make the report, and a text that is fixed."""
    if not makes(report, by=by):
        raise NotAllowed(_("You do not make this report."))
    if report.draft.state not in WRITABLE:
        raise ReportRefused(
            _("The text is fixed now (%(state)s). It can be changed when it is returned.")
            % {"state": report.draft.get_state_display()}
        )


def makes(report: Report, *, by: Any) -> bool:
    """Whether the person writes this report."""
    return access.allowed(by, Perm.MAKE_ALL, report.owner) or access.allowed(
        by, Perm.MAKE_OWN, report.maker
    )


def may_make(*, by: Any, snapshot: Snapshot, order: Order) -> None:
    """Refuse who may neither make all reports of the province nor this one of his own agency."""
    if access.allowed(by, Perm.MAKE_ALL, snapshot.owner):
        return
    own = order.about == order.maker and access.allowed(by, Perm.MAKE_OWN, order.maker)
    if not own:
        raise NotAllowed(_("You make reports of your own agency only."))


def abstract_of(definition: Definition, view: View) -> str:
    """The abstract of a report of this subject and period."""
    return definition.abstract.format(period=view.picture.label.lower(), subject=view.subject.name)


def _definition(code: str) -> Definition:
    found = definitions().get(code)
    if found is None:
        raise ReportRefused(_("This kind of report does not exist."), field="definition")
    return found


def _check_subject(definition: Definition, order: Order, snapshot: Snapshot) -> None:
    about = order.about
    path = about.owner.path if isinstance(about, Programme) else about.path
    fits = isinstance(about, Programme) == (definition.about == SubjectKind.PROGRAMME)
    if definition.about == SubjectKind.PROVINCE:
        fits = about == snapshot.owner
    if not fits or not path.startswith(snapshot.owner.path):
        raise ReportRefused(_("This kind of report is not about that."), field="about")
    if not order.maker.path.startswith(snapshot.owner.path):
        raise ReportRefused(_("The maker is not an organisation of this province."), field="maker")


def _existing(order: Order, snapshot: Snapshot) -> Report | None:
    about = "programme" if isinstance(order.about, Programme) else "organisation"
    return Report.objects.filter(
        definition=order.definition, period=snapshot.period, **{about: order.about}
    ).first()


def _sections(report: Report, definition: Definition, view: View) -> list[ReportSection]:
    placed = [
        (chapter.title, one) for chapter in definition.build(view) for one in chapter.sections
    ]
    return [
        ReportSection(
            report=report,
            key=one.key,
            position=place,
            chapter=title,
            title=one.title,
            annex=one.annex,
            generated=one.data,
            generated_hash=one.hash,
        )
        for place, (title, one) in enumerate(placed, 1)
    ]
