"""What a page of HTML holds, as far as a test asks."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"input", "select", "textarea"}
WITHOUT_LABEL = {"hidden", "submit", "button", "reset", "image"}


@dataclass
class Page(HTMLParser):
    """Headings, title, ids, links, scripts, fields and labels of a page."""

    text: str
    title: str = ""
    language: str = ""
    headings: list[int] = field(default_factory=list)
    ids: Counter = field(default_factory=Counter)
    links: list[str] = field(default_factory=list)
    inline: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)

    def __post_init__(self):
        HTMLParser.__init__(self)
        self._inside: list[str] = []
        self._fields: list[tuple[str, str]] = []
        self._labelled: set[str] = set()
        self.feed(self.text)
        self.unnamed += [name for name, id_ in self._fields if id_ not in self._labelled]

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if "id" in given:
            self.ids[given["id"]] += 1
        self.inline += [
            f"{tag} {name}" for name in given if name.startswith("on") or name == "style"
        ]
        if tag == "html":
            self.language = given.get("lang", "")
        elif tag == "script" and "src" not in given and "json" not in given.get("type", ""):
            self.inline.append("script")
        elif tag == "style":
            self.inline.append("style")
        elif tag in ("h1", "h2", "h3", "h4"):
            self.headings.append(int(tag[1]))
        elif tag == "label":
            self._labelled.add(given.get("for", ""))
        elif tag == "img" and "alt" not in given:
            self.unnamed.append(f"img {given.get('src')}")
        elif tag in TYPED and given.get("type") not in WITHOUT_LABEL and "hidden" not in given:
            self._field(tag, given)
        for name in ("href", "action", "hx-get", "hx-post"):
            if given.get(name, "").startswith("/"):
                self.links.append(given[name])
        if tag in ("title", "label"):
            self._inside.append(tag)

    def _field(self, tag, given):
        named = {"aria-label", "aria-labelledby"} & given.keys()
        if not named and "label" not in self._inside:
            self._fields.append((f"{tag} {given.get('name')}", given.get("id", "")))

    def handle_endtag(self, tag):
        if tag in self._inside:
            self._inside.remove(tag)

    def handle_data(self, data):
        if "title" in self._inside:
            self.title += data
