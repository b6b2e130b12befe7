"""Pairs of task titles that share a formula and are different work, judged by hand."""

from __future__ import annotations

DIFFERENT = (
    (
        "Xây dựng, trình UBND tỉnh ban hành kế hoạch chuyển đổi số ngành y tế năm 2026",
        "Xây dựng, trình UBND tỉnh ban hành kế hoạch chuyển đổi số ngành giáo dục năm 2026",
    ),
    (
        "Xây dựng, trình UBND tỉnh ban hành kế hoạch chuyển đổi số ngành y tế năm 2025",
        "Xây dựng, trình UBND tỉnh ban hành kế hoạch chuyển đổi số ngành y tế năm 2026",
    ),
    (
        "Xây dựng, trình UBND tỉnh ban hành kế hoạch phát triển hạ tầng số",
        "Xây dựng, trình UBND tỉnh ban hành kế hoạch phát triển kinh tế số",
    ),
    (
        "Xây dựng, trình UBND tỉnh ban hành kế hoạch bảo vệ môi trường làng nghề",
        "Xây dựng, trình UBND tỉnh ban hành kế hoạch đào tạo nhân lực bán dẫn",
    ),
    (
        "Tham mưu Tỉnh ủy ban hành Nghị quyết chuyên đề về phát triển nguồn nhân lực chất lượng cao",
        "Tham mưu Tỉnh ủy ban hành Nghị quyết chuyên đề về phát triển công nghiệp bán dẫn",
    ),
    (
        "Xây dựng cơ sở dữ liệu đất đai dùng chung toàn tỉnh",
        "Xây dựng cơ sở dữ liệu hộ tịch dùng chung toàn tỉnh",
    ),
    (
        "Xây dựng cơ sở dữ liệu chuyên ngành xây dựng, kết nối với cơ sở dữ liệu quốc gia về dân cư",
        "Xây dựng cơ sở dữ liệu chuyên ngành lao động, kết nối với cơ sở dữ liệu quốc gia về dân cư",
    ),
    (
        "Sơ kết 6 tháng thực hiện Chương trình hành động số 12-CTr/TU",
        "Sơ kết 6 tháng thực hiện Chương trình hành động số 15-CTr/TU",
    ),
    (
        "Báo cáo kết quả thực hiện Nghị quyết số 57-NQ/TW quý I năm 2026",
        "Báo cáo kết quả thực hiện Nghị quyết số 57-NQ/TW quý II năm 2026",
    ),
    (
        "Triển khai Nghị quyết số 57-NQ/TW của Bộ Chính trị",
        "Triển khai Nghị quyết số 71-NQ/TW của Bộ Chính trị",
    ),
    (
        "Thí điểm mô hình xã thông minh tại xã Thái Thụy",
        "Thí điểm mô hình xã thông minh tại xã Tiền Hải",
    ),
    (
        "Thí điểm mô hình xã thông minh tại xã Tân Thanh",
        "Thí điểm mô hình phường thông minh tại phường Tân Thanh",
    ),
    (
        "Triển khai học bạ số tại các trường tiểu học",
        "Triển khai học bạ số tại các trường trung học cơ sở",
    ),
    (
        "Tổ chức tập huấn kỹ năng số cho cán bộ, công chức cấp xã",
        "Tổ chức tập huấn an toàn thông tin cho cán bộ, công chức cấp xã",
    ),
    (
        "Tổ chức tập huấn kỹ năng số cho cán bộ, công chức cấp xã",
        "Tổ chức tập huấn kỹ năng số cho hội viên nông dân",
    ),
    (
        "Phủ sóng 5G tại các khu công nghiệp trên địa bàn tỉnh",
        "Phủ sóng 5G tại các trường đại học trên địa bàn tỉnh",
    ),
    (
        "Nâng cấp hệ thống thông tin giải quyết thủ tục hành chính của tỉnh",
        "Nâng cấp hệ thống quản lý văn bản và điều hành của tỉnh",
    ),
    (
        "Ban hành quy chế quản lý, vận hành Trung tâm dữ liệu tỉnh",
        "Ban hành quy chế quản lý, vận hành Trung tâm điều hành thông minh tỉnh",
    ),
    (
        "Ban hành bộ chỉ số đánh giá mức độ chuyển đổi số cấp xã",
        "Ban hành bộ chỉ số đánh giá mức độ chuyển đổi số doanh nghiệp",
    ),
    (
        "Xây dựng Nghị quyết HĐND tỉnh quy định mức hỗ trợ tổ công nghệ số cộng đồng",
        "Xây dựng Nghị quyết HĐND tỉnh quy định mức hỗ trợ doanh nghiệp đổi mới công nghệ",
    ),
    (
        "Xây dựng Đề án phát triển đô thị thông minh",
        "Tổng kết Đề án phát triển đô thị thông minh",
    ),
    (
        "Đầu tư phòng thí nghiệm trọng điểm về công nghệ sinh học nông nghiệp",
        "Đầu tư phòng thí nghiệm trọng điểm về vật liệu bán dẫn",
    ),
    (
        "Cấp chữ ký số cá nhân miễn phí cho người dân từ 18 tuổi trở lên",
        "Cấp tài khoản định danh điện tử cho người dân từ 14 tuổi trở lên",
    ),
    (
        "Xây dựng bản đồ số du lịch tỉnh Lào Cai",
        "Xây dựng bản đồ số quy hoạch tỉnh Lào Cai",
    ),
    (
        "Ứng dụng trí tuệ nhân tạo trong giám sát giao thông đô thị",
        "Ứng dụng trí tuệ nhân tạo trong chẩn đoán hình ảnh y tế",
    ),
    (
        "Hỗ trợ doanh nghiệp nhỏ và vừa chuyển đổi số giai đoạn 2021-2025",
        "Hỗ trợ doanh nghiệp nhỏ và vừa chuyển đổi số giai đoạn 2026-2030",
    ),
    (
        "Hỗ trợ doanh nghiệp nhỏ và vừa chuyển đổi số giai đoạn 2026-2030",
        "Hỗ trợ hợp tác xã nông nghiệp chuyển đổi số giai đoạn 2026-2030",
    ),
    (
        "Rà soát, cắt giảm ít nhất 30% thời gian giải quyết thủ tục hành chính",
        "Rà soát, cắt giảm ít nhất 30% chi phí tuân thủ thủ tục hành chính",
    ),
    (
        "Kiểm tra, đánh giá an toàn thông tin các hệ thống cấp độ 3",
        "Kiểm tra, đánh giá an toàn thông tin các hệ thống cấp độ 4",
    ),
    (
        "Xây dựng chính sách thu hút chuyên gia, nhà khoa học về làm việc tại tỉnh",
        "Xây dựng chính sách thu hút doanh nghiệp công nghệ cao về đầu tư tại tỉnh",
    ),
    (
        "Tổ chức Cuộc thi Đổi mới sáng tạo và khởi nghiệp tỉnh năm 2026",
        "Tổ chức Ngày hội Chuyển đổi số tỉnh năm 2026",
    ),
    (
        "Bố trí tối thiểu 3% chi ngân sách hằng năm cho khoa học, công nghệ và chuyển đổi số",
        "Bố trí tối thiểu 2% chi ngân sách hằng năm cho khoa học, công nghệ và chuyển đổi số",
    ),
    (
        "Đào tạo nguồn nhân lực bán dẫn tại Trường Đại học Lạc Hồng",
        "Đào tạo nguồn nhân lực bán dẫn tại Trường Đại học Đồng Nai",
    ),
    (
        "Tuyên truyền về Nghị quyết 57-NQ/TW trên Báo và Đài Phát thanh Truyền hình tỉnh",
        "Tuyên truyền về Luật Dữ liệu trên Báo và Đài Phát thanh Truyền hình tỉnh",
    ),
    (
        "Công bố danh mục dữ liệu mở của tỉnh và cung cấp trên Cổng dữ liệu mở",
        "Công bố danh mục bài toán lớn về chuyển đổi số của tỉnh",
    ),
    (
        "Xây dựng hệ thống truy xuất nguồn gốc nông sản chủ lực của tỉnh",
        "Xây dựng hệ thống quan trắc môi trường tự động của tỉnh",
    ),
    (
        "Thành lập Ban Chỉ đạo phát triển khoa học, công nghệ và chuyển đổi số cấp xã",
        "Thành lập Tổ giúp việc Ban Chỉ đạo phát triển khoa học, công nghệ và chuyển đổi số cấp xã",
    ),
    (
        "Đầu tư trang thiết bị công nghệ thông tin cho Trung tâm Phục vụ hành chính công phường Mão Điền",
        "Đầu tư trang thiết bị công nghệ thông tin cho Trung tâm Phục vụ hành chính công phường Thuận Thành",
    ),
    (
        "Rà soát, sửa đổi Quyết định số 12/2023/QĐ-UBND về quản lý nhiệm vụ khoa học và công nghệ",
        "Rà soát, sửa đổi Quyết định số 45/2022/QĐ-UBND về quản lý nhiệm vụ khoa học và công nghệ",
    ),
    (
        "Xây dựng kế hoạch phát triển nông nghiệp công nghệ cao",
        "Xây dựng kế hoạch phát triển công nghiệp công nghệ cao",
    ),
    (
        "Tổ chức đào tạo kỹ năng số cho phụ nữ",
        "Tổ chức đào tạo kỹ năng số cho thanh niên",
    ),
    (
        "Thực hiện thanh toán không dùng tiền mặt trong trường học",
        "Thực hiện thanh toán không dùng tiền mặt trong bệnh viện",
    ),
    (
        "Lắp đặt camera giám sát an ninh tại phường Long Bình",
        "Lắp đặt camera giám sát an ninh tại phường Tam Hiệp",
    ),
    (
        "Xây dựng kế hoạch triển khai Đề án 06 trên địa bàn tỉnh năm 2026",
        "Xây dựng kế hoạch triển khai Đề án 939 trên địa bàn tỉnh năm 2026",
    ),
    (
        "Tham mưu ban hành quy định định mức chi cho chuyển đổi số",
        "Tham mưu ban hành quy định định mức chi cho khoa học và công nghệ",
    ),
    (
        "Xây dựng Khu công nghệ thông tin tập trung Yên Bình",
        "Xây dựng Khu công nghiệp Yên Bình",
    ),
    (
        "Xây dựng quỹ đầu tư mạo hiểm của tỉnh",
        "Xây dựng quỹ phát triển khoa học và công nghệ của tỉnh",
    ),
    (
        "Bồi dưỡng lãnh đạo cấp phòng về quản trị số",
        "Bồi dưỡng lãnh đạo cấp phòng về an ninh mạng",
    ),
    (
        "Tổ chức Ngày hội Chuyển đổi số tỉnh năm 2026",
        "Tổ chức Ngày hội Khởi nghiệp đổi mới sáng tạo tỉnh năm 2026",
    ),
    (
        "Hỗ trợ 50 doanh nghiệp đăng ký bảo hộ nhãn hiệu",
        "Hỗ trợ 100 doanh nghiệp áp dụng tiêu chuẩn quản lý chất lượng",
    ),
    (
        "Hỗ trợ 50 doanh nghiệp đăng ký bảo hộ nhãn hiệu",
        "Hỗ trợ đăng ký bảo hộ chỉ dẫn địa lý cho vải thiều",
    ),
    (
        "Xây dựng phần mềm quản lý nhiệm vụ khoa học và công nghệ của tỉnh",
        "Xây dựng phần mềm quản lý cán bộ, công chức của tỉnh",
    ),
    (
        "Xây dựng, trình Thủ tướng Chính phủ ban hành Chiến lược dữ liệu quốc gia",
        "Xây dựng, trình Thủ tướng Chính phủ ban hành Chiến lược an ninh mạng quốc gia",
    ),
    (
        "Cung cấp dịch vụ công trực tuyến toàn trình lĩnh vực đất đai",
        "Cung cấp dịch vụ công trực tuyến toàn trình lĩnh vực hộ tịch",
    ),
    (
        "Số hóa tài liệu lưu trữ của HĐND tỉnh",
        "Số hóa tài liệu lưu trữ của UBND tỉnh",
    ),
    (
        "Số hóa hồ sơ đảng viên",
        "Số hóa hồ sơ người có công",
    ),
    (
        "Xây dựng kế hoạch của Sở Y tế thực hiện Nghị quyết 57",
        "Xây dựng kế hoạch của Sở Nội vụ thực hiện Nghị quyết 57",
    ),
    (
        "Nâng tỷ lệ dịch vụ công trực tuyến lên 80%",
        "Nâng tỷ lệ thanh toán trực tuyến lên 80%",
    ),
)
