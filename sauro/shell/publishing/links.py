"""The way from a programme to its public page."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.programmes.models import Programme
from sauro.engines.subjects.pages import PageLink
from sauro.shell.publishing import selectors


def public_url() -> str:
    """Where everybody reads what is public; empty while nothing is; one SQL."""
    return reverse("public_list") if selectors.anything_public() else ""


def programme_links(*, user: Any, kind: str, record: Programme) -> list[PageLink]:  # noqa: ARG001
    """The page on which the public page is prepared and released, for those who keep it."""
    if not selectors.keeps(user=user, programme=record):
        return []
    page = reverse("programme_publishing", args=[record.code])
    return [PageLink(_("Public page"), page, "world")]
