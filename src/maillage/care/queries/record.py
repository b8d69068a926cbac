"""Who may read the file of a person, and what it holds."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, QuerySet

from maillage.accounts.models import User
from maillage.care.enums import ConsentScope, PlanPart
from maillage.care.models import CircleSeat, FileConsent, FileReading, PatientFile, PlanText, ReconciledDrug
from maillage.structures.models import Membership, Structure


def consents_of(file: PatientFile) -> frozenset[str]:
    """What the person agrees to now."""
    return frozenset(file.consents.filter(withdrawn_on=None).values_list("scope", flat=True))


def left_seats(seats: QuerySet[CircleSeat]) -> list[tuple[CircleSeat, date]]:
    """Those of them still open whose holder has left the structure since, back in it or not, and the day they left.

    An access closed and opened again on one day, as for another role, is no leaving.
    """
    held = list(
        seats.filter(until=None)
        .select_related("file", "user")
        .defer("file__name", "file__born_on", "file__contact")
    )
    spans: dict[tuple[UUID, int], list[tuple[date, date]]] = {}
    rows = Membership.objects.filter(user__in=[each.user_id for each in held]).order_by("joined_on", "pk")
    for each in rows:
        spans.setdefault((each.structure_id, each.user_id), []).append(
            (each.joined_on, each.left_on or date.max)
        )
    found = (
        (each, _left_on(each.since, spans.get((each.file.structure_id, each.user_id), ()))) for each in held
    )
    return [(seat, day) for seat, day in found if day]


def _left_on(since: date, spans: Iterable[tuple[date, date]]) -> date | None:
    """The end of the accesses that follow one another from that day; None: they run. `spans`: by their first day."""
    end = None
    for joined, left in spans:
        if left < since:
            continue
        if end is not None and joined > end:
            break
        end = max(end or left, left)
    return None if end == date.max else end or since


def seats_of(structure: Structure, user: User) -> set[int]:
    """Keys of the files in whose circle they are."""
    seats = CircleSeat.objects.filter(file__structure=structure, user=user, until=None)
    gone = {seat.file_id for seat, _ in left_seats(seats)}
    return set(seats.values_list("file", flat=True)) - gone


def is_seated(file: PatientFile, user: User) -> bool:
    return file.pk in seats_of(file.structure, user)


def files_for(structure: Structure, user: User, *, all_codes: bool) -> QuerySet[PatientFile]:
    """Those of one's circles; `all_codes`: every one, by its code alone. Nothing sealed is read."""
    files = structure.patient_files.defer("name", "born_on", "contact")
    return files if all_codes else files.filter(pk__in=seats_of(structure, user))


def reconciliations_for(structure: Structure, user: User) -> QuerySet[PatientFile]:
    """Files of one's circles that hold a reconciliation of drugs and may be shared: `lines` of it, `last_on`.

    By their codes: neither a name nor a drug is read here, a file says them to who gives a reason.
    """
    agreed = FileConsent.objects.filter(file=OuterRef("pk"), scope=ConsentScope.TEAM, withdrawn_on=None)
    files = files_for(structure, user, all_codes=False).filter(Exists(agreed))
    counted = files.annotate(lines=Count("drugs"), last_on=Max("drugs__on"))
    return counted.filter(lines__gt=0).order_by("-last_on", "code")


def open_reading(file: PatientFile, user: User, *, at: datetime, minutes: int) -> FileReading | None:
    """The reading one is in: a reason lasts these minutes."""
    return file.readings.filter(user=user, at__gt=at - timedelta(minutes=minutes), at__lte=at).first()


@dataclass(frozen=True, slots=True)
class Whole:
    """A file as its page shows it."""

    file: PatientFile
    consents: Sequence[FileConsent]
    agreed: frozenset[str]
    circle: Sequence[CircleSeat]
    plan: Sequence[tuple[PlanPart, PlanText | None]]
    drugs: Sequence[ReconciledDrug]
    readings: Sequence[FileReading]

    @property
    def may_share(self) -> bool:
        return ConsentScope.TEAM in self.agreed


#: Readings shown on the page; the copy holds them all.
SHOWN = 20


def whole(file: PatientFile, *, shown: int | None = SHOWN) -> Whole:
    texts: Mapping[str, PlanText] = {each.part: each for each in file.plan.select_related("written_by")}
    consents = list(file.consents.select_related("heard_by"))
    return Whole(
        file=file,
        consents=consents,
        agreed=frozenset(each.scope for each in consents if each.withdrawn_on is None),
        circle=list(file.circle.select_related("user")),
        plan=[(part, texts.get(part)) for part in PlanPart],
        drugs=list(file.drugs.all()),
        readings=list(file.readings.select_related("user")[:shown]),
    )


def contents(structure: Structure) -> dict[str, Any]:
    """That files are there, and who read them: what they say is given to its person, by its circle, never in one lot."""
    files = structure.patient_files.defer("name", "born_on", "contact")
    readings = structure.file_readings.select_related("user")
    return {
        "patient_files": [
            {"code": each.code, "opened_on": each.opened_on, "kept_until": each.kept_until} for each in files
        ],
        "file_readings": [
            {"code": each.code, "at": each.at, "by": str(each.user or ""), "reason": each.reason}
            for each in readings
        ],
    }


def of_account(user: User) -> dict[str, Any]:
    """What an account did with files, by their codes."""
    readings = FileReading.objects.filter(user=user)
    seats = (
        CircleSeat.objects.filter(user=user)
        .select_related("file")
        .defer("file__name", "file__born_on", "file__contact")
    )
    return {
        "Dossiers lus": [{"code": each.code, "le": each.at, "pourquoi": each.reason} for each in readings],
        "Cercles de soins": [
            {"code": each.file.code, "rôle": each.role, "depuis": each.since} for each in seats
        ],
    }
