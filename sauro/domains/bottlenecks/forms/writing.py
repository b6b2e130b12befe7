"""Saying what blocks, what would lift it, and who answers for it."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.domains.bottlenecks.labels import KINDS, LEVELS
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.rules import Level
from sauro.domains.bottlenecks.selectors import finding
from sauro.domains.bottlenecks.services.bottlenecks import BottleneckInput
from sauro.domains.orgs.models import Organisation, Position
from sauro.domains.programmes.inputs import AgencyInput, DayInput, KeptInput
from sauro.domains.programmes.selectors import naming

_AREA = {"rows": 3}


class BottleneckForm(forms.Form):
    """Everything that may be said of a bottleneck; names of units and posts are looked up."""

    title = forms.CharField(
        label=gettext_lazy("What blocks"),
        max_length=300,
        help_text=gettext_lazy("In one line: what is missing, not what should be done."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=[("", "–"), *KINDS])
    description = forms.CharField(
        label=gettext_lazy("Description"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs=_AREA),
        help_text=gettext_lazy("How it shows, and what was tried until now."),
    )
    condition = forms.CharField(
        label=gettext_lazy("What would lift it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs=_AREA),
        help_text=gettext_lazy("The decision, document, money or thing without which it stays."),
    )
    authority = forms.ChoiceField(
        label=gettext_lazy("Level that can lift it"),
        choices=LEVELS,
        initial=Level.PROVINCE.value,
    )
    lifter = forms.CharField(
        label=gettext_lazy("Who can lift it"),
        required=False,
        max_length=200,
        widget=AgencyInput(),
        help_text=gettext_lazy("A body of the province by name, or any other as written."),
    )
    responsible = forms.CharField(
        label=gettext_lazy("Responsible unit"),
        required=False,
        max_length=250,
        widget=AgencyInput(),
        help_text=gettext_lazy("The unit that follows it until it is lifted."),
    )
    position = forms.CharField(
        label=gettext_lazy("Responsible post"), required=False, max_length=250
    )
    lift_by = forms.DateField(
        label=gettext_lazy("To be lifted by"), required=False, widget=DayInput
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Needed when the day to lift it by moves."),
    )
    version = forms.IntegerField(required=False, widget=KeptInput)
    request_key = forms.CharField(required=False, max_length=40, widget=KeptInput)

    def __init__(self, *args: Any, owner: Organisation, day: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self._owner, self._day = owner, day
        self.unit: Organisation | None = None
        self.post: Position | None = None
        self.body: Organisation | None = None

    def clean(self) -> dict[str, Any]:
        """Names as units and posts; what is not known is said beside its box."""
        said = super().clean() or {}
        typed = said.get("responsible", "")
        self.unit = self._unit("responsible", typed)
        self.body = body_meant(typed=said.get("lifter", ""), owner=self._owner, day=self._day)
        self.post = self._post(said.get("position", ""))
        return said

    def content(self) -> BottleneckInput:
        """What the services take."""
        said = self.cleaned_data
        plain = ("title", "kind", "description", "condition", "authority", "lift_by")
        return BottleneckInput(
            **{name: said[name] for name in plain},
            lifter=self.body,
            lifter_name="" if self.body else said["lifter"],
            responsible=self.unit,
            position=self.post,
        )

    def _unit(self, field: str, typed: str) -> Organisation | None:
        if not typed.strip():
            return None
        found, near = self._meant(typed)
        if found is None:
            self.add_error(field, unknown_words(typed, near))
        return found

    def _meant(self, typed: str) -> tuple[Organisation | None, tuple[str, ...]]:
        return unit_meant(typed=typed, owner=self._owner, day=self._day)

    def _post(self, typed: str) -> Position | None:
        if not typed.strip():
            return None
        if self.unit is None:
            self.add_error("position", _("Name the unit that answers for it."))
            return None
        posts = naming.posts_of(organisations=[self.unit], day=self._day)
        found, near = naming.post_meant(typed=typed, posts=posts)
        if found is None:
            self.add_error("position", unknown_words(typed, tuple(near)))
        return found


def unit_meant(
    *, typed: str, owner: Organisation, day: date
) -> tuple[Organisation | None, tuple[str, ...]]:
    """The unit that a typed name means in a province on a day, or what it might be."""
    name = typed.strip()
    if not name:
        return None, ()
    named = naming.names_meant(names=[name], owner=owner, day=day)[name]
    found = named.found if isinstance(named.found, Organisation) else None
    return found, named.suggestions


def body_meant(*, typed: str, owner: Organisation, day: date) -> Organisation | None:
    """The body that a typed name means and that may lift something here; none stays as written."""
    found, _near = unit_meant(typed=typed, owner=owner, day=day)
    return found if found is not None and finding.may_lift(body=found, owner=owner) else None


def unknown_words(typed: str, near: tuple[str, ...]) -> str:
    """That a name is not known here, with what it might be."""
    words = _("“%(name)s” is not known here.") % {"name": typed}
    if not near:
        return words
    return words + " " + _("Did you mean: %(names)s?") % {"names": "; ".join(near)}


def first_values(**known: Any) -> dict[str, Any]:
    """A form that nobody has typed in yet."""
    return {"request_key": str(uuid.uuid4()), **known}


def values_of(bottleneck: Bottleneck) -> dict[str, Any]:
    """A bottleneck as its form shows it."""
    plain = ("title", "kind", "description", "condition", "authority", "lift_by", "version")
    return {
        **{name: getattr(bottleneck, name) for name in plain},
        "lifter": bottleneck.lifter.name if bottleneck.lifter else bottleneck.lifter_name,
        "responsible": bottleneck.responsible.name if bottleneck.responsible else "",
        "position": naming.post_label(bottleneck.position) if bottleneck.position else "",
    }
