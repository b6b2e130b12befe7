"""Rights over accounts."""

from enum import StrEnum


class Perm(StrEnum):
    """What a person may do with accounts."""

    VIEW = "accounts.view"
    MANAGE = "accounts.manage"
