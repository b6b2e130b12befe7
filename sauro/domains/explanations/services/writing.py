"""How every write on a request begins and ends: the lock, the version, one event."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sauro.core.errors import Stale
from sauro.domains.explanations.models import Request
from sauro.domains.explanations.services.refusals import BadRequest
from sauro.engines import access, text
from sauro.engines.history.recording import record

LONGEST_REASON = 2000


def locked_request(request_id: int, permission: str, *, by: Any) -> Request:
    """The request, locked until the transaction ends, when the person may do this to it."""
    found = Request.objects.select_for_update(of=("self",)).select_related(
        "owner", "asked_of", "asked_by"
    )
    request = found.get(pk=request_id)
    access.check(by, permission, request)
    return request


def check_version(request: Request, version: int | None) -> None:
    """Refuse when the person looked at an earlier version; none means that he did not say."""
    if version is not None and request.version != version:
        raise StaleRequest(request)


class StaleRequest(Stale):
    """Somebody else changed this request in the meantime."""

    def __init__(self, request: Request) -> None:
        self.current = request
        super().__init__(_("Somebody changed this request in the meantime. Look at it again."))


def save_request(request: Request, *fields: str, at: datetime) -> None:
    """Write the named columns, with the moment and the next version."""
    request.changed_at = at
    request.version += 1
    request.save(update_fields=[*fields, "changed_at", "version"])


def record_request(
    step: str,
    request: Request,
    *,
    by: Any,
    at: datetime,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    note: str = "",
) -> None:
    """One event of a request."""
    record(
        kind=f"explanations.request.{step}",
        subject=request,
        by=by,
        at=at,
        before=before,
        after=after,
        note=note,
    )


def needed_reason(reason: str) -> str:
    """A reason that says something."""
    said = text.clean(reason, keep_lines=True)[:LONGEST_REASON]
    if not said:
        raise BadRequest(_("Say why."), field="reason")
    return said
