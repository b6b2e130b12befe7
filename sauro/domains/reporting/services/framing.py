"""The Word frame that a province uses for a kind of report, in the place of the default one."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from sauro.domains.orgs.models import Organisation
from sauro.domains.reporting.definitions import definitions
from sauro.domains.reporting.models import ReportTemplate
from sauro.domains.reporting.permissions import Perm
from sauro.domains.reporting.services.refusals import ReportRefused
from sauro.engines import access, text
from sauro.engines.history.recording import record
from sauro.engines.office.papers.templates import check_template


@transaction.atomic
def set_template(
    *, owner: Organisation, definition: str, content: bytes, name: str, by: Any, at: datetime
) -> ReportTemplate:
    """The frame of a kind of report from now on; raises `TemplateRefused` with what is wrong."""
    access.check(by, Perm.MAKE_ALL, owner)
    chosen = definitions().get(definition)
    if chosen is None:
        raise ReportRefused(_("This kind of report does not exist."), field="definition")
    check_template(content)
    values = {
        "content": content,
        "name": text.clean(name)[:200],
        "sha256": hashlib.sha256(content).hexdigest(),
        "at": at,
        "by": by,
    }
    locked = ReportTemplate.objects.select_for_update(of=("self",))
    found, made = locked.get_or_create(
        owner=owner, definition=definition, form=chosen.form, defaults=values
    )
    if not made and found.sha256 == values["sha256"]:
        return found
    before = {} if made else {"file": found.name, "sha256": found.sha256}
    if not made:
        for field, value in values.items():
            setattr(found, field, value)
        found.save()
    record(
        kind="reporting.template.set",
        subject=owner,
        by=by,
        at=at,
        before=before,
        after={"definition": definition, "file": found.name, "sha256": found.sha256},
    )
    return found


@transaction.atomic
def remove_template(*, owner: Organisation, definition: str, by: Any, at: datetime) -> None:
    """The frame that comes with the product again."""
    access.check(by, Perm.MAKE_ALL, owner)
    locked = ReportTemplate.objects.select_for_update(of=("self",))
    for found in locked.filter(owner=owner, definition=definition):
        before = {"definition": definition, "file": found.name, "sha256": found.sha256}
        found.delete()
        record(kind="reporting.template.removed", subject=owner, by=by, at=at, before=before)
