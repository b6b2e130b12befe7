"""Requests for explanation as other domains name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.domains.explanations.models import Request
from sauro.domains.explanations.selectors import visibility
from sauro.engines.subjects import Subject

KIND = "explanations.request"


def requests(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the requests that the user may see; the unit that was asked answers for one."""
    seen = Request.objects.all() if user is None else visibility.visible_requests(user=user)
    found = seen.filter(pk__in=list(ids)).select_related("owner")
    return [
        Subject(
            kind=KIND,
            id=str(one.pk),
            label=(_("Explanation: %(about)s") % {"about": one.subject_label})[:200],
            url=reverse("explanation_detail", args=[one.pk]),
            organisation_id=one.asked_of_id,
            owner_path=one.owner.path,
        )
        for one in found
    ]
