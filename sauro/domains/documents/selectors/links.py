"""What other parts of the system offer on the page of a document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string

from sauro.domains.documents.models import Document


@dataclass(frozen=True, slots=True)
class PageLink:
    """A link among the actions of a document."""

    label: str
    url: str
    icon: str


def links_of(*, user: Any, document: Document) -> list[PageLink]:
    """The links of the tables named in the settings, in their order."""
    return [
        link
        for path in settings.SAURO["document_links"]
        for link in import_string(path)(user=user, document=document)
    ]
