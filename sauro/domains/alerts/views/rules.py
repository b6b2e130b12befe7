"""The rules of a province or programme: looked at, tried, set, given up."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from sauro.core.errors import Stale
from sauro.domains.alerts import alert_page
from sauro.domains.alerts.forms.setting import SettingForm
from sauro.domains.alerts.labels import RULE_NAMES, RULE_TEXTS
from sauro.domains.alerts.permissions import Perm
from sauro.domains.alerts.rules.catalogue import RULES, Setting
from sauro.domains.alerts.selectors import settings
from sauro.domains.alerts.services import previewing, setting
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.models import Programme
from sauro.domains.programmes.views import answering
from sauro.domains.programmes.views.asking import who
from sauro.engines import access


@access.require(Perm.SET_RULES)
@require_GET
def alert_rules(request: HttpRequest) -> HttpResponse:
    """Every rule with how it is applied here and who decided it."""
    owner, programme = _place(request)
    known = settings.settings_now()
    lines = alert_page.rule_lines(
        lambda code: _setting_of(known, code, owner, programme),
        settings.rule_rows(owner=owner, programme=programme),
        _query(owner, programme),
        by_programme=programme is not None,
    )
    context = {
        "owner": owner,
        "programme": programme,
        "families": lines,
        "owners": settings.owners_for(user=request.user, permission=Perm.SET_RULES),
        "programmes": settings.programmes_of(owner=owner),
    }
    return render(request, "alerts/alert_rules.html", context)


@access.require(Perm.SET_RULES)
@require_http_methods(["GET", "POST"])
def alert_rule(request: HttpRequest, code: str) -> HttpResponse:
    """One rule: a POST shows what other limits would give, or sets them."""
    owner, programme = _place(request)
    rule = RULES.get(code)
    if rule is None or (programme is not None and not rule.by_programme):
        raise Http404
    kept = settings.rule_rows(owner=owner, programme=programme).get(code)
    now = _setting_of(settings.settings_now(), code, owner, programme)
    form = SettingForm(
        request.POST or None, rule=rule, now=now, version=kept.version if kept else 0
    )
    preview = None
    if request.POST.get("action") == "preview":
        if form.is_valid():
            preview = previewing.preview(
                owner=owner, programme=programme, code=code, setting=form.setting, **who(request)
            )
    elif form.is_bound and _saved(request, form, owner, programme, code):
        return answering.done(request, _("Saved."), _back(owner, programme))
    context = {
        "owner": owner,
        "programme": programme,
        "code": code,
        "name": RULE_NAMES[code],
        "text": RULE_TEXTS[code],
        "kept": kept,
        "preview": preview,
        "history": alert_page.rule_history(kept) if kept else [],
        "back": _back(owner, programme),
        "query": _query(owner, programme),
    }
    return answering.form_again(request, "alerts/alert_rule.html", context, form)


@access.require(Perm.SET_RULES)
@require_POST
def alert_rule_clear(request: HttpRequest, code: str) -> HttpResponse:
    """The rule as it is without the decision made here."""
    owner, programme = _place(request)
    kept = settings.rule_rows(owner=owner, programme=programme).get(code)
    back = _back(owner, programme)
    if kept is None:
        return HttpResponseRedirect(back)
    return answering.done_or_told(
        request,
        lambda: setting.clear_rule(rule=kept, **who(request)),
        done=_("The rule is applied as usual again."),
        back=back,
    )


def _saved(
    request: HttpRequest,
    form: SettingForm,
    owner: Organisation,
    programme: Programme | None,
    code: str,
) -> bool:
    def act() -> Any:
        wanted = form.setting
        return setting.set_rule(
            owner=owner,
            programme=programme,
            code=code,
            is_on=wanted.is_on,
            level=wanted.level,
            limits=wanted.limits,
            version=form.cleaned_data["version"],
            **who(request),
        )

    try:
        return answering.taken(form, act)
    except Stale as refusal:
        form.add_error(None, str(refusal))
        return False


def _place(request: HttpRequest) -> tuple[Organisation, Programme | None]:
    """The province and programme whose rules are asked for; the first province of the person."""
    asked = (
        request.GET if request.method == "GET" else {**request.GET.dict(), **request.POST.dict()}
    )
    known = settings.owners_for(user=request.user, permission=Perm.SET_RULES)
    wanted = asked.get("owner")
    chosen = [one for one in known if one.code == wanted] if wanted else known
    if not chosen:
        raise Http404
    code = asked.get("programme")
    if not code:
        return chosen[0], None
    programme = settings.programmes_of(owner=chosen[0]).filter(code=code).first()
    if programme is None:
        raise Http404
    return chosen[0], programme


def _setting_of(
    known: settings.Settings, code: str, owner: Organisation, programme: Programme | None
) -> Setting:
    return known.of(code, path=owner.path, programme_id=programme.pk if programme else None)


def _query(owner: Organisation, programme: Programme | None) -> str:
    return urlencode({"owner": owner.code, **({"programme": programme.code} if programme else {})})


def _back(owner: Organisation, programme: Programme | None) -> str:
    return f"{reverse('alert_rules')}?{_query(owner, programme)}"
