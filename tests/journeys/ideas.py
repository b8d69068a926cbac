"""Ideas, interests, concertations, referents, tasks and a pack in the demonstration; addresses are made here."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page

from journeys.events import send_empty
from journeys.joining import camille, structure
from journeys.steps import unfold
from maillage.governance.models import Idea
from maillage.governance.queries.ideas import Author
from maillage.governance.services import decisions, interests, rcp
from maillage.governance.services import ideas as services
from maillage.people.models import Person
from maillage.people.queries.members import belongs
from maillage.people.services import doors_to
from maillage.structures.models import Structure

SPACE = "/s/cpts-du-grand-montauban-demonstration/"
MSP = "maison-de-sante-de-caussade-et-septfonds-demonstration"
IDEAS, REGISTER, REFERENTS, PACK = (
    f"{SPACE}{rest}" for rest in ("idees/", "reunions/interets/", "reunions/referents/", "passation/0/")
)


def somebody() -> Person:
    """Who belongs."""
    return structure().people.filter(belongs(timezone.localdate())).order_by("pk")[0]


def an_idea() -> Idea:
    """Upheld, commented, judged, with a task that flows from it."""
    given = services.GivenIdea("Un numéro unique", "Une ligne", "Les patients", "Une sortie sur trois")
    author, now = Author(somebody(), None), timezone.now()
    idea = services.propose(structure(), given, author, key=uuid4(), at=now, site="http://localhost/")
    services.uphold(idea, author, is_for=True)
    services.comment(idea, "Pas la nuit.", author, key=uuid4(), at=now)
    idea = services.weigh(idea, services.Weighing("Douze appels", "Un jour"), version=1, by=camille())
    task = decisions.GivenTask("Demander un devis", somebody(), timezone.localdate() - timedelta(days=2))
    services.entrust(idea, task, key=uuid4(), version=2, by=camille(), at=now)
    return idea


def ideas(page: Page) -> None:
    an_idea()
    page.goto(IDEAS)


def refused(page: Page) -> None:
    page.goto(IDEAS)
    send_empty(page, "Proposer cette idée")


def idea(page: Page) -> None:
    page.goto(f"{IDEAS}{an_idea().pk}/")
    unfold(page)


def answer_refused(page: Page) -> None:
    idea(page)
    send_empty(page, "Écrire cette réponse")


def declared(page: Page) -> None:
    given = interests.GivenInterest("Hôpital fictif", "Vacations")
    interests.declare(somebody(), given, key=uuid4(), by=None, on=timezone.localdate())
    page.goto(REGISTER)
    unfold(page)


def referents(page: Page) -> None:
    today = timezone.localdate()
    for theme in ("Plaies", "Diabète"):
        given = rcp.GivenReferent(today - timedelta(days=9), theme=theme)
        named = rcp.name_referent(structure(), somebody(), given, by=camille())
    rcp.end_referent(named, on=today, by=camille())
    page.goto(REFERENTS)


def register(page: Page) -> None:
    team, day = Structure.objects.get(slug=MSP), timezone.localdate()
    given = rcp.GivenSession(day, ["infirmier"], ald=2, theme="Plaies", minutes=60)
    rcp.note_session(team, given, key=uuid4(), by=camille(), on=day)
    page.goto(f"/s/{MSP}/rcp/")


def register_refused(page: Page) -> None:
    page.goto(f"/s/{MSP}/rcp/")
    unfold(page)
    send_empty(page, "Noter cette concertation")


def pack(page: Page) -> None:
    an_idea()
    page.goto(f"{SPACE}passation/{somebody().pk}/")


def own(page: Page, rest: str) -> None:
    door = doors_to([somebody()], on=timezone.localdate())[somebody().pk]
    page.goto(door.step(rest))


def own_ideas(page: Page) -> None:
    an_idea()
    own(page, "idees")


def own_idea(page: Page) -> None:
    own(page, f"idee-{an_idea().pk}")


def own_interests(page: Page) -> None:
    own(page, "interets")


def own_task(page: Page) -> None:
    own(page, f"tache-{an_idea().tasks.get().pk}")


def own_wish(page: Page) -> None:
    own(page, "rappels")
