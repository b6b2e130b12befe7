"""Kinds, relations and levels in words."""

from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.edxml.shapes import Status
from sauro.domains.documents.rules import (
    ArchiveState,
    AskedState,
    AwaitedStep,
    DocumentFlow,
    DocumentKind,
    DraftState,
    ExchangeDirection,
    MessageKind,
    PaperForm,
    ReadingState,
    Relation,
    Secrecy,
    Series,
    Urgency,
    ValidityState,
    Verdict,
)

KINDS = [
    (DocumentKind.RESOLUTION.value, _("Resolution")),
    (DocumentKind.DECISION.value, _("Decision")),
    (DocumentKind.DIRECTIVE.value, _("Directive")),
    (DocumentKind.REGULATION.value, _("Regulation")),
    (DocumentKind.PROGRAMME.value, _("Action programme")),
    (DocumentKind.PLAN.value, _("Plan")),
    (DocumentKind.SCHEME.value, _("Scheme")),
    (DocumentKind.CONCLUSION.value, _("Conclusion")),
    (DocumentKind.NOTICE.value, _("Notice")),
    (DocumentKind.REPORT.value, _("Report")),
    (DocumentKind.SUBMISSION.value, _("Submission")),
    (DocumentKind.OFFICIAL_LETTER.value, _("Official letter")),
    (DocumentKind.GUIDANCE.value, _("Guidance")),
    (DocumentKind.TELEGRAM.value, _("Official telegram")),
    (DocumentKind.INVITATION.value, _("Invitation")),
    (DocumentKind.DECREE.value, _("Decree")),
    (DocumentKind.CIRCULAR.value, _("Circular")),
    (DocumentKind.LAW.value, _("Law")),
    (DocumentKind.OTHER.value, _("Other document")),
]
RELATIONS = [
    (Relation.IMPLEMENTS.value, _("implements")),
    (Relation.AMENDS.value, _("amends")),
    (Relation.REPLACES.value, _("replaces")),
    (Relation.GUIDES.value, _("guides")),
]
SECRECY = [
    (Secrecy.OPEN.value, _("Not secret")),
    (Secrecy.CONFIDENTIAL.value, _("Confidential (Mật)")),
    (Secrecy.SECRET.value, _("Secret (Tối mật)")),
    (Secrecy.TOP_SECRET.value, _("Top secret (Tuyệt mật)")),
]
PASSIVE_RELATIONS = {
    Relation.IMPLEMENTS.value: _("is implemented by"),
    Relation.AMENDS.value: _("is amended by"),
    Relation.REPLACES.value: _("is replaced by"),
    Relation.GUIDES.value: _("is guided by"),
}
FLOWS = [
    (DocumentFlow.INCOMING.value, _("Incoming")),
    (DocumentFlow.OUTGOING.value, _("Outgoing")),
    (DocumentFlow.INTERNAL.value, _("Internal")),
]
URGENCY = [
    (Urgency.NORMAL.value, _("Normal")),
    (Urgency.URGENT.value, _("Urgent (khẩn)")),
    (Urgency.VERY_URGENT.value, _("Very urgent (thượng khẩn)")),
    (Urgency.EXPRESS.value, _("Express (hỏa tốc)")),
]
SERIES = [
    (Series.ONE.value, _("One series for all kinds")),
    (Series.KIND.value, _("A series per kind")),
    (Series.SYMBOL.value, _("A series per symbol")),
]
FORMS = [(PaperForm.STATE.value, _("State form")), (PaperForm.PARTY.value, _("Party form"))]
DRAFT_STATES = [
    (DraftState.DRAFTING.value, _("Being drafted")),
    (DraftState.CONSULTING.value, _("Opinions asked")),
    (DraftState.SUBMITTED.value, _("Submitted for approval")),
    (DraftState.APPROVED.value, _("Approved")),
    (DraftState.NUMBERED.value, _("Numbered")),
    (DraftState.SIGNED.value, _("Signed")),
    (DraftState.ISSUED.value, _("Issued")),
    (DraftState.WITHDRAWN.value, _("Withdrawn")),
]
VERDICTS = [
    (Verdict.ACCEPTED.value, _("Taken up")),
    (Verdict.PARTLY.value, _("Taken up in part")),
    (Verdict.REJECTED.value, _("Not taken up")),
]
ASKED = {
    AskedState.ANSWERED.value: _("Answered"),
    AskedState.WAITING.value: _("Waiting for an answer"),
    AskedState.NO_OPINION.value: _("No opinion"),
}
VALIDITY = [
    (ValidityState.NOT_YET.value, _("Not yet in force")),
    (ValidityState.IN_FORCE.value, _("In force")),
    (ValidityState.AMENDED.value, _("In force, amended")),
    (ValidityState.REPLACED.value, _("Replaced")),
    (ValidityState.EXPIRED.value, _("Expired")),
    (ValidityState.RECALLED.value, _("Recalled")),
]
READINGS = [
    (ReadingState.WAITING.value, _("Text not read yet")),
    (ReadingState.TEXT.value, _("Text is searched")),
    (ReadingState.SCANNED.value, _("Scanned, without text")),
    (ReadingState.EMPTY.value, _("Without text")),
    (ReadingState.UNREADABLE.value, _("Text cannot be read")),
]
ARCHIVE_STATES = [
    (ArchiveState.OPEN.value, _("Being kept up")),
    (ArchiveState.KEPT.value, _("Ended, not due yet")),
    (ArchiveState.DUE_SOON.value, _("Hand over soon")),
    (ArchiveState.OVERDUE.value, _("Hand-over is late")),
    (ArchiveState.HANDED_OVER.value, _("Handed over to the archive")),
]
DIRECTIONS = [(ExchangeDirection.IN.value, _("Received")), (ExchangeDirection.OUT.value, _("Sent"))]
MESSAGE_KINDS = [
    (MessageKind.DOCUMENT.value, _("Document")),
    (MessageKind.STATUS.value, _("Answer")),
]
STATUSES = [
    (Status.ARRIVED.value, _("Arrived, waiting")),
    (Status.REFUSED.value, _("Refused by the addressee")),
    (Status.RECEIVED.value, _("Received and registered")),
    (Status.ASSIGNED.value, _("Assigned")),
    (Status.IN_PROCESS.value, _("Being processed")),
    (Status.DONE.value, _("Processed")),
    (Status.RECALL_REQUESTED.value, _("Recall asked for")),
    (Status.RECALL_ACCEPTED.value, _("Recall agreed to")),
    (Status.RECALL_REFUSED.value, _("Recall refused")),
]
FIELDS = {
    "issuer_name": _("Issuer"),
    "number": _("Number"),
    "symbol": _("Symbol"),
    "issued_on": _("Date of issue"),
    "kind": _("Kind"),
    "abstract": _("Abstract"),
    "secrecy": _("Secrecy"),
}
AWAITED = {
    AwaitedStep.OPINION.value: _("Give an opinion"),
    AwaitedStep.REDRAFT.value: _("Redraft, it was returned"),
    AwaitedStep.APPROVE.value: _("Approve"),
    AwaitedStep.NUMBER.value: _("Give the number"),
    AwaitedStep.SIGN.value: _("Sign, or record the signature"),
    AwaitedStep.ISSUE.value: _("Issue"),
}
RECORDED = FIELDS | {
    "relation": _("Relation"),
    "target": _("Document"),
    "source": _("Document"),
    "clause": _("Clause"),
    "file": _("File"),
    "flow": _("Way"),
    "arrival_number": _("Arrival number"),
    "organisation": _("Agency"),
    "recalled_on": _("Recalled on"),
    "valid_from": _("In force from"),
    "valid_until": _("In force until"),
    "state": _("State"),
    "version": _("Version"),
    "organisations": _("Whom to ask"),
    "due_on": _("Due on"),
    "section": _("Section"),
    "verdict": _("What became of it"),
    "addressee": _("Addressee"),
    "addressees": _("Addressees"),
    "answer": _("Answer"),
    "reason": _("Reason"),
    "signer": _("Signer"),
    "sha256": _("Digest of the file (SHA-256)"),
    "organ_id": _("Code for electronic exchange"),
    "year": _("Year"),
    "notation": _("Number and notation of the dossier"),
    "title": _("Title"),
    "retention_years": _("Kept for how many years"),
    "started_on": _("Begun on"),
    "ended_on": _("Ended on"),
    "handed_over_on": _("Handed over on"),
}
