"""Rights of a person: role codes held over subtrees of the organisation tree.

A tree node is named by its path (treebeard materialised path), so that a node lies in a
subtree exactly when its path starts with the path of the subtree's root.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.module_loading import import_string


@dataclass(frozen=True, slots=True)
class Role:
    """A role as data: a stable code, its name and the permissions it gives."""

    code: str
    name: Any
    permissions: frozenset[str]
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Grant:
    """One role held by one person over the subtree rooted at `path`."""

    role: str
    path: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The subtrees in which a person holds a permission; empty means nowhere."""

    everywhere: bool = False
    paths: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.everywhere or bool(self.paths)

    def covers(self, path: str | None) -> bool:
        """Whether the node with this path lies in the scope."""
        return self.everywhere or (path is not None and path.startswith(self.paths or ("\0",)))

    def q(self, field_name: str) -> Q:
        """The scope as a filter on a path column, for example `q("owner__path")`."""
        if self.everywhere:
            return Q()
        condition = Q(pk__in=())
        for path in self.paths:
            condition |= Q(**{f"{field_name}__startswith": path})
        return condition


@dataclass(slots=True)
class Access:
    """All rights of one person, resolved once and kept for the life of the user object."""

    grants: tuple[Grant, ...]
    _scopes: dict[str, Scope] = field(default_factory=dict)
    _kept: dict[str, Any] = field(default_factory=dict)

    def keep(self, key: str, make: Callable[[], Any]) -> Any:
        """A value derived from the rights, made once for the life of the user object."""
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def scope(self, permission: str) -> Scope:
        """Where the person holds the permission."""
        if permission not in self._scopes:
            self._scopes[permission] = _scope(self.grants, permission)
        return self._scopes[permission]

    @property
    def permissions(self) -> frozenset[str]:
        """Every permission the person holds somewhere."""
        return frozenset().union(*(roles()[grant.role].permissions for grant in self.grants))


def roles() -> dict[str, Role]:
    """The roles of the system by code."""
    return import_string(settings.SAURO["roles"])


def _scope(grants: Iterable[Grant], permission: str) -> Scope:
    paths: set[str] = set()
    for grant in grants:
        role = roles().get(grant.role)
        if role is None or permission not in role.permissions:
            continue
        if role.everywhere:
            return Scope(everywhere=True)
        paths.add(grant.path)
    kept = tuple(p for p in sorted(paths) if not any(p != o and p.startswith(o) for o in paths))
    return Scope(paths=kept)


def access_of(user: Any) -> Access:
    """The rights of a user; a stranger and a closed account have none."""
    cached = getattr(user, "_sauro_access", None)
    if cached is None:
        active = getattr(user, "is_authenticated", False) and user.is_active
        known = roles()
        found = import_string(settings.SAURO["grants"])(user=user) if active else ()
        cached = Access(tuple(grant for grant in found if grant.role in known))
        if active:
            user._sauro_access = cached
    return cached


def forget(user: Any) -> None:
    """Drop the rights kept on a user object after its grants changed."""
    user.__dict__.pop("_sauro_access", None)


def scope(user: Any, permission: str) -> Scope:
    """Where a user holds a permission."""
    return access_of(user).scope(permission)


def can(user: Any, permission: str, path: str | None = None) -> bool:
    """Whether a user holds a permission over a node, or anywhere when no node is given."""
    found = scope(user, permission)
    return bool(found) if path is None else found.covers(path)
