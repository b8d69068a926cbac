"""The sites of a structure: what contradicts, what is said twice, and what is asked for."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import reverse

from directory.small import directory_of
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.people.services import found
from maillage.structures.models import Site, Structure
from maillage.structures.services import GivenSite, add_site, correct_site
from players import FOUNDED_ON
from tables.books import plain

pytestmark = pytest.mark.django_db

ALBIAS, MONTAUBAN = "82001", "82121"
HOUSE, IN_PARIS, NOWHERE = "820000018", "750000018", "820000026"


@pytest.fixture(autouse=True)
def places(db: None, tmp_path: Path) -> Iterator[None]:
    shared = {"category": "603", "kind": "msp"}
    with directory_of(
        places=[
            {**shared, "name": "MAISON DU TARN", "finess": HOUSE, "commune": ALBIAS},
            {**shared, "name": "MAISON DE PARIS", "finess": IN_PARIS, "commune": "75111"},
            {**shared, "name": "MAISON SANS LIEU", "finess": NOWHERE, "commune": ""},
        ],
        folder=tmp_path,
    ):
        yield


@pytest.fixture
def msp(founder: User) -> Structure:
    first = GivenSite(MONTAUBAN, name="Maison du Tescou")
    return found(name="MSP", form="msp", sites=[first], by=founder, on=FOUNDED_ON)


def refused(structure: Structure, by: User, **given: str) -> str:
    answer = client_of(by).post(reverse("structures:sites", args=[structure.slug]), given)
    assert answer.status_code == 422
    assert all(f'value="{typed}"' in answer.content.decode() for typed in given.values())
    return plain(answer.content.decode())


def test_a_finess_and_a_commune_that_contradict_are_both_named(msp: Structure, founder: User) -> None:
    page = refused(msp, founder, finess=HOUSE, commune="Bressols")
    assert "« MAISON DU TARN », à" in page
    assert "Bressols" in page
    with pytest.raises(BadInput) as refusal:
        add_site(msp, GivenSite("Bressols", finess=HOUSE), by=founder)
    assert refusal.value.field == "commune"
    assert msp.sites.count() == 1


@pytest.mark.parametrize(
    ("finess", "commune"),
    [(HOUSE, ""), (HOUSE, ALBIAS), (IN_PARIS, "Paris"), (IN_PARIS, "75011"), (NOWHERE, "Bressols"), ("820000034", "Bressols")],
)  # fmt: skip
def test_a_commune_that_the_finess_does_not_deny_is_kept(
    finess: str, commune: str, msp: Structure, founder: User
) -> None:
    assert add_site(msp, GivenSite(commune, finess=finess), by=founder).pk


def test_a_finess_is_that_of_one_site(msp: Structure, founder: User) -> None:
    add_site(msp, GivenSite(finess=HOUSE), by=founder)
    page = refused(msp, founder, finess=HOUSE, name="Une autre")
    assert "Ce FINESS est déjà celui de « MAISON DU TARN »" in page
    assert msp.sites.count() == 2


@pytest.mark.parametrize("name", ["Maison du Tescou", "  maison du TESCOU "])
def test_a_name_is_that_of_one_site(name: str, msp: Structure, founder: User) -> None:
    with pytest.raises(BadInput, match="s’appelle déjà") as refusal:
        add_site(msp, GivenSite(ALBIAS, name=name), by=founder)
    assert refusal.value.field == "name"
    assert "Montauban" in str(refusal.value)


def test_a_site_is_corrected_without_meeting_itself(msp: Structure, founder: User) -> None:
    site = msp.sites.get()
    correct_site(site, GivenSite(MONTAUBAN, name=site.name, hours="Le lundi"), by=founder)
    assert Site.objects.get().hours == "Le lundi"
    other = add_site(msp, GivenSite(ALBIAS), by=founder)
    url = reverse("structures:site", args=[msp.slug, other.pk])
    answer = client_of(founder).post(url, {"name": site.name, "commune": ALBIAS})
    assert answer.status_code == 422
    assert f"<h1>{other.name}</h1>" in re.sub(r"<h1[^>]*>", "<h1>", answer.content.decode())


def test_the_commune_of_a_site_is_not_said_to_be_left_out_at_will(msp: Structure, founder: User) -> None:
    for url in (f"{reverse('people:found')}?forme=msp", reverse("structures:sites", args=[msp.slug])):
        page = client_of(founder).get(url).content.decode()
        (label,) = re.findall(r'<label[^>]*for="id_commune"[^>]*>(.*?)</label>', page, re.DOTALL)
        assert "facultatif" not in label
        assert "Laissez vide si vous donnez un FINESS" in page
