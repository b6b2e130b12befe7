"""The period report of one programme."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sauro.domains.reporting import sections
from sauro.domains.reporting.definitions.shape import Chapter, Definition
from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.subject import SubjectKind


def build(view: View) -> tuple[Chapter, ...]:
    """The chapters of the province, for one programme, without the indicators of units."""
    return (
        Chapter("Tình hình chung", (sections.general(view),)),
        Chapter(
            "Kết quả thực hiện",
            (
                sections.groups(view),
                sections.agencies(view),
                sections.targets(view),
                sections.corrections(view),
            ),
        ),
        Chapter("Tồn tại, hạn chế", (sections.late(view), sections.suspended(view))),
        Chapter(
            "Khó khăn, vướng mắc và kiến nghị",
            (sections.obstacles(view), sections.proposals(view)),
        ),
        Chapter("Nhiệm vụ trọng tâm kỳ tới", (sections.ahead(view),)),
        Chapter("", (sections.target_annex(view), sections.task_annex(view))),
    )


DEFINITION = Definition(
    code="programme",
    name=_("Report of a programme"),
    about=SubjectKind.PROGRAMME,
    form="state",
    abstract="Kết quả thực hiện {subject} {period}",
    build=build,
)
