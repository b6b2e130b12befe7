"""Kinds of records of which alerts, explanations, bottlenecks and notices may speak."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sauro.engines.subjects import Kind

SUBJECTS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind("programmes.task", _("Task"), "sauro.domains.programmes.subjects.tasks"),
        Kind("programmes.target", _("Target"), "sauro.domains.programmes.subjects.targets"),
        Kind(
            "indicators.indicator", _("Indicator"), "sauro.domains.indicators.subjects.indicators"
        ),
        Kind(
            "programmes.programme", _("Programme"), "sauro.domains.programmes.subjects.programmes"
        ),
        Kind("indicators.dataset", _("Form"), "sauro.domains.indicators.subjects.forms"),
        Kind(
            "indicators.submission",
            _("Form handed in"),
            "sauro.domains.indicators.subjects.submissions",
        ),
        Kind("orgs.organisation", _("Agency"), "sauro.domains.orgs.subjects.organisations"),
        Kind(
            "explanations.request",
            _("Request for explanation"),
            "sauro.domains.explanations.subjects.requests",
        ),
        Kind("documents.draft", _("Draft"), "sauro.domains.documents.subjects.drafts"),
        Kind("documents.dossier", _("Dossier"), "sauro.domains.documents.subjects.dossiers"),
        Kind(
            "bottlenecks.bottleneck",
            _("Bottleneck"),
            "sauro.domains.bottlenecks.subjects.bottlenecks",
        ),
        Kind("reporting.report", _("Report"), "sauro.domains.reporting.subjects.reports"),
    )
}
