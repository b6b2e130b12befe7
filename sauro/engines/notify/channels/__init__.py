"""How a message leaves: each channel is an adapter of one file, named in `config/notices.py`.

docs/how-to/channels.md says what an adapter promises and how to add one.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to leave. `id` is the same at every try, and no two letters share one."""

    id: str
    address: str
    name: str
    language: str
    subject: str
    text: str
    html: str
    link: str
    settings_link: str


class ChannelDown(Exception):
    """The service cannot be reached: nothing of this channel leaves now."""


class Refused(Exception):
    """The letter will never be taken, for example because there is no such address."""


class Session(Protocol):
    """An open line to the service."""

    def send(self, letter: Letter) -> None:
        """Hand over one letter.

        Raises `Refused` when it is no use to try again, `ChannelDown` when the line is gone
        (the others go on by a new one, and tell whether the service or this letter is the cause);
        any other exception is a fault of this letter, which is tried again later.
        """


class Channel(Protocol):
    """A way to reach people beside the inbox."""

    code: str
    label: Any

    def is_on(self) -> bool:
        """Whether this installation can use it."""

    def address(self, person: Any) -> str:
        """Where the person is reached; empty when he is not."""

    def open(self) -> AbstractContextManager[Session]:
        """A line for many letters; raises `ChannelDown`."""
