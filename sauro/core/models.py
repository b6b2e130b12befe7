"""Small pieces shared by the tables of every domain."""

from __future__ import annotations

from typing import Any

from django.db import models


def paired(at: str, by: str, name: str) -> models.CheckConstraint:
    """A moment and its person are both there or both missing."""
    both = models.Q(**{f"{at}__isnull": False, f"{by}__isnull": False})
    none = models.Q(**{f"{at}__isnull": True, f"{by}__isnull": True})
    return models.CheckConstraint(condition=both | none, name=name)


def choices_of(enum: Any) -> list[tuple[str, str]]:
    """Choices of an enumeration of `rules`, whose labels are translated by the interface."""
    return [(member.value, member.value) for member in enum]
