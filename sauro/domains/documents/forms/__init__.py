"""What is typed about documents and drafts."""

from sauro.domains.documents.forms.drafts import (
    AskForm,
    DecisionForm,
    DraftForm,
    IssueForm,
    NumberForm,
    OpinionForm,
    ReasonForm,
    SignForm,
    StepForm,
    VersionForm,
)
from sauro.domains.documents.forms.entries import (
    ClauseForm,
    DocumentForm,
    FileForm,
    RelationForm,
    filled_in,
    values_of,
)
from sauro.domains.documents.forms.exchange import (
    AddressForm,
    AnswerForm,
    AskBackForm,
    ReceiveForm,
    SendForm,
    SignatureForm,
    SignFileForm,
)
from sauro.domains.documents.forms.validity import (
    ArrivalForm,
    ExpiryForm,
    NumberRuleForm,
    RecallForm,
)

__all__ = [
    "AddressForm",
    "AnswerForm",
    "ArrivalForm",
    "AskBackForm",
    "AskForm",
    "ClauseForm",
    "DecisionForm",
    "DocumentForm",
    "DraftForm",
    "ExpiryForm",
    "FileForm",
    "IssueForm",
    "NumberForm",
    "NumberRuleForm",
    "OpinionForm",
    "ReasonForm",
    "RecallForm",
    "ReceiveForm",
    "RelationForm",
    "SendForm",
    "SignFileForm",
    "SignForm",
    "SignatureForm",
    "StepForm",
    "VersionForm",
    "filled_in",
    "values_of",
]
