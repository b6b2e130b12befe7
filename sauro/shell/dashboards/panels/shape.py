"""What a panel is: a title, a rule in words, a function from what was read to what is printed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from sauro.domains.programmes.permissions import Perm as ProgrammePerm
from sauro.domains.programmes.selectors.bags import Keys
from sauro.engines import access
from sauro.shell.dashboards.rules import PanelShape, SettingKind, SettingShape, Size

if TYPE_CHECKING:
    from sauro.shell.dashboards.reads import Reads

Settings = Mapping[str, Any]
HALVES = (Size.HALF, Size.WIDE, Size.FULL, Size.THIRD)
THIRDS = (Size.THIRD, Size.HALF, Size.WIDE, Size.FULL)
WIDES = (Size.WIDE, Size.FULL, Size.HALF)
FULL = (Size.FULL,)


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting a person may give; `choices(user)` are (value, words) of a choice or a key."""

    code: str
    label: Any
    kind: SettingKind
    choices: Callable[[Any], Iterable[tuple[str, Any]]] | None = None
    codes: tuple[str, ...] = ()
    low: int = 1
    high: int = 2**53
    default: int | str | None = None

    @property
    def shape(self) -> SettingShape:
        """The setting as the rules check it."""
        return SettingShape(self.code, self.kind, self.codes, self.low, self.high, self.default)


@dataclass(frozen=True, slots=True)
class Panel:
    """A panel of the overview.

    `needs` names the shared reads it takes (attributes of `Reads`), `sql` how many statements it
    makes on top of them at most. `tallies` gives further small counts that are read together with
    those of all other panels, `keys` further ways to count tasks. Without `past` its figures are
    those of today only. A panel `apart` is costly: the page has a link and fetches it later.
    Without `permission` it is for everybody, of what he sees himself.
    """

    code: str
    title: Any
    icon: str
    rule: Any
    context: Callable[[Reads, Settings], dict[str, Any]]
    sizes: tuple[Size, ...] = HALVES
    needs: tuple[str, ...] = ()
    sql: int = 0
    settings: tuple[Setting, ...] = ()
    permission: str | None = ProgrammePerm.VIEW_ALL
    past: bool = True
    frame: bool = True
    tallies: Callable[[Reads], Iterable[Any]] | None = None
    keys: Keys | None = None
    apart: bool = False

    def open_to(self, user: Any) -> bool:
        """Whether a person may see it."""
        return self.permission is None or access.can(user, self.permission)

    @property
    def template(self) -> str:
        """The template of its body."""
        return f"dashboards/panels/{self.code}.html"

    @property
    def shape(self) -> PanelShape:
        """The panel as the rules check it."""
        return PanelShape(self.code, self.sizes, tuple(one.shape for one in self.settings))


def rows_setting(default: int, *, most: int = 20) -> Setting:
    """How many lines a list shows."""
    return Setting("rows", _("Rows"), SettingKind.NUMBER, low=1, high=most, default=default)


def rows_of(settings: Settings, default: int) -> int:
    """The number of lines asked for."""
    return int(settings.get("rows") or default)
