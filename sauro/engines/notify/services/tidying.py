"""Dropping what nobody looks at any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sauro.engines.notify.models import Digest, Notice

KEPT_READ = timedelta(days=365)
KEPT = timedelta(days=730)


def tidy(*, at: datetime) -> dict[str, int]:
    """How many old notices, with their deliveries, and digests were dropped."""
    read = Notice.objects.filter(read_at__lt=at - KEPT_READ).delete()[1]
    old = Notice.objects.filter(at__lt=at - KEPT).delete()[1]
    digests = Digest.objects.filter(at__lt=at - KEPT).delete()[1]
    name = Notice._meta.label
    return {
        "notices": read.get(name, 0) + old.get(name, 0),
        "digests": digests.get(Digest._meta.label, 0),
    }
