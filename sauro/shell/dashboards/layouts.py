"""The panels that a person sees as long as nobody arranged others, by what he may see."""

from __future__ import annotations

from functools import cache

from sauro.domains.programmes.permissions import Perm as ProgrammePerm
from sauro.engines import access
from sauro.shell.dashboards.rules import Placed, Size

_WHOLE = (
    ("headline", Size.FULL),
    ("late", Size.WIDE),
    ("by_deadline", Size.THIRD),
    ("by_group", Size.HALF),
    ("by_agency", Size.HALF),
    ("soon", Size.HALF),
    ("suspended", Size.HALF),
    ("targets", Size.THIRD),
    ("unclear", Size.THIRD),
    ("trend", Size.THIRD),
)
_OWN = (("opinions", Size.HALF),)


def built_in(*, own: bool = False) -> tuple[Placed, ...]:
    """The usual panels of those who see whole programmes, or of those who see their own work."""
    return tuple(Placed(code, size.value) for code, size in (_OWN if own else _WHOLE))


@cache
def shared_roles() -> tuple[str, ...]:
    """Roles whose page can be arranged: those that see programmes, whole or in part."""
    sees = {str(ProgrammePerm.VIEW_ALL), str(ProgrammePerm.VIEW_OWN)}
    return tuple(code for code, role in access.roles().items() if role.permissions & sees)


@cache
def own_roles() -> tuple[str, ...]:
    """Roles that see the work of their units only."""
    whole = str(ProgrammePerm.VIEW_ALL)
    return tuple(code for code in shared_roles() if whole not in access.roles()[code].permissions)
