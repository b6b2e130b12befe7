"""Reading organisations: the tree, who holds which post and role, and whom a written name means."""

from sauro.domains.orgs.selectors.matching import Match, match_mention, match_mentions
from sauro.domains.orgs.selectors.people import (
    grants_of,
    holder_of,
    holders,
    home_organisation,
    members_of,
    people_in,
    positions_of,
    role_grants_over,
)
from sauro.domains.orgs.selectors.tree import (
    collective_members,
    collectives,
    national_root,
    organisation_ids_in,
    organisations,
    province_root_of,
    successors_of,
    visible_to,
)

__all__ = [
    "Match",
    "collective_members",
    "collectives",
    "grants_of",
    "holder_of",
    "holders",
    "home_organisation",
    "match_mention",
    "match_mentions",
    "members_of",
    "national_root",
    "organisation_ids_in",
    "organisations",
    "people_in",
    "positions_of",
    "province_root_of",
    "role_grants_over",
    "successors_of",
    "visible_to",
]
