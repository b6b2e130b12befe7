"""The gallery in a real browser: accessible, within the screen, silent console, drafts kept."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.test import Client

AXE = Path(__file__).resolve().parents[4] / "tests" / "vendor" / "axe.min.js"
RULES = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="needs Chromium"),
]


@pytest.fixture
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture
def session(live_server, clerk, client: Client) -> dict[str, str]:
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")
    cookie = client.cookies["sessionid"]
    return {"name": "sessionid", "value": cookie.value, "url": live_server.url}


def open_gallery(page, live_server) -> None:
    answer = page.goto(f"{live_server.url}/thu-vien-giao-dien")
    assert answer.status == 200, page.content()[:500]
    assert page.locator("figure.chart").count() == 6, page.content()[:500]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_gallery_is_accessible_and_fits(live_server, session, browser, width, theme):
    context = browser.new_context(viewport={"width": width, "height": 900})
    choice = {"name": "sauro_theme", "value": theme, "url": live_server.url}
    context.add_cookies([session, choice])
    page = context.new_page()
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.on("pageerror", lambda error: console.append(str(error)))
    open_gallery(page, live_server)
    page.wait_for_selector("figure[data-chart] svg path", state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    assert [(v["id"], v["nodes"][0]["target"]) for v in found["violations"]] == []
    assert console == []


def test_typed_text_survives_a_reload_and_can_be_discarded(live_server, session, browser):
    context = browser.new_context()
    context.add_cookies([session])
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    open_gallery(page, live_server)
    page.evaluate("document.querySelectorAll('.has-error').forEach((e) => e.className = 'field')")
    page.fill("#id_done", "Đã nghiệm thu")
    page.wait_for_function("() => localStorage.length")  # drafts are written when typing pauses
    kept = page.evaluate("Object.values(localStorage)[0]")
    assert "Đã nghiệm thu" in kept
    assert "csrf" not in kept


def test_a_bar_of_a_chart_leads_to_its_rows(live_server, session, browser):
    from playwright.sync_api import TimeoutError as TooLong

    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    context.add_cookies([session])
    page = context.new_page()
    open_gallery(page, live_server)
    page.wait_for_selector("figure[data-chart] svg path", state="attached")
    page.evaluate("document.fonts.ready.then(() => true)")  # a late font moves the bars
    bar = page.locator(".chart-canvas").first.locator('path[fill="#2f8a5b"]').first
    bar.scroll_into_view_if_needed()
    for _try in range(5):  # a chart drawn again in this very moment loses the click
        bar.hover(force=True)
        bar.click(force=True)
        with suppress(TooLong):
            page.wait_for_url("**/thu-vien-giao-dien?agency=*", timeout=6000)
            break
    assert "agency=" in page.url


def test_pages_read_without_javascript(live_server, session, browser):
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies([session])
    page = context.new_page()
    open_gallery(page, live_server)
    assert page.locator(".chart-data table").first.is_visible()
    assert not page.locator(".bulk-all").first.is_visible()
    page.locator(".user-menu > summary").click()
    page.locator("button[name=theme][value=dark]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
