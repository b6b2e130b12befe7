"""Kinds and roles in words."""

from django.utils.translation import gettext_lazy as _

from sauro.domains.orgs.rules import BodyRole, MatchReason, OrgKind

ORG_KINDS = [
    (OrgKind.NATIONAL.value, _("National level")),
    (OrgKind.CENTRAL.value, _("Central agency")),
    (OrgKind.PROVINCE.value, _("Province")),
    (OrgKind.FORMER_PROVINCE.value, _("Former province")),
    (OrgKind.PARTY.value, _("Party body")),
    (OrgKind.COUNCIL.value, _("People's Council")),
    (OrgKind.COMMITTEE.value, _("People's Committee")),
    (OrgKind.DEPARTMENT.value, _("Department")),
    (OrgKind.DISTRICT.value, _("District People's Committee")),
    (OrgKind.CENTRE.value, _("Public service unit")),
    (OrgKind.COMMUNE.value, _("Commune People's Committee")),
    (OrgKind.UNIVERSITY.value, _("University or institute")),
    (OrgKind.FIRM.value, _("Firm")),
    (OrgKind.UNION.value, _("Front and unions")),
    (OrgKind.STEERING.value, _("Steering committee")),
    (OrgKind.WORKING_GROUP.value, _("Working group")),
    (OrgKind.OTHER.value, _("Other organisation")),
]
BODY_ROLES = [
    (BodyRole.HEAD.value, _("Head")),
    (BodyRole.STANDING_DEPUTY.value, _("Standing deputy head")),
    (BodyRole.DEPUTY.value, _("Deputy head")),
    (BodyRole.STANDING.value, _("Standing member")),
    (BodyRole.MEMBER.value, _("Member")),
    (BodyRole.SECRETARY.value, _("Secretary")),
]
MATCH_REASONS = {
    MatchReason.NAME: _("Official name"),
    MatchReason.ALIAS: _("Known other name"),
    MatchReason.COLLECTIVE: _("Collective name"),
    MatchReason.CLOSED: _("Closed; its work went to a successor"),
    MatchReason.AMBIGUOUS: _("Several organisations have this name"),
    MatchReason.SIMILAR: _("Similar names only"),
    MatchReason.UNKNOWN: _("Not known"),
}
