"""Deciding how a rule is applied in a province or in one of its programmes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError, Stale
from sauro.domains.alerts.labels import LEVEL_NAMES
from sauro.domains.alerts.models import AlertRule
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.rules.catalogue import RULES, Rule, faults_of
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Programme
from sauro.engines import access
from sauro.engines.history.recording import record


class RuleRefused(DomainError):
    """The rule cannot be set like this."""

    code = "rule_refused"
    status = 422


@transaction.atomic
def set_rule(
    *,
    owner: Organisation,
    code: str,
    is_on: bool,
    level: str,
    limits: Mapping[str, int],
    programme: Programme | None = None,
    version: int | None = None,
    by: Any,
    at: datetime,
) -> AlertRule:
    """The rule as decided for an owner or one of his programmes; the same again writes nothing.

    `version` is that of the decision looked at, nought when there was none.
    """
    access.check(by, Perm.SET_RULES, owner)
    kept = _checked(owner, code, level, limits, programme)
    found = (
        AlertRule.objects.select_for_update(of=("self",))
        .filter(owner=owner, programme=programme, code=code)
        .first()
    )
    if version is not None and version != (found.version if found else 0):
        raise Stale(_("Somebody else changed this rule in the meantime."))
    wanted = {"is_on": is_on, "level": level, "limits": kept}
    before = {name: getattr(found, name) for name in wanted} if found else {}
    if before == wanted and found is not None:
        return found
    found = _written(found, owner, programme, code, wanted, by, at)
    record(
        kind="alerts.rule.set",
        subject=found,
        by=by,
        at=at,
        before=_told(before),
        after={**_told(wanted), **_place(owner, programme)},
    )
    return found


@transaction.atomic
def clear_rule(*, rule: AlertRule, by: Any, at: datetime) -> None:
    """The rule as it is without this decision: the province's for a programme, else the usual."""
    found = (
        AlertRule.objects.select_for_update(of=("self",))
        .select_related("owner", "programme")
        .filter(pk=rule.pk)
        .first()
    )
    if found is None:
        return
    access.check(by, Perm.SET_RULES, found.owner)
    told = {"is_on": found.is_on, "level": found.level, "limits": found.limits}
    record(
        kind="alerts.rule.cleared",
        subject=found,
        by=by,
        at=at,
        before=_told(told),
        after=_place(found.owner, found.programme),
    )
    found.delete()


def _written(
    found: AlertRule | None,
    owner: Organisation,
    programme: Programme | None,
    code: str,
    wanted: Mapping[str, Any],
    by: Any,
    at: datetime,
) -> AlertRule:
    stamp = {"changed_at": at, "changed_by": by}
    if found is None:
        try:
            with transaction.atomic():
                return AlertRule.objects.create(
                    owner=owner, programme=programme, code=code, **wanted, **stamp
                )
        except IntegrityError as error:  # somebody decided it in this very moment
            raise Stale(_("Somebody else changed this rule in the meantime.")) from error
    for name, value in {**wanted, **stamp}.items():
        setattr(found, name, value)
    found.version += 1
    found.save(update_fields=[*wanted, *stamp, "version"])
    return found


def _checked(
    owner: Organisation,
    code: str,
    level: str,
    limits: Mapping[str, int],
    programme: Programme | None,
) -> dict[str, int]:
    rule: Rule | None = RULES.get(code)
    if rule is None:
        raise RuleRefused(_("There is no such rule."), field="code")
    if level not in {str(one) for one in LEVEL_NAMES}:
        raise RuleRefused(_("There is no such level."), field="level")
    if programme is not None and not rule.by_programme:
        raise RuleRefused(_("This rule is set for the whole province."), field="programme")
    if programme is not None and not programme.owner.path.startswith(owner.path):
        raise RuleRefused(_("Choose a programme of this province."), field="programme")
    for name, limit in faults_of(rule, limits):
        words = _("Between %(low)s and %(high)s.") % {"low": limit.lowest, "high": limit.highest}
        raise RuleRefused(words, field=name)
    return {limit.name: limits[limit.name] for limit in rule.limits}


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """A decision as the record of events keeps it: one line for each number."""
    limits = values.get("limits", {})
    rest = {name: value for name, value in values.items() if name != "limits"}
    return {**rest, **limits}


def _place(owner: Organisation, programme: Programme | None) -> dict[str, Any]:
    place = {"owner": owner.code}
    return {**place, "programme": programme.code} if programme is not None else place
