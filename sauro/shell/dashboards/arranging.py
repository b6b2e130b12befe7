"""The list of panels while a person arranges it: what was typed, one step, what the page prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.engines import access
from sauro.shell.dashboards import rules, services
from sauro.shell.dashboards.labels import SIZES
from sauro.shell.dashboards.panels import PANELS, SHAPES
from sauro.shell.dashboards.panels.shape import Panel, Setting
from sauro.shell.dashboards.rules import OwnerKind, SettingKind, Step
from sauro.shell.dashboards.selectors import Owner


@dataclass(slots=True)
class Desk:
    """Panels being arranged as typed, the version that was looked at, and what is wrong."""

    owner: Owner
    version: int
    items: list[dict[str, Any]]
    errors: dict[int, str] = field(default_factory=dict)
    refusal: str = ""

    def change(self, what: str, *, added: str = "") -> str:
        """One step of the list; gives the id of the button that keeps the focus.

        Nothing moves while a line is wrong: the line says what is.
        """
        placed, findings = rules.checked(self.items, shapes=SHAPES)
        self.errors = {one.line: services.words_of(one) for one in findings}
        if findings:
            return ""
        step, _colon, panel = what.partition(":")
        if step == "add":
            placed = rules.with_panel(placed, panel=added, shapes=SHAPES)
            focus = f"up-{added}"
        elif step in set(Step):
            placed = rules.stepped(placed, step=Step(step), panel=panel)
            focus = _focus(step, panel, [one.panel for one in placed])
        else:
            return ""
        self.items = [one.as_data() for one in placed]
        return focus

    def refuse(self, refused: DomainError) -> None:
        """Keep what was typed and say why it was not saved."""
        if isinstance(refused, services.CannotArrange):
            self.errors = {one.line: services.words_of(one) for one in refused.findings}
            self.refusal = "" if self.items else _("Choose at least one panel.")
        else:
            self.refusal = str(refused)


def desk_of(*, owner: Owner, posted: QueryDict) -> Desk:
    """The list as a form sent it."""
    version = posted.get("version", "")
    codes = [code for code in posted.getlist("panel") if code in PANELS]
    items = [
        {
            "panel": code,
            "size": posted.get(f"size-{code}", ""),
            "settings": {
                one.code: posted.get(f"{code}-{one.code}", "").strip()
                for one in PANELS[code].settings
            },
        }
        for code in codes
    ]
    number = int(version) if version.isdecimal() and len(version) < 9 else 0
    return Desk(owner, number, items)


def context(
    *, user: Any, owners: Sequence[Owner], desk: Desk, changed: bool, focus: str
) -> dict[str, Any]:
    """What the page prints."""
    seen = [code for code, one in PANELS.items() if one.open_to(user)]
    taken = [item["panel"] for item in desk.items]
    last = len(desk.items)
    lines = [_line(item, line, last, desk, user) for line, item in enumerate(desk.items, 1)]
    written = rules.written(rules.checked(desk.items, shapes=SHAPES)[0])
    query = urlencode({"panels": written}, safe=",.")
    return {
        "owners": [(one.key, owner_words(one), one.key == desk.owner.key) for one in owners],
        "owner_key": desk.owner.key,
        "owner_words": owner_words(desk.owner),
        "version": desk.version,
        "lines": lines,
        "free": [(code, PANELS[code].title) for code in seen if code not in taken],
        "sizes": SIZES,
        "changed": changed,
        "focus": focus,
        "refusal": desk.refusal,
        "has_errors": bool(desk.errors),
        "preview_url": f"{reverse('dashboard')}?{query}",
        "copy_url": f"{reverse('dashboard_arrange')}?{query}",
    }


def owner_words(owner: Owner) -> str:
    """Whose page it is, in words."""
    if owner.kind == OwnerKind.PROGRAMME and owner.programme is not None:
        return _("Programme %(name)s") % {"name": owner.programme.code}
    if owner.kind == OwnerKind.ROLE and owner.province is not None:
        role = access.roles()[owner.role].name
        return _("Role “%(role)s” – %(place)s") % {"role": role, "place": owner.province.label}
    if owner.kind == OwnerKind.PROVINCE and owner.province is not None:
        return _("Everybody – %(place)s") % {"place": owner.province.label}
    return _("My own page")


def _line(item: dict[str, Any], line: int, last: int, desk: Desk, user: Any) -> dict[str, Any]:
    panel = PANELS[item["panel"]]
    words = dict(SIZES)
    return {
        "panel": panel,
        "first": line == 1,
        "last": line == last,
        "size": item["size"] or panel.sizes[0].value,
        "sizes": [(size.value, words[size.value]) for size in panel.sizes],
        "settings": [_setting(panel, one, item["settings"], user) for one in panel.settings],
        "error": desk.errors.get(line, ""),
        "up_id": f"up-{panel.code}",
        "down_id": f"down-{panel.code}",
    }


def _setting(panel: Panel, one: Setting, given: dict[str, Any], user: Any) -> dict[str, Any]:
    value = given.get(one.code, "")
    choices = [(str(code), str(words)) for code, words in one.choices(user)] if one.choices else []
    if value and choices and str(value) not in dict(choices):
        choices.append((str(value), _("No longer there (%(id)s)") % {"id": value}))
    return {
        "name": f"{panel.code}-{one.code}",
        "label": one.label,
        "value": str(value),
        "choices": choices,
        "is_choice": one.kind != SettingKind.NUMBER,
        "may_be_empty": one.kind == SettingKind.KEY,
        "low": one.low,
        "high": one.high,
        "usual": one.default,
    }


def _focus(step: str, panel: str, order: list[str]) -> str:
    """The same button again; at an end the one that leads back; after removal the list."""
    if panel not in order:
        return "add"
    here = order.index(panel)
    if step == Step.UP and here == 0:
        step = Step.DOWN
    elif step == Step.DOWN and here == len(order) - 1:
        step = Step.UP
    return f"{step}-{panel}"
