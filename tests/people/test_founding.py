"""Founding: everything drawn and typed before is kept, once, whatever is clicked twice."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.people.enums import Engagement
from maillage.people.models import InformationMeeting, Person
from maillage.people.services import GivenMeeting, GivenPerson, found
from maillage.structures.enums import Ability, Role
from maillage.structures.models import Structure
from maillage.structures.perms import abilities
from maillage.territories.models import Territory
from players import FOUNDED_ON

TABLE = {
    "people": [
        {"name": "Ada Fictif", "profession": "infirmier", "commune": "Albias", "engagement": "porteur"}
    ],
    "meetings": [
        {"held_on": "2026-02-03", "channel": "visio", "subject": "", "present": "6 infirmiers, 3 MG"}
    ],
}


def sent(**changes: str) -> dict[str, str]:
    """What the founding page posts."""
    return {
        "name": "CPTS du Tescou",
        "codes": "82121,82037",
        "signed": "2027-03-01",
        "table": json.dumps(TABLE),
        "key": str(uuid4()),
        **changes,
    }


def test_everything_drawn_and_typed_is_kept(founder: User, client: Client) -> None:
    client.force_login(founder)
    response = client.post("/fonder/", sent())
    structure = Structure.objects.get()
    assert response.url.startswith(structure.get_absolute_url())
    assert structure.territory.codes == ("82037", "82121")
    assert structure.signature_hoped_on == date(2027, 3, 1)
    person = structure.people.get()
    assert (person.name, person.commune, person.engagement) == ("Ada Fictif", "Albias", Engagement.PORTEUR)
    meeting = structure.information_meetings.get()
    assert {row.profession: row.count for row in meeting.attendance.all()} == {
        "infirmier": 6,
        "medecin_generaliste": 3,
    }
    assert Ability.RUN in abilities(founder, structure)


def test_a_page_sent_twice_founds_once(founder: User, client: Client) -> None:
    client.force_login(founder)
    page = sent()
    first, second = client.post("/fonder/", page), client.post("/fonder/", page)
    assert first.url == second.url
    counts = [model.objects.count() for model in (Structure, Territory, Person, InformationMeeting)]
    assert counts == [1, 1, 1, 1]


def test_a_page_sent_from_another_account_founds_nothing(founder: User, outsider: User) -> None:
    key = uuid4()
    found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON, key=key)
    with pytest.raises(BadInput, match="autre compte"):
        found(name="CPTS", codes=["82121"], by=outsider, on=FOUNDED_ON, key=key)
    assert Structure.objects.count() == 1


def test_two_projects_of_one_name_have_two_addresses(founder: User) -> None:
    slugs = [found(name="CPTS du Quercy", codes=["82121"], by=founder, on=FOUNDED_ON).slug for _ in range(3)]
    assert slugs == ["cpts-du-quercy", "cpts-du-quercy-2", "cpts-du-quercy-3"]


@pytest.mark.parametrize("name", ["日本", "!", "x" * 120])
def test_any_name_has_an_address(name: str, founder: User) -> None:
    structure = found(name=name, codes=["82121"], by=founder, on=FOUNDED_ON)
    assert 0 < len(structure.slug) <= 80


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"name": ""}, "provisoire"),
        ({"codes": ""}, "vide"),
        ({"codes": "99999"}, "99999"),
        ({"codes": "82121,82121"}, ""),
        ({"table": "{"}, "pas lisible"),
        ({"table": json.dumps({"people": [{"name": "", "profession": "infirmier"}]})}, "ligne 1"),
        ({"table": json.dumps({"people": [{"name": "A", "profession": "roi"}]})}, "ligne 1"),
        ({"table": json.dumps({"people": [TABLE["people"][0]] * 501})}, "pas lisible"),
        ({"key": "pas-un-uuid"}, "UUID"),
        ({"signed": "2027-02-30"}, "date"),
    ],
)
def test_what_cannot_be_founded_is_said_and_nothing_is_written(
    changes: dict[str, str], word: str, founder: User, client: Client
) -> None:
    client.force_login(founder)
    response = client.post("/fonder/", sent(**changes))
    if not word:
        assert Structure.objects.get().territory.codes == ("82121",)
        return
    assert response.status_code == 422
    assert word in response.content.decode()
    assert not Structure.objects.exists()
    assert not Territory.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"people": [GivenPerson("Ada", "roi")]},
        {"people": [GivenPerson("Ada", "infirmier", engagement="peut-être")]},
        {"meetings": [GivenMeeting(FOUNDED_ON, channel="pigeon")]},
        {"codes": []},
    ],
)
def test_a_founding_is_whole_or_is_not(wrong: dict[str, Any], founder: User) -> None:
    with pytest.raises(BadInput):
        found(**{"name": "CPTS", "codes": ["82121"], "by": founder, "on": FOUNDED_ON, **wrong})
    assert not Structure.objects.exists()
    assert not Territory.objects.exists()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_double_click_founds_once_even_at_the_same_moment(
    at_once: Callable[..., list[Any]], founder: User
) -> None:
    key = uuid4()
    made = at_once(*[lambda: found(name="CPTS", codes=["82121"], by=founder, on=FOUNDED_ON, key=key)] * 6)
    assert {structure.pk for structure in made} == {Structure.objects.get().pk}
    assert Structure.objects.get().memberships.get().role == Role.FOUNDER
    assert Territory.objects.count() == 1


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_teams_found_the_same_name_at_the_same_moment(at_once: Callable[..., list[Any]]) -> None:
    users = [User.objects.create_user(f"{number}@example.org") for number in range(6)]
    made = at_once(
        *[lambda user=user: found(name="CPTS", codes=["82121"], by=user, on=FOUNDED_ON) for user in users]
    )
    assert sorted(structure.slug for structure in made) == ["cpts", *(f"cpts-{n}" for n in range(2, 7))]
