"""The same report of a province for the Party Committee, in the form of the Party."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from sauro.domains.reporting.definitions import province

DEFINITION = replace(
    province.DEFINITION, code="party", name=_("Report of the Party Committee"), form="party"
)
