"""The roles of the system: which permissions each of them gives."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from sauro.domains.accounts.permissions import Perm as Accounts
from sauro.domains.alerts.permissions import Perm as Alerts
from sauro.domains.bottlenecks.permissions import Perm as Bottlenecks
from sauro.domains.documents.permissions import Perm as Documents
from sauro.domains.explanations.permissions import Perm as Explanations
from sauro.domains.indicators.permissions import Perm as Indicators
from sauro.domains.orgs.permissions import Perm as Orgs
from sauro.domains.programmes.permissions import Perm as Programmes
from sauro.domains.reporting.permissions import Perm as Reporting
from sauro.engines.access import Role
from sauro.engines.notify.permissions import Perm as Notices
from sauro.engines.periods.permissions import Perm as Periods
from sauro.shell.dashboards.permissions import Perm as Dashboards
from sauro.shell.publishing.permissions import Perm as Publishing

_READ = {Orgs.VIEW, Documents.VIEW}
_OFFICER = _READ | {
    Alerts.VIEW,
    Alerts.HANDLE,
    Bottlenecks.VIEW,
    Bottlenecks.PROPOSE,
    Documents.DRAFT,
    Explanations.ANSWER,
    Indicators.VIEW_OWN,
    Indicators.REPORT,
    Programmes.VIEW_OWN,
    Programmes.REPORT,
    Reporting.MAKE_OWN,
}
_AGENCY = _OFFICER | {Indicators.CHECK}


def _role(code: str, name: object, permissions: Iterable[str], *, everywhere: bool = False) -> Role:
    return Role(code, name, frozenset(str(p) for p in permissions), everywhere=everywhere)


ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        _role(
            "administrator",
            _("Administrator"),
            {
                *(*Accounts, *Orgs, *Periods, *Notices, *Dashboards),
                *(Alerts.VIEW, Alerts.SET_RULES),
                Bottlenecks.VIEW,
                *(set(Documents) - {Documents.APPROVE, Documents.SIGN}),
                Explanations.VIEW_ALL,
                Indicators.VIEW_ALL,
                Indicators.MANAGE,
                Programmes.VIEW_ALL,
                Programmes.MANAGE,
                *(set(Reporting) - {Reporting.MAKE_OWN}),
            },
        ),
        _role(
            "monitor",
            _("Programme monitor"),
            _READ
            | {
                *Alerts,
                Accounts.VIEW,
                *Dashboards,
                *(Bottlenecks.VIEW, Bottlenecks.MANAGE, Bottlenecks.DECIDE),
                Documents.REGISTER,
                Documents.DRAFT,
                Documents.NUMBER,
                Documents.EXCHANGE,
                *(Explanations.ASK, Explanations.VIEW_ALL),
                Indicators.VIEW_ALL,
                Indicators.MANAGE,
                Indicators.CONFIRM,
                Programmes.VIEW_ALL,
                Programmes.MANAGE,
                Programmes.VERIFY,
                Programmes.DECIDE,
                Reporting.VIEW,
                Reporting.MAKE_ALL,
                Reporting.CLOSE,
                Publishing.PREPARE,
            },
        ),
        _role(
            "leader",
            _("Leader"),
            _READ
            | {
                *(Alerts.VIEW, Alerts.HANDLE),
                *(Bottlenecks.VIEW, Bottlenecks.DECIDE),
                Documents.APPROVE,
                Documents.SIGN,
                *(Explanations.ASK, Explanations.VIEW_ALL),
                Indicators.VIEW_ALL,
                Programmes.VIEW_ALL,
                Programmes.DECIDE,
                Reporting.VIEW,
                *Publishing,
            },
        ),
        _role("agency_head", _("Head of agency"), _AGENCY | {Documents.APPROVE, Documents.SIGN}),
        _role("focal_officer", _("Focal officer"), _AGENCY),
        _role("commune_officer", _("Commune officer"), _OFFICER),
        _role(
            "records_clerk",
            _("Records clerk"),
            _READ
            | {
                *(Documents.REGISTER, Documents.DRAFT, Documents.NUMBER),
                *(Documents.EXCHANGE, Documents.SIGN),
            },
        ),
        _role(
            "inspector",
            _("Inspector"),
            _READ
            | {
                Alerts.VIEW,
                Accounts.VIEW,
                Bottlenecks.VIEW,
                Explanations.VIEW_ALL,
                Indicators.VIEW_ALL,
                Programmes.VIEW_ALL,
                Reporting.VIEW,
            },
        ),
    )
}
