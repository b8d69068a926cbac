"""What time brings to events: a reminder once a date, and forgetting; done twice, or cut half way, it does no more."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from maillage.accounts.models import User
from maillage.jobs.services import do_due
from maillage.links.models import Link
from maillage.mail.enums import State
from maillage.mail.models import Recipient
from maillage.outreach.models import Event, Registration
from maillage.outreach.services import events as services
from maillage.outreach.services.events import KEPT_FOR, telling
from maillage.people.models import Person
from maillage.structures.models import Structure
from outreach.events import BEFORE, DAY, EVENING, announced, come, move, told

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SEAT, REMINDER = "Votre place est retenue", "Rappel"


def test_a_reminder_leaves_once_when_it_is_due_and_not_before(structure: Structure, founder: User) -> None:
    event = announced(structure, founder, capacity=1)
    come(event)
    come(event, "jo")  # waits
    do_due(EVENING - 2 * DAY - HOUR)
    assert told() == [SEAT]
    for _ in range(3):
        do_due(EVENING - 2 * DAY)
    do_due(EVENING - HOUR)
    do_due(EVENING + HOUR)
    assert told() == [SEAT, REMINDER]
    assert told("jo@example.org") == ["Vous êtes sur la liste d’attente"]


def test_who_was_told_since_it_is_due_needs_no_reminder(structure: Structure, founder: User) -> None:
    event = announced(structure, founder)
    come(event, at=EVENING - DAY)
    do_due(EVENING - HOUR)
    assert told() == [SEAT]


def test_an_event_without_reminder_sends_none(structure: Structure, founder: User) -> None:
    come(announced(structure, founder, remind_days=0))
    do_due(EVENING - HOUR)
    assert told() == [SEAT]


def test_a_date_that_moved_away_voids_its_reminder_and_has_another(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder)
    come(event)
    later = EVENING + 42 * DAY
    move(event, founder, at=EVENING - 2 * DAY - HOUR, starts_at=later)
    do_due(EVENING - DAY)
    assert told() == [SEAT, "La date change"]
    do_due(later - DAY)
    do_due(later - HOUR)
    assert told() == [SEAT, "La date change", REMINDER]


def test_a_date_that_moves_inside_its_delay_is_told_and_not_reminded(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder)
    come(event)
    sooner = BEFORE + 2 * DAY
    move(event, founder, at=BEFORE + DAY, starts_at=sooner)
    do_due(sooner - HOUR)
    assert told() == [SEAT, "La date change"]


def test_a_reminder_that_waits_in_the_outbox_does_not_leave_when_the_date_moves(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder)
    come(event)
    do_due(EVENING - DAY)
    waiting = Recipient.objects.get(sending__key__startswith=telling.reminders_of(event))
    move(event, founder, at=EVENING - DAY + HOUR, starts_at=EVENING + 42 * DAY)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.is_stopped) == (State.GIVEN_UP, True)


def test_a_cancelled_event_says_so_to_those_who_expected_it_and_reminds_nobody(
    structure: Structure, founder: User
) -> None:
    event = announced(structure, founder)
    come(event)
    gone = come(event, "jo")
    services.say_coming(gone, comes=False, at=BEFORE)
    for _ in range(2):
        services.cancel_event(event, "Intervenant absent", by=founder, at=EVENING - 3 * DAY)
    do_due(EVENING - HOUR)
    assert told() == [SEAT, "Annulé"]
    assert told("jo@example.org") == [SEAT, "Vous ne venez plus"]


def test_a_new_place_is_told_and_a_new_word_is_not(structure: Structure, founder: User) -> None:
    event = announced(structure, founder, place="Salle fictive")
    come(event)
    move(event, founder, at=BEFORE, place="Salle fictive", words="Avec un buffet.")
    move(event, founder, at=BEFORE, place="Autre salle fictive", words="Avec un buffet.")
    assert told() == [SEAT, "Le lieu change"]


def test_a_reminder_cut_half_way_is_taken_up_where_it_was(
    structure: Structure, founder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = announced(structure, founder)
    for name in ("lou", "jo", "zoe"):
        come(event, name)
    real, sent = telling.remind, []

    def dies(*args: object, **options: object) -> None:
        if len(sent) == 1:
            raise KeyboardInterrupt
        sent.append(real(*args, **options))  # type: ignore[arg-type,func-returns-value]

    monkeypatch.setattr(telling, "remind", dies)
    with pytest.raises(KeyboardInterrupt):
        do_due(EVENING - DAY)
    monkeypatch.setattr(telling, "remind", real)
    do_due(EVENING - DAY)
    do_due(EVENING - HOUR)
    assert [told(f"{name}@example.org").count(REMINDER) for name in ("lou", "jo", "zoe")] == [1, 1, 1]


def test_who_came_without_a_card_is_forgotten_and_the_time_they_gave_is_not(
    structure: Structure, founder: User
) -> None:
    Event.objects.all().delete()
    event = announced(structure, founder)
    lou, jo = come(event), come(event, "jo")
    card = Person.objects.create(structure=structure, name="Jo", profession="infirmier")
    services.link_card(jo, card, by=founder)
    services.note_presence(lou, is_there=True, by=founder, at=EVENING)
    do_due(event.ends_at + KEPT_FOR)
    assert Registration.objects.get(pk=lou.pk).name
    door = lou.link_id
    for _ in range(2):
        do_due(event.ends_at + KEPT_FOR + HOUR)
    lou.refresh_from_db()
    jo.refresh_from_db()
    assert (lou.name, lou.called, lou.email, lou.phone, lou.link) == ("", "", "", "", None)
    assert (lou.minutes, lou.profession, jo.name) == (120, "infirmier", "Jo Fictif")
    assert not Link.objects.filter(pk=door).exists()


def test_nothing_due_takes_no_lock(
    structure: Structure, founder: User, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(20):
        do_due(timezone.now())
