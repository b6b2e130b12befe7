"""Organisations as other domains name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from sauro.domains.orgs import selectors
from sauro.domains.orgs.models import Organisation
from sauro.engines.subjects import Subject


def organisations(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the organisations that the user may see; each answers for itself."""
    seen = Organisation.objects.all() if user is None else selectors.visible_to(user=user)
    return [
        Subject(
            kind="orgs.organisation",
            id=str(one.pk),
            label=one.name,
            url=reverse("organisation_detail", args=[one.pk]),
            organisation_id=one.pk,
            owner_path=one.path,
        )
        for one in seen.filter(pk__in=list(ids))
    ]
