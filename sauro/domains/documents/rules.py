"""Kinds of documents, relations between them and levels of secrecy (Decree 30/2020, Appendix III)."""

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
    DECREE = "decree"
    CIRCULAR = "circular"
    LAW = "law"
    OTHER = "other"


class Relation(StrEnum):
    """What one document does to another."""

    IMPLEMENTS = "implements"
    AMENDS = "amends"
    REPLACES = "replaces"


class Secrecy(StrEnum):
    """Level of secrecy; content of anything above OPEN never enters this system."""

    OPEN = "open"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"
    TOP_SECRET = "top_secret"


def content_allowed(secrecy: str) -> bool:
    """Whether a file may be attached to a document of this level."""
    return secrecy == Secrecy.OPEN


def registration_allowed(secrecy: str) -> bool:
    """Whether even the particulars of a document of this level may be registered here."""
    return secrecy != Secrecy.TOP_SECRET
