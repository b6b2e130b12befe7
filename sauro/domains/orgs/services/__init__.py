"""Writing organisations, their posts, bodies, roles and collective names."""

from sauro.domains.orgs.services.bodies import (
    NotABody,
    SeatTaken,
    add_member,
    change_member,
    end_member,
    save_collective,
)
from sauro.domains.orgs.services.founding import Founded, NotAProvince, found_province
from sauro.domains.orgs.services.organisations import (
    BadDates,
    BadSuccessor,
    CodeTaken,
    NameTaken,
    add_alias,
    change_organisation,
    close_organisation,
    create_organisation,
    remove_alias,
)
from sauro.domains.orgs.services.people import (
    OwnRights,
    UnknownRole,
    change_person,
    check_may_manage,
    create_person,
    grant_role,
    remove_second_factor,
    reset_password,
    revoke_role,
    set_active,
)
from sauro.domains.orgs.services.posts import (
    PostTaken,
    appoint,
    change_position,
    close_position,
    create_position,
    end_tenure,
)
from sauro.domains.orgs.services.reference import Loaded, load_reference
from sauro.domains.orgs.services.reopening import reopen_organisation

__all__ = [
    "BadDates",
    "BadSuccessor",
    "CodeTaken",
    "Founded",
    "Loaded",
    "NameTaken",
    "NotABody",
    "NotAProvince",
    "OwnRights",
    "PostTaken",
    "SeatTaken",
    "UnknownRole",
    "add_alias",
    "add_member",
    "appoint",
    "change_member",
    "change_organisation",
    "change_person",
    "change_position",
    "check_may_manage",
    "close_organisation",
    "close_position",
    "create_organisation",
    "create_person",
    "create_position",
    "end_member",
    "end_tenure",
    "found_province",
    "grant_role",
    "load_reference",
    "remove_alias",
    "remove_second_factor",
    "reopen_organisation",
    "reset_password",
    "revoke_role",
    "save_collective",
    "set_active",
]
