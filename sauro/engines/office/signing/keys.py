"""Certificates that sign: in a PKCS#12 file, or on a token behind a PKCS#11 module."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError


class KeyRefused(DomainError):
    """The certificate cannot be used: it is missing, locked or not in force."""

    code = "signing_key"


@dataclass(frozen=True, slots=True)
class FileKey:
    """A PKCS#12 file (.p12, .pfx) and its passphrase."""

    path: Path
    passphrase: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class TokenKey:
    """A key on a token: the PKCS#11 module, the slot or the token's name, the label, the PIN."""

    module: Path
    label: str
    slot: int | None = None
    token: str = ""
    pin: str = field(default="", repr=False)


Key = FileKey | TokenKey


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose certificate it is and when it is in force."""

    name: str
    organisation: str
    issuer: str
    serial: str
    valid_from: datetime
    valid_until: datetime


def holder_of(key: Key) -> Holder:
    """Whose certificate a key belongs to; raises `KeyRefused` when it cannot be opened."""
    with opened(key) as signer:
        return described(signer.signing_cert)


def described(certificate: Any) -> Holder:
    """The parts of a certificate that a person reads."""
    subject = certificate.subject.native
    period = certificate["tbs_certificate"]["validity"]
    return Holder(
        name=_plain(subject, "common_name") or certificate.subject.human_friendly,
        organisation=_plain(subject, "organization_name"),
        issuer=_plain(certificate.issuer.native, "common_name")
        or certificate.issuer.human_friendly,
        serial=f"{certificate.serial_number:x}",
        valid_from=period["not_before"].native,
        valid_until=period["not_after"].native,
    )


@contextmanager
def opened(key: Key) -> Iterator[Any]:
    """The signer of a key, as long as the block lasts."""
    if isinstance(key, FileKey):
        yield _file_signer(key)
        return
    session = _token_session(key)
    try:
        yield _token_signer(key, session)
    finally:
        session.close()


def _file_signer(key: FileKey) -> Any:
    from pyhanko.sign.signers import SimpleSigner

    try:
        data = key.path.read_bytes()
    except OSError as error:
        raise KeyRefused(_("The file of the signing certificate cannot be read.")) from error
    try:
        return SimpleSigner.load_pkcs12_data(data, [], key.passphrase.encode() or None)
    except (ValueError, TypeError, AttributeError) as error:
        raise KeyRefused(
            _("The signing certificate does not open: wrong passphrase or damaged file.")
        ) from error


def _token_session(key: TokenKey) -> Any:
    from pkcs11.exceptions import PKCS11Error
    from pyhanko.config.pkcs11 import TokenCriteria
    from pyhanko.sign.pkcs11 import open_pkcs11_session

    try:
        return open_pkcs11_session(
            str(key.module),
            slot_no=key.slot,
            token_criteria=TokenCriteria(label=key.token) if key.token else None,
            user_pin=key.pin or None,
        )
    except (PKCS11Error, OSError, RuntimeError, ValueError) as error:
        raise KeyRefused(
            _("The signing token does not open: check the module, the token and the PIN.")
        ) from error


def _token_signer(key: TokenKey, session: Any) -> Any:
    from pkcs11.exceptions import PKCS11Error
    from pyhanko.sign.pkcs11 import PKCS11Signer

    signer = PKCS11Signer(session, cert_label=key.label)
    try:
        found = signer.signing_cert
    except (PKCS11Error, ValueError, RuntimeError) as error:
        raise KeyRefused(
            _("The token has no certificate with the label %(label)s.") % {"label": key.label}
        ) from error
    if found is None:
        raise KeyRefused(
            _("The token has no certificate with the label %(label)s.") % {"label": key.label}
        )
    return signer


def _plain(names: dict[str, Any], key: str) -> str:
    found = names.get(key, "")
    return ", ".join(found) if isinstance(found, list) else str(found or "")
