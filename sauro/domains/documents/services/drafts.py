"""Papers before their number: making a draft, its versions, withdrawing it."""

from __future__ import annotations

from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import NotAllowed, Stale
from sauro.domains.documents import rules, selectors
from sauro.domains.documents.labels import KINDS, URGENCY
from sauro.domains.documents.models import Document, Draft, DraftVersion
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DocumentFlow, Urgency
from sauro.domains.documents.services import filing
from sauro.domains.documents.services.refusals import DocumentRefused
from sauro.domains.documents.workflow import DRAFT_FLOW
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, text
from sauro.engines.history.recording import changes, record
from sauro.engines.office import uploads


@transaction.atomic
def create_draft(
    *,
    owner: Organisation,
    kind: str,
    abstract: str,
    issuer: Organisation | None = None,
    issuer_name: str = "",
    symbol: str = "",
    unit: str = "",
    flow: str = DocumentFlow.OUTGOING.value,
    urgency: str = Urgency.NORMAL.value,
    signer_name: str = "",
    signer_position: str = "",
    recipients: str = "",
    by: Any,
    at: datetime,
) -> Draft:
    """A new draft; without `symbol` it is composed of the kind and the issuer (and `unit`)."""
    access.check(by, Perm.DRAFT, owner)
    issuer = issuer or owner
    if not issuer.path.startswith(selectors.register_of(owner=owner).path):
        raise DocumentRefused(_("The issuer is not an organisation of yours."), field="issuer")
    values = _columns(
        kind=kind,
        abstract=abstract,
        issuer_name=issuer_name or selectors.issuing_name(organisation=issuer),
        symbol=symbol or proposed_symbol(issuer=issuer, kind=kind, unit=unit),
        flow=flow,
        urgency=urgency,
        signer_name=signer_name,
        signer_position=signer_position,
        recipients=recipients,
    )
    draft = Draft.objects.create(
        owner=owner, issuer=issuer, created_by=by, created_at=at, changed_at=at, **values
    )
    record(
        kind="documents.draft.created",
        subject=draft,
        by=by,
        at=at,
        after={name: values[name] for name in ("kind", "abstract", "symbol")},
    )
    return draft


@transaction.atomic
def change_draft(
    *,
    draft: Draft,
    version: int,
    kind: str,
    abstract: str,
    issuer_name: str,
    symbol: str,
    flow: str,
    urgency: str,
    signer_name: str,
    signer_position: str,
    recipients: str,
    by: Any,
    at: datetime,
) -> Draft:
    """The draft with other particulars; only while it is drafted or out for opinions."""
    draft = locked_draft(draft, Perm.DRAFT, by=by, version=version)
    _check_writable(draft)
    values = _columns(
        kind=kind,
        abstract=abstract,
        issuer_name=issuer_name,
        symbol=symbol,
        flow=flow,
        urgency=urgency,
        signer_name=signer_name,
        signer_position=signer_position,
        recipients=recipients,
    )
    before, after = changes(draft, values)
    if not after:
        return draft
    for name, value in after.items():
        setattr(draft, name, value)
    saved(draft, *after, at=at)
    for told in (before, after):
        told.pop("folded", None)
    record(kind="documents.draft.changed", subject=draft, by=by, at=at, before=before, after=after)
    return draft


@transaction.atomic
def add_version(
    *, draft: Draft, file: bytes | IO[bytes], name: str, note: str = "", by: Any, at: datetime
) -> DraftVersion:
    """The next version of the text; earlier ones are kept."""
    draft = locked_draft(draft, Perm.DRAFT, by=by)
    _check_writable(draft)
    facts = uploads.check_upload(file, name)
    last = draft.versions.order_by("-number").first()
    if last is not None and last.sha256 == facts.sha256:
        raise DocumentRefused(
            _("This is the same file as version %(number)s.") % {"number": last.number},
            field="file",
        )
    made = DraftVersion(
        draft=draft,
        number=last.number + 1 if last else 1,
        name=facts.safe_name,
        content_type=facts.content_type,
        size=facts.size,
        sha256=facts.sha256,
        note=text.clean(note)[:500],
        by=by,
        at=at,
    )
    filing.keep(made, file, facts.extension)
    after = {"version": made.number, "file": made.name, "sha256": made.sha256}
    with filing.together(made):
        saved(draft, at=at)
        record(kind="documents.draft.version_added", subject=draft, by=by, at=at, after=after)
    return made


@transaction.atomic
def withdraw_draft(*, draft: Draft, reason: str, by: Any, at: datetime) -> Draft:
    """The draft given up before it had a number."""
    draft = locked_draft(draft, Perm.DRAFT, by=by)
    return step(draft, "withdraw", kind="documents.draft.withdrawn", reason=reason, by=by, at=at)


def step(
    draft: Draft,
    name: str,
    *,
    kind: str,
    by: Any,
    at: datetime,
    reason: str | None = None,
    told: dict[str, Any] | None = None,
    **set_to: Any,
) -> Draft:
    """Apply one step to a locked draft, save it and record it; `reason` must then say something.

    `told` is recorded beside the new state.
    """
    wording = text.clean(reason or "")[:1000]
    if reason is not None and not wording:
        raise DocumentRefused(_("Say why."), field="reason")
    before = draft.state
    DRAFT_FLOW.apply(draft, name)
    draft.state_reason = wording
    for field, value in set_to.items():
        setattr(draft, field, value)
    saved(draft, "state", "state_reason", *set_to, at=at)
    record(
        kind=kind,
        subject=draft,
        by=by,
        at=at,
        before={"state": before},
        after={"state": draft.state} | (told or {}),
        note=wording,
    )
    return draft


def locked_draft(draft: Draft, permission: str, *, by: Any, version: int | None = None) -> Draft:
    """The row, locked, if the person may do this to it and knows its present version."""
    found = Draft.objects.select_for_update(of=("self",)).select_related("owner", "issuer")
    draft = found.get(pk=draft.pk)
    here = access.can(by, permission, draft.issuer.path)
    if permission == Perm.APPROVE and here and not access.allowed(by, permission, draft):
        raise NotAllowed(_("Nobody approves a draft of his own."))
    access.check(by, permission, draft)
    if version is not None and draft.version != version:
        raise Stale(_("Somebody changed this draft in the meantime. Look at it again."))
    return draft


def saved(draft: Draft, *fields: str, at: datetime) -> None:
    """Write the given columns, with the moment and the next version."""
    draft.changed_at = at
    draft.version += 1
    draft.save(update_fields=[*fields, "changed_at", "version"])


def standing(draft: Draft) -> Document:
    """The document of a numbered draft, unless it was recalled meanwhile."""
    document = draft.document
    if document is None or document.recalled_on is not None:
        raise DocumentRefused(_("The document was recalled."))
    return document


def proposed_symbol(*, issuer: Organisation, kind: str, unit: str = "") -> str:
    """The symbol that the issuer's rule gives to a paper of this kind."""
    rule = selectors.rule_of(organisation=issuer)
    name = selectors.issuing_name(organisation=issuer)
    if kind not in dict(KINDS):
        raise DocumentRefused(_("This kind of document does not exist."), field="kind")
    mark = rule.mark or rules.mark_of_name(name)
    return rules.compose_symbol(kind=kind, mark=mark, unit=unit, form=rule.form)


def _check_writable(draft: Draft) -> None:
    if draft.state not in rules.WRITABLE:
        raise DocumentRefused(
            _("The text is fixed now (%(state)s). It can be changed when it is returned.")
            % {"state": draft.get_state_display()}
        )


def _columns(**given: str) -> dict[str, Any]:
    """The columns of a draft from what was typed, each checked."""
    abstract = text.clean(given["abstract"])[:500]
    symbol = rules.tidy_symbol(given["symbol"])
    if not abstract:
        raise DocumentRefused(_("Say in one line what the paper is about."), field="abstract")
    if given["kind"] not in dict(KINDS):
        raise DocumentRefused(_("This kind of document does not exist."), field="kind")
    if not symbol or len(symbol) > 60 or not any(letter.isalpha() for letter in symbol):
        raise DocumentRefused(
            _("A symbol has letters, for example KH-UBND or NQ/TW."), field="symbol"
        )
    if given["flow"] not in (DocumentFlow.OUTGOING.value, DocumentFlow.INTERNAL.value):
        raise DocumentRefused(_("A draft goes out or stays inside."), field="flow")
    if given["urgency"] not in dict(URGENCY):
        raise DocumentRefused(_("This urgency does not exist."), field="urgency")
    name = text.clean(given["issuer_name"])[:250]
    return {
        "kind": str(given["kind"]),
        "abstract": abstract,
        "symbol": symbol,
        "issuer_name": name,
        "flow": str(given["flow"]),
        "urgency": str(given["urgency"]),
        "signer_name": text.clean(given["signer_name"])[:100],
        "signer_position": text.clean(given["signer_position"])[:150],
        "recipients": text.clean(given["recipients"], keep_lines=True)[:5000],
        "folded": text.fold(f"{symbol} {name} {abstract}"),
    }
