"""The text of attached files, read so that it can be searched."""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime
from typing import Any

from sauro.domains.documents import selectors
from sauro.domains.documents.models import DocumentFile
from sauro.domains.documents.services import contents

log = logging.getLogger(__name__)
MISSING = "missing"


def index(*, by: Any, at: datetime, again: bool = False, limit: int = 0) -> Counter[str]:
    """How many files were read, by outcome; each is written by itself, so it can be stopped."""
    keys = selectors.files_to_read(again=again).values_list("pk", flat=True)
    return Counter(_read(pk, by, at) for pk in list(keys[: limit or None]))


def _read(pk: int, by: Any, at: datetime) -> str:
    file = DocumentFile.objects.get(pk=pk)
    try:
        with file.file.open("rb") as held:
            data = held.read()
    except FileNotFoundError:
        log.warning("file %s is not in the store", pk)
        return MISSING
    found, state = contents.read(data)
    contents.keep_text(file=file, found=found, state=state, by=by, at=at)
    return str(state.value)
