"""Signatures in PDF files (PAdES): made with a certificate in a file or a token, and checked."""

from .checking import Change, Verdict, validate
from .keys import FileKey, Holder, KeyRefused, TokenKey, holder_of
from .making import SigningRefused, Stamp, copy_stamp, person_stamp, sign
from .marks import CopyMark, mark_pdf

__all__ = [
    "Change",
    "CopyMark",
    "FileKey",
    "Holder",
    "KeyRefused",
    "SigningRefused",
    "Stamp",
    "TokenKey",
    "Verdict",
    "copy_stamp",
    "holder_of",
    "mark_pdf",
    "person_stamp",
    "sign",
    "validate",
]
