"""A visit is written when the answer is on its way, and never keeps anybody waiting."""

from datetime import timedelta

import pytest
from django.core.signals import request_finished
from django.db import OperationalError, close_old_connections, connection
from django.http import HttpResponse

from sauro.shell.changes import rules, services, visiting
from sauro.shell.changes.models import Visit

pytestmark = pytest.mark.django_db
PAGES = ["/tong-quan/", "/", "/thay-doi/"]


@pytest.fixture
def asked(rf, leader, noon):
    request = rf.get("/")
    request.user = leader
    request_finished.disconnect(close_old_connections)  # as the test client does
    yield request
    request_finished.connect(close_old_connections)


@pytest.mark.parametrize("status", [200, 304])
def test_the_answer_is_made_first_and_the_visit_written_when_it_is_sent(asked, at, status):
    response = visiting.visited(asked, lambda _request: HttpResponse(status=status))
    assert not Visit.objects.exists()
    response.close()
    assert Visit.objects.get().presence == rules.Presence(None, at)


@pytest.mark.parametrize("path", PAGES)
def test_who_comes_while_another_writes_gets_his_page_all_the_same(
    week, leader, at, browser_of, path, monkeypatch, caplog
):
    Visit.objects.create(user=leader, seen_at=at - timedelta(days=2))

    def locked(**_how):
        raise OperationalError("database is locked")

    with monkeypatch.context() as patched:
        patched.setattr(services, "arrive", locked)
        assert browser_of(leader).get(path).status_code == 200
    assert "database is locked" in caplog.text
    assert Visit.objects.get().seen_at == at - timedelta(days=2)
    browser_of(leader).get(path)
    assert Visit.objects.get().presence == rules.Presence(at - timedelta(days=2), at)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite lets one write at a time")
def test_the_wait_for_another_who_writes_is_short_and_only_here(asked, monkeypatch):
    def patience():
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA busy_timeout").fetchone()[0]

    usual, seen = patience(), []
    monkeypatch.setattr(services, "arrive", lambda **_how: seen.append(patience()))
    visiting.visited(asked, lambda _request: HttpResponse()).close()
    assert seen == [visiting.PATIENCE_MS]
    assert patience() == usual > visiting.PATIENCE_MS
