"""One question about many records, after a page that counts and names them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sauro.core import clock
from sauro.core.errors import DomainError, NotAllowed
from sauro.domains.explanations import wording
from sauro.domains.explanations.forms import QuestionForm
from sauro.domains.explanations.permissions import Perm
from sauro.domains.explanations.selectors import asking
from sauro.domains.explanations.selectors.asking import Situation
from sauro.domains.explanations.services import requests
from sauro.domains.explanations.views.request_page import who
from sauro.domains.programmes.views.asking import back_to
from sauro.engines import access, subjects
from sauro.engines.listing.selecting import Selection
from sauro.engines.subjects import pages

Keys = list[tuple[str, str]]


@access.require(Perm.ASK)
@require_POST
def explanation_ask_many(request: HttpRequest, listed: str) -> HttpResponse:
    """Ask about the rows ticked in a list, or all that match: first counted, then asked."""
    known = pages.listed(listed)
    if known is None:
        raise Http404
    chosen, back = _chosen(request, known), back_to(request, reverse(known.page))
    if not chosen or chosen.count > requests.MOST_AT_ONCE:
        words = _("Choose between 1 and %(n)s records.") % {"n": requests.MOST_AT_ONCE}
        messages.warning(request, words)
        return HttpResponseRedirect(back)
    keys = [(known.kind, str(pk)) for pk in chosen.queryset.values_list("pk", flat=True)]
    page: dict[str, Any] = {"chosen": chosen, "keys": keys, "listed": listed, "back": back}
    if "confirmed" not in request.POST or chosen.changed:
        return _confirm(request, _first_form(known.kind), **page)
    form = QuestionForm(request.POST)
    if form.is_valid() and (done := _asked(request, keys, form)):
        n = len(done.made)
        words = ngettext("%(n)s request was sent.", "%(n)s requests were sent.", n) % {"n": n}
        messages.success(request, words)
        return redirect(f"{reverse('explanation_list')}?tab=asked")
    return _confirm(request, form, status=422, **page)


def _chosen(request: HttpRequest, known: pages.Listed) -> Selection:
    data, ticked = request.POST, import_string(known.ticked)
    params = QueryDict(data.get("query", "")[:4000]) if data.get("all") == "1" else None
    listing, rows = ticked(request, params)
    found: Selection = listing.selection(
        data=data, queryset=rows, user=request.user, today=clock.today()
    )
    return found


def _asked(request: HttpRequest, keys: Keys, form: QuestionForm) -> requests.Asked | None:
    try:
        return requests.ask_many(keys=keys, **form.cleaned_data, **who(request))
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def _first_form(kind: str) -> QuestionForm:
    """Of tasks is asked why they are late, of other records how they stand."""
    today = clock.today()
    cause = "task_late" if kind == "programmes.task" else ""
    ready = wording.sentences(situation=Situation(), cause=cause, today=today)
    return QuestionForm(
        initial={"question": ready[0].text, "due_on": asking.default_due(today=today)}
    )


def _confirm(
    request: HttpRequest, form: QuestionForm, *, keys: Keys, status: int = 200, **page: Any
) -> HttpResponse:
    found = list(subjects.find(keys=keys, user=request.user).values())
    ready, left_out = requests.sorted_out(subjects_found=found, by=request.user, day=clock.today())
    context = {
        **page,
        "form": form,
        "ready": [(subject, unit) for subject, _place, unit in ready],
        "units": len({unit.pk for _subject, _place, unit in ready}),
        "silent": asking.without_answerers(
            units=[unit for _subject, _place, unit in ready], day=clock.today()
        ),
        "left_out": left_out,
    }
    return render(request, "explanations/ask_many.html", context, status=status)
