"""Whoever runs a structure sees all that leads into it without account, and no address of any of it."""

from datetime import timedelta

import pytest
from django.db.models import OneToOneRel
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.dossier.models import PartnerDoor
from maillage.links.models import Link
from maillage.people.models import JoiningRules
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.ui.queries import open_links
from tables.books import plain

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def counted(structure: Structure) -> dict[str, int]:
    return {each.heading: each.rows.count() for each in open_links(structure, TODAY)}


def test_each_thing_that_has_a_link_is_told_by_its_room(structure: Structure) -> None:
    told = {each.rows.model for each in open_links(structure, TODAY)}
    relations = Link._meta.get_fields(include_hidden=True)
    held = {each.related_model for each in relations if isinstance(each, OneToOneRel)}
    assert held - told == {PartnerDoor}  # of an address: what several structures opened to it


def test_a_link_that_leads_nowhere_is_not_counted(structure: Structure) -> None:
    ada = structure.people.get(name="Ada Fictif")
    before = counted(structure)
    link = doors_to([ada], on=TODAY)[ada.pk]
    assert counted(structure)["Pages personnelles"] == before["Pages personnelles"] + 1
    for gone in ({"expires_on": TODAY}, {"expires_on": None, "revoked_at": timezone.now()}):
        Link.objects.filter(pk=link.pk).update(**gone)
        assert counted(structure) == before
    assert before["Adhésion"] == 1
    JoiningRules.objects.filter(structure=structure).update(is_open=False)
    assert counted(structure)["Adhésion"] == 0


def test_another_structure_counts_none_of_it(structure: Structure, outsider: User) -> None:
    from grounds import structure_on

    assert not any(counted(structure_on(["82112"], by=outsider)).values())


def test_the_page_tells_kinds_and_never_an_address(structure: Structure, founder: User) -> None:
    doors_to(structure.people.all(), on=TODAY - timedelta(days=1))
    page = plain(
        client_of(founder).get(reverse("structures:open_links", args=[structure.slug])).content.decode()
    )
    assert "Pages personnelles" in page
    assert not [token for token in Link.objects.values_list("token", flat=True) if token in page]
