"""Layouts in which plans circulate: the same kinds of facts in other columns, orders and words."""

from __future__ import annotations

from sauro.engines.office.tests.building import C, band

HEAD = [
    "TT",
    "Tên nhiệm vụ",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Kết quả",
    "Thời gian hoàn thành",
]
CLASSIC = [
    HEAD,
    ["I.", band("Nâng cao nhận thức của cán bộ và người dân", 5)],
    ["1.", "Mở chuyên mục khoa học trên báo tỉnh", "Báo tỉnh", "Sở KH&CN", "Chuyên mục", "6/2025"],
    [
        "2.",
        "Tập huấn kỹ năng số cho tổ công nghệ cộng đồng",
        "UBND các xã, phường",
        "",
        "",
        "Thường xuyên",
    ],
    ["II.", band("Hoàn thiện thể chế", 5)],
    [
        "3.",
        "Ban hành quy chế quản trị dữ liệu",
        "Sở Khoa học và Công nghệ",
        "Sở Tư pháp, Công an tỉnh",
        "Quyết định",
        "Quý III/2025",
    ],
]
OTHER_WORDS = [
    [
        "Số TT",
        "Thời hạn",
        "Nội dung công việc",
        "Đơn vị đầu mối",
        "Đơn vị phối hợp thực hiện",
        "Sản phẩm đầu ra",
        "Căn cứ",
        "Lãnh đạo phụ trách",
        "Cấp ban hành",
        "Ghi chú",
    ],
    ["A", band("NHIỆM VỤ TRỌNG TÂM", 9, bold=True)],
    [
        "01",
        "Trước ngày 30/6/2025",
        "Xây dựng kho dữ liệu dùng chung",
        "Sở KH&CN",
        "Các sở, ban, ngành",
        "Kho dữ liệu",
        "NQ 57",
        "PCT Nguyễn Văn A",
        "UBND tỉnh",
        "ưu tiên",
    ],
    [
        "02",
        "Tháng 6-9/2025",
        "Khảo sát nhu cầu nhân lực số",
        "Sở Nội vụ",
        "Trường Đại học tỉnh",
        "Báo cáo",
        "",
        "PCT Trần Thị B",
        "Sở Nội vụ",
        "",
    ],
]
UNNUMBERED = [
    ["Nhiệm vụ, giải pháp", "Chủ trì", "Thời gian"],
    [C("Hạ tầng số", bold=True), "", ""],
    ["Phủ sóng các thôn lõm sóng", "VNPT, Viettel", "12/2025"],
    ["Nâng cấp mạng truyền số liệu", "Sở Khoa học và Công nghệ", "Quý II/2026"],
    [C("Nhân lực số", bold=True), "", ""],
    ["Thu hút chuyên gia về tỉnh", "Sở Nội vụ", "Hằng năm"],
]
TWO_ROWS = [
    [
        C("STT", rows=2),
        C("Nhiệm vụ cụ thể", rows=2),
        C("Cơ quan thực hiện", cols=2),
        C("Thời gian thực hiện", cols=2),
        C("Sản phẩm dự kiến", rows=2),
    ],
    ["Chủ trì", "Phối hợp", "Bắt đầu", "Kết thúc"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ["1", "Số hóa hồ sơ lưu trữ", "Sở Nội vụ", "Các sở", "01/2025", "11/2025", "Kho hồ sơ số"],
    [
        "2",
        "Kết nối nền tảng tích hợp",
        "Công an tỉnh",
        "Sở KH&CN",
        "Quý I/2025",
        "Quý II/2025",
        "Kết nối hoạt động",
    ],
]
NESTED = [
    HEAD,
    ["A", band("NHÓM NHIỆM VỤ CẤP TỈNH", 5)],
    ["I", band("Thể chế", 5)],
    ["1", "Rà soát văn bản quy phạm", "Sở Tư pháp", "", "Báo cáo", "6/2025"],
    ["II", band("Hạ tầng", 5)],
    ["1", C("Trung tâm dữ liệu", bold=True), "", "", "", ""],
    ["1.1", "Lập dự án đầu tư", "Sở Tài chính", "", "Dự án", "9/2025"],
    ["1.2", "Vận hành thử", "Sở Khoa học và Công nghệ", "", "Biên bản", "12/2025"],
    ["2", "Mua sắm thiết bị đầu cuối", "Văn phòng UBND tỉnh", "", "", "2025"],
    ["B", band("NHÓM NHIỆM VỤ CẤP XÃ", 5)],
    ["1", "Kiện toàn tổ công nghệ số cộng đồng", "UBND cấp xã", "", "Quyết định", "5/2025"],
]
MERGED_COLUMNS = [
    ["TT", "Nhóm nhiệm vụ", "Nội dung nhiệm vụ", "Cơ quan chủ trì", "Thời hạn hoàn thành"],
    [
        "1",
        C("Chính quyền số", rows=2),
        "Cung cấp dịch vụ công toàn trình",
        C("Văn phòng UBND tỉnh", rows=3),
        "6/2025",
    ],
    ["2", "Gắn định danh cho tài liệu", "9/2025"],
    ["3", C("Kinh tế số", rows=2), "Đưa sản phẩm lên sàn", "12/2025"],
    ["4", "Hỗ trợ hộ kinh doanh dùng hóa đơn số", "Sở Công Thương", "2026"],
]
PAGE_BREAK = [
    HEAD,
    ["I", band("Phục vụ chuyển đổi số", 5)],
    [
        "1",
        "Xây dựng nền tảng số cho nông dân gồm: truy xuất nguồn gốc;",
        "Sở Nông nghiệp và Phát triển n",
        "Sở Khoa học và Công nghệ, Hội Nông dân",
        "Nền tảng",
        "2025 và những",
    ],
    HEAD,
    [
        "",
        "dự báo giá và kết nối tiêu thụ.",
        "nghiệp và phát triển nông thôn",
        "khoa học và công nghệ, Hội Nông dân",
        "",
        "năm tiếp theo",
    ],
    [
        "2",
        "Xây dựng bộ tiêu chí đánh giá xã thông minh. Định kỳ công bố kết quả.",
        "Sở Khoa học và Công nghệ",
        "",
        "Quyết định",
        "2025",
    ],
    ["", "đánh giá xã thông minh. Đinh kỳ công bố kết quả.", "", "", "", ""],
    ["II", "Phát triển nhân lực", "", "", "", ""],
    ["3", "Đào tạo kỹ sư dữ liệu", "Trường Đại học tỉnh", "", "", "Giai đoạn 2025-2030"],
    ["Tổng cộng", "3 nhiệm vụ", "", "", "", ""],
    [band("Ghi chú: các nhiệm vụ thường xuyên theo dõi riêng", 6)],
]
ROLES = [
    ["STT", "Nội dung", "Phân công thực hiện", "Tiến độ", "Sản phẩm"],
    [
        "1",
        "Tổ chức cuộc thi khởi nghiệp",
        "Chủ trì: Sở Khoa học và Công nghệ\nPhối hợp: Tỉnh Đoàn, Hội Liên hiệp Phụ nữ tỉnh",
        "Quý IV/2025",
        "Cuộc thi",
    ],
    [
        "2",
        "Khảo sát doanh nghiệp",
        "Sở Tài chính chủ trì, phối hợp với Sở Công Thương, Sở Nội vụ",
        "31/12/2025",
        "Báo cáo",
    ],
]
QUARTERS = [
    [
        C("TT", rows=2),
        C("Công việc", rows=2),
        C("Đơn vị thực hiện", rows=2),
        C("Thời gian thực hiện năm 2025", cols=4),
    ],
    ["Quý I", "Quý II", "Quý III", "Quý IV"],
    ["1", "Lập danh mục dữ liệu mở", "Sở KH&CN", "", "x", "", ""],
    ["2", "Tập huấn an toàn thông tin", "Công an tỉnh", "x", "x", "x", "x"],
]
SUB_ITEMS = [
    ["STT", "Nhiệm vụ", "Chủ trì", "Thời hạn", "Kết quả"],
    [
        "1",
        "Phát triển hạ tầng viễn thông",
        "Sở Khoa học và Công nghệ",
        "12/2025",
        "Mạng phủ toàn tỉnh",
    ],
    ["1.1", "Xây trạm 5G tại khu công nghiệp", "", "6/2025", "20 trạm"],
    ["1.2", "Ngầm hóa cáp trung tâm thành phố", "Sở Xây dựng", "9/2025", "10 tuyến"],
    ["2", "Triển khai bệnh án điện tử:", "Sở Y tế", "Quý III/2025", "Bệnh án điện tử"],
    ["", "- Tại bệnh viện đa khoa tỉnh;", "", "", ""],
    ["-", "Tại trung tâm y tế khu vực", "", "", ""],
    ["a)", "Tập huấn cán bộ y tế", "Trường Cao đẳng Y tế", "5/2025", "Lớp học"],
    ["4", "Mở dữ liệu y tế", "Sở Y tế", "theo tiến độ của Trung ương", ""],
]
TARGET_YEARS = [
    [
        C("TT", rows=2),
        C("Chỉ tiêu", rows=2),
        C("Đơn vị tính", rows=2),
        C("Hiện trạng 2024", rows=2),
        C("Mục tiêu", cols=2),
        C("Cơ quan chủ trì, theo dõi", rows=2),
        C("Ghi chú", rows=2),
    ],
    ["2025", "2030"],
    ["I", band("Kinh tế số", 7)],
    ["1", "Tỷ trọng kinh tế số trong GRDP", "%", "12,5", "15", "≥ 30", "Cục Thống kê", ""],
    [
        "2",
        "Số doanh nghiệp công nghệ số",
        "Doanh nghiệp",
        "120",
        "150",
        "1.200",
        "Sở Khoa học và Công nghệ",
        "lũy kế",
    ],
    ["II", band("Xếp hạng và thể chế", 7)],
    [
        "3",
        "Xếp hạng chỉ số đổi mới sáng tạo",
        "Hạng",
        "25",
        "Top 20",
        "Top 10",
        "Sở Khoa học và Công nghệ",
        "",
    ],
    [
        "4",
        "Tỷ lệ chi cho khoa học trong ngân sách",
        "%",
        "1,1",
        "2-2,5",
        "không thấp hơn 3",
        "Sở Tài chính",
        "",
    ],
    ["5", "Ban hành chiến lược dữ liệu", "", "", "Hoàn thành", "", "Sở KH&CN", ""],
]
TARGET_SENTENCES = [
    ["TT", "Chỉ tiêu", "Cơ quan chủ trì"],
    [band("Đến năm 2030", 3)],
    ["10", "Kinh tế số đạt tối thiểu 35% GRDP của tỉnh", "Sở Tài chính"],
    ["11", "Hạ tầng số", "Sở Khoa học và Công nghệ"],
    ["11.1", "Tỷ lệ hộ gia đình có cáp quang đạt trên 95%", ""],
    ["11.2", "Phủ sóng 5G ở tất cả các xã", ""],
    ["12", "Thuộc nhóm 15 địa phương dẫn đầu về chuyển đổi số", "Sở KH&CN"],
    [band("Tầm nhìn đến năm 2045", 3)],
    ["13", "Có từ 40 - 50 tổ chức khoa học và công nghệ mạnh", "Sở KH&CN"],
    ["14", "Chỉ số HDI duy trì trên 0,75", "Sở Y tế"],
]
MERGED_NUMBERS = [
    ["TT", "Nhiệm vụ", "Nội dung", "Chủ trì", "Phối hợp", "Thời gian"],
    [
        C("1", rows=2),
        C("Hoàn thiện thể chế", rows=2),
        "Ban hành quy chế",
        "Sở Tư pháp",
        "",
        "6/2025",
    ],
    ["Ban hành định mức", "Sở Tài chính", "", "9/2025"],
    [C("2", rows=2), C("Hạ tầng", rows=2), "Mua máy", "Sở Tài chính", "", "9/2025"],
    ["Kéo cáp", "VNPT", "", "12/2025"],
]
LETTERS_UNDER_BANDS = [
    HEAD,
    ["1", band("Về thể chế", 5)],
    ["a", "Rà soát quy định", "Sở Tư pháp", "", "Báo cáo", "6/2025"],
    ["b", "Ban hành quy chế", "Sở KH&CN", "", "Quyết định", "9/2025"],
    ["2", band("Về hạ tầng", 5)],
    ["a", "Mua máy", "Sở Tài chính", "", "", "12/2025"],
    ["b", "Kéo cáp", "VNPT", "", "", "Quý I/2026"],
]
GROUP_LEADS = [
    ["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời hạn"],
    ["I", "Thể chế", "Sở Tư pháp", ""],
    ["1", "Rà soát", "", "6/2025"],
    ["2", "Ban hành", "Sở KH&CN", "Quý 3"],
    ["II", "Hạ tầng", "", ""],
    ["1", "Mua máy", "Sở Tài chính", "cuối năm"],
]
YEAR_MARKS = [
    ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Năm 2025", "Năm 2026", "Năm 2027"],
    ["1", "Nâng cấp mạng", "Sở KH&CN", "x", "x", ""],
    ["2", "Mua máy", "Sở Y tế", "", "", "x"],
]
ROMAN_TASKS = [
    ["STT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời gian"],
    ["I", "Xây dựng quy chế", "Sở KH&CN", "12/2025"],
    ["II", "Mua máy", "Sở Y tế", "6/2025"],
]
TARGETS_ONE_HORIZON = [
    ["TT", "Chỉ tiêu", "Mục tiêu đến năm 2030", "Cơ quan chủ trì", "Cơ quan phối hợp"],
    ["I.", band("Tiềm lực khoa học", 4)],
    ["1.", "Tỷ lệ kinh tế số/GRDP", "Tối thiểu 30%", "Sở Tài chính", "Cục Thống kê"],
    [
        "2.",
        "Kinh phí chi cho nghiên cứu",
        "2% GRDP, trong đó xã hội chiếm hơn 60%",
        "Sở Tài chính",
        "Sở KH&CN",
    ],
    ["3", "Xếp hạng chuyển đổi số", "Thuộc nhóm 10 tỉnh dẫn đầu", "Sở KH&CN", ""],
    ["4", "Hạ tầng số", "", "", ""],
    ["4.1", "Phủ sóng 5G", "100% khu dân cư", "Viettel, VNPT", ""],
    ["4.2", "Trung tâm dữ liệu", "Hoàn thành", "Công an tỉnh", ""],
]
TARGETS_PERIODS = [
    [
        C("STT", rows=2),
        C("Tên chỉ tiêu", rows=2),
        C("ĐVT", rows=2),
        C("TH 2024", rows=2),
        C("Kế hoạch", cols=3),
        C("Đơn vị theo dõi", rows=2),
    ],
    ["Năm 2025", "Năm 2026", "Giai đoạn 2026-2030"],
    ["1", "Tỷ lệ dịch vụ công toàn trình", "%", "60", "70", "80", "≥ 90", "Văn phòng UBND tỉnh"],
    ["2", "Số sáng chế", "Bằng", "5", "6", "7", "10-12", "Sở KH&CN"],
    ["", "- Trong đó: của doanh nghiệp", "Bằng", "1", "2", "3", "5", "Sở KH&CN"],
]
