"""A paper with everything in it, for the tests that measure."""

from dataclasses import replace
from datetime import date

from sauro.engines.office.papers.shapes import (
    Annex,
    Bullets,
    Column,
    Heading,
    Paper,
    Paragraph,
    Run,
    Signature,
    Table,
)
from sauro.engines.office.papers.slides import (
    Bar,
    BarsSlide,
    Deck,
    Figure,
    FiguresSlide,
    TableSlide,
    TitleSlide,
)

COLUMNS = [
    Column("TT", 12, "center"),
    Column("Chỉ tiêu", 80),
    Column("Đơn vị", 25, "center"),
    Column("Kế hoạch", 25, "right"),
    Column("Thực hiện", 25, "right"),
    Column("Cơ quan chủ trì", 60),
]
TARGETS = Table(
    COLUMNS,
    [
        ["I", "Hạ tầng số"],
        *[
            [
                str(place),
                f"Tỷ lệ phủ cáp quang đến thôn, khu phố của địa bàn thứ {place}",
                "%",
                "100",
                "99,5",
                "Sở Khoa học và Công nghệ",
            ]
            for place in range(1, 61)
        ],
        ["", "Cộng", "", "43", "17", ""],
    ],
    caption="Kết quả thực hiện chỉ tiêu",
    total_rows=[0, 61],
)
SMALL = Table(
    [
        Column("Nhóm nhiệm vụ", 70),
        Column("Tổng số", 30, "right"),
        Column("Hoàn thành", 30, "right"),
    ],
    [["Thể chế", "6", "1"], ["Hạ tầng", "19", "17"], ["Tổng cộng", "25", "18"]],
    total_rows=[2],
)
REPORT = Paper(
    parent="UBND tỉnh Bắc Ninh",
    issuer="Sở Khoa học và Công nghệ",
    number=9,
    symbol="BC-SKHCN",
    place="Bắc Ninh",
    day=date(2025, 8, 5),
    kind="Báo cáo",
    abstract="Kết quả thực hiện Nghị quyết số 57-NQ/TW 7 tháng đầu năm 2025, "
    "nhiệm vụ trọng tâm 5 tháng cuối năm 2025",
    addressed_to=["Ủy ban nhân dân tỉnh", "Ban Chỉ đạo tỉnh"],
    grounds=[
        "Căn cứ Nghị quyết số 57-NQ/TW ngày 22 tháng 12 năm 2024 của Bộ Chính trị",
        "Thực hiện Kế hoạch số 433-KH/TU ngày 12 tháng 02 năm 2025 của Tỉnh ủy;",
    ],
    blocks=[
        Heading("I. KẾT QUẢ THỰC HIỆN", 1),
        Heading("1. Tình hình chung", 2),
        Paragraph(
            [
                Run("Đến hết ngày 31 tháng 7 năm 2025, có "),
                Run("17/43", bold=True, ref="targets.met"),
                Run(" chỉ tiêu hoàn thành và vượt kế hoạch, đạt "),
                Run("39,5 %", ref="targets.share"),
                Run(
                    "; các nhiệm vụ còn lại đang được triển khai đúng tiến độ, bảo đảm rõ người, "
                    "rõ việc, rõ trách nhiệm, rõ thẩm quyền, rõ thời gian, rõ kết quả."
                ),
            ]
        ),
        SMALL,
        Heading("2. Khó khăn, vướng mắc", 2),
        Bullets(
            [
                "Thời gian chuyển sang chính quyền hai cấp ngắn, cán bộ công nghệ thông tin xã thiếu;",
                "Một số chỉ tiêu năm 2025 khó hoàn thành.",
            ]
        ),
        *[
            Paragraph(
                f"Nội dung thứ {place}: các sở, ban, ngành và Ủy ban nhân dân các xã, phường tiếp tục "
                "rà soát nhiệm vụ được giao, cập nhật tiến độ, báo cáo khó khăn, vướng mắc."
            )
            for place in range(1, 16)
        ],
        Heading("II. KIẾN NGHỊ", 1),
        Paragraph("Đề nghị Ủy ban nhân dân tỉnh xem xét, chỉ đạo."),
    ],
    recipients=["Ban Giám đốc Sở", "Các phòng, đơn vị thuộc Sở"],
    drafter_mark="KHTC",
    signature=Signature(authority="KT. GIÁM ĐỐC", position="PHÓ GIÁM ĐỐC", name="Nguyễn Thị Hường"),
    annexes=[
        Annex("Kết quả thực hiện chỉ tiêu", [TARGETS], landscape=True),
        Annex("Danh mục nhiệm vụ chậm tiến độ", [Paragraph("Không có."), SMALL]),
    ],
)
LETTER = replace(
    REPORT,
    kind="",
    symbol="SKHCN-CĐS",
    number=1806,
    abstract="đôn đốc thực hiện các nhiệm vụ chậm tiến độ theo Nghị quyết số 57-NQ/TW",
    addressed_to=["Ủy ban nhân dân các xã, phường"],
    grounds=[],
    annexes=[],
    urgency="Hỏa tốc",
    copy_mark="SY",
    blocks=[*REPORT.blocks[2:4], Paragraph("Đề nghị quý cơ quan quan tâm thực hiện.")],
)
PARTY = replace(
    REPORT,
    form="party",
    parent="Đảng bộ tỉnh Bắc Ninh",
    issuer="Tỉnh ủy",
    symbol="BC/TU",
    addressed_to=[],
    signature=Signature(
        on_behalf="T/M BAN THƯỜNG VỤ", position="PHÓ BÍ THƯ", name="Nguyễn Thị Hường"
    ),
    drafter_mark="Văn phòng Tỉnh ủy",
)
DECK = Deck(
    "Kết quả 7 tháng đầu năm 2025",
    [
        TitleSlide(
            "Kết quả thực hiện Nghị quyết số 57-NQ/TW 7 tháng đầu năm 2025",
            "Sở Khoa học và Công nghệ tỉnh Bắc Ninh",
            "Bắc Ninh, ngày 05 tháng 8 năm 2025",
        ),
        FiguresSlide(
            "Số liệu chính",
            [
                Figure(
                    "17/43", "chỉ tiêu hoàn thành, vượt (39,5 %)", "Đạt hoặc vượt mức năm.", "good"
                ),
                Figure("131", "nhiệm vụ khoa học và công nghệ các cấp"),
                Figure("214", "đề xuất nhiệm vụ năm 2026"),
                Figure("9", "nhiệm vụ quá hạn", "Quá thời hạn, chưa được xác nhận.", "bad"),
            ],
            "Số liệu chốt ngày 14 tháng 7 năm 2025.",
        ),
        BarsSlide(
            "Tiến độ theo nhóm nhiệm vụ",
            [
                Bar("Thể chế", 1, 6, "1/6 (16,7 %)", "bad"),
                Bar("Hạ tầng số", 17, 19, "17/19 (89,5 %)", "good"),
                Bar("Nhân lực", 5, 10, "5/10 (50,0 %)", "warn"),
                Bar("Chuyển đổi số trong cơ quan đảng, Mặt trận Tổ quốc", 0, 4, "0/4 (0,0 %)"),
            ],
            "Nhóm",
        ),
        TableSlide(
            "Nhiệm vụ quá hạn",
            [
                Column("TT", 10, "center"),
                Column("Nhiệm vụ", 120),
                Column("Cơ quan chủ trì", 60),
                Column("Thời hạn", 25, "center"),
                Column("Tình trạng", 35),
            ],
            [
                [
                    str(place),
                    "Hoàn thành nền tảng dùng chung kết nối dữ liệu của các sở, ngành",
                    "Sở Khoa học và Công nghệ",
                    "30/06/2025",
                    "Quá hạn 45 ngày",
                ]
                for place in range(1, 15)
            ],
            ["bad"] * 14,
        ),
    ],
    date(2025, 8, 5),
    "Sở Khoa học và Công nghệ",
)
