"""Opening dossiers, filing documents in them, closing them and handing them over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, Stale
from sauro.domains.documents import rules, selectors
from sauro.domains.documents.models import Document, Dossier, DossierEntry
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.services.refusals import SecrecyRefused, content_rule
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, text
from sauro.engines.history.recording import changes, record

_LENGTHS = {"notation": 20, "title": 500, "rights": 30, "creator": 30, "language": 50}
_TOLD = ("year", "notation", "title", "retention_years", "started_on", "ended_on")


class DossierRefused(DomainError):
    """The dossier cannot be so."""

    code = "dossier_refused"
    status = 422


class DossierClosed(DomainError):
    """The dossier is closed and takes nothing more."""

    code = "dossier_closed"


@dataclass(frozen=True, slots=True)
class NewDossier:
    """What stands on a dossier; without `retention_years` it is kept for ever."""

    year: int
    notation: str
    title: str
    started_on: date
    retention_years: int | None = None
    rights: str = ""
    creator: str = ""
    language: str = "Tiếng Việt"
    ended_on: date | None = None


@transaction.atomic
def create_dossier(*, owner: Organisation, dossier: NewDossier, by: Any, at: datetime) -> Dossier:
    """The new dossier of an organisation, under a code of its own."""
    access.check(by, Perm.REGISTER, owner)
    values = _columns(dossier)
    _check_code(owner, values)
    made = Dossier.objects.create(
        **values,
        owner=owner,
        organ_id=selectors.address_of(organisation=owner),
        created_at=at,
        created_by=by,
    )
    after = {name: values[name] for name in _TOLD}
    record(kind="documents.dossier.created", subject=made, by=by, at=at, after=after)
    return made


@transaction.atomic
def change_dossier(
    *, dossier: Dossier, new: NewDossier, version: int, by: Any, at: datetime
) -> Dossier:
    """The dossier with other particulars; a closed one is refused, and one changed meanwhile."""
    dossier = _open(dossier, by=by)
    values = _columns(new)
    before, after = changes(dossier, values)
    if not after:
        return dossier
    if dossier.version != version:
        raise Stale(
            _("Somebody changed this dossier while you were writing. Compare and save again.")
        )
    _check_code(dossier.owner, values, but=dossier)
    for name, value in after.items():
        setattr(dossier, name, value)
    dossier.version += 1
    dossier.save(update_fields=[*after, "version"])
    record(
        kind="documents.dossier.changed",
        subject=dossier,
        by=by,
        at=at,
        before={name: value for name, value in before.items() if name in _TOLD},
        after={name: value for name, value in after.items() if name in _TOLD},
    )
    return dossier


@transaction.atomic
def file_in_dossier(
    *, dossier: Dossier, document: Document, note: str = "", by: Any, at: datetime
) -> DossierEntry:
    """The document at the end of the dossier; it may lie in many dossiers, once in each."""
    dossier = _open(dossier, by=by)
    document = _fileable(document, by=by)
    if dossier.entries.filter(document=document).exists():
        raise DossierRefused(_("This document is in the dossier already."), field="document")
    last = dossier.entries.aggregate(last=Max("position"))["last"] or 0
    entry = DossierEntry.objects.create(
        dossier=dossier,
        document=document,
        position=last + 1,
        note=text.clean(note)[:250],
        added_at=at,
        added_by=by,
    )
    after = {"target": document}
    record(kind="documents.dossier.filed", subject=dossier, by=by, at=at, after=after)
    return entry


def _fileable(document: Document, *, by: Any) -> Document:
    """The row as it is now: what the person sees, and never a paper above open."""
    seen = selectors.documents_visible(user=by)
    current = seen.select_for_update(of=("self",)).filter(pk=document.pk).first()
    if current is None:
        raise DossierRefused(_("This document is not in the register."), field="document")
    if not rules.content_allowed(current.secrecy):
        raise SecrecyRefused(content_rule(), field="document")
    return current


@transaction.atomic
def take_from_dossier(*, entry: DossierEntry, by: Any, at: datetime) -> Dossier:
    """The dossier without the document, the others moved up."""
    dossier = _open(entry.dossier, by=by)
    before = {"target": entry.document} if rules.content_allowed(entry.document.secrecy) else {}
    entry.delete()
    for position, left in enumerate(dossier.entries.order_by("position"), 1):
        if left.position != position:
            left.position = position
            left.save(update_fields=["position"])
    record(kind="documents.dossier.taken_out", subject=dossier, by=by, at=at, before=before)
    return dossier


@transaction.atomic
def close_dossier(*, dossier: Dossier, ended_on: date, by: Any, at: datetime) -> Dossier:
    """The dossier, whose work has ended: nothing more is filed in it."""
    dossier = _open(dossier, by=by)
    if ended_on < dossier.started_on:
        raise DossierRefused(_("It cannot end before it began."), field="ended_on")
    if ended_on > at.date():
        raise DossierRefused(_("This day has not come yet."), field="ended_on")
    dossier.ended_on, dossier.closed_at = ended_on, at
    dossier.version += 1
    dossier.save(update_fields=["ended_on", "closed_at", "version"])
    after = {"ended_on": ended_on}
    record(kind="documents.dossier.closed", subject=dossier, by=by, at=at, after=after)
    return dossier


@transaction.atomic
def hand_over_dossier(*, dossier: Dossier, on: date, by: Any, at: datetime) -> Dossier:
    """The dossier, handed over to the archive; only a closed one, once."""
    dossier = _locked(dossier, by=by)
    if not dossier.is_closed:
        raise DossierRefused(_("Close the dossier first."), field="on")
    if dossier.handed_over_on is not None:
        raise DossierClosed(_("This dossier was handed over already."))
    if dossier.ended_on and on < dossier.ended_on:
        raise DossierRefused(_("It is handed over after it has ended."), field="on")
    if on > at.date():
        raise DossierRefused(_("This day has not come yet."), field="on")
    dossier.handed_over_on = on
    dossier.version += 1
    dossier.save(update_fields=["handed_over_on", "version"])
    after = {"handed_over_on": on}
    record(kind="documents.dossier.handed_over", subject=dossier, by=by, at=at, after=after)
    return dossier


def _locked(dossier: Dossier, *, by: Any) -> Dossier:
    found = Dossier.objects.select_for_update(of=("self",)).select_related("owner")
    dossier = found.get(pk=dossier.pk)
    access.check(by, Perm.REGISTER, dossier)
    return dossier


def _open(dossier: Dossier, *, by: Any) -> Dossier:
    dossier = _locked(dossier, by=by)
    if dossier.is_closed:
        raise DossierClosed(_("The dossier is closed and takes nothing more."))
    return dossier


def _columns(dossier: NewDossier) -> dict[str, Any]:
    """The columns from what was typed, each checked; what is too long is refused, not cut."""
    values: dict[str, Any] = {
        name: text.clean(getattr(dossier, name)) for name in ("notation", "title", *_LENGTHS)
    }
    for name, most in _LENGTHS.items():
        if len(values[name]) > most:
            raise DossierRefused(_("At most %(most)s letters.") % {"most": most}, field=name)
    if not values["notation"]:
        raise DossierRefused(_("Give the dossier a number and notation."), field="notation")
    if not values["title"]:
        raise DossierRefused(_("Give the dossier a title."), field="title")
    if not 1945 <= dossier.year <= 2100:
        raise DossierRefused(_("This is not a year."), field="year")
    if dossier.ended_on and dossier.ended_on < dossier.started_on:
        raise DossierRefused(_("It cannot end before it began."), field="ended_on")
    if dossier.retention_years is not None and not 1 <= dossier.retention_years <= 100:
        raise DossierRefused(
            _("A dossier is kept for 1 to 100 years, or for ever."), field="retention_years"
        )
    return values | {
        "year": dossier.year,
        "started_on": dossier.started_on,
        "ended_on": dossier.ended_on,
        "retention_years": dossier.retention_years,
        "folded": text.fold(f"{dossier.year} {values['notation']} {values['title']}"),
    }


def _check_code(owner: Organisation, values: dict[str, Any], *, but: Dossier | None = None) -> None:
    same = Dossier.objects.filter(owner=owner, year=values["year"], notation=values["notation"])
    if but is not None:
        same = same.exclude(pk=but.pk)
    if same.exists():
        raise DossierRefused(
            _("Another dossier of this year has this number and notation."), field="notation"
        )
