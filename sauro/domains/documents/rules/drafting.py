"""States of a draft, verdicts on opinions, and what an asked organisation has done so far."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class DraftState(StrEnum):
    """Where a paper stands between its first draft and its issue."""

    DRAFTING = "drafting"
    CONSULTING = "consulting"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    NUMBERED = "numbered"
    SIGNED = "signed"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


WRITABLE = frozenset({DraftState.DRAFTING, DraftState.CONSULTING})
OPEN_DRAFTS = frozenset(DraftState) - {DraftState.ISSUED, DraftState.WITHDRAWN}


class Verdict(StrEnum):
    """What became of an opinion."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    REJECTED = "rejected"


class AskedState(StrEnum):
    """What an organisation that was asked has done."""

    ANSWERED = "answered"
    WAITING = "waiting"
    NO_OPINION = "no_opinion"


class AwaitedStep(StrEnum):
    """What a paper waits for."""

    OPINION = "opinion"
    REDRAFT = "redraft"
    APPROVE = "approve"
    NUMBER = "number"
    SIGN = "sign"
    ISSUE = "issue"


def asked_state(*, answered: bool, due_on: date, today: date) -> AskedState:
    """Silence on the day after the due day counts as “no opinion”; until then we wait."""
    if answered:
        return AskedState.ANSWERED
    return AskedState.WAITING if today <= due_on else AskedState.NO_OPINION


def reason_needed(verdict: str) -> bool:
    """Whether the drafter must say why: for all that is not taken over whole."""
    return verdict != Verdict.ACCEPTED
