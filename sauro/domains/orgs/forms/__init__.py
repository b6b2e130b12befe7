"""What is typed about organisations, posts, bodies, collective names and people."""

from sauro.domains.orgs.forms.fields import choose_from
from sauro.domains.orgs.forms.organisations import (
    AliasForm,
    CloseForm,
    CollectiveForm,
    OrganisationForm,
)
from sauro.domains.orgs.forms.people import (
    AppointForm,
    EndForm,
    MemberForm,
    PersonForm,
    PositionForm,
    RoleForm,
)

__all__ = [
    "AliasForm",
    "AppointForm",
    "CloseForm",
    "CollectiveForm",
    "EndForm",
    "MemberForm",
    "OrganisationForm",
    "PersonForm",
    "PositionForm",
    "RoleForm",
    "choose_from",
]
