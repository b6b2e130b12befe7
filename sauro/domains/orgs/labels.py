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
# The fields that events keep before and after, in words.
FIELDS = {
    "name": _("Name"),
    "short_name": _("Short name"),
    "kind": _("Kind"),
    "code": _("Code"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "full_name": _("Full name"),
    "username": _("User name"),
    "unit": _("Unit"),
    "parent": _("Part of"),
    "alias": _("Other name"),
    "aliases": _("Other names"),
    "valid_from": _("Valid from"),
    "valid_to": _("Valid to"),
    "successors": _("Successor"),
    "person": _("Person"),
    "role": _("Role"),
    "organisation": _("Agency"),
    "position": _("Post"),
    "title": _("Title"),
    "is_head": _("Head of the organisation"),
    "portfolio": _("Portfolio"),
    "represents": _("Represents"),
    "is_active": _("Account"),
    "kinds": _("Kinds of agencies it means"),
}
# Permissions of every domain in words, for the table of roles.
PERMISSIONS = {
    "accounts.view": _("See the accounts of people"),
    "periods.decide_days": _("Decide days of the working calendar"),
    "accounts.manage": _("Make, change and lock accounts"),
    "orgs.view": _("See agencies"),
    "orgs.manage": _("Make, change and close agencies"),
    "orgs.grant": _("Grant and revoke roles"),
    "documents.view": _("See documents"),
    "documents.register": _("Register documents"),
    "documents.confidential": _("See the particulars of confidential documents"),
    "documents.exchange": _("Send and receive electronic documents"),
    "documents.sign": _("Sign documents with the certificate of the agency"),
    "programmes.view_all": _("See every task of the programmes"),
    "programmes.view_own": _("See the tasks of the own agency"),
    "programmes.manage": _("Make and change programmes, tasks and targets"),
    "programmes.report": _("Report progress"),
    "programmes.verify": _("Verify or return progress"),
    "programmes.decide": _("Decide on extensions and suspensions"),
}
