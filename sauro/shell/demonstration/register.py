"""The register at work: what a department advised, an expired document, drafts on their way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from sauro.domains.documents import services as documents
from sauro.domains.documents.models import Document, Dossier, Draft
from sauro.domains.documents.rules import DocumentFlow
from sauro.domains.documents.services import Details, Particulars
from sauro.domains.orgs.models import Organisation
from sauro.engines.office.writing import Column, WordTable, write_docx_tables
from sauro.shell.demonstration.reading import rows
from sauro.shell.demonstration.stage import Stage

ADVISER = "LC-SKHCN"
MARKED = "(dữ liệu minh họa)"
HOME, DRAFTER, APPROVER, CLERK = "DN-SKHCN", "can-bo", "lanh-dao", "theo-doi"
ASKED = ("DN-STC", "DN-SNV", "DN-SGDDT", "DN-SXD")
_FIRST_BY_HAND = 121  # the committee's own register began with the year, long before these


def register(stage: Stage) -> None:
    """Everything of this file."""
    _advised(stage)
    papers = _expired(stage)
    _drafts(stage)
    _dossiers(stage, papers)


def _advised(stage: Stage) -> None:
    """More than a hundred documents of the first half of 2025, numbered as they were issued."""
    owner = stage.organisations[ADVISER]
    for place, row in enumerate(rows("advised_lc")):
        issued_on = date.fromisoformat(row["issued_on"])
        issuer = stage.organisations[row["issuer"]]
        own = row["issuer"] == ADVISER
        documents.register_document(
            particulars=Particulars(
                number="" if own else str(_FIRST_BY_HAND + 9 * place),
                symbol=row["symbol"],
                issued_on=issued_on,
                issuer_name=issuer.name,
                issuer=issuer,
                kind=row["kind"],
                abstract=f"{row['abstract']} {MARKED}",
                flow=DocumentFlow.OUTGOING.value,
            ),
            owner=owner,
            by=stage.by,
            at=stage.after(issued_on, f"advised{place}"),
        )


def _expired(stage: Stage) -> tuple[Document, Document]:
    """A plan that ended with its term, on which a later letter still rests."""
    committee = stage.organisations["DN-UBND"]
    plan = _issued(
        stage,
        committee,
        ("311", "KH-UBND", date(2024, 3, 12), "plan"),
        "Phát triển chính quyền số và bảo đảm an toàn thông tin giai đoạn 2024 - 2025",
        Details(valid_until=date(2025, 12, 31)),
    )
    letter = _issued(
        stage,
        stage.organisations[HOME],
        ("905", "SKHCN-CĐS", date(2025, 8, 14), "official_letter"),
        "Hướng dẫn báo cáo kết quả phát triển chính quyền số",
        Details(),
    )
    at = stage.after(letter.issued_on, "letter")
    documents.relate_documents(
        source=letter, target=plan, relation="implements", by=stage.by, at=at
    )
    return plan, letter


def _dossiers(stage: Stage, papers: tuple[Document, Document]) -> None:
    """A dossier in use, and one that is to be handed over to the archive within the month."""
    _plan, letter = papers
    kept = _dossier(stage, "01.CĐS", "Chính quyền số và an toàn thông tin", date(2025, 8, 1))
    for document in papers:
        documents.file_in_dossier(dossier=kept, document=document, by=stage.by, at=stage.at)
    begun = stage.today - timedelta(days=700)
    ended = stage.today - timedelta(days=350)
    done = _dossier(stage, "02.CĐS", "Tập huấn kỹ năng số cho cán bộ cấp xã", begun)
    documents.file_in_dossier(dossier=done, document=letter, by=stage.by, at=stage.at)
    documents.close_dossier(dossier=done, ended_on=ended, by=stage.by, at=stage.at)


def _dossier(stage: Stage, notation: str, title: str, begun: date) -> Dossier:
    return documents.create_dossier(
        owner=stage.organisations[HOME],
        dossier=documents.NewDossier(
            year=begun.year,
            notation=notation,
            title=f"{title} {MARKED}",
            started_on=begun,
            retention_years=10,
            rights="Hạn chế" if notation == "02.CĐS" else "Công khai",
            creator="Phòng Chuyển đổi số",
        ),
        by=stage.by,
        at=stage.at,
    )


def _issued(
    stage: Stage,
    issuer: Organisation,
    key: tuple[str, str, date, str],
    abstract: str,
    details: Details,
) -> Any:
    number, symbol, day, kind = key
    return documents.register_document(
        particulars=Particulars(
            number=number,
            symbol=symbol,
            issued_on=day,
            issuer_name=issuer.name,
            issuer=issuer,
            kind=kind,
            abstract=f"{abstract} {MARKED}",
            flow=DocumentFlow.OUTGOING.value,
            details=details,
        ),
        owner=issuer,
        by=stage.by,
        at=stage.after(day, abstract),
    )


def _drafts(stage: Stage) -> None:
    """One paper in each state that the log-ins meet."""
    _draft(stage, "plan", "Kế hoạch triển khai phong trào Bình dân học vụ số năm 2027", days=3)
    _asked(stage, _draft(stage, "scheme", "Đề án kho dữ liệu dùng chung của tỉnh", days=20))
    submitted = _draft(stage, "report", "Báo cáo tình hình thực hiện Nghị quyết 57", days=9)
    _submit(stage, submitted, days=2)
    approved = _draft(stage, "official_letter", "Đôn đốc các nhiệm vụ chậm tiến độ", days=7)
    _submit(stage, approved, days=4)
    _approve(stage, approved, days=2)
    issued = _draft(stage, "notice", "Kết luận giao ban tháng về chuyển đổi số", days=15)
    _submit(stage, issued, days=12)
    _approve(stage, issued, days=11)
    _issue(stage, issued, days=10)


def _draft(stage: Stage, kind: str, abstract: str, days: int) -> Draft:
    at, by = _at(stage, days, abstract), stage.people[DRAFTER]
    made = documents.create_draft(
        owner=stage.organisations[HOME],
        kind=kind,
        abstract=f"{abstract} {MARKED}",
        unit="CĐS" if kind == "official_letter" else "",
        signer_position="Giám đốc Sở",
        by=by,
        at=at,
    )
    table = WordTable([Column("TT", 6), Column("Nội dung", 60)], [(1, abstract)])
    file = write_docx_tables([table], titles=(abstract,))
    documents.add_version(
        draft=made, file=file, name="du-thao.docx", note="Dự thảo 1", by=by, at=at
    )
    return made


def _asked(stage: Stage, draft: Draft) -> None:
    """Two answered, one opinion is decided; one stayed silent, one is still awaited."""
    by = stage.people[DRAFTER]
    silent, awaited = ASKED[2], ASKED[0]
    for codes, due in (((ASKED[1], silent, ASKED[3]), -5), ((awaited,), 4)):
        documents.ask_opinions(
            draft=draft,
            organisations=[stage.organisations[code] for code in codes],
            due_on=stage.today + timedelta(days=due),
            by=by,
            at=_at(stage, 15, f"ask{due}"),
        )
    said = documents.give_opinion(
        draft=draft,
        organisation=stage.organisations[ASKED[1]],
        section="Mục III, điểm 2",
        text_of="Bổ sung phương án bố trí nhân lực quản trị dữ liệu tại cấp xã.",
        by=stage.by,
        at=_at(stage, 10, "said"),
    )
    documents.decide_opinion(
        opinion=said,
        verdict="partly",
        answer="Bổ sung ở bước triển khai; chưa đề xuất tăng biên chế.",
        by=by,
        at=_at(stage, 9, "decided"),
    )
    documents.give_opinion(
        draft=draft,
        organisation=stage.organisations[ASKED[3]],
        agrees=True,
        by=stage.by,
        at=_at(stage, 8, "agreed"),
    )


def _submit(stage: Stage, draft: Draft, days: int) -> None:
    at = _at(stage, days, f"submit{draft.pk}")
    documents.submit_draft(draft=draft, by=stage.people[DRAFTER], at=at)


def _approve(stage: Stage, draft: Draft, days: int) -> None:
    at = _at(stage, days, f"approve{draft.pk}")
    documents.approve_draft(draft=draft, by=stage.people[APPROVER], at=at)


def _issue(stage: Stage, draft: Draft, days: int) -> None:
    day, by = stage.working(stage.today - timedelta(days=days)), stage.people[CLERK]
    at = stage.evening(day)
    documents.number_draft(draft=draft, day=day, by=by, at=at)
    documents.sign_draft(draft=draft, on_paper=True, by=by, at=at)
    documents.issue_draft(draft=draft, day=day, recipients="Như trên", by=by, at=at)


def _at(stage: Stage, days: int, key: str) -> Any:
    return stage.moment(stage.today - timedelta(days=days), key)
