"""The API of version 1, assembled from the routers of the domains."""

from __future__ import annotations

from sauro.config.api_docs import ReferencePage
from sauro.config.api_rules import RatePerPerson, SauroAPI
from sauro.domains.accounts.api import AUTH
from sauro.domains.accounts.api import router as accounts
from sauro.domains.alerts.api import router as alerts
from sauro.domains.bottlenecks.api import router as bottlenecks
from sauro.domains.documents.api import router as documents
from sauro.domains.explanations.api import router as explanations
from sauro.domains.indicators.api import router as figures
from sauro.domains.orgs.api import router as agencies
from sauro.domains.programmes.api import router as programmes
from sauro.domains.reporting.api import router as reports
from sauro.domains.territory.api import router as territory
from sauro.engines.access import public
from sauro.shell.api import router as shell
from sauro.shell.api_jobs import router as jobs
from sauro.shell.api_notices import router as notices
from sauro.shell.changes.api import router as changes
from sauro.shell.dashboards.api import router as dashboards
from sauro.shell.merging.api import router as mergers
from sauro.shell.publishing.api import router as releases

api = SauroAPI(
    title="Sáu Rõ",
    version="1",
    description="Everything the pages do, for other programs of the province.",
    urls_namespace="api",
    auth=AUTH,
    throttle=RatePerPerson(),
    docs=ReferencePage(),
    docs_decorator=public,
)
for _router in (
    *(
        accounts,
        territory,
        agencies,
        mergers,
        documents,
        figures,
        programmes,
        bottlenecks,
        alerts,
        explanations,
        reports,
        jobs,
        notices,
        releases,
        dashboards,
        changes,
        shell,
    ),
):
    api.add_router("", _router)
