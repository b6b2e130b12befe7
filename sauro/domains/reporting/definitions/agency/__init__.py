"""The period report of an agency on what it leads."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sauro.domains.reporting import sections
from sauro.domains.reporting.definitions.shape import Chapter, Definition
from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.subject import SubjectKind


def build(view: View) -> tuple[Chapter, ...]:
    """What the agency leads and reports; its targets and tasks as annexes."""
    return (
        Chapter("Tình hình chung", (sections.general(view),)),
        Chapter(
            "Kết quả thực hiện",
            (
                sections.groups(view),
                sections.targets(view),
                sections.indicators(view),
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
    code="agency",
    name=_("Report of an agency"),
    about=SubjectKind.AGENCY,
    form="state",
    abstract=(
        "Kết quả thực hiện nhiệm vụ phát triển khoa học, công nghệ, đổi mới sáng tạo và "
        "chuyển đổi số {period}"
    ),
    build=build,
)
