"""Signing a PDF: PAdES B-B, or B-T when a time-stamping service is given, with a visible stamp."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from sauro.core.errors import DomainError
from sauro.engines.office.papers.pdf import stamp_pdf

from . import marks
from .keys import Key, KeyRefused, described, opened
from .marks import HERE, CopyMark

_POINT_MM = 25.4 / 72
_PDF = b"%PDF-"


class SigningRefused(DomainError):
    """The file cannot be signed."""

    code = "signing_refused"
    status = 422


@dataclass(frozen=True, slots=True)
class Stamp:
    """What is seen of a signature and where: millimetres from the top left of a page.

    `page` counts from 0; negative numbers count from the last page.
    """

    drawing: bytes
    page: int
    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


def person_stamp(
    *,
    name: str,
    lines: Sequence[str] = (),
    page: int = -1,
    x_mm: float = 118,
    y_mm: float = 232,
    width_mm: float = 62,
    height_mm: float = 22,
) -> Stamp:
    """The stamp of a signature; by default under the signature block of the last page."""
    drawing = stamp_pdf(name=name, lines=lines, width_mm=width_mm, height_mm=height_mm)
    return Stamp(drawing, page, x_mm, y_mm, width_mm, height_mm)


def copy_stamp(*, mark: CopyMark, issuer: str, at: datetime) -> Stamp:
    """The mark of a copy: top right of the first page, beside the signature of the agency."""
    width, height = 90.0, 12.0
    drawing = marks.mark_pdf(marks.copy_lines(mark, issuer, at), width_mm=width, height_mm=height)
    return Stamp(drawing, 0, 210 - 15 - width, 5, width, height)


def sign(
    pdf: bytes,
    *,
    key: Key,
    at: datetime,
    reason: str = "",
    location: str = "",
    stamp: Stamp | None = None,
    tsa_url: str = "",
    timestamper: Any = None,
) -> bytes:
    """The signed file: everything before stays as it is, byte for byte, in front of the signature.

    Raises `KeyRefused` or `SigningRefused`.
    """
    if not pdf.startswith(_PDF):
        raise SigningRefused(_("Only PDF files are signed."), field="file")
    with opened(key) as signer:
        _check_in_force(signer, at)
        return _signed(pdf, signer, at, reason, location, stamp, timestamper or _tsa(tsa_url))


def _check_in_force(signer: Any, at: datetime) -> None:
    holder = described(signer.signing_cert)
    if not holder.valid_from <= at <= holder.valid_until:
        raise KeyRefused(
            _("The signing certificate is in force from %(first)s to %(last)s only.")
            % {
                "first": f"{holder.valid_from.astimezone(HERE):%d/%m/%Y}",
                "last": f"{holder.valid_until.astimezone(HERE):%d/%m/%Y}",
            }
        )


def _tsa(url: str) -> Any:
    if not url:
        return None
    from pyhanko.sign.timestamps.requests_client import HTTPTimeStamper

    return HTTPTimeStamper(url, timeout=10)


def _signed(
    pdf: bytes,
    signer: Any,
    at: datetime,
    reason: str,
    location: str,
    stamp: Stamp | None,
    timestamper: Any,
) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.misc import PdfError
    from pyhanko.sign import fields
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.signers import PdfSignatureMetadata
    from pyhanko.sign.timestamps.common_utils import TimestampRequestError

    try:
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        name = f"Signature{1 + len(list(writer.prev.embedded_signatures))}"
        seen: dict[str, Any] = {}
        if stamp is not None:
            seen = {"on_page": stamp.page, "box": _box(writer.prev, stamp)}
        made = _pdf_signer(at)(
            PdfSignatureMetadata(
                field_name=name,
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
                reason=reason or None,
                location=location or None,
            ),
            signer=signer,
            timestamper=timestamper,
            stamp_style=_style(stamp) if stamp else None,
            new_field_spec=fields.SigFieldSpec(name, **seen),
        ).sign_pdf(writer)
    except (TimestampRequestError, OSError) as error:
        raise SigningRefused(_("The time-stamping service does not answer.")) from error
    except (PdfError, SigningError, ValueError, TypeError, KeyError, IndexError) as error:
        raise SigningRefused(
            _("This PDF file is damaged or protected and cannot be signed."), field="file"
        ) from error
    return bytes(made.getbuffer())


def _pdf_signer(at: datetime) -> Any:
    """The library's signer, to which the moment is given: it would read a clock."""
    from pyhanko.sign.signers import PdfSigner

    class Timed(PdfSigner):
        def init_signing_session(self, *given: Any, **named: Any) -> Any:
            session = super().init_signing_session(*given, **named)
            session.system_time = at.astimezone(HERE)
            return session

    return Timed


def _style(stamp: Stamp) -> Any:
    """The drawing as the ground of the visible field; the library's own text drops letters."""
    from pyhanko.pdf_utils.content import PdfContent
    from pyhanko.pdf_utils.layout import BoxConstraints
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.stamp import StaticStampStyle

    class Drawn(PdfContent):
        """A page that is in memory and not in a file."""

        def render(self) -> bytes:
            source = PdfFileReader(io.BytesIO(stamp.drawing))
            page = self._ensure_writer.import_page_as_xobject(source)
            self.resources.xobject["/Stamp"] = page
            left, bottom, right, top = page.get_object()["/BBox"]
            self.box = BoxConstraints(width=abs(left - right), height=abs(bottom - top))
            return b"/Stamp Do"

    return StaticStampStyle(background=Drawn(), border_width=0, background_opacity=1.0)


def _box(reader: Any, stamp: Stamp) -> tuple[int, int, int, int]:
    """The place of a stamp in points from the bottom left, inside the page."""
    root = reader.root["/Pages"]
    count = int(root["/Count"])
    page = stamp.page if stamp.page >= 0 else count + stamp.page
    if not 0 <= page < count:
        raise SigningRefused(_("The file has no page %(page)s.") % {"page": stamp.page + 1})
    reference, _resources = reader.find_page_for_modification(page)
    found = reference.get_object()
    while "/MediaBox" not in found:
        found = found["/Parent"]
    left, bottom, right, top = (float(edge) for edge in found["/MediaBox"])
    width, height = stamp.width_mm / _POINT_MM, stamp.height_mm / _POINT_MM
    x = max(left, min(left + stamp.x_mm / _POINT_MM, right - width))
    y = max(bottom, min(top - stamp.y_mm / _POINT_MM - height, top - height))
    return round(x), round(y), round(x + width), round(y + height)
