"""What people type about notices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sauro.engines.notify import tables
from sauro.engines.notify.models import Preference
from sauro.engines.notify.rules import Way, way_of, ways_of

WAYS = {Way.NOW: _("At once"), Way.DIGEST: _("In the daily digest"), Way.OFF: _("Not at all")}
NUMBER = re.compile(r"\d+")
SEPARATORS = re.compile(r"[\s,;]+")


def _hour(label: Any, **more: Any) -> forms.TimeField:
    return forms.TimeField(
        label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more
    )


class PreferenceForm(forms.Form):
    """How each kind of notice reaches me, when, and in which language."""

    digest_at = _hour(
        _("Daily digest at"), help_text=_("On working days, one message with all that has come in.")
    )
    quiet_from = _hour(_("Quiet from"))
    quiet_to = _hour(
        _("Quiet until"),
        help_text=_("In these hours and on days off nothing is sent; it waits until they end."),
    )
    language = forms.ChoiceField(label=_("Language of messages"), choices=settings.LANGUAGES)

    def __init__(self, data: Any = None, *, preference: Preference) -> None:
        names = ("digest_at", "quiet_from", "quiet_to", "language")
        super().__init__(data, initial={name: getattr(preference, name) for name in names})
        self.channels = tables.channels_on()
        self.kinds = tables.kinds()
        for kind in self.kinds.values():
            for channel in self.channels:
                chosen = preference.choices.get(kind.code, {}).get(channel, "")
                self.fields[_name(kind.code, channel)] = _way_field(kind, channel, chosen)

    def groups(self) -> Iterator[tuple[Any, list[tuple[Any, list[forms.BoundField]]], bool]]:
        """The kinds of each part of the system, with the choice for each channel, and whether
        anything was chosen there.
        """
        parts = tables.parts()
        ordered = sorted(self.kinds.values(), key=lambda kind: kind.part)
        for part, kinds in groupby(ordered, key=lambda kind: kind.part):
            rows = [
                (kind.label, [self[_name(kind.code, channel)] for channel in self.channels])
                for kind in kinds
            ]
            chosen = any(field.value() for _label, fields in rows for field in fields)
            yield parts.get(part, part), rows, chosen

    def values(self) -> dict[str, Any]:
        """What the service takes."""
        cleaned = self.cleaned_data
        choices = {
            kind: {
                channel: cleaned[_name(kind, channel)]
                for channel in self.channels
                if cleaned[_name(kind, channel)]
            }
            for kind in self.kinds
        }
        plain = ("digest_at", "quiet_from", "quiet_to", "language")
        return {"choices": choices, **{name: cleaned[name] for name in plain}}


def _name(kind: str, channel: str) -> str:
    return f"{kind}:{channel}"


def _way_field(kind: tables.Kind, channel: str, chosen: str) -> forms.ChoiceField:
    usual = WAYS[way_of({}, kind=kind.code, channel=channel, urgent=kind.urgent)]
    choices: list[tuple[str, Any]] = [("", _("As usual: %(way)s") % {"way": usual})]
    choices += [(way.value, WAYS[way]) for way in ways_of(channel)]
    return forms.ChoiceField(label=kind.label, choices=choices, required=False, initial=chosen)


class Numbers(forms.Field):
    """Numbers separated by commas or blanks, as a list."""

    def to_python(self, value: Any) -> list[int]:
        words = [word for word in SEPARATORS.split(str(value or "")) if word]
        wrong = [word for word in words if not NUMBER.fullmatch(word) or len(word) > 4]
        if wrong:
            raise forms.ValidationError(
                _("“%(word)s” is not a number of days."), params={"word": wrong[0]}
            )
        return [int(word) for word in words]

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(map(str, value)) if isinstance(value, list | tuple) else value


class StepsForm(forms.Form):
    """When people are reminded, in working days."""

    before = Numbers(
        label=_("Working days before the day"), required=False, help_text=_("For example: 7, 3, 1")
    )
    on_day = forms.BooleanField(label=_("On the day itself"), required=False)
    after = Numbers(
        label=_("Working days after the day"),
        required=False,
        help_text=_("For example: 1, 3, 7, 14"),
    )
    every = forms.IntegerField(
        label=_("Then every so many working days"),
        min_value=0,
        help_text=_("0 = no more after the last one."),
    )
    escalate_from = forms.IntegerField(
        label=_("Superiors are told from which step after the day on"),
        min_value=0,
        help_text=_("0 = never."),
    )
