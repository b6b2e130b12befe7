"""When each person was last here."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from sauro.shell.changes.rules import Presence


class Visit(models.Model):
    """The end of a person's visit before the present one, and when he was last seen."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    since_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user_id} {self.seen_at:%Y-%m-%d %H:%M}"

    @property
    def presence(self) -> Presence:
        """What the rules know of it."""
        return Presence(self.since_at, self.seen_at)
