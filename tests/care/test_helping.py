"""Who can help: found by what is said of them, reported once, counted without anybody."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from house.visiting import tasks_of
from maillage.care.enums import AgeBand, HelpEvent, HelpFault, Situation
from maillage.care.models import HelpCount, HelpOffer, HelpReport
from maillage.care.queries.awaiting import awaiting
from maillage.care.queries.helping import answer
from maillage.care.queries.helping_counts import help_year
from maillage.care.rules.helping import (
    EVERYWHERE,
    Question,
    Reach,
    Slot,
    check_due,
    fits,
    in_lines,
    nearness,
    slots_in,
)
from maillage.care.services import helping as services
from maillage.kernel import BadInput
from maillage.legislation import neighbours
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import today_in
from players import Cast

SITUATIONS = st.sampled_from([*Situation])
COMMUNES = st.sampled_from(["82121", "82025", "82044"])
AGES = st.sampled_from([*AgeBand])
REACHES = st.builds(
    Reach, st.frozensets(SITUATIONS, min_size=1), st.frozensets(COMMUNES), st.frozensets(AGES)
)
QUESTIONS = st.builds(Question, SITUATIONS, st.just("") | COMMUNES, st.just("") | AGES)
SLOTS = st.builds(
    Slot,
    st.integers(0, 6),
    st.times(min_value=time(7), max_value=time(11, 59)).map(lambda at: at.replace(second=0, microsecond=0)),
    st.times(min_value=time(12), max_value=time(20)).map(lambda at: at.replace(second=0, microsecond=0)),
    st.sampled_from(["", "Maison de santé", "Cabinet 2, à l’étage"]),
)


@given(REACHES, QUESTIONS)
def test_a_shorter_question_finds_whatever_a_longer_one_finds(reach: Reach, question: Question) -> None:
    if fits(reach, question):
        assert fits(reach, Question(question.situation))
        assert fits(reach, Question(question.situation, question.commune))


@given(st.lists(REACHES, max_size=6), QUESTIONS)
def test_who_helps_in_that_very_commune_comes_before_who_helps_everywhere(
    reaches: list[Reach], question: Question
) -> None:
    found = sorted(
        (each for each in reaches if fits(each, question)), key=lambda each: nearness(each, question)
    )
    near = [bool(question.commune and question.commune in each.communes) for each in found]
    assert near == sorted(near, reverse=True)


@given(st.lists(SLOTS, max_size=5, unique=True))
def test_slots_are_read_as_they_are_written(slots: list[Slot]) -> None:
    assert set(slots_in(in_lines(slots))) == set(slots)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("le matin", "ne se lit pas"),
        ("lundi 12 h - 9 h", "finit avant"),
        ("mardis 9 h - 25 h", "n’existe pas"),
        ("jour 9 h - 10 h", "ne se lit pas"),
    ],
)
def test_a_slot_that_reads_otherwise_is_told(line: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        slots_in(line)


def test_a_number_is_called_again_six_months_later() -> None:
    assert check_due(date(2026, 8, 31)) == date(2027, 2, 28)


def test_what_is_told_of_everywhere_is_of_the_law_room() -> None:
    assert {key for keys in EVERYWHERE.values() for key in keys} <= {each.key for each in neighbours()}


@pytest.mark.django_db
def test_an_answer_holds_who_fits_and_no_other(structure: Structure) -> None:
    today = today_in(structure)
    found = answer(structure, Question(Situation.MEMORY, "82121"), on=today)
    assert [str(each.offer) for each in found.helpers] == [structure.help_offers.get().partner.name]
    assert [each.label for each in found.everywhere] == ["Asalée", "DAC"]
    assert answer(structure, Question(Situation.ADDICTION), on=today).helpers == []
    services.show(structure.help_offers.get(), is_on=False, by=structure.memberships.all()[0].user)
    assert answer(structure, Question(Situation.MEMORY), on=today).helpers == []


@pytest.mark.django_db
def test_what_is_said_ten_times_to_be_wrong_stands_once_until_somebody_calls(
    structure: Structure, cast: Cast, max_: Person
) -> None:
    offer = structure.help_offers.get()
    door = structure.help_door.link.get_absolute_url()
    own = max_.door.link.step("aide")
    said = {"situation": "complexe", "faux": f"{offer.pk}-{HelpFault.NUMBER}"}
    for path in (door, own, door):
        assert Client().post(path, said).status_code == 302
    report = HelpReport.objects.get()
    assert (report.times, report.settled_at) == (3, None)
    tasks = tasks_of(awaiting(structure))
    assert tasks[0].text.startswith("Vérifier ce qui est signalé faux")
    founder = Client()
    assert cast["founder"]
    founder.force_login(cast["founder"])
    founder.post(reverse("care:check_help", args=[structure.slug, offer.pk]))
    report.refresh_from_db()
    assert report.settled_at
    Client().post(door, said)
    assert HelpReport.objects.filter(settled_at=None).count() == 1


@pytest.mark.django_db
def test_a_question_is_counted_when_it_is_sent_and_not_when_it_is_looked_at(structure: Structure) -> None:
    door, today = structure.help_door.link.get_absolute_url(), today_in(structure)
    sent = Client().post(door, {"situation": "violences"})
    for _ in range(3):
        assert "Aucune aide" in Client().get(sent.url).content.decode()
    Client().post(door, {"situation": "complexe"})
    Client().post(door, {"situation": "complexe", "dit": "trouve"})
    counted = help_year(structure, today.year)
    assert counted.events == {
        HelpEvent.ASKED: 2, HelpEvent.NOTHING: 1, HelpEvent.FOUND: 1, HelpEvent.UNMET: 0
    }  # fmt: skip
    assert list(counted.situations) == ["complexe", "violences"]
    assert help_year(structure, today.year - 1).events[HelpEvent.ASKED] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{}, {"situation": "rien"}, {"situation": "complexe", "commune": "75056"}])
def test_a_question_that_cannot_be_is_told_and_counts_nothing(
    structure: Structure, sent: dict[str, str]
) -> None:
    assert Client().post(structure.help_door.link.get_absolute_url(), sent).status_code == 422
    assert not HelpCount.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", ["0-numero", "x-numero", "1-autre", f"{'9' * 30}-numero"])
def test_what_is_not_there_is_not_reported(structure: Structure, wrong: str) -> None:
    said = {"situation": "complexe", "faux": wrong}
    assert Client().post(structure.help_door.link.get_absolute_url(), said).status_code == 404
    assert not HelpReport.objects.exists()


@pytest.mark.django_db
def test_the_directory_prints_behind_the_link_and_the_old_link_leads_nowhere(
    structure: Structure, cast: Cast
) -> None:
    link = structure.help_door.link
    for door in (link, structure.people.get(name="Max Fictif").door.link):
        assert Client().get(door.step("annuaire"))["Content-Type"] == "application/pdf"
    assert cast["founder"]
    services.renew_door(structure, by=cast["founder"])
    assert Client().get(link.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_who_cannot_be_reached_is_not_written(structure: Structure, cast: Cast) -> None:
    offer = structure.help_offers.get()
    given_ = services.GivenOffer(offer.partner, "dac", offer.checked_on, ["complexe"])
    assert cast["founder"]
    with pytest.raises(BadInput, match="téléphone ou un formulaire"):
        services.write_offer(offer, given_, version=offer.version, by=cast["founder"])
    with pytest.raises(BadInput, match="autre chose"):
        services.write_offer(offer, given_, version=7, by=cast["founder"])
    assert HelpOffer.objects.get().phone
