"""`sauro figures-form`: the Excel form of one unit, or of all units that owe it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from sauro.core import clock
from sauro.domains.indicators import rules
from sauro.domains.indicators.excelform import layout, matrix
from sauro.domains.indicators.models import DataSet
from sauro.domains.indicators.selectors import blanks
from sauro.engines import periods
from sauro.engines.office.bundles import write_bundle
from sauro.shell.commanding import SauroCommand


class Command(SauroCommand):
    """Writes the Excel form of a unit, or an archive with the forms of all units."""

    help = "Write the Excel form of one unit (.xlsx) or of all units that owe it (.zip)."
    example = "sauro figures-form B1 --period 2025-06 --unit DN-XA01 --output b1.xlsx"
    acts = True

    def more_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("form", metavar="FORM", help="the code of the form")
        parser.add_argument("--owner", metavar="CODE", help="whose form, when several use the code")
        parser.add_argument(
            "--period", required=True, metavar="PERIOD", help="2025-06, 2025-Q2, 2025-H1 or 2025"
        )
        parser.add_argument("--unit", metavar="CODE", help="one unit; without it, all of them")
        parser.add_argument(
            "--together", action="store_true", help="all units on one sheet, a row for each"
        )
        parser.add_argument("--output", required=True, metavar="FILE", type=Path)

    def run(self, **options: Any) -> int | None:
        by, day = self.actor(options), clock.today()
        form = form_named(by, options["form"], options["owner"])
        period = period_named(form, options["period"])
        units = blanks.units_for(user=by, form=form, period=period, day=day)
        if options["unit"]:
            units = [unit for unit in units if unit.code == options["unit"].strip()]
        if not units:
            raise CommandError("No such unit owes this form.", returncode=1)
        found = blanks.blanks_of(form=form, units=units, period=period)
        data = (
            matrix.workbook_of(found)
            if options["together"]
            else layout.workbook_of(found)
            if options["unit"]
            else write_bundle((layout.file_name(one), layout.workbook_of([one])) for one in found)
        )
        options["output"].write_bytes(data)
        self.stdout.write(f"{options['output']}: {len(found)} forms")
        return None


def form_named(by: Any, code: str, owner: str | None) -> DataSet:
    """A form by its code, and by that of its owner where several use the same."""
    found = blanks.forms_coded(user=by, code=code)
    found = [one for one in found if not owner or one.owner.code == owner.strip()]
    if not found:
        raise CommandError(f"There is no form {code}.", returncode=1)
    if len(found) > 1:
        owners = ", ".join(one.owner.code for one in found)
        raise CommandError(f"Several owners use this code; add --owner: {owners}", returncode=1)
    return found[0]


def period_named(form: DataSet, code: str) -> int:
    """The number of a period of the form, named by its code."""
    try:
        period = periods.parse(code.strip())
    except ValueError as error:
        raise CommandError(str(error), returncode=1) from error
    number = rules.index_of(period)
    whole = rules.period_at(form.periodicity, number).code == period.code
    if not whole or not blanks.is_asked(form=form, period=number):
        raise CommandError(f"The form is not asked for {code}.", returncode=1)
    return number
