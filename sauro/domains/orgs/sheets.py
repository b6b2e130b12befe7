"""What the pages of organisations print, put together from selectors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.dateparse import parse_date
from django.utils.translation import get_language

from sauro.domains.accounts.permissions import Perm as AccountPerm
from sauro.domains.orgs import rules, selectors
from sauro.domains.orgs.labels import BODY_ROLES, FIELDS, ORG_KINDS
from sauro.domains.orgs.models import Organisation, in_force
from sauro.domains.orgs.permissions import Perm
from sauro.engines import access
from sauro.engines.history import reading
from sauro.engines.listing import columns

TREE_ROWS = 400
PARTS_SHOWN = 60
_KINDS = dict(ORG_KINDS)
_BODY_ROLES = dict(BODY_ROLES)


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post and who holds it on the day."""

    position: Any
    holder: Any


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything the page of an organisation prints."""

    organisation: Organisation
    above: list[Organisation]
    parts: list[Organisation]
    parts_total: int
    aliases: list[Any]
    posts: list[PostLine]
    members: list[Any]
    grants: list[Any]
    successors: list[Any]
    predecessors: list[Any]
    history: list[Any]
    is_body: bool
    is_closed: bool
    may_manage: bool
    may_see_accounts: bool


@dataclass(slots=True)
class Branch:
    """A node of the tree with the branches below it."""

    organisation: Organisation
    below: list[Branch] = field(default_factory=list)
    hidden: int = 0


def on(day: date) -> Q:
    """Organisations in force on a day."""
    return in_force(day)


def sheet_of(*, organisation: Organisation, user: Any, day: date) -> Sheet:
    """The page of an organisation; the number of queries does not grow with its size."""
    parts = selectors.children_of(organisation=organisation, day=day)
    shown = list(parts[: PARTS_SHOWN + 1])
    posts = list(selectors.positions_of(organisation=organisation, day=day))
    holders = selectors.holders(positions=posts, day=day) if posts else {}
    may_see_accounts = access.can(user, AccountPerm.VIEW, organisation.path)
    is_body = organisation.kind in rules.BODIES
    return Sheet(
        organisation=organisation,
        above=selectors.ancestors_of(organisation=organisation),
        parts=shown[:PARTS_SHOWN],
        parts_total=parts.count() if len(shown) > PARTS_SHOWN else len(shown),
        aliases=list(organisation.aliases.all()),
        posts=[PostLine(post, holders.get(post.pk)) for post in posts],
        members=list(selectors.members_of(body=organisation, day=day)) if is_body else [],
        grants=_grants(organisation, day) if may_see_accounts else [],
        successors=list(selectors.successors_of(organisation=organisation)),
        predecessors=list(selectors.predecessors_of(organisation=organisation)),
        history=history_of(organisation),
        is_body=is_body,
        is_closed=organisation.valid_to is not None and organisation.valid_to < day,
        may_manage=access.allowed(user, Perm.MANAGE, organisation),
        may_see_accounts=may_see_accounts,
    )


def branches(rows: QuerySet[Organisation], *, root: Organisation | None) -> list[Branch]:
    """The tree of some organisations below a root, at most some hundred of them."""
    if root is not None:
        rows = rows.filter(path__startswith=root.path)
    tops: list[Branch] = []
    chain: list[Branch] = []
    for organisation in rows.order_by("path")[:TREE_ROWS]:
        while chain and not organisation.path.startswith(chain[-1].organisation.path):
            chain.pop()
        branch = Branch(organisation)
        (chain[-1].below if chain else tops).append(branch)
        chain.append(branch)
    _count_hidden(tops, total=rows.count())
    return tops


def history_of(subject: Any, *, limit: int = 20) -> list[dict[str, Any]]:
    """The events of a record, with the names of the changed fields in words."""
    return [
        {
            "label": entry.label,
            "at": entry.at,
            "by": entry.by_name,
            "note": entry.note,
            "changes": [
                {
                    "label": FIELDS.get(name, name),
                    "before": _shown(name, old),
                    "after": _shown(name, new),
                }
                for name, old, new in entry.changes
            ],
        }
        for entry in reading.timeline(subject, limit=limit)
    ]


@dataclass(frozen=True, slots=True)
class BodyLine:
    """A steering committee or working group with its head and its number of members."""

    body: Organisation
    head: Any
    members: int


def bodies(*, user: Any, day: date) -> list[BodyLine]:
    """The bodies a person may see on a day."""
    found = list(selectors.visible_to(user=user).filter(on(day), kind__in=rules.BODIES))
    seats: dict[int, list[Any]] = {}
    for seat in selectors.members_of_all(bodies=found, day=day):
        seats.setdefault(seat.body_id, []).append(seat)
    lines = []
    for body in found:
        members = seats.get(body.pk, [])
        head = next((one.person for one in members if one.role == rules.BodyRole.HEAD), None)
        lines.append(BodyLine(body, head, len(members)))
    return lines


@dataclass(frozen=True, slots=True)
class CollectiveLine:
    """A collective name with the kinds and the number of organisations it means."""

    collective: Any
    kinds: list[Any]
    members: int


def collective_lines(*, root: Organisation | None, day: date) -> list[CollectiveLine]:
    """The collective names of a province; members are counted from one query."""
    found = list(selectors.collectives(province_root=root))
    counts = selectors.collective_counts(collectives=found, province_root=root, day=day)
    words = dict(ORG_KINDS)
    return [
        CollectiveLine(one, [words.get(kind, kind) for kind in one.kinds], counts[one.pk])
        for one in found
    ]


def _grants(organisation: Organisation, day: date) -> list[Any]:
    roles = access.roles()
    here = access.Scope(paths=(organisation.path,))
    found = selectors.role_grants_over(scope=here, day=day).filter(organisation=organisation)
    return [
        {"user": grant.user, "role": roles[grant.role].name if grant.role in roles else grant.role}
        for grant in found[:PARTS_SHOWN]
    ]


def _count_hidden(tops: Iterable[Branch], *, total: int) -> None:
    shown = sum(1 for _branch in _walk(tops))
    for top in tops:
        top.hidden = total - shown
        break


def _walk(branches_: Iterable[Branch]) -> Iterable[Branch]:
    for branch in branches_:
        yield branch
        yield from _walk(branch.below)


def _shown(name: str, value: Any) -> Any:
    """A kept value as a person reads it; what is not understood stays as it is."""
    if isinstance(value, list):
        return ", ".join(str(_shown(name, one)) for one in value)
    if isinstance(value, bool):
        return columns.yes_or_no(value)
    if name in ("kind", "kinds"):
        return _KINDS.get(value, value)
    if name == "role":
        role = access.roles().get(value)
        return role.name if role else _BODY_ROLES.get(value, value)
    if name.startswith("valid_") and isinstance(value, str):
        return columns.written(parse_date(value) or value, language=get_language() or "vi")
    return value
