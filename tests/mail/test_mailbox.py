"""The mailbox of a demonstration: an invitation lands there, and nobody else's instance has the page."""

from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from mail.letters import deliver, write
from maillage.accounts.models import User
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
FAR = {"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "127.0.0.1:8000"}


@pytest.mark.parametrize(("demo", "here"), list(product([True, False], repeat=2)))
def test_messages_are_read_in_a_demonstration_on_its_machine_only(
    demo: bool, here: bool, settings: Settings
) -> None:
    settings.DEMO = demo
    sending = write()
    client = Client(**(HERE if here else FAR))
    for url in (reverse("mail:messages"), reverse("mail:message", args=[sending.pk])):
        assert client.get(url).status_code == (200 if demo and here else 404)


def test_an_invitation_lands_in_the_mailbox(structure: Structure, founder: User, settings: Settings) -> None:
    settings.DEMO = True
    client = Client(**HERE)
    client.force_login(founder)
    assert "Aucun message" in client.get(reverse("mail:messages")).content.decode()
    client.post(
        reverse("structures:settings", args=[structure.slug]),
        {"email": "noor@example.org", "roles": ["member"]},
    )
    deliver(structure.memberships.last().invitation.made_at)
    page = client.get(reverse("mail:messages")).content.decode()
    assert "vous ouvre son espace" in page
    message = reverse("mail:message", args=[structure.memberships.last().invitation_id])
    assert f'href="{message}"' in page
    read = client.get(message).content.decode()
    assert f'href="http://127.0.0.1:8000{structure.get_absolute_url()}"' in read
    assert "noor@example.org" in read
    assert "Accepté par le serveur" in read


def test_the_list_says_whom_each_message_goes_to(settings: Settings) -> None:
    settings.DEMO = True
    write("lou@example.org", key="un")
    write(*(f"p{number}@example.org" for number in range(9)), key="foule")
    page = Client(**HERE).get(reverse("mail:messages")).content.decode()
    assert "lou@example.org</td>" in page
    assert "p0@example.org, p1@example.org, p2@example.org et 6\N{NO-BREAK SPACE}autres" in page
    assert "p3@example.org" not in page


def test_the_page_that_shows_a_code_leads_to_the_mailbox(settings: Settings) -> None:
    settings.DEMO = True
    User.objects.create_user("camille@demo.example", is_demo=True)
    client = Client(**HERE)
    client.post("/compte/entrer/", {"email": "camille@demo.example"})
    assert f'href="{reverse("mail:messages")}"' in client.get("/compte/code/").content.decode()


def test_a_message_is_shown_as_text(settings: Settings) -> None:
    settings.DEMO = True
    sending = write(subject="<b>Oui</b>", body="<script>alert(1)</script>")
    page = Client(**HERE).get(reverse("mail:message", args=[sending.pk])).content.decode()
    assert "<b>Oui" not in page
    assert "<script>alert" not in page
