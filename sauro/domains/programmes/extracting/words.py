"""The words by which orders, agencies and things that are no orders are told apart."""

from __future__ import annotations

import re

from sauro.domains.programmes.planfile import agency_words


def _listed(words: str) -> list[str]:
    return [word.strip() for word in words.split(";") if word.strip()]


# Words with which the work of a task begins; longest first when compiled.
_VERBS = _listed(
    "áp dụng; ban hành; bảo đảm; đảm bảo; bàn giao; báo cáo; bãi bỏ; biên soạn; bố trí; bồi dưỡng; "
    "bổ sung; cam kết; cải tạo; cải thiện; cân đối; cắt giảm; cập nhật; cấp; chấn chỉnh; chia sẻ; "
    "chỉ đạo; chỉnh lý; chịu trách nhiệm; cho ý kiến; chuẩn bị; chuẩn hóa; chuyển; chuyển đổi; "
    "có biện pháp; có giải pháp; có kế hoạch; có phương án; có văn bản; công bố; công khai; "
    "củng cố; cung cấp; cử; dành; di chuyển; duy trì; dự toán; đánh giá; đăng ký; đăng tải; "
    "đào tạo; đẩy mạnh; đẩy nhanh; đề xuất; điều chỉnh; điều tra; định hướng; đối soát; đổi mới; "
    "đôn đốc; đồng bộ; đưa; ghi nhận; giải quyết; giải trình; giám sát; gắn; giữ; gửi; hoàn thành; "
    "hoàn thiện; hoàn tất; học tập; hỗ trợ; huy động; hướng dẫn; kết nối; kết thúc; "
    "khai thác; khảo sát; khắc phục; khuyến khích; kiểm điểm; kiểm kê; kiểm soát; kiểm tra; "
    "kiện toàn; làm; làm rõ; làm sạch; làm việc; lập; lãnh đạo; lấy ý kiến; liên hệ; liên thông; "
    "lồng ghép; lựa chọn; lưu ý; mở; mở rộng; mua sắm; nâng cao; nâng cấp; nắm; nêu cao; "
    "nghiên cứu; nghiệm thu; ngăn chặn; nhân rộng; niêm yết; ổn định; phát động; phát huy; "
    "phát triển; phân bổ; phân cấp; phân công; phân tích; phấn đấu; phê duyệt; phối hợp; "
    "phổ biến; phúc đáp; quan tâm; quán triệt; quản lý; quyết định; quyết toán; rà soát; sắp xếp; "
    "soạn thảo; sơ kết; sử dụng; sửa chữa; sửa đổi; số hóa; số hoá; tạo điều kiện; "
    "tạo lập; tạo thuận lợi; tăng; "
    "tăng cường; tập huấn; tập hợp; tập trung; tham gia; tham mưu; thanh tra; thành lập; tháo gỡ; "
    "thay thế; theo dõi; thẩm định; thẩm tra; thí điểm; thiết lập; thông báo; thông qua; "
    "thông tin; thống kê; thống nhất; thu hồi; thu hút; thu thập; thúc đẩy; thực hiện; tích cực; "
    "tích hợp; tiếp nhận; tiếp thu; tìm kiếm; tinh giản; tổ chức; tổng hợp; tổng kết; trả lời; "
    "trang bị; tranh thủ; trao đổi; treo; triển khai; trình; trực; truyền thông; tuyên truyền; "
    "tuyển dụng; tuyển chọn; tư vấn; tự kiểm tra; ứng dụng; ưu tiên; vận động; vận hành; viết; "
    "xác định; xác minh; xây dựng; xem xét; xét duyệt; xóa; xin lỗi; xử lý; ứng cứu; đầu tư; "
    "đấu thầu; đấu giá; đề nghị; yêu cầu; giao; kiến nghị; nhắc nhở; đánh số; khen thưởng; rút; "
    "soạn; mời; rà; tính toán; thi công; cài đặt; nhắc; chốt; phát; tải; in; khoán; "
    "lắp đặt; lập danh sách; thuê; tiết kiệm; phòng, chống; bảo vệ; bảo trì; bảo mật; chống; "
    "cụ thể hóa; đặt; đo lường; giới thiệu; hợp tác; ký kết; ký; nhập; nộp; phát hiện; phục vụ; "
    "quảng bá; sáp nhập; số liệu hóa; tái cấu trúc; thử nghiệm; tôn vinh; truy xuất; vinh danh"
)
# What may stand between the agency and its work.
_OPENERS = _listed(
    "khẩn trương; chủ động; nghiêm túc; kịp thời; sớm; tiếp tục; trực tiếp; thường xuyên; "
    "chủ trì; có trách nhiệm; có nhiệm vụ; cần; phải; căn cứ; trên cơ sở; hằng; hàng; định kỳ; "
    "trước ngày; chậm nhất; đồng thời; ngoài ra; riêng; theo chức năng; theo thẩm quyền; "
    "quyết liệt; nhanh chóng; tích cực; tự; không để; không; tuyệt đối; ngay; "
    "tạm thời; đồng loạt; lập tức; nêu cao; làm tốt; thực sự; là cơ quan; là đơn vị; "
    "là đầu mối; làm đầu mối; "
    "đầu mối; trong tháng; trong quý; trong năm; đến ngày; đến hết; trước; theo dõi; phân công; "
    "bằng mọi giải pháp; tăng thời lượng; được giao; được phân công"
)


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


_NOUN_BEFORE = "".join(
    f"(?<!{word} )"
    for word in ("Ban", "Đoàn", "Tổ", "tâm", "Quỹ", "phận", "Đội", "bộ", "các", "những", "mọi")
)
# Names and nouns that hold a word which elsewhere begins work.
_ONLY_WHERE = {
    "tổ chức": "(?<!số )(?<!và )(?<!nhiều )tổ chức",
    "thông tin": "(?<!nghệ )thông tin",
    "đầu tư": "(?<!án )(?<!chủ )(?<!nhà )đầu tư",
    "xây dựng": "(?<!đầu tư )xây dựng",
    "kiểm tra": "(?<!Ủy ban )(?<!Uỷ ban )kiểm tra",
    "trực": "(?<!thường )trực(?! thuộc)",
    "cấp": "(?<!cung )cấp(?! xã)(?! tỉnh)(?! ủy)(?! huyện)",
    "phân công": "(?<!được )phân công",
    "giao": "(?<!được )giao",
    "có nhiệm vụ": "có nhiệm vụ(?! quá)(?! chậm)(?! được)",
}
_EDGE = r"(?![\w-])"
_ALL = sorted({*_VERBS, *_OPENERS}, key=len, reverse=True)
_INSIDE = "|".join(_ONLY_WHERE.get(word, re.escape(word)) for word in _ALL)
WORK = re.compile(rf"(?<![\w-]){_NOUN_BEFORE}(?:{_INSIDE}){_EDGE}")
STARTS_WORK = re.compile(rf"(?:{_any([*_VERBS, *_OPENERS])}){_EDGE}", re.IGNORECASE)

_TITLES = (
    r"(?:đồng chí\s+|đ/c\s+)?(?:(?:thủ trưởng|giám đốc|lãnh đạo|người đứng đầu|"
    r"tổng giám đốc)\s+(?:(?=các|cơ quan|đơn vị|sở|ban|ngành|công ty|trung tâm|viện)|"
    r"(?=Sở|Ban|Công|Trung|Viện|Chi|Cục|Kho|Viettel|VNPT|Bưu))|chủ tịch\s+(?=UBND (?:các|xã|"
    r"phường|đặc|cấp|\d)|Ủy ban nhân dân (?:các|xã|phường|cấp)))"
)
TITLE = re.compile(_TITLES, re.IGNORECASE)
CHIEF_OF_OFFICE = re.compile(
    r"^(?:đồng chí\s+|đ/c\s+)?Chánh\s+(?=Văn phòng|Thanh tra)", re.IGNORECASE
)
COMRADE = re.compile(r"^(?:các\s+)?(?:đồng chí|đ/c)\s+(?=\S)", re.IGNORECASE)
# Work that begins with the letters of an agency: "Ban hành", "Tổ chức hội nghị", "Quỹ đất".
_NO_AGENCY = (
    r"(?!Ban (?:hành|bố)|Tổ chức (?!chính trị|đoàn thể|xã hội|tôn giáo|khoa học)|"
    r"Hội (?:nghị|thảo|thi)|"
    r"Báo cáo|Quỹ đất|Trường hợp|Đoàn kết|Phòng[, ]+(?:chống|ngừa|tránh)|Bộ (?:máy|tiêu)|Xã hội|"
    r"Ngành nghề|Cơ quan (?:chủ trì|phối hợp|thực hiện)\s*:|Đơn vị (?:chủ trì|phối hợp|tính)\b)"
)
AGENCY = re.compile(
    rf"{_NO_AGENCY}(?:{agency_words.HEAD.pattern}|{agency_words.MANY.pattern}|"
    r"(?:các|Các|những|mỗi|từng|toàn thể)\s+(?=\w)|"
    r"(?:[Cc]hủ đầu tư|[Nn]hà (?:thầu|đầu tư|mạng)|[Cc]hủ nhiệm|[Cc]ấp ủy|"
    r"[Đđ]ồng chí|[Đđ]/c)(?=[\s:,;.]|$)|"
    rf"{agency_words.NOUN.pattern}|(?:thủ trưởng|giám đốc|lãnh đạo|chủ tịch|người đứng đầu)\s|"
    rf"{agency_words.ACRONYM.pattern})"
)

_LEADER = (
    r"(?:(?:Phó )?Chủ tịch|(?:các )?[Đđ]ồng chí|Đ/c|Bí thư|Phó Bí thư|Trưởng [Bb]an|Phó Trưởng ban|"
    r"Ban Chỉ đạo|Ban Thường vụ|Thường trực|UBND tỉnh|UBND xã|UBND phường|Ủy ban nhân dân tỉnh|"
    r"Tỉnh ủy|Thủ tướng|Giám đốc Sở|Hội nghị|Đoàn kiểm tra|Lãnh đạo|Ông|Chánh Văn phòng|"
    r"Tổ trưởng|Trưởng đoàn|Đoàn giám sát|Cơ quan [Tt]hường trực|Bộ (?=[A-ZĐ])|"
    r"Ban (?=[A-ZĐ])|Thường trực HĐND)"
)
LEADER = re.compile(_LEADER)
# What a text tells that is no bare list of agencies.
TOLD = re.compile(
    r"\b(?:đã|đang|chưa|còn|sẽ|vẫn|được(?! giao| phân công| chọn)|bị|vướng mắc|khó khăn|"
    r"tỷ lệ|tỉ lệ|công tác|tình hình|có (?:lúc|nơi|chuyển biến))\b"
)
ORDER = re.compile(
    rf"^(?:(?:và|nhưng|đồng thời|vì vậy|do đó|theo đó|trước mắt|thời gian tới),?\s+)?"
    rf"(?:{_LEADER}[^,;:.]{{0,90}}?\s+|(?:Về|Đối với|Để|Trong|Từ|Trước)\s[^;:.]{{3,220}},\s+"
    rf"(?:{_LEADER}[^,;:.]{{0,90}}?\s+)?)?"
    r"(?P<not>đã\s+)?(?:cũng\s+|tiếp tục\s+|thống nhất\s+|đồng ý\s+(?:và\s+)?)?"
    r"(?P<verb>[Gg]iao(?: nhiệm vụ)?|[Yy]êu cầu|[Đđ]ề nghị|[Kk]iến nghị|[Pp]hân công|[Ủủ]y quyền|"
    r"[Gg]iao trách nhiệm|[Ll]ưu ý|[Nn]hắc)(?:\s+cho)?\s*:?\s+"
)
CONNECTS = re.compile(
    r"^(?:Cùng với đó|Đồng thời|Bên cạnh đó|Ngoài ra|Trước mắt|Theo đó|Song song với đó|Mặt khác|"
    r"Thời gian tới|Trong thời gian tới|Riêng),?\s+(?=[A-ZĐÀ-Ỹ])"
)
# Who does it, said after the work: in brackets, or behind a label.
IN_BRACKETS = re.compile(
    r"\((?:giao\s+)?(?P<leads>[^()]{3,150}?)\s+(?:là cơ quan\s+)?(?:chủ trì|thực hiện)\b[^()]*\)"
)
LABELLED = re.compile(
    r"[\s.;(–-]*\b(?:Cơ quan|Đơn vị)?\s*chủ trì(?: thực hiện| tham mưu)?\s*:\s*(?P<leads>[^.:\n]+?)"
    r"(?:[.;,\n]\s*(?:(?:Cơ quan|Đơn vị)\s+)?phối hợp(?: thực hiện)?\s*:\s*(?P<beside>[^.:\n]+?))?"
    r"(?=[.;)\n]|\s*$)",
    re.IGNORECASE,
)
LABEL_LINE = re.compile(
    r"^(?:(?:Cơ quan|Đơn vị)\s+(?:chủ trì|phối hợp)|Chủ trì|Phối hợp|"
    r"Thời (?:gian|hạn)(?: thực hiện| hoàn thành)?)(?: thực hiện| tham mưu)?\s*:",
    re.IGNORECASE,
)
TOPIC = re.compile(r"^(?:Về|Đối với|Liên quan|Riêng|Với)\b[^:]{3,200}$")
PAST = re.compile(
    r"^(?:đã|đang|chưa|còn|được|vẫn|luôn|cơ bản|gồm|gặp|bị|sẽ|đạt|có \d|thì|nên|như|mới)\b"
)
GENERIC = re.compile(
    r"^(?:(?:các|những|biết|và|để|nghiêm túc|khẩn trương|tập trung|tổ chức|triển khai|thực hiện|"
    r"chịu trách nhiệm|thi hành|có trách nhiệm|căn cứ|tốt|theo|đúng|quy định|hiệu quả|kịp thời|"
    r"nghiêm|đầy đủ|chủ động|phối hợp|chấp hành|nội dung|trên|nêu|tinh thần|"
    r"(?:Quyết định|Chỉ thị|Thông báo|Kế hoạch|Kết luận|Công điện|Công văn|Chương trình|Nghị quyết)"
    r"(?: này)?|này)[\s,.;/]*)+$",
    re.IGNORECASE,
)
WAITS = re.compile(
    r"^(?:chờ|thông cảm|chia sẻ khó khăn|thảo luận|cho biết|phát biểu|đại biểu)\b", re.IGNORECASE
)
NO_ORDER = re.compile(
    r"^(?:Trên đây|Nơi nhận|Thừa lệnh|Văn phòng [\w ]{3,40} (?:xin )?thông báo|"
    r"Thường trực [\w ]{3,40} thông báo|Trong quá trình (?:triển khai|thực hiện|tổ chức)|"
    r"Quá trình (?:triển khai|thực hiện)|Nếu có|Mọi vướng mắc|Xin (?:trân trọng|cảm ơn)|"
    r"Trân trọng|(?:[\w ]{2,20}) này (?:có hiệu lực|thay thế|được)|Kinh phí thực hiện|"
    r"Tham dự|Dự họp|Cùng dự|Cùng tham dự|Nguyên nhân|Nhân dịp|Kết quả|Tuy nhiên|"
    r"(?:cơ bản )?(?:đồng ý|nhất trí|thống nhất (?:với|chủ trương|đánh giá|nội dung|phương án))|"
    r"chấp thuận|phê duyệt|"
    r"Bên cạnh(?! đó)|Mục tiêu|Quy mô|Mục đích|Lịch)\b",
    re.IGNORECASE,
)
PRAISE = re.compile(
    r"\b(?:biểu dương|đánh giá cao|khen ngợi|hoan nghênh|cảm ơn|chúc mừng|phê bình)\b",
    re.IGNORECASE,
)
CLOSED_HEADING = re.compile(
    r"^(?:(?:về\s+)?(?:kết quả|đánh giá|tình hình|ưu điểm|hạn chế|tồn tại|khó khăn|nguyên nhân|"
    r"mục đích|mục tiêu|chỉ tiêu|quan điểm|phạm vi|đối tượng|quy mô|thành phần|căn cứ|"
    r"nội dung thảo luận|ý kiến (?:các|của các|thảo luận|phát biểu)|"
    r"sự cần thiết|bối cảnh|dự báo|kinh nghiệm|bài học)|yêu cầu$|những kết quả|một số kết quả|"
    r"kết quả đạt)\b",
    re.IGNORECASE,
)
CONCLUDES = re.compile(r"^(?:ý kiến )?kết luận\b", re.IGNORECASE)
CAPITAL_NAMES = frozenset(
    ["UBND", "HĐND", "MTTQ", "UBMTTQ", "TAND", "VKSND", "BHXH", "VNPT", "EVN", "KH&CN", "CNTT"]
)
OPEN_HEADING = re.compile(
    r"\b(?:nhiệm vụ|giải pháp|tổ chức thực hiện|kiến nghị|phân công|trách nhiệm|"
    r"thời gian tới|chỉ đạo|yêu cầu đối với)\b",
    re.IGNORECASE,
)
OPENS = re.compile(
    r"\b(?:kết luận|chỉ đạo|yêu cầu|ý kiến|giao|đề nghị|kiến nghị|nhiệm vụ|giải pháp|"
    r"thực hiện|triển khai|như sau|nội dung sau|điện)\b",
    re.IGNORECASE,
)
