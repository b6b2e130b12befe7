"""Rights on one object, as named predicates of the `rules` library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import rules
from django.utils.translation import gettext as _

from sauro.core.errors import NotAllowed
from sauro.engines.access.scopes import can, scope

predicate = rules.predicate


def granted(permission: str, path_of: Callable[[Any], str | None]) -> Any:
    """A predicate: the user holds the permission over the node to which the object belongs.

    An object that belongs to no node is within the reach of those who hold it everywhere.
    """

    @rules.predicate(name=f"granted:{permission}")
    def holds(user: Any, subject: Any) -> bool:
        if subject is None:
            return can(user, permission)
        return scope(user, permission).covers(path_of(subject))

    return holds


def register(
    permission: str, path_of: Callable[[Any], str | None], *further: Callable[[Any, Any], bool]
) -> None:
    """Make `allowed(user, permission, subject)` answer by scope and by further predicates."""
    rule = granted(permission, path_of)
    for condition in further:
        rule &= rules.predicate(condition)
    rules.set_perm(str(permission), rule)


def allowed(user: Any, permission: str, subject: Any = None) -> bool:
    """Whether the user may do this to the object."""
    return bool(rules.has_perm(str(permission), user, subject))


def check(user: Any, permission: str, subject: Any = None) -> None:
    """Raise `NotAllowed` unless the user may do this to the object."""
    if not allowed(user, permission, subject):
        raise NotAllowed(_("Your role does not allow this here."))
