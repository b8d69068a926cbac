"""Who practises where: said on the page of a site, read beside it, and taken away with the structure."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grounds import structure_on
from maillage.accounts.models import User
from maillage.people.models import Person
from maillage.people.services import GivenPerson, found, welcome
from maillage.structures.models import Structure
from maillage.structures.services import GivenSite
from maillage.ui.queries import contents_of


@pytest.fixture
def founding(client: Client, founder: User) -> Client:
    client.force_login(founder)
    return client


def test_those_who_are_ticked_practise_there_and_no_others(structure: Structure, founding: Client) -> None:
    site = structure.sites.get()
    ada, other = structure.people.all()
    url = reverse("people:practising", args=[structure.slug, site.pk])
    for ticked, names in (([ada.pk], ["Ada Fictif"]), ([other.pk, "x", "9" * 30], ["Max Fictif"]), ([], [])):
        answer = founding.post(url, {"person": ticked}, follow=True)
        assert [person.name for person in site.practising.all()] == names
        listed = answer.content.decode()
        cell = listed[listed.index('data-label="Exercent"') :].split("</td>")[0]
        assert all(name in cell for name in names or ["à préciser"])


def test_nobody_of_another_structure_practises_here(
    structure: Structure, founder: User, founding: Client
) -> None:
    (stranger,) = welcome(
        structure_on(["82121"], by=founder), [GivenPerson("Lou Fictif", "infirmier")], by=founder
    )
    site = structure.sites.get()
    founding.post(reverse("people:practising", args=[structure.slug, site.pk]), {"person": [stranger.pk]})
    assert not site.practising.exists()


def test_the_page_of_a_site_ticks_those_who_are_there(structure: Structure, founding: Client) -> None:
    site, ada = structure.sites.get(), structure.people.get(name="Ada Fictif")
    ada.sites.add(site)
    page = founding.get(reverse("structures:site", args=[structure.slug, site.pk])).content.decode()
    assert page.count(" checked") == 1
    assert f'value="{ada.pk}" checked' in page


def test_what_leaves_says_who_practises_where(structure: Structure) -> None:
    structure.people.get(name="Ada Fictif").sites.add(structure.sites.get())
    told = {person["name"]: person["sites"] for person in contents_of(structure)["people"]["people"]}
    assert told == {"Ada Fictif": ["Maison du Tescou"], "Max Fictif": []}


def test_a_drawing_that_comes_back_is_shown_beside_the_one_it_replaces(
    structure: Structure, founding: Client
) -> None:
    """The map knows one way back, whatever the drawing is for."""
    answer = founding.get(reverse("people:found"), {"pour": structure.slug, "codes": "82121"}, follow=True)
    assert answer.redirect_chain[0][0].startswith(reverse("structures:redraw", args=[structure.slug]))
    assert "Enregistrer ce territoire" in answer.content.decode()
    assert Person.objects.filter(structure=structure).count() == 2


def test_a_first_drawing_replaces_nothing(founder: User, founding: Client) -> None:
    msp = found(name="MSP", form="msp", sites=[GivenSite("82121")], by=founder, on=timezone.localdate())
    page = founding.get(reverse("structures:redraw", args=[msp.slug]), {"codes": "82121"}).content.decode()
    assert "Enregistrer le territoire" in page
    assert "Avant" not in page
