"""Under which name failed log-ins are counted."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from sauro.domains.accounts.models import User


def account_name(request: Any, credentials: dict[str, Any] | None = None) -> str:
    """The user name behind what was typed, so that name and e-mail address count as one."""
    given = credentials or {}
    typed = given.get("username") or given.get("email") or ""
    if not typed and request is not None:
        typed = request.POST.get("login", "")
    typed = str(typed).strip()[:254]
    known = (
        User.objects.filter(Q(username__iexact=typed) | Q(email__iexact=typed)) if typed else None
    )
    found = known.values_list("username", flat=True).first() if known is not None else None
    return found or typed.lower()
