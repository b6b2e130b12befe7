"""Addresses of the register that name several kinds, levels or states, as people kept them."""

import pytest
from django.http import QueryDict
from django.urls import reverse

from sauro.domains.bottlenecks.listings.bottlenecks import BottleneckFilter
from sauro.domains.bottlenecks.models import Bottleneck
from sauro.domains.bottlenecks.services import lifting
from sauro.domains.bottlenecks.tests.factories import TODAY, open_one
from sauro.engines.listing.filtering import Asker
from sauro.engines.listing.services import save_view

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("this_day")]
SEVERAL = "kind=money&kind=people&state=escalated&state=open"


@pytest.fixture
def known(department, monitor, at):
    """Two open ones, one put to a ministry and one lifted, by name."""
    by = {"unit": department, "by": monitor, "at": at}
    made = {name: open_one(title=f"Thiếu {name}", kind=name, **by) for name in ("money", "people")}
    made |= {name: open_one(title=f"Chưa {name}", **by) for name in ("put", "gone")}
    lifting.escalate_bottleneck(
        bottleneck=made["put"], level="ministry", name="Bộ Tài chính", by=monitor, at=at
    )
    lifting.lift_bottleneck(bottleneck=made["gone"], ground="x", evidence="y", by=monitor, at=at)
    return made


@pytest.fixture
def register(client, monitor, known):
    """The page of an address, and the names of the bottlenecks on it."""
    client.force_login(monitor)
    client.cookies["sauro_language"] = "en"
    names = {one.pk: name for name, one in known.items()}

    def opening(address):
        page = client.get(reverse("bottleneck_list") + address).context["list"]
        return page, {names[row.pk] for row in page.objects}

    return opening


@pytest.mark.parametrize(
    ("query", "found", "chips"),
    [
        ("state=escalated&state=open", "put money people", ["Holding something up"]),
        ("state=open&state=lifted", "money people gone", ["Open, Lifted"]),
        ("state=holding&state=lifted", "put money people gone", ["Holding something up, Lifted"]),
        ("state=lifted&state=all", "put money people gone", ["Lifted, All, closed ones too"]),
        ("kind=money&kind=people", "money people", ["Money and resources, People and skills"]),
        ("kind=people&kind=people", "people", ["People and skills"]),
        ("authority=ministry&authority=agency", "put", ["Ministry, Department or agency"]),
        (SEVERAL, "money people", ["Money and resources, People and skills", "Holding something up"]),
    ],
)  # fmt: skip
def test_everything_that_an_address_names_is_shown_and_said(register, query, found, chips):
    page, names = register(f"?{query}")
    assert names == set(found.split())
    assert [one.value for one in page.active] == chips
    assert page.messages == ()


def test_what_is_not_known_among_several_is_told(register):
    page, names = register("?kind=money&kind=nonsense")
    assert names == {"money", "people", "put"}
    assert len(page.messages) == 1


def test_links_of_the_page_keep_everything_named(register):
    page, _names = register(f"?{SEVERAL}&size=25")
    links = [*(one.url for one in (*page.exports, *page.sizes)), f"?{page.query_string}"]
    links += [heading.sort_url for heading in page.headings if heading.sort_url]
    for link in links:
        asked = QueryDict(link[1:])
        assert asked.getlist("kind") == ["money", "people"], link
        assert asked.getlist("state") == ["escalated", "open"], link
    assert ("kind", "money") in page.kept_for_columns
    kept = page.form["kind"].as_widget()
    assert kept.count(" selected") == 2
    assert "multiple" in kept
    chip = page.active[0].remove_url
    assert QueryDict(chip[1:]).getlist("kind") == []
    plain = register("?kind=money")[0].form["kind"].as_widget()
    assert "multiple" not in plain


def test_a_file_holds_everything_named(client, register):
    register(f"?{SEVERAL}")
    file = client.get(reverse("bottleneck_list"), QueryDict(f"{SEVERAL}&format=csv"))
    text = b"".join(file.streaming_content).decode()
    assert ("Thiếu money" in text, "Thiếu people" in text, "Chưa put" in text) == (
        *(True, True, False),
    )


@pytest.mark.parametrize("opens_first", [False, True])
def test_a_kept_view_shows_everything_it_names(register, monitor, at, opens_first):
    save_view(
        listing="bottlenecks", name="Cũ", query=SEVERAL, is_default=opens_first, by=monitor, at=at
    )
    [view] = register("?size=25")[0].views
    page, names = register("" if opens_first else view.url)
    assert names == {"money", "people"}
    assert page.views[0].chosen


def test_a_filter_is_also_asked_with_a_plain_dictionary(monitor, known):
    def passing(**data):
        asker = Asker(monitor, TODAY)
        found = BottleneckFilter(data=data, queryset=Bottleneck.objects.all(), request=asker)
        assert found.is_valid()
        return set(found.qs)

    assert passing(kind="money") == {known["money"]}
    assert passing(kind=["money", "people"]) == {known["money"], known["people"]}
    assert passing(state=["open", "escalated"]) == set(known.values()) - {known["gone"]}
    assert passing() == set(known.values())
