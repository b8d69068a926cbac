"""From a file of IRIS to a territory held by parts, as a coordinator does it."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from dossier.writing import letter
from grounds import described
from maillage.accounts.models import User
from maillage.structures.models import Structure
from maillage.structures.queries import history

FILE = "IRIS;LIBIRIS;P21_POP\n821210101;Centre;2500\n821210102;Villenouvelle;1500\n"


def test_ticked_iris_fill_the_form_and_the_letter_says_what_was_typed(
    structure: Structure, founder: User, client: Client
) -> None:
    client.force_login(founder)
    iris, parts = (reverse(f"structures:{name}", args=[structure.slug]) for name in ("iris", "parts"))
    page = client.post(iris, {"file": SimpleUploadedFile("iris.csv", FILE.encode())}).content.decode()
    assert 'value="821210101|Centre|2500"' in page
    assert "Lignes perdues" not in page
    short = SimpleUploadedFile("iris.csv", f"{FILE}8212101;Court;3\n".encode())
    page = client.post(iris, {"file": short}).content.decode()
    assert "Lignes perdues" in page
    assert "8212101" in page
    filled = client.post(
        iris, {"ticked": "1", "iris": ["821210101|Centre|2500", "821210102|Villenouvelle|1500", "x"]}
    ).content.decode()
    assert 'value="4000"' in filled
    given = {
        "commune": "82121",
        "name": "Centre et Villenouvelle",
        "population": "4000",
        "source": "Insee, IRIS",
        "dated_on": "2021-01-01",
        "iris": "821210101 821210102",
    }
    assert client.post(parts, given).status_code == 302
    assert "Centre et Villenouvelle" in client.get(parts).content.decode()
    assert "Commune prise en partie" in history(structure)[0].sentence
    document = letter(Structure.objects.get(), on=structure.founded_at.date())
    told = repr(document)
    assert "Montauban, en partie" in told
    assert "Insee, IRIS" in told
    part = structure.territory.parts.get()
    client.post(reverse("structures:drop_part", args=[structure.slug, part.pk]))
    assert "prises entières" in client.get(parts).content.decode()


def test_the_population_of_the_contract_stands_beside_that_of_today(
    structure: Structure, founder: User, client: Client
) -> None:
    described(
        structure, by=founder, contract_population=79_000, contract_signed_on=structure.founded_at.date()
    )
    client.force_login(founder)
    page = client.get(reverse("structures:territory", args=[structure.slug])).content.decode()
    assert "Population au contrat" in page
    assert "79\u202f000" in page
    assert "82\u202f095" in page
