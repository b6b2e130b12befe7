"""Kinds, relations and levels in words."""

from django.utils.translation import gettext_lazy as _

from sauro.domains.documents.rules import DocumentKind, Relation, Secrecy

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
    (DocumentKind.DECREE.value, _("Decree")),
    (DocumentKind.CIRCULAR.value, _("Circular")),
    (DocumentKind.LAW.value, _("Law")),
    (DocumentKind.OTHER.value, _("Other document")),
]
RELATIONS = [
    (Relation.IMPLEMENTS.value, _("implements")),
    (Relation.AMENDS.value, _("amends")),
    (Relation.REPLACES.value, _("replaces")),
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
}
FIELDS = {
    "issuer_name": _("Issuer"),
    "number": _("Number"),
    "symbol": _("Symbol"),
    "issued_on": _("Date of issue"),
    "kind": _("Kind"),
    "abstract": _("Abstract"),
    "secrecy": _("Secrecy"),
}
RECORDED = FIELDS | {
    "relation": _("Relation"),
    "target": _("Document"),
    "source": _("Document"),
    "clause": _("Clause"),
    "file": _("File"),
}
