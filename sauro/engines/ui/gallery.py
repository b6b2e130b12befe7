"""Sample data of the gallery page: invented, in Vietnamese, which the components must carry."""

from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.core.paginator import Paginator

from sauro.engines.ui import statuses
from sauro.engines.ui.bars import Part

COUNTS = (31, 4, 52, 9, 11, 2, 6, 1)

TASKS = (
    (
        "1.1",
        "Ban hành Kế hoạch ứng dụng trí tuệ nhân tạo trong thủ tục hành chính, 2025–2027",
        "Sở Khoa học và Công nghệ",
        date(2025, 6, 30),
        "done_on_time",
        "completed",
        100,
        None,
    ),
    (
        "1.2",
        "Rà soát, sắp xếp lại các trung tâm ứng dụng tiến bộ khoa học sau hợp nhất tỉnh",
        "Sở Nội vụ",
        date(2025, 5, 31),
        "overdue",
        "in_progress",
        65,
        -33,
    ),
    (
        "2.4",
        "Phủ sóng 5G tại 100% khu công nghiệp, cụm công nghiệp đang hoạt động",
        "Viettel Hưng Yên",
        date(2025, 7, 8),
        "due_soon",
        "submitted",
        90,
        5,
    ),
    (
        "2.7",
        "Nâng cấp trung tâm dữ liệu tỉnh đạt cấp độ 3 về an toàn hệ thống thông tin",
        "Công an tỉnh",
        date(2025, 12, 31),
        "in_time",
        "in_progress",
        40,
        181,
    ),
    (
        "3.1",
        "Kết nối mạng truyền số liệu chuyên dùng đến 104 xã, phường",
        "Sở Khoa học và Công nghệ",
        date(2025, 6, 15),
        "suspended",
        "suspended",
        20,
        None,
    ),
    (
        "3.2",
        "Duy trì tổ công nghệ số cộng đồng tại thôn, tổ dân phố",
        "UBND các xã, phường",
        None,
        "no_deadline",
        "in_progress",
        55,
        None,
    ),
)

CLEARS = (
    ("Rõ người", "Sở KH&CN – ông Trần Văn Đức"),
    ("Rõ việc", "Nâng cấp trung tâm dữ liệu tỉnh"),
    ("Rõ trách nhiệm", "Công an tỉnh, Sở Tài chính phối hợp"),
    ("Rõ thẩm quyền", ""),
    ("Rõ thời gian", "31/12/2025"),
    ("Rõ kết quả", "Biên bản nghiệm thu, quyết định phê duyệt cấp độ"),
)


class SampleForm(forms.Form):
    """One field of each kind, bound with errors so that the gallery shows them."""

    done = forms.CharField(
        label="Kết quả đã thực hiện",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nêu việc đã xong trong tháng, kèm số liệu.",
    )
    percent = forms.IntegerField(label="Tỷ lệ hoàn thành (%)", min_value=0, max_value=100)
    agency = forms.ChoiceField(
        label="Cơ quan phối hợp",
        required=False,
        choices=[("", "Chọn cơ quan"), ("1", "Sở Tài chính"), ("2", "Công an tỉnh")],
    )
    kind = forms.ChoiceField(
        label="Loại minh chứng",
        widget=forms.RadioSelect,
        choices=[("d", "Văn bản"), ("f", "Tệp đính kèm"), ("l", "Liên kết")],
    )
    nothing_new = forms.BooleanField(label="Không có phát sinh trong kỳ", required=False)


def context(*, page_number: str) -> dict[str, Any]:
    """Everything the gallery template shows."""
    parts = [
        Part(code, value, url="?")
        for code, value in zip(statuses.DEADLINE_CLASSES, COUNTS, strict=True)
    ]
    return {
        "codes": list(statuses.STATUSES),
        "deadline_classes": statuses.DEADLINE_CLASSES,
        "parts": parts,
        "total": sum(COUNTS),
        "tasks": [dict(zip(TASK_FIELDS, task, strict=True)) for task in TASKS],
        "clears": [
            {"label": label, "detail": detail, "filled": bool(detail)} for label, detail in CLEARS
        ],
        "form": SampleForm({"done": "", "percent": "120", "kind": "f"}),
        "page": Paginator(range(1040), 50).get_page(page_number),
        **SAMPLES,
    }


TASK_FIELDS = ("number", "title", "agency", "due_on", "deadline", "state", "percent", "days")

SAMPLES: dict[str, Any] = {
    "tabs": [
        {"label": "Tổng quan", "url": "?", "active": True},
        {"label": "Nhiệm vụ", "url": "?", "count": 116},
        {"label": "Chưa rõ", "url": "?", "count": 7},
        {"label": "Chỉ tiêu", "url": "?", "count": 43},
    ],
    "steps": [
        {"label": "Chọn tệp", "done": True, "url": "?"},
        {"label": "Kiểm tra", "active": True},
        {"label": "Xác nhận"},
    ],
    "files": [
        {
            "name": "Quyết định 1234/QĐ-UBND phê duyệt cấp độ.pdf",
            "url": "#",
            "size": 482_133,
            "icon": "file-type-pdf",
            "by": "Nguyễn Thị Hạnh",
            "at": date(2025, 6, 27),
        },
        {"name": "Biên bản nghiệm thu.docx", "url": "#", "size": 91_000, "icon": "file-type-docx"},
    ],
    "changes": [
        {"label": "Tỷ lệ", "before": "40%", "after": "65%"},
        {"label": "Thời hạn", "before": "31/05/2025", "after": "31/07/2025"},
    ],
    "confirm_items": [
        "12 nhiệm vụ của Sở Khoa học và Công nghệ chuyển sang “Hoàn thành”.",
        "3 nhiệm vụ của Sở Tài chính chuyển sang “Hoàn thành”.",
        "2 nhiệm vụ bỏ qua vì do chính đồng chí gửi.",
    ],
    "import_errors": [
        {
            "where": "Phụ lục II, dòng 27, cột “Thời hạn”",
            "message": "“Quý V/2025” không phải là một quý.",
        },
        {
            "where": "Phụ lục II, dòng 41, cột “Cơ quan chủ trì”",
            "message": "Không tìm thấy “Sở TTTT”.",
        },
    ],
    "notices": [
        {
            "tone": "info",
            "title": "Kỳ báo cáo mở đến hết ngày 14/07/2025",
            "text": "Số liệu gửi sau được tính vào tháng 7.",
        },
        {"tone": "success", "text": "Đã giao 12 nhiệm vụ."},
        {
            "tone": "warning",
            "title": "3 cơ quan chưa báo cáo",
            "text": "Gửi nhắc việc trước ngày 10/07/2025.",
        },
        {
            "tone": "error",
            "title": "Không đọc được tệp",
            "text": "Trang tính 2 không có dòng tiêu đề; bổ sung rồi tải lại.",
        },
    ],
    "moment": datetime(2025, 6, 27, 7, 42, tzinfo=UTC),
    "crumbs": [
        {"label": "Chương trình", "url": "?"},
        {"label": "Nghị quyết 57 – tỉnh Hưng Yên", "url": "?"},
        {"label": "Nhiệm vụ 2.7"},
    ],
}
