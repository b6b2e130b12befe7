"""Whom a written name means: certain by name or alias, otherwise suggestions and no guess."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, cast

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from sauro.domains.orgs import rules
from sauro.domains.orgs.models import Collective, Organisation, Succession
from sauro.domains.orgs.rules import PROVINCES, MatchReason, OrgKind
from sauro.engines import text

Kind = Literal["organisation", "collective", "none"]
Key = tuple[Literal["organisation", "collective"], int]
_CERTAIN = 100.0
_SUGGESTED = 3
_COMPARED = 10


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a name might mean, with a score of 60 to 100 and a reason of `text.names.Reason`."""

    object: Organisation | Collective
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Match:
    """What a written name means; `object` is set only when it is certain.

    `successor` is who has the work on the day asked about when `object` is closed by then.
    """

    kind: Kind
    object: Organisation | Collective | None
    score: float
    reason: MatchReason
    suggestions: tuple[Suggestion, ...] = ()
    successor: Organisation | None = None


class _Known:
    """Everything a name can mean here."""

    def __init__(self, day: date, root_path: str) -> None:
        self.day = day
        self._root_path = root_path
        self.objects: dict[Key, Any] = {}
        self._names: dict[Key, list[str]] = {}
        self._other_names: set[tuple[Key, str]] = set()

    def add(self, key: Key, one: Any, names: Iterable[str]) -> None:
        """File an object under its names, and under its other name when the row carries one."""
        if key not in self.objects:
            self.objects[key] = one
            kind = getattr(one, "kind", OrgKind.OTHER)
            self._names[key] = [form for name in names for form in rules.forms_of(kind, name)]
        if one.alias:
            self._names[key].append(one.alias)
            self._other_names.add((key, text.names.canonical(one.alias)))

    def index(self) -> text.names.NameIndex[Key]:
        """The names on record, to be asked many times."""
        return text.names.NameIndex(self._names)

    def narrowed(self, keys: list[Key]) -> list[Key]:
        """Of several, those of the own province, then those in force on the day."""
        for test in (self._is_own, self._is_in_force):
            keys = [key for key in keys if test(key)] or keys
        return keys

    def reason_for(self, key: Key, mention: str) -> MatchReason:
        """Whether a certain match is by the name itself or by another one."""
        written = text.names.canonical(mention)
        one = self.objects[key]
        if written in map(text.names.canonical, (one.name, one.short_name)):
            return MatchReason.NAME
        other = (key, written) in self._other_names
        return MatchReason.ALIAS if other else MatchReason.NAME

    def successor(self, one: Any) -> Organisation | None:
        """The organisation in force on the day that has the work of a closed one."""
        seen = set()
        while not rules.in_force(one.valid_from, one.valid_to, self.day):
            one = self.objects.get(("organisation", one.successor_id))
            if one is None or one.pk in seen:
                return None
            seen.add(one.pk)
        return cast("Organisation", one)

    def _is_own(self, key: Key) -> bool:
        path = getattr(self.objects[key], "path", None)
        return bool(self._root_path) and path is not None and path.startswith(self._root_path)

    def _is_in_force(self, key: Key) -> bool:
        one = self.objects[key]
        return key[0] == "collective" or rules.in_force(one.valid_from, one.valid_to, self.day)


def match_mention(*, mention: str, province_root: Organisation | None, day: date) -> Match:
    """Whom one written name means in a plan of a province (or of the country) on a day."""
    return match_mentions(mentions=[mention], province_root=province_root, day=day)[mention]


def match_mentions(
    *, mentions: Iterable[str], province_root: Organisation | None, day: date
) -> dict[str, Match]:
    """Whom each written name means; two queries for any number of names."""
    known = _known(province_root, day)
    index = known.index()
    return {mention: _match(mention, known, index) for mention in dict.fromkeys(mentions)}


def _known(root: Organisation | None, day: date) -> _Known:
    provincial = root is not None and root.kind != OrgKind.NATIONAL
    known = _Known(day, root.path if root is not None and provincial else "")
    for organisation in _candidates(root if provincial else None):
        names = [organisation.name, organisation.short_name]
        known.add(("organisation", organisation.pk), organisation, names)
    for collective in _collectives(root):
        known.add(("collective", collective.pk), collective, [collective.name])
    return known


def _candidates(root: Organisation | None) -> QuerySet[Any]:
    wanted = Q(is_reference=True) | Q(kind__in=PROVINCES)
    if root is not None:
        wanted |= Q(path__startswith=root.path)
        if root.unit_id:
            wanted |= Q(unit_id=root.unit_id)
    follower = Succession.objects.filter(predecessor=OuterRef("pk")).order_by("on", "id")
    found: QuerySet[Any] = (
        Organisation.objects.filter(wanted)
        .annotate(alias=F("aliases__name"), successor_id=Subquery(follower.values("successor")[:1]))
        .order_by("path", "aliases__id")
    )
    return found


def _collectives(root: Organisation | None) -> QuerySet[Any]:
    known = Q(within__isnull=True)
    if root is not None:
        known |= Q(within__path__startswith=root.path)
    found = Collective.objects.filter(known).annotate(alias=F("aliases__name"))
    return found.order_by("id", "aliases__id")


def _match(mention: str, known: _Known, index: text.names.NameIndex[Key]) -> Match:
    found = index.best(mention, limit=_COMPARED)
    certain = known.narrowed([hit.key for hit in found if hit.score == _CERTAIN])
    if len(certain) == 1:
        return _certain(certain[0], mention, known)
    shown = [hit for hit in found if not certain or hit.key in certain][:_SUGGESTED]
    suggestions = tuple(
        Suggestion(known.objects[hit.key], hit.score, str(hit.reason)) for hit in shown
    )
    reason = MatchReason.UNKNOWN
    if suggestions:
        reason = MatchReason.AMBIGUOUS if certain else MatchReason.SIMILAR
    return Match("none", None, found[0].score if found else 0.0, reason, suggestions)


def _certain(key: Key, mention: str, known: _Known) -> Match:
    one = known.objects[key]
    if key[0] == "collective":
        return Match("collective", one, _CERTAIN, MatchReason.COLLECTIVE)
    if one.valid_to is not None and one.valid_to < known.day:
        following = known.successor(one)
        return Match("organisation", one, _CERTAIN, MatchReason.CLOSED, successor=following)
    return Match("organisation", one, _CERTAIN, known.reason_for(key, mention))
