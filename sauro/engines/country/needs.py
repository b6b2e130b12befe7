"""The heavy libraries of this engine are optional: what is missing is said in one sentence."""

from __future__ import annotations

from importlib.util import find_spec

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError

INSTALL = "make country"


class NotInstalled(DomainError):
    """A library that only this operation needs is not installed."""

    code = "not_installed"


def require(*modules: str) -> None:
    """Nothing when the libraries are here; raises `NotInstalled` with how to get them."""
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise NotInstalled(
            _("%(names)s is not installed; get it with: %(command)s")
            % {"names": ", ".join(missing), "command": INSTALL}
        )
