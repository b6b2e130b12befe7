"""How each rule is applied in a place: as usual, as a province decided, or one programme."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from sauro.domains.alerts.models import AlertRule
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.rules.catalogue import RULES, Setting
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.rules import OrgKind
from sauro.domains.programmes.models import Programme
from sauro.engines import access

Place = tuple[str, int | None]  # the path of an owner, and a programme of his


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a rule at a place."""

    code: str
    path: str
    programme_id: int | None
    setting: Setting


@dataclass(slots=True)
class Settings:
    """All decisions, answered for any place: a programme's first, then the nearest owner's."""

    decisions: tuple[Decision, ...] = ()
    _known: dict[tuple[str, str, int | None], Setting] = field(default_factory=dict)

    def of(self, code: str, *, path: str, programme_id: int | None = None) -> Setting:
        """How a rule is applied to what an owner, or a programme of his, has."""
        key = (code, path, programme_id)
        if key not in self._known:
            self._known[key] = self._found(*key)
        return self._known[key]

    def loosest(self, code: str, name: str, *, most: bool = False) -> int:
        """The limit that lets most through, of all that are in force somewhere."""
        values = [RULES[code].usual.limits[name]]
        values += [one.setting.limits[name] for one in self.decisions if one.code == code]
        return max(values) if most else min(values)

    def with_decision(self, one: Decision) -> Settings:
        """The same with another decision, to look what it would do."""
        kept = (
            old
            for old in self.decisions
            if (old.code, old.path, old.programme_id) != (one.code, one.path, one.programme_id)
        )
        return Settings((*kept, one))

    def _found(self, code: str, path: str, programme_id: int | None) -> Setting:
        near = [
            one
            for one in self.decisions
            if one.code == code
            and path.startswith(one.path)
            and one.programme_id in (None, programme_id)
        ]
        if not near:
            return RULES[code].usual
        return max(near, key=lambda one: (one.programme_id is not None, len(one.path))).setting


def settings_now() -> Settings:
    """The decisions in force; one SQL."""
    rows = AlertRule.objects.values_list(
        "code", "owner__path", "programme_id", "is_on", "level", "limits"
    )
    return Settings(
        tuple(
            Decision(
                code,
                path,
                programme_id,
                setting_of(code=code, is_on=is_on, level=level, limits=limits),
            )
            for code, path, programme_id, is_on, level, limits in rows
            if code in RULES
        )
    )


def setting_of(*, code: str, is_on: bool, level: str, limits: dict[str, int]) -> Setting:
    """A setting with every limit of the rule, the usual one where none is kept."""
    return Setting(is_on, level, {**RULES[code].usual.limits, **limits})


def rule_rows(*, owner: Organisation, programme: Programme | None = None) -> dict[str, AlertRule]:
    """What was decided for an owner, or one of his programmes, by rule; one SQL."""
    found = AlertRule.objects.filter(owner=owner, programme=programme)
    return {one.code: one for one in found.select_related("changed_by")}


def owners_for(*, user: Any, permission: str = Perm.VIEW) -> list[Organisation]:
    """Provinces, and other owners without a province above, whose rules a person sees or sets."""
    scope = access.scope(user, permission)
    kinds = (OrgKind.PROVINCE.value, OrgKind.NATIONAL.value)
    found = Organisation.objects.filter(scope.q("path"), kind__in=kinds) if scope else ()
    return sorted(found, key=lambda one: (one.kind != OrgKind.PROVINCE.value, one.sort_key))


def programmes_of(*, owner: Organisation) -> QuerySet[Programme]:
    """The open programmes of an owner and of all below it."""
    found = Programme.objects.filter(owner__path__startswith=owner.path, closed_on__isnull=True)
    return found.order_by("-starts_on", "code")
