"""The chain of mandates: documents of the Centre, the Party and the People's Committees."""

from __future__ import annotations

from datetime import date

from sauro.domains.documents import services as documents
from sauro.domains.documents.services import Particulars
from sauro.domains.orgs.models import Organisation
from sauro.shell.demonstration.reading import rows
from sauro.shell.demonstration.stage import Stage

CENTRAL = "VN"


def register(stage: Stage, root: Organisation) -> None:
    """Every document with what it implements, amends or replaces."""
    for row in rows("documents"):
        issued_on = date.fromisoformat(row["issued_on"])
        issuer = stage.organisations.get(row["issuer"])
        made = documents.register_document(
            particulars=Particulars(
                number=row["number"],
                symbol=row["symbol"],
                issued_on=issued_on,
                issuer_name=row["issuer_name"],
                issuer=issuer,
                kind=row["kind"],
                abstract=row["abstract"],
            ),
            owner=root if row["owner"] == CENTRAL else stage.organisations[row["owner"]],
            by=stage.by,
            at=stage.after(issued_on, row["key"]),
        )
        stage.documents[row["key"]] = made
        if row["of"]:
            documents.relate_documents(
                source=made,
                target=stage.documents[row["of"]],
                relation=row["relation"],
                by=stage.by,
                at=stage.after(issued_on, row["key"]),
            )
