"""What a Word template may hold, and the templates that come with the product."""

from __future__ import annotations

import copy
import hashlib
import io
import zipfile
from collections import deque
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from lxml import etree

from sauro.core.errors import DomainError
from sauro.engines.office import package, uploads
from sauro.engines.office.grid import Limits, OfficeError

from .frame import LISTS, TEXTS
from .measures import Form
from .template_styles import W

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

MOST_BYTES = 5 * 1024 * 1024
_FOLDER = Path(__file__).resolve().parent / "templates"
_LIMITS = Limits(megabytes=5, unpacked_megabytes=20, ratio=200, parts=500)
_FETCHING = ("INCLUDEPICTURE", "INCLUDETEXT", "DDE", "LINK ", "IMPORT", "MACROBUTTON")
_FOREIGN = ("embeddings/", "activex/", "afchunk", "customui/")
_KNOWN_PARTS = (".xml", ".rels", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".odttf")
_passed: deque[str] = deque(maxlen=64)  # digests of templates that were found safe


class TemplateRefused(DomainError):
    """The file cannot serve as a template; the message says why and where."""

    status = 422

    @classmethod
    def without(cls, name: str) -> TemplateRefused:
        """The refusal of a template that lacks a placeholder."""
        return cls(
            _("The template lacks the placeholder %(name)s.") % {"name": f"{{{{ {name} }}}}"}
        )


@lru_cache(maxsize=2)
def default_template(form: Form) -> bytes:
    """The template that comes with the product, to start one's own from."""
    return (_FOLDER / f"{form}.docx").read_bytes()


def default_style(form: Form, style_id: str) -> Any:
    """A copy of a style of the default template."""
    return copy.deepcopy(_default_styles(form)[style_id])


@lru_cache(maxsize=2)
def _default_styles(form: Form) -> dict[str, Any]:
    from docx.oxml import parse_xml

    with zipfile.ZipFile(io.BytesIO(default_template(form))) as archive:
        root = parse_xml(archive.read("word/styles.xml"))
    return {style.get(f"{{{W}}}styleId"): style for style in root.iterchildren(f"{{{W}}}style")}


def environment() -> SandboxedEnvironment:
    """The surroundings in which placeholders are filled: every text is escaped."""
    from jinja2.sandbox import SandboxedEnvironment

    return SandboxedEnvironment(autoescape=True)


def refuse_unsafe(data: bytes) -> None:
    """Raises `TemplateRefused` for a file that must not be opened or filled."""
    digest = hashlib.sha256(data).hexdigest()
    if digest in _passed or data in {default_template("state"), default_template("party")}:
        return
    try:
        uploads.check_upload(data, "template.docx", allowed={"docx"}, max_bytes=MOST_BYTES)
        opened = package.open_package(data, _LIMITS)
        _refuse_parts(opened)
    except (uploads.UploadRefused, OfficeError) as error:
        raise TemplateRefused(str(error)) from error
    _passed.append(digest)


def _refuse_parts(opened: package.Package) -> None:
    """Look at every part: what it fetches, and the placeholders it has."""
    found: list[str] = []
    for part in opened.archive.infolist():
        name = part.filename.lower()
        if any(mark in name for mark in _FOREIGN) or not name.endswith((*_KNOWN_PARTS, "/")):
            raise TemplateRefused(
                _("The template embeds another file (%(name)s).") % {"name": part.filename}
            )
        root = opened.xml(part.filename) if name.endswith((".xml", ".rels")) else None
        if root is None:
            continue
        if name.endswith(".rels"):
            _refuse_links(root)
        else:
            _refuse_fields(root)
            found += _placeholders(root, part.filename)
    if "body" not in found:
        raise TemplateRefused.without("body")
    if found.count("body") > 1:
        raise TemplateRefused(
            _("The placeholder %(name)s stands there more than once.") % {"name": "{{ body }}"}
        )


def _refuse_links(root: etree._Element) -> None:
    for relation in root.iter("{*}Relationship"):
        if relation.get("TargetMode") == "External":
            raise TemplateRefused(
                _("The template links to %(target)s. Remove the link and load it again.")
                % {"target": relation.get("Target", "")[:200]}
            )


def _refuse_fields(root: etree._Element) -> None:
    """Fields that fetch or run something."""
    codes = [piece.text or "" for piece in root.iter(f"{{{W}}}instrText")]
    codes += [field.get(f"{{{W}}}instr", "") for field in root.iter(f"{{{W}}}fldSimple")]
    code = "".join(codes).upper()
    for word in _FETCHING:
        if word in code:
            raise TemplateRefused(
                _("The template has a field that fetches or runs something: %(name)s.")
                % {"name": word.strip()}
            )


def _placeholders(root: etree._Element, where: str) -> list[str]:
    """The placeholders of a part; raises `TemplateRefused` for what is not known.

    The words are parsed, never run: only names, loops over lists and conditions are let through.
    """
    from docxtpl import DocxTemplate
    from jinja2 import TemplateSyntaxError

    text = etree.tostring(root, encoding="unicode")
    try:
        tree = environment().parse(DocxTemplate("").patch_xml(text))
    except TemplateSyntaxError as error:
        raise TemplateRefused(
            _("A placeholder in %(where)s is not closed or misspelt: %(why)s")
            % {"where": where, "why": error.message}
        ) from error
    return _Names(where).of(tree)


class _Names:
    """Walks over the parsed words of a template and lets only what is known pass."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.found: list[str] = []
        self.depth = 0  # the body must not hang on a condition, nor come again in a loop

    def of(self, tree: Any) -> list[str]:
        """The names of texts that the tree uses."""
        for node in tree.body:
            self._statement(node, frozenset())
        return self.found

    def _statement(self, node: Any, loops: frozenset[str]) -> None:
        from jinja2 import nodes

        if isinstance(node, nodes.Output):
            for piece in node.nodes:
                if not isinstance(piece, nodes.TemplateData):
                    self._name(piece, frozenset(TEXTS) | loops)
        elif isinstance(node, nodes.If) and not node.elif_:
            self._name(node.test, frozenset(TEXTS + LISTS), shown=False)
            self._inside((*node.body, *node.else_), loops)
        elif isinstance(node, nodes.For) and not (node.else_ or node.test or node.recursive):
            self._name(node.iter, frozenset(LISTS), shown=False)
            variable = node.target.name if isinstance(node.target, nodes.Name) else ""
            self._inside(node.body, loops | {variable})
        else:
            self._refuse(type(node).__name__.lower())

    def _inside(self, statements: Iterable[Any], loops: frozenset[str]) -> None:
        self.depth += 1
        for inner in statements:
            self._statement(inner, loops)
        self.depth -= 1

    def _name(self, node: Any, known: frozenset[str], *, shown: bool = True) -> None:
        from jinja2 import nodes

        if not isinstance(node, nodes.Name):
            self._refuse(type(node).__name__.lower())
        if node.name not in known or (node.name == "body" and self.depth):
            self._refuse(node.name)
        if shown:
            self.found.append(node.name)

    def _refuse(self, what: str) -> None:
        raise TemplateRefused(
            _("The template uses “%(what)s” in %(where)s, which is no known placeholder.")
            % {"what": what, "where": self.where}
        )
