"""What a merger would do to tasks, programmes and targets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db.models import Q

from sauro.domains.orgs.models import Organisation, Position
from sauro.domains.programmes.models import (
    Programme,
    ProgressUpdate,
    Target,
    Task,
    TaskParty,
)
from sauro.domains.programmes.rules import PartyRole, State, UpdateState
from sauro.engines import text
from sauro.shell.merging.moves import Kind, Move, Stay

CLOSED = (State.COMPLETED.value, State.CANCELLED.value)


def moves_of(*, sources: Sequence[Organisation], target: Organisation, on: date) -> list[Move]:
    """Open tasks, the parts in them, drafts of reports, open programmes, targets still ahead."""
    return [
        *_tasks(sources, target, on),
        *_parties(sources, target),
        *_drafts(sources, target),
        *_programmes(sources, target),
        *_targets(sources, target, on),
    ]


def stays_of(*, sources: Sequence[Organisation], on: date) -> dict[str, int]:
    """Closed tasks and targets whose day has passed."""
    past = [one for one in _led_targets(sources) if not _ahead(one, on)]
    closed = Task.objects.filter(lead__in=sources, state__in=CLOSED)
    return {Stay.CLOSED_TASKS.value: closed.count(), Stay.PAST_TARGETS.value: len(past)}


def _tasks(sources: Sequence[Organisation], target: Organisation, on: date) -> list[Move]:
    ids = [one.pk for one in sources]
    posts = _posts(sources, target, on)
    mine = Q(lead__in=ids) | Q(authority__in=ids)
    mine |= Q(accountable__in=list(posts)) | Q(supervisor__in=list(posts))
    moves = []
    for task in Task.objects.filter(mine).exclude(state__in=CLOSED).order_by("pk"):
        wanted = dict.fromkeys(("lead_id", "authority_id"), target.pk)
        after = {name: new for name, new in wanted.items() if getattr(task, name) in ids}
        for name in ("accountable_id", "supervisor_id"):
            held = getattr(task, name)
            if posts.get(held, held) != held:
                after[name] = posts[held]
        if after:
            before = {name: getattr(task, name) for name in after}
            kind = Kind.TASKS if "lead_id" in after else Kind.TASK_POSTS
            moves.append(Move(kind, "programmes.task", task.pk, str(task), before, after))
    return moves


def _posts(
    sources: Sequence[Organisation], target: Organisation, on: date
) -> Mapping[int | None, int]:
    """For posts that end, the post of the successor that answers from now on.

    The one with the same title, otherwise that of its head; a successor without posts takes
    over none, and the task keeps the post that ended.
    """
    still = Q(valid_to__isnull=True) | Q(valid_to__gt=on)
    kept = list(Position.objects.filter(still, organisation=target).order_by("-is_head", "pk"))
    by_title = {text.fold(one.title): one.pk for one in reversed(kept)}
    head = next((one.pk for one in kept if one.is_head), None)
    ending = Position.objects.filter(organisation__in=sources).order_by("pk")
    return {post.pk: by_title.get(text.fold(post.title), head) or post.pk for post in ending}


def _parties(sources: Sequence[Organisation], target: Organisation) -> list[Move]:
    """Parts in open tasks; where the successor has the same part already, the double goes."""
    rows = TaskParty.objects.filter(organisation__in=sources).exclude(task__state__in=CLOSED)
    mine = list(rows.select_related("task").order_by("pk"))
    held = TaskParty.objects.filter(task__in={one.task_id for one in mine}, organisation=target)
    taken = set(held.values_list("task", "role"))
    moves = []
    for one in mine:
        key = (one.task_id, one.role)
        row: dict[str, Any] = {"before": {"organisation_id": one.organisation_id}}
        if key in taken:
            names = ("task_id", "role", "organisation_id", "mention", "position")
            row = {"before": {name: getattr(one, name) for name in names}}
        else:
            taken.add(key)
            row["after"] = {"organisation_id": target.pk}
        with_the_task = one.role == PartyRole.LEAD and one.task.lead_id == one.organisation_id
        moves.append(
            Move(
                kind=Kind.PARTIES,
                table="programmes.taskparty",
                pk=one.pk,
                label=f"{one.get_role_display()}: {one.task}",
                counted=not with_the_task,
                **row,
            )
        )
    return moves


def _drafts(sources: Sequence[Organisation], target: Organisation) -> list[Move]:
    rows = ProgressUpdate.objects.filter(
        organisation__in=sources, state=UpdateState.DRAFT.value
    ).exclude(task__state__in=CLOSED)
    return [
        Move(
            kind=Kind.DRAFTS,
            table="programmes.progressupdate",
            pk=one.pk,
            label=f"{one.task}: {one}",
            before={"organisation_id": one.organisation_id},
            after={"organisation_id": target.pk},
            seen={"state": one.state, "version": one.version},
        )
        for one in rows.select_related("task").order_by("pk")
    ]


def _programmes(sources: Sequence[Organisation], target: Organisation) -> list[Move]:
    ids = [one.pk for one in sources]
    mine = Q(owner__in=ids) | Q(standing__in=ids)
    moves = []
    for one in Programme.objects.filter(mine, closed_on__isnull=True).order_by("pk"):
        names = [name for name in ("owner_id", "standing_id") if getattr(one, name) in ids]
        before = {name: getattr(one, name) for name in names}
        after = dict.fromkeys(names, target.pk)
        moves.append(Move(Kind.PROGRAMMES, "programmes.programme", one.pk, str(one), before, after))
    return moves


def _targets(sources: Sequence[Organisation], target: Organisation, on: date) -> list[Move]:
    return [
        Move(
            kind=Kind.TARGETS,
            table="programmes.target",
            pk=one.pk,
            label=str(one),
            before={"lead_id": one.lead_id},
            after={"lead_id": target.pk},
        )
        for one in _led_targets(sources)
        if _ahead(one, on)
    ]


def _led_targets(sources: Sequence[Organisation]) -> list[Target]:
    rows = Target.objects.filter(lead__in=sources, programme__closed_on__isnull=True)
    return list(rows.order_by("pk"))


def _ahead(target: Target, on: date) -> bool:
    """Whether a target is still to be reached after a day."""
    due = target.due_on or (date(target.year, 12, 31) if target.year else None)
    return due is None or due > on
