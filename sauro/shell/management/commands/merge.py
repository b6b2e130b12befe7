"""`sauro merge`: units or agencies into another one, and taking it back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.domains.orgs.models import Organisation
from sauro.shell.commanding import SauroCommand
from sauro.shell.merging import selectors, services
from sauro.shell.merging.models import Merger
from sauro.shell.merging.moves import headings, stay_lines

SHOWN = 20


class Command(SauroCommand):
    """Shows with --dry-run what would move; without it merges; --undo takes a merger back."""

    help = "Merge units or agencies into another one, or undo a merger."
    example = (
        'sauro merge LC-STTTT --into LC-SKHCN --on 2025-02-28 --ground "NQ 52/NQ-HĐND" --dry-run'
        "\n  sauro merge --undo 7"
    )
    prints_data = True
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("sources", metavar="SOURCE", nargs="*", help="codes of agencies")
        parser.add_argument("--into", metavar="CODE", help="the successor")
        parser.add_argument("--on", metavar="DATE", type=_day, help="the last day of the sources")
        parser.add_argument("--ground", default="", help="the document that decided it")
        parser.add_argument(
            "--with-roles", action="store_true", help="give their people the roles there too"
        )
        parser.add_argument("--dry-run", action="store_true", help="write nothing at all")
        parser.add_argument("--undo", metavar="ID", type=int, help="take this merger back")

    def run(self, **options: Any) -> None:
        if options["undo"] is not None:
            self._undo(options)
        else:
            self._merge(options)

    def _merge(self, options: dict[str, Any]) -> None:
        if not (options["sources"] and options["into"] and options["on"]):
            raise CommandError("Name at least one SOURCE, --into CODE and --on DATE, or --undo ID.")
        sides = {
            "sources": [_organisation(code) for code in options["sources"]],
            "target": _organisation(options["into"]),
            "on": options["on"],
            "by": self.actor(options),
            "at": clock.now(),
        }
        if options["dry_run"]:
            self._preview(sides, options)
            return
        merger = services.merge(
            **sides, ground=options["ground"], grants=None if options["with_roles"] else ()
        )
        self._print(merger, options)

    def _preview(self, sides: dict[str, Any], options: dict[str, Any]) -> None:
        plan = services.preview(**sides)
        if options["format"] == "json":
            moves = [{"kind": one.kind, "label": one.label} for one in plan.moves if one.counted]
            offers = [{"person": one.person, "role": one.role} for one in plan.offers]
            counted = {"counts": plan.counts(), "stays": dict(plan.stays)}
            self.print_json({**counted, "moves": moves, "roles": offers})
            return
        for heading in headings(plan.moves, shown=SHOWN):
            self.stdout.write(f"{heading.name}: {heading.count}")
            for label in heading.labels:
                self.stdout.write(f"  {label}")
            if heading.more:
                self.stdout.write(f"  … {heading.more}")
        self.print_table(stay_lines(plan.stays))
        for offer in plan.offers:
            self.stdout.write(f"--with-roles: {offer.person}, {offer.role}")
        self.stdout.write("nothing was written")

    def _undo(self, options: dict[str, Any]) -> None:
        merger = Merger.objects.filter(pk=options["undo"]).first()
        if merger is None:
            raise CommandError(f"There is no merger {options['undo']}.")
        undone = services.undo_merger(merger=merger, by=self.actor(options), at=clock.now())
        self._print(undone, options)

    def _print(self, merger: Merger, options: dict[str, Any]) -> None:
        counts = selectors.counts(merger=merger)
        if options["format"] == "json":
            self.print_json({"id": merger.pk, "undone_at": merger.undone_at, "counts": counts})
            return
        self.print_table(counts.items())
        state = "undone" if merger.undone_at else "done"
        until = f"{services.may_be_undone_until(merger):%d/%m/%Y}"
        self.stdout.write(f"merger {merger.pk}: {state}")
        if not merger.undone_at:
            self.stdout.write(f"sauro merge --undo {merger.pk} takes it back until {until}")


def _organisation(code: str) -> Organisation:
    found: Organisation | None = Organisation.objects.filter(code__iexact=code).first()
    if found is None:
        raise CommandError(f"There is no organisation with the code {code}.")
    return found


def _day(typed: str) -> date:
    return date.fromisoformat(typed)
