"""Kinds of documents, what one does to another, levels of secrecy and of urgency, and ways.

Source: Decree 30/2020/NĐ-CP, Articles 3 and 7 and Appendix III.
"""

from __future__ import annotations

from enum import StrEnum


class DocumentKind(StrEnum):
    """Kind of an administrative or Party document."""

    RESOLUTION = "resolution"
    DECISION = "decision"
    DIRECTIVE = "directive"
    REGULATION = "regulation"
    PROGRAMME = "programme"
    PLAN = "plan"
    SCHEME = "scheme"
    CONCLUSION = "conclusion"
    NOTICE = "notice"
    REPORT = "report"
    SUBMISSION = "submission"
    OFFICIAL_LETTER = "official_letter"
    GUIDANCE = "guidance"
    TELEGRAM = "telegram"
    INVITATION = "invitation"
    DECREE = "decree"
    CIRCULAR = "circular"
    LAW = "law"
    OTHER = "other"


class Relation(StrEnum):
    """What one document does to another."""

    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"
    GUIDES = "guides"


class Secrecy(StrEnum):
    """Level of secrecy; content of anything above OPEN never enters this system."""

    OPEN = "open"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105 - a level of secrecy
    TOP_SECRET = "top_secret"  # noqa: S105


def content_allowed(secrecy: str) -> bool:
    """Whether a file may be attached to a document of this level."""
    return secrecy == Secrecy.OPEN


def registration_allowed(secrecy: str) -> bool:
    """Whether even the particulars of a document of this level may be registered here."""
    return secrecy != Secrecy.TOP_SECRET


class DocumentFlow(StrEnum):
    """Which way a document goes, seen from the organisation that keeps it."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    INTERNAL = "internal"


class Urgency(StrEnum):
    """Level of urgency, as it is printed (Decree 30/2020, Article 8)."""

    NORMAL = "normal"
    URGENT = "urgent"
    VERY_URGENT = "very_urgent"
    EXPRESS = "express"
