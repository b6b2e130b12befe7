"""Word templates of papers: the default ones, and the check of one that an officer made.

A template is a .docx file with these placeholders, each in a paragraph or table cell of its own:

  {{ parent }} {{ issuer }}              agency above, issuing agency, in capitals
  {{ number_line }} {{ place_line }}     "Số: 09/BC-SKHCN"; "Bắc Ninh, ngày 05 tháng 8 năm 2025"
  {{ kind }} {{ abstract }}              "BÁO CÁO" and what it is about; kind is empty for a letter
  {{ letter_abstract }}                  "V/v …" of an official letter
  {{ urgency }} {{ copy_mark }}          "HỎA TỐC"; "SAO Y"
  {{ addressed_one }}                    the only addressee of "Kính gửi"
  {{ signer }}                           the name of who signs
  {{ body }}                             the body, once, in a paragraph of its own: must be there

and of these lists, each line by {%p for line in grounds %} … {{ line }} … {%p endfor %}:

  grounds, addressed_many, recipients, signature_lines

{%p if kind %} … {%p endif %} leaves out what is empty. Nothing else is understood. Paragraphs in
the style "Đường kẻ ngắn" become a line of 2/5 of the words above, "Đường kẻ dài" of all of it.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from . import word
from .shapes import Paper, Paragraph, Signature
from .template_guard import TemplateRefused, default_template

__all__ = ["PLACEHOLDERS", "TemplateRefused", "check_template", "default_template"]

PLACEHOLDERS = {
    "parent": gettext_lazy("Agency above the issuing agency"),
    "issuer": gettext_lazy("Issuing agency"),
    "number_line": gettext_lazy("Number and symbol"),
    "place_line": gettext_lazy("Place and day"),
    "kind": gettext_lazy("Kind of document; empty for an official letter"),
    "abstract": gettext_lazy("Abstract"),
    "letter_abstract": gettext_lazy("Abstract of an official letter, with “V/v”"),
    "urgency": gettext_lazy("Urgency mark"),
    "copy_mark": gettext_lazy("Copy mark"),
    "addressed_one": gettext_lazy("The only addressee"),
    "addressed_many": gettext_lazy("List of addressees"),
    "grounds": gettext_lazy("List of legal grounds"),
    "body": gettext_lazy("Body of the document; must be there once"),
    "signature_lines": gettext_lazy("List: authority and position of who signs"),
    "signer": gettext_lazy("Name of who signs"),
    "recipients": gettext_lazy("List of recipients"),
}
_TRIAL = Paper(
    parent="A",
    issuer="B",
    symbol="C",
    place="D",
    abstract="E",
    kind="F",
    grounds=["G"],
    addressed_to=["H", "I"],
    recipients=["K"],
    blocks=[Paragraph("L")],
    signature=Signature(position="M", name="N"),
)


def check_template(data: bytes) -> None:
    """Raises `TemplateRefused` unless the file can serve as a template of a paper.

    Refused: what is no .docx, macros, links to other files, embedded programs, archives that
    unpack to far more, placeholders that are not known, and a template that cannot be filled.
    """
    word.render_docx(_TRIAL, data)
