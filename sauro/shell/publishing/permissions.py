"""Rights over what is shown to everybody."""

from __future__ import annotations

from enum import StrEnum

from sauro.domains.programmes.permissions import programme_path
from sauro.engines import access


class Perm(StrEnum):
    """What a person may do with the public page of a programme."""

    PREPARE = "publishing.prepare"
    RELEASE = "publishing.release"


access.register(Perm.PREPARE, programme_path)
access.register(Perm.RELEASE, programme_path)
