"""The web server, started without loading the site twice."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `sauro serve` understands."""
    parser.add_argument("--host", default=os.environ.get("HOST") or "127.0.0.1")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--workers", type=int, default=1, help="processes; 2 on two cores")
    parser.add_argument("--threads", type=int, default=4, help="requests at once a process")


def serve(argv: Sequence[str]) -> None:
    """Serve until stopped; only the worker processes load the site."""
    parser = argparse.ArgumentParser(prog="sauro serve", description="Start the web server.")
    arguments(parser)
    options, _rest = parser.parse_known_args(argv)
    run(host=options.host, port=options.port, workers=options.workers, threads=options.threads)


def run(*, host: str, port: int, workers: int, threads: int) -> None:
    """The server itself; workers refuse to start on a database that is not up to date."""
    from granian import Granian
    from granian.constants import Interfaces

    sys.stdout.write(f"Sáu Rõ: http://{host}:{port}/\n")
    sys.stdout.flush()
    os.environ["SAURO_SERVING"] = "1"
    Granian(
        "sauro.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        backpressure=128,
        log_enabled=True,
        log_access=False,
    ).serve()
