"""`sauro token`: personal access tokens for the API."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.domains.accounts import selectors, services
from sauro.domains.accounts.models import ApiToken, User
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Issues a token and prints its secret once; lists and revokes tokens of a person."""

    help = "Issue, list or revoke access tokens of a person."
    example = 'sauro token theo-doi --name "đồng bộ hằng đêm" --expires-on 2026-12-31'
    prints_data = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", metavar="USER")
        what = parser.add_mutually_exclusive_group()
        what.add_argument("--list", action="store_true", help="the tokens that are accepted")
        what.add_argument("--revoke", metavar="PREFIX", help="stop accepting this token")
        parser.add_argument("--name", default="", help="what the token is for")
        parser.add_argument("--expires-on", type=date.fromisoformat, metavar="DATE")

    def run(self, **options: Any) -> int | None:
        user = User.objects.filter(username__iexact=options["username"], is_system=False).first()
        if user is None:
            raise CommandError(f"There is no account named {options['username']}.")
        if options["list"]:
            self._list(user, options)
            return None
        if options["revoke"]:
            self._revoke(user, options)
            return None
        if not user.is_active:
            raise CommandError(f"The account {user.username} is locked.")
        token, secret = services.issue_token(
            user=user,
            name=options["name"],
            expires_on=options["expires_on"],
            by=services.system_person(at=clock.now()),
            at=clock.now(),
        )
        if options["format"] == "json":
            self.print_json({**_plain(token), "secret": secret})
        else:
            self.stdout.write(secret)
            self.stderr.write("This secret is shown only now; keep it where nobody else reads.")
        return None

    def _list(self, user: User, options: dict[str, Any]) -> None:
        tokens = [_plain(token) for token in selectors.tokens_of(user=user)]
        if options["format"] == "json":
            self.print_json(tokens)
        else:
            self.print_table(token.values() for token in tokens)

    def _revoke(self, user: User, options: dict[str, Any]) -> None:
        found = list(selectors.tokens_of(user=user).filter(prefix=options["revoke"])[:2])
        if len(found) != 1:
            told = f"{user.username} has no token that begins with {options['revoke']}."
            raise CommandError(told)
        by = services.system_person(at=clock.now())
        services.revoke_token(token=found[0], by=by, at=clock.now())
        if options["format"] == "json":
            self.print_json({"revoked": found[0].prefix})
        else:
            self.stdout.write(f"{found[0]} is no longer accepted")


def _plain(token: ApiToken) -> dict[str, Any]:
    return {
        "prefix": token.prefix,
        "name": token.name,
        "created_at": token.created_at.isoformat(),
        "expires_on": token.expires_on,
        "last_used_on": token.last_used_on,
    }
