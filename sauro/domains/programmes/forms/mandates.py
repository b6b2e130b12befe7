"""Choosing documents and clauses: a box to search in, and what was found or chosen to tick."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.domains.documents.models import Clause
from sauro.domains.programmes.inputs import offer_choices
from sauro.domains.programmes.models import Programme, Task
from sauro.domains.programmes.selectors import mandates as selectors
from sauro.domains.programmes.selectors.mandates import Mandate


class DocumentInput(forms.TextInput):
    """A box for a document; suggestions appear where the browser can fetch them."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "list": "document-names",
                "autocomplete": "off",
                "maxlength": 300,
                "hx-get": reverse_lazy("document_suggest"),
                "hx-trigger": "input changed delay:300ms",
                "hx-target": "#document-names",
                "hx-select": "unset",
                "hx-swap": "innerHTML",
                "hx-push-url": "false",
            }
        )


def mandates_field(help_text: Any = "") -> forms.MultipleChoiceField:
    """Documents and clauses to tick."""
    return forms.MultipleChoiceField(
        label=gettext_lazy("Mandates"),
        required=False,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


def search_field() -> forms.CharField:
    """A document to find among those the person may see."""
    return forms.CharField(
        label=gettext_lazy("Find a document"),
        required=False,
        max_length=300,
        widget=DocumentInput,
        help_text=gettext_lazy(
            "Part of the number, symbol or abstract, with or without marks; then press “Find”."
        ),
    )


def offer_mandates(form: forms.Form, offered: Iterable[Mandate]) -> None:
    """Let a form offer these documents and clauses, each once; keeps them by key."""
    known = {selectors.key_of(one): one for one in offered}
    form.mandates_by_key = known  # type: ignore[attr-defined]
    choices = [(key, selectors.label_of(one)) for key, one in known.items()]
    offer_choices(form, "mandates", choices)


def offer_task_mandates(
    form: forms.Form, *, user: Any, programme: Programme, task: Task | None
) -> None:
    """Offer the documents of the programme with their clauses, and what the task answers now."""
    stored = selectors.answered(of=task, user=user) if task else []
    form.initial["mandates"] = [selectors.key_of(one) for one in stored]
    common = selectors.answered(of=programme, user=user)
    papers = [one.document if isinstance(one, Clause) else one for one in common]
    offer_mandates(form, [*selectors.with_clauses(papers), *stored])
    if not (papers or stored):
        del form.fields["mandates"]


def task_mandates(form: forms.Form, *, user: Any, task: Task | None) -> tuple[Mandate, ...] | None:
    """What was ticked, with what the task answers and is hidden from this person."""
    if "mandates" not in form.fields:
        return None
    known: dict[str, Mandate] = form.mandates_by_key  # type: ignore[attr-defined]
    hidden = selectors.unseen(of=task, user=user) if task else []
    return (*(known[key] for key in form.cleaned_data["mandates"]), *hidden)


class ProgrammeMandates(forms.Form):
    """What a programme stands on, as a part of its forms; `chosen` after a valid `is_valid`."""

    mandates = mandates_field(gettext_lazy("Documents and clauses on which the programme stands."))
    mandate_search = search_field()
    is_stale = False

    def offer(self, *, user: Any, programme: Programme | None = None) -> None:
        """Offer what is stored, what is ticked and what the search box finds."""
        self.user, self.programme = user, programme
        stored = selectors.answered(of=programme, user=user) if programme else []
        self.stored = [selectors.key_of(one) for one in stored]
        self.initial.setdefault("mandates", self.stored)
        ticked = selectors.of_keys(user=user, keys=self._typed("mandates") or ())
        typed = str(self._typed("mandate_search") or "").strip()[:300]
        self.found = selectors.documents_meant(user=user, typed=typed) if typed else []
        if not self.is_bound and len(self.found) == 1:
            self.initial["mandates"] = [*self.initial["mandates"], str(self.found[0].pk)]
            self.initial["mandate_search"] = ""
        named = [one.document if isinstance(one, Clause) else one for one in (*stored, *ticked)]
        if len(self.found) == 1:
            named += self.found
        offer_mandates(self, [*selectors.with_clauses(named), *stored, *ticked, *self.found])

    def _typed(self, name: str) -> Any:
        if not self.is_bound:
            return self.initial.get(name)
        widget = self.fields[name].widget
        return widget.value_from_datadict(self.data, self.files, self.add_prefix(name))

    def clean_mandate_search(self) -> str:
        """Words left in the box must mean one document; it is then taken as well."""
        typed = str(self.cleaned_data["mandate_search"]).strip()
        if typed and not self.found:
            raise forms.ValidationError(_("No document that you may see matches this."))
        if typed and len(self.found) > 1:
            raise forms.ValidationError(_("Several documents match: tick the right one."))
        return typed

    @property
    def chosen(self) -> list[Mandate]:
        """What was ticked or typed, with what is stored and hidden from this person."""
        known: dict[str, Mandate] = self.mandates_by_key  # type: ignore[attr-defined]
        keys = self.cleaned_data["mandates"]
        picked = [known[key] for key in keys]
        named = {key.partition("-")[0] for key in keys}
        if self.cleaned_data["mandate_search"] and str(self.found[0].pk) not in named:
            picked.append(self.found[0])
        if self.programme is None:
            return picked
        return [*picked, *selectors.unseen(of=self.programme, user=self.user)]

    @property
    def mandate_words(self) -> tuple[str, str]:
        """What is stored and what is ticked, in words."""
        known: dict[str, Mandate] = self.mandates_by_key  # type: ignore[attr-defined]
        stored, ticked = set(self.stored), set(self["mandates"].value() or ())
        words = [
            "; ".join(str(one) for key, one in known.items() if key in keys)
            for keys in (stored, ticked)
        ]
        return words[0], words[1]


def searching(posted: Any) -> dict[str, Any] | None:
    """What was typed, when the person pressed “Find”; nothing when he pressed “Save”."""
    if "find" not in posted or not posted.get("mandate_search", "").strip():
        return None
    typed = {name: posted.get(name) for name in posted}
    return typed | {"mandates": posted.getlist("mandates")}
