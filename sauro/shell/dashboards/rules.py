"""An arrangement of panels as data: checked, changed one step at a time, written in an address."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

MOST_PANELS = 30
LARGEST_KEY = 2**53  # a number that every program reading JSON keeps as it is


class Size(StrEnum):
    """How much of the width of a page a panel takes."""

    THIRD = "third"
    HALF = "half"
    WIDE = "wide"
    FULL = "full"


class OwnerKind(StrEnum):
    """Whose arrangement it is; the first that exists applies, in this order."""

    PERSON = "person"
    PROGRAMME = "programme"
    ROLE = "role"
    PROVINCE = "province"


class SettingKind(StrEnum):
    """What a setting of a panel holds: a number within bounds, a code, or the id of a record."""

    NUMBER = "number"
    CHOICE = "choice"
    KEY = "key"


class Fault(StrEnum):
    """What is wrong with one line of an arrangement."""

    NOT_A_LINE = "not_a_line"
    UNKNOWN_PANEL = "unknown_panel"
    TWICE = "twice"
    SIZE = "size"
    SETTING = "setting"
    TOO_MANY = "too_many"


class Step(StrEnum):
    """One change of an arrangement."""

    UP = "up"
    DOWN = "down"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class SettingShape:
    """A setting a panel takes; `choices` of a choice, bounds and default of a number."""

    code: str
    kind: SettingKind
    choices: tuple[str, ...] = ()
    low: int = 1
    high: int = LARGEST_KEY
    default: int | str | None = None


@dataclass(frozen=True, slots=True)
class PanelShape:
    """What may be said of a panel; the first of the sizes is the usual one."""

    code: str
    sizes: tuple[Size, ...]
    settings: tuple[SettingShape, ...] = ()


@dataclass(frozen=True, slots=True)
class Placed:
    """A panel in its place."""

    panel: str
    size: str
    settings: Mapping[str, int | str] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """As it is stored and sent."""
        return {"panel": self.panel, "size": self.size, "settings": dict(self.settings)}


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault, the line where it is (from 1), and the words found there."""

    fault: Fault
    line: int
    found: str = ""


def checked(
    items: Sequence[Any], *, shapes: Mapping[str, PanelShape]
) -> tuple[list[Placed], list[Finding]]:
    """The lines that can be placed, and what is wrong with the others; nothing is guessed."""
    placed: list[Placed] = []
    findings: list[Finding] = []
    if len(items) > MOST_PANELS:
        findings.append(Finding(Fault.TOO_MANY, MOST_PANELS + 1, str(len(items))))
    for line, item in enumerate(items[:MOST_PANELS], 1):
        one = _line(item, line, shapes, {known.panel for known in placed})
        (findings if isinstance(one, Finding) else placed).append(one)  # type: ignore[arg-type]
    return placed, findings


def still_known(items: Sequence[Any], *, shapes: Mapping[str, PanelShape]) -> list[Placed]:
    """What can be shown of an arrangement kept long ago: panels and settings that exist today."""
    return checked(items if isinstance(items, list) else [], shapes=shapes)[0]


def stepped(placed: Sequence[Placed], *, step: Step, panel: str) -> list[Placed]:
    """The panels after one of them went up, down or away; at an end it stays where it is."""
    found = list(placed)
    here = next((n for n, one in enumerate(found) if one.panel == panel), None)
    if here is None:
        return found
    if step == Step.REMOVE:
        return [*found[:here], *found[here + 1 :]]
    there = here + (1 if step == Step.DOWN else -1)
    if 0 <= there < len(found):
        found[here], found[there] = found[there], found[here]
    return found


def with_panel(
    placed: Sequence[Placed], *, panel: str, shapes: Mapping[str, PanelShape]
) -> list[Placed]:
    """The panels with one more at the end, in its usual size; one that is there is not doubled."""
    if panel not in shapes or any(one.panel == panel for one in placed):
        return list(placed)
    return [*placed, Placed(panel, shapes[panel].sizes[0].value)]


def written(placed: Sequence[Placed]) -> str:
    """The arrangement in letters that an address may hold: `late.wide.rows-8,map.full`."""
    lines = []
    for one in placed:
        settings = [f"{name}-{value}" for name, value in sorted(one.settings.items())]
        lines.append(".".join([one.panel, one.size, *settings]))
    return ",".join(lines)


def read(text: str) -> list[dict[str, Any]]:
    """The lines written in an address, not yet checked."""
    found = []
    for line in filter(None, text.split(",")):
        panel, _dot, rest = line.partition(".")
        size, *settings = rest.split(".")
        pairs = (one.partition("-") for one in settings)
        found.append(
            {
                "panel": panel,
                "size": size,
                "settings": {name: value for name, _dash, value in pairs},
            }
        )
    return found


def _line(
    item: Any, line: int, shapes: Mapping[str, PanelShape], taken: set[str]
) -> Placed | Finding:
    if not isinstance(item, Mapping):
        return Finding(Fault.NOT_A_LINE, line)
    code = str(item.get("panel", ""))
    shape = shapes.get(code)
    if shape is None:
        return Finding(Fault.UNKNOWN_PANEL, line, code[:40])
    if code in taken:
        return Finding(Fault.TWICE, line, code)
    size = str(item.get("size") or shape.sizes[0].value)
    if size not in shape.sizes:
        return Finding(Fault.SIZE, line, size[:40])
    settings = item.get("settings") or {}
    if not isinstance(settings, Mapping):
        return Finding(Fault.SETTING, line)
    return _with_settings(Placed(code, size), settings, shape, line)


def _with_settings(
    one: Placed, settings: Mapping[Any, Any], shape: PanelShape, line: int
) -> Placed | Finding:
    known = {setting.code: setting for setting in shape.settings}
    kept: dict[str, int | str] = {}
    for name, value in settings.items():
        if value in (None, ""):
            continue
        setting = known.get(str(name))
        found = _value(setting, value) if setting is not None else None
        if setting is None or found is None:
            return Finding(Fault.SETTING, line, f"{name}={value}"[:80])
        if found != setting.default:
            kept[setting.code] = found
    return replace(one, settings=kept)


def _value(setting: SettingShape, value: Any) -> int | str | None:
    if setting.kind == SettingKind.CHOICE:
        return str(value) if str(value) in setting.choices else None
    if isinstance(value, bool) or not re.fullmatch(r"[0-9]{1,16}", str(value)):
        return None
    number = int(value)
    return number if setting.low <= number <= setting.high else None
