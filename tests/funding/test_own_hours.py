"""One's own hours, by one's link: declared in two gestures, contested, given up; told once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.files.services.keeping import unused
from maillage.funding.enums import ClaimState
from maillage.funding.models import Claim
from maillage.funding.services import claims, own_hours
from maillage.funding.services.claims import GivenLine
from maillage.funding.services.own_hours import GivenTime
from maillage.governance.models import Meeting
from maillage.kernel import BadInput
from maillage.mail.models import Recipient, Sending
from maillage.people.models import Person
from maillage.people.services import doors_to
from maillage.structures.models import Structure
from maillage.ui.queries import card_data
from players import FOUNDED_ON

pytestmark = pytest.mark.django_db
NOON = datetime.combine(
    FOUNDED_ON + timedelta(days=30), datetime.min.time().replace(hour=12), timezone.get_default_timezone()
)
NOW = NOON + timedelta(days=2)


@pytest.fixture
def max_(structure: Structure, founder: User) -> Person:
    """Paid forty euros an hour for any time; nothing asked of him yet."""
    line = GivenLine("indemnite", Decimal(40), FOUNDED_ON + timedelta(days=1))
    structure.legal_persons.get().scale.all().delete()
    claims.set_line(structure.legal_persons.get(), line, by=founder)
    structure.people.filter(name="Max Fictif").update(email="max@example.org")
    return structure.people.select_related("structure__territory").get(name="Max Fictif")


@pytest.fixture
def door(max_: Person) -> str:
    return doors_to([max_], on=timezone.localdate())[max_.pk].get_absolute_url()


def declared(person: Person, began_at: datetime = NOON, minutes: int = 90) -> Claim:
    return own_hours.declare(person, GivenTime("Appels", began_at, minutes), key=uuid4(), at=NOW)


def meeting_of(structure: Structure) -> Meeting:
    return structure.instances.get().meetings.select_related("instance__structure").earliest("starts_at")


def asked_of(person: Person, founder: User) -> Claim:
    """An hour at the meeting that was held, confirmed."""
    meeting = meeting_of(person.structure)
    meeting.presences.create(
        person=person, arrived_at=meeting.starts_at, left_at=meeting.starts_at + timedelta(hours=1)
    )
    made = claims.confirm(meeting, by=founder, on=timezone.localdate())
    return next(each for each in made if each.person == person)


def test_a_time_is_priced_by_the_line_of_any_meeting(max_: Person) -> None:
    made = declared(max_)
    assert (made.amount, made.minutes, made.state, made.author) == (
        Decimal("60.00"),
        90,
        ClaimState.ASKED,
        None,
    )
    assert made.held_on == NOON.date()


def test_the_same_form_sent_twice_declares_once(max_: Person) -> None:
    given, key = GivenTime("Appels", NOON, 60), uuid4()
    assert len({own_hours.declare(max_, given, key=key, at=NOW).pk for _ in range(2)}) == 1


@pytest.mark.parametrize(
    ("began_at", "told"),
    [
        (NOW - timedelta(minutes=30), "pas encore passé"),
        (NOW - timedelta(days=400), "trop ancien"),
    ],
)
def test_a_time_to_come_or_too_old_is_refused(max_: Person, began_at: datetime, told: str) -> None:
    with pytest.raises(BadInput, match=told):
        declared(max_, began_at)


def test_f35_minutes_are_declared_once(max_: Person) -> None:
    declared(max_)
    with pytest.raises(BadInput, match="En même temps"):
        declared(max_, NOON + timedelta(minutes=60))
    assert declared(max_, NOON + timedelta(minutes=90)).amount == Decimal("60.00")


def test_f35_the_minutes_of_a_meeting_are_not_declared_besides(max_: Person, founder: User) -> None:
    asked_of(max_, founder)
    meeting = meeting_of(max_.structure)
    given = GivenTime("Appels", meeting.starts_at + timedelta(minutes=30), 30)
    with pytest.raises(BadInput, match="En même temps"):
        own_hours.declare(max_, given, key=uuid4(), at=timezone.now())


def test_a_time_that_the_scale_does_not_pay_is_told(max_: Person, founder: User) -> None:
    payer = max_.structure.legal_persons.get()
    payer.scale.all().delete()
    with pytest.raises(BadInput, match="En attente du taux"):
        declared(max_)
    claims.set_line(payer, GivenLine("benevole", Decimal(), FOUNDED_ON), by=founder)
    with pytest.raises(BadInput, match="bénévole"):
        declared(max_)


def test_who_contests_is_answered_before_anyone_approves(
    max_: Person, founder: User, structure: Structure
) -> None:
    claim, approver = declared(max_), founder
    own_hours.contest(claim, "Deux heures, pas une et demie")
    (left,) = claims.approve(structure, [claim.pk], by=approver, on=NOON.date()).left
    assert "conteste" in left[1]
    page = client_of(approver).post(
        reverse("funding:claim", args=[structure.slug, claim.pk]),
        {"words": "Vu ensemble", "seen": "Deux heures, pas une et demie"},
    )
    assert page.status_code == 302
    assert claims.approve(structure, [claim.pk], by=approver, on=NOON.date()).approved
    with pytest.raises(BadInput, match="à payer"):
        own_hours.contest(claim, "Encore")


def test_what_is_given_up_is_asked_no_more(max_: Person, founder: User, structure: Structure) -> None:
    claim = declared(max_)
    assert own_hours.waive(claim).state == ClaimState.WAIVED
    assert own_hours.waive(claim).pk == claim.pk
    assert not claims.approve(structure, [claim.pk], by=founder, on=NOON.date()).approved
    assert declared(max_).amount == Decimal("60.00"), "its minutes are free again"


def test_the_page_takes_a_time_with_what_shows_it(max_: Person, door: str, founder: User) -> None:
    day = timezone.localdate() - timedelta(days=2)
    fields: dict[str, Any] = {
        "key": str(uuid4()), "label": "Appels aux médecins", "day": day.isoformat(), "began": "12:30", "minutes": "60",
        "proof": SimpleUploadedFile("appels.pdf", b"%PDF-1.7"),
    }  # fmt: skip
    assert Client().post(f"{door}heures/", fields).status_code == 302
    claim = Claim.objects.get(label="Appels aux médecins")
    assert claim.proof is not None
    assert "Appels aux médecins" in Client().get(f"{door}heures/").content.decode()
    shown = client_of(founder).get(reverse("funding:proof", args=[max_.structure.slug, claim.pk]))
    assert shown["Content-Type"] == "application/pdf"
    again = Client().post(f"{door}heures/", {**fields, "key": str(uuid4()), "proof": ""})
    assert again.status_code == 422
    assert "En même temps" in again.content.decode()


@pytest.mark.parametrize("field", ["label", "day", "began", "minutes"])
def test_what_misses_is_told_and_nothing_is_asked(max_: Person, door: str, field: str) -> None:
    before = Claim.objects.count()
    fields = {
        "key": str(uuid4()),
        "label": "Appels",
        "day": "2026-05-01",
        "began": "12:30",
        "minutes": "60",
        field: "",
    }
    assert Client().post(f"{door}heures/", fields).status_code == 422
    assert Claim.objects.count() == before


def test_a_link_opens_the_claims_of_its_person_alone(max_: Person, door: str, structure: Structure) -> None:
    mine, theirs = declared(max_), Claim.objects.exclude(person=max_).first()
    assert theirs is not None
    assert Client().get(f"{door}demande-{mine.pk}/").status_code == 200
    assert Client().get(f"{door}demande-{theirs.pk}/").status_code == 404
    assert Client().get(f"{door}demande-{mine.pk}/?waive=1").status_code == 200
    mine.refresh_from_db()
    assert mine.state == ClaimState.ASKED, "a GET only shows"


def test_contesting_and_giving_up_by_the_link(max_: Person, door: str) -> None:
    claim = declared(max_)
    assert Client().post(f"{door}demande-{claim.pk}/", {"words": ""}).status_code == 422
    assert Client().post(f"{door}demande-{claim.pk}/", {"words": "Trop court"}).status_code == 302
    assert "Trop court" in Client().get(f"{door}demande-{claim.pk}/").content.decode()
    assert Client().post(f"{door}demande-{claim.pk}/", {"waive": "1"}).status_code == 302
    claim.refresh_from_db()
    assert claim.state == ClaimState.WAIVED


def test_confirming_a_meeting_tells_each_once_with_a_link(
    max_: Person, founder: User, structure: Structure, door: str
) -> None:
    meeting = meeting_of(structure)
    meeting.presences.create(
        person=max_, arrived_at=meeting.starts_at, left_at=meeting.starts_at + timedelta(hours=1)
    )
    for _ in range(2):
        answer = client_of(founder).post(reverse("funding:meeting_hours", args=[structure.slug, meeting.pk]))
        assert answer.status_code == 302
    (sent,) = Sending.objects.filter(key__startswith="funding.claim ")
    assert Recipient.objects.get(sending=sent).address == "max@example.org"
    assert f"{door}demande-" in sent.body
    assert "40\N{NO-BREAK SPACE}€" in sent.body


def test_the_home_of_a_person_leads_to_their_hours(max_: Person, door: str) -> None:
    declared(max_)
    page = Client().get(door).content.decode()
    assert "Vos heures" in page
    assert f"{door}heures/" in page


def test_the_copy_of_a_card_tells_them_in_words(max_: Person, door: str) -> None:
    declared(max_)
    assert Client().get(f"{door}copie/").content.startswith(b"%PDF")
    (told,) = card_data(max_)["Demandes d’indemnité"]
    assert (told["Montant"], told["Durée"]) == ("60\N{NO-BREAK SPACE}€", "90\N{NO-BREAK SPACE}minutes")


@pytest.mark.parametrize("count", [6])
def test_one_time_declared_from_many_doors_is_asked_once(
    count: int, max_: Person, at_once: Callable[..., list[Any]]
) -> None:
    def send() -> int:
        return declared(max_).pk

    answers = at_once(*[send] * count)
    assert sum(isinstance(each, int) for each in answers) == 1
    assert all(isinstance(each, int | BadInput) for each in answers), answers


def test_f35_a_time_declared_first_is_not_paid_again_at_its_meeting(max_: Person, founder: User) -> None:
    meeting = meeting_of(max_.structure)
    given = GivenTime("Bureau", meeting.starts_at, 60)
    own_hours.declare(max_, given, key=uuid4(), at=timezone.now())
    meeting.presences.create(person=max_, arrived_at=meeting.starts_at)
    assert not [
        each for each in claims.confirm(meeting, by=founder, on=timezone.localdate()) if each.person == max_
    ]


def test_what_shows_a_time_is_kept_as_long_as_its_claim(max_: Person, door: str) -> None:
    day = timezone.localdate() - timedelta(days=2)
    fields = {
        "key": str(uuid4()), "label": "Appels", "day": day.isoformat(), "began": "12:30", "minutes": "60",
        "proof": SimpleUploadedFile("appels.pdf", b"%PDF-1.7"),
    }  # fmt: skip
    Client().post(f"{door}heures/", fields)
    proof = Claim.objects.get(label="Appels").proof
    assert proof is not None
    assert proof not in unused(now=timezone.now() + timedelta(days=3))


def test_a_paper_that_is_refused_declares_nothing(max_: Person, door: str) -> None:
    day = timezone.localdate() - timedelta(days=2)
    fields = {
        "key": str(uuid4()), "label": "Appels", "day": day.isoformat(), "began": "12:30", "minutes": "60",
        "proof": SimpleUploadedFile("appels.exe", b"MZ"),
    }  # fmt: skip
    assert Client().post(f"{door}heures/", fields).status_code == 422
    assert not Claim.objects.filter(label="Appels").exists()


def test_an_answer_is_to_the_words_that_were_read(max_: Person, founder: User) -> None:
    claim = own_hours.contest(declared(max_), "Trop court")
    own_hours.contest(claim, "Ce n’était pas moi")
    with pytest.raises(BadInput, match="autre chose"):
        own_hours.answer(claim, "Vu", seen="Trop court", by=founder)


def test_a_contested_claim_that_is_refused_leaves_its_hours_to_be_noted_again(
    max_: Person, founder: User, structure: Structure
) -> None:
    claim = own_hours.contest(asked_of(max_, founder), "Deux heures")
    claims.refuse(claim, "À refaire", by=founder, on=timezone.localdate())
    again = claims.confirm(meeting_of(structure), by=founder, on=timezone.localdate())
    assert [each.person for each in again] == [max_]


def test_what_was_given_up_is_not_refused_besides(max_: Person, founder: User) -> None:
    claim = own_hours.waive(declared(max_))
    with pytest.raises(BadInput, match="renoncée"):
        claims.refuse(claim, "Non", by=founder, on=timezone.localdate())
