"""To whom a bulletin goes: parts that cross, groups that other rooms bring, a trial for oneself, and words as typed."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse
from django.utils import timezone

from house.visiting import client_of
from maillage.accounts.models import User
from maillage.kernel import BadInput
from maillage.mail.models import Recipient, Sending
from maillage.mail.queries import works_of
from maillage.outreach import services
from maillage.outreach.models import Bulletin, Subscription
from maillage.outreach.queries.audience import crossed, groups_of, members_of
from maillage.outreach.queries.bulletins import letter_of, sent_of, with_counts
from maillage.outreach.services import Written
from maillage.people.models import Adhesion, Person
from maillage.people.queries.gathering import lines_told
from maillage.structures.models import Structure
from maillage.ui.queries import own_lines
from maillage.ui.slots import Group
from outreach.bulletins import NOON, SITE, draft, let_in, send, written_to
from tables.books import plain

pytestmark = pytest.mark.django_db
TODAY = NOON.date()


@pytest.fixture
def people(structure: Structure) -> dict[str, Person]:
    """Every crossing of a college or none, two professions and two communes."""
    made = {}
    college = structure.colleges.get()
    for number, (profession, commune, is_in) in enumerate(
        product(("infirmier", "pharmacien"), ("Bressols", "Léojac"), (True, False))
    ):
        (one,) = let_in(structure, f"p{number}@example.org", profession=profession, commune=commune)
        if is_in:
            Adhesion.objects.filter(person=one).update(college=college)
        made[one.email] = one
    return made


def test_an_audience_is_those_who_are_in_all_of_its_parts(
    structure: Structure, people: dict[str, Person]
) -> None:
    college = f"college:{structure.colleges.get().pk}"
    members = members_of(structure, on=TODAY)
    for parts in product(
        ("", college), ("", "profession:infirmier"), ("", "commune:leojac"), ("", "profession:pharmacien")
    ):
        asked = crossed(parts)
        found = {each.pk for each in members.of(asked) if each.email}
        alone = [{each.pk for each in members.of(part)} for part in parts if part]
        assert found == set.intersection({each.pk for each in people.values()}, *alone)
    crossing = crossed((college, "profession:infirmier", "commune:leojac"))
    assert plain(members.said(crossing)) == (
        f"Collège : {structure.colleges.get().name}, profession : Infirmier, commune : Léojac"
    )


def test_the_nurses_of_a_commune_are_chosen_counted_before_and_written_to_alone(
    structure: Structure, founder: User, people: dict[str, Person]
) -> None:
    Person.objects.filter(email="p1@example.org").update(email="")
    bulletin, client = draft(structure, founder), client_of(founder)
    url = reverse("outreach:bulletin", args=[structure.slug, bulletin.pk])
    chosen = {"profession": "profession:infirmier", "commune": "commune:bressols"}
    part = client.get(url, chosen, headers={"HX-Request": "true"})
    said = plain(part.content.decode())
    assert "Profession : Infirmier, commune : Bressols : 2 personnes, 1 sans courriel" in said
    assert "1 message partira" in said
    assert "<main" not in said
    assert Bulletin.objects.get(pk=bulletin.pk).audience == ""  # looked at, not saved
    answer = client.post(url, {"title": "Mars", "words": "Bonjour.", "version": "2", **chosen})
    assert answer.status_code == 302
    bulletin = Bulletin.objects.get(pk=bulletin.pk)
    assert bulletin.audience == "profession:infirmier|commune:bressols"
    assert 'value="commune:bressols" selected' in client.get(url).content.decode()
    assert written_to(send(bulletin, founder, at=timezone.now())) == ["p0@example.org"]


def test_what_nobody_offered_is_refused(structure: Structure, founder: User) -> None:
    bulletin = draft(structure, founder)
    url = reverse("outreach:bulletin", args=[structure.slug, bulletin.pk])
    for odd in ("profession:dompteur", "commune:bressols|commune:leojac", "x"):
        sent = {"title": "Mars", "words": "Bonjour.", "version": "2", "profession": odd}
        assert client_of(founder).post(url, sent).status_code == 422


def test_a_bulletin_to_a_crossing_is_read_on_the_page_of_those_in_all_of_it(
    structure: Structure, founder: User, people: dict[str, Person]
) -> None:
    bulletin = draft(structure, founder, audience="profession:infirmier|commune:bressols")
    send(bulletin, founder, at=timezone.now())
    readers = [each for each in people.values() if "Derniers bulletins" in lines_told(own_lines(each))]
    assert {each.email for each in readers} == {"p0@example.org", "p1@example.org"}


# Groups that a room brings


class Rooms:
    """A room above this one, with working groups."""

    label = "essai"

    def __init__(self, *groups: Group) -> None:
        self.brought = groups

    def groups(self, _structure: Any) -> tuple[Group, ...]:
        return self.brought


def bring(monkeypatch: pytest.MonkeyPatch, *groups: Group) -> None:
    rooms = [*apps.get_app_configs(), Rooms(*groups)]
    monkeypatch.setattr("maillage.ui.queries.apps.get_app_configs", lambda: rooms)


def test_a_group_that_a_room_brings_is_written_to_and_crosses_the_rest(
    structure: Structure, founder: User, people: dict[str, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    (stranger,) = Person.objects.bulk_create(
        [Person(structure=structure, name="Sans adhésion", email="dehors@example.org", engagement="")]
    )
    chosen = [people["p0@example.org"].pk, people["p7@example.org"].pk, stranger.pk]
    bring(monkeypatch, Group("7", "Soins non programmés", chosen), Group("8", "Numérique", []))
    page = client_of(founder).get(
        reverse("outreach:bulletin", args=[structure.slug, draft(structure, founder).pk])
    )
    text = plain(page.content.decode())
    assert "Soins non programmés (2)" in text
    assert "Numérique" not in text  # nobody of it receives: nothing to choose
    everyone = draft(structure, founder, audience="groupe:essai.7")
    sent = send(everyone, founder)
    assert written_to(sent) == ["p0@example.org", "p7@example.org"]
    assert plain(sent.said_to) == "Groupe : Soins non programmés"
    crossing = draft(structure, founder, audience="profession:pharmacien|groupe:essai.7")
    assert written_to(send(crossing, founder)) == ["p7@example.org"]
    assert "groupe:essai.7" in groups_of(people["p0@example.org"], on=TODAY)


def test_a_group_that_is_gone_writes_to_nobody(
    structure: Structure, founder: User, people: dict[str, Person]
) -> None:
    bulletin = draft(structure, founder, audience="groupe:essai.7")
    audience = letter_of(bulletin, by=founder, on=TODAY, site=SITE).audience
    assert (audience.people, plain(audience.said)) == (0, "Un groupe où il n’y a plus personne")
    with pytest.raises(BadInput, match="Personne de ce groupe"):
        send(bulletin, founder)


@pytest.mark.parametrize("key", ["", "a|b", "x" * 61, "a b"])
def test_a_key_that_would_not_be_read_back_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="letters"):
        Group(key, "Groupe", [])


# A trial


def test_a_trial_goes_to_whoever_asks_it_alone_and_counts_nowhere(
    structure: Structure, founder: User, people: dict[str, Person]
) -> None:
    bulletin, client = draft(structure, founder), client_of(founder)
    url = reverse("outreach:try_out", args=[structure.slug, bulletin.pk])
    for _ in range(2):
        assert client.post(url)["Location"].endswith("/apercu/")
    rows = Recipient.objects.select_related("sending")
    assert [(each.address, each.unsubscribe) for each in rows] == [("fondatrice@example.org", "")] * 2
    sending = rows[0].sending
    assert plain(sending.subject) == "Essai : Mars"
    assert "Bonjour à tous." in sending.body
    assert "vous seul" in sending.body
    assert works_of(structure.pk) == []
    assert not Subscription.objects.filter(structure=structure, address__startswith="p").exists()
    kept = Bulletin.objects.get(pk=bulletin.pk)
    assert (kept.sent_at, kept.people, kept.version) == (None, 0, bulletin.version)
    assert list(sent_of(structure)) == []
    sent = send(bulletin, founder, at=timezone.now())
    (row,) = with_counts([sent])
    assert row.counts.total == len(people)
    with pytest.raises(BadInput, match="est parti"):
        services.try_out(sent, by=founder, at=NOON, site=SITE)


def test_nobody_fills_their_box_with_trials_nor_sends_one_that_says_nothing(
    structure: Structure, founder: User
) -> None:
    bulletin, client = draft(structure, founder), client_of(founder)
    url = reverse("outreach:try_out", args=[structure.slug, bulletin.pk])
    for _ in range(12):
        page = client.post(url, follow=True)
    assert Sending.objects.count() == 10
    assert "dix essais" in page.content.decode()
    left_out = [each.key for each, _ in client.get(url.replace("essai/", "")).context["offered"]]
    services.write(bulletin, Written("Mars", " ", "", left_out), version=2, by=founder)
    with pytest.raises(BadInput, match="ne dit rien"):
        services.try_out(bulletin, by=founder, at=timezone.now(), site=SITE)


# Words as they are typed

TYPED = "Bonjour,\r\n\r\nLe compte rendu : https://exemple.fr/a?b=1&c=2 ; écrivez à lou@example.org.\r\nMerci <b>bien</b> !"


def test_words_keep_their_paragraphs_make_links_and_no_html(
    structure: Structure, founder: User, people: dict[str, Person]
) -> None:
    bulletin, client = draft(structure, founder, TYPED), client_of(founder)
    preview = client.get(reverse("outreach:preview", args=[structure.slug, bulletin.pk])).content.decode()
    sent = send(bulletin, founder, at=timezone.now())
    page = client.get(reverse("outreach:bulletin", args=[structure.slug, sent.pk])).content.decode()
    for shown in (preview, page):
        assert 'href="https://exemple.fr/a?b=1&amp;c=2"' in shown
        assert 'href="mailto:lou@example.org"' in shown
        assert "&lt;b&gt;bien&lt;/b&gt;" in shown
        assert "<b>bien" not in shown
    assert "<p>Bonjour,</p>" in page
    assert page.index("<p>Bonjour,</p>") < page.index("<br>Merci") < page.index("Vous recevez ce bulletin")
    assert "Bonjour,\n\nLe compte rendu" in sent.body.replace("\r\n", "\n")
    (lines,) = [lines_told(own_lines(people["p0@example.org"]))["Derniers bulletins"]]
    assert lines[0].words == sent.body


def test_who_left_reads_no_bulletin_to_all(
    structure: Structure, founder: User, people: dict[str, Person]
) -> None:
    send(draft(structure, founder), founder, at=timezone.now())
    lou = people["p0@example.org"]
    assert "Derniers bulletins" in lines_told(own_lines(lou))
    Adhesion.objects.filter(person=lou).update(until=timezone.localdate() - timedelta(days=1))
    assert "Derniers bulletins" not in lines_told(own_lines(lou))
