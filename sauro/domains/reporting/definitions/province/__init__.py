"""The period report of a province on its programmes, in the form of the state."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from sauro.domains.reporting import sections
from sauro.domains.reporting.definitions.shape import Chapter, Definition
from sauro.domains.reporting.rules.figures import View
from sauro.domains.reporting.rules.subject import SubjectKind


def build(view: View) -> tuple[Chapter, ...]:
    """Five chapters and two annexes."""
    return (
        Chapter("Tình hình chung", (sections.general(view),)),
        Chapter(
            "Kết quả thực hiện",
            (
                sections.groups(view),
                sections.agencies(view),
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
    code="province",
    name=_("Report of the province"),
    about=SubjectKind.PROVINCE,
    form="state",
    abstract=(
        "Kết quả thực hiện Nghị quyết số 57-NQ/TW về đột phá phát triển khoa học, công nghệ, "
        "đổi mới sáng tạo và chuyển đổi số quốc gia {period}"
    ),
    build=build,
)
