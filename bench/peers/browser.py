"""One signed-in person at a server on loopback; the same client for every product."""

from __future__ import annotations

import http.client
import re
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

File = tuple[str, str, bytes]  # field, file name, content
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took from the connection to the last byte."""

    status: int
    text: str
    location: str
    ms: float


class _Hidden(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.action = ""
        self.found: dict[str, dict[str, str]] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.action = values.get("action", "")
            self.found.setdefault(self.action, {})
        elif tag == "input" and values.get("type") == "hidden" and values.get("name"):
            self.found.setdefault(self.action, {})[values["name"]] = values.get("value", "")


def hidden_fields(page: str, action: str) -> dict[str, str]:
    """The hidden inputs of the form with this action."""
    reader = _Hidden()
    reader.feed(page)
    return reader.found.get(action, {})


def number_in(page: str, pattern: str) -> int:
    """The whole number that a pattern finds, read without its separators; -1 when not found."""
    found = re.search(pattern, page)
    return int(re.sub(r"\D", "", found.group(1))) if found else -1


def multipart(values: Mapping[str, str], file: File) -> tuple[bytes, str]:
    """The body of an upload and its content type."""
    mark = uuid.uuid4().hex
    name, file_name, content = file
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
        for key, value in values.items()
    ]
    head = f'--{mark}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"'
    text = "".join(parts) + head + "\r\nContent-Type: application/octet-stream\r\n\r\n"
    return text.encode() + content + f"\r\n--{mark}--\r\n".encode(), (
        f"multipart/form-data; boundary={mark}"
    )


@dataclass(slots=True)
class Browser:
    """Keeps cookies; asks for English pages, uncompressed, on a connection for each request."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """A page that must be there."""
        answer = self._ask("GET", path, None, {})
        if answer.status != http.client.OK:
            raise SystemExit(f"{path} answered {answer.status}")
        return answer

    def post(
        self,
        path: str,
        values: Mapping[str, str] | Pairs = (),
        *,
        file: File | None = None,
        headers: Mapping[str, str] | None = None,
        expect: int = http.client.FOUND,
    ) -> Answer:
        """The answer to a form, by default a redirect to the page that follows."""
        if file:
            body, kind = multipart(dict(values), file)
        else:
            body, kind = urlencode(values).encode(), "application/x-www-form-urlencoded"
        answer = self._ask("POST", path, body, {"Content-Type": kind, **(headers or {})})
        if answer.status != expect:
            raise SystemExit(f"{path} answered {answer.status}, not {expect}")
        return answer

    def sign_in(self, path: str, values: Mapping[str, str]) -> None:
        """Fill in the sign-in form as a person does."""
        self.post(path, hidden_fields(self.get(path).text, path) | dict(values))

    def _ask(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        sent = {
            "Accept-Language": "en",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            **headers,
        }
        start = time.perf_counter()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body, sent)
            response = connection.getresponse()
            content = response.read()
        finally:
            connection.close()
        ms = 1000 * (time.perf_counter() - start)
        for line in response.headers.get_all("Set-Cookie") or []:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.coded_value
        parts = urlsplit(response.headers.get("Location", ""))
        location = parts.path + (f"?{parts.query}" if parts.query else "")
        return Answer(response.status, content.decode(errors="replace"), location, ms)
