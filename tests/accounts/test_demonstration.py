"""The demonstration shows a code on the page under three conditions, none of which is enough."""

import re
from itertools import product

import pytest
from django.test import Client, RequestFactory
from pytest_django.fixtures import Settings

from maillage.accounts.models import User
from maillage.accounts.perms import may_see_code
from maillage.limits.services import comes_from_this_machine

HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
FAR = {"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "127.0.0.1:8000"}


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "here", "made_by_demo"), list(product([True, False], repeat=3)))
def test_a_code_is_shown_only_when_the_three_hold(
    demo: bool, here: bool, made_by_demo: bool, settings: Settings
) -> None:
    settings.DEMO = demo
    user = User.objects.create_user("camille@demo.example", is_demo=made_by_demo)
    client = Client(**(HERE if here else FAR))
    client.post("/compte/entrer/", {"email": user.email})
    page = client.get("/compte/code/").content.decode()
    assert "Recopiez votre code" in page
    shown = re.search(r"votre code est <strong>\d{6}</strong>", page)
    assert bool(shown) is (demo and here and made_by_demo)


@pytest.mark.django_db
@pytest.mark.parametrize(("demo", "here"), list(product([True, False], repeat=2)))
def test_the_accounts_of_the_demonstration_are_offered_only_there(
    demo: bool, here: bool, settings: Settings
) -> None:
    settings.DEMO = demo
    User.objects.create_user("camille@demo.example", is_demo=True)
    User.objects.create_user("vraie@example.org")
    page = Client(**(HERE if here else FAR)).get("/compte/entrer/").content.decode()
    assert ("camille@demo.example" in page) is (demo and here)
    assert "vraie@example.org" not in page


@pytest.mark.django_db
def test_an_address_of_the_demonstration_fills_the_field_and_leaves_one_button(settings: Settings) -> None:
    settings.DEMO = True
    for name in ("camille", "noor"):
        User.objects.create_user(f"{name}@demo.example", name=name.title(), is_demo=True)
    page = (
        Client(**HERE).get("/compte/entrer/", {"email": "noor@demo.example", "next": "/s/"}).content.decode()
    )
    assert re.search(r'<input[^>]*type="email"[^>]*value="noor@demo.example"', page)
    main = page.split("<main", 1)[1]
    assert main.count("<button") == 1
    assert "camille@demo.example" not in page
    assert 'href="/compte/entrer/?next=/s/"' in main or 'href="/compte/entrer/?next=%2Fs%2F"' in main


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.0.0.1:8000", "localhost", "localhost:8000", "[::1]:8000", "[::1]"]
)
@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.53", "::1"])
def test_a_browser_of_this_machine_is_known(host: str, address: str) -> None:
    assert comes_from_this_machine(RequestFactory().get("/", REMOTE_ADDR=address, HTTP_HOST=host))


@pytest.mark.parametrize(
    "forged",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": "10.0.0.4"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "localhost"},
        {"HTTP_HOST": "maillage.example.org"},
        {"HTTP_HOST": "localhost.example.org"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_FOR": ""},
        {"HTTP_X_FORWARDED_HOST": "localhost"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
        {"HTTP_X_REAL_IP": "127.0.0.1"},
        {"HTTP_VIA": "1.1 proxy"},
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_X_FORWARDED_FOR": "127.0.0.1", "HTTP_X_REAL_IP": "127.0.0.1"},
    ],
    ids=str,
)
def test_another_machine_cannot_pass_for_this_one(forged: dict[str, str], settings: Settings) -> None:
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["*"]
    request = RequestFactory().get("/", **{**HERE, **forged})
    assert not comes_from_this_machine(request)
    assert not may_see_code(request, User(is_demo=True))


def test_without_a_person_there_is_no_code_to_see(settings: Settings) -> None:
    settings.DEMO = True
    assert not may_see_code(RequestFactory().get("/", **HERE), None)
