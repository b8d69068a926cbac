"""The demonstration: real communes, invented people, each structure founded and run by the use cases of everybody."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from maillage import legislation
from maillage.accounts.models import User
from maillage.dossier.queries.documents import plan_of
from maillage.dossier.services.documents import begin
from maillage.dossier.services.writing import write_section
from maillage.geography import atlas
from maillage.habits.services.habit_file import Row
from maillage.habits.services.layers import add_layer
from maillage.kernel import folded
from maillage.people import services as people
from maillage.people.enums import Basis, Means, Practice
from maillage.people.models import College, Fee
from maillage.people.services import GivenMeeting, GivenPerson, found
from maillage.people.services.importing import Options, bring_in, read_members
from maillage.portal.queries import script_of_demo, scripts
from maillage.portal.services.alerting import play_alerting
from maillage.portal.services.caring_paths import play_paths
from maillage.portal.services.doctors import play_doctors
from maillage.portal.services.dossiers import play_document
from maillage.portal.services.duties import play_duties
from maillage.portal.services.measuring import play_indicators
from maillage.portal.services.projects import play_project
from maillage.portal.services.protocols import play_protocols
from maillage.portal.services.reviews import play_reviews
from maillage.portal.services.sittings import (
    play_concertations,
    play_ideas,
    play_instances,
    play_interests,
    play_referents,
)
from maillage.portal.services.spendings import play_spending
from maillage.portal.services.taking_care import play_requests
from maillage.portal.services.takings import (
    play_accord,
    play_bank,
    play_books,
    play_contract,
    play_hours,
    play_pharmacist,
    play_sharing,
    play_transfers,
)
from maillage.portal.services.year import (
    play_bulletin,
    play_campaign,
    play_desk,
    play_event,
    play_partner,
    play_survey,
)
from maillage.structures import services as structures
from maillage.structures.enums import Track
from maillage.structures.models import Structure
from maillage.structures.queries import moves_on
from maillage.tables import read_text

#: Parts of a script, in their order: an idea is bound to a decision of a meeting.
DECIDING = {
    "interests": play_interests,
    "instances": play_instances,
    "concertations": play_concertations,
    "referents": play_referents,
    "ideas": play_ideas,
}


@transaction.atomic
def make_demo(*, examples_only: bool = False) -> str:
    """Real communes, invented people flagged « fictif ». Doing it again changes nothing.

    An instance that is no demonstration has the examples only: nobody enters the accounts that hold them.
    """
    script = script_of_demo()
    today = date.today()  # noqa: DTZ011 -- a civil day
    users = {
        account["email"]: User.objects.filter(email=account["email"]).first()
        or User.objects.create_user(account["email"], name=account["name"], is_demo=True)
        for account in script["accounts"]
    }
    wanted = [each for each in script["structures"] if each.get("example") or not examples_only]
    made = [each for each in wanted if play(each, users, today)]
    show_examples()
    return f"{len(made)} structure(s) de démonstration créée(s)." if made else "La démonstration est déjà là."


def show_examples() -> None:
    """Open the examples to everyone, or close them, as the instance says; their accounts open in a demonstration."""
    names = [each["name"] for each in scripts() if each.get("example")]
    Structure.objects.filter(is_fictitious=True, name__in=names).update(is_example=settings.EXAMPLES)
    User.objects.filter(is_demo=True).update(is_active=settings.DEMO)


def play(script: dict[str, Any], users: dict[str, User], today: date) -> bool:
    """Found one structure of the script; False when it is there already."""
    if Structure.objects.filter(name=script["name"], is_fictitious=True).exists():
        return False
    founder = users[script["founder"]]
    members = atlas().epci(script["epci"]).members if "epci" in script else ()
    structure = found(
        name=script["name"],
        form=script.get("form", "cpts"),
        codes=members + tuple(script.get("communes", ())),
        sites=[structures.GivenSite(**site) for site in script.get("sites", ())],
        by=founder,
        on=script.get("founded_on", today),
        people=[GivenPerson(**person, is_fictitious=True) for person in script["people"]],
        meetings=[GivenMeeting(**meeting) for meeting in script["meetings"]],
        signature_hoped_on=script.get("signature_hoped_on"),
        is_fictitious=True,
    )
    play_life(script, structure, by=founder, today=today)
    for email, roles in script.get("members", {}).items():
        structures.give_access(structure, email, roles, by=founder, on=today)
    if script.get("declared"):
        structures.set_visibility(structure, declared=True, public=script["public"], by=founder, on=today)
    if words := script.get("document"):
        write_document(words, structure, by=founder)
    for document in script.get("documents", ()):
        play_document(document, structure, users, by=founder)
    if adherents := script.get("adherents"):
        play_adherents(adherents, structure, by=founder, today=today)
    if belonging := script.get("belonging"):
        for card in structure.people.order_by("pk"):
            people.enter(card, belonging["kind"], by=founder, on=belonging["since"])
    if desk := script.get("desk"):
        play_desk(desk, structure, by=founder, today=today)
    for partner in script.get("partners", ()):
        play_partner(partner, structure, by=founder, today=today)
    if asked := script.get("requests"):
        play_requests(asked, structure, by=founder, today=today)
    if read := script.get("reviews"):
        play_reviews(read, structure, by=founder, today=today)
    if survey := script.get("survey"):
        play_survey(survey, structure, by=founder)
    for bulletin in script.get("bulletins", ()):
        play_bulletin(bulletin, structure, by=founder)
    for event in script.get("events", ()):
        play_event(event, structure, by=founder, today=today)
    for part, plays in DECIDING.items():
        plays(script.get(part, ()), structure, by=founder, today=today)
    play_project(script.get("project", {}), structure, by=founder, today=today)
    play_duties(script.get("duties", {}), structure, by=founder, today=today)
    play_protocols(script.get("protocols", {}), structure, by=founder, today=today)
    play_paths(script.get("paths", {}), structure, by=founder, today=today)
    play_alerting(script.get("alerting", {}), structure, by=founder, today=today)
    for contract in script.get("contracts", ()):
        play_contract(contract, structure, by=founder, today=today)
    if measured := script.get("indicators"):
        play_indicators(measured, structure, by=founder, today=today)
    if hours := script.get("hours"):
        play_hours(hours, structure, by=founder, treasurer=users[hours["treasurer"]], today=today)
    if spending := script.get("spending"):
        treasurer = users[spending["treasurer"]]
        play_spending(spending, structure, by=founder, treasurer=treasurer, today=today)
    if account := script.get("bank"):
        play_bank(account, structure, by=founder, today=today)
    if shared := script.get("sharing"):
        play_sharing(shared, structure, by=founder)
    if told := script.get("accord"):
        play_accord(told, structure, by=founder, today=today)
    if counted := script.get("pharmacist"):
        play_pharmacist(counted, structure, by=founder, today=today)
    if transfers := script.get("transfers"):
        play_transfers(
            transfers, structure, by=founder, treasurer=users[script["hours"]["treasurer"]], today=today
        )
    if kept := script.get("books"):
        play_books(kept, structure, by=founder, today=today)
    if sought := script.get("doctors"):
        play_doctors(sought, structure, by=founder, today=today)
    if campaign := script.get("campaign"):
        play_campaign(campaign, structure, by=founder, today=today)
    if habits := script.get("habits"):
        rows = [Row(code, name, None) for name, codes in habits["groups"].items() for code in codes]
        add_layer(structure, rows, **habits["layer"], by=founder, on=today)
    return True


def play_life(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """Its legal persons, then its moves, in the order of the script."""
    persons = {
        person["kind"]: structures.add_legal_person(structure, by=by, **person)
        for person in script.get("legal_persons", ())
    }
    for track_name, moves in script.get("moves", {}).items():
        track = Track(track_name)
        for made in moves:
            mission = made.get("mission", "")
            read = Structure.objects.get(pk=structure.pk)
            move = next(
                known for known in moves_on(read, track, mission=mission) if known.enters == made["enters"]
            )
            given = {"legal_person": persons[made["by"]]} if "by" in made else {}
            structures.advance(
                structure, track, move, by=by, on=made["day"], today=today, mission=mission, **given
            )


def write_document(words: dict[str, str], structure: Structure, *, by: User) -> None:
    """Sections of its first document, each under its key in the plan."""
    document = begin(structure, plan_of(structure).key, by=by)
    for section, text in words.items():
        write_section(document, section, text, rich=False, version=0, by=by, at=timezone.now())


def demo_structures() -> list[tuple[str, str, str]]:
    """(address, form, what) of the structures of the demonstration that are there."""
    addresses = dict(Structure.objects.filter(is_fictitious=True).values_list("name", "slug"))
    return [
        (addresses[each["name"]], each.get("form", "cpts"), each["what"])
        for each in scripts()
        if each["name"] in addresses
    ]


def play_adherents(script: dict[str, Any], structure: Structure, *, by: User, today: date) -> None:
    """A list brought in as anybody brings theirs; the fees of the year, half of them paid; one who asks to join."""
    rules = people.set_rules(structure, people.GivenRules(**script["rules"]), by=by)
    reading = read_members(read_text(list_of(script, structure), name="adherents.csv"), Options())
    bring_in(structure, reading, Options(), by=by, on=today)
    amounts: dict[College | None, Decimal | None] = {None: Decimal(script["fee"])}
    people.set_fees(structure, basis=Basis.CIVIL, next_year_from=None, amounts=amounts, by=by)
    people.ask_fees(structure, by=by, on=today)
    for fee in Fee.objects.filter(person__structure=structure).order_by("pk")[::2]:
        people.receive(structure, [fee.pk], paid_on=today, means=Means.TRANSFER, by=by)
    asking = people.GivenDemand(
        "Lou Fictif", "orthophoniste", Practice.LIBERAL, "Bressols", "lou@demo.example"
    )
    people.ask_to_join(
        rules, asking, college=structure.colleges.first(), key=uuid5(NAMESPACE_URL, structure.slug), on=today
    )


def list_of(script: dict[str, Any], structure: Structure) -> str:
    """A CSV: people drawn at random, always the same, where the territory lives, then the lines of the script."""
    draw = Random(2)  # noqa: S311 -- a demonstration that stays the same
    known = legislation.professions_by_key()
    communes = [atlas().commune(code) for code in structure.territory.codes]
    names = [(given, family) for given in script["given"] for family in script["family"]]
    draw.shuffle(names)
    trades = [trade for trade, count in script["drawn"].items() for _ in range(count)]
    lines = [script["list"].strip()]
    for (given, family), trade in zip(names, trades, strict=False):
        (commune,) = draw.choices(communes, [each.population or 0 for each in communes])
        since = draw.choice(script["since"])
        email = f"{folded(given)}.{folded(family)}@demo.example"
        lines.append(
            f"{family};{given};{known[trade].label};libéral;{commune.name};{email};Soignants;{since:%d/%m/%Y};"
        )
    return "\n".join(lines)
