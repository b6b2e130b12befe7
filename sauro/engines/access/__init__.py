"""Rights: `can`, `scope` and the view decorators; roles are data in `config/roles.py`."""

from sauro.engines.access.guards import logged_in, public, require
from sauro.engines.access.predicates import allowed, check, predicate, register
from sauro.engines.access.scopes import (
    Access,
    Grant,
    Role,
    Scope,
    access_of,
    can,
    forget,
    roles,
    scope,
)

__all__ = [
    "Access",
    "Grant",
    "Role",
    "Scope",
    "access_of",
    "allowed",
    "can",
    "check",
    "forget",
    "logged_in",
    "predicate",
    "public",
    "register",
    "require",
    "roles",
    "scope",
]
