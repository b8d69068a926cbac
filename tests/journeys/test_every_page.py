"""What every page owes to everyone: readable by a reader of screens, in any light, on any width, without complaint."""

import pytest
from django.test import Client
from django.urls import resolve

from browser import IN_A_BROWSER, overflow, violations
from house.test_access import ACCESS
from journeys.conftest import OpenWindow
from journeys.places import NEWCOMER, PLACES, TENANT
from maillage.accounts.models import User

pytestmark = IN_A_BROWSER

#: Structure differs by width and contrast by light: two looks meet both of each.
LOOKS = [(1280, "light"), (360, "dark")]
NARROWEST = 320
#: Answers that are not pages, and the second name of one.
APART = {"dossier:download", "portal:rules_csv", "portal:rules_json", "structures:reading"}
APART |= {"account_request_login_code"}


@pytest.fixture
def keys(demo: None, site: str) -> dict[str, dict[str, str]]:
    """The session cookie of each account of the demonstration."""
    User.objects.create_user(TENANT, is_staff=True)
    User.objects.create_user(NEWCOMER)
    cookies = {}
    for user in User.objects.all():
        client = Client()
        client.force_login(user)
        cookies[user.email] = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
    return cookies


@pytest.mark.parametrize("name", PLACES)
def test_a_page_is_open_to_all(name: str, window: OpenWindow, keys: dict[str, dict[str, str]]) -> None:
    place = PLACES[name]
    context = window()
    context.add_cookies([keys[place.who]] if place.who else [])
    page = context.new_page()
    page.goto(place.path)
    place.then(page)
    faults = []
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        faults += [(width, scheme, *fault) for fault in violations(page)]
    page.set_viewport_size({"width": NARROWEST, "height": 800})
    assert (faults, overflow(page)) == ([], 0)


def test_every_page_is_in_the_list() -> None:
    opened = {name for name, (got, _) in ACCESS.items() if "200" in got and not name.startswith("api:")}
    paths = {place.path.partition("?")[0] for name, place in PLACES.items() if name != "nowhere"}
    listed = {resolve(path).view_name for path in paths}
    assert opened - APART - listed == set()
