"""The register of documents at its size: the list, searches and dossiers, on one engine.

Run in a process of its own by `bench --documents N`; the texts are of about 250 words each.
"""

from __future__ import annotations

import random
import sys
import time
from datetime import date, timedelta
from functools import cache
from typing import Any

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client

from bench import data
from bench.measure import Row, measure, table
from sauro.domains.accounts.services import system_person
from sauro.domains.documents.models import (
    PASSAGES,
    Arrival,
    Document,
    DocumentFile,
    FilePassage,
    FileReading,
    NumberBook,
)
from sauro.engines import text
from sauro.engines.text import fulltext

BATCH = 2_000
WORDS = [
    "triển",
    "khai",
    "thực",
    "hiện",
    "nghị",
    "quyết",
    "về",
    "đột",
    "phá",
    "phát",
    "triển",
    "khoa",
    "học",
    "công",
    "nghệ",
    "đổi",
    "mới",
    "sáng",
    "tạo",
    "và",
    "chuyển",
    "đổi",
    "số",
    "quốc",
    "gia",
    "trên",
    "địa",
    "bàn",
    "tỉnh",
    "các",
    "sở",
    "ban",
    "ngành",
    "ủy",
    "ban",
    "nhân",
    "dân",
    "xã",
    "phường",
    "báo",
    "cáo",
    "kết",
    "quả",
    "tiến",
    "độ",
    "nhiệm",
    "vụ",
    "chỉ",
    "tiêu",
    "hạ",
    "tầng",
    "dữ",
    "liệu",
    "dùng",
    "chung",
    "trung",
    "tâm",
    "giám",
    "sát",
    "điều",
    "hành",
    "thông",
    "minh",
    "cáp",
    "quang",
    "sóng",
    "di",
    "động",
    "chữ",
    "ký",
    "số",
    "dịch",
    "vụ",
    "công",
    "trực",
    "tuyến",
    "đào",
    "tạo",
    "kỹ",
    "năng",
    "tổ",
    "công",
    "nghệ",
    "cộng",
    "đồng",
    "doanh",
    "nghiệp",
    "hợp",
    "tác",
    "xã",
    "nông",
    "nghiệp",
    "y",
    "tế",
    "giáo",
    "dục",
    "tài",
    "chính",
    "kinh",
    "phí",
    "ngân",
    "sách",
    "đề",
    "nghị",
    "chủ",
    "trì",
    "phối",
    "hợp",
    "hoàn",
    "thành",
    "trước",
    "ngày",
    "tháng",
    "năm",
    "quy",
    "định",
    "hiện",
    "hành",
    "kèm",
    "theo",
    "phụ",
    "lục",
]
RARE = ("phùng", "khiêm", "thạc", "ngùng", "triêm", "khạc", "phiêm", "thùng", "ngạc", "trùng")
PHRASES = ("lưu trữ điện tử thống nhất", "kết quả tiến độ từng tháng", "bản đồ số dùng chung")
TEXTS = 2_000  # so many are written; the others differ from one of them by a few words
KINDS = (("KH-UBND", "plan"), ("BC-UBND", "report"), ("QĐ-UBND", "decision"), ("TB-UBND", "notice"))


def main() -> None:
    """Migrate, build when the database is empty, measure, print."""
    name, count = sys.argv[1], int(sys.argv[2])
    call_command("migrate", verbosity=0)
    made = _people() if Document.objects.exists() else _built(count)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    else:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    if "build" in sys.argv[3:]:
        return
    rows = _measured(made)
    print(f"## {name}, {Document.objects.count()} documents\n\n{table(rows)}")


def _people() -> dict[str, Any]:
    from sauro.domains.accounts.models import User

    found = {"monitor": "nguoi-0", "officer": "nguoi-4"}
    return {who: User.objects.get(username=username) for who, username in found.items()}


def _built(count: int) -> dict[str, Any]:
    start = time.perf_counter()
    made = data.build(tasks=20, updates=20, people=300)
    by = system_person(at=data.moment(date(2026, 1, 1)))
    keepers = [made["province"], *made["agencies"]]
    books = {
        one.pk: NumberBook.objects.create(organisation=one, flow="incoming", year=2026)
        for one in keepers
    }
    random.seed(data.SEED)
    for first in range(1, count + 1, BATCH):
        _batch(range(first, min(first + BATCH, count + 1)), made["province"], keepers, books, by)
    print(f"built in {time.perf_counter() - start:.0f} s", file=sys.stderr)
    return made


@transaction.atomic
def _batch(
    numbers: range, register: Any, keepers: list[Any], books: dict[int, Any], by: Any
) -> None:
    """Some documents with a file each and its text, a fifth of them received by an agency."""
    at = data.moment(data.TODAY)
    documents = Document.objects.bulk_create(
        [_document(number, register, keepers, by, at) for number in numbers]
    )
    files = DocumentFile.objects.bulk_create(
        DocumentFile(
            document=one,
            file="x.pdf",
            name="x.pdf",
            content_type="application/pdf",
            size=1,
            sha256=f"{one.pk:064d}",
            at=at,
            by=by,
        )
        for one in documents
    )
    FileReading.objects.bulk_create(FileReading(file=one, state="text") for one in files)
    FilePassage.objects.bulk_create(_passage(one) for one in files)
    received = [one for one in documents if one.flow == "incoming" and one.pk % 5 == 0]
    Arrival.objects.bulk_create(
        Arrival(
            document=one,
            organisation_id=one.owner_id,
            book=books[one.owner_id],
            number=one.pk,
            arrived_on=one.issued_on,
            by=by,
            at=at,
        )
        for one in received
    )


def _document(number: int, register: Any, keepers: list[Any], by: Any, at: Any) -> Document:
    symbol, kind = KINDS[number % len(KINDS)]
    words = " ".join(random.choices(WORDS, k=14))
    day = date(2021, 1, 1) + timedelta(days=number % 2000)
    return Document(
        owner=keepers[number % len(keepers)],
        register=register,
        issuer_name="UBND tỉnh Đo Lường",
        issuer_folded="ubnd tinh do luong",
        number=str(number),
        symbol=symbol,
        symbol_folded=text.fold(symbol),
        issued_on=day,
        kind=kind,
        abstract=words,
        folded=text.fold(f"{number}/{symbol} {text.vi_date(day)} UBND tỉnh Đo Lường {words}"),
        flow=("incoming", "outgoing")[number % 2],
        registered_at=at,
        registered_by=by,
    )


@cache
def _text(number: int) -> fulltext.Piece:
    random.seed(number)
    return fulltext.pieces(" ".join(random.choices(WORDS, k=250)))[0]


def _passage(file: DocumentFile) -> FilePassage:
    """A text of 250 words and a few of its own: a rare word, and now and then a phrase."""
    number = file.document_id
    own = f"{RARE[number % len(RARE)]}{number % 500}"
    if number % 20 == 0:
        own += f" {PHRASES[number % len(PHRASES)]}"
    piece = _text(number % TEXTS)
    return FilePassage(
        id=number * PASSAGES,
        document_id=number,
        file=file,
        content=f"{piece.content} {own}",
        exact=f"{piece.exact} {fulltext.exact_words(own)}",
        folded=f"{piece.folded} {fulltext.folded_words(own)}",
    )


def _client(user: Any) -> Client:
    client = Client(headers={"accept-language": "vi"})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


SEARCHES = (
    ("a rare word", "khiêm21"),
    ("words without marks", "chuyen doi so"),
    ("words with marks", "hạ tầng dữ liệu"),
    ("a phrase", '"lưu trữ điện tử thống nhất"'),
    ("a phrase without marks", '"luu tru dien tu thong nhat"'),
    ("a rare phrase of words that are everywhere", '"kết quả tiến độ"'),
    ("a number", "4021/KH-UBND"),
    ("nothing to find", "hoa lan rừng"),
)


def _measured(made: dict[str, Any]) -> list[Row]:
    rows = []
    for who in ("officer", "monitor"):
        client = _client(made[who])
        bars = {"bar_ms": 60, "runs": 15}
        rows += [
            measure(f"register, {who}", lambda c=client: _ok(c.get("/van-ban/")), **bars),
            measure(
                f"register, incoming, {who}",
                lambda c=client: _ok(c.get("/van-ban/?tab=incoming")),
                **bars,
            ),
            measure(
                f"register, plans of a year, {who}",
                lambda c=client: _ok(
                    c.get("/van-ban/?kind=plan&issued_from=2025-01-01&issued_to=2025-12-31")
                ),
                **bars,
            ),
        ]
        rows += [
            measure(
                f"search {what}, {who}",
                lambda c=client, q=query: _ok(c.get("/van-ban/", {"q": q})),
                bar_ms=150,
                runs=10,
                warm=2,
            )
            for what, query in SEARCHES
        ]
    return rows


def _ok(response: Any) -> Any:
    if response.status_code != 200:
        raise SystemExit(f"{response.request['PATH_INFO']} answered {response.status_code}")
    return response


if __name__ == "__main__":
    main()
