"""How long reports take: one of a province with annexes, and one for each of 99 communes.

`python -m bench.reports [--tasks N] [--out FILE]` builds the province on a scratch SQLite.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

COMMUNES, TARGETS = 99, 43


def main() -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(prog="bench.reports", description=__doc__)
    parser.add_argument("--tasks", type=int, default=1_300)
    parser.add_argument("--out", type=Path, default=None)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="sauro-bench-") as folder:
        os.environ |= {"DJANGO_SETTINGS_MODULE": "sauro.config.settings", "SAURO_DATA": folder}
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        text = _measured(options.tasks)
    print(text)
    if options.out:
        options.out.write_text(text + "\n", encoding="utf-8")
    return 0


def _measured(tasks: int) -> str:
    import django

    django.setup()
    from django.core.management import call_command

    from bench import data
    from bench.measure import table

    call_command("migrate", verbosity=0)
    made = data.build(tasks=tasks, updates=4 * tasks)
    _trim(made["province"], made["programmes"])
    rows = [*_of_province(made), *_of_communes(made)]
    return f"{os.cpu_count()} cores, SQLite, {tasks} tasks\n\n{table(rows)}"


def _trim(province: Any, programmes: Any) -> None:
    """99 communes beside 30 departments, and 43 targets."""
    from datetime import date

    from sauro.domains.orgs.models import Organisation
    from sauro.domains.programmes.models import Target

    communes = Organisation.objects.filter(path__startswith=province.path, kind="commune")
    gone = list(communes.order_by("pk").values_list("pk", flat=True)[COMMUNES:])
    Organisation.objects.filter(pk__in=gone).update(valid_to=date(2025, 12, 31))
    held = Target.objects.filter(programme__in=programmes).count()
    if held != TARGETS:
        raise SystemExit(f"{held} targets instead of {TARGETS}")


def _of_province(made: dict[str, Any]) -> list[Any]:
    from bench import data
    from sauro.domains.reporting import files
    from sauro.domains.reporting.models import Report
    from sauro.domains.reporting.services import closing, making
    from sauro.engines import periods

    by, at = made["monitor"], data.moment(data.TODAY)
    period = periods.reporting_period("month", data.TODAY).previous()
    asked: dict[str, Any] = {"owner": made["province"], "period": period, "soon_days": 7}
    snapshot, froze = _timed(lambda: closing.close_period(**asked, by=by, at=at))
    order = making.Order("province", made["province"], made["province"])
    cpu = time.process_time()
    report, wrote = _timed(lambda: making.make_report(snapshot=snapshot, order=order, by=by, at=at))

    def drawn() -> list[bytes]:
        again = Report.objects.get(pk=report.pk)
        found = [files.written(again, kind) for kind in ("docx", "pdf")]
        return [one.content for one in found if one]

    first, seconds = _timed(drawn)
    cpu = time.process_time() - cpu
    second, _more = _timed(drawn)
    same = "same bytes twice" if first == second else "NOT the same bytes"
    note = f"after closing it in {froze:.1f} s; Word and PDF {seconds:.1f} s; {same}"
    name = f"period report with {TARGETS} targets, 130 units, annexes"
    size = sum(map(len, first))
    return [_row(name, wrote + seconds, cpu, 3, note, ok=first == second, size=size)]


def _of_communes(made: dict[str, Any]) -> list[Any]:
    from bench import data
    from sauro.domains.reporting.models import Snapshot
    from sauro.domains.reporting.services import mass

    by, at = made["monitor"], data.moment(data.TODAY)
    snapshot = Snapshot.objects.select_related("owner__unit").get(is_final=True)

    def tell(_done: int, _total: int) -> None:
        """Nobody watches."""

    asked: dict[str, Any] = {"snapshot": snapshot, "definition": "commune", "by": by, "at": at}
    cpu = time.process_time()
    reports, writing = _timed(lambda: mass.make_all(**asked, tell=tell))
    content, drawing = _timed(lambda: mass.drawn(reports=reports, tell=tell))
    note = f"{len(reports)} reports; written {writing:.1f} s, drawn {drawing:.1f} s, one process"
    ok = len(reports) == COMMUNES
    name = f"reports of {COMMUNES} communes"
    return [
        _row(name, writing + drawing, time.process_time() - cpu, 60, note, ok=ok, size=len(content))
    ]


def _timed(act: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    found = act()
    return found, time.perf_counter() - start


def _row(name: str, seconds: float, cpu: float, bar: int, note: str, *, ok: bool, size: int) -> Any:
    from bench.measure import Row

    ms = 1000 * seconds
    met = ok and seconds <= bar
    return Row(name, ms, ms, 1000 * cpu, None, size, f"≤ {bar} s", met, note)


if __name__ == "__main__":
    raise SystemExit(main())
