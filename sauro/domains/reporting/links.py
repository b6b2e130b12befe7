"""What reports offer on the pages of work: the letters that urge."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.permissions import Perm
from sauro.engines import access
from sauro.engines.subjects.pages import PageLink


def late_agency_links(*, user: Any, kind: str, record: Organisation) -> list[PageLink]:  # noqa: ARG001
    """The letter that urges an agency with late tasks, for who writes it."""
    if not access.allowed(user, Perm.MAKE_ALL, record):
        return []
    owner = org_selectors.province_root_of(organisation=record)
    if owner is None:
        return []
    query = urlencode({"owner": owner.code, "agency": record.pk, "way": "each"})
    page = f"{reverse('urging_write')}?{query}"
    return [PageLink(_("Write an urging letter"), page, "send")]


def silence_links(*, user: Any, kind: str, record: Any) -> list[PageLink]:  # noqa: ARG001
    """The agencies with late tasks and their letters, beside those that do not report.

    The list is of no record; it names the person who looks.
    """
    if not access.can(user, Perm.MAKE_ALL):
        return []
    return [PageLink(_("Urging letters"), reverse("urging_list"), "send")]
