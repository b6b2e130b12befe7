"""Forms of the steps: accept, do not accept, put to a level, lift, merge, link."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.domains.bottlenecks.forms.writing import body_meant, unit_meant, unknown_words
from sauro.domains.bottlenecks.labels import LEVELS
from sauro.domains.documents.models import Document
from sauro.domains.orgs.models import Organisation, Position
from sauro.domains.programmes.inputs import AgencyInput, DayInput, offer_choices
from sauro.domains.programmes.selectors import mandates, naming

_WHY = gettext_lazy("Reason")


def _reason(label: Any = _WHY, *, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class _Placed(forms.Form):
    """A form that knows the province and the day, by which names are understood."""

    def __init__(
        self, *args: Any, owner: Organisation, day: date, user: Any = None, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.owner, self.day, self.user = owner, day, user

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return dict(self.cleaned_data)


class AcceptForm(_Placed):
    """Who answers for it, and by when it is to be lifted."""

    responsible = forms.CharField(
        label=gettext_lazy("Responsible unit"), max_length=250, widget=AgencyInput()
    )
    position = forms.CharField(
        label=gettext_lazy("Responsible post"), required=False, max_length=250
    )
    lift_by = forms.DateField(label=gettext_lazy("To be lifted by"), widget=DayInput)

    def clean(self) -> dict[str, Any]:
        """The unit and its post."""
        said = super().clean() or {}
        typed = said.get("responsible", "")
        found, near = unit_meant(typed=typed, owner=self.owner, day=self.day)
        if typed and found is None:
            self.add_error("responsible", unknown_words(typed, near))
        said["responsible"] = found
        said["position"] = self._post(found, said.get("position", ""))
        return said

    def _post(self, unit: Organisation | None, typed: str) -> Position | None:
        if unit is None or not typed.strip():
            return None
        posts = naming.posts_of(organisations=[unit], day=self.day)
        found, near = naming.post_meant(typed=typed, posts=posts)
        if found is None:
            self.add_error("position", unknown_words(typed, tuple(near)))
        return found


class ReasonForm(_Placed):
    """Why a step is taken."""

    reason = _reason()


class ReopenForm(_Placed):
    """Why it is open again, and until when."""

    reason = _reason()
    lift_by = forms.DateField(label=gettext_lazy("To be lifted by"), widget=DayInput)


class _WithDocument(_Placed):
    """A document by number or words; several that match are offered to choose from."""

    document = forms.CharField(
        label=gettext_lazy("Document"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Number and symbol, or words of the abstract, of a document here."),
    )
    chosen = forms.ChoiceField(
        label=gettext_lazy("Several documents match: choose one"),
        required=False,
        choices=(),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._near: list[Document] = []
        typed = str(self.data.get("document", "")).strip() if self.is_bound else ""
        if typed:
            self._near = mandates.documents_meant(user=self.user, typed=typed)
        offer_choices(self, "chosen", [(str(one.pk), mandates.label_of(one)) for one in self._near])

    @property
    def offers(self) -> bool:
        """Whether there are several documents to choose from."""
        return len(self._near) > 1

    def clean(self) -> dict[str, Any]:
        """The one document that is meant."""
        said = super().clean() or {}
        typed, chosen = said.get("document", ""), said.pop("chosen", "")
        by_id = {str(one.pk): one for one in self._near}
        found = by_id.get(chosen)
        if typed and found is None and len(self._near) == 1:
            found = self._near[0]
        if typed and found is None and self._near:
            self.add_error("document", _("Several documents match: choose one of them below."))
        elif typed and found is None:
            self.add_error("document", _("No document that you may see matches this."))
        said["document"] = found
        return said


class EscalateForm(_WithDocument):
    """To which level and body it is put, by which document, and until when it is answered."""

    level = forms.ChoiceField(label=gettext_lazy("Level"), choices=LEVELS)
    name = forms.CharField(
        label=gettext_lazy("To which body"), max_length=200, widget=AgencyInput()
    )
    due_on = forms.DateField(label=gettext_lazy("Answer by"), required=False, widget=DayInput)
    note = _reason(gettext_lazy("What is asked"), required=False)
    field_order = ("level", "name", "document", "chosen", "due_on", "note")

    def clean(self) -> dict[str, Any]:
        """A body of the province or the national list when the name is known; others as written."""
        said = super().clean()
        found = body_meant(typed=said.get("name", ""), owner=self.owner, day=self.day)
        said["organisation"] = found
        if found is not None:
            said["name"] = ""
        return said


class LiftForm(_WithDocument):
    """The document that lifts it; without one, the ground and where it can be seen."""

    ground = _reason(gettext_lazy("Ground"), required=False)
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Without a document: an address, a minute, a file and its number."),
    )
    lifted_on = forms.DateField(label=gettext_lazy("Lifted on"), required=False, widget=DayInput)
    field_order = ("document", "chosen", "ground", "evidence", "lifted_on")


class MergeForm(_Placed):
    """Which one stays, and why the two are one."""

    other = forms.ChoiceField(label=gettext_lazy("The one that stays"), choices=())
    reason = _reason()

    def __init__(self, *args: Any, others: Iterable[Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self._others = {str(one.pk): one for one in others}
        listed = [(key, str(one)[:140]) for key, one in self._others.items()]
        offer_choices(self, "other", [("", "–"), *listed])

    @property
    def values(self) -> dict[str, Any]:
        """What the service takes."""
        return {
            "kept": self._others[self.cleaned_data["other"]],
            "reason": self.cleaned_data["reason"],
        }


class LinkForm(_Placed):
    """Tasks and targets by words of their titles, one search at a time; since when they wait."""

    find = forms.CharField(
        label=gettext_lazy("Task or target"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("The number, or words of the title."),
    )
    records = forms.MultipleChoiceField(
        label=gettext_lazy("Found"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=gettext_lazy("How it holds it up"), required=False, max_length=500)
    since = forms.DateField(label=gettext_lazy("Since"), required=False, widget=DayInput)

    def __init__(self, *args: Any, offered: Iterable[tuple[str, str]] = (), **more: Any) -> None:
        super().__init__(*args, **more)
        offer_choices(self, "records", list(offered))

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The records ticked, by kind and number."""
        parts = (one.partition(":") for one in self.cleaned_data["records"])
        return [(kind, number) for kind, _colon, number in parts]
