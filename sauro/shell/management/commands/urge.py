"""`sauro urge`: urging letters to agencies with late tasks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.domains.orgs.models import Organisation
from sauro.domains.programmes.selectors.standing import AsOf
from sauro.domains.reporting.forms.urging import usual_day
from sauro.domains.reporting.models import UrgingLetter
from sauro.domains.reporting.selectors import urging as selectors
from sauro.domains.reporting.services import urging
from sauro.engines.office.papers.pdf import render_pdf
from sauro.engines.office.papers.shapes import paper_from_data
from sauro.engines.office.papers.word import render_docx
from sauro.shell.commanding import SauroCommand

_WRITERS: dict[str, Any] = {".docx": render_docx, ".pdf": render_pdf}


class Command(SauroCommand):
    """Makes the draft of the letter, or finds it made today, and writes it as a file."""

    help = "Write the letter that urges one agency, or all agencies, about tasks late today."
    example = "sauro urge --owner DN --agency DN-SKHCN --out don-doc.docx"
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--owner", required=True, metavar="CODE", help="of the province")
        parser.add_argument(
            "--agency", metavar="CODE", help="urge this agency; without it one letter to all"
        )
        parser.add_argument("--out", type=Path, metavar="FILE", help=".docx or .pdf")

    def run(self, **options: Any) -> int | None:
        by, at = self.actor(options), clock.now()
        owner = _organisation(options["owner"])
        today = clock.today()
        soon = int(settings.DUE_SOON_DAYS)
        late = selectors.late_agencies(owner=owner, as_of=AsOf(today, today, soon))
        wanted = tuple(one.id for one in late)
        if options["agency"]:
            wanted = (_organisation(options["agency"]).pk,)
        if not wanted:
            raise CommandError("No agency has late tasks today.")
        order = urging.LetterOrder(
            owner, owner, wanted, together=len(wanted) > 1, answer_by=usual_day(today)
        )
        made = urging.make_letters(order=order, soon_days=soon, by=by, at=at)
        self._tell(made, [_written(made.letters, options["out"])], options)
        return None

    def _tell(self, made: urging.Made, files: list[str], options: dict[str, Any]) -> None:
        facts = {
            "letters": len(made.letters),
            "new": made.new,
            "drafts": ", ".join(str(one.draft_id) for one in made.letters),
            "files": ", ".join(name for name in files if name),
        }
        if options["format"] == "json":
            self.print_json(facts)
        else:
            self.print_table(facts.items())


def _written(letters: tuple[UrgingLetter, ...], path: Path | None) -> str:
    if path is None:
        return ""
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        raise CommandError(f"{path}: only .docx and .pdf can be written.")
    names = []
    for place, letter in enumerate(letters, 1):
        one = path if place == 1 else path.with_stem(f"{path.stem}-{place}")
        one.write_bytes(write(paper_from_data(letter.paper)))
        names.append(str(one))
    return ", ".join(names)


def _organisation(code: str) -> Organisation:
    found = Organisation.objects.filter(code__iexact=code.strip()).select_related("unit").first()
    if found is None:
        raise CommandError(f"There is no organisation {code}.")
    return found
