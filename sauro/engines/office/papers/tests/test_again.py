"""Files made again by another process are the same, whatever its hash seed and time zone."""

import hashlib
import os
import subprocess
import sys

from sauro.engines.office.papers import pdf, sheets, slides, word

from . import sample

PROGRAM = """
import django; django.setup()
from sauro.engines.office.papers.tests import test_again
print(test_again.digests())
"""


def digests() -> list[str]:
    made = (
        word.render_docx(sample.REPORT),
        word.render_docx(sample.PARTY),
        pdf.render_pdf(sample.REPORT),
        pdf.stamp_pdf(name="Nguyễn Thị Hường"),
        slides.render_pptx(sample.DECK),
        sheets.annexes_xlsx(sample.REPORT),
    )
    return [hashlib.sha256(data).hexdigest() for data in made]


def test_another_process_makes_the_same_files():
    surroundings = {
        **os.environ,
        "PYTHONHASHSEED": "7",
        "TZ": "Pacific/Auckland",
        "DJANGO_SETTINGS_MODULE": "sauro.config.settings_test",
    }
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        env=surroundings,
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert told.stdout.strip() == str(digests())
