"""ESCAP: the law room judges, nothing of a patient is kept, each year of a code counts as it ran."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import tasks_of
from maillage.accounts.models import User
from maillage.care.enums import EscapState
from maillage.care.lifecycle import ESCAP_MOVES
from maillage.care.models import Escap
from maillage.care.queries.awaiting import awaiting
from maillage.care.queries.escap_counts import escap_year, ran_within
from maillage.care.services import escap as services
from maillage.care.types import Grid
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import Structure
from players import Cast

ON = date(2026, 2, 2)
DAYS = st.dates(date(2025, 1, 1), date(2028, 1, 1))


@given(DAYS, DAYS, DAYS, DAYS)
def test_a_team_ran_in_a_span_when_one_of_its_days_is_in_it(a: date, b: date, c: date, d: date) -> None:
    (starts, ends), (first, until) = sorted((a, b)), sorted((c, d))
    days = {starts + timedelta(days=each) for each in range((ends - starts).days)}
    assert ran_within(starts, ends, first, until) == any(first <= day < until for day in days)


def test_every_state_but_the_last_has_a_way_out() -> None:
    assert {state for state, after in ESCAP_MOVES.items() if not after} == {
        EscapState.RENEWED,
        EscapState.ENDED,
    }


@pytest.fixture
def founder(cast: Cast) -> User:
    assert cast["founder"]
    return cast["founder"]


def proposed(structure: Structure, founder: User, grid: Grid = Grid("stroke", score=15)) -> Escap:  # noqa: B008
    return services.propose(
        structure, services.GivenEscap("82121", ON, grid=grid), key=uuid4(), by=founder, on=ON
    )


def teamed(structure: Structure, escap: Escap, count: int = 3) -> None:
    people = list(structure.people.order_by("pk"))
    while len(people) < count:
        people.append(
            Person.objects.create(structure=structure, name=f"Inventé {len(people)}", profession="pharmacien")
        )
    doctor = structure.people.get(name="Max Fictif")
    services.join_team(escap, doctor, is_attending=True)
    for each in [each for each in people if each != doctor][: count - 1]:
        services.join_team(escap, each, is_attending=False)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("grid", "said"),
    [
        (Grid("stroke", score=12), "sous le seuil"),
        (Grid("stroke", is_pregnant=True, score=13), "sous le seuil"),
        (Grid("other", score=20), "Quatre situations"),
    ],
)
def test_the_law_room_refuses_a_grid_that_is_not_enough(
    structure: Structure, founder: User, grid: Grid, said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        proposed(structure, founder, grid)
    assert structure.escaps.count() == 1  # that of the cast


def test_no_column_holds_what_was_said_of_the_patient() -> None:
    names = {field.name for field in Escap._meta.get_fields()}
    assert not names & {"situation", "score", "is_pregnant", "name", "birth_date", "note"}


@pytest.mark.django_db
def test_a_team_starts_once_the_grid_the_agreement_and_three_professionals_are_there(
    structure: Structure, founder: User
) -> None:
    escap = proposed(structure, founder, Grid())
    services.agree(escap, on=ON, by=founder)
    with pytest.raises(BadInput, match="score"):
        services.start(escap, on=ON, by=founder)
    services.say_grid(escap, Grid("palliative", score=13), on=ON)
    teamed(structure, escap, 2)
    with pytest.raises(BadInput, match="professionnel"):
        services.start(escap, on=ON, by=founder)
    teamed(structure, escap, 3)
    services.start(escap, on=ON, by=founder)
    assert (escap.state, escap.ends_on) == (EscapState.RUNNING, date(2027, 2, 2))
    with pytest.raises(BadInput, match="a changé"):
        services.start(escap, on=ON, by=founder)


@pytest.mark.django_db
def test_only_a_doctor_is_medecin_traitant_and_only_one(structure: Structure, founder: User) -> None:
    escap = proposed(structure, founder)
    with pytest.raises(BadInput, match="est médecin"):
        services.join_team(escap, structure.people.get(name="Ada Fictif"), is_attending=True)
    teamed(structure, escap)
    second = Person.objects.create(
        structure=structure, name="Autre Inventé", profession="medecin_generaliste"
    )
    with pytest.raises(BadInput, match="déjà un médecin traitant"):
        services.join_team(escap, second, is_attending=True)


@pytest.mark.django_db
def test_fees_are_those_of_the_law_room_by_professional(structure: Structure, founder: User) -> None:
    for count in range(5):
        escap = proposed(structure, founder)
        services.agree(escap, on=ON, by=founder)
        teamed(structure, escap, 3 if count else 4)
        services.start(escap, on=ON, by=founder)
    counted = escap_year(structure, 2026, on=date(2026, 6, 1))
    due = {fee.name: (fee.teams, fee.amount.value) for fee in counted.fees}
    assert due["Max Fictif"] == (5, 200)
    assert due["Inventé 3"] == (1, 100)
    assert counted.total.value == sum(fee.amount.value or 0 for fee in counted.fees)
    assert counted.total.sources
    assert counted.enough is not None
    assert counted.enough.value == 5
    assert (counted.ran, counted.people, counted.started) == (5, 5, 5)
    assert escap_year(structure, 2025, on=date(2026, 6, 1)).fees == []


@pytest.mark.django_db
def test_another_year_keeps_the_code_and_asks_the_patient_again(structure: Structure, founder: User) -> None:
    escap = proposed(structure, founder)
    services.agree(escap, on=ON, by=founder)
    teamed(structure, escap)
    services.start(escap, on=ON, by=founder)
    Escap.objects.filter(pk=escap.pk).update(ends_on=timezone.localdate() + timedelta(days=300))
    tasks = [each.text for each in tasks_of(awaiting(structure))]
    assert f"ESCAP {escap.code} : renouveler ou finir" not in [text.replace("\u00a0", " ") for text in tasks]
    Escap.objects.filter(pk=escap.pk).update(ends_on=timezone.localdate() + timedelta(days=30))
    tasks = [each.text for each in tasks_of(awaiting(structure))]
    assert f"ESCAP {escap.code} : renouveler ou finir" in [text.replace("\u00a0", " ") for text in tasks]
    again = services.renew(escap, on=date(2027, 1, 20), by=founder)
    assert (again.code, again.turn, again.state) == (escap.code, 2, EscapState.PROPOSED)
    assert (again.judged_on, again.agreed_on) == (None, None)
    assert again.team.count() == 3
    with pytest.raises(BadInput, match="équipe ne change plus"):
        services.leave_team(escap, escap.team.all()[0].pk)


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_a_year_asked_again_twice_at_once_is_asked_once(
    structure: Structure, cast: Cast, at_once: Callable[..., list[object]]
) -> None:
    assert connection.vendor == "postgresql"
    founder = cast["founder"]
    assert founder
    escap = proposed(structure, founder)
    services.agree(escap, on=ON, by=founder)
    teamed(structure, escap)
    services.start(escap, on=ON, by=founder)

    def renew() -> bool:
        try:
            services.renew(Escap.objects.get(pk=escap.pk), on=ON, by=founder)
        except BadInput:
            return False
        return True

    assert sorted(at_once(*[renew] * 5)) == [False] * 4 + [True]
    assert Escap.objects.filter(code=escap.code).count() == 2
