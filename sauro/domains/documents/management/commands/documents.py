"""List documents, ask for the next number, continue a series after a paper register."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sauro.core import clock
from sauro.core.errors import DomainError
from sauro.domains.accounts import services as accounts
from sauro.domains.documents import selectors, services
from sauro.domains.documents.models import Document
from sauro.domains.documents.rules import DocumentFlow
from sauro.domains.orgs.models import Organisation

FLOWS = [flow.value for flow in DocumentFlow]


class Command(BaseCommand):
    """Only documents that are not secret are listed."""

    help = (
        "The register of documents. Examples: sauro documents list --owner LC-SKHCN --year 2025; "
        "sauro documents next --owner DN-UBND --symbol BC-UBND; "
        "sauro documents start --owner DN-UBND --year 2026 --last 812"
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parts = parser.add_subparsers(dest="what", required=True)
        listed = parts.add_parser("list", help="documents of a year, one a line")
        listed.add_argument("--year", type=int)
        listed.add_argument("--flow", choices=FLOWS, default="")
        listed.add_argument("--owner", default="", help="code of the organisation that keeps them")
        listed.add_argument("--format", choices=["text", "json"], default="text")
        asked = parts.add_parser("next", help="the number that the next paper would get")
        asked.add_argument("--owner", required=True)
        asked.add_argument("--flow", choices=FLOWS, default=DocumentFlow.OUTGOING.value)
        asked.add_argument("--kind", default="")
        asked.add_argument("--symbol", default="")
        started = parts.add_parser("start", help="go on after the last number of a paper register")
        started.add_argument("--owner", required=True)
        started.add_argument("--flow", choices=FLOWS, default=DocumentFlow.OUTGOING.value)
        started.add_argument("--group", default="", help="empty, or kind:report, or symbol:bc-ubnd")
        started.add_argument("--year", type=int, required=True)
        started.add_argument("--last", type=int, required=True)

    def handle(self, *_arguments: Any, **options: Any) -> None:
        try:
            getattr(self, f"_{options['what']}")(options)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal

    def _list(self, options: dict[str, Any]) -> None:
        person = accounts.system_person(at=clock.now())
        owner = _organisation(options["owner"]) if options["owner"] else None
        found = selectors.documents_of_way(user=person, flow=options["flow"], organisation=owner)
        found = found.filter(
            secrecy="open", issued_on__year=options["year"] or clock.today().year
        ).with_validity(clock.today())
        rows = [_plain(one) for one in found.order_by("issued_on", "id")]
        if options["format"] == "json":
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            self.stdout.write("\t".join(str(value) for value in row.values()))

    def _next(self, options: dict[str, Any]) -> None:
        number = selectors.next_number(
            organisation=_organisation(options["owner"]),
            flow=options["flow"],
            day=clock.today(),
            kind=options["kind"],
            symbol=options["symbol"],
        )
        self.stdout.write(str(number))

    def _start(self, options: dict[str, Any]) -> None:
        at = clock.now()
        book = services.start_number_book(
            organisation=_organisation(options["owner"]),
            flow=options["flow"],
            group=options["group"],
            year=options["year"],
            last=options["last"],
            by=accounts.system_person(at=at),
            at=at,
        )
        self.stdout.write(str(book.last))


def _organisation(code: str) -> Organisation:
    found = Organisation.objects.filter(code=code).first()
    if found is None:
        raise CommandError(f"There is no organisation with the code {code}.")
    return found


def _plain(document: Document) -> dict[str, Any]:
    return {
        "issued_on": document.issued_on.isoformat(),
        "reference": document.reference,
        "kind": document.kind,
        "flow": document.flow,
        "issuer": document.issuer_name,
        "validity": document.validity,  # type: ignore[attr-defined]
        "abstract": document.abstract,
    }
