"""Which targets the completion of a task moves."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sauro.domains.programmes.forms.requests import EffectForm
from sauro.domains.programmes.permissions import Perm
from sauro.domains.programmes.selectors import effects as selectors
from sauro.domains.programmes.services import effects
from sauro.domains.programmes.views import answering, asking
from sauro.domains.programmes.views.task_actions import task_page
from sauro.engines import access


@access.require(Perm.MANAGE)
@require_http_methods(["GET", "POST"])
def effect_set(request: HttpRequest, task_id: int) -> HttpResponse:
    """Say which target the completion of the task moves."""
    task = asking.task_or_404(request, task_id)
    answering.allow(request, Perm.MANAGE, task)
    form = EffectForm(
        request.POST or None, targets=selectors.targets_to_move(task=task, user=request.user)
    )
    if answering.taken(
        form, lambda: effects.set_effect(task=task, **form.cleaned_data, **asking.who(request))
    ):
        return answering.done(request, _("The effect was set."), task_page(task))
    context = {"task": task, "title": _("Effect on a target"), "draft": "effect"}
    return answering.form_again(
        request, "programmes/task_step.html", context | {"submit": _("Save")}, form
    )


@access.require(Perm.MANAGE)
@require_POST
def effect_remove(request: HttpRequest, task_id: int, effect_id: int) -> HttpResponse:
    """Untie the task from a target."""
    task = asking.task_or_404(request, task_id)
    answering.allow(request, Perm.MANAGE, task)
    found = task.effects.select_related("target").filter(pk=effect_id).first()
    if found is None:
        raise Http404
    return answering.done_or_told(
        request,
        lambda: effects.remove_effect(effect=found, **asking.who(request)),
        done=_("The effect was removed."),
        back=task_page(task),
    )
