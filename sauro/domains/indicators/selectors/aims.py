"""Targets set on indicators; who sets them says so in the settings, higher up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from sauro.domains.indicators.models import Indicator


@dataclass(frozen=True, slots=True)
class AimLine:
    """A value to be reached by a day: where it is written, and how it compares."""

    title: str
    target_id: int
    comparator: str
    low: Decimal
    high: Decimal | None
    falling: bool
    due_on: date


def aims_of(*, user: Any, indicators: Sequence[Indicator], day: date) -> dict[int, list[AimLine]]:
    """Targets on indicators that the person may see and that are still to come, nearest first."""
    if not indicators:
        return {}
    source = import_string(settings.SAURO["aims"])
    found: dict[int, list[AimLine]] = source(user=user, indicators=indicators, day=day)
    return found
