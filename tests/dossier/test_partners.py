"""A partner asks from their home; the structure sends it on; they learn that it was, and never to whom."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dossier.reviews import OPENED, document_of, opened
from house.visiting import client_of
from maillage.accounts.models import User
from maillage.dossier.documents.printed import printed
from maillage.dossier.documents.review_sheets import identity_sheet
from maillage.dossier.models import Opening
from maillage.dossier.queries.review_content import words_of
from maillage.dossier.services import review
from maillage.dossier.services.documents import begin
from maillage.dossier.services.writing import move_section, write_section
from maillage.mail.models import Recipient
from maillage.outreach.models import PartnerRequest
from maillage.people.models import Person
from maillage.structures.models import Structure

pytestmark = pytest.mark.django_db
WORDS = "Une campagne de vaccination en octobre."


@pytest.fixture
def opening(structure: Structure, founder: User) -> Opening:
    Person.objects.filter(structure=structure, name="Max Fictif").update(email="max@example.org")
    document = document_of(structure, texts=[("origine", OPENED)])
    return opened(document, founder, body="Délégation fictive", annexes=["fiche"])


def ask(client: Client, opening: Opening) -> PartnerRequest:
    link = review.home_link(opening.email)
    answer = client.post(link.step(f"demande-{opening.pk}"), {"key": uuid4(), "words": WORDS})
    assert answer.status_code == 302
    return PartnerRequest.objects.filter(words=WORDS).latest("pk")


def test_a_request_from_the_home_is_in_the_book_of_partners(
    client: Client, opening: Opening, founder: User
) -> None:
    request = ask(client, opening)
    assert (request.partner.name, request.partner.kind) == ("Délégation fictive", "ars")
    page = reverse("outreach:partner", args=[opening.structure.slug, request.partner_id])
    assert WORDS in client_of(founder).get(page).content.decode()
    ask(client, Opening.objects.get())  # another of the same body: one partner
    assert opening.structure.partners.filter(name="Délégation fictive").count() == 1


def test_it_is_sent_on_to_those_it_is_for_and_the_partner_reads_no_name(
    client: Client, opening: Opening, founder: User
) -> None:
    request = ask(client, opening)
    page = reverse("dossier:relay", args=[opening.structure.slug, request.pk])
    keeper = client_of(founder)
    counted = keeper.get(page, {"voir": "1", "profession": "profession:medecin_generaliste"})
    assert "1\N{NO-BREAK SPACE}message à envoyer" in counted.content.decode()
    assert not Recipient.objects.exists()
    keeper.post(page, {"profession": "profession:medecin_generaliste", "words": "Qui peut ?"})
    (sent,) = Recipient.objects.select_related("sending")
    assert (sent.address, WORDS in sent.sending.body, "Qui peut" in sent.sending.body) == (
        "max@example.org",
        True,
        True,
    )
    home = client.get(review.home_link(opening.email).get_absolute_url()).content.decode()
    assert "Relayée" in home
    assert "Max" not in home
    PartnerRequest.objects.filter(pk=request.pk).update(answered_on=timezone.localdate())
    home = client.get(review.home_link(opening.email).get_absolute_url()).content.decode()
    assert "Répondue" in home


def test_an_account_of_the_address_reads_the_same_and_another_nothing(
    opening: Opening, outsider: User
) -> None:
    home = reverse("dossier:partner_home")
    assert opening.structure.name not in client_of(outsider).get(home).content.decode()
    theirs = client_of(User.objects.create_user(opening.email))
    assert opening.structure.name in theirs.get(home).content.decode()
    sheet = theirs.get(reverse("dossier:partner_sheet", args=[opening.pk]))
    assert sheet.content.startswith(b"%PDF")
    assert client_of(outsider).get(reverse("dossier:partner_sheet", args=[opening.pk])).status_code == 404


def test_the_identity_sheet_is_shut_where_it_was_not_opened(client: Client, opening: Opening) -> None:
    link = review.home_link(opening.email)
    assert client.get(link.step(f"fiche-{opening.pk}")).status_code == 200
    Opening.objects.update(annexes=[])
    assert client.get(link.step(f"fiche-{opening.pk}")).status_code == 404


def test_what_each_partner_sees_is_read_by_those_who_belong_and_shut_in_one_gesture(
    client: Client, opening: Opening, member: User, founder: User
) -> None:
    page = reverse("dossier:visibility", args=[opening.structure.slug])
    told = client_of(member).get(page).content.decode()
    assert "Lou Fictif" in told
    assert "La fiche d’identité" in told
    assert "Refermer" not in told
    close = reverse("dossier:close_opening", args=[opening.structure.slug, opening.document_id, opening.pk])
    assert client_of(member).post(close).status_code == 403
    assert opening.link
    assert client.get(opening.link.get_absolute_url()).status_code == 200
    client_of(founder).post(close)
    assert client.get(opening.link.get_absolute_url()).status_code == 404


def test_the_link_of_a_home_goes_to_its_address_alone(client: Client, opening: Opening) -> None:
    assert opening.link
    answer = client.post(opening.link.step("accueil"), follow=True)
    home = review.home_link(opening.email)
    assert home.token not in answer.content.decode()
    (sent,) = Recipient.objects.select_related("sending")
    assert (sent.address, home.token in sent.sending.body) == (opening.email, True)


def test_the_identity_sheet_is_the_document_of_that_name(opening: Opening, founder: User) -> None:
    """One sheet: what fills itself is the same, words join it once they are settled, and drafts never."""
    structure, on = opening.structure, timezone.localdate()
    alone = words_of(identity_sheet(structure, on=on))
    assert {"Noms et numéros", "Territoire", "Personnes à joindre", "Où en est la structure"} <= set(alone)
    document = begin(structure, "fiche_identite", by=founder)
    assert words_of(identity_sheet(structure, on=on)) == alone
    told = words_of(printed(document, on=on).sections)
    facts = [word for word in alone if word.startswith(("Population", "Codes Insee", "Étape"))]
    assert facts
    assert set(facts) <= set(told)
    write_section(
        document,
        "personnes",
        "Appeler le standard fictif.",
        rich=False,
        version=0,
        by=founder,
        at=timezone.now(),
    )
    assert "standard" not in str(words_of(identity_sheet(structure, on=on)))
    for move in ("rediger", "relire", "arreter"):
        move_section(document, "personnes", move, by=founder)
    assert "Appeler le standard fictif." in str(words_of(identity_sheet(structure, on=on)))
