"""Why a request or an answer is refused."""

from __future__ import annotations

from sauro.core.errors import DomainError


class BadRequest(DomainError):
    """The request cannot be made as it is."""

    code = "bad_explanation_request"
    status = 422


class BadAnswer(DomainError):
    """The explanation cannot be taken as it is."""

    code = "bad_explanation"
    status = 422


class SubjectUnknown(DomainError):
    """The record asked about does not exist, or not for this person."""

    code = "not_there"
    status = 422


class AlreadyAsked(DomainError):
    """The unit has an open request about this record."""

    code = "already_asked"


class OwnAnswer(DomainError):
    """Nobody accepts his own explanation."""

    code = "own_answer"
