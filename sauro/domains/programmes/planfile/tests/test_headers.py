import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sauro.domains.programmes.planfile import headers, reading
from sauro.engines.office.grid import Cell, Grid, spread

WORDS = {
    "number": "STT|TT|Số TT|Số thứ tự|Stt.",
    "title": "Nhiệm vụ|Tên nhiệm vụ|Nội dung công việc|Nhiệm vụ, giải pháp|Nội dung|Chỉ tiêu|Tên chỉ tiêu|Nhiệm vụ/giải pháp",
    "lead": "Cơ quan chủ trì|Đơn vị chủ trì|Chủ trì|Cơ quan thực hiện|Đơn vị đầu mối|Trách nhiệm chủ trì|CQ chủ trì",
    "coordinate": "Cơ quan phối hợp|Phối hợp|Đơn vị phối hợp thực hiện",
    "deadline": "Thời gian hoàn thành|Thời hạn|Tiến độ|Thời gian thực hiện|Kết thúc|Tiến độ hoàn thành|Lộ trình",
    "start": "Bắt đầu|Ngày bắt đầu",
    "result": "Sản phẩm|Kết quả|Sản phẩm đầu ra|Dự kiến kết quả|Sản phẩm/kết quả",
    "basis": "Căn cứ|Cơ sở pháp lý",
    "note": "Ghi chú",
    "supervisor": "Lãnh đạo phụ trách|Người chỉ đạo|Lãnh đạo UBND tỉnh chỉ đạo",
    "authority": "Cấp thẩm quyền|Cấp ban hành|Cấp trình|Cơ quan ban hành",
    "budget": "Kinh phí|Nguồn kinh phí",
    "unit": "Đơn vị tính|ĐVT|Đơn vị",
    "baseline": "Hiện trạng|Hiện trạng năm 2024|Thực hiện năm 2024|TH 2024",
    "year": "2025|Năm 2030|Mục tiêu đến năm 2030|Chỉ tiêu năm 2025|Giai đoạn 2026-2030",
    "monitor": "Theo dõi, đánh giá|Cơ quan theo dõi",
    "roles": "Cơ quan chủ trì, phối hợp|Chủ trì/Phối hợp",
    "value": "Kế hoạch|Chỉ tiêu giao|Giá trị",
}


@pytest.mark.parametrize(
    ("kind", "heading"),
    [(kind, heading) for kind, words in WORDS.items() for heading in words.split("|")],
)
def test_headings_in_their_usual_words(kind, heading):
    assert headers.meaning(heading) == kind
    assert headers.meaning(heading.upper()) == kind
    assert headers.meaning(f"{heading} (3)") == kind


def test_a_sentence_is_no_heading():
    assert (
        headers.meaning(
            "Xây dựng nền tảng số phục vụ nhiệm vụ chuyển đổi số của các cơ quan trên địa bàn toàn tỉnh đến hết năm"
        )
        == ""
    )


texts = st.sampled_from(
    ["", "", "1", "I", "1.1", "-", "STT", "Nhiệm vụ", "Chỉ tiêu", "Chủ trì", "Thời hạn", "2025", "x", "Tổng cộng", "Sở Y tế",
     "≥ 80%", "Ghi chú: abc", "a)", "(1)", "Đến năm 2030", "xây dựng;", "Hạ tầng số"]
) | st.text(max_size=12)  # fmt: skip


@st.composite
def grids(draw):
    width, height = draw(st.integers(1, 6)), draw(st.integers(1, 12))
    rows = draw(
        st.lists(st.lists(texts, min_size=width, max_size=width), min_size=height, max_size=height)
    )
    cells = {(r, c): Cell(t, r, c) for r, row in enumerate(rows, 1) for c, t in enumerate(row, 1)}
    merges = []
    if draw(st.booleans()):
        top, left = draw(st.integers(1, height)), draw(st.integers(1, width))
        merges = [(top, left, draw(st.integers(top, height)), draw(st.integers(left, width)))]
    return Grid(
        draw(st.sampled_from(["Bảng 1", "Sheet1"])),
        spread(cells, merges),
        is_sheet=draw(st.booleans()),
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(grids(), max_size=3), st.sampled_from(["auto", "tasks", "targets"]))
def test_no_table_breaks_the_reading(tables, kind):
    draft = reading.read(tables, kind=kind)
    for task in draft.tasks:
        assert task.group is None or 0 <= task.group < len(draft.groups)
        assert task.parent is None or 0 <= task.parent < len(draft.tasks)
    for target in draft.targets:
        assert target.group is None or 0 <= target.group < len(draft.groups)
    assert all(problem.text() and problem.code for problem in draft.problems)


def test_endless_texts_are_read_in_bounded_time():
    endless = "Sở A, " * 6000
    cells = {(1, 1): "STT", (1, 2): "Nhiệm vụ", (1, 3): "Cơ quan chủ trì", (1, 4): "Thời hạn"}
    for row in range(2, 60):
        cells |= {
            (row, 1): "",
            (row, 2): f"rà soát {endless}",
            (row, 3): endless,
            (row, 4): "6/2025 " * 5000,
        }
    cells[2, 1] = "1"
    grid = Grid(
        "Sheet1", spread({at: Cell(text, *at) for at, text in cells.items()}), is_sheet=True
    )
    draft = reading.read([grid])
    assert len(draft.tasks) == 1
