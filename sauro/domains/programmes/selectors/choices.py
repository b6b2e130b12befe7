"""What a person may choose from in filters: few rows, one SQL."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, FilteredRelation, Q, QuerySet
from django.db.models.functions import Length

from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation, in_force
from sauro.domains.programmes.selectors.visibility import sight_of, visible_programmes
from sauro.engines import access, text

MOST_PROGRAMMES = 60
_LONGEST = 90


@dataclass(frozen=True, slots=True)
class Choices:
    """Programmes by code, and the groups of one of them by id."""

    programmes: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, str], ...]


def task_choices(*, user: Any, programme_code: str = "") -> Choices:
    """Programmes the person may see and the groups of the one chosen; at most one SQL, kept."""
    key = f"programmes.choices.{programme_code}"
    kept: Choices = access.access_of(user).keep(key, lambda: _choices(user, programme_code))
    return kept


def _choices(user: Any, programme_code: str) -> Choices:
    sight = sight_of(user=user)
    if not programme_code and not sight.everywhere and not sight.organisations:
        return Choices(_named(sight.titles), ())
    # the groups of the chosen programme come with it in the same statement
    chosen = FilteredRelation("groups", condition=Q(groups__kind="tasks") & Q(code=programme_code))
    rows = list(
        visible_programmes(user=user)
        .annotate(chosen=chosen)
        .order_by("-starts_on", "code", "chosen__position")
        .values_list("code", "title", "chosen__pk", "chosen__number", "chosen__title")
    )
    programmes = _named((code, title) for code, title, *_rest in rows)
    groups = tuple(
        (str(pk), f"{number} {title}".strip()[:_LONGEST])
        for _code, _title, pk, number, title in rows
        if pk
    )
    return Choices(programmes, groups)


def _named(rows: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    named = dict.fromkeys((code, f"{code} · {title}"[:_LONGEST]) for code, title in rows)
    return tuple(named)[:MOST_PROGRAMMES]


def organisations_meant(*, words: str) -> Any:
    """Ids of the organisation whose code is typed, else of those whose name holds every word."""
    coded = Organisation.objects.filter(code__iexact=words.strip()).order_by()
    named = text.matches_query(words, folded="folded") & ~Exists(coded)
    found = Organisation.objects.filter(Q(code__iexact=words.strip()) | named)
    return found.order_by().values("pk")


def agencies_like(*, user: Any, words: str, day: date) -> QuerySet[Organisation]:
    """Agencies in force on a day whose names hold every word typed, own ones first."""
    known = org_selectors.visible_to(user=user).filter(in_force(day))
    found = known.filter(text.matches_query(words, folded="folded"))
    return found.order_by("is_reference", Length("name"), "path")
