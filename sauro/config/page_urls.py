"""Every page of the site, assembled from the domains."""

from django.urls import include, path
from django.views.i18n import set_language

from sauro.engines.access import public

urlpatterns = [
    path("", include("sauro.shell.urls")),
    path("", include("sauro.shell.merging.urls")),
    path("", include("sauro.shell.dashboards.urls")),
    path("", include("sauro.shell.publishing.urls")),
    path("", include("sauro.shell.changes.urls")),
    path("", include("sauro.domains.reporting.urls")),
    path("", include("sauro.domains.alerts.urls")),
    path("", include("sauro.domains.explanations.urls")),
    path("", include("sauro.domains.bottlenecks.urls")),
    path("", include("sauro.domains.programmes.urls")),
    path("", include("sauro.domains.indicators.urls")),
    path("", include("sauro.domains.documents.urls")),
    path("", include("sauro.domains.orgs.urls")),
    path("", include("sauro.domains.accounts.urls")),
    path("", include("sauro.domains.territory.urls")),
    path("", include("sauro.engines.listing.urls")),
    path("", include("sauro.engines.periods.urls")),
    path("", include("sauro.engines.jobs.urls")),
    path("", include("sauro.engines.notify.urls")),
    path("", include("sauro.engines.ui.urls")),
    path("ngon-ngu/", public(set_language), name="set_language"),
    path("dang-nhap/", include("allauth.urls")),
]
