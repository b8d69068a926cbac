"""Dialogues de gestion of the demonstration: those that were held, and the one that is prepared."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

from maillage.accounts.models import User
from maillage.dossier.models import Dialogue
from maillage.dossier.queries.dialogue import steps_of
from maillage.dossier.services import declaration
from maillage.dossier.services import dialogue as services
from maillage.funding.models import Contract
from maillage.kernel import add_months
from maillage.structures.models import LegalPerson

#: The dialogue is held that long after the year ended.
AFTER = timedelta(days=45)
#: What the team proposes above what is kept, where something was discussed.
HOPED = Decimal("0.05")
WHO = "Camille, coordination\nNoor, présidence\nUne référente de la caisse fictive\nUn référent de l’ARS fictive"


def opened(contract: Contract, number: int, *, by: User, today: date) -> Dialogue:
    made = services.open_dialogue(contract, number, key=uuid4(), by=by, on=today)
    meets_on = add_months(contract.signed_on, 12 * number) + AFTER
    services.set_meeting(made, meets_on, "À la caisse fictive", version=1, by=by)
    made.meets_on = meets_on
    for step in steps_of(made, ()):
        if step.due_on and step.due_on <= today:
            services.mark(made, step.step.value, step.due_on, by=by, on=today)
    return Dialogue.objects.get(pk=made.pk)


def play_dialogue(
    contract: Contract, number: int, rates: Mapping[str, Decimal], *, by: User, today: date
) -> None:
    """One that was held: every mission kept at its rate, the first below what was proposed."""
    held_on = add_months(contract.signed_on, 12 * number) + AFTER
    if held_on > today:
        return
    made = opened(contract, number, by=by, today=today)
    for place, (mission, rate) in enumerate(rates.items()):
        reason, proposed = "", rate
        if place == 0 and rate < 1:
            reason, proposed = "Deux mois de démarrage ne sont pas comptés.", min(rate + HOPED, Decimal(1))
        indicators: list[int | None] = [
            each.pk for each in contract.indicators.filter(mission=mission, weight__isnull=False)
        ]
        said = [
            services.GivenPosition(mission, each, proposed, rate, reason) for each in indicators or [None]
        ]
        services.note(made, mission, said, services.GivenSheet(), by=by)
    given = services.GivenConclusion(
        held_on, WHO, "Courriels d’accord des deux financeurs fictifs", "Le même calendrier l’an prochain."
    )
    structure = contract.legal_person.structure
    services.conclude(made, given, structure, by=by, today=today)


def prepare_dialogue(contract: Contract, missions: Collection[str], *, by: User, today: date) -> None:
    """That of the year that runs, with the words of its first mission."""
    number = next((each for each in range(1, 6) if today < add_months(contract.signed_on, 12 * each)), None)
    if number is None or not missions or contract.dialogues.filter(number=number).exists():
        return
    made = opened(contract, number, by=by, today=today)
    first = next(iter(missions))
    sheet = services.GivenSheet(
        "Deux généralistes sont partis en mai : la file active a baissé.",
        "Recevoir les chiffres de la caisse par commune, avant l’été.",
        "Garder la cible, et ouvrir un créneau de plus par semaine.",
    )
    said = [services.GivenPosition(first, each.pk) for each in contract.indicators.filter(mission=first)]
    services.note(made, first, said or [services.GivenPosition(first, None)], sheet, by=by)


def prepare_declaration(company: LegalPerson, year: int, *, by: User, today: date) -> None:
    """The year that runs: who looks after two lines, two protocoles, a trainee; last year, a question of the caisse."""
    first, second = company.structure.people.order_by("pk")[:2]
    for name, owner, comment in (
        ("protocols", first, "Le troisième se relit en janvier."),
        ("unscheduled_care", second, "Planning affiché dans les deux sites."),
    ):
        given = declaration.GivenLine(owner.pk, comment)
        declaration.note_line(company, year, name, given, by=by)
    since = date(year, 1, 1)
    for row in (
        declaration.GivenRow("protocole", "Plaies chroniques", "Infirmiers, médecins", since, patients=34),
        declaration.GivenRow("protocole", "Suivi de l’AVK", "Pharmaciens, médecins", since, patients=21),
        declaration.GivenRow(
            "stagiaire", "Interne en médecine générale", "Dr Fictif", since, add_months(since, 6)
        ),
    ):
        declaration.add_row(company, year, row, key=uuid4(), by=by)
    asked_on = min(date(year, 2, 12), today)
    asked = declaration.note_question(
        company,
        year - 1,
        "Le registre des concertations de l’an passé",
        asked_on,
        key=uuid4(),
        by=by,
        on=today,
    )
    answer = "Envoyé par courriel, sans identité de patient."
    declaration.answer_question(asked, answer, asked_on, company, by=by, on=today)
