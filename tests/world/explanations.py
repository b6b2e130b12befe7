"""Requests for explanation: one that waits for the unit, one that waits for a decision."""

from __future__ import annotations

from datetime import date

from django.core.files.base import ContentFile

from sauro.domains.explanations.rules import Said
from sauro.domains.explanations.services import answers, requests
from sauro.domains.programmes.services.evidence import Proof
from tests.world.shape import World, said_by

_SAID = Said(
    text="Đã hoàn thành 4/6 phân hệ.",
    cause="Nhà thầu chậm bàn giao.",
    remedy="Bổ sung 02 kỹ sư.",
    remedy_on=date(2025, 6, 30),
)


def fill(world: World) -> None:
    """One of each."""
    things, people = world.things, world.people
    things["explanation"] = requests.ask(
        subject_kind="programmes.task",
        subject_id=str(things["task"].pk),
        question="Đề nghị giải trình tiến độ.",
        **said_by(world, "leader"),
    )
    things["explained"] = requests.ask(
        subject_kind="programmes.target",
        subject_id=str(things["target"].pk),
        question="Vì sao chỉ tiêu chưa đạt?",
        asked_of=things["department"],
        **said_by(world, "leader"),
    )
    proof = Proof(name="bien-ban.pdf", file=ContentFile(b"%PDF-1.7\n%%EOF\n%9\n"))
    answer = answers.answer(
        request=things["explained"],
        said=_SAID,
        proofs=[proof],
        by=people["clerk"],
        at=things["explained"].asked_at,
    )
    things["exhibit"] = answer.exhibits.get()
