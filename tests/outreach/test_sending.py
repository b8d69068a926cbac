"""A bulletin is written, read as it leaves, and sent once, to each who wants it and has an address."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import Settings

from house.visiting import client_of
from mail.letters import deliver
from mail.returns import away, postfix
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.mail.models import Recipient, Sending
from maillage.mail.services import take_in
from maillage.mail.types import Returns
from maillage.outreach import services
from maillage.outreach.models import Bulletin
from maillage.outreach.queries.audience import audience_of, members_of
from maillage.outreach.queries.bulletins import letter_of, sent_of
from maillage.outreach.queries.news import key_of, proposals
from maillage.outreach.services import BulletinChanged, Written
from maillage.people.models import Adhesion, Person
from maillage.structures.models import Structure
from maillage.structures.services import erase
from maillage.ui.queries import contents_of, news
from maillage.ui.services import laid_out
from maillage.ui.slots import NewsItem
from outreach.bulletins import NOON, SITE, draft, let_in, send, written_to

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


def test_those_who_belong_and_have_an_address_receive_it_and_the_others_are_named(
    structure: Structure, founder: User
) -> None:
    let_in(structure, "lou@example.org", "", "sans arobase")
    bulletin = draft(structure, founder)
    audience = letter_of(bulletin, by=founder, on=TODAY, site=SITE).audience
    assert audience.sentence.replace("\xa0", " ") == "4 personnes, 3 sans courriel : à prévenir autrement."
    assert [person.email for person in audience.unreached] == ["", "sans arobase", ""]
    assert written_to(send(bulletin, founder)) == ["lou@example.org"]


def test_a_shared_address_receives_one_message(structure: Structure, founder: User) -> None:
    let_in(structure, "cabinet@example.org", "Cabinet@Example.org")
    assert written_to(send(draft(structure, founder), founder)) == ["cabinet@example.org"]


def test_who_left_who_is_to_come_and_who_is_of_another_structure_receive_nothing(
    structure: Structure, founder: User
) -> None:
    let_in(structure, "lou@example.org")
    gone, coming = let_in(structure, "partie@example.org", "demain@example.org")
    Adhesion.objects.filter(person=gone).update(until=TODAY)
    Adhesion.objects.filter(person=coming).update(since=TODAY + timedelta(days=1))
    other = Structure.objects.create(slug="autre", name="Autre", territory=copied(structure))
    let_in(other, "ailleurs@example.org")
    assert written_to(send(draft(structure, founder), founder)) == ["lou@example.org"]


def copied(structure: Structure) -> Any:
    territory = type(structure.territory).objects.get(pk=structure.territory.pk)
    territory.pk = None
    territory.save()
    return territory


def test_a_college_a_profession_and_a_commune_are_groups_one_may_write_to(
    structure: Structure, founder: User
) -> None:
    lou, jo, _ = let_in(structure, "lou@example.org", "jo@example.org", "zoe@example.org")
    Adhesion.objects.filter(person=lou).update(college=structure.colleges.get())
    Person.objects.filter(pk=jo.pk).update(profession="pharmacien", commune="BRESSOLS")
    Person.objects.filter(email="zoe@example.org").update(commune="Léojac")
    members = members_of(structure, on=TODAY)

    def of(group: str) -> list[str]:
        return sorted(each.address for each in audience_of(structure, members, group).reached)

    assert of(f"college:{structure.colleges.get().pk}") == ["lou@example.org"]
    assert of("profession:pharmacien") == ["jo@example.org"]
    assert of("commune:bressols") == ["jo@example.org", "lou@example.org"]
    assert of("commune:nulle part") == []
    assert of("profession:infirmier|commune:bressols") == ["lou@example.org"]
    assert of("profession:pharmacien|commune:leojac") == []
    offered = [key for parts in members.choices().values() for key, _ in parts]
    assert {"profession:pharmacien", "commune:bressols", "commune:leojac"} <= set(offered)


def test_a_second_click_opens_the_same_sending(structure: Structure, founder: User) -> None:
    let_in(structure, "lou@example.org")
    first = send(draft(structure, founder), founder)
    let_in(structure, "jo@example.org")
    again = services.send(first, seal="", by=founder, at=NOON, site=SITE)
    assert again.sending_id == first.sending_id
    assert Sending.objects.count() == 1
    assert written_to(again) == ["lou@example.org"]


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_send_once(
    structure: Structure, founder: User, at_once: Callable[..., list[Any]]
) -> None:
    let_in(structure, "lou@example.org", "jo@example.org")
    bulletin = draft(structure, founder)
    answers = at_once(*[lambda: send(bulletin, founder)] * 4)
    assert {getattr(answer, "sending_id", answer) for answer in answers} == {Sending.objects.get().pk}
    assert Recipient.objects.count() == 2


def test_what_was_not_read_does_not_leave(structure: Structure, founder: User) -> None:
    """A word, a person or a piece of news that came since the preview."""
    let_in(structure, "lou@example.org")
    bulletin = draft(structure, founder)
    seal = letter_of(bulletin, by=founder, on=TODAY, site=SITE).seal
    let_in(structure, "jo@example.org")
    with pytest.raises(BulletinChanged):
        send(bulletin, founder, seal=seal)
    seal = letter_of(bulletin, by=founder, on=TODAY, site=SITE).seal
    services.write(bulletin, Written("Mars", "Autre chose."), version=2, by=founder)
    with pytest.raises(BulletinChanged):
        send(bulletin, founder, seal=seal)
    assert not Sending.objects.exists()


def test_a_bulletin_that_left_changes_no_more(structure: Structure, founder: User) -> None:
    let_in(structure, "lou@example.org")
    bulletin = send(draft(structure, founder), founder)
    with pytest.raises(BadInput, match="parti"):
        services.write(bulletin, Written("Autre"), version=bulletin.version, by=founder)
    with pytest.raises(BadInput, match="parti"):
        services.drop(bulletin, by=founder)


def test_nobody_writes_over_somebody_unseen(structure: Structure, founder: User) -> None:
    bulletin = draft(structure, founder)
    with pytest.raises(BadInput, match="Quelqu’un"):
        services.write(bulletin, Written("Autre"), version=1, by=founder)


def test_a_bulletin_that_says_nothing_or_reaches_nobody_does_not_leave(
    structure: Structure, founder: User
) -> None:
    with pytest.raises(BadInput, match="Personne de ce groupe"):
        send(draft(structure, founder), founder)
    let_in(structure, "lou@example.org")
    bulletin = draft(structure, founder, "")
    left_out = [each.key for each in proposals(bulletin, on=TODAY)]
    bulletin = services.write(bulletin, Written("Mars", " ", "", left_out), version=2, by=founder)
    with pytest.raises(BadInput, match="ne dit rien"):
        send(bulletin, founder)


def test_the_news_are_proposed_until_a_bulletin_tells_them(structure: Structure, founder: User) -> None:
    let_in(structure, "lou@example.org")
    bulletin = draft(structure, founder)
    offered = proposals(bulletin, on=TODAY)
    sentences = [each.item.sentence for each in offered]
    assert "Fictif 0, infirmier à Bressols, nous rejoint." in sentences
    assert any("enquête s’ouvre" in sentence for sentence in sentences)
    bulletin = services.write(
        bulletin, Written("Mars", "Bonjour.", "", [offered[0].key]), version=2, by=founder
    )
    sent = send(bulletin, founder)
    assert offered[0].item.sentence not in sent.body
    assert offered[-1].item.sentence in sent.body
    assert proposals(draft(structure, founder), on=TODAY) == []
    let_in(structure, "jo@example.org", commune="Léojac")  # later the same day
    assert [each.item.sentence for each in proposals(draft(structure, founder), on=TODAY)] == [
        "Fictif 0, infirmier à Léojac, nous rejoint."
    ]


def test_every_news_of_a_room_has_a_day_since_then_and_a_sentence(structure: Structure) -> None:
    told = news(structure, TODAY - timedelta(days=30))
    assert told
    assert all(isinstance(each, NewsItem) and each.sentence.endswith(".") for each in told)
    assert news(structure, TODAY + timedelta(days=3650)) == []
    assert len({key_of(each) for each in told}) == len(told)


def test_many_who_joined_on_one_day_are_one_piece_of_news(structure: Structure) -> None:
    let_in(structure, *[f"p{number}@example.org" for number in range(60)])
    told = [each.sentence for each in news(structure, TODAY) if "rejoi" in each.sentence]
    assert len(told) == 1
    assert told[0].endswith("60 infirmiers.")
    assert "Fictif" not in told[0]


def test_two_thousand_are_queued_in_a_bounded_number_of_queries(structure: Structure, founder: User) -> None:
    let_in(structure, *[f"personne-{number}@example.org" for number in range(2_000)])
    bulletin = draft(structure, founder, "Bonjour.")
    with CaptureQueriesContext(connection) as queries:
        sent = send(bulletin, founder)
    assert len(queries) < 130
    assert len(written_to(sent)) == 2_000
    links = set(sent.sending.recipients.values_list("unsubscribe", flat=True)) if sent.sending else set()
    assert len(links) == 2_000


def test_it_is_from_the_instance_and_answers_go_to_who_can_answer(
    structure: Structure, founder: User, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.DEFAULT_FROM_EMAIL = "Maillage <ne-pas-repondre@instance.example>"
    let_in(structure, "lou@example.org")
    send(draft(structure, founder), founder)
    Structure.objects.filter(pk=structure.pk).update(contact="Accueil <accueil@cpts.example>")
    structure.refresh_from_db()
    let_in(structure, "jo@example.org")
    send(draft(structure, founder), founder, at=NOON + timedelta(hours=1))
    deliver(at=NOON + timedelta(hours=2))
    assert {message.from_email for message in mailoutbox} == {
        "CPTS du Tescou <ne-pas-repondre@instance.example>"
    }
    assert [message.reply_to for message in mailoutbox] == [
        ["fondatrice@example.org"], *[["accueil@cpts.example"]] * 2,
    ]  # fmt: skip
    assert {message.to[0].partition("<")[2] for message in mailoutbox} == {
        "lou@example.org>", "jo@example.org>",
    }  # fmt: skip


def test_members_read_what_was_sent_and_no_draft(structure: Structure, founder: User, member: User) -> None:
    let_in(structure, "lou@example.org")
    bulletin = draft(structure, founder)
    url = reverse("outreach:bulletin", args=[structure.slug, bulletin.pk])
    assert client_of(member).get(url).status_code == 404
    send(bulletin, founder)
    page = client_of(member).get(url)
    assert page.status_code == 200
    assert "Bonjour à tous." in page.content.decode()
    assert "lou@example.org" not in page.content.decode()
    assert Client().get(url).status_code == 302


def test_a_bulletin_of_another_structure_is_not_found(structure: Structure, founder: User) -> None:
    other = Structure.objects.create(slug="autre", name="Autre", territory=copied(structure))
    theirs = Bulletin.objects.create(structure=other, title="À eux")
    for page in ("bulletin", "preview"):
        url = reverse(f"outreach:{page}", args=[structure.slug, theirs.pk])
        assert client_of(founder).get(url).status_code == 404


def test_from_the_page_one_writes_reads_and_sends(structure: Structure, founder: User) -> None:
    let_in(structure, "lou@example.org")
    client = client_of(founder)
    url = reverse("outreach:bulletins", args=[structure.slug])
    page = client.post(url, {"title": "Avril"}, follow=True)
    bulletin = page.context["bulletin"]
    offered = [each.key for each, _ in page.context["offered"]]
    sent = {
        "title": "Avril",
        "words": "Bonjour.",
        "version": "1",
        "shown": offered,
        "kept": offered[1:],
        "preview": "1",
    }
    page = client.post(page.redirect_chain[-1][0], sent, follow=True)
    letter = page.context["letter"]
    assert laid_out(letter.body) in page.content.decode()
    assert "ne plus recevoir" in page.content.decode()
    send_url = reverse("outreach:send", args=[structure.slug, bulletin.pk])
    for _ in range(2):
        page = client.post(send_url, {"seal": letter.seal}, follow=True)
        assert page.context["sent"].counts.queued == 1
    assert len(sent_of(structure)) == 1


def test_it_is_taken_away_with_the_structure_and_erased_with_it(structure: Structure, founder: User) -> None:
    let_in(structure, "lou@example.org")
    send(draft(structure, founder), founder)
    kept = contents_of(structure)["outreach"]
    assert "Bonjour à tous." in [each["words"] for each in kept["bulletins"]]
    assert "lou@example.org" in [each["address"] for each in kept["subscriptions"]]
    erase(structure, by=founder)
    assert not Bulletin.objects.exists()
    assert not Sending.objects.exists()


def test_who_has_a_dead_address_is_counted_and_named_and_written_nothing(
    structure: Structure, founder: User
) -> None:
    let_in(structure, "lou@example.org", "jo@example.org", "")
    first = send(draft(structure, founder), founder)
    deliver(at=NOON)
    row = Recipient.objects.get(sending=first.sending_id, address="lou@example.org")
    take_in(postfix(row), Returns(), now=NOON)
    page = client_of(founder).get(reverse("outreach:bulletin", args=[structure.slug, first.pk]))
    assert [each.address for each in page.context["doubts"]] == ["lou@example.org"]
    assert page.context["sent"].counts.returned == 1
    take_in(away(Recipient.objects.get(address="jo@example.org")), Returns(), now=NOON)
    page = client_of(founder).get(reverse("outreach:bulletin", args=[structure.slug, first.pk]))
    assert [each.address for each in page.context["noted"]] == ["jo@example.org"]
    assert "hôpital" not in page.content.decode()  # what somebody's holiday message says is theirs
    bulletin = draft(structure, founder)
    audience = letter_of(bulletin, by=founder, on=TODAY, site=SITE).audience
    assert audience.sentence.replace("\xa0", " ") == (
        "4 personnes, 2 sans courriel et 1 dont le courriel revient : à prévenir autrement."
    )
    assert audience.leaving == "1\xa0message partira."
    again = send(bulletin, founder, at=NOON + timedelta(days=1))
    assert (again.people, again.unreached) == (4, 3)
    assert written_to(again) == ["jo@example.org"]
