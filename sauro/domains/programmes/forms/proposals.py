"""The form in which proposals out of a document are corrected and ticked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sauro.domains.documents.models import Clause, Document
from sauro.domains.orgs.models import Collective, Organisation
from sauro.domains.programmes.extracting.shapes import Proposal
from sauro.domains.programmes.forms.imports import ProgrammeField
from sauro.domains.programmes.forms.tasks import deadline_of, unknown
from sauro.domains.programmes.inputs import AgencyInput, offer_rows
from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.rules import PartyRole
from sauro.domains.programmes.selectors import naming
from sauro.domains.programmes.services.proposals import Chosen
from sauro.domains.programmes.services.tasks import Party, TaskInput
from sauro.engines.office.texts import DocumentText

MOST = 150
_EDITED = ("title", "lead", "beside", "deadline", "result")


@dataclass(frozen=True, slots=True)
class Row:
    """A proposal as the page shows it: its source and the bound fields beside it."""

    index: int
    proposal: Proposal
    clause: Clause | None
    fields: Mapping[str, forms.BoundField]


class ProposalsForm(forms.Form):
    """Which programme, and for each proposal whether and how it becomes a task."""

    programme = ProgrammeField(
        label=gettext_lazy("Programme"),
        queryset=Programme.objects.none(),
        empty_label=gettext_lazy("Choose a programme"),
    )
    keep_unmatched = forms.BooleanField(
        label=gettext_lazy("Keep names that are not known as they are written"), required=False
    )

    def __init__(
        self,
        *args: Any,
        programmes: Any,
        document: Document,
        proposals: Sequence[Proposal],
        clauses: Mapping[int, Clause],
        day: date,
        ticked: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        offer_rows(self, "programme", programmes)
        self.document, self.proposals, self.day = document, list(proposals), day
        self.clauses = clauses
        self.chosen: list[Chosen] = []
        for index, proposal in enumerate(self.proposals):
            self._add(index, proposal, ticked=ticked)

    def _add(self, index: int, proposal: Proposal, *, ticked: bool) -> None:
        words = str(index + 1)
        self.fields[f"pick-{index}"] = forms.BooleanField(
            label=_("Take proposal %(number)s") % {"number": words}, required=False, initial=ticked
        )
        self.fields[f"place-{index}"] = forms.CharField(
            widget=forms.HiddenInput, initial=place_of(proposal), required=False
        )
        boxes: dict[str, tuple[Any, Any, Any, int]] = {
            "title": (gettext_lazy("Task"), forms.Textarea({"rows": 3}), proposal.title, 2000),
            "lead": (
                gettext_lazy("Lead agencies"), AgencyInput(), "; ".join(proposal.leads), 1000
            ),
            "beside": (
                gettext_lazy("Coordinating agencies"),
                forms.TextInput(), "; ".join(proposal.coordinators), 1000,
            ),
            "deadline": (
                gettext_lazy("Deadline as written"),
                forms.TextInput(), proposal.deadline.phrase, 200,
            ),
            "result": (gettext_lazy("Result"), forms.TextInput(), proposal.result, 500),
        }  # fmt: skip
        for name, (label, widget, initial, longest) in boxes.items():
            widget.attrs.pop("maxlength", None)
            self.fields[f"{name}-{index}"] = forms.CharField(
                label=label, widget=widget, initial=initial, max_length=longest, required=False
            )

    def rows(self) -> Iterator[Row]:
        """Each proposal with its fields, for the page."""
        for index, proposal in enumerate(self.proposals):
            fields = {name: self[f"{name}-{index}"] for name in ("pick", "place", *_EDITED)}
            yield Row(index, proposal, self.clauses.get(index), fields)

    def clean(self) -> dict[str, Any]:
        """The ticked proposals as tasks, each error at its field."""
        found = super().clean() or {}
        programme = found.get("programme")
        picked = [n for n in range(len(self.proposals)) if found.get(f"pick-{n}")]
        if not picked:
            self.add_error(None, _("Tick at least one proposal."))
        if programme is None or not picked:
            return found
        self._means = naming.names_meant(
            names=[name for n in picked for name in self._names(n, "lead", "beside")],
            owner=programme.owner,
            day=self.day,
        )
        made = [self._chosen(n) for n in picked]
        if not self.errors:
            self.chosen = made
        return found

    def _names(self, index: int, *fields: str) -> list[str]:
        typed = [self.cleaned_data.get(f"{field}-{index}", "") for field in fields]
        return [name for one in typed for name in naming.names_in(one)]

    def _chosen(self, index: int) -> Chosen:
        data = self.cleaned_data
        proposal = self.proposals[index]
        title = data.get(f"title-{index}", "").strip()
        if not title:
            self.add_error(f"title-{index}", _("A task needs a title."))
        parties = [*self._parties(index, "lead", PartyRole.LEAD)]
        parties += self._parties(index, "beside", PartyRole.COORDINATE)
        task = TaskInput(
            title=title,
            content=proposal.passage,
            ground=self._ground(proposal),
            parties=tuple(parties),
            deliverable=data.get(f"result-{index}", ""),
            **deadline_of(
                data.get(f"deadline-{index}", ""), None, year=self.document.issued_on.year
            ),
        )
        return Chosen(proposal.passage, task, self.clauses.get(index))

    def _parties(self, index: int, field: str, role: PartyRole) -> Iterator[Party]:
        for name in self._names(index, field):
            found = self._means[name].found
            if isinstance(found, Organisation):
                yield Party(role, organisation=found)
            elif isinstance(found, Collective):
                yield Party(role, collective=found)
            elif self.cleaned_data.get("keep_unmatched"):
                yield Party(role, mention=name)
            else:
                self.add_error(f"{field}-{index}", unknown(name, self._means[name].suggestions))

    def _ground(self, proposal: Proposal) -> str:
        parts = [f"{self.document.reference} ({self.document.issued_on:%d/%m/%Y})"]
        if proposal.place:
            parts.append(_("item %(place)s") % {"place": proposal.place})
        if proposal.page:
            parts.append(_("page %(page)s") % {"page": proposal.page})
        return ", ".join(parts)


def place_of(proposal: Proposal) -> str:
    """Where a proposal stands, as the form carries it."""
    return f"{proposal.start}:{proposal.end}:{proposal.rule}"


def posted_proposals(
    data: Mapping[str, Any], text: DocumentText, found: Sequence[Proposal]
) -> list[Proposal]:
    """The proposals that a posted form was about, read again out of the document itself.

    A place that no rule found is an assistant's: only its passage is taken from the document,
    everything else from the form.
    """
    known = {place_of(proposal): proposal for proposal in found}
    again: list[Proposal] = []
    for index in range(MOST):
        place = str(data.get(f"place-{index}", ""))
        if not place:
            break
        proposal = known.get(place) or _of_place(place, text)
        if proposal is None:
            break
        again.append(proposal)
    return again


def _of_place(place: str, text: DocumentText) -> Proposal | None:
    parts = place.split(":")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts[:2]):
        return None
    start, end = (int(part[:9]) for part in parts[:2])
    if not 0 <= start < end <= len(text.text) or parts[2] != "assistant":
        return None
    return Proposal("", text.text[start:end], start, end, "assistant", page=text.page_at(start))
