"""Plan files: read and staged, then accepted whole or not at all."""

from sauro.domains.programmes.services.plans.accepting import accept_plan, accept_staging
from sauro.domains.programmes.services.plans.staging import (
    PlanHasErrors,
    PlanUnreadable,
    StagingChanged,
    choose_agencies,
    discard_plan,
    read_plan,
    stage_file,
    stage_plan,
)

__all__ = [
    "PlanHasErrors",
    "PlanUnreadable",
    "StagingChanged",
    "accept_plan",
    "accept_staging",
    "choose_agencies",
    "discard_plan",
    "read_plan",
    "stage_file",
    "stage_plan",
]
