"""Questions and ESCAP go after the months that a structure chose; what was counted of a year does not move."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from maillage.accounts.models import User
from maillage.care.enums import EscapState, QuestionAnswer, QuestionSubject
from maillage.care.models import Escap, EscapMember, EscapMove, EscapPart, Question
from maillage.care.queries.escap_counts import escap_year
from maillage.care.queries.requests_counts import question_counts
from maillage.care.queries.settings import setting_of
from maillage.care.services.due import daily_work
from maillage.care.services.forgetting import forget_questions_and_escaps
from maillage.care.statistics import care_year
from maillage.people.models import Person
from maillage.people.services import erase_person
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
LATER = date(2030, 1, 1)
KEPT = 12


def question(structure: Structure, at: datetime, subject: str, minutes: int | None, *, rank: int) -> Question:
    return Question.objects.create(
        structure=structure, subject=subject, code=f"Q{rank:04}", asked_at=at, key=uuid4(),
        seen_at=at if minutes is not None or rank % 2 else None,
        answered_at=at + timedelta(minutes=minutes) if minutes is not None else None,
        answer=QuestionAnswer.values[0] if minutes is not None else "",
    )  # fmt: skip


@pytest.fixture
def asked(structure: Structure) -> Structure:
    """Thirty, from the end of a year to the beginning of the next, a third of them never answered."""
    structure.care_questions.all().delete()
    for rank in range(30):
        at = datetime(2026, 12, 20, 23, 30, tzinfo=UTC) + timedelta(days=rank)
        subject = QuestionSubject.values[rank % 3]
        question(structure, at, subject, None if rank % 3 == 1 else 7 * rank, rank=rank)
    return structure


@pytest.mark.parametrize("passes", [(date(2029, 1, 1),), (date(2027, 12, 28), date(2028, 1, 10), LATER)])
def test_questions_of_a_year_count_the_same_once_they_are_erased(
    asked: Structure, passes: tuple[date, ...]
) -> None:
    before = {year: question_counts(asked, year) for year in (2026, 2027)}
    assert forget_questions_and_escaps(date(2027, 12, 20)) == 0
    for day in passes:
        daily_work(day)
        assert {year: question_counts(asked, year) for year in (2026, 2027)} == before
    assert not asked.care_questions.exists()
    assert forget_questions_and_escaps(LATER) == 0


def ran(
    structure: Structure, code: str, starts: date, days: int, team: list[Person], *, turn: int = 1
) -> Escap:
    made = Escap.objects.create(
        structure=structure, code=code, turn=turn, commune="82121", judged_on=starts, agreed_on=starts,
        proposed_on=starts - timedelta(days=20), starts_on=starts, ends_on=starts + timedelta(days=days),
        state=EscapState.ENDED,
    )  # fmt: skip
    EscapMove.objects.create(escap=made, state=EscapState.ENDED, on=made.ends_on)
    EscapMember.objects.bulk_create(
        EscapMember(escap=made, person=each, profession=each.profession) for each in team
    )
    return made


@pytest.fixture
def teams(structure: Structure) -> Structure:
    """Codes of one year, of two, renewed, and one refused before it began."""
    people = list(structure.people.order_by("pk")[:3])
    structure.escaps.all().delete()
    for rank in range(6):
        ran(structure, f"E{rank:04}", date(2026, 2 * rank + 1, 10), 365, people[: 1 + rank % 3])
    first = ran(structure, "E0006", date(2026, 3, 1), 365, people)
    Escap.objects.filter(pk=first.pk).update(state=EscapState.RENEWED)
    ran(structure, "E0006", date(2027, 3, 1), 365, people[:2], turn=2)
    refused = Escap.objects.create(
        structure=structure,
        code="E0007",
        commune="82121",
        proposed_on=date(2026, 5, 1),
        state=EscapState.ENDED,
    )
    EscapMove.objects.create(escap=refused, state=EscapState.ENDED, on=date(2026, 5, 9))
    return structure


@pytest.mark.parametrize("passes", [(LATER,), (date(2028, 3, 1), date(2028, 9, 1), date(2029, 1, 1), LATER)])
def test_escap_of_a_year_count_the_same_once_their_codes_are_erased(
    teams: Structure, passes: tuple[date, ...]
) -> None:
    years = range(2025, 2030)
    before = {year: escap_year(teams, year, on=LATER) for year in years}
    told = {year: care_year(teams, year, on=LATER) for year in years}
    for day in passes:
        forget_questions_and_escaps(day)
        assert {year: escap_year(teams, year, on=LATER) for year in years} == before
    assert {year: care_year(teams, year, on=LATER) for year in years} == told
    assert not teams.escaps.exists()
    assert forget_questions_and_escaps(LATER) == 0


def test_a_code_stays_as_long_as_one_of_its_years_does_and_one_that_waits_stays(teams: Structure) -> None:
    Escap.objects.create(structure=teams, code="E0008", commune="82121", proposed_on=date(2026, 1, 5))
    forget_questions_and_escaps(date(2028, 12, 1))
    assert set(teams.escaps.values_list("code", "turn")) == {("E0006", 1), ("E0006", 2), ("E0008", 1)}


def test_the_months_are_those_the_structure_chose(asked: Structure) -> None:
    setting = setting_of(asked)
    setting.kept_months = 36
    setting.save()
    assert forget_questions_and_escaps(date(2029, 6, 1)) == 0
    assert forget_questions_and_escaps(date(2030, 6, 1)) == 30


def test_a_card_that_is_erased_counts_in_no_fee_of_what_was_erased(teams: Structure, founder: User) -> None:
    forget_questions_and_escaps(LATER)
    (gone, *_) = [each.person for each in EscapPart.objects.select_related("person").filter(year=2026)]
    erase_person(gone, by=founder)
    assert gone.name not in {fee.name for fee in escap_year(teams, 2026, on=LATER).fees}
