"""Ways and kinds of exchanged messages, and which answers may follow which."""

from __future__ import annotations

from enum import StrEnum

from sauro.domains.documents.rules.kinds import Urgency


class ExchangeDirection(StrEnum):
    """Which way a message goes."""

    IN = "in"
    OUT = "out"


class MessageKind(StrEnum):
    """What a message carries: a document, or an answer about one."""

    DOCUMENT = "document"
    STATUS = "status"


# 0 to 4 of the regulation; express comes with and without an hour.
URGENCIES = (
    Urgency.NORMAL,
    Urgency.URGENT,
    Urgency.VERY_URGENT,
    Urgency.EXPRESS,
    Urgency.EXPRESS,
)
RECEIVED, REFUSED = "03", "02"
RECALL_ANSWERS = ("15", "16")
# What may be said next after the last answer; refusing and finishing end it.
NEXT_ANSWERS: dict[str, tuple[str, ...]] = {
    "": ("01", "02", "03"),
    "01": ("02", "03"),
    "03": ("02", "04", "05", "06"),
    "04": ("02", "05", "06"),
    "05": ("02", "06"),
    "02": (),
    "06": (),
}


def urgency_of(priority: int) -> str:
    """The urgency that a message's number means."""
    return URGENCIES[priority].value if 0 <= priority < len(URGENCIES) else Urgency.NORMAL.value


def priority_of(urgency: str) -> int:
    """The number of an urgency in messages."""
    return URGENCIES.index(Urgency(urgency))


def answers_after(last: str, *, recall_asked: bool = False) -> tuple[str, ...]:
    """The answers open after the last one; a recall that was asked for can always be answered."""
    return (RECALL_ANSWERS if recall_asked else ()) + NEXT_ANSWERS.get(last, ())
