"""An annex of targets with results is looked at, accepted, and stands on the scoreboard."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from sauro.domains.programmes.models import Target, TargetReading
from sauro.domains.programmes.planfile.tests import target_layouts as layouts
from sauro.engines.office.tests.building import word

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
WIDTHS = ((1280, 900), (360, 740))


def annex(*tables) -> dict[str, object]:
    data = word("PHỤ LỤC CHỈ TIÊU", *tables)
    return {"name": "chi-tieu.docx", "mimeType": WORD, "buffer": data}


def load(page, programme, *tables) -> None:
    page.goto("/nhap-ke-hoach/")
    page.select_option("select[name=programme]", str(programme.pk))
    page.set_input_files("input[type=file]", annex(*tables))
    page.get_by_role("button", name="Read the file").click()
    page.wait_for_selector("#rows")


def fits(page) -> bool:
    """Whether nothing stands beside the window, at any of the widths."""
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        page.reload()
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            return False
        pictures = os.environ.get("SAURO_PICTURES")
        if pictures:
            name = re.sub(r"\W+", "-", page.url.split("/", 3)[3]).strip("-")
            page.screenshot(path=str(Path(pictures) / f"{name}-{width}.png"), full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})
    return True


@pytest.mark.browser
def test_targets_are_seen_as_understood_and_then_counted(
    desk, programme, department, monitor, time
):
    time.pass_by(days=40)
    page = desk.sign_in(monitor)
    load(page, programme, layouts.RESULTS, layouts.YEARS)
    shown = page.inner_text("#rows")
    assert "equal to 60 %" in shown
    assert "30/06/2025: 13,8%; Chưa đạt" in shown
    assert "among the first 10" in shown
    assert "Lower is better was assumed: 5 → 4 → 3 → 2 → 1,5 → 1" in shown
    assert fits(page)
    page.get_by_role("link", name="To look at").click()
    page.wait_for_url("**tab=problems**")
    assert "says otherwise" in page.inner_text("main")
    assert fits(page)
    page.get_by_role("button", name="Accept", exact=True).click()
    page.wait_for_selector("#messages")
    assert (Target.objects.count(), TargetReading.objects.count()) == (10, 6)
    page.goto("/chi-tieu/")
    board = page.inner_text("main")
    assert "4" in board
    assert "10" in board
    assert "Not yet measurable" in board
    assert fits(page)
