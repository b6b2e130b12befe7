"""Why a document stands on nothing, and what to do about it, in sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from sauro.domains.documents.models import Document
from sauro.domains.documents.selectors import Lost, LostBy
from sauro.engines import text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A reason and an advice, with the document that each of them names."""

    reason: str
    advice: str
    ground: Document | None = None
    successor: Document | None = None


def sentences(lost: Iterable[Lost]) -> list[Sentence]:
    """One sentence pair for each reason."""
    return [_closed(one) if one.by is LostBy.ISSUER_CLOSED else _ground(one) for one in lost]


def _ground(lost: Lost) -> Sentence:
    since = text.vi_date(lost.since) if lost.since else ""
    words = {
        LostBy.REPLACED: _("its ground was replaced on %(day)s"),
        LostBy.EXPIRED: _("its ground expired on %(day)s"),
        LostBy.RECALLED: _("its ground was recalled on %(day)s"),
    }
    advice = (
        _("Check it against the new document; replace or amend it, or recall it.")
        if lost.successor_document
        else _("Find the new ground and issue it again, or recall it.")
    )
    reason = words[lost.by] % {"day": since}
    return Sentence(reason, advice, lost.ground, lost.successor_document)


def _closed(lost: Lost) -> Sentence:
    since = text.vi_date(lost.since) if lost.since else ""
    reason = _("its issuer was closed after %(day)s") % {"day": since}
    if not lost.successors:
        return Sentence(reason, _("Decide who takes it over, or recall it."))
    names = ", ".join(one.name for one in lost.successors)
    advice = _("%(names)s takes over: keep it by a new document, replace it, or recall it.")
    return Sentence(reason, advice % {"names": names})
