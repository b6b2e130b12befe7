"""`sauro extract-tasks` on a file."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from sauro.engines.office.tests import papers_in
from sauro.engines.office.tests.building import word

LINE = "1. Giao Sở Y tế chủ trì, phối hợp với Sở Nội vụ rà soát hồ sơ trước ngày 10/9/2025."


def run(path, **options):
    out = io.StringIO()
    call_command("extract_tasks", path, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue()


@pytest.fixture
def notice(tmp_path):
    path = tmp_path / "ket-luan.docx"
    path.write_bytes(word(LINE))
    return path


def test_the_sentences_are_printed(notice):
    printed = run(notice)
    assert "lead: Sở Y tế" in printed
    assert "deadline: trước ngày 10/9/2025 (10/09/2025)" in printed
    assert printed.endswith("1 task sentences\n")


def test_json_carries_the_passage_and_its_place(notice):
    (task,) = json.loads(run(notice, format="json"))["tasks"]
    assert (task["leads"], task["coordinators"]) == (["Sở Y tế"], ["Sở Nội vụ"])
    assert task["deadline"]["due_on"] == "2025-09-10"
    assert task["passage"] == LINE[3:]


def test_a_scanned_file_ends_with_the_code_of_bad_input(tmp_path):
    path = tmp_path / "quet.pdf"
    path.write_bytes(papers_in.scanned())
    with pytest.raises(SystemExit) as ended:
        run(path)
    assert ended.value.code == 2


def test_a_damaged_or_missing_file_is_refused_in_words(tmp_path):
    path = tmp_path / "hong.pdf"
    path.write_bytes(b"%PDF-1.7 nothing")
    with pytest.raises(CommandError, match=r"damaged|hỏng"):
        run(path)
    with pytest.raises(CommandError, match="No such file"):
        run(tmp_path / "khong-co.pdf")
