"""Reading alerts: the list, one with its versions, who read it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, When

from maillage.care.enums import AlertKind, AlertState, VersionState
from maillage.care.models import Alert, AlertNote, AlertVersion, Reading
from maillage.care.queries.tallies import Tally, profession_label, tallies
from maillage.care.types import Part, Telling
from maillage.kernel import plural
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import read_parts
from maillage.tables import SheetCell
from maillage.ui.slots import Wanted

#: Where the authority says itself what misses and what replaces it: outside, never copied here.
ANSM = "https://ansm.sante.fr/disponibilites-des-produits-de-sante/medicaments"
#: Columns of the counts of one version.
COLUMNS = ("Prévenus", "Ont lu", "L’appliquent", "Ne peuvent pas")


def alerts_of(structure: Structure, *, state: str = "", kind: str = "") -> QuerySet[Alert]:
    """The last one first; with how many it was sent to and how many read its present version."""
    present = Q(versions__state=VersionState.SENT)
    found = structure.alerts.annotate(
        sent=Count("versions__readings", filter=present),
        read=Count("versions__readings", filter=present & Q(versions__readings__read_at__isnull=False)),
    )
    if state in AlertState.values:
        found = found.filter(state=state)
    if kind in AlertKind.values:
        found = found.filter(kind=kind)
    return found.order_by("-signalled_at", "-pk")


@dataclass(frozen=True, slots=True)
class Shown:
    """An alert as its page shows it."""

    alert: Alert
    versions: Sequence[AlertVersion]  # the last first
    notes: Sequence[AlertNote]
    lines: Sequence[Tally]
    total: Tally
    unreached: int
    #: Those who are still to read the version that holds, or to answer it.
    silent: int

    @property
    def last(self) -> AlertVersion:
        return self.versions[0]

    @property
    def sent(self) -> AlertVersion | None:
        """The one that holds."""
        return next((each for each in self.versions if each.state == VersionState.SENT), None)

    @property
    def awaits_validators(self) -> bool:
        """Whether somebody who has its last version to read says nothing."""
        return self.last.state == VersionState.ASKED and awaits(self.last)

    @property
    def asks_validators(self) -> bool:
        return self.alert.kind == AlertKind.SHORTAGE

    @property
    def may_leave(self) -> bool:
        """Whether its last version may be sent: all validators said yes, one at least for a drug."""
        last = self.last
        if last.state not in (VersionState.DRAFT, VersionState.ASKED) or not last.steps.all():
            return False
        answers = [each.answer for each in last.validations.all() if each.person_id or each.answer]
        return all(said == "oui" for said in answers) and (bool(answers) or not self.asks_validators)


def shown(alert: Alert, *also: QuerySet[Any]) -> Shown:
    """`also`: other lists of its page, read in the same question."""
    versions = list(alert.versions.select_related("proposed_by"))
    notes = alert.notes.select_related("person", "by")
    sent = Reading.objects.filter(version__alert=alert, version__state=VersionState.SENT).order_by("pk")
    readings = sent.values_list("profession", "read_at", "answer", "person", "person__email")
    parts = ((each, name) for each in versions for name in ("steps", "validations__person"))
    read_parts(parts, notes, readings, *also)
    lines, total = tallies(
        (
            (trade, (True, read is not None, said == "oui", said == "non"))
            for trade, read, said, *_ in readings
        ),
        COLUMNS,
    )
    unreached = sum(not email for *_, email in readings)
    asks = any(each.asks_answer for each in versions if each.state == VersionState.SENT)
    silent = sum(
        card is not None and (read is None or (asks and not said)) for _, read, said, card, _ in readings
    )
    return Shown(alert, versions, list(notes), lines, total, unreached, silent)


def awaits(version: Any) -> bool:
    """Whether a validator of an alert, or of a text of the team, says nothing; not one whose card was erased."""
    return any(each.person_id and not each.answer for each in version.validations.all())


def awaited() -> Q:
    """Of a reading: not read yet, or not answered where an answer is asked."""
    return Q(read_at=None) | Q(answer="", version__asks_answer=True)


#: Chips of the page of those whom a version was sent to → which of them.
WHO: Mapping[str, tuple[str, Q]] = {
    "attendus": ("À joindre", awaited() & Q(person__isnull=False)),
    "sans_courriel": ("Sans courriel", Q(person__email="")),
    "non": ("Ne peuvent pas", Q(answer="non")),
    "tous": ("Tous", Q()),
}


def readings_of(version: AlertVersion, who: str) -> QuerySet[Reading]:
    """Those who did not read it first, whom no message reaches before the others; by profession, then name."""
    rows = version.readings.filter(WHO[who][1]).select_related("person")
    reached = Case(When(person__email="", then=0), default=1)
    return rows.order_by(
        Case(When(read_at=None, then=0), default=1), reached, "profession", "person__name", "pk"
    )


def reading_of(person: Person, number: str) -> QuerySet[Reading]:
    """What was sent to them; of a version that left."""
    return person.care_readings.filter(pk=int(number or 0)).select_related("version__alert")


def rows_of(alerts: QuerySet[Any], zone: tzinfo) -> list[list[SheetCell]]:
    titles: list[SheetCell] = [
        "N°", "Nature", "Alerte", "Où", "Depuis le", "État", "Professionnels prévenus", "Ont lu", "Terminée le", "Fin",
    ]  # fmt: skip
    return [titles] + [
        [
            each.number, each.get_kind_display(), each.title, each.place, each.since, each.get_state_display(),
            each.sent, each.read, each.ended_at.astimezone(zone).date() if each.ended_at else None, each.ending,
        ]
        for each in alerts
    ]  # fmt: skip


def professions_here(structure: Structure) -> list[tuple[str, str]]:
    """Those of its cards, by name: (key, label)."""
    return professions_among(structure.people.order_by().values_list("profession", flat=True).distinct())


def professions_among(keys: Iterable[str]) -> list[tuple[str, str]]:
    return sorted(((key, profession_label(key)) for key in set(keys)), key=lambda each: each[1])


def part(structure: Structure) -> Telling:
    """On the first page of care."""
    under_way = structure.alerts.filter(state__in=(AlertState.SIGNALLED, AlertState.SENT))
    running = (yield Wanted(sizes={"running": under_way}))["running"]
    said = f"{plural(running, 'alerte')} en cours." if running else ""
    return Part(
        "Alertes",
        "care:alerts",
        "Un médicament manque, une épidémie, la chaleur : une même réponse partout.",
        said,
    )
