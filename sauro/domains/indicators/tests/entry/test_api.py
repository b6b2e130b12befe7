"""The API of filling in: due forms, cells, remarks by indicator code, handing in, proposing."""

from __future__ import annotations

import json
from datetime import date

import pytest

from conftest import give, make_org, make_user
from sauro.domains.indicators.models import Observation, Proposal, Submission
from sauro.domains.indicators.services import deciding
from sauro.domains.indicators.tests.factories import JUNE, MAY, NOW, hand_in, on

pytestmark = pytest.mark.django_db


@pytest.fixture
def api_of(browser_of):
    def calling(user):
        browser = browser_of(user)

        def call(method, path, body=None):
            more = {"data": json.dumps(body), "content_type": "application/json"} if body else {}
            return getattr(browser, method)(f"/api/v1/figures{path}", **more)

        return call

    return calling


@pytest.fixture
def api(api_of, commune_clerk):
    return api_of(commune_clerk)


@pytest.fixture
def path(form, commune):
    return f"/forms/{form.pk}/{commune.pk}/{JUNE}"


def test_what_is_due_names_the_addresses_of_the_forms(api, form, commune):
    [due] = api("get", "/due").json()
    assert (due["data_set_id"], due["organisation"]["id"], due["period"]) == (
        form.pk,
        commune.pk,
        JUNE,
    )
    assert (due["due_on"], due["state"]) == ("2025-06-17", "draft")


def test_numbers_of_programs_and_words_of_people_mean_the_same(api, path):
    cells = [
        {"indicator": "HV", "value": 1234},
        {"indicator": "CQ", "value": "1.234,5", "base": 1234.5},
    ]
    answer = api("patch", path, {"cells": cells, "note": "số tạm"})
    assert answer.status_code == 200, answer.content
    learners, rate = answer.json()["cells"]
    assert (learners["value"], rate["value"], rate["base"]) == ("1234", "1.234,5", "1234,5")
    assert answer.json()["filled"] == 2
    assert answer.json()["note"] == "số tạm"
    done = api("post", f"{path}/submit")
    assert done.json()["state"] == "submitted"
    assert {one.amount for one in Observation.objects.all()} == {12_340_000, 12_345_000}
    assert [one.base for one in Observation.objects.filter(base__isnull=False)] == [12_345_000]


def test_a_point_in_a_number_of_a_program_is_a_decimal_point(api, path):
    api("patch", path, {"cells": [{"indicator": "CQ", "value": 1.234, "base": 2}]})
    api("patch", path, {"cells": [{"indicator": "HV", "value": 3}]})
    api("post", f"{path}/submit")
    assert Observation.objects.get(indicator__code="CQ").amount == 12_340


def test_a_form_with_errors_is_refused_with_remarks_by_indicator_code(
    api, path, form, commune, commune_clerk
):
    hand_in(form, commune, commune_clerk, MAY, on(date(2025, 5, 20)), HV=100, CQ=(1, 2))
    cells = [{"indicator": "HV", "value": 400}, {"indicator": "CQ", "value": 3, "base": 2}]
    api("patch", path, {"cells": cells})
    refused = api("post", f"{path}/submit")
    assert refused.status_code == 422
    body = refused.json()
    assert body["code"] == "form_has_errors"
    assert {(one["indicator"], one["code"], one["hard"]) for one in body["remarks"]} == {
        ("HV", "jumped", False),
        ("CQ", "above_range", True),
    }
    assert all(one["message"] for one in body["remarks"])


def test_an_unknown_indicator_changes_nothing(api, path):
    cells = [{"indicator": "HV", "value": 4}, {"indicator": "KHONG", "value": 3}]
    answer = api("patch", path, {"cells": cells})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_indicator")
    assert not Submission.objects.exists()


def test_a_form_is_taken_back_and_a_figure_proposed(api, path, form, commune, commune_clerk):
    assert api("post", f"{path}/take-back").status_code == 404, "nobody has begun it"
    hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    read = api("get", path).json()
    assert read["cells"][0]["figure"] == {"value": "5", "base": None}
    wanted = {"indicator": "HV", "value": 8, "reason": "sót một thôn"}
    made = api("post", f"{path}/proposals", wanted)
    assert made.status_code == 201
    assert made.json()["accepted"] is None
    assert Proposal.objects.get().amount == 80_000
    for bad in ({"value": "tám"}, {"value": ""}, {"value": 8.5}, {"indicator": "X"}):
        assert api("post", f"{path}/proposals", wanted | bad).status_code == 422, bad
    assert api("post", f"{path}/take-back").json()["state"] == "draft"


def test_a_form_of_another_unit_is_not_there_and_a_viewer_only_reads(
    api_of, path, form, province, commune, commune_clerk, monitor
):
    other = make_org("UBND xã Đông Tiến", "commune", "LV-DT", province)
    neighbour = api_of(give(make_user("xa-2", "Lò Thị Hoa"), "commune_officer", other))
    done = hand_in(form, commune, commune_clerk, HV=5, CQ=(1, 2))
    assert neighbour("get", path).status_code == 404
    assert neighbour("patch", path, {"cells": []}).status_code == 404
    viewer = api_of(monitor)
    assert viewer("get", path).status_code == 200
    cells = [{"indicator": "HV", "value": 9}]
    assert viewer("patch", path, {"cells": cells}).status_code == 403
    assert viewer("post", f"{path}/take-back").status_code == 403
    deciding.confirm_forms(submissions=[done.pk], by=monitor, at=NOW)
    refused = api_of(commune_clerk)("post", f"{path}/take-back")
    assert (refused.status_code, refused.json()["code"]) == (409, "wrong_state")
