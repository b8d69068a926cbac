"""Moves of the parts of a company: what the law finds is said before and after, and nothing is blocked."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.people import services
from maillage.people.models import Adhesion, Person
from maillage.people.queries.parts import composition, held_by, holders, in_brief
from maillage.people.services import GivenPerson, found
from maillage.structures.models import Structure
from maillage.structures.services import GivenSite

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)
TEAM = (
    GivenPerson("Ada Fictif", "medecin_generaliste", practice="liberal"),
    GivenPerson("Bob Fictif", "medecin_generaliste", practice="liberal"),
    GivenPerson("Cléo Fictif", "infirmier", practice="liberal"),
)


@pytest.fixture
def msp(founder: User) -> Structure:
    """A MSP whose company has two doctors and a nurse, ten parts each."""
    made = found(
        name="MSP", form="msp", by=founder, on=DAY, sites=[GivenSite(commune="Montauban")], people=list(TEAM)
    )
    for person in made.people.all():
        services.enter(person, "associe", parts=10, by=founder, on=DAY)
    return made


def statuses(structure: Structure, **move: Person) -> dict[str, str]:
    found_ = composition(structure, on=date(2026, 3, 5), **move)
    return {each.key.rpartition(".")[2]: each.status for each in found_}


def named(structure: Structure, name: str) -> Person:
    person: Person = structure.people.get(name__startswith=name)
    return person


def test_a_company_of_two_doctors_and_a_nurse_is_valid(msp: Structure) -> None:
    assert set(statuses(msp).values()) == {"satisfied"}
    assert "remplit ce que demande la loi" in in_brief(composition(msp, on=DAY))


def test_who_would_leave_is_counted_out_and_nothing_is_written(msp: Structure) -> None:
    assert statuses(msp, leaving=named(msp, "Bob"))["associate_doctors"] == "broken"
    assert statuses(msp, leaving=named(msp, "Cléo"))["associate_auxiliaries"] == "broken"
    assert set(statuses(msp).values()) == {"satisfied"}


def test_who_would_enter_is_counted_in(msp: Structure, founder: User) -> None:
    services.leave(held_by(named(msp, "Bob")), by=founder, on=DAY)  # type: ignore[arg-type]
    assert statuses(msp)["associate_doctors"] == "broken"
    assert statuses(msp, entering=named(msp, "Bob"))["associate_doctors"] == "satisfied"


def test_what_is_not_said_is_unknown(msp: Structure) -> None:
    Person.objects.filter(pk=named(msp, "Cléo").pk).update(practice="")
    assert "broken" not in statuses(msp).values()


def test_parts_change_from_a_day_and_what_was_held_stays_written(msp: Structure, founder: User) -> None:
    ada = named(msp, "Ada")
    held = held_by(ada)
    assert held
    for _ in range(2):
        services.change_parts(held, 25, by=founder, on=date(2026, 4, 1))
    rows = ada.adhesions.filter(kind="associe").values_list("parts", "since", "until")
    assert list(rows) == [(10, DAY, date(2026, 4, 1)), (25, date(2026, 4, 1), None)]
    assert sum(each.parts or 0 for each in holders(msp, on=date(2026, 3, 31))) == 30
    assert sum(each.parts or 0 for each in holders(msp, on=date(2026, 4, 1))) == 45


def test_parts_of_the_first_day_are_corrected_in_place(msp: Structure, founder: User) -> None:
    held = held_by(named(msp, "Ada"))
    assert held
    services.change_parts(held, 12, by=founder, on=DAY)
    assert Adhesion.objects.filter(person=held.person, kind="associe").count() == 1


def test_parts_held_no_more_do_not_change(msp: Structure, founder: User) -> None:
    held = held_by(named(msp, "Ada"))
    assert held
    services.leave(held, by=founder, on=date(2026, 4, 1))
    with pytest.raises(BadInput, match="n’a plus de parts"):
        services.change_parts(held, 12, by=founder, on=date(2026, 4, 2))


def test_a_move_is_shown_then_noted_even_when_it_breaks_the_composition(
    msp: Structure, founder: User
) -> None:
    bob, client = named(msp, "Bob"), client_of(founder)
    url = reverse("people:parts", args=[msp.slug, bob.pk])
    sent = {"move": "leave", "parts": "", "on": timezone.localdate().isoformat()}
    page = client.get(url, sent)
    assert page.context["after"][0].status == "broken"
    assert held_by(bob)
    told = client.post(url, sent, follow=True)
    assert "Il manque 1 médecin associé" in told.content.decode()
    assert held_by(bob) is None


@pytest.mark.parametrize(
    "sent",
    [
        {"move": "change", "parts": "", "on": "2026-03-05"},
        {"move": "change", "parts": "0", "on": "2026-03-05"},
        {"move": "change", "parts": "9999999", "on": "2026-03-05"},
        {"move": "enter", "parts": "1", "on": "2026-03-05"},
        {"move": "leave", "on": ""},
        {"move": "leave", "on": "2020-01-01"},
    ],
)
def test_a_move_that_cannot_be_is_refused_in_place(
    msp: Structure, founder: User, sent: dict[str, str]
) -> None:
    url = reverse("people:parts", args=[msp.slug, named(msp, "Ada").pk])
    assert client_of(founder).post(url, sent).status_code == 422
    assert Adhesion.objects.filter(kind="associe", until=None).count() == 3


def test_a_structure_without_company_has_no_such_page(structure: Structure, founder: User) -> None:
    url = reverse("people:parts", args=[structure.slug, structure.people.all()[0].pk])
    assert client_of(founder).get(url).status_code == 302
