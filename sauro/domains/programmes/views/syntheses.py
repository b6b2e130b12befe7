"""Writing the synthesis of a task or target in place: a fragment to htmx, a page to a browser."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sauro.domains.programmes import health_lines
from sauro.domains.programmes.forms.syntheses import SynthesisForm
from sauro.domains.programmes.models import Target, Task
from sauro.domains.programmes.permissions import may_judge
from sauro.domains.programmes.rules import State
from sauro.domains.programmes.selectors import syntheses as selectors
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.programmes.services import syntheses as services
from sauro.domains.programmes.views import answering, asking
from sauro.engines import access


@access.logged_in
@require_http_methods(["GET", "POST"])
def task_synthesis(request: HttpRequest, task_id: int) -> HttpResponse:
    """One line about a task by those who lead it."""
    return _written(request, asking.task_or_404(request, task_id))


@access.logged_in
@require_http_methods(["GET", "POST"])
def target_synthesis(request: HttpRequest, target_id: int) -> HttpResponse:
    """One line about a target by who leads it, or by the monitor."""
    return _written(request, asking.target_or_404(request, target_id))


def synthesis_context(
    request: HttpRequest, subject: Task | Target, day: AsOf, form: SynthesisForm | None = None
) -> dict[str, Any]:
    """What the card of syntheses shows; one SQL."""
    found = selectors.syntheses_of(subject=subject, as_of=day)
    lines = [health_lines.synthesis_line(one, as_of=day) for one in found]
    closed = isinstance(subject, Task) and subject.state == State.CANCELLED
    may_write = not closed and not day.is_past and may_judge(request.user, subject)
    return {
        "synthesis": lines[0] if lines else None,
        "earlier_syntheses": lines[1:],
        "synthesis_form": (form or SynthesisForm()) if may_write else None,
        "synthesis_url": page_of(subject, "synthesis"),
    }


def page_of(subject: Task | Target, what: str = "detail") -> str:
    """The address of a page of a task or target."""
    name = "task" if isinstance(subject, Task) else "target"
    return reverse(f"{name}_{what}", args=[subject.pk])


def _written(request: HttpRequest, subject: Task | Target) -> HttpResponse:
    day, in_place = asking.this_day(), bool(getattr(request, "htmx", None))
    form = SynthesisForm(request.POST or None)
    if answering.taken(form, lambda: _write(request, subject, form)):
        if not in_place:
            return answering.done(request, _("The synthesis was written."), page_of(subject))
        form = SynthesisForm()
    context = synthesis_context(request, subject, day, form)
    if in_place:
        return render(request, "programmes/_synthesis.html", context)
    if context["synthesis_form"] is None:
        return HttpResponseRedirect(page_of(subject))
    context |= {"subject": subject, "back": page_of(subject)}
    return answering.form_again(request, "programmes/synthesis_form.html", context, form)


def _write(request: HttpRequest, subject: Task | Target, form: SynthesisForm) -> Any:
    return services.write_synthesis(
        subject=subject,
        text=form.cleaned_data["text"],
        request_key=form.cleaned_data["key"] or None,
        **asking.who(request),
    )
