"""Where words stand on the pages of a PDF, and how Word files become one."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from lxml import etree

from sauro.engines.office.papers import letters

SOFFICE, POPPLER = shutil.which("soffice"), shutil.which("pdftotext")
CI = bool(os.environ.get("CI"))
needs_poppler = pytest.mark.skipif(not POPPLER and not CI, reason="needs poppler-utils")
needs_office = pytest.mark.skipif(
    not (SOFFICE and POPPLER) and not CI, reason="needs LibreOffice Writer and poppler-utils"
)
POINT = 25.4 / 72
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir>
<alias binding="same"><family>Times New Roman</family><prefer><family>Liberation Serif</family>
</prefer></alias></fontconfig>"""


@dataclass(frozen=True)
class Line:
    """Words beside each other on a page; places in millimetres from the top left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


class Pages:
    """The words of a PDF by place."""

    def __init__(self, pdf: bytes, folder: Path) -> None:
        path = folder / "measured.pdf"
        path.write_bytes(pdf)
        made = subprocess.run(
            [str(POPPLER), "-bbox-layout", str(path), "-"], capture_output=True, check=True
        )
        # What XML cannot hold stands in the output of the program as it is.
        text = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", made.stdout.decode())
        root = etree.fromstring(text.encode(), etree.XMLParser(recover=True, load_dtd=False))
        self.sizes, self.lines = [], []
        for number, page in enumerate(root.iter("{*}page"), 1):
            self.sizes.append((_mm(page, "width"), _mm(page, "height")))
            self.lines += [_line(number, line) for line in page.iter("{*}line")]

    def starting(self, text: str, page: int = 0) -> Line:
        """The first line that starts with the text."""
        found = [
            line for line in self.lines if line.text.startswith(text) and page in {0, line.page}
        ]
        assert found, f"{text!r} is not in {[line.text for line in self.lines]}"
        return found[0]

    def on(self, page: int) -> list[Line]:
        return [line for line in self.lines if line.page == page]


def _mm(element, name: str) -> float:
    return float(element.get(name)) * POINT


def _line(page: int, line) -> Line:
    words = [word.text or "" for word in line.iter("{*}word")]
    box = (_mm(line, name) for name in ("xMin", "yMin", "xMax", "yMax"))
    return Line(page, *box, " ".join(words))


def converted(docx: bytes, folder: Path) -> bytes:
    """The Word file as LibreOffice prints it, with the vendored type face and no other."""
    (folder / "paper.docx").write_bytes(docx)
    fonts = folder / "fonts.conf"
    fonts.write_text(FONTS.format(fonts=letters.FONTS, cache=folder / "cache"))
    subprocess.run(
        [
            str(SOFFICE),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(folder / "paper.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
        env={**os.environ, "FONTCONFIG_FILE": str(fonts)},
    )
    return (folder / "paper.pdf").read_bytes()
