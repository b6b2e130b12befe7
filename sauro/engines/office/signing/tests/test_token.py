"""A key on a token signs like one in a file; SoftHSM plays the token."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization

from sauro.engines.office import signing
from sauro.engines.office.signing import KeyRefused, TokenKey
from sauro.engines.office.signing.tests.authority import AT, Authority, page

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
    "/opt/homebrew/lib/softhsm/libsofthsm2.so",
)
MODULE = next((Path(module) for module in MODULES if Path(module).exists()), None)
pytestmark = pytest.mark.skipif(
    MODULE is None or shutil.which("softhsm2-util") is None, reason="softhsm2 is not installed"
)


@pytest.fixture(scope="module")
def token(tmp_path_factory):
    """A token with the key and the certificate of an agency."""
    import pkcs11
    from pkcs11.util.rsa import decode_rsa_private_key
    from pkcs11.util.x509 import decode_x509_certificate

    folder = tmp_path_factory.mktemp("token")
    (folder / "tokens").mkdir()
    config = folder / "softhsm2.conf"
    config.write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    before = os.environ.get("SOFTHSM2_CONF")
    os.environ["SOFTHSM2_CONF"] = str(config)
    subprocess.run(
        [
            "softhsm2-util",
            "--init-token",
            "--free",
            "--label",
            "sauro",
            "--pin",
            "1234",
            "--so-pin",
            "12345678",
        ],
        check=True,
        capture_output=True,
    )
    authority = Authority()
    private, certificate = authority.issue("Văn thư UBND tỉnh")
    library = pkcs11.lib(str(MODULE))
    library.reinitialize()
    with library.get_token(token_label="sauro").open(rw=True, user_pin="1234") as session:
        der = private.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        )
        named = {pkcs11.Attribute.TOKEN: True, pkcs11.Attribute.LABEL: "seal"}
        session.create_object(decode_rsa_private_key(der) | named)
        made = decode_x509_certificate(certificate.public_bytes(serialization.Encoding.DER))
        session.create_object(made | named)
    yield authority
    if before is None:
        os.environ.pop("SOFTHSM2_CONF")
    else:
        os.environ["SOFTHSM2_CONF"] = before


def key(**given):
    values = {"module": MODULE, "label": "seal", "token": "sauro", "pin": "1234"}
    return TokenKey(**values | given)


def test_a_token_signs(token):
    made = signing.sign(page(), key=key(), at=AT)
    (verdict,) = signing.validate(made, at=AT, roots=[token.pem])
    assert (verdict.signer, verdict.good) == ("Văn thư UBND tỉnh", True)
    assert signing.holder_of(key()).name == "Văn thư UBND tỉnh"


@pytest.mark.parametrize(
    "given",
    [{"label": "none"}, {"token": "none"}, {"pin": "9999"}, {"module": Path("/nonexistent.so")}],
)
def test_a_token_that_does_not_open_is_named(token, given):
    with pytest.raises(KeyRefused):
        signing.holder_of(key(**given))


def test_the_pin_is_not_in_any_printed_form():
    assert "1234" not in repr(key())
