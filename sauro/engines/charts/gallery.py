"""Sample charts of the gallery page: invented figures, Vietnamese names."""

from sauro.engines.charts import builders, maps
from sauro.engines.charts.shapes import Bullet, Category, Chart, Series

AGENCIES = (
    "Sở Khoa học và Công nghệ",
    "Sở Nội vụ",
    "Công an tỉnh",
    "Sở Giáo dục và Đào tạo",
    "Sở Y tế",
    "Ban Quản lý các khu công nghiệp",
)
BY_CLASS = {
    "done_on_time": (12, 3, 5, 4, 3, 4),
    "done_late": (1, 1, 0, 2, 0, 0),
    "in_time": (18, 6, 9, 7, 8, 4),
    "due_soon": (3, 1, 2, 1, 1, 1),
    "overdue": (2, 4, 0, 1, 3, 1),
    "suspended": (1, 1, 0, 0, 0, 0),
    "no_deadline": (2, 1, 1, 1, 1, 0),
}
MONTHS = ("T1", "T2", "T3", "T4", "T5", "T6", "T7", "T8", "T9")
UNITS = ("Phường Phố Hiến", "Phường Sơn Nam", "Xã Ân Thi", "Xã Tiên Lữ", "Xã Khoái Châu")


def charts() -> dict[str, Chart]:
    """One chart of each kind, by the name of its function."""
    places = [Category(name, url=f"?agency={n}") for n, name in enumerate(AGENCIES, 1)]
    series = [
        Series(
            values,
            code=code,
            urls=[f"?agency={n}&deadline={code}" for n in range(1, len(AGENCIES) + 1)],
        )
        for code, values in BY_CLASS.items()
    ]
    totals = [
        Series([sum(values)], code=code, urls=[f"?deadline={code}"])
        for code, values in BY_CLASS.items()
    ]
    return {
        "stacked_bar": builders.stacked_bar(
            title="Nhiệm vụ theo cơ quan chủ trì",
            categories=places,
            series=series,
            note="Tính đến ngày 30/06/2025",
        ),
        **_over_time(),
        **_on_the_map(),
        "donut": builders.donut(title="Nhiệm vụ theo thời hạn", series=totals),
    }


def _over_time() -> dict[str, Chart]:
    return {
        "line_trend": builders.line_trend(
            title="Hồ sơ trực tuyến toàn trình",
            periods=MONTHS,
            unit="%",
            target=80,
            note="Tỷ lệ trên tổng số hồ sơ",
            series=[
                Series((41.2, 44, 47.5, 52.1, 55, 58.4, None, None, None), label="Thực hiện"),
                Series(
                    (None, None, None, None, None, 58.4, 62, 66.5, 70),
                    label="Dự báo",
                    code="forecast",
                ),
            ],
        ),
        "bullet": builders.bullet(
            title="Chỉ tiêu năm 2025 so với mức giao",
            bullets=[
                Bullet("Xã có cáp quang đến thôn", 104, 104, "xã", code="met"),
                Bullet("Người dân có chữ ký số", 31.5, 50, "%", code="at_risk"),
                Bullet("Hồ sơ trực tuyến", 58.4, 80, "%", code="on_track"),
                Bullet("Doanh nghiệp công nghệ số", 132, 120, "DN", code="exceeded"),
                Bullet("Chi cho khoa học, công nghệ", 1.1, 3, "%", code="missed"),
            ],
        ),
        "heat_map": builders.heat_map(
            title="Báo cáo đã nhận theo tháng",
            columns=MONTHS[:6],
            rows=[Category(name) for name in UNITS],
            maximum=12,
            values=(
                (12, 12, 11, 12, 12, 10),
                (12, 10, 9, 12, 8, 4),
                (6, 5, 7, 9, 12, 12),
                (0, 0, 3, 5, 5, None),
                (12, 12, 12, 12, 12, 12),
            ),
        ),
        "bar": builders.bar(
            title="Điểm nghẽn theo nhóm",
            label="Điểm nghẽn",
            categories=[Category(n) for n in ("Thể chế", "Hạ tầng", "Nhân lực", "Kinh phí")],
            values=(14, 9, 6, 3),
        ),
    }


def _on_the_map() -> dict[str, Chart]:
    return {
        "country_map": maps.country_map(
            title="Phủ sóng cáp quang",
            label="Tỷ lệ",
            unit="%",
            areas=[maps.Area("Lào Cai", 81.5), maps.Area("Đà Nẵng", 97), maps.Area("Huế", 88)],
        ),
    }
