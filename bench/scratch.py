"""A PostgreSQL cluster of our own, started for one run and thrown away."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def postgresql(keep: Path | None = None) -> Iterator[str | None]:
    """The address of a running scratch cluster, or nothing when PostgreSQL is not installed.

    A cluster in `keep` is made when it is not there, and stays for the next run.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        yield None
        return
    binaries = found[-1].parent
    folder = keep.resolve() if keep else Path(tempfile.mkdtemp(prefix="sauro-pg-"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    prefix: list[str] = []
    if os.getuid() == 0:
        prefix = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        os.chown(folder, pwd.getpwnam("postgres").pw_uid, -1)
    port, data = free_port(), folder / "data"
    control = [*prefix, str(binaries / "pg_ctl"), "-D", str(data)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    make = [str(binaries / "initdb"), "-D", str(data), "-U", "sauro", "--auth=trust", "-E", "UTF8"]
    if not data.exists():
        subprocess.run([*prefix, *make, "--locale=C"], check=True, **quiet)  # noqa: S603
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=120"
    start = ["-w", "-o", options, "-l", str(folder / "log"), "start"]
    subprocess.run([*control, *start], check=True, **quiet)  # noqa: S603
    try:
        yield f"postgresql://sauro@127.0.0.1:{port}/postgres"
    finally:
        stop = [*control, "-m", "fast" if keep else "immediate", "stop"]
        subprocess.run(stop, check=False, stdout=subprocess.DEVNULL)  # noqa: S603
        if keep is None:
            shutil.rmtree(folder, ignore_errors=True)
