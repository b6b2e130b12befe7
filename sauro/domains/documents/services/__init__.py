"""Writing the register of documents."""

from sauro.domains.documents.services.arrivals import NewArrival, receive_document
from sauro.domains.documents.services.dossiers import (
    DossierClosed,
    DossierRefused,
    NewDossier,
    change_dossier,
    close_dossier,
    create_dossier,
    file_in_dossier,
    hand_over_dossier,
    take_from_dossier,
)
from sauro.domains.documents.services.drafts import (
    add_version,
    change_draft,
    create_draft,
    proposed_symbol,
    withdraw_draft,
)
from sauro.domains.documents.services.entries import change_document, register_document
from sauro.domains.documents.services.issuing import (
    approve_draft,
    issue_draft,
    number_draft,
    return_draft,
    submit_draft,
)
from sauro.domains.documents.services.numbers import set_number_rule, start_number_book
from sauro.domains.documents.services.opinions import ask_opinions, decide_opinion, give_opinion
from sauro.domains.documents.services.parts import (
    add_clause,
    attach_file,
    relate_documents,
    remove_clause,
    remove_file,
    remove_relation,
)
from sauro.domains.documents.services.receiving import (
    Receipt,
    read_message,
    receive_message,
    refuse_message,
)
from sauro.domains.documents.services.refusals import (
    DocumentRefused,
    DuplicateDocument,
    NumberTaken,
    SecrecyRefused,
)
from sauro.domains.documents.services.sending import (
    answer_message,
    answers_open,
    ask_recall,
    send_document,
    set_exchange_address,
)
from sauro.domains.documents.services.signatures import sign_file, verdicts
from sauro.domains.documents.services.signed import sign_draft, sign_draft_here
from sauro.domains.documents.services.validity import recall_document, set_expiry
from sauro.domains.documents.services.written import Details, Particulars

__all__ = [
    "Details",
    "DocumentRefused",
    "DossierClosed",
    "DossierRefused",
    "DuplicateDocument",
    "NewArrival",
    "NewDossier",
    "NumberTaken",
    "Particulars",
    "Receipt",
    "SecrecyRefused",
    "add_clause",
    "add_version",
    "answer_message",
    "answers_open",
    "approve_draft",
    "ask_opinions",
    "ask_recall",
    "attach_file",
    "change_document",
    "change_dossier",
    "change_draft",
    "close_dossier",
    "create_dossier",
    "create_draft",
    "decide_opinion",
    "file_in_dossier",
    "give_opinion",
    "hand_over_dossier",
    "issue_draft",
    "number_draft",
    "proposed_symbol",
    "read_message",
    "recall_document",
    "receive_document",
    "receive_message",
    "refuse_message",
    "register_document",
    "relate_documents",
    "remove_clause",
    "remove_file",
    "remove_relation",
    "return_draft",
    "send_document",
    "set_exchange_address",
    "set_expiry",
    "set_number_rule",
    "sign_draft",
    "sign_draft_here",
    "sign_file",
    "start_number_book",
    "submit_draft",
    "take_from_dossier",
    "verdicts",
    "withdraw_draft",
]
