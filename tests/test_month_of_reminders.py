"""A month of 150 agencies: no reminder is lost or doubled, although the worker is killed thrice."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from sauro.engines.periods import Calendar
from tests import month
from tests.apart import ROOT, Place

CALENDAR = Calendar()
BEFORE, AFTER = (7, 3, 1), (1, 3, 7, 14, 28)
PATIENCE = 240
# Where the worker is killed: the stage it has reached, and how much later.
DEATHS = (("remind", 3, 0.02), ("deliver", 9, 0.05), ("digests", 16, 0.01))


@pytest.fixture
def place(place, tmp_path):
    place.environment |= {
        "DJANGO_SETTINGS_MODULE": "sauro.config.settings_test",
        "MONTH_MAIL": str(tmp_path / "mail"),
        "SAURO_SMS_OUTBOX": str(tmp_path / "sms"),
    }
    return place


def expected() -> Counter[tuple[str, str, int]]:
    """Person, task and step of every reminder, counted from the calendar day by day."""
    found: Counter[tuple[str, str, int]] = Counter()
    for n in range(month.AGENCIES):
        for k in range(month.TASKS_EACH):
            last: int | None = None
            for day in worked_days():
                done = month.done_on(n, k)
                if done is not None and done <= day:
                    break
                step = step_on(day, month.due_of(n, k))
                if step is None or (last is not None and step <= last):
                    continue
                last = step
                found[f"can-bo-{n:03}", f"Việc {n}-{k}", step] += 1
                if step >= AFTER[1]:
                    found[f"thu-truong-{n:03}", f"Việc {n}-{k}", step] += 1
    return found


def worked_days() -> list[date]:
    days = [month.FIRST + timedelta(days=n) for n in range(month.DAYS)]
    return [day for day in days if CALENDAR.is_working(day)]


def step_on(day: date, due: date) -> int | None:
    """The last step that has come on a day, by walking from one day to the other."""
    if day > due:
        walked = sum(
            CALENDAR.is_working(due + timedelta(days=n)) for n in range(1, (day - due).days + 1)
        )
        return max((step for step in AFTER if step <= walked), default=0)
    if day == due:
        return 0
    to_go = sum(CALENDAR.is_working(day + timedelta(days=n)) for n in range((due - day).days))
    return max((-step for step in BEFORE if to_go <= step), default=None)


def start(place: Place) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.month", "live", str(place.folder)],
        cwd=ROOT,
        env=place.environment,
        stderr=subprocess.DEVNULL,
    )


def live_until(place: Place, stage: str, day: int, later: float) -> None:
    """The worker killed with SIGKILL a moment after it began a stage on, or after, a day."""
    worker, until = start(place), time.monotonic() + PATIENCE
    path = place.folder / "stage"
    days = [f"{month.FIRST + timedelta(days=n):%d}" for n in range(day, month.DAYS)]
    while True:
        assert worker.poll() is None
        assert time.monotonic() < until
        told = path.read_text().split() if path.exists() else []
        if len(told) == 2 and told[0] in days and told[1] == stage:
            break
        time.sleep(0.002)
    time.sleep(later)
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=30)


@pytest.mark.slow
def test_no_reminder_is_lost_or_doubled_though_the_worker_is_killed_three_times(place):
    place.run("-m", "tests.month", "build")
    for stage, day, later in DEATHS:
        live_until(place, stage, day, later)
    place.run("-m", "tests.month", "live", str(place.folder))
    told = json.loads(place.run("-m", "tests.month", "told"))
    wanted = expected()
    assert len(wanted) > 1000
    assert Counter((one["person"], one["task"], one["step"]) for one in told) == wanted
    travelled(place, told)


def travelled(place: Place, told: list[dict]) -> None:
    """Each reminder left once: in one digest, or by one mail; each SMS is one file."""
    for one in told:
        by_mail = one["digest"] or "email" in one["ways"]
        assert by_mail, one
        assert not (one["digest"] and "email" in one["ways"]), one
    states = dict(place.ask("SELECT state, COUNT(*) FROM notify_delivery GROUP BY state"))
    assert set(states) == {"sent"}, states
    ids = Counter(
        found
        for file in sorted((place.folder / "mail").iterdir())
        for found in re.findall(
            r"^Message-ID: (\S+)", file.read_text(), re.MULTILINE | re.IGNORECASE
        )
    )
    [(mails,)] = place.ask("SELECT COUNT(*) FROM notify_delivery WHERE channel = 'email'")
    assert len(ids) == mails
    # What lay between the hand-over and its note when the worker died went out again under its id.
    assert sum(ids.values()) - len(ids) <= len(DEATHS)
    short = [one for one in told if "sms" in one["ways"]]
    files = sorted(Path(place.folder / "sms").glob("*.json"))
    assert short
    assert len(files) == len(short)
