"""Layouts in which annexes of targets circulate; figures and agencies are made up."""

from __future__ import annotations

import unicodedata

from sauro.engines.office.tests.building import C, band

YEARS = [
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Năm 2025", "2026", "2027", "2028", "2029", "2030",
     "Cơ quan chủ trì", "Cơ quan phối hợp", "Ghi chú"],
    ["I", band("KINH TẾ SỐ", 11)],
    ["1", "Tỷ trọng kinh tế số trong GRDP", "%", "15", "18", "21", "24", "27", "≥ 30",
     "Sở Tài chính", "Thống kê tỉnh, Sở KH&CN", "Lũy kế"],
    ["2", "Số doanh nghiệp công nghệ số", "Doanh nghiệp", "150", "", "400", "", "", "1.200",
     "Sở Khoa học và Công nghệ", "", ""],
    ["II", band("XÃ HỘI SỐ", 11)],
    ["3", "Tỷ lệ hộ nghèo thiếu dịch vụ viễn thông", "%", "5", "4", "3", "2", "1,5", "1",
     "Sở Nông nghiệp và Môi trường", "UBND cấp xã", ""],
    ["4", "Xếp hạng chỉ số đổi mới sáng tạo cấp địa phương (PII)", "Hạng", "25", "22", "20", "18",
     "15", "10", "Sở Khoa học và Công nghệ", "Các sở, ban, ngành", "Bộ KH&CN công bố"],
]  # fmt: skip
TWO_LEVELS = [
    [C("TT", rows=2), C("Tên chỉ tiêu", rows=2), C("ĐVT", rows=2), C("Mục tiêu", cols=2),
     C("Phân công thực hiện", cols=2)],
    ["2025", "2030", "Chủ trì", "Phối hợp"],
    ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)"],
    ["A", band("Chỉ tiêu chủ yếu", 6)],
    ["1", "Chi ngân sách cho khoa học, công nghệ", "% tổng chi ngân sách", "2 - 2,5",
     "không thấp hơn 3", "Sở Tài chính", "Sở KH&CN"],
    ["2", "Thời gian xử lý hồ sơ bình quân", "ngày", "không quá 5", "≤ 3",
     "Văn phòng UBND tỉnh", ""],
    ["3", "Mức hài lòng của người dân", "%", "trên 90", "duy trì trên 95", "Sở Nội vụ", ""],
]  # fmt: skip
PLAN_AND_ACTUAL = [
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Thực hiện 2023", "Thực hiện 2024", "Kế hoạch 2025",
     "Ước TH", "Đơn vị theo dõi"],
    ["1", "Tỷ lệ hồ sơ trực tuyến toàn trình", "%", "48,2", "60,5", "80", "82", "Văn phòng UBND tỉnh"],
    ["2", "Số đơn đăng ký sáng chế", "đơn", "21", "25", "30", "28", "Sở KH&CN"],
    ["3", "Tỷ lệ hộ nghèo đa chiều", "%", "2,5", "1,9", "1,2", "1,3", "Sở Nông nghiệp và Môi trường"],
    [band("Tổng cộng: 3 chỉ tiêu", 8)],
]  # fmt: skip
RESULTS = [
    ["STT", "Chỉ tiêu", "Chỉ tiêu giao năm 2025", "Kết quả thực hiện đến 30/6/2025",
     "Đánh giá (đạt/chưa đạt)", "Cơ quan chủ trì", "Thời hạn hoàn thành", "Tài liệu viện dẫn"],
    ["1", "Tỷ lệ phủ sóng 5G theo dân số", "60%", "13,8%", "Chưa đạt", "Sở KH&CN", "31/12/2025",
     "Báo cáo 198/BC-UBND"],
    ["2", "Chi cho khoa học và công nghệ", "1,2% GRDP", "1,5% GRDP", "Vượt", "Sở Tài chính",
     "Năm 2025", "Báo cáo 198/BC-UBND"],
    ["3", "Ban hành chiến lược dữ liệu của tỉnh", "Hoàn thành", "Đã ban hành Quyết định số 1165",
     "Đạt", "Công an tỉnh", "Quý III/2025", ""],
    ["4", "Chỉ số PII", "Thuộc nhóm 10 tỉnh dẫn đầu", "", "Chưa đến kỳ đánh giá", "Sở KH&CN",
     "12/2025", "Bộ KH&CN công bố hằng năm"],
    ["5", "Cán bộ được bồi dưỡng kỹ năng số cơ bản", "100%", "100%", "Đạt",
     "Sở Nội vụ; Trường Chính trị tỉnh", "Tháng 9/2025", ""],
    ["6", "Tỷ lệ thanh toán không dùng tiền mặt", "trên 80%", "85%", "Chưa đạt",
     "Ngân hàng Nhà nước khu vực", "", ""],
]  # fmt: skip
SENTENCES = [
    ["TT", "Mục tiêu, chỉ tiêu", "Cơ quan chủ trì", "Ghi chú"],
    [band("I. Mục tiêu đến năm 2030", 4)],
    ["1", "Tỷ lệ người dân trưởng thành có kỹ năng số đạt trên 90%", "Sở KH&CN", ""],
    ["2", "Tối thiểu 50% kim ngạch xuất khẩu là hàng công nghệ cao", "Sở Công Thương", ""],
    ["3", "Chỉ số DTI thuộc nhóm 10 tỉnh dẫn đầu cả nước", "Sở KH&CN", ""],
    ["4", "Ít nhất 02 doanh nghiệp công nghệ tiên tiến đặt trụ sở", "Ban Quản lý các khu công nghiệp", ""],
    ["5", "Tốc độ tăng năng suất lao động đạt từ 15% đến 20%", "Sở Tài chính", ""],
    ["6", "100% thủ tục hành chính được cung cấp trực tuyến", "Văn phòng UBND tỉnh", ""],
    ["7", "Giảm 30 % chi phí tuân thủ thủ tục hành chính", "Sở Tư pháp", ""],
    ["8", "Tỷ lệ hồ sơ giải quyết đúng hạn duy trì trên 95%", "Văn phòng UBND tỉnh", ""],
    ["9", "Nhân lực nghiên cứu đạt 12 người/10.000 dân", "Sở Nội vụ", ""],
    ["10", "Hoàn thành xây dựng Trung tâm dữ liệu tỉnh", "Công an tỉnh", "Công trình trọng điểm"],
    ["11", "Tỷ lệ sự cố an toàn thông tin nghiêm trọng giảm xuống dưới 1%", "Công an tỉnh", ""],
    [band("II. Tầm nhìn đến năm 2045", 4)],
    ["12", "Quy mô kinh tế số đạt tối thiểu 50% GRDP", "Sở Tài chính", ""],
]  # fmt: skip
ONE_VALUE = [
    ["Số TT", "Nội dung chỉ tiêu", "Mục tiêu cần đạt", "Đơn vị chủ trì"],
    ["1", "Năng suất nhân tố tổng hợp", "≥ 3%", "Sở Tài chính"],
    ["2", "Chỉ số chuyển đổi số", "Top 10", "Sở KH&CN"],
    ["3", "Doanh thu công nghiệp số", "1.200 tỷ đồng", "Sở Công Thương"],
    ["4", "Mật độ nhân lực nghiên cứu", "12/10.000 dân", "Sở Nội vụ"],
    ["5", "Số xã có cáp quang", "93/93 xã", "Sở KH&CN"],
    ["6", "Hệ số sử dụng hạ tầng số", "0,8 lần", "Sở KH&CN"],
    ["7", "Chi nghiên cứu và phát triển", "1,5% GRDP", "Sở Tài chính"],
    ["8", "Hệ thống giám sát an toàn thông tin", "Đạt/Không đạt", "Công an tỉnh"],
    ["9", "Tỷ lệ dịch vụ công toàn trình", "2025: 80%; 2030: 95%", "Văn phòng UBND tỉnh"],
    ["10", "Tỷ lệ lao động mất việc do tự động hóa", "tối đa 5%", "Sở Nội vụ"],
    ["11", "Thủ tục phải nộp bản giấy", "giảm còn 10%", "Văn phòng UBND tỉnh"],
    ["12", "Liên kết vùng về dữ liệu", "Theo hướng dẫn của Trung ương", "Công an tỉnh"],
    ["13", "Xếp hạng cải cách hành chính", "Xếp thứ 8/34 tỉnh, thành phố", "Sở Nội vụ"],
    ["14", "Tỷ lệ nông dân dùng nền tảng số", "tăng từ 20% lên 45% (năm 2028)", "Hội Nông dân tỉnh"],
    ["15", "Kinh phí xã hội hóa", "", "Sở Tài chính"],
]  # fmt: skip
NESTED = [
    ["TT", "Chỉ tiêu", "ĐVT", "Hiện trạng 2024", "Mục tiêu 2030", "Chủ trì"],
    ["I", "Chính quyền số", "", "", "", ""],
    ["1", "Tỷ lệ hồ sơ trực tuyến", "%", "", "", "Văn phòng UBND tỉnh"],
    ["1.1", "Cấp tỉnh", "%", "72,6", "90", ""],
    ["1.2", "Cấp xã", "%", "74,57", "80", ""],
    ["2", "Số hóa kết quả giải quyết", "%", "", "", "Sở Nội vụ"],
    ["a)", "Cấp tỉnh", "", "91", "100", ""],
    ["b)", "Cấp xã", "", "60", "95", "UBND cấp xã"],
    ["3", "Tổ chức khoa học và công nghệ", "tổ chức", "", "", "Sở KH&CN"],
    ["-", "Công lập", "", "4", "6", ""],
    ["-", "Ngoài công lập", "", "8", "20", ""],
    ["II", "Hạ tầng số", "", "", "", ""],
    ["4", "Trạm BTS", "trạm", "4.100", "5.000", "Viettel, VNPT"],
    ["", "- Trong đó: trạm 5G", "trạm", "250", "2.500", "Viettel, VNPT"],
    [band("(*) Số liệu hiện trạng do các doanh nghiệp viễn thông cung cấp.", 6)],
]  # fmt: skip
UNITS_IN_HEADINGS = [
    ["STT", "Tên chỉ tiêu", "Hiện trạng năm 2024 (%)", "Chỉ tiêu năm 2025 (%)",
     "Kinh phí (tỷ đồng)", "Cơ quan thực hiện"],
    ["1", "Hộ gia đình có internet cáp quang", "82,5", "90", "12", "Sở KH&CN"],
    ["2", "Trường học có phòng học thông minh", "15", "từ 30 trở lên", "1.250,5", "Sở Giáo dục và Đào tạo"],
    ["3", "Bệnh viện có bệnh án điện tử", "40", "100", "", "Sở Y tế"],
]  # fmt: skip
UNITS_IN_TITLES = [
    ["STT", "Chỉ tiêu", "2025", "2030", "Chủ trì"],
    ["1", "Doanh thu kinh tế số (tỷ đồng)", "1.200", "3.500,5", "Sở Tài chính"],
    ["2", "Tỷ lệ giao dịch điện tử (%)", "50", "80", "Sở Tài chính"],
    ["3", "Số bằng sáng chế (bằng)", "5", "10-12", "Sở KH&CN"],
]  # fmt: skip
PAGES = [
    ["STT", "Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030", "Cơ quan chủ trì"],
    ["1", "Tỷ lệ dân số trưởng thành có chữ ký số hoặc chữ ký điện tử cá", "%", "30", "50", "Sở KH&CN"],
    ["STT", "Chỉ tiêu", "ĐVT", "Năm 2025", "Năm 2030", "Cơ quan chủ trì"],
    ["", "nhân", "", "", "", ""],
    ["2", "Tỷ lệ trường học dùng học bạ số", "%", C("100", cols=2), "Sở Giáo dục và Đào tạo"],
    ["3", "Tỷ lệ cơ sở y tế dùng hồ sơ sức khỏe", "%", "60", "90", C("Sở Y tế", rows=2)],
    ["4", "Tỷ lệ bệnh viện công bố giá", "%", "80", "100"],
]  # fmt: skip
MIXED_NUMBERS = [
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Hiện trạng 2024", "Năm 2025", "Cơ quan chủ trì"],
    ["1", "Số người tham gia bình dân học vụ số", "người", "9.500", "11,000", "Sở KH&CN"],
    ["2", "Tỷ lệ chi cho chuyển đổi số", "%", "1.1", "1.5", "Sở Tài chính"],
    ["3", "Doanh thu thương mại điện tử", "tỷ đồng", "1.250,5", "2 500", "Sở Công Thương"],
    ["4", "Thuê bao di động", "thuê bao", "1,234,567", "1.300.000", "Sở KH&CN"],
    ["5", "Tỷ lệ dân số có tài khoản", "%", "72", "0,8", "Ngân hàng Nhà nước khu vực"],
    ["6", "Tổng vốn đầu tư mạo hiểm", "%", "", "500 tỷ đồng", "Sở Tài chính"],
    ["7", "Điểm số DTI", "điểm", "0,65", "0.750", "Sở KH&CN"],
]  # fmt: skip
LEFT_COLUMN_GROUPS = [
    ["Lĩnh vực", "STT", "Chỉ tiêu", "Đơn vị", "Chỉ tiêu 2025", "Chỉ tiêu 2026", "Đơn vị chịu trách nhiệm"],
    [C("Khoa học", rows=2), "1", "Số nhiệm vụ khoa học được nghiệm thu", "nhiệm vụ", "34", "40", "Sở KH&CN"],
    ["2", "Tỷ lệ nhiệm vụ được ứng dụng", "%", "70", "75", "Sở KH&CN"],
    [C("Dữ liệu", rows=2), "3", "Bộ dữ liệu mở được công bố", "bộ", "50", "80", "Công an tỉnh"],
    ["4", "Cơ sở dữ liệu kết nối", "CSDL", "12", "20", "Công an tỉnh"],
]  # fmt: skip
YEAR_TWICE = [
    ["STT", "Chỉ tiêu", "ĐVT", "Mục tiêu 2030 của Trung ương", "Mục tiêu 2030 của tỉnh",
     "Tầm nhìn 2045", "Cơ quan chủ trì"],
    ["1", "Quy mô kinh tế số", "% GRDP", "30", "35-37", "50", "Sở Tài chính"],
    ["2", "Đóng góp của TFP", "%", "> 55", "> 60", "", "Sở Tài chính"],
]  # fmt: skip
ROMAN_TARGETS = [
    ["STT", "Chỉ tiêu", "ĐVT", "Kế hoạch năm 2026", "Cơ quan chủ trì"],
    ["I", "Tốc độ tăng GRDP", "%", "10", "Sở Tài chính"],
    ["II", "Tỷ lệ thất nghiệp thành thị", "%", "dưới 3", "Sở Nội vụ"],
]  # fmt: skip
TASK_TABLE = [
    ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành", "Sản phẩm"],
    ["1", "Xây dựng kho dữ liệu dùng chung", "Công an tỉnh", "12/2025", "Kho dữ liệu"],
    ["2", "Tập huấn kỹ năng số", "Sở Nội vụ", "Quý III/2025", "Lớp học"],
]  # fmt: skip

HEADS_UNDER_YEARS = [
    [C("STT", rows=2), C("Chỉ tiêu", rows=2), C("ĐVT", rows=2), C("Năm 2025", cols=3),
     C("Năm 2026", cols=2), C("Đơn vị chủ trì", rows=2)],
    ["Kế hoạch", "Thực hiện", "Đánh giá", "Kế hoạch", "Ghi chú"],
    ["1", "Hồ sơ trực tuyến", "%", "80", "82", "Vượt", "85", "", "Văn phòng UBND tỉnh"],
    ["2", "Thời gian xử lý", "ngày", "5", "6", "Chưa đạt", "4", "Tính cả cấp xã", "Sở Nội vụ"],
]  # fmt: skip
LINES_ABOVE = [
    ["STT", "Chỉ tiêu", "Kế hoạch năm 2025", "Kết quả", "Cơ quan chủ trì"],
    ["1", "Doanh thu kinh tế số", "1.200", "640", "Sở Tài chính"],
    ["2", "Vốn đầu tư hạ tầng số", "350,5", "120", "Sở KH&CN"],
]
ABOVE = ("BIỂU TỔNG HỢP CHỈ TIÊU", "(Số liệu tính đến ngày 30/6/2025)", "Đơn vị tính: tỷ đồng")
PLAN_BESIDE_RESULT = [
    ["STT", "Tên chỉ tiêu", "Mã số", "ĐVT", "Kế hoạch", "Thực hiện", "Tỷ lệ % so với kế hoạch",
     "Cơ quan chịu trách nhiệm"],
    ["1", "Tổ công nghệ số cộng đồng", "XHS-01", "tổ", "3.000", "3.080", "102,7", "Sở KH&CN"],
    ["2", "Xã có cáp quang", "HTS-02", "xã", "99", "99", "100", "Sở KH&CN"],
]  # fmt: skip
TWO_VALUES = [
    ["STT", "Chỉ tiêu", "Đơn vị tính", "Chỉ tiêu Trung ương giao", "Chỉ tiêu tỉnh phấn đấu",
     "Đầu mối theo dõi"],
    ["1", "Dịch vụ công trực tuyến", "%", "80", "85", "Văn phòng UBND tỉnh"],
    ["2", "Mức tăng thứ hạng PII", "bậc", "", "Tăng 2 bậc so với năm 2024", "Sở KH&CN"],
]  # fmt: skip
GOALS = [
    ["TT", "Mục tiêu", "Chỉ tiêu", "Giá trị", "Thời gian đạt", "Đơn vị chủ trì"],
    ["1", C("Phát triển hạ tầng", rows=2), "Phủ sóng 5G", "> 60%", "2026", "Sở KH&CN"],
    ["2", "Trung tâm dữ liệu", "Hoàn thành trong năm 2027", "2027", "Công an tỉnh"],
    ["3", "Phát triển nhân lực", "Kỹ sư bán dẫn", "Trong top 15 cả nước", "12/2028", "Sở Nội vụ"],
]  # fmt: skip

NAMES = (
    "YEARS", "TWO_LEVELS", "PLAN_AND_ACTUAL", "RESULTS", "SENTENCES", "ONE_VALUE", "NESTED",
    "UNITS_IN_HEADINGS", "UNITS_IN_TITLES", "PAGES", "MIXED_NUMBERS", "LEFT_COLUMN_GROUPS",
    "YEAR_TWICE", "ROMAN_TARGETS", "HEADS_UNDER_YEARS", "LINES_ABOVE",
    "PLAN_BESIDE_RESULT", "TWO_VALUES", "GOALS",
)  # fmt: skip


def decomposed(rows):
    """The same rows as a Mac writes them: every mark a letter of its own."""
    return [
        [
            cell._replace(text=unicodedata.normalize("NFD", cell.text))
            if isinstance(cell, C)
            else unicodedata.normalize("NFD", cell)
            for cell in row
        ]
        for row in rows
    ]
