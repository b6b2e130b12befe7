"""Carrying out a question on Dask: a scheduler somebody else started, or threads of this process.

Nothing is started here. A worker that dies loses its part, which another one does again; an
answer is whole or there is none.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.engines.country import folder as folders
from sauro.engines.country import results, running
from sauro.engines.country.running import ARITY, Item, Part, Progress

_LOOK = 0.05  # seconds between two looks at what is done
_WAIT = 10.0  # seconds for the first worker to appear
_PATIENCE = 60.0  # seconds without any worker in the middle before giving up
_RETRIES = 3  # of one part that failed on a worker


class NoCluster(DomainError):
    """The scheduler cannot be reached, or is gone."""

    code = "no_cluster"


class NoWorkers(NoCluster):
    """Nobody is there to do the work."""

    code = "no_workers"


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker process, and whether it sees the folder as this process does."""

    address: str
    threads: int
    memory: int
    version: str
    digest: str | None


class Cluster:
    """Dask behind the one method of a `Runner`."""

    share = 1

    def __init__(self, client: Any, patience: float = _PATIENCE) -> None:
        self.client = client
        self._patience = patience

    def run(
        self,
        *,
        work: Callable[[Item], Part],
        items: Sequence[Item],
        join: Callable[[list[Part]], Part],
        progress: Progress,
    ) -> Part:
        """The joined answer; stopping in the middle takes everything back from the workers."""
        if not items:
            return join([])
        name = f"sauro-{work.__name__}-{uuid4().hex[:12]}"
        leaves = [
            self.client.submit(
                _on_worker, work, item, key=f"{name}-{n}", pure=False, retries=_RETRIES
            )
            for n, item in enumerate(items)
        ]
        futures = list(leaves)
        level = leaves
        while len(level) > 1 or level is leaves:
            level = [
                self.client.submit(join, level[start : start + ARITY], pure=False)
                for start in range(0, len(level), ARITY)
            ]
            futures += level
        try:
            self._watch(leaves, level[0], progress)
            answer: Part = level[0].result()
        except BaseException as error:
            self.client.cancel(futures, force=True)
            if _is_dask(error):
                raise NoCluster(_("The cluster lost a part of the work: %s") % error) from error
            raise
        return answer

    def workers(self) -> int:
        """How many worker processes there are now."""
        return len(self.client.scheduler_info(n_workers=-1)["workers"])

    def seen(self, folder: Path | None) -> list[Worker]:
        """Every worker with its version, and the digest of the folder as it reads it."""
        told = self.client.run(_seen, str(folder) if folder else "")
        info = self.client.scheduler_info(n_workers=-1)["workers"]
        return [
            Worker(
                address, info[address]["nthreads"], info[address]["memory_limit"], version, digest
            )
            for address, (version, digest) in sorted(told.items())
        ]

    def _watch(self, leaves: Sequence[Any], last: Any, progress: Progress) -> None:
        """Say what is done until all is; raises `NoCluster` when nobody is left to do it."""
        said, alone_since = -1, None
        while True:
            done = sum(one.status == "finished" for one in leaves)
            if done != said:
                said = done
                progress(done, len(leaves))
            if last.done():
                return
            if self.client.status != "running":
                raise NoCluster(_("The scheduler is gone; start it and run this again."))
            if self.workers():
                alone_since = None
            elif alone_since is None:
                alone_since = time.monotonic()
            elif time.monotonic() - alone_since > self._patience:
                raise NoWorkers(_("The scheduler has no workers."))
            time.sleep(_LOOK)


class Threads:
    """Dask in threads of this process: no scheduler, no port, no other process."""

    share = 1

    def run(
        self,
        *,
        work: Callable[[Item], Part],
        items: Sequence[Item],
        join: Callable[[list[Part]], Part],
        progress: Progress,
    ) -> Part:
        """The joined answer, by the same tree as on a cluster."""
        if not items:
            return join([])
        from dask import delayed
        from dask.callbacks import Callback

        level = [
            delayed(work, pure=False)(delayed(item, traverse=False), dask_key_name=f"part-{n}")
            for n, item in enumerate(items)
        ]
        while len(level) > 1 or len(items) == 1:
            level = [
                delayed(join, pure=False)(level[start : start + ARITY])
                for start in range(0, len(level), ARITY)
            ]
            if len(level) == 1:
                break
        done = 0

        def count(key: Any, *_rest: Any) -> None:
            nonlocal done
            if str(key).startswith("part-"):
                done += 1
                progress(done, len(items))

        progress(0, len(items))
        with Callback(posttask=count):
            answer: Part = level[0].compute(scheduler="threads")
        return answer


@contextmanager
def connected(address: str = "", *, wait: float = _WAIT) -> Iterator[Cluster | Threads]:
    """Dask at an address, or threads of this process without one; raises `NoCluster`.

    `wait` is how many seconds the first worker may take to appear.
    """
    if not address:
        yield Threads()
        return
    from distributed import Client

    logging.getLogger("distributed").setLevel(logging.ERROR)  # what matters is raised
    try:
        client = Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NoCluster(_("No scheduler answers at %(address)s.") % {"address": address}) from error
    with client:
        try:
            client.wait_for_workers(1, timeout=wait)
        except TimeoutError as error:
            raise NoWorkers(_("The scheduler has no workers.")) from error
        yield Cluster(client)


def _on_worker(work: Callable[[Item], Part], item: Item) -> Part:
    running.use_one_core()
    return work(item)


def _seen(folder: str) -> tuple[str, str | None]:
    """The version of this program on a worker and the digest of the folder, if it is there."""
    return results.version(), folders.digest_seen(Path(folder)) if folder else None


def _is_dask(error: BaseException) -> bool:
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    return isinstance(error, KilledWorker | FutureCancelledError)
