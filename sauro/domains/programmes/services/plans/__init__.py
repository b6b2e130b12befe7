"""Plan files: read and staged, then accepted whole or not at all."""

from sauro.domains.programmes.services.plans.accepting import accept_plan, accept_staging
from sauro.domains.programmes.services.plans.queueing import (
    ACCEPT,
    READ,
    accept_or_queue,
    prepare,
    take_plan,
)
from sauro.domains.programmes.services.plans.staging import (
    UNREAD,
    PlanBusy,
    PlanHasErrors,
    PlanUnreadable,
    StagingChanged,
    choose_agencies,
    discard_plan,
    keep_preview,
    read_plan,
    restage,
    stage_file,
    stage_plan,
)

__all__ = [
    "ACCEPT",
    "READ",
    "UNREAD",
    "PlanBusy",
    "PlanHasErrors",
    "PlanUnreadable",
    "StagingChanged",
    "accept_or_queue",
    "accept_plan",
    "accept_staging",
    "choose_agencies",
    "discard_plan",
    "keep_preview",
    "prepare",
    "read_plan",
    "restage",
    "stage_file",
    "stage_plan",
    "take_plan",
]
