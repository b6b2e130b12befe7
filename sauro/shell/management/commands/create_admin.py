"""`sauro create-admin`: the first person who may log in to a new installation."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.db import transaction

from sauro.core import clock
from sauro.domains.accounts import services as account_services
from sauro.domains.orgs import services as org_services
from sauro.domains.orgs.models import Organisation
from sauro.domains.orgs.rules import OrgKind
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Makes an account with the role of administrator over an organisation; prints its password."""

    help = "Make an administrator of an organisation; the temporary password is printed once."
    example = 'sauro create-admin quan-tri --name "Nguyễn Văn A" --organisation LC'
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("user", metavar="USER", help="user name of the new account")
        parser.add_argument("--name", required=True, help="full name")
        parser.add_argument("--email", default="")
        parser.add_argument(
            "--organisation", metavar="CODE", help="by default the only province there is"
        )

    def run(self, **options: Any) -> int | None:
        by, at = self.actor(options), clock.now()
        organisation = _organisation(options.get("organisation"))
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            user = account_services.create_user(
                username=options["user"],
                full_name=options["name"],
                email=options["email"],
                password=password,
                must_change_password=True,
                by=by,
                at=at,
            )
            org_services.grant_role(
                user=user,
                role="administrator",
                organisation=organisation,
                valid_from=clock.day_of(at),
                by=by,
                at=at,
            )
        self.stdout.write(f"{user.username}  {password}")
        return None


def _organisation(code: str | None) -> Organisation:
    """The organisation with the code; without a code the only province in force."""
    if code:
        found = list(Organisation.objects.filter(code__iexact=code))
    else:
        provinces = Organisation.objects.filter(kind=OrgKind.PROVINCE.value, valid_to__isnull=True)
        found = list(provinces[:2])
    if len(found) == 1:
        return found[0]
    if code:
        raise CommandError(
            f"There is no organisation with the code {code}. `sauro prepare --province NAME` "
            "makes a province and prints its code."
        )
    if found:
        raise CommandError("There are several provinces: name one with --organisation CODE.")
    raise CommandError("There is no province yet: run `sauro prepare --province NAME` first.")
