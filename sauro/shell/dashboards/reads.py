"""What the panels of a page read: every part once for all of them, and only what one asks for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from sauro.domains.programmes.selectors.bags import Keys
from sauro.domains.programmes.selectors.dashboard import Dashboard
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.engines import access

if TYPE_CHECKING:
    from sauro.shell.dashboards.panels.shape import Panel

# The parts that panels share; a panel names those it takes, and a test holds it to that.
SHARED = ("bags", "cube", "names", "tallies", "worrying", "standings")


class Reads(Dashboard):
    """The figures of a page for one person, programme and day."""

    def __init__(self, *, user: Any, code: str, as_of: AsOf) -> None:
        super().__init__(user=user, code=code, as_of=as_of)
        self._panels: tuple[Panel, ...] = ()

    def prepare(self, panels: Iterable[Panel]) -> None:
        """Say which panels will be shown, so that their small counts are read together."""
        self._panels = tuple(panels)

    def more_tallies(self) -> list[QuerySet[Any, Any]]:
        """The names of what the cube counts, and the small counts of the panels shown."""
        wanted = any("names" in one.needs for one in self._panels)
        parts = super().more_tallies() if wanted else []
        for make in dict.fromkeys(one.tallies for one in self._panels):
            parts += make(self) if make is not None else ()
        return parts

    def more_keys(self) -> list[Keys]:
        """Further keys of tasks that the panels shown count."""
        return list(dict.fromkeys(one.keys for one in self._panels if one.keys is not None))

    def counted(self, what: str) -> dict[str, int]:
        """The small counts of one kind by key, from the tallies."""
        return self.tallies.more.get(what, {})

    @cached_property
    def may(self) -> _May:
        """What the person may do."""
        return _May(self.user)


class _May:
    def __init__(self, user: Any) -> None:
        self._user = user

    def __call__(self, permission: str) -> bool:
        return access.can(self._user, permission)
