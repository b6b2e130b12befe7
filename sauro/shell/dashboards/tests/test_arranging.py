"""Arranging panels: for oneself, a role, a programme, the province; two people at once; undone."""

import pytest

from conftest import make_user
from sauro.core.errors import NotAllowed, Stale
from sauro.domains.programmes.tests.factories import make_programme
from sauro.engines.history.models import Event
from sauro.shell.dashboards import layouts, selectors, services
from sauro.shell.dashboards.models import Arrangement
from sauro.shell.dashboards.rules import OwnerKind
from sauro.shell.dashboards.selectors import Owner

pytestmark = pytest.mark.django_db
PAGE = "/tong-quan/sap-xep/"
FEW = [{"panel": "late", "size": "full", "settings": {"rows": 3}}, {"panel": "targets"}]


def mine(user):
    return Owner(OwnerKind.PERSON, person=user)


def save(owner, by, at, panels=FEW, version=0):
    return services.save_arrangement(owner=owner, panels=panels, version=version, by=by, at=at)


def codes(user, programme=None):
    return [one.panel for one in selectors.applied_to(user=user, programme=programme).panels]


def test_saving_keeps_the_panels_and_one_event(leader, at):
    found = save(mine(leader), leader, at)
    assert found.version == 2
    assert found.panels == [
        {"panel": "late", "size": "full", "settings": {"rows": 3}},
        {"panel": "targets", "size": "third", "settings": {}},
    ]
    (event,) = Event.objects.filter(kind="dashboards.arrangement.saved")
    assert event.after == {"panels": "late.full.rows-3,targets.third"}
    assert codes(leader) == ["late", "targets"]


def test_saving_the_same_again_changes_nothing(leader, at):
    first = save(mine(leader), leader, at)
    again = save(mine(leader), leader, at)
    assert (again.pk, again.version) == (first.pk, first.version)
    assert Event.objects.filter(kind__startswith="dashboards.").count() == 1


def test_two_people_do_not_overwrite_each_other(province, monitor, admin, at):
    whose = Owner(OwnerKind.PROVINCE, province=province)
    save(whose, monitor, at)
    with pytest.raises(Stale):
        save(whose, admin, at, panels=[{"panel": "trend"}], version=0)
    assert selectors.panels_of(owner=whose)[1] == 2
    save(whose, admin, at, panels=[{"panel": "trend"}], version=2)
    assert [one.panel for one in selectors.panels_of(owner=whose)[0]] == ["trend"]


def test_a_version_of_nothing_is_stale(leader, at):
    with pytest.raises(Stale):
        save(mine(leader), leader, at, version=7)
    assert not Arrangement.objects.exists()


@pytest.mark.parametrize(
    ("panels", "line"),
    [
        ([], 1),
        ([{"panel": "none"}], 1),
        ([*FEW, {"panel": "late"}], 3),
        ([{"panel": "headline", "size": "third"}], 1),
        ([{"panel": "late", "settings": {"rows": 99}}], 1),
    ],
)
def test_what_cannot_be_placed_is_named_by_its_line(leader, at, panels, line):
    with pytest.raises(services.CannotArrange) as refused:
        save(mine(leader), leader, at, panels=panels)
    assert [one.line for one in refused.value.findings] == [line]
    assert str(refused.value)


def test_the_nearest_arrangement_applies(leader, monitor, province, programme, at):
    usual = [one.panel for one in layouts.built_in()]
    assert codes(leader) == usual
    save(Owner(OwnerKind.PROVINCE, province=province), monitor, at, [{"panel": "trend"}])
    assert codes(leader) == ["trend"]
    whose = Owner(OwnerKind.ROLE, province=province, role="leader")
    save(whose, monitor, at, [{"panel": "health"}])
    assert (codes(leader), codes(monitor)) == (["health"], ["trend"])
    whose = Owner(OwnerKind.PROGRAMME, programme=programme)
    save(whose, monitor, at, [{"panel": "decisions"}])
    assert codes(leader) == ["health"]
    assert codes(leader, programme) == ["decisions"]
    save(mine(leader), leader, at, [{"panel": "map"}])
    assert codes(leader, programme) == ["map"]


def test_another_province_keeps_its_own(stranger, monitor, province, at):
    save(Owner(OwnerKind.PROVINCE, province=province), monitor, at, [{"panel": "trend"}])
    assert codes(stranger) == [one.panel for one in layouts.built_in()]


def test_giving_up_brings_back_the_usual_panels(leader, at):
    save(mine(leader), leader, at)
    services.reset_arrangement(owner=mine(leader), version=2, by=leader, at=at)
    services.reset_arrangement(owner=mine(leader), version=2, by=leader, at=at)
    assert codes(leader) == [one.panel for one in layouts.built_in()]
    assert Event.objects.filter(kind="dashboards.arrangement.reset").count() == 1
    assert services.reset_arrangement(owner=mine(leader), version=3, by=leader, at=at) is not None


def test_only_who_shares_arranges_for_others(leader, clerk, stranger, province, programme, at):
    for whose in (
        Owner(OwnerKind.PROVINCE, province=province),
        Owner(OwnerKind.ROLE, province=province, role="leader"),
        Owner(OwnerKind.PROGRAMME, programme=programme),
    ):
        for person in (leader, stranger):
            with pytest.raises(NotAllowed):
                save(whose, person, at)
    with pytest.raises(NotAllowed):
        save(mine(leader), make_user("khac", "Người Khác"), at)
    with pytest.raises(NotAllowed):
        save(mine(clerk), clerk, at)


def test_an_unknown_panel_kept_long_ago_is_left_out(leader, at):
    kept = save(mine(leader), leader, at)
    kept.panels = [{"panel": "gone"}, {"panel": "late", "size": "tiny"}, {"panel": "targets"}]
    kept.save()
    assert codes(leader) == ["targets"]


def test_whose_page_may_be_arranged(monitor, leader, province, programme):
    assert [one.key for one in selectors.owners_open_to(user=leader)] == ["person"]
    keys = [one.key for one in selectors.owners_open_to(user=monitor)]
    assert keys[:2] == ["person", f"province.{province.pk}"]
    assert f"role.{province.pk}.leader" in keys
    assert f"programme.{programme.code}" in keys
    assert not any("focal_officer" in key for key in keys)


def form(browser, query=""):
    """What the form of the page would send."""
    context = browser.get(PAGE + query).context
    data = {"for": context["owner_key"], "version": context["version"], "panel": []}
    for line in context["lines"]:
        code = line["panel"].code
        data["panel"].append(code)
        data[f"size-{code}"] = line["size"]
        for one in line["settings"]:
            data[one["name"]] = one["value"]
    return data


def test_a_panel_goes_up_and_is_kept_only_when_saved(browser_of, leader, plan):
    browser = browser_of(leader)
    data = form(browser)
    answer = browser.post(PAGE, data | {"do": "down:headline"})
    assert [line["panel"].code for line in answer.context["lines"]][:2] == ["late", "headline"]
    assert 'id="down-headline" autofocus' in answer.content.decode()
    assert not Arrangement.objects.exists()
    data["panel"][:2] = ["late", "headline"]
    answer = browser.post(PAGE, data | {"do": "save"})
    assert answer["Location"] == f"{PAGE}?for=person"
    assert codes(leader)[:2] == ["late", "headline"]
    shown = browser.get("/tong-quan/").context["panels"]
    assert [one.code for one in shown][:2] == ["late", "headline"]


def test_adding_removing_and_the_usual_panels(browser_of, leader, plan):
    browser = browser_of(leader)
    data = form(browser)
    answer = browser.post(PAGE, data | {"do": "add", "add": "map"})
    assert answer.context["lines"][-1]["panel"].code == "map"
    answer = browser.post(PAGE, data | {"do": "remove:late"})
    assert "late" not in [line["panel"].code for line in answer.context["lines"]]
    assert "late" in [code for code, _title in answer.context["free"]]
    data["panel"] = ["late"]
    browser.post(PAGE, data | {"do": "save"})
    assert codes(leader) == ["late"]
    browser.post(PAGE, form(browser) | {"do": "reset"})
    assert codes(leader) == [one.panel for one in layouts.built_in()]


def test_a_wrong_setting_is_said_at_its_panel_and_nothing_typed_is_lost(browser_of, leader, plan):
    browser = browser_of(leader, "en")
    data = form(browser) | {"late-rows": "99", "soon-rows": "2", "do": "save"}
    answer = browser.post(PAGE, data)
    assert answer.status_code == 422
    lines = {line["panel"].code: line for line in answer.context["lines"]}
    assert "rows=99" in lines["late"]["error"]
    assert lines["late"]["settings"][0]["value"] == "99"
    assert lines["soon"]["settings"][0]["value"] == "2"
    assert not Arrangement.objects.exists()


def test_a_colleague_was_faster(browser_of, monitor, admin, province, plan, at):
    browser = browser_of(monitor, "en")
    query = f"?for=province.{province.pk}"
    data = form(browser, query)
    save(Owner(OwnerKind.PROVINCE, province=province), admin, at)
    answer = browser.post(PAGE, data | {"do": "save"})
    assert answer.status_code == 409
    assert "Somebody else" in answer.content.decode()
    assert len(answer.context["lines"]) == len(data["panel"])


def test_the_link_carries_the_panels_to_a_colleague(browser_of, leader, inspector, plan, at):
    save(mine(leader), leader, at)
    url = browser_of(leader).get(PAGE).context["copy_url"]
    browser = browser_of(inspector)
    answer = browser.get(url)
    assert [line["panel"].code for line in answer.context["lines"]] == ["late", "targets"]
    assert answer.context["changed"]
    preview = browser.get(answer.context["preview_url"])
    assert [one.code for one in preview.context["panels"]] == ["late", "targets"]
    assert preview.context["is_preview"]
    assert codes(inspector) == [one.panel for one in layouts.built_in()]


@pytest.mark.parametrize("key", ["province.1", "role.1.leader", "programme.LV-KH57", "x"])
def test_a_page_that_is_not_mine_does_not_exist(browser_of, leader, plan, key):
    browser = browser_of(leader)
    assert browser.get(f"{PAGE}?for={key}").status_code == 404
    assert browser.post(PAGE, {"for": key, "do": "save", "panel": ["late"]}).status_code == 404


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("person", ["leader", "monitor", "admin"])
def test_the_page_of_every_role_in_both_languages(browser_of, plan, person, language, request):
    answer = browser_of(request.getfixturevalue(person), language).get(PAGE)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert text.count("<h1") == 1
    assert text.count("btn-primary") == 1
    assert len(answer.content) < 60_000


def test_htmx_gets_the_list_only(browser_of, leader, plan):
    browser = browser_of(leader)
    answer = browser.post(PAGE, form(browser) | {"do": "down:late"}, headers={"hx-request": "true"})
    assert 'id="desk"' in answer.content.decode()
    assert "<html" not in answer.content.decode()


def test_programs_arrange_too(browser_of, leader, programme, monitor, province, at):
    api = "/api/v1/dashboard"
    browser = browser_of(leader)
    panels = browser.get(f"{api}/panels").json()
    assert {"late", "targets"} <= {one["code"] for one in panels}
    assert all(one["rule"] and one["sizes"] for one in panels)
    assert browser.get(f"{api}/arrangement").json()["version"] == 0
    body = {"panels": [{"panel": "trend"}], "version": 0}

    def put(query="", **more):
        return browser.put(
            f"{api}/arrangement{query}", body | more, content_type="application/json"
        )

    assert put().json()["panels"] == [{"panel": "trend", "size": "third", "settings": {}}]
    assert browser.get(f"{api}/applied").json()["kind"] == "person"
    assert put(panels=[{"panel": "late"}]).status_code == 409
    assert put(panels=[{"panel": "gone"}], version=2).status_code == 422
    assert put(f"?owner=province.{province.pk}").status_code == 404
    answer = browser.delete(f"{api}/arrangement?version=2")
    assert len(answer.json()["panels"]) == len(layouts.built_in())


def test_a_programme_is_arranged_by_its_code(monitor, province, at):
    other = make_programme(owner=province, by=monitor, at=at, code="LV-DA06")
    owners = selectors.owners_open_to(user=monitor)
    found = selectors.owner_of(owners=owners, key="programme.LV-DA06")
    assert found is not None
    assert found.programme == other
