"""Makes the two default templates of official papers, which an officer may replace by his own.

Run it after a change of the measures: `python scripts/paper_templates.py`. The placeholders are
explained in sauro/engines/office/papers/templates.py.
"""

from __future__ import annotations

from pathlib import Path

from sauro.engines.office.papers import measures, packing, template_parts

FOLDER = Path(__file__).resolve().parent.parent / "sauro/engines/office/papers/templates"

if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for form in measures.MEASURES:
        path = FOLDER / f"{form}.docx"
        path.write_bytes(packing.packed(template_parts.parts_of(form)))
        print(path.name, path.stat().st_size)
