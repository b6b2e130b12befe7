"""The register in groups as an Excel workbook."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.http import HttpResponse
from django.utils.translation import gettext as _

from sauro.domains.bottlenecks import bottleneck_page, labels
from sauro.domains.bottlenecks.rules import Kind, Level
from sauro.domains.bottlenecks.selectors.groups import Matrix, Ranked
from sauro.engines.office import uploads
from sauro.engines.office.writing import Column, Sheet, write_xlsx


def workbook(matrix: Matrix, rows: Iterable[Ranked], *, day: date) -> HttpResponse:
    """Two sheets: kinds by levels, and every bottleneck by what lifting it releases."""
    content = write_xlsx([_matrix(matrix), _rows(rows)])
    answer = HttpResponse(content, content_type=uploads.TYPES["xlsx"])
    answer["Content-Disposition"] = f'attachment; filename="diem-nghen-{day}.xlsx"'
    return answer


def _matrix(matrix: Matrix) -> Sheet:
    heads = [_("Kind"), *(str(labels.LEVEL_WORDS[level.value]) for level in Level), _("Total")]
    lines: list[list[str | int]] = [
        [
            str(labels.KIND_WORDS[kind.value]),
            *(matrix.cells[kind.value, level.value] for level in Level),
            matrix.of_kind(kind.value),
        ]
        for kind in Kind
    ]
    lines.append([_("Total"), *(matrix.of_level(level.value) for level in Level), matrix.total])
    columns = [Column(head, width=30 if place == 0 else 16) for place, head in enumerate(heads)]
    return Sheet(_("Kinds and levels"), columns, lines)


def _rows(rows: Iterable[Ranked]) -> Sheet:
    heads = (
        (_("Rank"), 8),
        (_("No."), 10),
        (_("What blocks"), 60),
        (_("Kind"), 26),
        (_("What would lift it"), 50),
        (_("Level that can lift it"), 22),
        (_("Who can lift it"), 28),
        (_("Responsible unit"), 28),
        (_("To be lifted by"), 16),
        (_("Tasks that wait"), 12),
        (_("Overdue"), 12),
        (_("Targets that wait"), 12),
        (_("Weight"), 10),
    )
    lines = [
        [
            place,
            one.bottleneck.code,
            one.bottleneck.title,
            one.bottleneck.get_kind_display(),
            one.bottleneck.condition,
            one.bottleneck.get_authority_display(),
            bottleneck_page.lifter_words(one.bottleneck),
            one.bottleneck.responsible.label if one.bottleneck.responsible else "",
            one.bottleneck.lift_by,
            one.release.tasks,
            one.release.tasks_late,
            one.release.targets,
            one.release.weight,
        ]
        for place, one in enumerate(rows, 1)
    ]
    return Sheet(_("Bottlenecks"), [Column(head, width=width) for head, width in heads], lines)
