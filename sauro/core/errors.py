"""What a domain raises when it refuses; pages, endpoints and commands say it in their words."""

from __future__ import annotations


class DomainError(Exception):
    """A refusal with a sentence for the person, a stable code and, where it applies, a field."""

    code = "refused"
    status = 409

    def __init__(self, message: str = "", *, field: str | None = None) -> None:
        self.message = message or str(self.__doc__)
        self.field = field
        super().__init__(self.message)

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(DomainError):
    """The person's role or unit does not give this right."""

    code = "not_allowed"
    status = 403


class Stale(DomainError):
    """Somebody else changed the record in the meantime."""

    code = "stale"
    status = 409
