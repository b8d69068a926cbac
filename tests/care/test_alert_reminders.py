"""Who says nothing of an alert is named to who runs the structure, and reminded in one gesture."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from care.alerting import AT, SITE, a_shortage, join
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.care.models import Alert, Reading
from maillage.care.queries.alerts import shown
from maillage.care.services import alert_mail, alerts, local_texts
from maillage.care.services.alerts import Sent
from maillage.kernel import BadInput
from maillage.mail.models import Recipient, Sending
from maillage.people.models import ContactDesk, Person
from maillage.people.services import doors_to, erase_person
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
SOON, LATER = AT + timedelta(minutes=30), AT + timedelta(hours=3)


def written(key: str) -> list[str]:
    """The addresses of what was written under keys that begin so."""
    rows = Recipient.objects.filter(sending__key__startswith=key)
    return sorted(rows.values_list("address", flat=True))


def sent(structure: Structure, by: User, *, asks_answer: bool = False) -> Alert:
    made = alerts.signal(structure, alerts.Signalled("chaleur", "Canicule", AT.date()), key=uuid4(), at=AT)
    version = made.versions.get()
    alerts.add_step(version, "Appeler les personnes isolées")
    alerts.send(version, Sent(["infirmier"], asks_answer), by=by, at=AT, site=SITE)
    alert_mail.write_due(AT)
    return made


def test_who_did_not_read_is_named_with_a_telephone_to_who_runs_and_to_nobody_else(
    structure: Structure, founder: User, member: User
) -> None:
    one, two, three = join(structure, 3)
    Person.objects.filter(pk=three.pk).update(email="", phone="0563111111")
    made = sent(structure, founder)
    alerts.read(Reading.objects.get(person=one), at=AT)
    url = f"/s/{structure.slug}/soins/alertes/{made.pk}/"
    page = client_of(founder).get(f"{url}lectures/").content.decode()
    assert page.index(three.name) < page.index(two.name)  # whom no message reaches, first
    assert one.name not in page
    assert 'href="tel:0563111111"' in page
    assert "Sans courriel" in page
    whole = client_of(founder).get(url).content.decode()
    assert "2\N{NO-BREAK SPACE}personnes à joindre" in whole
    assert client_of(member).get(f"{url}lectures/").status_code == 403
    assert "à joindre" not in client_of(member).get(url).content.decode()


def test_one_gesture_reminds_those_who_say_nothing_once_and_not_within_the_hour(
    structure: Structure, founder: User
) -> None:
    one, two, three = join(structure, 3)
    Person.objects.filter(pk=three.pk).update(email="")
    made = sent(structure, founder)
    version = made.versions.get()
    alerts.read(Reading.objects.get(person=one), at=AT)
    assert alerts.remind(version, by=founder, at=SOON) == 0
    assert [alerts.remind(version, by=founder, at=LATER) for _ in range(2)] == [1, 0]
    for _ in range(2):
        alert_mail.write_due(LATER)
    assert written("care.alert ") == sorted([one.email, two.email, two.email])
    assert Sending.objects.filter(subject__startswith="Rappel").count() == 1
    assert alerts.remind(version, by=founder, at=LATER + timedelta(minutes=5)) == 0
    assert shown(made).silent == 2


def test_who_read_and_does_not_answer_is_reminded_where_an_answer_is_asked(
    structure: Structure, founder: User
) -> None:
    one, two = join(structure, 2)
    made = sent(structure, founder, asks_answer=True)
    version = made.versions.get()
    alerts.read(Reading.objects.get(person=one), at=AT)
    alerts.answer(Reading.objects.get(person=two), "non", at=AT)
    assert (shown(made).silent, alerts.remind(version, by=founder, at=LATER)) == (1, 1)
    alerts.end(made, "Fini", by=founder, at=LATER)
    with pytest.raises(BadInput, match="changé"):
        alerts.remind(version, by=founder, at=LATER + timedelta(hours=2))
    alert_mail.write_due(LATER)  # who waited for a reminder is told of the end all the same
    assert written("care.alert.end ") == sorted([one.email, two.email])


def test_the_button_of_its_page_reminds_by_a_post_alone(structure: Structure, founder: User) -> None:
    join(structure, 2)
    made = sent(structure, founder)
    Reading.objects.update(told_at=timezone.now() - timedelta(hours=2))
    url = f"/s/{structure.slug}/soins/alertes/{made.pk}/relancer/"
    browser = client_of(founder)
    browser.get(url)
    assert set(Reading.objects.values_list("reminders", flat=True)) == {0}
    page = browser.post(url, follow=True).content.decode()
    assert "2\N{NO-BREAK SPACE}personnes vont recevoir un rappel" in page
    assert "Personne à relancer" in browser.post(url, follow=True).content.decode()
    assert set(Reading.objects.values_list("reminders", flat=True)) == {1}
    unsent = a_shortage(structure)
    assert browser.post(f"/s/{structure.slug}/soins/alertes/{unsent.pk}/relancer/").status_code == 404


def test_what_is_signalled_by_a_link_is_written_once_to_the_contact_of_the_structure(
    structure: Structure, client: Client
) -> None:
    one, *_ = join(structure, 1, "pharmacien")
    link = doors_to([one], on=timezone.localdate())[one.pk]
    said = {"title": "Salbutamol, aérosol", "since": str(timezone.localdate()), "words": "Reste deux boîtes"}
    client.post(link.step("rupture"), said | {"key": str(uuid4())})
    assert written("care.signalled") == []  # it has no contact
    ContactDesk.objects.create(structure=structure, email="accueil@cpts.example")
    key = str(uuid4())
    for _ in range(2):
        client.post(link.step("rupture"), said | {"key": key})
    (message,) = Sending.objects.filter(key__startswith="care.signalled ")
    made = structure.alerts.get(key=key)
    assert written("care.signalled") == ["accueil@cpts.example"]
    assert f"/s/{structure.slug}/soins/alertes/{made.pk}/" in message.body
    assert one.name in message.body
    assert "deux boîtes" not in message.body


def asked(structure: Structure, by: User, people: list[Person]) -> Alert:
    made = a_shortage(structure)
    alerts.ask_validators(made.versions.get(), people, proposed_by=None, by=by, at=AT, site=SITE)
    alert_mail.write_due(AT)
    return made


def test_validators_who_say_nothing_are_reminded_and_the_home_says_so_while_they_do(
    structure: Structure, founder: User
) -> None:
    one, two = join(structure, 2)
    made = asked(structure, founder, [one, two])
    version, home = made.versions.get(), client_of(founder)
    page = f"/s/{structure.slug}/soins/alertes/{made.pk}/"
    assert "Relancer ceux qui n’ont pas répondu" in home.get(page).content.decode()
    assert "Des validateurs ne répondent pas" in home.get(f"/s/{structure.slug}/").content.decode()
    alerts.validate(version.validations.get(person=one), "oui", at=AT)
    assert alerts.ask_validators_again(version, by=founder, at=SOON) == 0
    assert [alerts.ask_validators_again(version, by=founder, at=LATER) for _ in range(2)] == [1, 0]
    for _ in range(2):
        alert_mail.write_due(LATER)
    assert written("care.validation ") == sorted([one.email, two.email, two.email])
    alerts.validate(version.validations.get(person=two), "oui", at=LATER)
    assert "Relancer" not in home.get(page).content.decode()
    said = home.get(f"/s/{structure.slug}/").content.decode()
    assert "Des validateurs ne répondent pas" not in said
    assert "que répondre" in said
    alerts.send(version, Sent(["infirmier"]), by=founder, at=LATER, site=SITE)
    with pytest.raises(BadInput, match="changé"):
        alerts.ask_validators_again(version, by=founder, at=LATER)


def test_a_validator_whose_card_was_erased_is_waited_for_no_more(structure: Structure, founder: User) -> None:
    one, two = join(structure, 2)
    made = asked(structure, founder, [one, two])
    alerts.validate(made.versions.get().validations.get(person=one), "oui", at=AT)
    erase_person(two, by=founder)
    assert shown(made).may_leave
    assert alerts.send(made.versions.get(), Sent(["infirmier"]), by=founder, at=AT, site=SITE) == 1


def test_a_text_of_the_team_reminds_its_validators_too(structure: Structure, founder: User) -> None:
    one, two = join(structure, 2)
    text = local_texts.write_local(
        structure, "protocole", "Plaies simples", "Laver à l’eau.", review_on=None, key=uuid4(), on=AT.date(), by=founder
    )  # fmt: skip
    local_texts.ask_validators(text, [one, two], version=1, at=AT, by=founder, site=SITE)
    alert_mail.write_due(AT)
    browser, page = client_of(founder), reverse("care:local", args=[structure.slug, text.pk])
    home = browser.get(f"/s/{structure.slug}/").content.decode()
    assert "Des validateurs ne répondent pas" in home
    assert local_texts.ask_validators_again(text, by=founder, at=SOON) == 0
    assert [local_texts.ask_validators_again(text, by=founder, at=LATER) for _ in range(2)] == [2, 0]
    for _ in range(2):
        alert_mail.write_due(LATER)
    assert written("care.local ") == sorted([one.email, two.email] * 2)
    assert "Relancer ceux qui n’ont pas répondu" in browser.get(page).content.decode()
    assert browser.post(f"{page}valider/relancer/").status_code == 302
    for each in text.versions.get().validations.all():
        local_texts.answer_version(each, "oui", fingerprint=each.version.fingerprint, at=LATER)
    assert "Des validateurs ne répondent pas" not in browser.get(f"/s/{structure.slug}/").content.decode()
    with pytest.raises(BadInput, match="n’est plus à valider"):
        local_texts.ask_validators_again(text, by=founder, at=LATER + timedelta(hours=3))
    assert "Relancer ceux" not in browser.get(page).content.decode()
