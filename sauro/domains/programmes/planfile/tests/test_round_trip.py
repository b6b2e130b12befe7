"""What the office engine writes is read back as the same plan."""

import pytest

from sauro.engines.office import writing

from . import layouts
from .building import both, plan

COLUMNS = [
    writing.Column("STT", 6),
    writing.Column("Nhiệm vụ", 40),
    writing.Column("Cơ quan chủ trì", 20),
    writing.Column("Cơ quan phối hợp", 20),
    writing.Column("Sản phẩm/kết quả", 20),
    writing.Column("Thời gian hoàn thành", 16),
]
TITLES = ("PHỤ LỤC I", "(Kèm theo Kế hoạch số 12/KH-UBND)")


def lines(draft):
    for task in draft.tasks:
        if task.group is not None and (task.number, task.group) in {("1", 0), ("3", 1)}:
            group = draft.groups[task.group]
            yield writing.GroupLine(group.number, group.title)
        yield [
            task.number,
            task.title,
            task.lead_text,
            task.coordinate_text,
            task.result,
            task.deadline.phrase,
        ]


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
def test_an_exported_plan_reads_back_the_same(kind):
    draft = both(layouts.CLASSIC, *TITLES)
    if kind == "docx":
        data = writing.write_docx_tables([writing.WordTable(COLUMNS, lines(draft))], titles=TITLES)
    else:
        data = writing.write_xlsx([writing.Sheet("Nhiệm vụ", COLUMNS, lines(draft), TITLES)])
    assert plan(data, f"ke-hoach.{kind}") == draft
