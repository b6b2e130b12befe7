"""A question to an OpenAI-compatible endpoint, local or remote; off when none is configured."""

from __future__ import annotations

import http.client
import json
import time
import urllib.error
import urllib.request
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings

_MOST_BYTES = 1_000_000
_CHUNK = 16_384
_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class AssistantFailed(Exception):
    """There is no usable answer; `reason` is off, unreachable, late, refused or bad_answer."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        super().__init__(f"{reason}: {detail}" if detail else reason)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is refused: the text goes to the configured address and nowhere else."""

    def redirect_request(self, *_args: Any, **_more: Any) -> None:
        """Answer that the redirect is not followed."""


def is_configured() -> bool:
    """Whether an address and a model are configured."""
    return bool(settings.ASSISTANT_URL and settings.ASSISTANT_MODEL)


def ask(*, task: str, document: str, seconds: float | None = None) -> dict[str, Any]:
    """The JSON object that the model answers; raises AssistantFailed for anything else."""
    if not is_configured():
        raise AssistantFailed("off")
    limit = settings.ASSISTANT_SECONDS if seconds is None else seconds
    body = {
        "model": settings.ASSISTANT_MODEL,
        "temperature": 0,
        "response_format": {"type": "json_object"},
        "messages": [{"role": "system", "content": task}, {"role": "user", "content": document}],
    }
    return _object(_content(_post(json.dumps(body).encode(), limit)))


def _post(body: bytes, seconds: float) -> bytes:
    ends_at = time.monotonic() + seconds
    request = urllib.request.Request(_address(), data=body, method="POST")  # noqa: S310 - checked
    request.add_header("Content-Type", "application/json")
    if settings.ASSISTANT_KEY:
        request.add_header("Authorization", f"Bearer {settings.ASSISTANT_KEY}")
    handlers: list[Any] = [_NoRedirect]
    if urlsplit(request.full_url).hostname in _LOOPBACK:
        handlers.append(urllib.request.ProxyHandler({}))
    try:
        with urllib.request.build_opener(*handlers).open(request, timeout=seconds) as answer:
            return _read(answer, ends_at)
    except urllib.error.HTTPError as error:
        error.close()
        raise AssistantFailed("refused", str(error.code)) from error
    except TimeoutError as error:
        raise AssistantFailed("late") from error
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        is_late = isinstance(getattr(error, "reason", None), TimeoutError)
        raise AssistantFailed("late" if is_late else "unreachable") from error


def _address() -> str:
    address = settings.ASSISTANT_URL.rstrip("/")
    if urlsplit(address).scheme not in ("http", "https"):
        raise AssistantFailed("unreachable", "the address is not http or https")
    return address if address.endswith("/chat/completions") else f"{address}/chat/completions"


def _read(answer: IO[bytes], ends_at: float) -> bytes:
    """The whole answer, unless it drips too slowly or never ends."""
    found = bytearray()
    while chunk := answer.read(_CHUNK):
        found += chunk
        if time.monotonic() > ends_at:
            raise AssistantFailed("late")
        if len(found) > _MOST_BYTES:
            raise AssistantFailed("bad_answer", "too long")
    return bytes(found)


def _content(raw: bytes) -> str:
    """The words of the model in the envelope of the endpoint."""
    try:
        content = json.loads(raw)["choices"][0]["message"]["content"]
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise AssistantFailed("bad_answer", "no message") from error
    if not isinstance(content, str):
        raise AssistantFailed("bad_answer", "no text")
    return content


def _object(content: str) -> dict[str, Any]:
    stripped = content.strip().removeprefix("```json").removeprefix("```").removesuffix("```")
    try:
        found = json.loads(stripped)
    except (ValueError, RecursionError) as error:
        raise AssistantFailed("bad_answer", "no JSON") from error
    if not isinstance(found, dict):
        raise AssistantFailed("bad_answer", "no object")
    return found
