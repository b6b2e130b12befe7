"""Documents, dossiers, drafts on their way, and messages of other offices."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

from conftest import NOW
from sauro.domains.documents import edxml
from sauro.domains.documents import services as document_services
from sauro.domains.documents.tests import factories as document_factories
from tests.world.shape import TODAY, World, said_by


def fill(world: World) -> None:
    """One of everything that has to do with papers."""
    _documents(world)
    _dossiers(world)
    _papers(world)
    _exchange(world)


def _documents(world: World) -> None:
    things, by = world.things, said_by(world)
    things["document"] = document_factories.document(owner=things["province"], **by)
    things["older"] = document_factories.document(
        owner=things["province"], number="15", issued_on=date(2025, 1, 20), **by
    )
    things["relation"] = document_services.relate_documents(
        source=things["document"], target=things["older"], relation="implements", **by
    )
    things["clause"] = document_services.add_clause(
        document=things["document"], label="Điều 2", content="Giao Sở KH&CN chủ trì", **by
    )
    things["file"] = document_services.attach_file(
        document=things["document"], file=b"%PDF-1.7\n%%EOF\n", name="kh-102.pdf", **by
    )


def _dossiers(world: World) -> None:
    """A dossier that takes documents, with one in it, and a closed one; a register by its code."""
    things, by = world.things, said_by(world)
    for name, notation in (("dossier", "01"), ("closed_dossier", "02")):
        things[name] = document_services.create_dossier(
            owner=things["province"],
            dossier=document_services.NewDossier(
                year=2025, notation=notation, title="Chuyển đổi số", started_on=date(2025, 1, 2)
            ),
            **by,
        )
    things["dossier_entry"] = document_services.file_in_dossier(
        dossier=things["dossier"], document=things["older"], **by
    )
    things["closed_dossier"] = document_services.close_dossier(
        dossier=things["closed_dossier"], ended_on=date(2025, 5, 30), **by
    )
    things["incoming_register"] = SimpleNamespace(code="incoming")


def _papers(world: World) -> None:
    """A draft out for opinions, and one that waits for each of the later steps."""
    things, clerk, head = world.things, world.people["clerk"], world.people["head"]
    mine, by = {"by": clerk, "at": NOW}, said_by(world)
    paper = document_factories.draft_on_paper(things["department"], clerk, NOW)
    things["paper"] = document_services.ask_opinions(
        draft=paper,
        organisations=[things["other_department"], things["commune"]],
        due_on=date(2025, 6, 20),
        **mine,
    )
    things["paper_version"] = paper.versions.get()
    things["opinion"] = document_services.give_opinion(
        draft=paper, organisation=things["other_department"], text_of="Bổ sung vốn", **by
    )
    for name in ("submitted", "approved", "numbered", "signed"):
        made = document_factories.draft_on_paper(
            things["department"], clerk, NOW, abstract=f"Báo cáo {name}"
        )
        document_services.submit_draft(draft=made, **mine)
        if name != "submitted":
            document_services.approve_draft(draft=made, by=head, at=NOW)
        if name in ("numbered", "signed"):
            document_services.number_draft(draft=made, day=TODAY, **by)
        if name == "signed":
            document_services.sign_draft(draft=made, on_paper=True, **by)
        things[f"{name}_paper"] = made


def _exchange(world: World) -> None:
    """A message that came to the province, and one with a document that went out."""
    things, by = world.things, said_by(world)
    document_services.set_exchange_address(
        organisation=things["province"], organ_id="000.00.00.H99", **by
    )
    here = edxml.Organ("000.00.00.H99", "UBND tỉnh Lúa Vàng")
    other = edxml.Organ("000.00.00.G01", "Bộ Khoa học và Công nghệ")
    came = edxml.Envelope(
        sender=other,
        addressees=(here,),
        code_number="1806",
        code_notation="BKHCN-CĐS",
        issued_on=date(2025, 6, 2),
        subject="Báo cáo sáu tháng",
        attachments=(
            edxml.Attachment.of(
                name="cv.pdf", content=b"%PDF-1.7\n%%EOF\n%3\n", content_type="application/pdf"
            ),
        ),
    )
    things["message"] = document_services.receive_message(
        data=edxml.build_envelope(came), organisation=things["province"], **by
    ).message
    for name, number in (("outgoing", "31"), ("went_out", "32")):
        things[name] = document_factories.document(
            owner=things["province"], number=number, flow="outgoing", **by
        )
        document_services.attach_file(
            document=things[name], file=b"%PDF-1.7\n%%EOF\n", name="kh.pdf", **by
        )
    things["sent_message"] = document_services.send_document(
        document=things["went_out"], addressees=[other], **by
    )
