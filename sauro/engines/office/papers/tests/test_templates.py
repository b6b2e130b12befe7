"""Templates that officers make: what is taken, and what is refused with which words."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from docx.shared import Pt

from sauro.engines.office.papers import template_parts, templates, word
from sauro.engines.office.papers.templates import TemplateRefused

from .sample import PARTY, REPORT

DEFAULT = templates.default_template("state")


def edited(change, data: bytes = DEFAULT) -> bytes:
    """The default template after an officer's edit in Word."""
    document = docx.Document(io.BytesIO(data))
    change(document)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def with_parts(data: bytes = DEFAULT, **parts: bytes) -> bytes:
    """The package with parts replaced or added; "__" in a name is a slash."""
    buffer = io.BytesIO()
    names = {name.replace("__", "/"): content for name, content in parts.items()}
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            if part.filename not in names:
                target.writestr(part, source.read(part))
        for name, content in names.items():
            target.writestr(name, content)
    return buffer.getvalue()


def part(name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(DEFAULT)) as archive:
        return archive.read(name).decode()


def saying(text: str) -> bytes:
    """A template with one more paragraph."""
    return edited(lambda document: document.add_paragraph(text))


@pytest.mark.parametrize("form", ["state", "party"])
def test_the_default_templates_pass(form):
    templates.check_template(edited(lambda d: None, templates.default_template(form)))


def test_the_default_templates_are_those_the_script_makes():
    for form in ("state", "party"):
        with zipfile.ZipFile(io.BytesIO(templates.default_template(form))) as archive:
            stored = [(name, archive.read(name)) for name in archive.namelist()]
        assert stored == template_parts.parts_of(form), "run scripts/paper_templates.py"


def test_a_template_with_another_look_is_followed():
    def change(document):
        document.styles["Nội dung"].font.size = Pt(13)
        document.styles["Cơ quan ban hành"].font.size = Pt(13)
        document.add_paragraph("Địa chỉ: số 1, đường Nguyễn Đăng Đạo")

    template = edited(change)
    templates.check_template(template)
    made = docx.Document(io.BytesIO(word.render_docx(REPORT, template)))
    assert made.styles["Nội dung"].font.size == Pt(13)
    assert any("Nguyễn Đăng Đạo" in p.text for p in made.paragraphs)
    rule = made.tables[0].rows[0].cells[0].paragraphs[-1].paragraph_format
    usual = docx.Document(io.BytesIO(word.render_docx(REPORT)))
    narrow = usual.tables[0].rows[0].cells[0].paragraphs[-1].paragraph_format
    assert rule.left_indent < narrow.left_indent  # the line grows with the letters above it


def test_a_template_may_leave_parts_out_and_lack_our_styles():
    document = docx.Document()
    document.add_paragraph("{{ issuer }}")
    document.add_paragraph("{%p if kind %}")
    document.add_paragraph("{{ kind }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{ body }}")
    buffer = io.BytesIO()
    document.save(buffer)
    with zipfile.ZipFile(io.BytesIO(buffer.getvalue())) as archive:
        assert "docProps/thumbnail.jpeg" in archive.namelist()
    templates.check_template(buffer.getvalue())
    made = docx.Document(io.BytesIO(word.render_docx(REPORT, buffer.getvalue())))
    paragraphs = {p.text: p for p in made.paragraphs}
    assert paragraphs["I. KẾT QUẢ THỰC HIỆN"].style.name == "Heading 1"
    assert next(p for p in made.paragraphs if p.text.startswith("Nội dung thứ 1")).style.name == (
        "Nội dung"
    )
    assert sum(style.name == "Heading 1" for style in made.styles) == 1


def test_placeholders_cut_into_pieces_by_word_are_understood():
    def change(document):
        paragraph = document.add_paragraph()
        for piece in ("{", "{ sig", "ner }", "}"):
            paragraph.add_run(piece)

    template = edited(change)
    templates.check_template(template)
    made = docx.Document(io.BytesIO(word.render_docx(REPORT, template)))
    assert made.paragraphs[-1].text != "{{ signer }}"
    assert any(p.text == "Nguyễn Thị Hường" for p in made.paragraphs)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{{ password }}", "password"),
        ("{{ ''.__class__.__mro__ }}", "getattr"),
        ("{{ issuer.upper() }}", "call"),
        ("{{ issuer | safe }}", "filter"),
        ("{{ 'a' * 1000000000 }}", "mul"),
        ("{% for i in range(1000000000) %}{{ i }}{% endfor %}", "call"),
        ("{% set x = 1 %}", "assign"),
        ("{% include 'x' %}", "include"),
        ("{% macro x() %}{% endmacro %}", "macro"),
        ("{{ recipients }}", "recipients"),
        ("{% if issuer == 'x' %}a{% endif %}", "compare"),
        ("{{ line }}", "line"),
        ("{% if kind %}{{ body }}{% endif %}", "body"),
        ("{% for line in grounds %}{{ body }}{% endfor %}", "body"),
    ],
)
def test_what_is_no_known_placeholder_is_refused_by_name(text, named):
    with pytest.raises(TemplateRefused, match=named):
        templates.check_template(saying(text))


@pytest.mark.parametrize(
    "text", ["{{ issuer", "{% if kind %}", "{{ }}", "{% endif %}", "{{ 1 + }}"]
)
def test_placeholders_that_cannot_be_read_are_refused(text):
    with pytest.raises(TemplateRefused):
        templates.check_template(saying(text))


def test_placeholders_of_headers_and_properties_are_looked_at_too():
    def change(document):
        document.core_properties.title = "{{ secret }}"

    with pytest.raises(TemplateRefused, match="secret"):
        templates.check_template(edited(change))
    head = part("word/header1.xml").replace("<w:t>2</w:t>", "<w:t>{{ config }}</w:t>")
    with pytest.raises(TemplateRefused, match="config"):
        templates.check_template(with_parts(**{"word__header1.xml": head.encode()}))


def test_a_template_needs_its_body_once():
    text = part("word/document.xml")
    without = with_parts(**{"word__document.xml": text.replace("{{ body }}", "x").encode()})
    with pytest.raises(TemplateRefused, match="body"):
        templates.check_template(without)
    with pytest.raises(TemplateRefused, match="body"):
        templates.check_template(saying("{{ body }}"))


def test_macros_programs_and_other_files_inside_are_refused():
    for name in ("word__vbaProject.bin", "word__embeddings__ole1.bin", "word__run.exe"):
        with pytest.raises(TemplateRefused):
            templates.check_template(with_parts(**{name: b"x"}))


@pytest.mark.parametrize("kind", ["hyperlink", "image", "attachedTemplate", "oleObject"])
def test_links_to_the_outside_are_refused(kind):
    relations = part("word/_rels/document.xml.rels").replace(
        "</Relationships>",
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" Target="http://example.org/x" TargetMode="External"/>'
        "</Relationships>",
    )
    with pytest.raises(TemplateRefused, match=r"example\.org"):
        templates.check_template(
            with_parts(**{"word___rels__document.xml.rels": relations.encode()})
        )


@pytest.mark.parametrize("code", ["INCLUDEPICTURE", "INCLUDETEXT", "DDEAUTO", "LINK "])
def test_fields_that_fetch_something_are_refused(code):
    text = part("word/document.xml").replace(
        "<w:body>",
        f'<w:body><w:p><w:r><w:instrText>{code} "http://example.org"</w:instrText></w:r></w:p>',
    )
    with pytest.raises(TemplateRefused, match=code.strip()[:3]):
        templates.check_template(with_parts(**{"word__document.xml": text.encode()}))


def test_entities_are_refused():
    text = '<!DOCTYPE x [<!ENTITY a "b">]>' + part("word/document.xml").split("?>", 1)[1]
    with pytest.raises(TemplateRefused):
        templates.check_template(with_parts(**{"word__document.xml": text.encode()}))


def test_an_archive_that_unpacks_to_far_more_is_refused():
    with pytest.raises(TemplateRefused):
        templates.check_template(with_parts(**{"word__media__x.png": b"0" * 30_000_000}))


@pytest.mark.parametrize(
    "data", [b"", b"PK\x03\x04", b"%PDF-1.7\n%%EOF", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"text"]
)
def test_what_is_no_word_file_is_refused(data):
    with pytest.raises(TemplateRefused):
        templates.check_template(data)


def test_a_workbook_is_refused():
    from sauro.engines.office import writing

    with pytest.raises(TemplateRefused):
        templates.check_template(writing.write_xlsx([]) or b"")


def test_an_unsafe_template_is_refused_when_it_is_filled_too():
    with pytest.raises(TemplateRefused):
        word.render_docx(REPORT, saying("{{ ''.__class__ }}"))


@pytest.mark.parametrize("text", ["{_{ x }_}", "{_% x %_}", "{{ issuer }}", "<w:p/>", "&amp;"])
def test_texts_are_never_read_as_placeholders(text):
    paper = replace(PARTY, abstract=text, issuer=text, copy_mark=text, recipients=[text])
    made = docx.Document(io.BytesIO(word.render_docx(paper)))
    assert any(p.text == text for p in made.paragraphs)
    assert made.sections[0].first_page_header.paragraphs[0].text == text
