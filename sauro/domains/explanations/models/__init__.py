"""Requests for explanation, their answers, and what proves the answers."""

from sauro.domains.explanations.models.answer import Answer, Exhibit
from sauro.domains.explanations.models.request import Request

__all__ = ["Answer", "Exhibit", "Request"]
