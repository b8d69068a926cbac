"""An alert leaves validated, is read by a gesture, replaced by versions, and over once."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from care.alerting import AT, SITE, a_shortage, join
from grounds import structure_on
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.care.enums import AlertKind, AlertState, VersionState
from maillage.care.models import Alert, Reading
from maillage.care.queries.alerts import ANSM, alerts_of, rows_of, shown
from maillage.care.queries.alerts_counts import counts
from maillage.care.services import alert_mail, alerts
from maillage.care.services.alerts import Sent, Signalled
from maillage.kernel import BadInput
from maillage.mail.models import Recipient, Sending
from maillage.people.models import ContactDesk, Person
from maillage.people.services import doors_to, erase_person
from maillage.structures.models import Structure
from maillage.structures.queries.clocks import zone_of
from maillage.structures.services import switch_modules
from maillage.ui.queries import news

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=2)


def validated(structure: Structure, by: User, validators: list[Person]) -> Alert:
    made = a_shortage(structure)
    version = made.versions.get()
    alerts.ask_validators(version, validators, proposed_by=None, by=by, at=AT, site=SITE)
    for each in version.validations.all():
        alerts.validate(each, "oui", at=AT)
    return made


def sent(structure: Structure, by: User, people: list[Person], **how: object) -> Alert:
    made = validated(structure, by, people[:1])
    alerts.send(made.versions.get(), Sent(["infirmier"], **how), by=by, at=AT, site=SITE)  # type: ignore[arg-type]
    alert_mail.write_due(AT)
    return made


def test_signalled_three_times_by_one_form_it_is_one_and_names_nobody(structure: Structure) -> None:
    said, key = Signalled(AlertKind.SHORTAGE, "Amoxicilline", AT.date()), uuid4()
    first, *others = [alerts.signal(structure, said, key=key, at=AT) for _ in range(3)]
    assert others == [first, first]
    for words in ("pour Mme Durand", "rappeler au 06 12 34 56 78"):
        with pytest.raises(BadInput, match="semble contenir"):
            alerts.signal(structure, Signalled("penurie", "Insuline", AT.date(), words), key=uuid4(), at=AT)
    with pytest.raises(BadInput, match="à venir"):
        alerts.signal(
            structure, Signalled("penurie", "Insuline", AT.date() + timedelta(1)), key=uuid4(), at=AT
        )


#: Half past midnight of the 7th, for who looks at a clock there; of the 6th still, in UTC.
AFTER_MIDNIGHT = datetime(2026, 3, 6, 23, 30, tzinfo=UTC)


def test_the_day_of_an_alert_is_that_of_the_clocks_of_the_structure(
    structure: Structure, founder: User
) -> None:
    _, late = join(structure, 2)
    late.adhesions.update(since=date(2026, 3, 7))
    made = alerts.signal(
        structure, Signalled("chaleur", "Vigilance orange", date(2026, 3, 7)), key=uuid4(), at=AFTER_MIDNIGHT
    )
    with pytest.raises(BadInput, match="à venir"):
        alerts.signal(
            structure, Signalled("chaleur", "Demain", date(2026, 3, 8)), key=uuid4(), at=AFTER_MIDNIGHT
        )
    version = made.versions.get()
    alerts.add_step(version, "Appeler les personnes isolées")
    with pytest.raises(BadInput, match="passé"):
        alerts.send(
            version,
            Sent(["infirmier"], valid_until=date(2026, 3, 6)),
            by=founder,
            at=AFTER_MIDNIGHT,
            site=SITE,
        )
    assert alerts.send(version, Sent(["infirmier"]), by=founder, at=AFTER_MIDNIGHT, site=SITE) == 2


def test_an_equivalence_leaves_with_the_yes_of_each_validator_and_its_words_change_no_more(
    structure: Structure, founder: User
) -> None:
    one, two, *_ = join(structure, 3)
    made = a_shortage(structure)
    version, to = made.versions.get(), Sent(["infirmier"])

    def send() -> int:
        return alerts.send(version, to, by=founder, at=AT, site=SITE)

    with pytest.raises(BadInput, match="nommez qui la valide"):
        send()
    with pytest.raises(BadInput, match="ne valide pas son propre texte"):
        alerts.ask_validators(version, [one], proposed_by=one, by=founder, at=AT, site=SITE)
    alerts.ask_validators(version, [one, two, two], proposed_by=None, by=founder, at=AT, site=SITE)
    first, second = version.validations.all()
    with pytest.raises(BadInput, match="nouvelle"):
        alerts.add_step(version, "Autre chose")
    alerts.validate(first, "oui", at=AT)
    with pytest.raises(BadInput, match="pas répondu"):
        send()
    alerts.validate(second, "non", at=AT, reason="Dose de l’enfant ?")
    with pytest.raises(BadInput, match="refuse"):
        send()
    again = alerts.write_again(made, by=founder)
    assert [each.words for each in again.steps.all()] == ["Proposer la suspension buvable"]
    assert not again.validations.exists()  # a yes holds for the words that were read
    with pytest.raises(BadInput, match="n’est plus à valider"):
        alerts.validate(second, "oui", at=AT)
    version = again
    alerts.ask_validators(version, [one], proposed_by=two, by=founder, at=AT, site=SITE)
    alerts.validate(version.validations.get(), "oui", at=AT)
    assert (send(), send()) == (3, 3)
    made.refresh_from_db()
    assert made.state == AlertState.SENT


def test_a_link_that_a_scanner_opens_reads_nothing_and_a_gesture_counts_by_profession(
    structure: Structure, founder: User, client: Client
) -> None:
    people = join(structure, 3)
    made = sent(structure, founder, people, asks_answer=True)
    one = Reading.objects.get(person=people[0])
    url = doors_to([people[0]], on=timezone.localdate())[people[0].pk].step(f"alerte-{one.pk}")
    page = client.get(url).content.decode()
    assert ANSM in page
    assert "consultez la fiche de l’ANSM" in page
    assert shown(made).total.counts == (3, 0, 0, 0)
    client.post(url, {"answer": "oui"})
    client.post(url, {"answer": "non"})
    assert shown(made).total.counts == (3, 1, 0, 1)
    theirs = Reading.objects.get(person=people[1])
    assert client.post(url.replace(f"alerte-{one.pk}", f"alerte-{theirs.pk}")).status_code == 404
    erase_person(people[0], by=founder)
    assert shown(made).total.counts == (3, 1, 0, 1)  # counts outlive the card


def test_each_is_written_to_once_of_a_version_and_once_of_the_end(
    structure: Structure, founder: User
) -> None:
    people = join(structure, 3)
    made = sent(structure, founder, people)
    alert_mail.write_due(AT)
    told = Sending.objects.filter(key__startswith="care.alert ")
    assert told.count() == 3
    assert all(len(list(each.recipients.all())) == 1 for each in told)
    again = alerts.write_again(made, by=founder)
    alerts.ask_validators(again, people[:1], proposed_by=None, by=founder, at=AT, site=SITE)
    alerts.validate(again.validations.get(), "oui", at=AT)
    alerts.send(again, Sent(["infirmier"]), by=founder, at=AT, site=SITE)
    assert made.versions.get(number=1).state == VersionState.REPLACED
    alert_mail.write_due(AT)
    alerts.end(made, "De nouveau livrée", by=founder, at=AT)
    alerts.end(made, "De nouveau livrée", by=founder, at=AT)
    for _ in range(2):
        alert_mail.write_due(AT)
    ends = Recipient.objects.filter(sending__key__startswith="care.alert.end ")
    assert sorted(each.address for each in ends) == sorted(each.email for each in people)
    with pytest.raises(BadInput, match="n’attend plus"):
        alerts.answer(again.readings.all()[0], "oui", at=AT)
    with pytest.raises(BadInput, match="changé"):
        alerts.dismiss(made, "Rien", by=founder, at=AT)


def test_a_pharmacist_signals_and_validates_by_link_and_the_home_awaits_an_answer(
    structure: Structure, founder: User, client: Client
) -> None:
    one, *_ = join(structure, 1, "pharmacien")
    link = doors_to([one], on=timezone.localdate())[one.pk]
    said = {"key": str(uuid4()), "title": "Salbutamol, aérosol", "since": str(timezone.localdate())}
    assert client.post(link.step("rupture"), said | {"words": "Mme O. attend"}).status_code == 422
    client.post(link.step("rupture"), said)
    client.post(link.step("rupture"), said)
    made = structure.alerts.get()
    assert made.person == one
    home = client_of(founder).get(f"/s/{structure.slug}/").content.decode()
    assert "Alerte signalée" in home
    alerts.add_step(made.versions.get(), "Suivre la fiche")
    alerts.ask_validators(made.versions.get(), [one], proposed_by=None, by=founder, at=AT, site=SITE)
    url = link.step(f"valider-{made.versions.get().validations.get().pk}")
    assert client.post(url, {"answer": "non"}).status_code == 422  # a no says why
    client.get(url)
    assert made.versions.get().validations.get().answer == ""
    client.post(url, {"answer": "oui"})
    assert made.versions.get().validations.get().answer == "oui"


def test_heat_needs_no_validator_but_a_date_that_is_not_past(structure: Structure, founder: User) -> None:
    join(structure, 2)
    made = alerts.signal(structure, Signalled("chaleur", "Vigilance orange", AT.date()), key=uuid4(), at=AT)
    version = made.versions.get()
    with pytest.raises(BadInput, match="que doit faire"):
        alerts.send(version, Sent(["infirmier"]), by=founder, at=AT, site=SITE)
    alerts.add_step(version, "Appeler les personnes isolées de votre liste")
    with pytest.raises(BadInput, match="passé"):
        alerts.send(
            version, Sent(["infirmier"], valid_until=AT.date() - timedelta(1)), by=founder, at=AT, site=SITE
        )
    with pytest.raises(BadInput, match="Personne"):
        alerts.send(version, Sent(["sage_femme"]), by=founder, at=AT, site=SITE)
    assert alerts.send(version, Sent(["infirmier"]), by=founder, at=AT, site=SITE) == 2


def test_what_somebody_signals_by_their_link_is_told_to_the_contact_once(structure: Structure) -> None:
    ContactDesk.objects.create(structure=structure, email="accueil@example.org")
    one, *_ = join(structure, 1, "pharmacien")
    said, key = Signalled(AlertKind.SHORTAGE, "Amoxicilline", AT.date(), "Rien depuis lundi"), uuid4()
    for _ in range(2):
        made = alerts.signal(structure, said, key=key, at=AT, person=one, site=SITE)
    a_shortage(structure)  # by who coordinates: nobody has to be told
    (told,) = Recipient.objects.filter(sending__key__startswith="care.signalled ")
    assert told.address == "accueil@example.org"
    assert f"/soins/alertes/{made.pk}/" in told.sending.body
    assert "Rien depuis lundi" not in told.sending.body


def test_silent_validators_are_written_to_again_and_who_answered_is_left_alone(
    structure: Structure, founder: User
) -> None:
    one, two = join(structure, 2)
    made = a_shortage(structure)
    version = made.versions.get()
    with pytest.raises(BadInput, match="changé"):
        alerts.ask_validators_again(version, by=founder, at=LATER)
    alerts.ask_validators(version, [one, two], proposed_by=None, by=founder, at=AT, site=SITE)
    assert (
        alerts.ask_validators_again(version, by=founder, at=LATER) == 0
    )  # their first message has not left yet
    alert_mail.write_due(AT)
    alerts.validate(version.validations.get(person=one), "oui", at=AT)
    assert [alerts.ask_validators_again(version, by=founder, at=LATER) for _ in range(2)] == [1, 0]
    for _ in range(2):
        alert_mail.write_due(AT)
    told = Recipient.objects.filter(sending__key__startswith="care.validation ").order_by("pk")
    assert [each.address for each in told] == [one.email, two.email, two.email]


def test_who_did_not_read_is_named_with_a_telephone_and_written_to_again(
    structure: Structure, founder: User
) -> None:
    people = join(structure, 3)
    made = sent(structure, founder, people)
    done = Reading.objects.get(person=people[0])
    alerts.read(done, at=AT)
    Person.objects.filter(pk=people[2].pk).update(email="")
    by, page = client_of(founder), f"/s/{structure.slug}/soins/alertes/{made.pk}/"
    waited = by.get(f"{page}lectures/").content.decode()
    assert [each.name in waited for each in people] == [False, True, True]
    assert 'href="tel:0563000000"' in waited
    unreached = by.get(f"{page}lectures/?qui=sans_courriel").content.decode()
    assert [each.name in unreached for each in people] == [False, False, True]
    Reading.objects.update(told_at=timezone.now() - timedelta(hours=2))
    for _ in range(2):
        by.post(f"{page}relancer/")
    alert_mail.write_due(AT)
    again = Recipient.objects.filter(sending__key__regex=r"^care\.alert \d+ 1$")
    assert [each.address for each in again] == [people[1].email]
    alerts.end(made, "De nouveau livrée", by=founder, at=AT)
    assert by.post(f"{page}relancer/").status_code == 422


def test_overseas_an_alert_says_the_day_that_it_was_there(founder: User) -> None:
    structure = structure_on(["97411"], by=founder)
    structure.module_choices.update_or_create(module="soins", defaults={"is_on": True})
    #: Half past one in the morning of the 7th there; the 6th still, in Paris.
    at = datetime(2026, 3, 6, 21, 30, tzinfo=UTC)
    said = Signalled("chaleur", "Vigilance cyclonique", date(2026, 3, 7))
    made = alerts.signal(structure, said, key=uuid4(), at=at, by=founder)
    page = client_of(founder).get(f"/s/{structure.slug}/soins/alertes/{made.pk}/").content.decode()
    assert "Signalée le 07/03/2026 à 01:30" in page
    (_, row) = rows_of(alerts_of(structure), zone_of(structure))
    alerts.dismiss(made, "Une erreur", by=founder, at=at)
    (_, row) = rows_of(alerts_of(structure), zone_of(structure))
    assert row[8] == date(2026, 3, 7)


def test_a_year_of_alerts_begins_at_the_midnight_of_the_structure(founder: User) -> None:
    structure = structure_on(["97411"], by=founder)
    at = datetime(2026, 12, 31, 21, 0, tzinfo=UTC)  # one in the morning of 2027 there
    alerts.signal(
        structure, Signalled("penurie", "Insuline", date(2027, 1, 1)), key=uuid4(), at=at, by=founder
    )
    assert [counts(structure, year)["tensions_signalees"] for year in (2026, 2027)] == [0, 1]


def test_a_bulletin_tells_what_was_sent_then_that_it_is_over(structure: Structure, founder: User) -> None:
    (person,) = join(structure, 1)
    a_shortage(structure)  # signalled, and not agreed to
    made = sent(structure, founder, [person])
    since = AT.date()

    def told(on: date) -> list[str]:
        items = [item for item in news(structure, on) if "lerte" in item.sentence]
        return [item.sentence.replace("\N{NO-BREAK SPACE}", " ") for item in items]

    title = "Tension ou pénurie de médicament, « Amoxicilline 500 mg, gélules »"
    assert told(since) == [f"Alerte : {title}."]
    assert told(since + timedelta(days=1)) == []
    alerts.end(made, "De nouveau livrée", by=founder, at=AT + timedelta(days=3))
    assert told(since) == [f"Fin de l’alerte : {title}."]
    switch_modules(structure, [], by=founder)
    assert told(since) == []
