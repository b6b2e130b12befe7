"""Messages laid into a folder, where the gateway of a telecom or chat service fetches them.

One file a message, named by its number and holding one line of JSON. A message that is handed
over twice is the same file, so that nothing is doubled; a gateway that has fetched one renames it
to `.done`.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from sauro.engines.notify.channels import ChannelDown, Letter

SHORT = 300  # characters: what two or three SMS hold


class Folder:
    """The part that SMS and chat share."""

    code = ""
    setting = ""

    def is_on(self) -> bool:
        return bool(getattr(settings, self.setting))

    def address(self, person: Any) -> str:
        return str(person.phone)

    @contextmanager
    def open(self) -> Iterator[Line]:
        folder = Path(getattr(settings, self.setting))
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ChannelDown(str(error)) from error
        yield Line(folder, self.code)


class Line:
    """An open folder."""

    def __init__(self, folder: Path, code: str) -> None:
        self._folder, self._code = folder, code

    def send(self, letter: Letter) -> None:
        """Write the file of a letter whole, unless it lies there, or lay there, already."""
        name = letter.id.strip("<>").partition("@")[0]
        path = self._folder / f"{name}.json"
        if path.exists() or path.with_suffix(".done").exists():
            return
        body = {
            "id": name,
            "channel": self._code,
            "to": letter.address,
            "name": letter.name,
            "language": letter.language,
            "text": letter.subject[:SHORT],
            "link": letter.link,
        }
        unfinished = path.with_suffix(".part")
        try:
            with unfinished.open("w", encoding="utf-8") as file:
                file.write(json.dumps(body, ensure_ascii=False) + "\n")
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(path)
        except OSError as error:
            raise ChannelDown(str(error)) from error


class Sms(Folder):
    """Short messages."""

    code, setting, label = "sms", "SMS_OUTBOX", _("SMS")


class Chat(Folder):
    """The chat service of the province."""

    code, setting, label = "chat", "CHAT_OUTBOX", _("Chat")
