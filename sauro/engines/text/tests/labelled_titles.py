"""Pairs of task titles that are the same work in other words, judged by hand."""

from __future__ import annotations

SAME = (
    (
        "Xây dựng, trình UBND tỉnh ban hành kế hoạch chuyển đổi số ngành y tế năm 2026",
        "Xây dựng và trình Ủy ban nhân dân tỉnh ban hành Kế hoạch chuyển đổi số ngành y tế năm 2026",
    ),
    (
        "Tham mưu UBND tỉnh ban hành Đề án phát triển đô thị thông minh",
        "Xây dựng, trình UBND tỉnh phê duyệt Đề án phát triển đô thị thông minh",
    ),
    (
        "Xây dựng cơ sở dữ liệu đất đai dùng chung toàn tỉnh",
        "Xây dựng CSDL đất đai dùng chung toàn tỉnh",
    ),
    (
        "Tổ chức tập huấn kỹ năng số cho cán bộ, công chức cấp xã",
        "Tổ chức tập huấn kỹ năng số cho cán bộ công chức cấp xã.",
    ),
    (
        "Số hoá kết quả giải quyết thủ tục hành chính còn hiệu lực",
        "Số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực",
    ),
    (
        "Số hóa kết quả giải quyết TTHC còn hiệu lực",
        "Số hóa kết quả giải quyết thủ tục hành chính còn hiệu lực",
    ),
    (
        "Phủ sóng 5G tại các khu công nghiệp trên địa bàn tỉnh",
        "Phủ sóng 5G tại các khu công nghiệp",
    ),
    (
        "Ban hành quy chế quản lý, vận hành Trung tâm dữ liệu tỉnh",
        "Xây dựng, ban hành Quy chế quản lý và vận hành trung tâm dữ liệu của tỉnh",
    ),
    (
        "Nâng cấp hệ thống thông tin giải quyết thủ tục hành chính của tỉnh",
        "Nâng cấp Hệ thống thông tin giải quyết TTHC tỉnh",
    ),
    (
        "Trien khai hoc ba so tai cac truong tieu hoc",
        "Triển khai học bạ số tại các trường tiểu học",
    ),
    (
        "Triển khai hồ sơ sức khỏe điện tử cho người dân trên VNeID",
        "Triển khai Hồ sơ sức khoẻ điện tử cho người dân trên ứng dụng VNeID",
    ),
    (
        "Thành lập Tổ công nghệ số cộng đồng tại các thôn, tổ dân phố",
        "Thành lập tổ công nghệ số cộng đồng tại thôn, tổ dân phố",
    ),
    (
        "Rà soát, cắt giảm ít nhất 30% thời gian giải quyết thủ tục hành chính",
        "Rà soát, cắt giảm tối thiểu 30% thời gian giải quyết thủ tục hành chính",
    ),
    (
        "Xây dựng chính sách thu hút chuyên gia, nhà khoa học về làm việc tại tỉnh",
        "Xây dựng chính sách thu hút nhà khoa học, chuyên gia về làm việc tại tỉnh",
    ),
    (
        "Hỗ trợ doanh nghiệp nhỏ và vừa chuyển đổi số giai đoạn 2026-2030",
        "Hỗ trợ các doanh nghiệp nhỏ và vừa thực hiện chuyển đổi số giai đoạn 2026 - 2030",
    ),
    (
        "Xây dựng sàn giao dịch công nghệ tỉnh",
        "Xây dựng Sàn giao dịch công nghệ của tỉnh",
    ),
    (
        "Đào tạo nguồn nhân lực bán dẫn tại Trường Đại học Lạc Hồng",
        "Đào tạo nhân lực bán dẫn tại trường Đại học Lạc Hồng",
    ),
    (
        "Ứng dụng trí tuệ nhân tạo trong giám sát giao thông đô thị",
        "Ứng dụng trí tuệ nhân tạo (AI) trong giám sát giao thông đô thị",
    ),
    (
        "Tổ chức Cuộc thi Đổi mới sáng tạo và khởi nghiệp tỉnh năm 2026",
        "Tổ chức cuộc thi đổi mới sáng tạo, khởi nghiệp tỉnh năm 2026",
    ),
    (
        "Hoàn thành chỉnh lý, số hóa hồ sơ hộ tịch tại cấp xã trước 31/12/2025",
        "Hoàn thành chỉnh lý và số hóa hồ sơ hộ tịch cấp xã trước ngày 31/12/2025",
    ),
    (
        "Đầu tư phòng thí nghiệm trọng điểm về công nghệ sinh học nông nghiệp",
        "Đầu tư xây dựng phòng thí nghiệm trọng điểm về công nghệ sinh học nông nghiệp",
    ),
    (
        "Cấp chữ ký số cá nhân miễn phí cho người dân từ 18 tuổi trở lên",
        "Cấp miễn phí chữ ký số cá nhân cho người dân từ 18 tuổi trở lên",
    ),
    (
        "Xây dựng bản đồ số du lịch tỉnh Lào Cai",
        "Xây dựng bản đồ du lịch số tỉnh Lào Cai",
    ),
    (
        "Triển khai Kế hoạch hành động thực hiện Nghị quyết số 57-NQ/TW của Bộ Chính trị",
        "Triển khai thực hiện kế hoạch hành động thực hiện Nghị quyết 57-NQ/TW của Bộ Chính trị",
    ),
    (
        "Tuyên truyền về Nghị quyết 57-NQ/TW trên Báo và Đài Phát thanh Truyền hình tỉnh",
        "Đẩy mạnh tuyên truyền Nghị quyết số 57-NQ/TW trên Báo và Đài Phát thanh - Truyền hình tỉnh",
    ),
    (
        "Xây dựng nền tảng tổng hợp, phân tích dữ liệu phục vụ chỉ đạo điều hành",
        "Xây dựng nền tảng tổng hợp và phân tích dữ liệu phục vụ công tác chỉ đạo, điều hành",
    ),
    (
        "Kiểm tra, đánh giá an toàn thông tin các hệ thống cấp độ 3",
        "Kiểm tra, đánh giá an toàn thông tin đối với các hệ thống thông tin cấp độ 3",
    ),
    (
        "Phối hợp với VNPT xây dựng Trung tâm điều hành thông minh (IOC) tỉnh Bắc Ninh",
        "Xây dựng Trung tâm điều hành thông minh (IOC) tỉnh Bắc Ninh",
    ),
    (
        "Bố trí tối thiểu 3% chi ngân sách hằng năm cho khoa học, công nghệ và chuyển đổi số",
        "Bố trí ít nhất 3% tổng chi ngân sách hằng năm cho khoa học, công nghệ, chuyển đổi số",
    ),
    (
        "Xây dựng hệ thống truy xuất nguồn gốc nông sản chủ lực của tỉnh",
        "Xây dựng hệ thông truy xuất nguồn gốc nông sản chủ lưc của tỉnh",
    ),
    (
        "Chuyển đổi IPv6 cho hệ thống mạng của cơ quan nhà nước",
        "Chuyển đổi sang IPv6 cho hệ thống mạng của các cơ quan nhà nước",
    ),
    (
        "Sơ kết 6 tháng thực hiện Chương trình hành động số 12-CTr/TU",
        "Tổ chức sơ kết 6 tháng thực hiện Chương trình hành động số 12-CTr/TU",
    ),
    (
        "Xây dựng Nghị quyết HĐND tỉnh quy định mức hỗ trợ tổ công nghệ số cộng đồng",
        "Trình Hội đồng nhân dân tỉnh ban hành Nghị quyết quy định mức hỗ trợ Tổ công nghệ số cộng đồng",
    ),
    (
        "Thí điểm mô hình xã thông minh tại xã Thái Thụy",
        "Triển khai thí điểm mô hình xã thông minh tại xã Thái Thụy",
    ),
    (
        "Công bố danh mục dữ liệu mở của tỉnh và cung cấp trên Cổng dữ liệu mở",
        "Công bố Danh mục dữ liệu mở tỉnh, cung cấp trên cổng dữ liệu mở",
    ),
    (
        "Ban hành bộ chỉ số đánh giá mức độ chuyển đổi số cấp xã",
        "Xây dựng, ban hành Bộ chỉ số đánh giá mức độ chuyển đổi số của cấp xã trên địa bàn tỉnh",
    ),
    (
        "Xây dựng kế hoạch triển khai Đề án 06 trên địa bàn tỉnh năm 2026",
        "Ban hành Kế hoạch triển khai Đề án 06 năm 2026 của tỉnh",
    ),
    (
        "Đầu tư nâng cấp hạ tầng mạng LAN tại trụ sở UBND các xã, phường",
        "Nâng cấp hạ tầng mạng LAN tại trụ sở Ủy ban nhân dân xã, phường",
    ),
    (
        "Rà soát, đề xuất sửa đổi các quy định về đấu thầu mua sắm sản phẩm số",
        "Đề xuất sửa đổi quy định về đấu thầu, mua sắm sản phẩm số",
    ),
    (
        "Xây dựng Khu công nghệ thông tin tập trung Yên Bình",
        "Đầu tư xây dựng khu CNTT tập trung Yên Bình",
    ),
    (
        "Tổ chức hội nghị đối thoại với doanh nghiệp công nghệ",
        "Tổ chức Hội nghị đối thoại giữa lãnh đạo tỉnh với doanh nghiệp công nghệ",
    ),
    (
        "Phổ cập kỹ năng số cho đồng bào dân tộc thiểu số",
        "Triển khai phổ cập kỹ năng số cơ bản cho đồng bào dân tộc thiểu số",
    ),
    (
        "Xây dựng quỹ đầu tư mạo hiểm của tỉnh",
        "Thành lập Quỹ đầu tư mạo hiểm tỉnh",
    ),
    (
        "Bồi dưỡng lãnh đạo cấp phòng về quản trị số",
        "Tổ chức bồi dưỡng về quản trị số cho lãnh đạo cấp phòng",
    ),
    (
        "Lắp đặt camera giám sát an ninh tại phường Long Bình",
        "Lắp đặt hệ thống camera giám sát an ninh trên địa bàn phường Long Bình",
    ),
    (
        "Xóa vùng lõm sóng di động tại các thôn, bản",
        "Xoá các vùng lõm sóng di động tại thôn, bản vùng sâu, vùng xa",
    ),
)
