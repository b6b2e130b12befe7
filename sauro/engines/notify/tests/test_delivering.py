"""How notices travel: at once, gathered, in quiet hours; nothing is lost and nothing is doubled."""

import smtplib
from datetime import datetime, time, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from sauro.core.errors import NotAllowed
from sauro.engines.notify import scheduled, tables
from sauro.engines.notify.channels import ChannelDown, Refused
from sauro.engines.notify.channels.email import Email
from sauro.engines.notify.models import Delivery, Digest, Notice, Preference
from sauro.engines.notify.rules import LEASE, WAITS
from sauro.engines.notify.services import delivering, digests, notices, preferences, retrying
from sauro.engines.notify.tests.conftest import KIND, Killed

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def moment(day, hour, minute=0):
    return datetime(2025, 6, day, hour, minute, tzinfo=timezone.get_current_timezone())


MORNING = moment(10, 9)


def give(person, number, *, urgent=False, at=MORNING):
    notices.give(
        kind=KIND,
        people=[person.pk],
        key=f"k{number}",
        label=f"Việc {number}",
        urgent=urgent,
        at=at,
    )


def wish(person, at=MORNING, **changes):
    usual = {"choices": {}, "quiet_from": time(20), "quiet_to": time(6, 30)}
    usual |= {"digest_at": time(7), "language": "vi"}
    return preferences.save_preference(**{**usual, **changes}, by=person, at=at)


def states():
    return list(Delivery.objects.order_by("id").values_list("state", flat=True))


def test_what_is_not_urgent_waits_for_a_digest_one_a_working_day(told, post, clerk):
    friday, saturday, monday = moment(13, 16), moment(14, 8), moment(16, 7)
    give(clerk, 1, at=friday)
    give(clerk, 2, at=friday)
    for at in (friday, saturday, monday - MINUTE):
        scheduled.digests(at=at)
        scheduled.deliver(at=at)
    assert Digest.objects.count() == 1  # of Friday: its hour has come
    give(clerk, 3, at=monday)
    for at in (monday, monday, monday + 15 * MINUTE):
        scheduled.digests(at=at)
        scheduled.deliver(at=at)
    assert len(post.letters) == 2
    assert post.letters[0].subject.startswith("Sáu Rõ: 2 ")
    assert post.letters[0].subject.endswith("13/06/2025")
    assert "Việc 3" in post.letters[1].text
    assert post.letters[1].address == clerk.email


def test_each_person_has_his_hour_and_what_was_read_is_left_out(told, post, clerk, head):
    wish(head, digest_at=time(11))
    for person in (clerk, head):
        give(person, 1)
        give(person, 2)
    notices.mark_read(by=clerk, at=MORNING)
    scheduled.digests(at=MORNING)
    assert not Digest.objects.exists()
    notices.mark_read(by=head, at=MORNING, ids=[Notice.objects.filter(person=head).first().pk])
    scheduled.digests(at=moment(10, 11))
    scheduled.deliver(at=moment(10, 11))
    assert [letter.name for letter in post.letters] == [str(head)]
    assert "Việc 1" in post.letters[0].text
    assert "Việc 2" not in post.letters[0].text


def test_an_urgent_notice_leaves_at_once_but_not_at_night(told, post, clerk, head):
    give(clerk, 1, urgent=True)
    scheduled.deliver(at=MORNING)
    assert post.letters[0].subject.endswith("Việc 1")
    night = moment(10, 23)
    give(head, 2, urgent=True, at=night)
    scheduled.deliver(at=night)
    scheduled.deliver(at=moment(11, 6, 29))
    assert len(post.letters) == 1
    scheduled.deliver(at=moment(11, 6, 30))
    assert len(post.letters) == 2


def test_an_urgent_notice_of_a_day_off_leaves_on_the_next_working_day(told, post, clerk):
    saturday = moment(14, 9)
    give(clerk, 1, urgent=True, at=saturday)
    for at in (saturday, moment(15, 9), moment(16, 6, 29)):
        scheduled.deliver(at=at)
    assert post.letters == []
    scheduled.deliver(at=moment(16, 6, 30))
    assert len(post.letters) == 1


def test_a_digest_made_in_the_quiet_hours_leaves_after_them(told, post, clerk):
    wish(clerk, digest_at=time(5))
    give(clerk, 1)
    scheduled.digests(at=moment(11, 5))
    scheduled.deliver(at=moment(11, 5))
    assert Digest.objects.count() == 1
    assert post.letters == []
    scheduled.deliver(at=moment(11, 6, 30))
    assert len(post.letters) == 1


def test_what_a_late_worker_finds_in_the_night_waits_for_the_morning(told, post, clerk):
    give(clerk, 1, urgent=True, at=moment(10, 19))
    scheduled.routing.route(at=moment(10, 19))
    scheduled.deliver(at=moment(10, 23))
    [one] = Delivery.objects.all()
    assert (post.letters, one.state, one.worker) == ([], "waiting", "")
    scheduled.deliver(at=moment(11, 6, 30))
    assert len(post.letters) == 1


def test_what_failed_in_the_evening_is_not_tried_at_night(told, post, clerk):
    evening = moment(10, 19, 59)
    give(clerk, 1, urgent=True, at=evening)
    post.faults = [ValueError("mailbox full")]
    scheduled.deliver(at=evening)
    scheduled.deliver(at=moment(10, 20, 30))
    assert post.letters == []
    scheduled.deliver(at=moment(11, 6, 30))
    assert len(post.letters) == 1


def test_a_person_decides_how_he_is_told(told, post, clerk, head):
    wish(clerk, choices={KIND: {"email": "off"}, "unknown": {"email": "now"}})
    wish(head, choices={KIND: {"email": "now", "pigeon": "now"}}, language="en")
    assert Preference.objects.get(pk=clerk.pk).choices == {KIND: {"email": "off"}}
    assert Preference.objects.get(pk=head.pk).choices == {KIND: {"email": "now"}}
    give(clerk, 1)
    give(head, 1)
    scheduled.deliver(at=MORNING)
    scheduled.digests(at=moment(11, 7))
    assert [letter.name for letter in post.letters] == [str(head)]
    assert post.letters[0].text.startswith("Dear ")


def test_who_has_no_address_or_a_closed_account_has_the_inbox_alone(told, post, clerk, head):
    clerk.email = ""
    clerk.save()
    head.is_active = False
    head.save()
    give(clerk, 1, urgent=True)
    give(head, 1, urgent=True)
    scheduled.deliver(at=MORNING)
    assert not Delivery.objects.exists()
    assert not Notice.objects.filter(routed_at=None).exists()


def test_an_address_that_went_away_is_given_up_with_a_reason(told, post, clerk):
    give(clerk, 1, urgent=True, at=moment(10, 22))
    scheduled.deliver(at=moment(10, 22))
    clerk.email = ""
    clerk.save()
    scheduled.deliver(at=MORNING + timedelta(days=1))
    assert states() == ["given_up"]
    assert "address" in Delivery.objects.get().last_error


def test_a_mail_server_that_is_away_delays_and_loses_nothing(told, post, clerk):
    for number in range(250):
        give(clerk, number, urgent=True)
    post.down = True
    scheduled.deliver(at=MORNING)
    assert set(states()) == {"waiting", "failed"}
    assert Delivery.objects.filter(last_error__contains="no route").count() == 100
    post.down = False
    scheduled.deliver(at=MORNING + 2 * MINUTE)
    assert len(post.letters) == len({letter.id for letter in post.letters}) == 250
    assert set(states()) == {"sent"}


def test_an_outage_of_two_weeks_gives_nothing_up_and_is_noticed_within_an_hour_when_it_ends(
    told, post, clerk
):
    wish(clerk, quiet_from=time(0), quiet_to=time(0))
    give(clerk, 1, urgent=True)
    post.down = True
    at = MORNING
    for _hour in range(14 * 24):
        scheduled.deliver(at=at)
        at += 60 * MINUTE
    assert states() == ["failed"]
    post.down = False
    scheduled.deliver(at=at + MINUTE)
    assert len(post.letters) == 1


def test_what_fails_is_tried_at_growing_intervals_and_then_given_up(told, post, clerk, admin):
    give(clerk, 1, urgent=True)
    wish(clerk, quiet_from=time(0), quiet_to=time(0))
    at = MORNING
    for wait in (*WAITS, 0):
        post.faults = [ValueError("mailbox full")]
        scheduled.deliver(at=at)
        scheduled.deliver(at=at)  # nothing is due
        at += wait * MINUTE + MINUTE / 2
    one = Delivery.objects.get()
    assert (one.state, one.attempts, one.last_error) == ("given_up", 12, "mailbox full")
    post.faults = []
    scheduled.deliver(at=at + timedelta(days=9))
    assert post.letters == []
    assert retrying.try_again(by=admin, at=at) == 1
    scheduled.deliver(at=at)
    assert states() == ["sent"]
    with pytest.raises(retrying.NothingToTry):
        retrying.try_again(by=admin, at=at)


def test_only_administrators_try_again_and_only_for_their_people(
    told, post, clerk, monitor, stranger
):
    from conftest import give as grant
    from conftest import make_user

    give(clerk, 1, urgent=True)
    post.faults = [Refused("no such mailbox")]
    scheduled.deliver(at=MORNING)
    assert states() == ["given_up"]
    with pytest.raises(NotAllowed):
        retrying.try_again(by=monitor, at=MORNING)
    elsewhere = stranger.role_grants.first().organisation
    foreigner = grant(make_user("quan-tri-la", "Quản trị lạ"), "administrator", elsewhere)
    with pytest.raises(retrying.NothingToTry):
        retrying.try_again(by=foreigner, at=MORNING)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_worker_killed_while_it_hands_over_loses_nothing(told, post, clerk, after):
    """Killed before or after the server took it: the letter comes again under the same number."""
    for number in range(5):
        give(clerk, number, urgent=True)
    post.faults = [None, None, Killed(after=after)]
    with pytest.raises(Killed):
        scheduled.deliver(at=MORNING)
    assert sorted(states()) == ["sending", "sent", "sent", "waiting", "waiting"]
    scheduled.deliver(at=MORNING + 2 * MINUTE)
    assert len(post.letters) == 2 + after  # the claims of the dead worker still hold
    scheduled.deliver(at=MORNING + LEASE + MINUTE)
    assert set(states()) == {"sent"}
    assert len({letter.id for letter in post.letters}) == 5
    assert len(post.letters) == 5 + after


def test_two_workers_share_the_work(told, post, clerk, monkeypatch):
    for number in range(150):
        give(clerk, number, urgent=True)
    scheduled.routing.route(at=MORNING)
    sending = post.send

    def meanwhile(letter):
        if len(post.letters) == 20:
            monkeypatch.setattr(post, "send", sending)
            other = delivering.deliver(at=MORNING, worker="other")
            assert other.sent == 50  # the first has a hundred in hand
        sending(letter)

    monkeypatch.setattr(post, "send", meanwhile)
    assert delivering.deliver(at=MORNING, worker="first").sent == 100
    assert len(post.letters) == len({letter.id for letter in post.letters}) == 150


def test_a_claim_that_lapsed_belongs_to_the_next_worker(told, post, clerk):
    give(clerk, 1, urgent=True)
    scheduled.routing.route(at=MORNING)
    (claimed,) = delivering._claim("email", "slow", MORNING)
    assert delivering._claim("email", "other", MORNING + MINUTE) == []
    assert delivering.deliver(at=MORNING + LEASE + MINUTE, worker="other").sent == 1
    done = delivering.Carried()
    delivering._hand_over_all([claimed], post, post, lambda: MORNING, done)
    assert len(post.letters) == 1


def test_routing_again_after_a_crash_makes_no_second_delivery(told, post, clerk):
    give(clerk, 1, urgent=True)
    scheduled.routing.route(at=MORNING)
    Notice.objects.update(routed_at=None)
    scheduled.routing.route(at=MORNING)
    assert Delivery.objects.count() == 1


def test_two_workers_make_one_digest(told, post, clerk):
    give(clerk, 1)
    scheduled.routing.route(at=MORNING)
    assert digests._make([clerk.pk], MORNING.date(), MORNING) == 1
    give(clerk, 2)
    scheduled.routing.route(at=MORNING)
    assert digests._make([clerk.pk], MORNING.date(), MORNING) == 0
    assert Notice.objects.filter(awaits_digest=True).count() == 1  # for tomorrow
    assert Delivery.objects.count() == 1


def test_mail_has_what_mail_readers_need(told, clerk, settings, monkeypatch):
    settings.ADDRESS = "https://sauro.example.gov.vn"
    monkeypatch.setattr(tables, "channels", lambda: {"email": Email()})
    give(clerk, 1, urgent=True)
    scheduled.deliver(at=MORNING)
    (sent,) = mail.outbox
    one = Delivery.objects.get()
    headers = sent.message()
    assert (
        headers["Message-ID"]
        == f"<sauro-n{one.notice_id}-email-20250610020000@sauro.example.gov.vn>"
    )
    assert headers["List-Id"] == "Sauro <notices.sauro.example.gov.vn>"
    assert headers["Auto-Submitted"] == "auto-generated"
    assert sent.to == [clerk.email]
    page = f"https://sauro.example.gov.vn/thong-bao/{one.notice_id}/"
    assert page in sent.body
    assert f'href="{page}"' in sent.alternatives[0].content
    assert clerk.full_name in sent.body


class Server:
    """A mail server with one thing wrong."""

    def __init__(self, opening=None, sending=None):
        self.opening, self.sending = opening, sending

    def open(self):
        if self.opening:
            raise self.opening

    def send_messages(self, _messages):
        raise self.sending

    def close(self):
        raise smtplib.SMTPServerDisconnected("bye")


@pytest.mark.parametrize(
    ("server", "raised"),
    [
        (Server(opening=ConnectionRefusedError("refused")), ChannelDown),
        (Server(opening=smtplib.SMTPAuthenticationError(535, b"no")), ChannelDown),
        (Server(sending=smtplib.SMTPServerDisconnected("gone")), ChannelDown),
        (Server(sending=TimeoutError("slow")), ChannelDown),
        (Server(sending=smtplib.SMTPRecipientsRefused({"a": (550, b"unknown")})), Refused),
        (
            Server(sending=smtplib.SMTPRecipientsRefused({"a": (451, b"later")})),
            smtplib.SMTPRecipientsRefused,
        ),
        (Server(sending=smtplib.SMTPDataError(554, b"spam")), smtplib.SMTPDataError),
    ],
    ids=["refused", "password", "gone", "slow", "unknown", "greylisted", "spam"],
)
def test_what_goes_wrong_with_the_server_is_told_apart(monkeypatch, server, raised):
    from sauro.engines.notify.channels import Letter, email

    monkeypatch.setattr(email, "get_connection", lambda: server)
    letter = Letter("<a@b>", "c@d.vn", "C", "vi", "Tiêu đề", "Lời", "<p>Lời</p>", "", "")
    with pytest.raises(raised), Email().open() as line:
        line.send(letter)


def test_without_a_mail_server_nothing_is_sent(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert not Email().is_on()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert Email().is_on()
