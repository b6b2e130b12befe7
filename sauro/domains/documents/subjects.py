"""Drafts and dossiers as other domains name them; registered papers stay in their register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from sauro.domains.documents import selectors
from sauro.domains.documents.models import Dossier, Draft
from sauro.engines.subjects import Subject


def drafts(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the drafts that the user may see; who drafts a paper answers for it."""
    seen = Draft.objects.all() if user is None else selectors.drafts_visible(user=user)
    return [
        Subject(
            kind="documents.draft",
            id=str(draft.pk),
            label=str(draft),
            url=reverse("draft_detail", args=[draft.pk]),
            organisation_id=draft.owner_id,
            owner_path=draft.owner.path,
        )
        for draft in seen.filter(pk__in=list(ids)).select_related("owner")
    ]


def dossiers(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the dossiers that the user may see; who keeps one answers for it."""
    seen = Dossier.objects.all() if user is None else selectors.dossiers_visible(user=user)
    return [
        Subject(
            kind="documents.dossier",
            id=str(dossier.pk),
            label=f"{dossier.code} {dossier.title}",
            url=reverse("dossier_detail", args=[dossier.pk]),
            organisation_id=dossier.owner_id,
            owner_path=dossier.owner.path,
        )
        for dossier in seen.filter(pk__in=list(ids)).select_related("owner")
    ]
