"""One question about many records, after a page that counts and names them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
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
from sauro.domains.programmes.listings.tasks import TaskListing
from sauro.domains.programmes.selectors import lists
from sauro.domains.programmes.views import asking as task_asking
from sauro.engines import access, subjects
from sauro.engines.listing.selecting import Selection

KIND = "programmes.task"


@access.require(Perm.ASK)
@require_POST
def explanation_ask_tasks(request: HttpRequest) -> HttpResponse:
    """Ask about the tasks ticked in their list, or all that match: first counted, then asked."""
    day = task_asking.this_day()
    listing = TaskListing(as_of=day)
    seen = lists.listed_tasks(user=request.user, as_of=day, parts="all")
    chosen = listing.selection(data=request.POST, queryset=seen, user=request.user, today=day.day)
    if not chosen or chosen.count > requests.MOST_AT_ONCE:
        words = _("Choose between 1 and %(n)s tasks.") % {"n": requests.MOST_AT_ONCE}
        messages.warning(request, words)
        return HttpResponseRedirect(task_asking.back_to(request, reverse("task_list")))
    keys = [(KIND, str(pk)) for pk in chosen.queryset.values_list("pk", flat=True)]
    if "confirmed" not in request.POST or chosen.changed:
        return _confirm(request, chosen, keys, _first_form())
    form = QuestionForm(request.POST)
    if form.is_valid() and (done := _asked(request, keys, form)):
        n = len(done.made)
        words = ngettext("%(n)s request was sent.", "%(n)s requests were sent.", n) % {"n": n}
        messages.success(request, words)
        return redirect(f"{reverse('explanation_list')}?tab=asked")
    return _confirm(request, chosen, keys, form, status=422)


def _asked(
    request: HttpRequest, keys: list[tuple[str, str]], form: QuestionForm
) -> requests.Asked | None:
    try:
        return requests.ask_many(keys=keys, **form.cleaned_data, **who(request))
    except NotAllowed:
        raise PermissionDenied from None
    except DomainError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal))
        return None


def _first_form() -> QuestionForm:
    today = clock.today()
    ready = wording.sentences(situation=Situation(), cause="late", today=today)
    return QuestionForm(
        initial={"question": ready[0].text, "due_on": asking.default_due(today=today)}
    )


def _confirm(
    request: HttpRequest,
    chosen: Selection,
    keys: list[tuple[str, str]],
    form: QuestionForm,
    *,
    status: int = 200,
) -> HttpResponse:
    found = list(subjects.find(keys=keys, user=request.user).values())
    ready, left_out = requests.sorted_out(subjects_found=found, by=request.user, day=clock.today())
    context: dict[str, Any] = {
        "chosen": chosen,
        "form": form,
        "ready": [(subject, unit) for subject, _owner, unit in ready],
        "units": len({unit.pk for _subject, _owner, unit in ready}),
        "left_out": left_out,
        "back": task_asking.back_to(request, reverse("task_list")),
    }
    return render(request, "explanations/ask_many.html", context, status=status)
