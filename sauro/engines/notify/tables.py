"""The tables of the configuration: what is told, what comes near, by which channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from sauro.engines.notify import Message, Source

if TYPE_CHECKING:
    from sauro.engines.notify.channels import Channel


def messages() -> dict[str, Message]:
    """What each kind of event tells, by kind."""
    found: dict[str, Message] = import_string(settings.SAURO["messages"])
    return found


def sources() -> dict[str, Source]:
    """Kinds of days that come near, by code; a code is also the kind of its notices."""
    found: dict[str, Source] = import_string(settings.SAURO["reminders"])
    return found


def channels() -> dict[str, Channel]:
    """The channels beside the inbox, by code, whether they are on or off."""
    paths: dict[str, str] = import_string(settings.SAURO["channels"])
    return {code: import_string(path)() for code, path in paths.items()}


def channels_on() -> dict[str, Channel]:
    """The channels by which something can leave this installation."""
    return {code: channel for code, channel in channels().items() if channel.is_on()}


def parts() -> dict[str, Any]:
    """The parts of the system in words, by the first word of a kind."""
    found: dict[str, Any] = import_string(settings.SAURO["notice_parts"])
    return found


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice in words; `part` is the domain it comes from."""

    code: str
    label: Any
    urgent: bool

    @property
    def part(self) -> str:
        """The first word of the code: the domain."""
        return self.code.partition(".")[0]


def kinds() -> dict[str, Kind]:
    """Every kind of notice there is: reminders first, then events, in the order of the tables."""
    words = import_string(settings.SAURO["event_labels"])
    found = {
        code: Kind(code, format_lazy("{}: {}", _("Reminder"), source.label), urgent=False)
        for code, source in sources().items()
    }
    for code, message in messages().items():
        label = message.label or words.get(code, code)
        found[code] = Kind(code, label, message.urgent)
    return found
