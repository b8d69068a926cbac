"""What alerts and crises bring to somebody who holds the link of their card; what is kept of that card."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from maillage.care.enums import AlertState, VersionState
from maillage.care.queries.modules import is_on
from maillage.care.types import OwnTelling
from maillage.kernel import date_in_french
from maillage.people.models import Person
from maillage.people.queries.gathering import belongs_then
from maillage.ui.slots import OwnLine

MOST = 5
CRISES, ALERTS, SEASONS = "Crise", "Alertes", "Saisons"


def may_signal(person: Person) -> bool:
    return is_on(person.structure) and belongs_then(person, on=timezone.localdate())


def own_lines(person: Person) -> OwnTelling:
    """`person` with its structure: a crisis first; nothing of a module that is switched off."""
    link = person.door.link if hasattr(person, "door") else None
    called = person.care_calls.filter(crisis__ended_at=None).select_related("crisis").order_by("pk")[:MOST]
    asked = person.care_validations.filter(version__state=VersionState.ASKED).select_related(
        "version__alert"
    ).order_by("pk")[:MOST]  # fmt: skip
    sent = person.care_readings.filter(
        Q(read_at=None) | Q(answer="", version__asks_answer=True),
        version__state=VersionState.SENT, version__alert__state=AlertState.SENT,
    ).select_related("version__alert").order_by("-pk")[:MOST]  # fmt: skip
    yield [called, asked, sent]
    for call in called:
        said = "Vous avez répondu." if call.answer else "Dites si vous êtes disponible."
        path = link.step(f"crise-{call.pk}") if link else ""
        yield OwnLine(CRISES, f"{call.crisis}. {said}", path, "Ouvrir" if path else "")
    for each in asked:
        said = each.get_answer_display() or "votre réponse est attendue"
        path = link.step(f"valider-{each.pk}") if link else ""
        yield OwnLine(
            ALERTS, f"À valider : {each.version.alert.title} ({said}).", path, "Lire" if path else ""
        )
    for reading in sent:
        alert = reading.version.alert
        path = link.step(f"alerte-{reading.pk}") if link else ""
        yield OwnLine(ALERTS, f"{alert.get_kind_display()} : {alert.title}.", path, "Lire" if path else "")
    if link and belongs_then(person, on=timezone.localdate()):
        yield OwnLine(ALERTS, "Un médicament manque ?", link.step("rupture"), "Le signaler")


def of_card(person: Person) -> dict[str, list[dict[str, str]]]:
    """What is kept of somebody: what they read, validated, answered, held."""
    zone = timezone.get_default_timezone()

    def day(at: Any) -> str:
        return date_in_french(timezone.localdate(at, zone)) if at else ""

    return {
        "Alertes reçues": [
            {
                "Alerte": each.version.alert.title,
                "Lue le": day(each.read_at),
                "Réponse": each.get_answer_display(),
            }
            for each in person.care_readings.select_related("version__alert")
        ],
        "Alertes validées": [
            {
                "Alerte": each.version.alert.title,
                "Réponse": each.get_answer_display(),
                "Le": day(each.answered_at),
                "Motif": each.reason,
            }
            for each in person.care_validations.select_related("version__alert")
        ],
        "Appels de crise": [
            {
                "Crise": str(each.crisis),
                "Réponse": each.get_answer_display(),
                "Le": day(each.answered_at),
                "Compétences": each.skills,
            }
            for each in person.care_calls.select_related("crisis")
        ],
        "Postes de crise": [
            {"Poste": each.post.name, "Crise": str(each.post.crisis), "Pris le": day(each.taken_at)}
            for each in person.care_posts.select_related("post__crisis")
        ],
        "Plan de crise": [
            {"Rôle": each.get_part_display(), "Appelle": each.calls} for each in person.crisis_roles.all()
        ]
        + [{"Rôle": f"Fiche réflexe : {each}", "Appelle": ""} for each in person.crisis_sheets.all()],
        "Plans saisonniers": [
            {"Plan": each.title, "Rôle": "responsable"} for each in person.care_seasons.all()
        ]
        + [
            {"Plan": each.year.plan.title, "Rôle": each.words}
            for each in person.care_season_tasks.select_related("year__plan")
        ],
    }
