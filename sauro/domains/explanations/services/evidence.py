"""Files and links that show what an answer says; the guards are those of progress updates."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from sauro.domains.explanations.models import Answer, Exhibit
from sauro.domains.explanations.services.refusals import BadAnswer
from sauro.domains.programmes.services.evidence import Proof
from sauro.engines import text
from sauro.engines.office import uploads

MOST = 10
_is_web_address = URLValidator(schemes=["http", "https"])


def attach(*, answer: Answer, proofs: Sequence[Proof], by: Any, at: datetime) -> list[str]:
    """The names of what was attached to an answer just made; the same file or link counts once.

    Called inside the transaction of the answer. Files of rows that are not kept are removed.
    """
    if len(proofs) > MOST:
        raise BadAnswer(
            _("An explanation carries at most %(n)s files and links.") % {"n": MOST}, field="files"
        )
    made: list[Exhibit] = []
    known: set[str] = set()
    try:
        for proof in proofs:
            exhibit = _link(proof, known) if proof.file is None else _file(proof, known)
            if exhibit is None:
                continue
            exhibit.answer, exhibit.by, exhibit.at = answer, by, at
            made.append(exhibit)
        Exhibit.objects.bulk_create(made)
    except BaseException:
        for exhibit in made:
            if exhibit.file:
                exhibit.file.delete(save=False)
        raise
    return [exhibit.name for exhibit in made]


def _file(proof: Proof, known: set[str]) -> Exhibit | None:
    assert proof.file is not None
    facts = uploads.check_upload(proof.file, proof.name)
    if facts.sha256 in known:
        return None
    known.add(facts.sha256)
    exhibit = Exhibit(
        name=facts.safe_name[:200],
        content_type=facts.content_type,
        size=facts.size,
        sha256=facts.sha256,
    )
    exhibit.file.save(f"{secrets.token_hex(16)}.{facts.extension}", File(proof.file), save=False)
    return exhibit


def _link(proof: Proof, known: set[str]) -> Exhibit | None:
    url = text.clean(proof.url)
    if not url or url in known:
        return None
    try:
        _is_web_address(url)
    except ValidationError:
        raise BadAnswer(
            _("“%(url)s” is not a web address.") % {"url": url[:80]}, field="links"
        ) from None
    if len(url) > 500:
        raise BadAnswer(_("The address is longer than 500 characters."), field="links")
    known.add(url)
    return Exhibit(name=text.clean(proof.name)[:200] or url[:200], url=url)
