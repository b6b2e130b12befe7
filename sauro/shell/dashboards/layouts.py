"""The panels that a person sees as long as nobody arranged others."""

from __future__ import annotations

from functools import cache

from sauro.domains.documents.permissions import Perm as DocumentPerm
from sauro.domains.programmes.permissions import Perm as ProgrammePerm
from sauro.engines import access
from sauro.shell.dashboards.rules import Placed, Size

LEADS = DocumentPerm.APPROVE
"""Who approves what an agency issues leads it."""
_BUILT_IN = (
    ("headline", Size.FULL),
    ("late", Size.WIDE),
    ("changes", Size.THIRD),
    ("health", Size.THIRD),
    ("by_group", Size.HALF),
    ("by_agency", Size.HALF),
    ("soon", Size.HALF),
    ("bottlenecks", Size.HALF),
    ("suspended", Size.HALF),
    ("alerts", Size.THIRD),
    ("by_deadline", Size.THIRD),
    ("targets", Size.THIRD),
    ("trend", Size.THIRD),
    ("unclear", Size.THIRD),
)


def built_in() -> tuple[Placed, ...]:
    """The usual panels."""
    return tuple(Placed(code, size.value) for code, size in _BUILT_IN)


@cache
def shared_roles() -> tuple[str, ...]:
    """Roles whose panels can be arranged: those that see whole programmes or lead an agency."""
    leading = {str(ProgrammePerm.VIEW_ALL), str(LEADS)}
    return tuple(code for code, role in access.roles().items() if leading & role.permissions)
