"""What is measured on both sides, and the table that puts the sides beside each other."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from bench.measure import percentile

OPERATIONS = {
    "list": "list of tasks, page of 50",
    "overdue": "the same list, only overdue",
    "searched": "the same list, searched in titles",
    "update": "update of one task: the form sent",
    "update_page": "update of one task, with the page that follows",
    "import": "import of {rows:,} rows, upload to the last page",
}
IMPORTED = 1_000
# A row that is nearly a known task changes that task instead of making one: no two batches alike.
WORDINGS = (
    "Vận hành hệ thống chuyên ngành số {n} phục vụ người dân",
    "Mở lớp bồi dưỡng kỹ năng số thứ {n} cho cán bộ, công chức",
    "Kiểm tra an toàn thông tin tại trụ sở {n}",
    "Số hóa hồ sơ lưu trữ thuộc phông {n}, hoàn thành trước hạn",
    "Lắp đặt điểm truy cập công cộng {n} ở thôn, bản vùng cao",
    "Tổng kết mô hình thí điểm thứ {n} và đề xuất nhân rộng",
)
WARM = 5  # each thread of a server has its own connection to the database


@dataclass(frozen=True, slots=True)
class Timed:
    """Times of one operation in milliseconds, and how many rows it found or wrote."""

    times: Sequence[float]
    rows: int = -1


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One line of the file that both sides import."""

    number: str
    title: str
    agency: str
    login: str
    due: str
    deliverable: str


def timed(run: Callable[[], tuple[float, int]], *, runs: int) -> Timed:
    """Warm runs first, then the runs that count; a run gives its time and its rows."""
    for _n in range(WARM):
        run()
    answers = [run() for _n in range(runs)]
    return Timed([ms for ms, _rows in answers], answers[-1][1])


def planned(batch: int, facts: Mapping[str, Any], *, count: int = IMPORTED) -> list[PlanRow]:
    """Rows that no batch shares with another; each agency comes with its officer's login."""
    rows, agencies = [], facts["agencies"]
    first_due = date.fromisoformat(facts["today"]) + timedelta(days=30)
    for n in range(count):
        name, login = agencies[n % len(agencies)]
        due = first_due + timedelta(days=n % 300)
        title = WORDINGS[batch].format(n=n)
        number = str(20_001 + batch * count + n)
        rows.append(
            PlanRow(number, title, name, login, f"{due:%d/%m/%Y}", "Quyết định của UBND tỉnh")
        )
    return rows


def csv_file(rows: Sequence[PlanRow]) -> bytes:
    """The rows as a CSV file for a product that wants the login of the person in charge."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("subject", "assigned_to", "due_date", "description"))
    for row in rows:
        writer.writerow((row.title, row.login, row.due, row.deliverable))
    return out.getvalue().encode()


def as_json(results: Mapping[str, Timed]) -> dict[str, Any]:
    """Results as one process hands them to another."""
    return {name: asdict(one) for name, one in results.items()}


def from_json(values: Mapping[str, Any]) -> dict[str, Timed]:
    """Results as they were handed over."""
    return {name: Timed(**one) for name, one in values.items()}


def comparison(peer: str, ours: Mapping[str, Timed], theirs: Mapping[str, Timed]) -> str:
    """The Markdown table; the ratio is theirs to ours at p50, above 1 means ours is faster."""
    lines = [
        f"| operation | runs | rows | Sáu Rõ p50 / p95 ms | {peer} p50 / p95 ms | {peer} : ours |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    for code, words in OPERATIONS.items():
        mine, other = ours[code], theirs[code]
        ratio = percentile(list(other.times), 0.5) / percentile(list(mine.times), 0.5)
        runs = f"{len(mine.times)}"
        if len(other.times) != len(mine.times):
            runs += f" / {len(other.times)}"
        lines.append(
            f"| {words.format(rows=IMPORTED)} | {runs} | {_rows(mine, other)} | {_pair(mine)} "
            f"| {_pair(other)} | {ratio:.1f}× |"
        )
    return "\n".join(lines)


def _pair(one: Timed) -> str:
    values = list(one.times)
    return f"{percentile(values, 0.5):,.0f} / {percentile(values, 0.95):,.0f}"


def _rows(mine: Timed, other: Timed) -> str:
    if mine.rows < 0:
        return ""
    same = mine.rows == other.rows
    return f"{mine.rows:,}" if same else f"{mine.rows:,} / {other.rows:,}"
