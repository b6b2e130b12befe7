"""The signature of a numbered draft: by the certificate of this server, elsewhere, or on paper."""

from __future__ import annotations

from datetime import datetime
from typing import IO, Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.core.errors import Stale
from sauro.domains.documents import selectors
from sauro.domains.documents.models import Draft
from sauro.domains.documents.permissions import Perm
from sauro.domains.documents.services import filing, signatures
from sauro.domains.documents.services.drafts import locked_draft, standing, step
from sauro.domains.documents.services.refusals import DocumentRefused
from sauro.domains.documents.workflow import DRAFT_FLOW
from sauro.engines.office import signing, uploads


@transaction.atomic
def sign_draft(
    *,
    draft: Draft,
    file: bytes | IO[bytes] | None = None,
    name: str = "",
    on_paper: bool = False,
    by: Any,
    at: datetime,
) -> Draft:
    """The draft as signed: with the file that was signed elsewhere, or on paper (with a scan)."""
    draft = locked_draft(draft, Perm.NUMBER, by=by)
    if file is None and not on_paper:
        raise DocumentRefused(
            _("Add the signed file, or state that it was signed on paper."), field="file"
        )
    if file is not None and not on_paper:
        _check_signed(file, at=at)
    return _recorded(draft, "sign", file, name, on_paper=on_paper, by=by, at=at)


def sign_draft_here(
    *,
    draft: Draft,
    file: bytes | IO[bytes] | None = None,
    name: str = "",
    sha256: str = "",
    page: int = -1,
    x_mm: float = 118,
    y_mm: float = 232,
    by: Any,
    at: datetime,
) -> Draft:
    """The draft signed with the certificate of this server, with a visible mark.

    Signed is `file`, or the PDF that `selectors.paper_to_sign` finds; `sha256` is the digest of the
    one that the person looked at. When signing fails, nothing has happened.
    """
    draft = _before(draft, by=by)
    content, name = _paper(draft, file, name, sha256=sha256)
    key = signatures.configured_key()
    holder = signing.holder_of(key)
    stamp = signatures.stamp_of(holder, page=page, x_mm=x_mm, y_mm=y_mm, at=at)
    # outside of the transaction: a time-stamping service may take its time
    made = signatures.signed(content, key=key, stamp=stamp, at=at)
    with transaction.atomic():
        draft = locked_draft(draft, Perm.SIGN, by=by, version=draft.version)
        named = signatures.signed_name(name)
        return _recorded(draft, "seal", made, named, signer=holder.name, by=by, at=at)


def _before(draft: Draft, *, by: Any) -> Draft:
    """The draft when the step is open; rights and state are looked at again under the lock."""
    with transaction.atomic():
        draft = locked_draft(draft, Perm.SIGN, by=by)
        DRAFT_FLOW.apply(Draft(state=draft.state), "seal")
        standing(draft)
    return draft


def _paper(
    draft: Draft, file: bytes | IO[bytes] | None, name: str, *, sha256: str
) -> tuple[bytes, str]:
    """What is signed, and its name."""
    if file is not None:
        facts = uploads.check_upload(file, name, allowed=("pdf",))
        return filing.stream(file).read(), facts.safe_name
    found = selectors.paper_to_sign(draft=draft)
    if found is None:
        raise DocumentRefused(
            _("Add the final paper as PDF: the last version of the text is not one."), field="file"
        )
    if sha256 and sha256 != found.sha256:
        raise Stale(_("Another file has been added in the meantime. Look at it again."))
    return filing.content_of(found), found.name


def _check_signed(file: bytes | IO[bytes], *, at: datetime) -> None:
    """Refuse a file that is said to be signed and is not, or was altered since."""
    found = signatures.verdicts(pdf=filing.stream(file).read(), at=at)
    if not found or any(one.problem or not one.intact or not one.change_allowed for one in found):
        raise DocumentRefused(
            _(
                "This file carries no unaltered digital signature. Sign it, or state that the "
                "paper was signed by hand."
            ),
            field="file",
        )


def _recorded(
    draft: Draft,
    name: str,
    file: bytes | IO[bytes] | None,
    file_name: str,
    *,
    signer: str = "",
    on_paper: bool = False,
    by: Any,
    at: datetime,
) -> Draft:
    """The step with the file that was signed; the file comes last, so that it never stays alone."""
    told = {"signer": signer} if signer else {}
    if file is not None:
        facts = uploads.check_upload(file, file_name)
        told |= {"file": facts.safe_name, "sha256": facts.sha256}
    signed: dict[str, Any] = {
        "signed_on_paper": on_paper,
        "signed_sha256": told.get("sha256", ""),
    }
    draft = step(draft, name, kind="documents.draft.signed", told=told, **signed, by=by, at=at)
    document = standing(draft)
    if file is not None:
        filing.file_document(document, file, file_name, by=by, at=at)
    return draft
