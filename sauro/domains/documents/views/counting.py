"""How many documents, by kind and month; the series of numbers of an organisation."""

from __future__ import annotations

import calendar
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.documents import selectors, services
from sauro.domains.documents.forms import NumberRuleForm
from sauro.domains.documents.labels import FLOWS, KINDS
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.views.standing import day_of, tabs
from sauro.domains.orgs.models import Organisation
from sauro.engines import access

_KINDS = dict(KINDS)
_FLOWS = dict(FLOWS)


@access.require(Perm.VIEW)
def document_counts(request: HttpRequest) -> HttpResponse:
    """Documents of a year by kind and month; each number leads to its rows."""
    year = _year(request)
    flow = request.GET.get("flow", "")
    flow = flow if flow in _FLOWS else ""
    found = selectors.counts_by_kind(user=request.user, year=year, flow=flow)
    context = {
        "year": year,
        "years": range(clock.today().year, clock.today().year - 6, -1),
        "flow": flow,
        "flows": FLOWS,
        "months": [(month, _month_link(year, month, flow)) for month in range(1, 13)],
        "rows": [_row(one, year, flow) for one in found.kinds],
        "sums": [
            (number, _rows_link(year, flow, month=month))
            for month, number in enumerate(found.months, 1)
        ],
        "total": found.total,
        "total_url": _rows_link(year, flow),
        "tabs": tabs(request, "document_counts"),
    }
    return render(request, "documents/document_counts.html", context)


@access.require(Perm.NUMBER)
def number_books(request: HttpRequest) -> HttpResponse:
    """The series of numbers of an organisation, and what it numbers together."""
    choices = selectors.keepers(user=request.user, permission=Perm.NUMBER)
    chosen = request.GET.get("organisation") or (choices[0].pk if choices else 0)
    found = Organisation.objects.filter(access.scope(request.user, Perm.NUMBER).q("path"))
    organisation = get_object_or_404(found, pk=int(chosen) if str(chosen).isdigit() else 0)
    rule = selectors.rule_of(organisation=organisation)
    names = ("series", "own_kinds", "mark", "form")
    form = NumberRuleForm(initial={name: getattr(rule, name) for name in names})
    if request.method == "POST":
        form = NumberRuleForm(request.POST)
        if form.is_valid() and _kept(request, organisation, form):
            return redirect(f"{reverse('number_books')}?organisation={organisation.pk}")
    secret = access.allowed(request.user, Perm.MANAGE_CONFIDENTIAL, organisation)
    context = {
        "organisation": organisation,
        "choices": choices,
        "form": form,
        "books": [
            (book, _FLOWS[book.flow], group_words(book.group))
            for book in selectors.books_of(organisation=organisation, secret=secret)
        ],
        "tabs": tabs(request, "number_books"),
    }
    status = 422 if form.errors else 200
    return render(request, "documents/number_books.html", context, status=status)


def group_words(group: str) -> str:
    """What a series is for, in words."""
    what, _sep, value = group.partition(":")
    if what == "kind":
        return str(_KINDS.get(value, value))
    return value.upper() if value else _("All kinds together")


def _kept(request: HttpRequest, organisation: Organisation, form: NumberRuleForm) -> bool:
    """Whether the rule was saved; a refusal stands in the form."""
    try:
        services.set_number_rule(
            organisation=organisation, **form.cleaned_data, by=request.user, at=clock.now()
        )
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return False
    messages.success(request, _("Saved."))
    return True


def _year(request: HttpRequest) -> int:
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 else day_of(request).year
    return min(max(year, 1976), clock.today().year + 1)


def _row(one: selectors.KindCount, year: int, flow: str) -> dict[str, Any]:
    return {
        "label": _KINDS[one.kind],
        "months": [
            (month, number, _rows_link(year, flow, month=month, kind=one.kind))
            for month, number in enumerate(one.months, 1)
        ],
        "total": one.total,
        "url": _rows_link(year, flow, kind=one.kind),
    }


def _month_link(year: int, month: int, flow: str) -> str:
    return _rows_link(year, flow, month=month)


def _rows_link(year: int, flow: str, *, month: int | None = None, kind: str = "") -> str:
    """The list that shows exactly the documents behind a number."""
    last = calendar.monthrange(year, month or 12)[1]
    query = {
        "tab": flow,
        "kind": kind,
        "issued_from": date(year, month or 1, 1).isoformat(),
        "issued_to": date(year, month or 12, last).isoformat(),
    }
    kept = {name: value for name, value in query.items() if value}
    return f"{reverse('document_list')}?{urlencode(kept)}"
