"""What a structure chooses for care, and what it says that it keeps."""

import pytest
from django.test import Client
from django.urls import reverse

from maillage.accounts.models import User
from maillage.care.models import CareRequest, CareSetting
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
CHOSEN = {"small_below": "8", "opens_at": "09:00", "closes_at": "18:00", "kept_months": "6", "version": "1"}


def test_what_is_chosen_is_what_is_said_to_be_kept(structure: Structure, founder: User) -> None:
    client = Client()
    client.force_login(founder)
    url = reverse("care:settings", args=[structure.slug])
    assert client.post(url, CHOSEN).status_code == 302
    said = client.get(reverse("care:privacy", args=[structure.slug])).content.decode()
    assert "6 mois" in said
    assert "plus petit que 8" in said
    meanwhile = client.post(url, CHOSEN | {"kept_months": "3"})
    assert (meanwhile.status_code, CareSetting.objects.get().kept_months) == (422, 6)
    upside_down = CHOSEN | {"version": "2", "opens_at": "19:00", "closes_at": "08:00"}
    assert client.post(url, upside_down).status_code == 422
    assert CareSetting.objects.get().version == 2


def test_the_privacy_page_tells_all_that_is_kept_of_a_request_and_of_the_rest(
    structure: Structure, founder: User
) -> None:
    client = Client()
    client.force_login(founder)
    said = client.get(reverse("care:privacy", args=[structure.slug])).content.decode()
    longest = CareRequest._meta.get_field("note").max_length
    assert f"précision facultative, de {longest} signes" in said
    for kept in ("question de pharmacien", "ESCAP", "régulation", "actes au comptoir", "alertes, crises"):
        assert kept in said
    assert "Le seul texte libre" not in said
