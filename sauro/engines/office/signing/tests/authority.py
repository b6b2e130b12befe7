"""An authority of certificates for tests: a root, signers in PKCS#12 files, a time-stamping service."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from sauro.engines.office.signing import FileKey

AT = datetime(2026, 3, 2, 2, 30, tzinfo=UTC)
PASSPHRASE = "mật khẩu thử"


def _name(common, organisation="Ban Cơ yếu thử nghiệm"):
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


class Authority:
    """A root that issues certificates in force from a year before `AT` to two years after."""

    def __init__(self, name="Root CA thử nghiệm"):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.subject = _name(name)
        self.certificate = (
            self._builder(self.subject, self.key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .sign(self.key, hashes.SHA256())
        )

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def _builder(self, subject, public_key, days=730):
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.subject)
            .public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(AT - timedelta(days=365))
            .not_valid_after(AT + timedelta(days=days))
        )

    def issue(self, name, organisation="UBND tỉnh", days=730, usage=None):
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        builder = self._builder(_name(name, organisation), key.public_key(), days)
        builder = builder.add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                **dict.fromkeys(
                    (
                        *("key_encipherment", "data_encipherment", "key_agreement"),
                        *("key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
                    ),
                    False,
                ),
            ),
            critical=True,
        )
        if usage is not None:
            builder = builder.add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
        return key, builder.sign(self.key, hashes.SHA256())

    def file_key(self, folder: Path, name="Nguyễn Văn Đức", **given) -> FileKey:
        key, certificate = self.issue(name, **given)
        data = pkcs12.serialize_key_and_certificates(
            b"signer",
            key,
            certificate,
            [self.certificate],
            serialization.BestAvailableEncryption(PASSPHRASE.encode()),
        )
        path = folder / f"{certificate.serial_number:x}.p12"
        path.write_bytes(data)
        return FileKey(path, PASSPHRASE)

    def timestamper(self, at=AT):
        from asn1crypto import keys
        from asn1crypto import x509 as asn1_x509
        from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

        key, certificate = self.issue("TSA thử nghiệm", usage=ExtendedKeyUsageOID.TIME_STAMPING)
        private = key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return DummyTimeStamper(
            asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
            keys.PrivateKeyInfo.load(private),
            fixed_dt=at,
        )


def page(text: str = "Kế hoạch", pages: int = 1) -> bytes:
    """A PDF with a few words, made by the engine of papers."""
    import typst

    from sauro.engines.office.papers import letters

    fonts = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[letters.FONTS]
    )
    body = "\n#pagebreak()\n".join(f"{text} {number}" for number in range(1, pages + 1))
    source = f'#set document(date: none)\n#set text(font: "Liberation Serif")\n{body}'
    return typst.Compiler(source.encode(), font_paths=fonts).compile(format="pdf", timestamp=0)
