"""One draft as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from sauro.core import clock
from sauro.domains.documents import rules, selectors
from sauro.domains.documents.forms import (
    AskForm,
    DecisionForm,
    IssueForm,
    NumberForm,
    OpinionForm,
    ReasonForm,
    SealForm,
    SignForm,
    StepForm,
    VersionForm,
)
from sauro.domains.documents.labels import ASKED
from sauro.domains.documents.models import DocumentFile, Draft, DraftVersion
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.rules import DraftState
from sauro.domains.documents.selectors import OpinionLine
from sauro.domains.documents.services import signatures
from sauro.domains.documents.views.showing import entry_of
from sauro.domains.orgs import selectors as org_selectors
from sauro.domains.orgs.models import Organisation
from sauro.engines import access
from sauro.engines.history import reading


def draft_or_404(request: HttpRequest, draft_pk: int) -> Draft:
    """A draft the person may see; what he may not see does not exist."""
    found = selectors.drafts_visible(user=request.user)
    found = found.select_related("owner", "issuer", "document", "created_by", "approved_by")
    return get_object_or_404(found, pk=draft_pk)


def show_draft(
    request: HttpRequest, draft: Draft, *, status: int = 200, **forms: Form
) -> HttpResponse:
    """The page of a draft; a form that was refused keeps what was typed."""
    steps = {step.name for step in selectors.draft_steps(draft=draft, user=request.user)}
    writable = draft.state in rules.WRITABLE
    may_write = writable and access.allowed(request.user, Perm.DRAFT, draft)
    table = selectors.opinion_table(draft=draft, today=clock.today())
    context: dict[str, Any] = {
        "draft": draft,
        "versions": selectors.versions_of(draft=draft),
        "table": table,
        "lines": [_line(one) for one in table.lines],
        "timeline": [entry_of(one) for one in reading.timeline(draft, limit=30)],
        "may_write": may_write,
        "signed_file": selectors.signed_file(draft=draft),
        **_step_forms(draft, steps, forms),
    }
    if may_write:
        context["version_form"] = forms.get("version_form") or VersionForm(auto_id="version_%s")
        context["ask_form"] = forms.get("ask_form") or AskForm(
            choices=asked_from(draft), auto_id="ask_%s"
        )
        context["decision_form"] = forms.get("decision_form") or DecisionForm(auto_id=False)
        place = request.resolver_match
        context["deciding"] = place.kwargs.get("opinion_pk") if place else None
    choices = _answering(request, draft)
    if choices:
        context["opinion_form"] = forms.get("opinion_form") or OpinionForm(
            choices=choices, auto_id="opinion_%s"
        )
    return render(request, "documents/draft_detail.html", context, status=status)


def issuers_of(owners: Iterable[Organisation]) -> list[Organisation]:
    """Who may issue what these organisations draft: they themselves and those above them."""
    found: dict[int, Organisation] = {}
    for owner in owners:
        root = selectors.register_of(owner=owner)
        above = org_selectors.ancestors_of(organisation=owner)
        for one in (*(one for one in above if one.path.startswith(root.path)), owner):
            found.setdefault(one.pk, one)
    return list(found.values())


def asked_from(draft: Draft) -> list[Organisation]:
    """Who can be asked for an opinion: the organisations in force of the province."""
    root = selectors.register_of(owner=draft.owner)
    found = Organisation.objects.in_force(clock.today()).filter(path__startswith=root.path)
    return list(found.exclude(pk=draft.owner_id).order_by("depth", "sort_key")[:400])


def _step_forms(draft: Draft, steps: set[str], forms: dict[str, Form]) -> dict[str, Any]:
    """The forms of the steps that are open to the person."""
    today = clock.today()
    paper = selectors.paper_to_sign(draft=draft) if "seal" in steps else None
    fresh: dict[str, tuple[str, Any]] = {
        "submit": ("step_form", lambda: StepForm(initial={"version": draft.version})),
        "approve": ("step_form", lambda: StepForm(initial={"version": draft.version})),
        "send_back": ("return_form", lambda: ReasonForm(auto_id="return_%s")),
        "take_back": ("return_form", lambda: ReasonForm(auto_id="return_%s")),
        "withdraw": ("withdraw_form", lambda: ReasonForm(auto_id="withdraw_%s")),
        "number": (
            "number_form",
            lambda: NumberForm(initial={"day": today}, auto_id="number_%s"),
        ),
        "seal": ("seal_form", lambda: SealForm(initial=_seen(paper), auto_id="seal_%s")),
        "sign": ("sign_form", lambda: SignForm(auto_id="sign_%s")),
        "issue": (
            "issue_form",
            lambda: IssueForm(
                initial={"day": today, "recipients": draft.recipients}, auto_id="issue_%s"
            ),
        ),
    }
    shown: dict[str, Any] = {"steps": steps}
    for step, (name, make) in fresh.items():
        if step in steps or name in forms:
            shown[name] = forms.get(name) or shown.get(name) or make()
    if "number" in steps:
        shown["next_number"] = selectors.next_number(
            organisation=draft.issuer,
            flow=draft.flow,
            day=today,
            kind=draft.kind,
            symbol=draft.symbol,
        )
    if "seal" in steps:
        shown |= {"paper": paper, "has_certificate": signatures.is_configured()}
    return shown


def _seen(paper: DocumentFile | DraftVersion | None) -> dict[str, str]:
    """The digest of the file that the person sees named."""
    return {"sha256": paper.sha256 if paper else ""}


def _answering(request: HttpRequest, draft: Draft) -> list[Organisation]:
    if draft.state != DraftState.CONSULTING.value:
        return []
    return selectors.answering_for(draft=draft, user=request.user)


def _line(line: OpinionLine) -> dict[str, Any]:
    """A line of the table of opinions, ready to print."""
    opinion = line.opinion
    return {
        "organisation": line.organisation.name,
        "due_on": line.due_on,
        "state": ASKED[line.state.value],
        "opinion": opinion,
        "undecided": opinion is not None and not opinion.agrees and opinion.verdict is None,
    }
