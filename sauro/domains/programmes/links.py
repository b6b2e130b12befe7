"""Where the rows behind a number are: one place that knows the parameters of each list."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.documents.models import Document
from sauro.domains.programmes import proposing
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines import access
from sauro.engines.subjects.pages import PageLink


def tasks_url(*, as_of: AsOf | None = None, **filters: Any) -> str:
    """The list of tasks with filters: `programme` and `lead` by code, `group` by id, codes of
    `deadline_class`, `state` and `missing`; a past day is carried along.
    """
    return _with(reverse("task_list"), filters, as_of)


def task_url(*, task_id: int, as_of: AsOf | None = None) -> str:
    """The page of a task."""
    return _with(reverse("task_detail", args=[task_id]), {}, as_of)


def targets_url(*, as_of: AsOf | None = None, **filters: Any) -> str:
    """The scoreboard of targets with filters: `programme` and `lead` by code, `status`."""
    return _with(reverse("target_list"), filters, as_of)


def programme_url(*, code: str, as_of: AsOf | None = None) -> str:
    """The page of a programme."""
    return _with(reverse("programme_detail", args=[code]), {}, as_of)


def target_url(*, target_id: int, as_of: AsOf | None = None) -> str:
    """The page of a target."""
    return _with(reverse("target_detail", args=[target_id]), {}, as_of)


def agency_url(*, organisation_id: int, as_of: AsOf | None = None) -> str:
    """The work of an agency."""
    return _with(reverse("agency_work", args=[organisation_id]), {}, as_of)


def document_links(*, user: Any, kind: str, record: Document) -> list[PageLink]:  # noqa: ARG001
    """What a person may do here with a document: propose tasks out of its files."""
    if not access.scope(user, Perm.MANAGE) or not proposing.files_with_text(document=record):
        return []
    page = reverse("document_task_proposals", args=[record.pk])
    return [PageLink(_("Propose tasks"), page, "checklist")]


def _with(path: str, filters: dict[str, Any], as_of: AsOf | None) -> str:
    query = {name: value for name, value in filters.items() if value not in (None, "")}
    if as_of is not None and as_of.is_past:
        query["as_of"] = as_of.day.isoformat()
    return f"{path}?{urlencode(query)}" if query else path
