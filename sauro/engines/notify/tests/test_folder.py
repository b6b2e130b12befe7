"""SMS and chat: one file a message, never two, also after a crash."""

import json
from datetime import time

import pytest

from sauro.engines.notify import scheduled, tables
from sauro.engines.notify.channels import ChannelDown, Letter
from sauro.engines.notify.channels.folder import Chat, Line, Sms
from sauro.engines.notify.models import Delivery
from sauro.engines.notify.rules import LEASE
from sauro.engines.notify.services import preferences
from sauro.engines.notify.tests.conftest import KIND, Killed
from sauro.engines.notify.tests.test_delivering import MORNING, give, states

LETTER = Letter("<sauro-n1-sms-2025@h>", "0912", "Lan", "vi", "Việc 1", "", "", "https://h/1/", "")


@pytest.fixture
def outbox(settings, tmp_path):
    settings.SMS_OUTBOX = str(tmp_path / "sms")
    return tmp_path / "sms"


def test_a_message_is_one_file_with_one_line(outbox):
    with Sms().open() as line:
        line.send(LETTER)
        line.send(LETTER)
    (file,) = outbox.iterdir()
    assert file.name == "sauro-n1-sms-2025.json"
    text = file.read_text(encoding="utf-8")
    assert text.count("\n") == 1
    told = json.loads(text)
    assert (told["to"], told["text"], told["link"]) == ("0912", "Việc 1", "https://h/1/")


def test_a_message_that_was_fetched_is_not_laid_down_again(outbox):
    with Sms().open() as line:
        line.send(LETTER)
        (file,) = outbox.iterdir()
        file.rename(file.with_suffix(".done"))
        line.send(LETTER)
    assert [one.suffix for one in outbox.iterdir()] == [".done"]


def test_channels_without_a_folder_are_off(settings):
    settings.SMS_OUTBOX = settings.CHAT_OUTBOX = ""
    assert not Sms().is_on()
    assert not Chat().is_on()


def test_a_folder_that_cannot_be_written_is_a_channel_that_is_down(settings, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings.SMS_OUTBOX = str(blocked / "sms")
    with pytest.raises(ChannelDown), Sms().open():
        pass


@pytest.mark.django_db
def test_a_worker_killed_three_times_lays_down_each_message_once(
    told, dues, outbox, clerk, monkeypatch
):
    """The folder knows a message by its number, so that even the unsure one is not doubled."""
    channel = Sms()
    monkeypatch.setattr(tables, "channels", lambda: {"sms": channel})
    clerk.phone = "0912345678"
    clerk.save()
    preferences.save_preference(
        choices={KIND: {"sms": "now"}},
        quiet_from=time(0),
        quiet_to=time(0),
        digest_at=time(7),
        language="vi",
        by=clerk,
        at=MORNING,
    )
    for number in range(12):
        give(clerk, number)
    laid = 0
    sending = Line.send

    def dying(line, letter):
        nonlocal laid
        laid += 1
        if laid in (3, 9):
            raise Killed
        sending(line, letter)
        if laid == 6:
            raise Killed(after=True)

    monkeypatch.setattr(Line, "send", dying)
    at = MORNING
    for _death in range(3):
        with pytest.raises(Killed):
            scheduled.deliver(at=at)
        at += LEASE + LEASE
    scheduled.deliver(at=at)
    assert set(states()) == {"sent"}
    told_numbers = [json.loads(file.read_text())["text"] for file in outbox.iterdir()]
    assert len(told_numbers) == len(set(told_numbers)) == 12
    assert Delivery.objects.count() == 12
    assert laid == 15
