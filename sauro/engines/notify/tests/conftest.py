"""Channels and sources of their own, so that the tests say what is told and how it travels."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import date

import pytest
from django.utils import translation

from sauro.engines.notify import Due, Message, Source, tables
from sauro.engines.notify.channels import ChannelDown

KIND = "programmes.task.assign"
CODE = "programmes.tasks_due"
DUE = date(2025, 6, 20)  # a Friday; `at` of the tests is Tuesday 10 June


@pytest.fixture(autouse=True)
def english():
    """Words are looked for in English; letters are in the language of their person."""
    with translation.override("en"):
        yield


class Post:
    """A post office in memory: what arrived, and what it does to the next letters."""

    code, label = "email", "E-mail"

    def __init__(self):
        self.letters = []
        self.down = False
        self.faults = []
        self.hangs_up_at = ()  # words of subjects; an empty word is in every one
        self.is_line_lost = False

    def is_on(self):
        return True

    def address(self, person):
        return person.email

    @contextmanager
    def open(self):
        if self.down:
            raise ChannelDown("no route to host")
        self.is_line_lost = False
        yield self

    def send(self, letter):
        if self.is_line_lost or any(word in letter.subject for word in self.hangs_up_at):
            self.is_line_lost = True
            raise ChannelDown("hung up")
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and not getattr(fault, "after", False):
            raise fault
        self.letters.append(letter)
        if fault is not None:
            raise fault


class Killed(BaseException):
    """The worker dies here."""

    def __init__(self, *, after=False):
        super().__init__("killed")
        self.after = after


@pytest.fixture
def post(monkeypatch):
    office = Post()
    monkeypatch.setattr(tables, "channels", lambda: {"email": office})
    return office


@pytest.fixture
def dues(monkeypatch):
    """The list from which the one source of reminders gives."""
    given: list[Due] = []
    source = Source(label="Task", dues=lambda *, today: list(given))
    monkeypatch.setattr(tables, "sources", lambda: {CODE: source})
    return given


@pytest.fixture
def told(monkeypatch):
    """People to whom assigning a task is told."""
    people: list[int] = []
    message = Message(
        kind=KIND,
        to=lambda _event: people,
        title="%(by)s assigned a task to your unit: %(label)s",
        url="organisation_detail",
    )
    monkeypatch.setattr(tables, "messages", lambda: {KIND: message})
    return people


def due(to, *, number="7", on=DUE, superiors=(), label="Xây dựng nền tảng"):
    return Due(
        subject_kind="programmes.task",
        subject_id=number,
        label=label,
        url=f"/nhiem-vu/{number}/",
        due_on=on,
        to=tuple(one.pk for one in to),
        superiors=tuple(one.pk for one in superiors),
    )
