"""The period report of a commune: its own tasks and the figures it reports."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from sauro.domains.reporting.definitions import agency
from sauro.domains.reporting.rules.subject import SubjectKind

DEFINITION = replace(
    agency.DEFINITION, code="commune", name=_("Report of a commune"), about=SubjectKind.COMMUNE
)
