"""The web server, started without loading the site twice, and the worker beside it."""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Self

FIRST_PAUSE = 2.0  # seconds: the pages come first when the machine is small
LONGEST_PAUSE = 60.0
STEADY = 30.0  # a worker that lived this long did not fail at its start
PATIENCE = 10.0  # seconds for a worker to reach a step at which it can stop


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sauro serve` understands."""
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--workers", type=int, default=1, help="processes; 2 on two cores")
    parser.add_argument("--threads", type=int, default=4, help="requests at once a process")
    parser.add_argument(
        "--no-worker",
        dest="worker",
        action="store_false",
        help="background work is done elsewhere, by `sauro work`",
    )


def serve(argv: Sequence[str]) -> None:
    """Serve until stopped; only the worker processes load the site."""
    parser = argparse.ArgumentParser(prog="sauro serve", description="Start the web server.")
    arguments(parser)
    options, _rest = parser.parse_known_args(argv)
    run(**vars(options))


def run(*, host: str, port: int, workers: int, threads: int, worker: bool = True) -> None:
    """The server itself; workers refuse to start on a database that is not up to date."""
    from granian import Granian
    from granian.constants import Interfaces

    sys.stdout.write(f"Sáu Rõ: http://{host}:{port}/\n")
    sys.stdout.flush()
    os.environ["SAURO_SERVING"] = "1"
    os.register_at_fork(after_in_child=_end_when_told)
    server = Granian(
        "sauro.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=128,
        workers_kill_timeout=int(PATIENCE),
        log_enabled=True,
        log_access=False,
    )
    with Companion() if worker else nullcontext():
        server.serve()


def _end_when_told() -> None:
    """A process that still loads the site ends at once, instead of noting it for its parent."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


class Companion:
    """`sauro work` as a child of the server: started again when it dies, stopped with it."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join(timeout=PATIENCE)
        child = self._child
        if child is None or child.poll() is not None:
            return
        child.terminate()
        try:
            child.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:  # nothing is lost: the job is taken up again
            child.kill()
            child.wait()

    def _watch(self) -> None:
        pause = FIRST_PAUSE
        while not self._ended.wait(pause):
            started = time.monotonic()
            self._child = _start_worker()
            while self._child.poll() is None:
                if self._ended.wait(0.5):
                    return
            lived = time.monotonic() - started
            pause = FIRST_PAUSE if lived > STEADY else min(pause * 2, LONGEST_PAUSE)


def _start_worker() -> subprocess.Popen[bytes]:
    """A session of its own, so that Ctrl-C reaches the server alone, which then stops it."""
    options = ("--nice", "10", "--parent", str(os.getpid()))
    return subprocess.Popen(  # noqa: S603  (this very program)
        [sys.executable, "-m", "django", "work", *options],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": _settings(), "SAURO_SERVING": ""},
        start_new_session=True,
    )


def _settings() -> str:
    return os.environ.get("DJANGO_SETTINGS_MODULE") or "sauro.config.settings"
