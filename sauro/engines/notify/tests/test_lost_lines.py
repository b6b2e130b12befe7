"""A line that is lost at a letter: the others leave soon, and the service is not blamed on letters."""

from datetime import time, timedelta

import pytest

from sauro.engines.notify import scheduled
from sauro.engines.notify.channels import Refused
from sauro.engines.notify.models import Delivery
from sauro.engines.notify.rules import WAITS
from sauro.engines.notify.services import delivering, retrying
from sauro.engines.notify.tests.test_delivering import MINUTE, MORNING, give, states, wish

pytestmark = pytest.mark.django_db
RUN = 2 * MINUTE
NIGHT = MORNING + timedelta(hours=14)


@pytest.fixture
def awake(clerk):
    """A person without quiet hours."""
    wish(clerk, quiet_from=time(0), quiet_to=time(0))
    return clerk


def runs(start, *, days):
    """What the schedule does over some days; one stands for all of an hour."""
    at = start
    while at < start + timedelta(days=days):
        scheduled.deliver(at=at)
        at += 60 * MINUTE
    return at


def arrived(post):
    return sorted(letter.subject[-1] for letter in post.letters)


@pytest.mark.parametrize("poison", [1, 2, 3])
def test_a_letter_at_which_the_server_hangs_up_keeps_no_other_and_is_given_up(
    told, post, awake, admin, poison
):
    for number in (1, 2, 3):
        give(awake, number, urgent=True)
    post.hangs_up_at = (f"Việc {poison}",)
    scheduled.deliver(at=MORNING)
    assert arrived(post) == [str(n) for n in (1, 2, 3) if n != poison]
    one = Delivery.objects.get(notice__label=f"Việc {poison}")
    assert (one.state, one.attempts, one.worker) == ("failed", 1, "")
    at = runs(MORNING, days=8)
    one.refresh_from_db()
    assert (one.state, one.attempts, one.last_error) == ("given_up", len(WAITS) + 1, "hung up")
    assert len(post.letters) == 2
    post.hangs_up_at = ()
    retrying.try_again(by=admin, at=at)
    scheduled.deliver(at=at)
    assert arrived(post) == ["1", "2", "3"]


def test_many_such_letters_in_a_row_let_the_others_leave_and_are_given_up(told, post, awake):
    for number in range(8):
        give(awake, number, urgent=True)
    post.hangs_up_at = ("Việc 0", "Việc 1", "Việc 2")
    for at in (MORNING, MORNING + RUN, MORNING + 2 * RUN):
        scheduled.deliver(at=at)
    assert arrived(post) == ["3", "4", "5", "6", "7"]
    at = MORNING + 3 * RUN
    for number in range(300, 328):  # the usual traffic
        give(awake, number, urgent=True, at=at)
        at = runs(at, days=0.5)
    assert len(post.letters) == 5 + 28
    assert states()[:3] == ["given_up"] * 3


def test_a_server_that_opens_and_takes_nothing_for_two_weeks_gives_nothing_up(told, post, awake):
    for number in range(3):
        give(awake, number, urgent=True)
    post.hangs_up_at = ("",)
    at = MORNING
    for number in range(3, 17):
        at = runs(at, days=1)
        give(awake, number, urgent=True, at=at)
    scheduled.deliver(at=at)
    assert set(states()) <= {"failed", "waiting"}
    assert max(Delivery.objects.values_list("attempts", flat=True)) <= 4
    post.hangs_up_at = ()
    runs(at + MINUTE, days=0.1)
    assert set(states()) == {"sent"}
    assert len(post.letters) == 17


def test_one_letter_alone_with_such_a_server_is_not_given_up(told, post, awake):
    give(awake, 1, urgent=True)
    post.hangs_up_at = ("",)
    at = runs(MORNING, days=14)
    assert states() == ["failed"]
    post.hangs_up_at = ()
    runs(at, days=0.1)
    assert states() == ["sent"]


def test_a_server_that_goes_away_in_the_middle_costs_no_letter_a_try(told, post, awake):
    """It took two; at the third the line is lost, and none opens again."""
    for number in range(5):
        give(awake, number, urgent=True)
    sending = post.send

    def going(letter):
        if len(post.letters) == 2:
            post.down = post.is_line_lost = True
        sending(letter)

    post.send = going
    scheduled.deliver(at=MORNING)
    runs(MORNING, days=14)
    assert states() == ["sent", "sent", "failed", "failed", "failed"]
    assert max(Delivery.objects.values_list("attempts", flat=True)) <= 4


def test_what_is_tried_again_at_night_leaves_in_the_morning(told, post, clerk, admin):
    give(clerk, 1, urgent=True)
    post.faults = [Refused("no such mailbox")]
    scheduled.deliver(at=MORNING)
    retrying.try_again(by=admin, at=NIGHT)
    scheduled.deliver(at=NIGHT)
    assert (post.letters, states()) == ([], ["waiting"])
    scheduled.deliver(at=NIGHT + timedelta(hours=8))
    assert states() == ["sent"]


def test_what_is_behind_a_lost_line_counts_no_try(told, post, awake):
    """Two lines are lost: the two letters come after the others, which leave at the next run."""
    for number in range(4):
        give(awake, number, urgent=True)
    post.hangs_up_at = ("Việc 0", "Việc 1")
    scheduled.routing.route(at=MORNING)
    assert delivering.deliver(at=MORNING).failed == 4
    assert post.letters == []
    due = Delivery.objects.order_by("next_try_at").values_list("notice__label", flat=True)
    assert list(due) == ["Việc 2", "Việc 3", "Việc 0", "Việc 1"]
    done = delivering.deliver(at=MORNING + RUN)
    assert (done.sent, done.failed) == (2, 2)
