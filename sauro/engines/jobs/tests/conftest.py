from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.utils.module_loading import import_string

from sauro.engines.jobs import services
from sauro.engines.jobs.kinds import Kind

KIND, FRAGILE = "thu.dem", "thu.mot_lan"


@dataclass
class Script:
    """What the work of a test does, and what happened."""

    do: object = None
    runs: list = field(default_factory=list)

    def __call__(self, work):
        self.runs.append(work.job.pk)
        if self.do is not None:
            self.do(work)


@pytest.fixture
def script(monkeypatch, settings):
    made, declared = Script(), import_string(settings.SAURO["jobs"])
    monkeypatch.setitem(declared, KIND, Kind(KIND, made))
    monkeypatch.setitem(declared, FRAGILE, Kind(FRAGILE, made, restartable=False))
    return made


@pytest.fixture
def queued(settings):
    """Jobs wait in the queue; the test runs them itself."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def begin(script, at):
    def beginning(by, **more):
        values = {"kind": KIND, "title": "Đếm", "by": by, "at": at} | more
        return services.start(**values)

    return beginning


@pytest.fixture
def ticking(at):
    """A clock that goes on by a second each time it is read."""
    moments = iter(at + timedelta(seconds=n) for n in range(10_000))
    return lambda: next(moments)
