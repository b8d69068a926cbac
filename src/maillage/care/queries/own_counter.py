"""What the counter offers to somebody: the buttons of their trade, and of the protocols that they carry out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from uuid import UUID, uuid4

from django.db.models import QuerySet

from maillage import legislation
from maillage.care.models import CountedAct, Enrolled, Enrolment, LocalValidation
from maillage.care.queries.protocols import enrolled_of, title_of
from maillage.care.rules.taps import PHARMACIST, PROTOCOL_TAPS, pharmacy_groups
from maillage.people.models import Person
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Lines, OwnLine, Wanted

#: Buttons at the top: what somebody counts most.
USUAL = 4
USUAL_SINCE = timedelta(days=60)
#: The last presses are enough to tell.
MOST_PRESSED = 400
HEADING, TEXTS = "Au comptoir", "Textes de l’équipe"
MOST_ASKED = 5
#: Who entrusts, and counts nothing: not even asked.
DOCTOR = "medecin"


@cache
def counting() -> frozenset[str]:
    """Those who may do what a national protocol entrusts, and pharmacists: the counter is offered to them unasked."""
    delegated = (each.profession for protocol in legislation.protocols() for each in protocol.delegated)
    return frozenset({PHARMACIST, *delegated})


@dataclass(frozen=True, slots=True)
class Button:
    kind: str
    label: str
    enrolment: Enrolment | None = None

    @property
    def value(self) -> str:
        """What a form sends, joined: the act, the engagement."""
        return f"{self.kind}|{self.enrolment.pk if self.enrolment else ''}"

    @property
    def key(self) -> UUID:
        """Another at each reading: each drawing of a button counts once."""
        return uuid4()


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    buttons: Sequence[Button]
    fee: str = ""


def shown_groups(person: Person, taken: Iterable[Enrolled]) -> list[Group]:
    """Protocols first, then the acts of a pharmacist."""
    groups = [
        Group(
            title_of(each.enrolment),
            [Button(tap.key, tap.label, each.enrolment) for tap in PROTOCOL_TAPS],
        )
        for each in taken
    ]
    if person.profession == PHARMACIST:
        groups += [
            Group(group.title, [Button(tap.key, tap.label) for tap in group.taps], group.fee)
            for group in pharmacy_groups()
        ]
    return groups


def pressed_by(person: Person, *, on: date) -> "QuerySet[CountedAct, tuple[str, int | None]]":
    """The last presses of these two months: the act, the engagement."""
    rows = CountedAct.objects.filter(person=person, on__gte=on - USUAL_SINCE, is_undone=False)
    return rows.order_by("-pk").values_list("kind", "enrolment_id")[:MOST_PRESSED]


def usual_of(pressed: Iterable[tuple[str, int | None]], groups: Sequence[Group]) -> list[Button]:
    """The buttons that were pressed most."""
    times = Counter(f"{kind}|{enrolment or ''}" for kind, enrolment in pressed)
    known = {button.value: button for group in groups for button in group.buttons}
    return [known[value] for value, _ in times.most_common() if value in known][:USUAL]


def to_validate(person: Person) -> QuerySet[LocalValidation]:
    """Texts of the team that wait for their answer, or for that of others."""
    rows = LocalValidation.objects.filter(
        person=person, version__asked_at__isnull=False, version__validated_on=None, version__replaced_on=None
    )
    return rows.select_related("version__text").order_by("pk")


@prepared
def _own_lists(person: Person) -> tuple[QuerySet[Enrolled], QuerySet[LocalValidation]]:
    return enrolled_of(person)[:1], to_validate(person)[:MOST_ASKED]


def own_lines(person: Person) -> Lines:
    """Texts to validate; then for a pharmacist, who may carry out a national protocol, or carries out one of the team."""
    enrolled, asked = _own_lists(person)
    counts = person.profession in counting()
    yield Wanted([asked] if counts or person.profession.startswith(DOCTOR) else [asked, enrolled])
    link = person.door.link if hasattr(person, "door") else None
    for each in asked:
        said = each.get_answer_display() or "votre réponse est attendue"
        path = link.step(f"texte-{each.pk}") if link else ""
        yield OwnLine(TEXTS, f"À valider : {each.version.text} ({said}).", path, "Lire" if path else "")
    if not counts and (person.profession.startswith(DOCTOR) or not enrolled):
        return
    if link:
        said = "Compter un acte en un geste, suivre un arbre de décision. Aucun patient n’est nommé."
        yield OwnLine(HEADING, said, link.step("comptoir"), "Compter un acte")
