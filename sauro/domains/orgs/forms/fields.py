"""Fields in which an organisation or a person is typed, with suggestions while typing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.domains.accounts.models import User
from sauro.domains.orgs.models import Organisation
from sauro.engines import text

SEPARATOR = " · "


class SuggestInput(forms.TextInput):
    """A text box with a list of suggestions, which the browser fills as one types."""

    template_name = "orgs/suggest_input.html"

    def __init__(self, url: Any) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.url = url

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["url"] = self.url
        return context


class NamedField(forms.CharField):
    """A record typed by its key or its name; sure of one, or a question."""

    def __init__(self, *, key: str, url: Any, queryset: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(widget=SuggestInput(url), **kwargs)
        self.key = key
        self.queryset = queryset

    def prepare_value(self, value: Any) -> Any:
        if hasattr(value, "pk"):
            return f"{getattr(value, self.key)}{SEPARATOR}{value}"
        return value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        key, _separator, _name = typed.partition(SEPARATOR)
        found = self.queryset.filter(**{f"{self.key}__iexact": key.strip()}).first()
        if found is not None:
            return found
        near = list(self.queryset.filter(text.matches_query(typed, folded="folded"))[:6])
        same = [one for one in near if text.fold(str(one)) == text.fold(typed)]
        if len(same) == 1 or len(near) == 1:
            return (same or near)[0]
        if not near:
            raise forms.ValidationError(_("Nothing here has this name."))
        names = "; ".join(f"{getattr(one, self.key)}{SEPARATOR}{one}" for one in near)
        raise forms.ValidationError(_("Which of these? %(names)s") % {"names": names})


class OrganisationField(NamedField):
    """An organisation by code or name."""

    def __init__(self, **kwargs: Any) -> None:
        url = reverse_lazy("organisation_options")
        super().__init__(key="code", url=url, queryset=Organisation.objects.none(), **kwargs)


class PersonField(NamedField):
    """A person by user name or full name."""

    def __init__(self, **kwargs: Any) -> None:
        url = reverse_lazy("user_options")
        super().__init__(key="username", url=url, queryset=User.objects.none(), **kwargs)


def choose_from(form: forms.Form, name: str, queryset: QuerySet[Any]) -> None:
    """Let a field of a form accept these records only."""
    field = form.fields[name]
    if isinstance(field, NamedField):
        field.queryset = queryset


def day_field(label: Any, *, initial: date | None = None, **kwargs: Any) -> forms.DateField:
    """A day, chosen from the browser's calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, initial=initial, widget=widget, **kwargs)


def lines_field(label: Any, **kwargs: Any) -> forms.CharField:
    """Several names, one a line."""
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=kwargs.pop("help_text", gettext_lazy("One a line.")),
        **kwargs,
    )
