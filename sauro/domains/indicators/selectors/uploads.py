"""Excel forms that a person loaded."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from sauro.domains.indicators.models import FormUpload


def uploads_of(*, user: Any) -> QuerySet[FormUpload]:
    """The uploads of a person, the newest first; nobody sees those of another."""
    return FormUpload.objects.filter(by=user)
