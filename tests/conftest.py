"""The cast every room plays with.

The founder runs a structure, the member belongs to it, the outsider has an account and must see nothing, the
anonymous visitor has none.
"""

from collections.abc import Mapping
from datetime import date

import pytest
from django.core.cache import cache

from maillage.accounts.models import User
from maillage.geography import atlas
from maillage.structures import services
from maillage.structures.enums import Role
from maillage.structures.models import Structure
from maillage.structures.services import GivenActor, GivenMeeting

Cast = Mapping[str, User | None]

#: CA du Grand Montauban: 12 communes of Tarn-et-Garonne, just above a threshold of the agreement.
GRAND_MONTAUBAN = "248200099"
FOUNDED_ON = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def counters_at_zero() -> None:
    """Rate limits count in the cache: a test must not pay for the one before."""
    cache.clear()


@pytest.fixture
def founder(db: None) -> User:
    return User.objects.create_user("fondatrice@example.org", name="Ada Fictif")


@pytest.fixture
def member(db: None) -> User:
    return User.objects.create_user("membre@example.org", name="Max Fictif")


@pytest.fixture
def outsider(db: None) -> User:
    return User.objects.create_user("ailleurs@example.org")


@pytest.fixture
def structure(founder: User, member: User) -> Structure:
    """A project on the Grand Montauban, at « émergence », with two people and one meeting."""
    founded = services.found(
        name="CPTS du Tescou",
        codes=atlas().epci(GRAND_MONTAUBAN).members,
        by=founder,
        on=FOUNDED_ON,
        actors=[
            GivenActor("Ada Fictif", "infirmier", "Montauban", "Cabinet fictif", "porteur"),
            GivenActor("Max Fictif", "medecin_generaliste", "Bressols"),
        ],
        meetings=[GivenMeeting(FOUNDED_ON, subject="Une CPTS ?", present={"infirmier": 6})],
    )
    services.give_access(founded, member.email, Role.MEMBER, by=founder, on=FOUNDED_ON)
    return founded


@pytest.fixture
def cast(founder: User, member: User, outsider: User) -> Cast:
    return {"anonymous": None, "outsider": outsider, "member": member, "founder": founder}
