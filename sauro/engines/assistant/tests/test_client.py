"""One question, one JSON object; every other answer is the assistant's own error."""

import pytest

from sauro.engines import assistant
from sauro.engines.assistant.tests.mock_server import endpoint


@pytest.fixture
def server(settings):
    with endpoint() as told:
        settings.ASSISTANT_URL, settings.ASSISTANT_MODEL = told.url, "thu-nghiem"
        settings.ASSISTANT_KEY, settings.ASSISTANT_SECONDS = "khoa-bi-mat", 2
        yield told


def reason_of():
    with pytest.raises(assistant.AssistantFailed) as failed:
        assistant.ask(task="Làm", document="Văn bản")
    return failed.value.reason


def test_it_is_off_when_nothing_is_configured(settings):
    settings.ASSISTANT_URL = settings.ASSISTANT_MODEL = ""
    assert not assistant.is_configured()
    assert reason_of() == "off"


def test_a_question_carries_model_key_and_text(server):
    server.answer = {"abstract": "Một"}
    assert assistant.ask(task="Làm", document="Văn bản") == {"abstract": "Một"}
    asked = server.asked[0]
    assert (asked["path"], asked["model"]) == ("/v1/chat/completions", "thu-nghiem")
    assert [one["content"] for one in asked["messages"]] == ["Làm", "Văn bản"]
    assert server.headers[0]["Authorization"] == "Bearer khoa-bi-mat"


def test_a_fenced_object_is_taken(server):
    server.answer = '```json\n{"tasks": []}\n```'
    assert assistant.ask(task="Làm", document="x") == {"tasks": []}


@pytest.mark.parametrize("raw", [b"", b"no json", b"[]", b'{"choices": []}', b"[" * 100_000])
def test_a_strange_envelope_is_a_bad_answer(server, raw):
    server.raw = raw
    assert reason_of() == "bad_answer"


@pytest.mark.parametrize("answer", ["just words", "[1, 2]", "{", "null"])
def test_words_that_are_no_object_are_a_bad_answer(server, answer):
    server.answer = answer
    assert reason_of() == "bad_answer"


def test_an_endless_answer_is_cut(server):
    server.raw = b"x" * 1_100_000
    assert reason_of() == "bad_answer"


def test_an_error_of_the_endpoint_is_a_refusal(server):
    server.status = 500
    assert reason_of() == "refused"


def test_a_redirect_is_not_followed(server):
    server.status, server.location = 307, "http://127.0.0.1:1/elsewhere"
    assert reason_of() == "refused"
    assert len(server.asked) == 1


def test_a_slow_endpoint_is_late(server, settings):
    settings.ASSISTANT_SECONDS, server.wait = 0.2, 0.6
    assert reason_of() == "late"


def test_a_dripping_endpoint_is_late(server, settings):
    settings.ASSISTANT_SECONDS, server.drip, server.raw = 0.3, 0.1, b"y" * 1024
    assert reason_of() == "late"


def test_a_closed_port_is_unreachable(server, settings):
    settings.ASSISTANT_URL = "http://127.0.0.1:9/v1"
    assert reason_of() == "unreachable"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://127.0.0.1/", "nonsense"])
def test_only_web_addresses_are_asked(settings, server, address):
    settings.ASSISTANT_URL = address
    assert reason_of() == "unreachable"
