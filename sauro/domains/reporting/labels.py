"""Words of reports for the interface; what a report itself says is always Vietnamese."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sauro.domains.orgs.labels import ORG_KINDS
from sauro.domains.reporting.rules.subject import SubjectKind

SUBJECTS = [
    (SubjectKind.PROVINCE.value, _("Province")),
    (SubjectKind.PROGRAMME.value, _("Programme")),
    (SubjectKind.AGENCY.value, _("Agency")),
    (SubjectKind.COMMUNE.value, _("Commune")),
]
FORMS = [("state", _("State form (Decree 30/2020)")), ("party", _("Party form"))]
PERIOD_KINDS = [
    ("month", _("Month")),
    ("quarter", _("Quarter")),
    ("half_year", _("Six months")),
    ("nine_months", _("Nine months")),
    ("year", _("Year")),
    ("custom", _("Any days")),
]
DUTY_PERIODS = [one for one in PERIOD_KINDS if one[0] != "custom"]
_OWING = ("department", "committee", "commune", "party", "union", "centre", "university")
UNIT_KINDS = [one for one in ORG_KINDS if one[0] in _OWING]
