"""An account is exported and erased by its person, or by who runs the instance: no name of it is left."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from accounts.test_entering import CODE, NEW, ask, code_sent, signed_in
from house.visiting import client_of
from maillage.accounts.apps import AccountsConfig
from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.kernel import BadInput
from maillage.portal import commands
from maillage.structures.models import Structure
from players import Cast

pytestmark = pytest.mark.django_db
ACCOUNT, EXPORT, ERASE = "/compte/", "/compte/donnees.json", "/compte/supprimer/"


@pytest.fixture
def inside() -> Client:
    """Someone who came by the door, and is known nowhere else."""
    client = Client()
    ask(client, NEW)
    client.post(CODE, {"code": code_sent()})
    user = User.objects.get(email=NEW)
    User.objects.filter(pk=user.pk).update(name="Nouvelle Fictive")
    EmailAddress.objects.create(user=user, email=NEW)
    return client


def mentions(text: str) -> list[str]:
    """Columns of the database where a text is found, in clear or in a session."""
    found = [
        f"session {session.pk}" for session in Session.objects.all() if text in str(session.get_decoded())
    ]
    for model in apps.get_models():
        if model._meta.managed:
            for row in model._default_manager.values():
                found += [f"{model._meta.label}.{name}" for name, value in row.items() if text in str(value)]
    return found


def test_who_enters_finds_their_account(inside: Client) -> None:
    page = inside.get("/").content.decode()
    assert f'href="{ACCOUNT}"' in page
    page = inside.get(ACCOUNT).content.decode()
    assert NEW in page
    assert EXPORT in page
    assert ERASE in page


def test_an_export_says_what_each_room_holds(inside: Client) -> None:
    record("Une trace.", by=User.objects.get(email=NEW).pk)
    record("Une autre.", by=None)
    answer = inside.get(EXPORT)
    assert "attachment" in answer["Content-Disposition"]
    held = answer.json()
    assert held["compte"]["adresse"] == NEW
    assert held["compte"]["nom"] == "Nouvelle Fictive"
    assert [trace["fait"] for trace in held["traces"]] == ["Une trace.", "Entrée."]


def test_erased_it_is_nowhere(inside: Client) -> None:
    other = Client()
    ask(other, NEW)
    assert mentions(NEW)
    answer = inside.post(ERASE, {"email": NEW.upper()}, follow=True)
    assert "Votre compte est supprimé" in answer.content.decode()
    assert not signed_in(inside)
    assert not User.objects.filter(email=NEW).exists()
    assert mentions(NEW) == mentions("Nouvelle Fictive") == []
    assert not EmailAddress.objects.exists()


@pytest.mark.parametrize("typed", ["", "autre@example.org", "sans arobase"])
def test_without_its_address_typed_again_nothing_is_erased(typed: str, inside: Client) -> None:
    assert inside.post(ERASE, {"email": typed}).status_code == 422
    assert User.objects.filter(email=NEW).exists()
    assert signed_in(inside)


def test_to_look_at_the_page_erases_nothing(inside: Client) -> None:
    assert inside.get(ERASE).status_code == 200
    assert User.objects.filter(email=NEW).exists()


def test_an_erased_account_leaves_its_structures(structure: Structure, cast: Cast) -> None:
    member = cast["member"]
    assert member
    client = client_of(member)
    assert client.post(ERASE, {"email": member.email}).status_code == 302
    assert mentions(member.email) == []
    assert not structure.memberships.filter(user=member.pk).exists()
    assert not User.objects.filter(pk=member.pk, is_active=True).exists()
    assert client.get(structure.get_absolute_url()).status_code == 302
    ask(Client(), member.email)
    assert len(mail.outbox) == 1, "the address may come back, as a new account"


def test_a_room_that_cannot_yet_says_what_to_do_and_nothing_is_erased(
    inside: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(user: User) -> None:
        raise BadInput("Donnez d’abord la structure à quelqu’un.")

    monkeypatch.setattr(apps.get_app_config("audit"), "forget", refuse, raising=False)
    answer = inside.post(ERASE, {"email": NEW})
    assert answer.status_code == 422
    assert "Donnez d’abord" in answer.content.decode()
    assert User.objects.filter(email=NEW).exists()
    assert EmailAddress.objects.filter(email=NEW).exists()
    assert signed_in(inside)


def test_upper_rooms_let_go_first(inside: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    order = []
    monkeypatch.setattr(
        apps.get_app_config("portal"), "forget", lambda _: order.append("portal"), raising=False
    )
    monkeypatch.setattr(AccountsConfig, "forget", lambda *_: order.append("accounts"))
    inside.post(ERASE, {"email": NEW})
    assert order == ["portal", "accounts"]


# By who runs the instance


@pytest.fixture
def maillage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    def typed(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["maillage", "account", *words])
        code: Any = 0
        try:
            commands.main()
        except SystemExit as end:
            code = end.code
        return (code, *capsys.readouterr())

    return typed


def test_the_operator_exports_and_erases(
    inside: Client, maillage: Callable[..., tuple[int, str, str]]
) -> None:
    code, out, _ = maillage("export", NEW.upper())
    assert code == 0
    assert json.loads(out)["compte"]["adresse"] == NEW
    assert maillage("erase", NEW, "--yes")[0] == 0
    assert mentions(NEW) == []
    for command in ("export", "erase"):
        code, out, err = maillage(command, NEW)
        assert (code, out) == (2, "")
        assert "Aucun compte" in err
