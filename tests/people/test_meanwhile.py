"""Two people write on one card at once: each writes what they changed, and is told when both changed the same."""

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.people.models import Person
from maillage.people.services import doors_to
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db


class Fields(HTMLParser):
    """What a browser would send of the form that holds a telephone."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = [{}]
        self.select = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name") or "", told.get("value") or ""
        if tag == "form":
            self.forms.append({})
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in told:
            self.forms[-1][self.select] = value
        elif tag == "input" and told.get("type") == "checkbox":
            self.forms[-1] |= {name: value or "on"} if "checked" in told else {}
        elif tag == "input" and name:
            self.forms[-1][name] = value

    @property
    def typed(self) -> dict[str, str]:
        return next(form for form in self.forms if "phone" in form)


@pytest.fixture
def ada(structure: Structure) -> Person:
    person = structure.people.get(name="Ada Fictif")
    Person.objects.filter(pk=person.pk).update(
        email="ada@example.org", phone="0563000000", commune="Bressols", shows_email=True
    )
    person.refresh_from_db()
    return person


@pytest.fixture
def own(ada: Person) -> str:
    return doors_to([ada], on=timezone.localdate())[ada.pk].get_absolute_url()


def card_of(person: Person) -> str:
    return reverse("people:card", args=[person.structure.slug, person.pk])


def read(client: Client, url: str) -> dict[str, str]:
    return Fields(client.get(url).content.decode()).typed


def test_what_somebody_says_of_themselves_is_not_undone_by_who_read_their_card_before(
    ada: Person, own: str, founder: User, client: Client
) -> None:
    manager = client_of(founder)
    typed = read(manager, card_of(ada))
    theirs = read(client, own) | {"phone": "06 12 34 56 78"}
    assert client.post(own, theirs).status_code == 302
    assert manager.post(card_of(ada), typed | {"workplace": "Cabinet fictif"}).status_code == 302
    ada.refresh_from_db()
    assert (ada.phone, ada.workplace, ada.shows_email) == ("0612345678", "Cabinet fictif", True)


def test_what_the_bureau_corrects_is_not_undone_by_who_read_their_page_before(
    ada: Person, own: str, founder: User, client: Client
) -> None:
    theirs, manager = read(client, own), client_of(founder)
    assert manager.post(card_of(ada), read(manager, card_of(ada)) | {"commune": "Albias"}).status_code == 302
    theirs.pop("shows_email")
    assert client.post(own, theirs).status_code == 302
    ada.refresh_from_db()
    assert (ada.commune, ada.shows_email) == ("Albias", False)


def test_both_changed_the_same_the_second_is_told_then_meant(ada: Person, founder: User) -> None:
    manager, url = client_of(founder), card_of(ada)
    first, second = (read(manager, url) for _ in range(2))
    assert manager.post(url, first | {"phone": "0611111111"}).status_code == 302
    refused = manager.post(url, second | {"phone": "0622222222", "commune": "Albias"})
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "elle dit maintenant téléphone «\N{NO-BREAK SPACE}0611111111\N{NO-BREAK SPACE}»" in page
    ada.refresh_from_db()
    assert (ada.phone, ada.commune) == ("0611111111", "Bressols")
    again = Fields(page).typed
    assert again["phone"] == "0622222222"
    assert manager.post(url, again).status_code == 302
    ada.refresh_from_db()
    assert (ada.phone, ada.commune) == ("0622222222", "Albias")


def test_the_same_correction_twice_is_no_quarrel(ada: Person, founder: User) -> None:
    manager, url = client_of(founder), card_of(ada)
    typed = read(manager, url) | {"phone": "06 11 11 11 11"}
    assert [manager.post(url, typed).status_code for _ in range(2)] == [302, 302]
