"""The panels that a person sees as long as nobody arranged others."""

from __future__ import annotations

from functools import cache

from sauro.domains.programmes.permissions import Perm as ProgrammePerm
from sauro.engines import access
from sauro.shell.dashboards.rules import Placed, Size

_BUILT_IN = (
    ("headline", Size.FULL),
    ("late", Size.WIDE),
    ("changes", Size.THIRD),
    ("by_group", Size.HALF),
    ("by_agency", Size.HALF),
    ("soon", Size.HALF),
    ("bottlenecks", Size.HALF),
    ("health", Size.THIRD),
    ("alerts", Size.THIRD),
    ("by_deadline", Size.THIRD),
    ("targets", Size.THIRD),
    ("trend", Size.THIRD),
    ("unclear", Size.THIRD),
    ("suspended", Size.HALF),
)


def built_in() -> tuple[Placed, ...]:
    """The usual panels."""
    return tuple(Placed(code, size.value) for code, size in _BUILT_IN)


@cache
def shared_roles() -> tuple[str, ...]:
    """Roles whose overview can be arranged: those that see whole programmes."""
    whole = str(ProgrammePerm.VIEW_ALL)
    return tuple(code for code, role in access.roles().items() if whole in role.permissions)
