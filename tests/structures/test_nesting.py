"""Asking another structure to confirm a link: what is refused at once, what waits, and where a link is seen."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dossier.writing import letter
from house.visiting import client_of, tasks_of
from maillage.accounts.models import User
from maillage.people.services import found
from maillage.structures.models import Nesting, Structure
from maillage.structures.queries import awaiting
from maillage.structures.services import ask_nesting, confirm_nesting, set_visibility
from maillage.structures.services.sites import GivenSite
from players import FOUNDED_ON
from tables.books import plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def cpts(founder: User) -> Structure:
    return found(name="CPTS du Tescou", codes=["82121"], by=founder, on=FOUNDED_ON)


@pytest.fixture
def msp(outsider: User) -> Structure:
    return a_msp(outsider)


def a_msp(by: User) -> Structure:
    return found(name="MSP du Tarn", form="msp", sites=[GivenSite("82121")], by=by, on=FOUNDED_ON)


def asked(cpts: Structure, by: User, address: str, side: str = "holds") -> tuple[int, str]:
    page = reverse("structures:nestings", args=[cpts.slug])
    answer = client_of(by).post(page, {"side": side, "address": address}, follow=True)
    return answer.status_code, plain(answer.content.decode())


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/foo", "https://example.org/s/msp-du-tarn/", "example.org/s/msp", "//example.org/s/msp",
        "https://localhost/foo", "https://localhost/", "/annuaire/", "https://[", "javascript:alert(1)",
        "maison du Tarn", "maison-médicale", "a" * 81, "a\x00b", "%00", "?", "msp/../x", "/msp",
    ],
)  # fmt: skip
def test_what_is_no_address_of_this_instance_is_refused_at_once(
    address: str, cpts: Structure, founder: User
) -> None:
    status, page = asked(cpts, founder, address)
    assert status == 422, address
    assert "/s/" in page
    assert "En attente" not in page
    assert not cpts.nestings_asked.exists()


@pytest.mark.parametrize(
    "address",
    [
        "{}", "/s/{}", "s/{}/", "https://localhost/s/{}/", "http://127.0.0.1:8000/s/{}/equipe/?a=1#gaps", " {} ", "localhost:8000/s/{}",
    ],
)  # fmt: skip
def test_an_address_is_read_as_it_is_copied(
    address: str, cpts: Structure, msp: Structure, founder: User
) -> None:
    assert asked(cpts, founder, address.format(msp.slug))[0] == 200
    assert cpts.nestings_asked.get().address == msp.slug


def test_a_link_that_waits_says_since_when_for_whom_and_how_to_take_it_back(
    cpts: Structure, founder: User
) -> None:
    status, page = asked(cpts, founder, "nulle-part")
    assert status == 200
    today = timezone.localdate()
    for words in (
        f"demandé le {today.day}",
        "doit confirmer",
        "« Structures liées »",
        "n’attend rien",
        "Retirer",
    ):
        assert words in page, words


def test_a_link_that_waits_too_long_is_told_to_who_asked(cpts: Structure, founder: User) -> None:
    def told(days: int) -> list[str]:
        cpts.nestings_asked.update(asked_on=timezone.localdate() - timedelta(days=days))
        return [plain(task.text) for task in tasks_of(awaiting(cpts)) if "nulle-part" in task.text]

    ask_nesting(cpts, "nulle-part", holds=True, by=founder, on=FOUNDED_ON)
    assert told(60) == []
    assert told(61) != []


def test_a_form_that_holds_nothing_is_not_offered_to_hold(
    cpts: Structure, msp: Structure, founder: User, outsider: User
) -> None:
    for structure, by, wrong in ((cpts, founder, "held"), (msp, outsider, "holds")):
        page = client_of(by).get(reverse("structures:nestings", args=[structure.slug])).content.decode()
        assert f'value="{wrong}"' not in page
        assert asked(structure, by, "nulle-part", wrong)[0] == 422
    assert not Nesting.objects.exists()


def test_a_link_the_law_never_makes_is_refused_when_one_may_know_the_other(
    cpts: Structure, founder: User, outsider: User
) -> None:
    hidden = found(name="CPTS voisine", codes=["82001"], by=outsider, on=FOUNDED_ON)
    mine = found(name="Mon autre CPTS", codes=["82001"], by=founder, on=FOUNDED_ON)
    assert asked(cpts, founder, hidden.slug)[0] == 200, "a private structure is not told apart from nobody"
    assert "« Mon autre CPTS » (CPTS) et la vôtre (CPTS)" in asked(cpts, founder, mine.slug)[1]
    cpts.nestings_asked.all().delete()
    set_visibility(hidden, declared=True, public=True, by=outsider, on=FOUNDED_ON)
    status, page = asked(cpts, founder, hidden.slug)
    assert status == 422
    assert "« CPTS voisine » (CPTS) et la vôtre (CPTS) ne se tiennent pas" in page
    assert not cpts.nestings_asked.exists()


def test_two_structures_are_linked_once(
    cpts: Structure, msp: Structure, founder: User, outsider: User
) -> None:
    nesting = ask_nesting(cpts, msp.slug, holds=True, by=founder, on=FOUNDED_ON)
    status, page = asked(msp, outsider, cpts.slug, "held")
    assert status == 422
    assert "le demande déjà" in page
    confirm_nesting(msp, nesting, by=outsider, on=FOUNDED_ON)
    for structure, by, other, side in (
        (cpts, founder, msp, "holds"),
        (msp, outsider, cpts, "held"),
    ):
        status, page = asked(structure, by, other.slug, side)
        assert status == 422
        assert "déjà liée" in page
    assert Nesting.objects.count() == 1


def test_a_confirmed_link_is_seen_on_both_homes_and_leads_whom_may_follow_it(
    cpts: Structure, msp: Structure, founder: User, outsider: User
) -> None:
    nesting = ask_nesting(cpts, msp.slug, holds=True, by=founder, on=FOUNDED_ON)

    def home(of: Structure, by: User) -> str:
        return plain(client_of(by).get(of.get_absolute_url()).content.decode())

    assert "Tient :" not in home(cpts, founder)
    confirm_nesting(msp, nesting, by=outsider, on=FOUNDED_ON)
    seen = home(cpts, founder)
    assert "Tient :" in seen
    assert "MSP du Tarn" in seen
    assert msp.get_absolute_url() not in seen, "the founder may not open it"
    assert "Prend part à :" in home(msp, outsider)

    both = a_msp(founder)
    mine = ask_nesting(cpts, both.slug, holds=True, by=founder, on=FOUNDED_ON)
    confirm_nesting(both, mine, by=founder, on=FOUNDED_ON)
    assert f'href="{both.get_absolute_url()}"' in home(cpts, founder)


def test_the_letter_names_the_structures_that_confirmed(
    cpts: Structure, msp: Structure, founder: User, outsider: User
) -> None:
    nesting = ask_nesting(cpts, msp.slug, holds=True, by=founder, on=FOUNDED_ON)
    day = date(2026, 4, 1)
    assert "MSP du Tarn" not in repr(letter(cpts, on=day))
    confirm_nesting(msp, nesting, by=outsider, on=FOUNDED_ON)
    assert "MSP du Tarn" in repr(letter(cpts, on=day))
