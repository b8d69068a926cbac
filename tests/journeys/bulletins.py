"""The bulletins of the demonstration, and what people do with them; addresses are made here."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Page

from journeys.joining import camille, structure
from journeys.steps import unfold, without_checks
from maillage.mail.enums import State
from maillage.mail.models import Recipient
from maillage.mail.services import deliver_due
from maillage.outreach import services
from maillage.outreach.models import Bulletin
from maillage.outreach.queries.bulletins import letter_of
from maillage.people import services as people
from maillage.people.models import Person
from maillage.people.queries import people_of

BULLETINS = "/s/cpts-du-grand-montauban-demonstration/bulletins/"
UNREACHED = "/s/cpts-du-grand-montauban-demonstration/adherents/a-prevenir/"
WORDS = (
    "Bonjour à toutes et tous,\n\nLe compte rendu est en ligne : https://exemple.fr/compte-rendu\n\nCamille"
)
SITE = "http://localhost/"


def let_in(*, at: str = "ch-fictif.example") -> list[Person]:
    """Everyone around the table belongs; one in three has no address."""
    around = people_of(structure())
    today = timezone.localdate()
    for number, person in enumerate(around):
        people.enter(person, "adherent", by=camille(), on=today - timedelta(days=number))
        Person.objects.filter(pk=person.pk).update(email=f"p{number}@{at}" if number % 3 else "")
    return around


def drafted() -> Bulletin:
    let_in()
    bulletin = services.start(structure(), "Nouvelles de mars", by=camille())
    written = services.Written(bulletin.title, WORDS)
    return services.write(bulletin, written, version=1, by=camille())


def sent() -> Bulletin:
    """Half of it left already."""
    bulletin = drafted()
    letter = letter_of(bulletin, by=camille(), on=timezone.localdate(), site=SITE)
    gone = services.send(bulletin, seal=letter.seal, by=camille(), at=timezone.now(), site=SITE)
    deliver_due(limit=2, now=timezone.now)
    return gone


def writing(page: Page) -> None:
    page.goto(f"{BULLETINS}{drafted().pk}/")


def refused(page: Page) -> None:
    writing(page)
    without_checks(page)
    page.get_by_label("Titre").fill("")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.locator(".field-error").first.wait_for()


def preview(page: Page) -> None:
    page.goto(f"{BULLETINS}{drafted().pk}/apercu/")
    unfold(page)


def read(page: Page) -> None:
    page.goto(f"{BULLETINS}{sent().pk}/")


def held(page: Page) -> None:
    """Everyone of one domain stopped at once."""
    sent()
    for number in range(6):
        people.enter(
            Person.objects.create(
                structure=structure(),
                name=f"Fictif {number}",
                profession="infirmier",
                email=f"q{number}@ch.example",
            ),
            "adherent",
            by=camille(),
            on=timezone.localdate(),
        )
    bulletin = services.start(structure(), "Suite", by=camille())
    bulletin = services.write(bulletin, services.Written("Suite", WORDS), version=1, by=camille())
    letter = letter_of(bulletin, by=camille(), on=timezone.localdate(), site=SITE)
    services.send(bulletin, seal=letter.seal, by=camille(), at=timezone.now(), site=SITE)
    for each in structure().subscriptions.filter(address__endswith="@ch.example"):
        services.stop(each, at=timezone.now())
    page.goto(BULLETINS)


def door(page: Page) -> None:
    sent()
    page.goto(structure().subscriptions.all()[0].link.get_absolute_url())


def stopped(page: Page) -> None:
    door(page)
    page.get_by_label("Arrêter").check()
    page.get_by_role("button", name="Valider").click()
    page.wait_for_url("**/note/")


def unreached(page: Page) -> None:
    """A message that nobody knows to have left, an address that sends back, cards without any."""
    bulletin = sent()
    row = bulletin.sending.recipients.filter(state=State.QUEUED)[0] if bulletin.sending else None
    Recipient.objects.filter(pk=row.pk if row else 0).update(
        state=State.UNCERTAIN, settled_at=timezone.now(), reason="L’envoi s’est interrompu."
    )
    page.goto(UNREACHED)


def stopped_card(page: Page) -> None:
    """That of the demonstration whose message came back."""
    reine = Person.objects.get(structure=structure(), email="reine@demo.example")
    page.goto(f"/s/{structure().slug}/equipe/{reine.pk}/")
