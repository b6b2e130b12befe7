"""What can be wrong with a message: a code, the path of the element, a sentence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from sauro.core.errors import DomainError


def _(msgid: str) -> str:
    """Mark a sentence for translation; whoever shows it translates it."""
    return msgid


SENTENCES = {
    "empty": _("The file is empty."),
    "too_large": _("The message is larger than %(limit)s MB."),
    "encoding": _("The message must be written in UTF-8."),
    "forbidden": _(
        "The message declares a document type, an entity or an instruction. "
        "Such messages are refused unread."
    ),
    "too_deep": _("The message has too many or too deeply nested elements."),
    "not_xml": _("The message is not well-formed XML."),
    "not_edxml": _("This is not an edXML message: it has no MessageHeader and no Status."),
    "namespace": _("The namespace %(found)s is not one of edXML."),
    "missing": _("This required element is missing or empty."),
    "advised": _("This element is missing; the document can be registered without it."),
    "too_long": _("At most %(limit)s characters are allowed; there are %(found)s."),
    "organ_id": _(
        "An organisation code has at most 13 characters: letters, digits, dots, hyphens."
    ),
    "same_organ": _("The sender is also an addressee."),
    "date": _("“%(found)s” is not a day of the calendar."),
    "later_than_arrival": _("The day of issue lies after the day of arrival."),
    "number": _("“%(found)s” is not a number."),
    "code_number": _("A number begins with a digit, for example 57 or 12a."),
    "code_notation": _("A symbol has letters, for example KH-UBND or NQ/TW."),
    "priority": _("Urgency is 0 to 4."),
    "base64": _("The attachment is not valid base64."),
    "attachment_empty": _("The attachment is empty."),
    "attachment_large": _("The attachment is larger than %(limit)s MB."),
    "attachment_bomb": _("The attachment unpacks to far more than its size."),
    "attachment_type": _("The attachment is declared as %(declared)s but is %(found)s."),
    "attachment_refused": "%(reason)s",  # the sentence of the check of uploads
    "attachment_name": _("The attachment has no name that says its type."),
    "attachment_twice": _("The same file is attached twice."),
    "external": _("The attachment refers to another place; only files inside the message count."),
    "no_content": _("The manifest names a file that is not in the message."),
    "too_many": _("At most %(limit)s of these are allowed."),
    "status_code": _("“%(found)s” is not a known status."),
    "reason": _("A refusal needs a reason."),
    "character": _("The text has a character that XML does not allow."),
}
ADVICE = frozenset({"advised", "attachment_twice", "later_than_arrival", "same_organ"})


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `path` is where it stands in the file."""

    code: str
    path: str = ""
    params: dict[str, Any] = field(default_factory=dict, hash=False)

    @property
    def grave(self) -> bool:
        """Whether the message cannot be registered because of it."""
        return self.code not in ADVICE

    @property
    def steps(self) -> list[str]:
        """The elements of the path, for writing it where lines may break."""
        return self.path.split("/")

    @property
    def sentence(self) -> str:
        """The fault in the reader's language."""
        return gettext(SENTENCES[self.code]) % self.params

    def __str__(self) -> str:
        return f"{self.path}: {self.sentence}" if self.path else self.sentence


class EdxmlError(DomainError):
    """The message cannot be read or made; `faults` say why."""

    code = "edxml_refused"
    status = 422

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__(" ".join(str(fault) for fault in faults), field="file")
