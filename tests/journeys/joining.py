"""The door of the demonstration, and what people do behind it; the link makes its address."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

from django.utils import timezone
from playwright.sync_api import Page

from journeys.steps import CAMILLE, unfold, without_checks
from maillage.accounts.models import User
from maillage.directory.models import Activity
from maillage.directory.models import Person as Known
from maillage.people import services
from maillage.people.models import JoiningRules
from maillage.people.queries.directory_matches import RPPS_LENGTH
from maillage.people.queries.joining import rules_of
from maillage.people.services import GivenDemand, GivenPerson, GivenRules
from maillage.people.services.gains import GivenGain, say_gain
from maillage.structures.models import Structure

MEMBERS = "/s/cpts-du-grand-montauban-demonstration/adherents/"
WELCOME = "Une équipe de voisins : on s’appelle, on se remplace."
DEMANDS = (
    GivenDemand("Lou Fictif", "infirmier", "liberal", "Bressols", "lou@example.org", phone="0563000000"),
    GivenDemand("Camille Fictif", "infirmier", "retired", "Toulouse", "camille@example.org"),
    GivenDemand(
        "Résidence fictive", "etablissement", "", "Montauban", "res@example.org", represented="Ada Fictif"
    ),
)


def structure() -> Structure:
    return Structure.objects.get(slug="cpts-du-grand-montauban-demonstration")


def camille() -> User:
    return User.objects.get(email=CAMILLE)


def opened() -> JoiningRules:
    """The rules of the demonstration, with two colleges to choose from."""
    given = GivenRules(["liberal", "salaried"], colleges=["Soignants", "Partenaires"], welcome=WELCOME)
    services.set_rules(structure(), given, by=camille())
    rules = rules_of(structure())
    assert rules
    return rules


def someone() -> Known:
    """Of the directory, with an RPPS number: a nurse of Montauban."""
    there = Activity.objects.filter(commune="82121", trade="infirmier", mode="L", counts__gt=0).order_by("id")
    return next(row.person for row in there.select_related("person") if len(row.person.number) == RPPS_LENGTH)


def link() -> str:
    return opened().link.get_absolute_url()


def ask(page: Page) -> None:
    """Three demands: one that fulfils every rule, one of somebody known that does not, an establishment."""
    rules = opened()
    for demand in DEMANDS:
        college = rules.structure.colleges.first()
        services.ask_to_join(rules, demand, college=college, key=uuid4(), on=timezone.localdate())
    page.goto(MEMBERS)
    unfold(page)


def open_door(page: Page) -> None:
    opened()
    page.goto(f"{MEMBERS}regles/")


def poster(page: Page) -> None:
    opened()
    page.goto(f"{MEMBERS}regles/affiche/")


def words() -> JoiningRules:
    """What pharmacists gain, written."""
    given = GivenGain("Une réunion d’une heure par trimestre.", "", "Venir au premier jeudi du mois.")
    say_gain(structure(), "pharmacien", given, by=camille())
    return opened()


def say_gain_page(page: Page) -> None:
    words()
    page.goto(f"{MEMBERS}gagner/pharmacien/")


def gains(page: Page) -> None:
    page.goto(f"{words().link.get_absolute_url()}pharmacien/")


def gains_poster(page: Page) -> None:
    words()
    page.goto(f"{MEMBERS}regles/affiche/?pour=pharmacien")


def door(page: Page) -> None:
    page.goto(link())


def found(page: Page) -> None:
    page.goto(f"{link()}?q={someone().family}")
    page.locator(".join-person").first.wait_for()


def nobody(page: Page) -> None:
    page.goto(f"{link()}?q=zzqxw")


def filled(page: Page) -> None:
    page.goto(f"{link()}?rpps={someone().number}")
    page.locator(".join-chosen").wait_for()


def by_hand(page: Page) -> None:
    page.goto(f"{link()}?a-la-main=1")


def refused(page: Page) -> None:
    filled(page)
    without_checks(page)
    page.get_by_role("button", name="Envoyer ma demande").click()
    page.locator(".error-summary").wait_for()


def thanks(page: Page) -> None:
    page.goto(f"{link()}merci/")


def fees(page: Page) -> None:
    """Two who owe, one who paid."""
    opened()
    for person in structure().people.all()[:3]:
        services.enter(person, "adherent", by=camille(), on=date(2026, 3, 2))
    services.set_fees(
        structure(), basis="civile", next_year_from=None, amounts={None: Decimal(20)}, by=camille()
    )
    services.ask_fees(structure(), by=camille(), on=timezone.localdate())
    paid = structure().people.all()[0].fees.get()
    services.receive(structure(), [paid.pk], paid_on=date(2026, 3, 5), means="virement", by=camille())
    page.goto(f"{MEMBERS}cotisations/")
    unfold(page)


def doubles(page: Page) -> None:
    """One pair to look at, one made one."""
    given = [
        GivenPerson(name, "infirmier", "Bressols")
        for name in ("Kim Fictif", "FICTIF Kim", "Lou Fictif", "Mme Lou Fictif")
    ]
    *_, kept, gone = services.welcome(structure(), given, by=camille())
    services.merge(kept, gone, by=camille(), at=timezone.now())
    page.goto(f"{MEMBERS}doubles/")
    unfold(page)


def check(page: Page) -> None:
    """One to write to, two who share an address, one who has none."""
    given = [
        GivenPerson(f"{name} Fictif", "infirmier", "Bressols", email=email)
        for name, email in (
            ("Kim", "kim@example.org"),
            ("Lou", "a@example.org"),
            ("Ada", "a@example.org"),
            ("Zoé", ""),
        )
    ]
    for person in services.welcome(structure(), given, by=camille()):
        services.enter(person, "adherent", by=camille(), on=date(2026, 3, 2))
    page.goto(f"{MEMBERS}exactes/")


def own_link() -> str:
    person = structure().people.all()[0]
    return services.doors_to([person], on=timezone.localdate())[person.pk].get_absolute_url()


def own_card(page: Page) -> None:
    page.goto(own_link())


def own_card_refused(page: Page) -> None:
    page.goto(own_link())
    unfold(page)
    without_checks(page)
    page.get_by_label("Téléphone", exact=False).first.fill("12")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.locator(".error-summary").wait_for()


def leave(page: Page) -> None:
    page.goto(f"{own_link()}partir/")
