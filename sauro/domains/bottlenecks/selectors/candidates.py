"""Tasks and targets that may wait for a bottleneck, by words of their titles."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.selectors.waiting import TARGET, TASK
from sauro.domains.programmes.selectors import visibility
from sauro.engines import subjects, text

MOST = 12
_LONGEST = 160
_WORDS = {TASK: _("Task"), TARGET: _("Target")}


def offered(
    *, bottleneck: Bottleneck, user: Any, words: str, ticked: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """Records as a form offers them: those ticked already, then those that the words find."""
    keys = [one.partition(":") for one in ticked][:50]
    wanted = [(kind, number) for kind, _colon, number in keys if kind in _WORDS]
    if words:
        wanted += _found(bottleneck, user, words)
    held = {one.key for one in bottleneck.subjects.all()}
    seen = subjects.find(keys=wanted, user=user)
    return [
        (f"{kind}:{number}", f"{_WORDS[kind]}: {seen[kind, number].label[:_LONGEST]}")
        for kind, number in dict.fromkeys(wanted)
        if (kind, number) in seen and (kind, number) not in held
    ]


def _found(bottleneck: Bottleneck, user: Any, words: str) -> list[tuple[str, str]]:
    meant = text.matches_query(words, folded="folded") | Q(number__iexact=words.strip())
    inside = Q(programme__owner__path__startswith=bottleneck.owner.path)
    tasks = visibility.visible_tasks(user=user).filter(meant, inside)
    targets = visibility.visible_targets(user=user).filter(meant, inside)
    found = [(TASK, pk) for pk in tasks.order_by("pk").values_list("pk", flat=True)[:MOST]]
    found += [(TARGET, pk) for pk in targets.order_by("pk").values_list("pk", flat=True)[:MOST]]
    return [(kind, str(pk)) for kind, pk in found]
