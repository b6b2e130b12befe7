"""Indicators, forms and what units handed in as other domains name them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from sauro.domains.indicators.models import DataSet, Indicator, Submission
from sauro.domains.indicators.selectors import visibility
from sauro.engines.subjects import Subject


def indicators(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the indicators that the user may see; the owner answers for an indicator."""
    if user is None:
        seen = Indicator.objects.select_related("owner")
    else:
        seen = visibility.visible_indicators(user=user)
    return [
        Subject(
            kind="indicators.indicator",
            id=str(one.pk),
            label=one.name,
            url=reverse("indicator_detail", args=[one.pk]),
            organisation_id=one.owner_id,
            owner_path=one.owner.path,
        )
        for one in seen.filter(pk__in=list(ids))
    ]


def forms(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the forms that the user may see; the owner answers for a form."""
    seen = DataSet.objects.all() if user is None else visibility.visible_forms(user=user)
    return [
        Subject(
            kind="indicators.dataset",
            id=str(one.pk),
            label=one.name,
            url=f"{reverse('completeness')}?form={one.pk}",
            organisation_id=one.owner_id,
            owner_path=one.owner.path,
        )
        for one in seen.filter(pk__in=list(ids)).select_related("owner")
    ]


def submissions(*, ids: Iterable[int], user: Any | None) -> list[Subject]:
    """Those of the forms handed in that the user may see; the unit answers for what it wrote."""
    seen = Submission.objects.all() if user is None else visibility.visible_submissions(user=user)
    found = seen.filter(pk__in=list(ids)).select_related("data_set__owner", "organisation")
    return [
        Subject(
            kind="indicators.submission",
            id=str(one.pk),
            label=str(one),
            url=reverse("figure_form", args=[one.data_set_id, one.organisation_id, one.period]),
            organisation_id=one.organisation_id,
            owner_path=one.data_set.owner.path,
        )
        for one in found
    ]
