"""Steps that nobody can take: no verifier, no one who confirms, no one who approves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sauro.domains.alerts.detecting.shape import Cause, Search
from sauro.domains.alerts.rules.catalogue import RuleCode
from sauro.domains.documents.models import Draft
from sauro.domains.documents.permissions import Perm as Documents
from sauro.domains.documents.rules import DraftState
from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.permissions import Perm as Indicators
from sauro.domains.indicators.selectors import forms
from sauro.domains.orgs.models import RoleGrant, in_force
from sauro.domains.programmes.permissions import Perm as Programmes
from sauro.domains.programmes.selectors import soundness
from sauro.engines import access

VERIFIES, CONFIRMS = RuleCode.NOBODY_VERIFIES, RuleCode.NOBODY_CONFIRMS
APPROVES = RuleCode.NOBODY_APPROVES
_UNDER_WAY = (
    DraftState.DRAFTING.value,
    DraftState.CONSULTING.value,
    DraftState.SUBMITTED.value,
)


def causes(search: Search) -> Iterator[Cause]:
    """Programmes, forms and agencies for which a step has nobody; four SQL."""
    if not search.wants([VERIFIES, CONFIRMS, APPROVES]):
        return
    held = _held(search)
    if search.wants([VERIFIES]):
        yield from _programmes(search, held[Programmes.VERIFY])
    if search.wants([CONFIRMS]):
        yield from _forms(search, held[Indicators.CONFIRM])
    if search.wants([APPROVES]):
        yield from _agencies(search, held[Documents.APPROVE])


def _held(search: Search) -> dict[str, tuple[str, ...]]:
    """The subtrees over which somebody holds each of the rights; one SQL."""
    wanted = (Programmes.VERIFY, Indicators.CONFIRM, Documents.APPROVE)
    grants = RoleGrant.objects.filter(in_force(search.today), user__is_active=True).order_by()
    found: dict[str, set[str]] = {right: set() for right in wanted}
    known = access.roles()
    for role, path in grants.values_list("role", "organisation__path").distinct():
        for right in wanted:
            if role in known and right in known[role].permissions:
                found[right].add(path)
    return {right: tuple(sorted(paths)) for right, paths in found.items()}


def _programmes(search: Search, paths: tuple[str, ...]) -> Iterator[Cause]:
    for one in soundness.programmes_nobody_verifies(paths=paths):
        if one.owner.path.startswith(search.path):
            yield from _cause(search, VERIFIES, one, one.owner, one.title, programme_id=one.pk)


def _forms(search: Search, paths: tuple[str, ...]) -> Iterator[Cause]:
    month = search.today.year * 12 + search.today.month - 1
    for one in DataSet.objects.filter(search.owned()).select_related("owner").order_by("pk"):
        period = month - month % forms.MONTHS[one.periodicity]
        if forms.in_use(form=one, period=period) and not one.owner.path.startswith(paths):
            yield from _cause(search, CONFIRMS, one, one.owner, one.name)


def _agencies(search: Search, paths: tuple[str, ...]) -> Iterator[Cause]:
    found = Draft.objects.filter(search.owned("issuer"), state__in=_UNDER_WAY)
    counts: dict[int, int] = defaultdict(int)
    issuers = {}
    for one in found.select_related("issuer").order_by("pk"):
        if not one.issuer.path.startswith(paths):
            counts[one.issuer_id] += 1
            issuers[one.issuer_id] = one.issuer
    for pk, issuer in issuers.items():
        yield from _cause(search, APPROVES, issuer, issuer, issuer.name, drafts=counts[pk])


def _cause(
    search: Search,
    code: str,
    subject: Any,
    owner: Any,
    label: str,
    *,
    programme_id: int | None = None,
    **facts: Any,
) -> Iterator[Cause]:
    setting = search.setting(code, owner.path)
    if setting.is_on:
        yield Cause(
            rule=str(code),
            subject_id=str(subject.pk),
            owner_id=owner.pk,
            organisation_id=owner.pk,
            level=setting.level,
            facts=facts,
            programme_id=programme_id,
            label=label[:200],
        )
