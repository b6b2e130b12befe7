"""Log-ins of the demonstration: one random password each, kept where only the owner reads."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings

from sauro.domains.accounts import selectors as account_selectors
from sauro.domains.accounts import services as accounts
from sauro.shell.demonstration.reading import rows

FILE_NAME = "demo-logins.txt"
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that is mistaken for something else
_PARTS, _PART_LENGTH = 3, 4


@dataclass(frozen=True, slots=True)
class Login:
    """A user name with its password and what the person is."""

    username: str
    password: str
    words: str


def logins_file() -> Path:
    """Where the log-ins are kept."""
    return Path(settings.DATA_DIR) / FILE_NAME


def kept_logins() -> list[Login]:
    """The log-ins that were written before, in their order."""
    path = logins_file()
    if not path.exists():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Login(*line.split("\t")) for line in lines if line.count("\t") == 2]


def ensure_logins() -> list[Login]:
    """A log-in for each role; a password that was written before is used again."""
    kept = {login.username: login for login in kept_logins()}
    found = [
        kept.get(row["username"]) or Login(row["username"], new_password(), row["words"])
        for row in rows("logins")
    ]
    if found != list(kept.values()):
        _write(found)
    return found


def renew_logins(*, by: Any, at: datetime) -> list[Login]:
    """New passwords for people who are there already, for instance when the file was lost."""
    people = {user.username: user for user in account_selectors.users()}
    found = [
        Login(row["username"], new_password(), row["words"])
        for row in rows("logins")
        if row["username"] in people
    ]
    for login in found:
        accounts.set_password(
            user=people[login.username],
            password=login.password,
            temporary=False,
            by=by,
            at=at,
        )
    _write(found)
    return found


def new_password() -> str:
    """A password that is easy to type: three groups of four letters and digits."""
    return "-".join(
        "".join(secrets.choice(_ALPHABET) for _ in range(_PART_LENGTH)) for _ in range(_PARTS)
    )


def _write(logins: list[Login]) -> None:
    path = logins_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    content = "".join(f"{one.username}\t{one.password}\t{one.words}\n" for one in logins)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(content)
    path.chmod(0o600)
