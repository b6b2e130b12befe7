"""The API of alerts: the list, one, what is said of it, counts, and the rules of a province."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from ninja import Field, Path, Query, Router, Schema

from sauro.core import clock
from sauro.domains.alerts import records, sentences
from sauro.domains.alerts.models import Alert
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.rules.catalogue import RULES, Level, RuleCode
from sauro.domains.alerts.rules.standing import AlertState, state_of
from sauro.domains.alerts.selectors import alerts as selectors
from sauro.domains.alerts.selectors import settings
from sauro.domains.alerts.services import handling, setting
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.api.asking import page_of, who
from sauro.domains.programmes.api.shapes import (
    Code,
    Day,
    Page,
    Paging,
    PathId,
    UpTo40,
    UpTo120,
    UpTo500,
    page_body,
)
from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.selectors import choices
from sauro.engines import access

router = Router(tags=["Alerts"])
RulePath = Annotated[str, Path(min_length=1, max_length=30)]
Reason = Annotated[UpTo500, Field(min_length=1)]


class AlertOut(Schema):
    """One cause: the record, the unit that answers, the sentence, and what was said of it."""

    id: int
    rule: str
    level: str
    state: str
    subject_kind: str
    subject_id: str
    subject: str
    url: str
    sentence: str
    facts: dict[str, Any]
    owner: str
    organisation: str
    programme: str | None
    opened_at: datetime
    last_seen_at: datetime
    closed_at: datetime | None
    close_reason: str
    acknowledged_at: datetime | None
    snoozed_until: Day | None
    reason: str


class AlertPage(Page):
    """A page of alerts."""

    items: list[AlertOut]


class AlertQuery(Paging):
    """Which alerts; without a state those going on that nobody put aside."""

    rule: RuleCode | None = None
    level: Level | None = None
    state: AlertState | None = None
    agency: UpTo120 = Field("", description="code, or words of the name, of the unit that answers")
    programme: UpTo40 = Field("", description="code of a programme")


class AcknowledgeIn(Schema):
    """What is being done about it."""

    reason: Reason


class SnoozeIn(Schema):
    """Until when it rests, at most 60 days, and why."""

    until: Day
    reason: Reason


class RuleCountOut(Schema):
    """How many alerts of a rule go on."""

    rule: str
    total: int
    serious: int
    acknowledged: int
    snoozed: int


class LimitOut(Schema):
    """A limit of a rule, its value and bounds."""

    name: str
    measure: str
    value: int
    usual: int
    lowest: int
    highest: int


class AlertRuleOut(Schema):
    """How a rule is applied in a place; `decided` when it is not as usual."""

    rule: str
    subject_kind: str
    is_on: bool
    level: str
    limits: list[LimitOut]
    decided: bool
    version: int


class AlertRuleIn(Schema):
    """How a rule is to be applied; `version` is the one that was read, 0 when there was none."""

    owner: Code
    programme: UpTo40 = ""
    is_on: bool
    level: Level
    limits: Annotated[dict[str, int], Field(max_length=5)] = {}
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] | None = None


@router.get("/alerts", response=AlertPage, summary="Alerts the person may see")
def alert_list(request: HttpRequest, query: Query[AlertQuery]) -> Any:
    _needs(request, Perm.VIEW)
    today = clock.today()
    found: Any = selectors.visible_alerts(user=request.user)
    found = found.with_state(today=today)
    if query.state is None:
        found = found.filter(selectors.awake(today), closed_at__isnull=True)
    else:
        found = found.filter(state=query.state.value)
    for name in ("rule", "level"):
        if value := getattr(query, name):
            found = found.filter(**{name: value.value})
    if query.agency:
        found = found.filter(organisation__in=choices.organisations_meant(words=query.agency))
    if query.programme:
        found = found.filter(programme__code=query.programme)
    count, rows = page_of(found.order_by("-weight", "opened_at", "pk"), query)
    return page_body(count, _bodies(request, rows), query)


@router.get("/alerts/counts", response=list[RuleCountOut], summary="Alerts going on, by rule")
def alert_counts(request: HttpRequest) -> Any:
    _needs(request, Perm.VIEW)
    found = selectors.counts_by_rule(user=request.user, today=clock.today())
    return [
        {
            "rule": one.code,
            **{name: getattr(one, name) for name in ("total", "serious")},
            **{name: getattr(one, name) for name in ("acknowledged", "snoozed")},
        }
        for one in found
    ]


@router.get("/alerts/rules", response=list[AlertRuleOut], summary="The rules of a province")
def alert_rule_list(request: HttpRequest, owner: Code, programme: UpTo40 = "") -> Any:
    place, plan = _place(request, owner, programme, Perm.VIEW)
    known = settings.settings_now()
    kept = settings.rule_rows(owner=place, programme=plan)
    return [
        _rule_body(code, place, plan, known, kept.get(code))
        for code, rule in RULES.items()
        if plan is None or rule.by_programme
    ]


@router.put("/alerts/rules/{code}", response=AlertRuleOut, summary="Set a rule")
def alert_rule_set(request: HttpRequest, code: RulePath, body: AlertRuleIn) -> Any:
    place, plan = _place(request, body.owner, body.programme, Perm.SET_RULES)
    made = setting.set_rule(
        owner=place,
        programme=plan,
        code=code,
        is_on=body.is_on,
        level=body.level.value,
        limits=body.limits,
        version=body.version,
        **who(request),
    )
    return _rule_body(code, place, plan, settings.settings_now(), made)


@router.get("/alerts/{alert_id}", response=AlertOut, summary="One alert")
def alert_detail(request: HttpRequest, alert_id: PathId) -> Any:
    return _body(request, _alert(request, alert_id))


@router.post("/alerts/{alert_id}/acknowledge", response=AlertOut, summary="Acknowledge an alert")
def alert_acknowledge(request: HttpRequest, alert_id: PathId, body: AcknowledgeIn) -> Any:
    alert = _alert(request, alert_id)
    handling.acknowledge(alert=alert, reason=body.reason, **who(request))
    return _body(request, _alert(request, alert_id))


@router.post("/alerts/{alert_id}/snooze", response=AlertOut, summary="Put an alert aside")
def alert_snooze(request: HttpRequest, alert_id: PathId, body: SnoozeIn) -> Any:
    alert = _alert(request, alert_id)
    handling.snooze(alert=alert, until=body.until, reason=body.reason, **who(request))
    return _body(request, _alert(request, alert_id))


@router.post("/alerts/{alert_id}/undo", response=AlertOut, summary="Open an alert again")
def alert_undo(request: HttpRequest, alert_id: PathId) -> Any:
    handling.undo(alert=_alert(request, alert_id), **who(request))
    return _body(request, _alert(request, alert_id))


def _needs(request: HttpRequest, permission: str) -> None:
    if not access.can(request.user, permission):
        raise PermissionDenied


def _alert(request: HttpRequest, alert_id: int) -> Alert:
    found = selectors.alert_for(user=request.user, alert_id=alert_id)
    if found is None:
        raise Http404
    return found


def _place(
    request: HttpRequest, owner: str, programme: str, permission: str
) -> tuple[Organisation, Programme | None]:
    """A province of the person and one of its programmes; what he may not see does not exist."""
    _needs(request, permission)
    known = settings.owners_for(user=request.user, permission=permission)
    place = next((one for one in known if one.code == owner), None)
    if place is None:
        raise Http404
    if not programme:
        return place, None
    plan = settings.programmes_of(owner=place).filter(code=programme).first()
    if plan is None:
        raise Http404
    return place, plan


def _body(request: HttpRequest, alert: Alert) -> dict[str, Any]:
    return _bodies(request, [alert])[0]


def _bodies(request: HttpRequest, rows: list[Alert]) -> list[dict[str, Any]]:
    records.place(rows, user=request.user)
    today = clock.today()
    return [_written(row, today) for row in rows]


def _written(alert: Any, today: Any) -> dict[str, Any]:
    names = (
        *("id", "rule", "level", "subject_kind", "subject_id", "facts", "opened_at"),
        *("last_seen_at", "closed_at", "close_reason", "acknowledged_at", "snoozed_until"),
        "reason",
    )
    return {
        **{name: getattr(alert, name) for name in names},
        "state": state_of(
            closed=alert.closed_at is not None,
            acknowledged=alert.acknowledged_at is not None,
            snoozed_until=alert.snoozed_until,
            today=today,
        ).value,
        "subject": alert.record_name,
        "url": alert.record_url,
        "sentence": sentences.sentence(alert, today=today),
        "owner": alert.owner.code,
        "organisation": alert.organisation.code,
        "programme": alert.programme.code if alert.programme else None,
    }


def _rule_body(
    code: str,
    owner: Organisation,
    programme: Programme | None,
    known: settings.Settings,
    kept: Any,
) -> dict[str, Any]:
    number = programme.pk if programme else None
    now = known.of(code, path=owner.path, programme_id=number)
    return {
        "rule": code,
        "subject_kind": RULES[code].subject,
        "is_on": now.is_on,
        "level": now.level,
        "limits": [
            {
                "name": limit.name,
                "measure": limit.measure.value,
                "value": now.limits[limit.name],
                "usual": limit.default,
                "lowest": limit.lowest,
                "highest": limit.highest,
            }
            for limit in RULES[code].limits
        ],
        "decided": kept is not None,
        "version": kept.version if kept is not None else 0,
    }
