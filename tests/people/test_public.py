"""The public page of a structure: not there while it is closed; open, it says all but the names of people."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.people import services
from maillage.people.models import ContactDesk
from maillage.people.services import GivenRules
from maillage.people.services.desk import GivenDesk, set_desk
from maillage.structures.models import Structure
from tables.books import plain

pytestmark = pytest.mark.django_db
OPEN = GivenRules(
    ["liberal"],
    colleges=["Soignants"],
    needs_territory=False,
    shows_page=True,
    purpose="Se remplacer.\n<b>S’appeler.</b>",
)


def page_of(structure: Structure) -> str:
    answer = Client().get(reverse("people:public", args=[structure.slug]))
    assert answer.status_code == 200
    return plain(answer.content.decode())


def test_a_page_that_nobody_opened_is_not_there_nor_one_of_no_structure(
    structure: Structure, founder: User
) -> None:
    closed = Client().get(reverse("people:public", args=[structure.slug]))
    none = Client().get(reverse("people:public", args=["aucune"]))
    assert (closed.status_code, none.status_code) == (404, 404)
    assert structure.name not in closed.content.decode()
    services.set_rules(structure, OPEN, by=founder)
    page_of(structure)
    services.set_rules(structure, replace(OPEN, shows_page=False), by=founder)
    assert Client().get(reverse("people:public", args=[structure.slug])).status_code == 404


def test_everybody_reads_where_it_is_what_for_and_how_to_reach_and_join_it(
    structure: Structure, founder: User
) -> None:
    rules = services.set_rules(structure, OPEN, by=founder)
    page = page_of(structure)
    assert structure.name in page
    assert "Se remplacer.<br>&lt;b&gt;S’appeler." in page
    for code in structure.territory.codes:
        assert atlas().commune(code).name in page
    assert "<svg" in page
    assert rules.link.get_absolute_url() in page


def test_nobody_is_named_unless_it_was_chosen(structure: Structure, founder: User) -> None:
    ada, max_ = (structure.people.get(name=name) for name in ("Ada Fictif", "Max Fictif"))
    desk = GivenDesk("accueil@example.org", "0563000000", "Le matin")
    ContactDesk.objects.filter(structure=structure).delete()
    set_desk(structure, desk, answers=ada, backup=max_, version=0, by=founder, on=timezone.localdate())
    services.set_rules(structure, OPEN, by=founder)
    page = page_of(structure)
    assert "accueil@example.org, 05 63 00 00 00 (Le matin)" in page
    assert [person.name for person in structure.people.all() if person.name in page] == []
    services.set_rules(structure, replace(OPEN, names_people=True), by=founder)
    assert "Répond : Ada Fictif. En son absence : Max Fictif." in page_of(structure)


def test_closed_demands_are_said_and_not_offered(structure: Structure, founder: User) -> None:
    rules = services.set_rules(structure, replace(OPEN, is_open=False), by=founder)
    page = page_of(structure)
    assert "ne reçoit pas de demande" in page
    assert rules.link.token not in page


def test_its_manager_hands_it_out_and_prints_the_poster_that_leads_there(
    structure: Structure, founder: User
) -> None:
    address = reverse("people:public", args=[structure.slug])
    poster = f"{reverse('people:poster', args=[structure.slug])}?page=1"
    assert address not in client_of(founder).get(poster).content.decode()
    services.set_rules(structure, replace(OPEN, is_open=False), by=founder)
    assert address in client_of(founder).get(reverse("people:rules", args=[structure.slug])).content.decode()
    assert address.rstrip("/") in client_of(founder).get(poster).content.decode()
