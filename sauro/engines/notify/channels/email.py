"""E-mail by the mail server of the settings."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils.translation import gettext_lazy as _

from sauro.engines.notify.channels import ChannelDown, Letter, Refused

_NOBODY = ("console", "dummy")  # backends behind which no server stands
PERMANENT = 500


class Email:
    """One line to the mail server for all letters of a round."""

    code, label = "email", _("E-mail")

    def is_on(self) -> bool:
        return settings.EMAIL_BACKEND.split(".")[-2] not in _NOBODY

    def address(self, person: Any) -> str:
        return str(person.email)

    @contextmanager
    def open(self) -> Iterator[MailLine]:
        connection = get_connection()
        try:
            connection.open()
        except OSError as error:
            raise ChannelDown(str(error) or type(error).__name__) from error
        try:
            yield MailLine(connection)
        finally:
            with suppress(OSError):  # everything was handed over by then
                connection.close()


class MailLine:
    """An open line to the mail server."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def send(self, letter: Letter) -> None:
        """Hand one letter over; an address that the server does not know is refused for good."""
        try:
            self._connection.send_messages([_mail(letter, self._connection)])
        except smtplib.SMTPRecipientsRefused as error:
            codes = [code for code, _words in error.recipients.values()]
            if codes and min(codes) >= PERMANENT:
                raise Refused(str(error)) from error
            raise
        except smtplib.SMTPResponseException:
            raise
        except OSError as error:  # the line is gone; every error of smtplib is one of these
            raise ChannelDown(str(error) or type(error).__name__) from error


def _mail(letter: Letter, connection: Any) -> EmailMultiAlternatives:
    host = urlsplit(settings.ADDRESS).hostname or "localhost"
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.address],
        connection=connection,
        headers={
            "Message-ID": letter.id,
            "List-Id": f"Sauro <notices.{host}>",
            "List-Unsubscribe": f"<{letter.settings_link}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": letter.language,
        },
    )
    mail.attach_alternative(letter.html, "text/html")
    return mail
