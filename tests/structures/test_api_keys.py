"""Keys for other programs: what they open, what they hide, and that their secret is kept nowhere."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from grounds import structure_on
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.audit.models import Entry
from maillage.kernel import BadInput
from maillage.structures.models import ApiKey, Structure
from maillage.structures.services.keys import MOST_KEYS, drop_key, make_key
from players import FOUNDED_ON


def asked(slug: str, secret: str | None) -> tuple[int, dict[str, object]]:
    headers = {"Authorization": f"Bearer {secret}"} if secret is not None else {}
    answer = Client().get(f"/api/v1/structures/{slug}/coverage", headers=headers)
    return answer.status_code, answer.json()


def made(structure: Structure, founder: User) -> str:
    return make_key(structure, "Tableur du bureau", by=founder, on=FOUNDED_ON)[1]


def test_a_key_opens_the_counts_of_its_structure_and_notes_its_day(
    structure: Structure, founder: User
) -> None:
    status, told = asked(structure.slug, made(structure, founder))
    assert status == 200
    assert set(told) == {"on", "source", "professions"}
    doctors = next(line for line in told["professions"] if line["profession"] == "medecin_generaliste")  # type: ignore[attr-defined]
    assert set(doctors) == {"profession", "supply", "joined", "reached", "never"}
    assert doctors["joined"] == 1
    assert "Fictif" not in str(told)
    assert structure.api_keys.get(label="Tableur du bureau").used_on == timezone.localdate()


def test_no_answer_tells_a_stranger_which_structure_exists(structure: Structure, founder: User) -> None:
    secret = made(structure, founder)
    other = structure_on(["82112"])
    refused = [
        asked(structure.slug, None),
        asked(structure.slug, "maillage_faux"),
        asked("nulle-part", None),
        asked("nulle-part", secret),
        asked(other.slug, secret),
        asked(structure.slug, ""),
        asked(structure.slug, "é\x00"),
    ]
    assert {status for status, _ in refused} == {401}
    assert len({str(told) for _, told in refused}) == 1


def test_a_key_taken_back_opens_nothing(structure: Structure, founder: User) -> None:
    key, secret = make_key(structure, "Essai", by=founder, on=FOUNDED_ON)
    drop_key(key, by=founder)
    assert asked(structure.slug, secret)[0] == 401


def test_the_secret_is_shown_once_and_kept_nowhere(structure: Structure, founder: User) -> None:
    client, url = client_of(founder), reverse("structures:keys", args=[structure.slug])
    answer = client.post(url, {"label": "Tableur du bureau"})
    page = answer.content.decode()
    secret = page.split('id="secret" value="')[1].split('"')[0]
    assert asked(structure.slug, secret)[0] == 200
    assert "no-store" in answer["Cache-Control"]
    assert secret not in client.get(url).content.decode()
    assert not ApiKey.objects.filter(digest__contains=secret).exists()
    assert not any(secret in entry.sentence for entry in Entry.objects.all())
    everything = client.get(reverse("structures:everything", args=[structure.slug])).content.decode()
    assert secret not in everything
    assert structure.api_keys.latest("pk").digest not in everything


def test_ten_keys_are_enough(structure: Structure, founder: User) -> None:
    while structure.api_keys.count() < MOST_KEYS:
        made(structure, founder)
    with pytest.raises(BadInput, match="déjà dix clés"):
        made(structure, founder)
    answer = client_of(founder).post(
        reverse("structures:keys", args=[structure.slug]), {"label": "Une de trop"}
    )
    assert answer.status_code == 422
