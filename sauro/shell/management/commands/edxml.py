"""`sauro edxml`: check, receive and send electronic documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.domains.documents import selectors, services
from sauro.domains.documents.edxml import EdxmlError, Fault, Organ
from sauro.domains.orgs.models import Organisation
from sauro.shell.commanding import FAILED, HAS_ERRORS, OK, SauroCommand

_SEND = "sauro edxml send 15/SKHCN-CĐS --to '000.00.01.H99 Văn phòng UBND tỉnh'"


class Command(SauroCommand):
    """Works with messages of the electronic exchange as files."""

    help = "Check, receive or send electronic documents (edXML)."
    example = f"sauro edxml receive thu.edxml --organisation LV-SKHCN --as van-thu\n  {_SEND}"
    acts = True
    prints_data = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("action", choices=("check", "receive", "refuse", "send"))
        parser.add_argument("what", metavar="FILE|DOCUMENT", help="a file; for send a citation")
        parser.add_argument("--organisation", metavar="CODE", help="who received the file")
        parser.add_argument("--reason", default="", help="why the message is refused")
        parser.add_argument("--particulars-only", action="store_true", help="of a secret paper")
        parser.add_argument("--to", action="append", default=[], metavar="'CODE NAME'")
        parser.add_argument("--out", type=Path, help="where the made message is written")

    def run(self, **options: Any) -> int | None:
        if options["action"] == "check":
            return self._check(options)
        by = self.actor(options)
        if options["action"] == "send":
            return self._send(options, by)
        return self._take_in(options, by)

    def _check(self, options: dict[str, Any]) -> int:
        try:
            _reading, faults = services.read_message(
                data=_content(options["what"]), day=clock.today()
            )
        except EdxmlError as refusal:
            faults = refusal.faults
        self._tell({"faults": [_plain(fault) for fault in faults]}, options)
        return HAS_ERRORS if any(fault.grave for fault in faults) else OK

    def _take_in(self, options: dict[str, Any], by: Any) -> int:
        found = Organisation.objects.filter(code__iexact=options["organisation"] or "").first()
        if found is None:
            raise CommandError("Name the organisation that received it: --organisation CODE.")
        given = {
            "data": _content(options["what"]),
            "organisation": found,
            "by": by,
            "at": clock.now(),
        }
        try:
            if options["action"] == "refuse":
                receipt = services.refuse_message(reason=options["reason"], **given)
            else:
                receipt = services.receive_message(
                    particulars_only=options["particulars_only"], **given
                )
        except EdxmlError as refusal:
            self._tell({"faults": [_plain(fault) for fault in refusal.faults]}, options)
            return HAS_ERRORS
        document = receipt.document
        told = {
            "message": receipt.message.pk,
            "new": receipt.is_new,
            "document": document.reference if document and not receipt.message.secret else "",
        }
        self._tell(told, options)
        return OK

    def _send(self, options: dict[str, Any], by: Any) -> int:
        found = selectors.documents_cited(user=by, typed=options["what"])
        if len(found) != 1:
            raise CommandError(
                f"{len(found)} documents fit “{options['what']}”.", returncode=FAILED
            )
        addressees = []
        for line in options["to"]:
            code, _space, name = line.strip().partition(" ")
            if not name.strip():
                raise CommandError(f"--to takes a code and a name, not “{line}”.")
            addressees.append(Organ(code, name.strip()))
        message = services.send_document(
            document=found[0], addressees=addressees, by=by, at=clock.now()
        )
        if options["out"]:
            with message.payload.open("rb") as held:
                options["out"].write_bytes(held.read())
        self._tell({"message": message.pk, "sha256": message.sha256}, options)
        return OK

    def _tell(self, told: dict[str, Any], options: dict[str, Any]) -> None:
        if options["format"] == "json":
            self.print_json(told)
            return
        for name, value in told.items():
            if isinstance(value, list):
                self.print_table([(one["path"], one["sentence"]) for one in value])
            else:
                self.stdout.write(f"{name}: {value}")


def _plain(fault: Fault) -> dict[str, str]:
    return {"code": fault.code, "path": fault.path, "sentence": fault.sentence}


def _content(name: str) -> bytes:
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise CommandError(f"{name}: {error.strerror}") from error
