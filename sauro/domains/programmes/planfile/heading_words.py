"""The words of headings: which column they name, in the order in which they are tried."""

from __future__ import annotations

NUMBER, TITLE, CONTENT, GROUP, CODE = "number", "title", "content", "group", "code"
LEAD, COORDINATE, ROLES = "lead", "coordinate", "roles"
SUPERVISOR, MONITOR = "supervisor", "monitor"
DEADLINE, START, RESULT, AUTHORITY, BASIS = "deadline", "start", "result", "authority", "basis"
BUDGET, NOTE, UNIT, BASELINE, YEAR, VALUE = "budget", "note", "unit", "baseline", "year", "value"
PERIOD, STATUS, EXTRA = "period", "status", "extra"
ACTUAL, ASSESSMENT = "actual", "assessment"

# In this order: the first that fits wins.
WORDS: tuple[tuple[str, str], ...] = (
    (NUMBER, r"(?:stt|tt|so tt|so thu tu|thu tu|so|#|no|s\.?t\.?t)\.?"),
    (CODE, r"(?:ma|ma so|ky hieu|ma nhiem vu|ma chi tieu|ma dinh danh|id)"),
    (
        PERIOD,
        r"(?:quy|q)\.? ?(?:iv|iii|ii|i|[1-4])(?:[/ ].*)?|(?:thang|t)\.? ?\d{1,2}(?:[/ ].*)?",
    ),
    (YEAR, r"(?:nam )?(?:20\d\d ?- ?)?20[2-9]\d"),
    (
        YEAR,
        (
            r"(?:muc tieu|chi tieu|ke hoach|kh|giai doan|mt|ct|dat|gia tri)(?: phan dau| giao| "
            r"de ra)?(?: den| toi)?(?: het)?(?: cuoi)?(?: nam)? ?(?:20\d\d ?- ?)?20[2-9]\d(?: "
            r".*)?"
        ),
    ),
    (YEAR, r"den (?:het )?(?:cuoi )?(?:nam )?20[2-9]\d"),
    (YEAR, r"(?:tam nhin|dinh huong)(?: den| toi)?(?: nam)? ?20[2-9]\d"),
    (
        BASELINE,
        (
            r".*\b(?:hien trang|thuc trang|nam co so|xuat phat diem|so lieu nen|uoc thuc hien|"
            r"uoc dat|uoc th|uoc ca nam)\b.*"
        ),
    ),
    (
        ACTUAL,
        (
            r"(?:ket qua|thuc hien|th|so lieu|luy ke|gia tri|da thuc hien|da dat|dat duoc)\b.{0,40}"
            r"\b(?:den nay|hien nay|hien tai|tinh den|quy (?:i|ii|iii|iv|[1-4])|\d{1,2} thang|"
            r"(?:ba|sau|chin) thang|thang \d{1,2}|\d{1,2}/\d{1,2}/20\d\d|\d{1,2}/20\d\d)\b.*"
        ),
    ),
    (
        BASELINE,
        (
            r"(?:thuc hien|th|uoc|ket qua|ket qua thuc hien|so lieu|diem)(?: den)?(?: het)?"
            r"(?: nam)? ?20\d\d.*"
        ),
    ),
    (UNIT, r"(?:don vi|dvt|d\.v\.t|d/v|don vi tinh|don vi do|dv tinh|dv)(?: \(.*\))?"),
    (NOTE, r"(?:ghi chu|chu thich|luu y|giai trinh|y kien)(?: .*)?"),
    (
        STATUS,
        (
            r".*\b(?:trang thai|tinh trang|tinh hinh thuc hien|ket qua thuc hien den|tien do den "
            r"nay|da thuc hien|muc do hoan thanh|ty le hoan thanh)\b.*"
        ),
    ),
    (
        ASSESSMENT,
        (
            r"(?:ket qua |muc do |tu )?danh gia(?: \(.*\)| ket qua.*| muc do.*| chung| nam .*)?|"
            r".*\bdat ?/ ?(?:chua|khong) ?dat\b.*"
        ),
    ),
    (
        ROLES,
        (
            r".*chu tri.*(?:,|/|;|-|va|&).*phoi hop.*|.*phan cong (?:thuc hien|nhiem vu|trach "
            r"nhiem).*"
        ),
    ),
    (COORDINATE, r".*\bphoi hop\b.*|.*\btham gia\b.*|.*\bco quan lien quan\b.*"),
    (
        SUPERVISOR,
        (
            r".*\blanh dao\b.*|.*\bnguoi (?:chi dao|phu trach)\b.*|.*\bchi dao\b(?! trung).*|"
            r".*\bdong chi\b.*"
        ),
    ),
    (LEAD, r".*\bchu tri\b.*|.*\bdau moi\b.*|.*\bchu quan\b.*"),
    (START, r".*\b(?:bat dau|khoi cong|khoi dong)\b.*|tu(?: ngay| thang| nam)?"),
    (
        DEADLINE,
        (
            r".*\b(?:thoi han|han hoan thanh|han xu ly|thoi gian|thoi diem|lo trinh|ket thuc|"
            r"ngay hoan thanh|thoi ky|moc hoan thanh|han chot|hoan thanh truoc|deadline|han)\b.*|"
            r"tien do.*|den(?: ngay| thang| nam)?|hoan thanh|nam hoan thanh|thang|quy|nam"
        ),
    ),
    (
        AUTHORITY,
        (
            r".*\b(?:cap|co quan|noi|don vi|nguoi)\s+(?:co )?(?:tham quyen|ban hanh|trinh|phe "
            r"duyet|quyet dinh)\b.*|.*\btham quyen\b.*|cap trinh.*|.*\btrinh (?:ban hanh|ky)\b.*"
        ),
    ),
    (
        BASIS,
        (
            r".*\b(?:can cu|co so phap ly|van ban giao|van ban chi dao|nguon giao|theo van ban|"
            r"van ban lien quan|tai lieu|vien dan)\b.*|nguon(?: so lieu| du lieu| kiem chung)?"
        ),
    ),
    (BUDGET, r".*\b(?:kinh phi|nguon von|du toan|tong von|tong muc|nguon luc|von)\b.*"),
    (
        MONITOR,
        (
            r".*\b(?:theo doi|don doc|giam sat|tham dinh|kiem tra|danh gia|cung cap so lieu|bao "
            r"cao so lieu)\b.*"
        ),
    ),
    (
        LEAD,
        (
            r".*\b(?:co quan|don vi|to chuc|sở|nguoi|can bo|chu the)\s+(?:thuc hien|phu trach|"
            r"tham muu|trien khai|chiu|duoc giao|xay dung|soan thao|chinh)\b.*|.*\btrach "
            r"nhiem\b.*|to chuc thuc hien|thuc hien|co quan|phu trach|giao cho|.*\bphan cong\b.*|"
            r"don vi, ca nhan.*|co quan, don vi"
        ),
    ),
    (
        RESULT,
        (
            r".*\b(?:san pham|ket qua|dau ra|hinh thuc van ban|loai van ban|ten van ban|hinh "
            r"thuc)\b.*"
        ),
    ),
    (
        GROUP,
        (
            r"(?:nhom|nhom nhiem vu|linh vuc|nhom nhiem vu, giai phap|nhom linh vuc|nhom chi "
            r"tieu|tru cot|mang|noi dung theo nghi quyet|nhom noi dung|linh vuc/nhom)"
        ),
    ),
    (
        VALUE,
        (
            r"(?:gia tri|ke hoach|chi tieu giao|muc tieu|muc phan dau|chi tieu ke hoach|muc tieu "
            r"phan dau|so luong|chi tieu phan dau|muc tieu cu the|ke hoach giao|muc dat|chi tieu "
            r"can dat|muc tieu can dat|khoi luong|chi so can dat|yeu cau can dat|muc|dinh muc|"
            r"gia tri muc tieu|gia tri can dat)(?: \(.*\))?"
        ),
    ),
    (
        TITLE,
        (
            r".*\b(?:nhiem vu|noi dung|cong viec|chi tieu|muc tieu|giai phap|hoat dong|chi so|"
            r"tieu chi|de an|du an|chuong trinh|dau viec|viec can lam|hang muc)\b.*|ten|tieu de"
        ),
    ),
    (CONTENT, r"(?:mo ta|dien giai|yeu cau|chi tiet)(?: .*)?"),
)
