"""Letters made of deliveries: the words, in the language of the person, and the links."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sauro.engines.notify import words
from sauro.engines.notify.channels import Letter
from sauro.engines.notify.models import Delivery, Notice, Preference

LISTED = 50  # lines of one digest; the inbox has the rest
DEFAULT_LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class Line:
    """One notice in a letter."""

    text: str
    reason: str
    link: str


def letters_of(deliveries: Iterable[Delivery]) -> dict[int, Letter]:
    """The letter of each delivery, by its number; three SQL whatever their number."""
    deliveries = list(deliveries)
    digests = {one.digest_id for one in deliveries if one.digest_id}
    gathered: dict[int, list[Notice]] = {}
    for notice in Notice.objects.filter(digest_id__in=digests).order_by("kind", "id"):
        gathered.setdefault(notice.digest_id or 0, []).append(notice)
    languages = dict(
        Preference.objects.filter(person_id__in={one.person_id for one in deliveries}).values_list(
            "person_id", "language"
        )
    )
    return {
        one.pk: _letter(
            one,
            gathered.get(one.digest_id or 0) or ([one.notice] if one.notice else []),
            languages.get(one.person_id, DEFAULT_LANGUAGE),
        )
        for one in deliveries
    }


def message_id(delivery: Delivery) -> str:
    """The same for every try of a delivery, so that a mailbox knows a second copy as the first."""
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    return f"<sauro-{delivery.key.replace(':', '-')}-{delivery.created_at:%Y%m%d%H%M%S}@{host}>"


def _letter(delivery: Delivery, notices: list[Notice], language: str) -> Letter:
    person: Any = delivery.person
    with translation.override(language):
        told = _told(delivery, notices)
        shape = "notify/digest" if delivery.digest_id else "notify/notice"
        return Letter(
            id=message_id(delivery),
            address="",
            name=str(person),
            language=language,
            subject=" ".join(told["subject"].split())[:200],
            text=render_to_string(f"{shape}.txt", told),
            html=render_to_string(f"{shape}.html", told),
            link=told["link"],
            settings_link=told["settings_link"],
        )


def _told(delivery: Delivery, notices: list[Notice]) -> dict[str, Any]:
    lines = [Line(words.line(one), words.reason(one), _page_of(one)) for one in notices[:LISTED]]
    inbox = _absolute("notice_list")
    return {
        "person": delivery.person,
        "site_name": settings.SITE_NAME,
        "lines": lines,
        "more": len(notices) - len(lines),
        "subject": _subject(delivery, notices, lines),
        "link": _page_of(notices[0]) if len(notices) == 1 else inbox,
        "inbox": inbox,
        "settings_link": _absolute("notice_settings"),
    }


def _subject(delivery: Delivery, notices: list[Notice], lines: list[Line]) -> str:
    if delivery.digest is None:
        return lines[0].text if lines else _("Notice")
    n, day = len(notices), f"{delivery.digest.day:%d/%m/%Y}"
    late = sum(1 for one in notices if one.facts.get("is_late"))
    said = ngettext("%(n)s notice on %(day)s", "%(n)s notices on %(day)s", n)
    said %= {"n": n, "day": day}
    if late:
        said += ", " + _("%(n)s overdue") % {"n": late}
    return f"Sáu Rõ: {said}"


def _page_of(notice: Notice) -> str:
    """Through the inbox, so that what was opened from a letter counts as read."""
    return f"{_absolute('notice_list')}{notice.pk}/"


def _absolute(name: str) -> str:
    return f"{settings.ADDRESS}{_path(name)}"


@lru_cache
def _path(name: str) -> str:
    """The path of a page; looking it up among all pages costs more than the rest of a letter."""
    return reverse(name)


def addressed(letter: Letter, address: str) -> Letter:
    """The letter with the address as it is now, which may differ from when it was written."""
    return replace(letter, address=address)
