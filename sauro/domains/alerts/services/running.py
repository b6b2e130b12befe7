"""Looking for causes and bringing the alerts in line with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from sauro.core import clock
from sauro.core.errors import NotAllowed
from sauro.domains.alerts import detecting
from sauro.domains.alerts.detecting.shape import Cause, Key, Search
from sauro.domains.alerts.models import Alert, AlertRun
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.rules.catalogue import RULES, Level
from sauro.domains.alerts.rules.standing import CloseReason
from sauro.domains.alerts.selectors import settings
from sauro.domains.alerts.services import handling
from sauro.domains.orgs.models import Organisation
from sauro.engines import access, text
from sauro.engines.history.models import Event
from sauro.engines.history.recording import new_event, quietly, record, record_all

WEIGHTS = {Level.INFO.value: 1, Level.WARNING.value: 2, Level.SERIOUS.value: 3}
BATCH, FEW = 500, 3
_KEPT = ("rule", "subject_kind", "subject_id", "part")
_COMPARED = ("level", "label", "owner_id", "organisation_id", "programme_id", "facts")


@dataclass(slots=True)
class Change:
    """What differs between the alerts going on and the causes found."""

    new: list[Cause] = field(default_factory=list)
    changed: dict[int, Cause] = field(default_factory=dict)
    gone: dict[int, Alert] = field(default_factory=dict)  # as far as an event names them
    going_on: int = 0
    graver: bool = False  # the level of one of those changed rose

    def __bool__(self) -> bool:
        return bool(self.new or self.changed or self.gone)


def run(
    *,
    owner: Organisation | None = None,
    codes: Iterable[str] | None = None,
    by: Any,
    at: datetime,
) -> AlertRun:
    """All causes of the day of a moment, in one place or everywhere, with their alerts kept true.

    Causes are looked for before anything is locked. Alerts that a later event opened or closed in
    between stay as that event left them, so that two runs at once do no harm.
    """
    search = search_of(owner=owner, codes=codes, by=by, at=at)
    found = {cause.key: cause for cause in detecting.all_causes(search)}
    return _settle(owner=owner, search=search, found=found, by=by, at=at)


def looked_for(
    *, owner: Organisation | None = None, by: Any, at: datetime
) -> tuple[Change, dict[str, int]]:
    """What a run would do now, and how many causes each rule finds; writes nothing."""
    search = search_of(owner=owner, codes=None, by=by, at=at)
    found = {cause.key: cause for cause in detecting.all_causes(search)}
    counts = Counter(key[0] for key in found)
    return change_of(_scope(search), found, at=at), dict(counts)


def search_of(
    *, owner: Organisation | None, codes: Iterable[str] | None, by: Any, at: datetime
) -> Search:
    """A search that the person may start: everywhere only who handles alerts everywhere."""
    path = owner.path if owner is not None else ""
    if not access.scope(by, Perm.HANDLE).covers(path):
        raise NotAllowed
    search = Search(settings.settings_now(), clock.day_of(at), path)
    if codes is not None:
        search.codes = frozenset(codes)
    return search


@transaction.atomic
def _settle(
    *,
    owner: Organisation | None,
    search: Search,
    found: dict[Key, Cause],
    by: Any,
    at: datetime,
) -> AlertRun:
    _one_at_a_time()
    change = change_of(_scope(search), found, at=at)
    _made, woken = write(change, search=search, by=by, at=at)
    with quietly():  # the event of the run tells of all that it found
        record_all(woken)
    _scope(search).going_on().filter(opened_at__lte=at, last_seen_at__lt=at).update(last_seen_at=at)
    opened = Counter(cause.rule for cause in change.new)
    made = AlertRun.objects.create(
        owner=owner,
        at=at,
        by=by,
        opened=len(change.new),
        closed=len(change.gone),
        going_on=change.going_on + len(change.new),
        opened_by_rule=dict(opened),
    )
    after = {
        "owner": owner.code if owner is not None else "",
        "opened": made.opened,
        "closed": made.closed,
        "going_on": made.going_on,
        "serious": sum(cause.level == Level.SERIOUS for cause in change.new),
        "woken": len(woken),
    }
    record(kind="alerts.run.done", subject=made, by=by, at=at, after=after)
    return made


def bring_up_to_date(
    scope: Any, causes: Iterable[Cause], *, search: Search, by: Any, at: datetime
) -> Change:
    """Keep a few alerts of a scope true after an event; one SQL when nothing changes.

    Each alert that opens or closes is an event of its own.
    """
    found = {cause.key: cause for cause in causes}
    change = change_of(scope, found, at=at)
    few = len(change.changed) <= FEW and not change.graver
    if few and not change.new and not change.gone:  # other numbers only: no event, no transaction
        for pk, cause in change.changed.items():
            Alert.objects.going_on().filter(pk=pk).update(**_columns(cause), last_seen_at=at)
        return change
    try:
        _keep(change, alone=True, search=search, by=by, at=at)
    except IntegrityError:  # somebody else opened one of them at the same moment
        _keep(change, alone=False, search=search, by=by, at=at)
    return change


@transaction.atomic
def _keep(change: Change, *, alone: bool, search: Search, by: Any, at: datetime) -> None:
    made, woken = write(change, search=search, by=by, at=at, alone=alone)
    told = [("closed", one) for one in change.gone.values()]
    told += [("opened", one) for one in made]
    record_all([*(_told(what, one, by, at) for what, one in told), *woken])


def _told(what: str, alert: Alert, by: Any, at: datetime) -> Event:
    after = {"rule": alert.rule, "level": alert.level}
    return new_event(kind=f"alerts.alert.{what}", subject=alert, by=by, at=at, after=after)


def change_of(scope: Any, found: dict[Key, Cause], *, at: datetime) -> Change:
    """What has to be opened, changed and closed; one SQL.

    What a later event has just closed is not opened again.
    """
    change, missing, ended = Change(), dict(found), set()
    rows = scope.not_closed_by(at).values_list(
        "pk", "last_seen_at", "closed_at", *_KEPT, *_COMPARED
    )
    for pk, seen, closed_at, *columns in rows:
        key, values = tuple(columns[: len(_KEPT)]), columns[len(_KEPT) :]
        if closed_at is not None:
            ended.add(key)
            continue
        cause = missing.pop(key, None)
        if cause is None:
            if seen <= at:  # else a later event has just opened it
                change.gone[pk] = Alert(pk=pk, rule=key[0], level=values[0], label=values[1])
            else:
                change.going_on += 1
            continue
        change.going_on += 1
        if values != _values(cause):
            change.changed[pk] = cause
            change.graver |= WEIGHTS[cause.level] > WEIGHTS[values[0]]
    change.new = [cause for key, cause in missing.items() if key not in ended]
    return change


def write(
    change: Change, *, search: Search, by: Any, at: datetime, alone: bool = False
) -> tuple[list[Alert], list[Event]]:
    """Open, change and close as told, within the transaction of the caller.

    Those opened, and an event, not yet recorded, for each that was woken: acknowledged or put
    aside at a lower level, it is open again at the higher one. Told to be `alone`, it raises an
    `IntegrityError` when somebody else has opened one of them; else it leaves that one out.
    """
    made = [_alert(cause, at) for cause in change.new]
    if made:
        Alert.objects.bulk_create(made, batch_size=BATCH, ignore_conflicts=not alone)
        if not alone:
            made = _as_stored(made) if len(made) <= BATCH else []
    woken = _rewrite(change.changed, by, at) if change.changed else []
    _close(list(change.gone), search, at)
    return made, woken


def _as_stored(made: Sequence[Alert]) -> list[Alert]:
    """The rows as they were written: what somebody else had opened already is left out."""
    wanted = {tuple(getattr(one, name) for name in _KEPT): one.opened_at for one in made}
    kinds = {one.subject_kind for one in made}
    ids = {one.subject_id for one in made}
    rows = Alert.objects.going_on().filter(subject_kind__in=kinds, subject_id__in=ids)
    return [
        row
        for row in rows
        if wanted.get(tuple(getattr(row, name) for name in _KEPT)) == row.opened_at
    ]


def _rewrite(changed: dict[int, Cause], by: Any, at: datetime) -> list[Event]:
    """The new numbers of alerts that go on, in one statement for many; who was woken by them."""
    rows = list(Alert.objects.going_on().select_for_update().filter(pk__in=changed))
    woken, events = [], []
    for row in rows:
        if _wakes(row, changed[row.pk], at):
            before = {"level": row.level, **handling.said(alert=row)}
            handling.clear(alert=row)
            woken.append(row)
            after = {"level": changed[row.pk].level}
            kind = "alerts.alert.worsened"
            events.append(
                new_event(kind=kind, subject=row, by=by, at=at, before=before, after=after)
            )
        _fill(row, changed[row.pk])
        row.last_seen_at = at
    if rows:
        Alert.objects.bulk_create(
            rows,
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[
                *("level", "weight", "label", "folded", "owner", "organisation", "programme"),
                *("facts", "last_seen_at"),
            ],
        )
    if woken:
        Alert.objects.bulk_update(woken, handling.SAID, batch_size=BATCH)
    return events


def _wakes(row: Alert, cause: Cause, at: datetime) -> bool:
    """Whether somebody answered for the alert at a lower level than it has now."""
    until = row.snoozed_until
    answered = row.acknowledged_at is not None or (until is not None and until >= clock.day_of(at))
    return answered and WEIGHTS[cause.level] > WEIGHTS[row.level]


def _close(gone: Sequence[int], search: Search, at: datetime) -> None:
    off = [
        code
        for code in {one.code for one in search.settings.decisions}
        if not all(one.setting.is_on for one in search.settings.decisions if one.code == code)
    ]
    for start in range(0, len(gone), 10 * BATCH):
        rows = Alert.objects.going_on().filter(pk__in=gone[start : start + 10 * BATCH])
        if off:
            ids = [
                pk
                for pk, rule, path, programme in rows.filter(rule__in=off).values_list(
                    "pk", "rule", "owner__path", "programme_id"
                )
                if not search.setting(rule, path, programme).is_on
            ]
            rows.filter(pk__in=ids).update(closed_at=at, close_reason=CloseReason.RULE_OFF.value)
        rows.update(closed_at=at, close_reason=CloseReason.CAUSE_ENDED.value)


def _alert(cause: Cause, at: datetime) -> Alert:
    made = Alert(
        rule=cause.rule,
        subject_kind=cause.kind,
        subject_id=cause.subject_id,
        part=cause.part,
        opened_at=at,
        last_seen_at=at,
    )
    _fill(made, cause)
    return made


def _fill(row: Alert, cause: Cause) -> None:
    for name, value in _columns(cause).items():
        setattr(row, name, value)


def _columns(cause: Cause) -> dict[str, Any]:
    """What an alert holds of its cause."""
    return {
        "level": cause.level,
        "weight": WEIGHTS[cause.level],
        "label": cause.label,
        "folded": text.fold(cause.label)[:220],
        "owner_id": cause.owner_id,
        "organisation_id": cause.organisation_id,
        "programme_id": cause.programme_id,
        "facts": dict(cause.facts),
    }


def _values(cause: Cause) -> list[Any]:
    """What is compared with the row: the numbers as they come back from the database."""
    return [
        *(cause.level, cause.label, cause.owner_id, cause.organisation_id),
        *(cause.programme_id, dict(cause.facts)),
    ]


def _scope(search: Search) -> Any:
    """The alerts that the search is about, those that have ended too."""
    found = Alert.objects.filter(search.owned()).order_by()
    return found if search.codes == frozenset(RULES) else found.filter(rule__in=search.codes)


def scope_of(*, condition: Q) -> Any:
    """Some alerts, those that have ended too."""
    return Alert.objects.filter(condition).order_by()


def _one_at_a_time() -> None:
    """Runs write one after the other; SQLite has one writer at a time anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {AlertRun._meta.db_table} IN SHARE ROW EXCLUSIVE MODE")
