"""Collects every string of the interface into locale/vi/LC_MESSAGES/django.po.

The strings in the code are the English interface; this file is the Vietnamese one.

`messages.py` updates the files and keeps what is translated; `messages.py --check` changes nothing
and exits 1 when a string is missing, left over or untranslated.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

STABLE = datetime(2026, 1, 1, tzinfo=UTC)  # a date that moved would change the file for nothing
ROOT = Path(__file__).resolve().parents[1]
LANGUAGES = ("vi",)
KEYWORDS: dict[str, Any] = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}


def extract_template(
    file: IO[bytes],
    keywords: Any,
    tags: Any,
    options: Any,  # noqa: ARG001  (Babel hands it over)
) -> Iterator[tuple[int, str, Any, list[str]]]:
    """Strings of a Django template."""
    source = templatize(file.read().decode(), origin=getattr(file, "name", ""))
    source = "\n".join(line.lstrip() for line in source.split("\n"))  # no indentation to misread
    yield from extract_python(BytesIO(source.encode()), keywords, tags, {"encoding": "utf-8"})


def collect() -> Catalog:
    """Every string of the project, with the files in which it stands."""
    catalog = Catalog(project="Sáu Rõ", fuzzy=False)
    methods = [
        ("**/tests/**", "ignore"),
        ("**/migrations/**", "ignore"),
        ("**.py", "python"),
        ("**/templates/**.html", extract_template),
        ("**/templates/**.txt", extract_template),
    ]
    found = extract_from_dir(
        str(ROOT / "sauro"),
        methods,
        {},
        keywords=KEYWORDS,
        comment_tags=(),  # type: ignore[arg-type]
    )
    for file_name, _line, message, _comments, context in found:
        catalog.add(message, locations=[(f"sauro/{file_name}", 0)], context=context)
    return catalog


def path_of(language: str) -> Path:
    """The file of a language."""
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def current(language: str) -> Catalog:
    """The catalogue of a language as it is on disk."""
    path = path_of(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update(language: str, found: Catalog) -> Catalog:
    """The catalogue of a language with exactly the strings found, what was translated kept."""
    known = current(language)
    made = Catalog(locale=language, fuzzy=False, creation_date=STABLE, revision_date=STABLE)
    for message in found:
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        text = old.string if old is not None and "fuzzy" not in old.flags else ""
        made.add(message.id, text or "", locations=message.locations, context=message.context)
    return made


def faults() -> list[str]:
    """What is missing, left over or untranslated, language by language."""
    found = collect()
    wanted = {(message.id, message.context) for message in found if message.id}
    wrong = []
    for language in LANGUAGES:
        known = current(language)
        held = {(m.id, m.context): m for m in known if m.id}
        wrong += [f"{language}: not collected: {key[0]!r}" for key in wanted - held.keys()]
        wrong += [f"{language}: left over: {key[0]!r}" for key in held.keys() - wanted]
        for key in wanted & held.keys():
            message = held[key]
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            if "fuzzy" in message.flags or not all(texts):
                wrong.append(f"{language}: not translated: {key[0]!r}")
            wrong += [f"{language}: {error}: {key[0]!r}" for error in message.check(known)]
    return sorted(wrong)


def main() -> int:
    """Update the files, or only check them."""
    if "--check" in sys.argv:
        wrong = faults()
        print("\n".join(wrong) or "every string is translated")
        return 1 if wrong else 0
    found = collect()
    for language in LANGUAGES:
        path = path_of(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalog = update(language, found)
        with path.open("wb") as file:
            write_po(file, catalog, width=100, sort_output=True, include_lineno=False)
        missing = sum(1 for m in catalog if m.id and not m.string)
        print(f"{language}: {len(catalog)} strings, {missing} to translate")
    return 0


if __name__ == "__main__":
    sys.exit(main())
