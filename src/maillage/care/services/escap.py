"""The team of one patient, who is not named: proposed, accepted, started, renewed, ended. The law room judges."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from maillage import legislation
from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.enums import EscapState
from maillage.care.lifecycle import escap_before
from maillage.care.models import Desk, Escap, EscapMember, EscapMove
from maillage.care.queries.escap import judged, team_found
from maillage.care.rules.identities import refuse_identity
from maillage.care.services.codes import new_code
from maillage.care.types import Grid
from maillage.kernel import BadInput, add_months, date_in_french
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

CHANGED = "Cette ESCAP a changé depuis : rouvrez sa page, puis recommencez."
DURATION = "escap.duration.team"
MOST_TEAM = 30
NOTHING_SAID = Grid()


@dataclass(frozen=True, slots=True)
class GivenEscap:
    commune: str  # INSEE code
    proposed_on: date
    desk: Desk | None = None
    grid: Grid = NOTHING_SAID


def _refuse_grid(grid: Grid, *, on: date) -> None:
    broken = [each.sentence for each in judged(grid, on=on) if each.status == "broken"]
    if broken:
        raise BadInput(" ".join(broken), field="score" if grid.score is not None else "situation")


@transaction.atomic
def propose(structure: Structure, given: GivenEscap, *, key: UUID, by: User, on: date) -> Escap:
    """A code for somebody; the same key proposes once. Raises BadInput when the law excludes it, or before it was."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if known := sent_before(structure.escaps, key):
        return known
    if given.proposed_on > on:
        raise BadInput("Cette date est à venir : vérifiez-la.", field="proposed_on")
    _refuse_grid(given.grid, on=given.proposed_on)
    made = Escap.objects.create(
        structure=structure, key=key, code=new_code(structure), commune=given.commune, desk=given.desk,
        proposed_on=given.proposed_on, judged_on=given.proposed_on if given.grid.is_said else None,
    )  # fmt: skip
    _note(made, EscapState.PROPOSED, on=given.proposed_on, by=by)
    return made


def _note(escap: Escap, state: str, *, on: date, by: User) -> None:
    EscapMove.objects.create(escap=escap, state=state, on=on, by=by)
    record(f"{escap} : {EscapState(state).label.lower()}.", by=by.pk, subject=escap.structure_id)


@transaction.atomic
def say_grid(escap: Escap, grid: Grid, *, on: date) -> None:
    """The grid is filled, and enough. Raises BadInput when the law says no, or when it is half said."""
    if not grid.is_said:
        raise BadInput(
            "Donnez la situation et le score de la grille : ils sont lus, puis oubliés.", field="score"
        )
    _refuse_grid(grid, on=on)
    Escap.objects.filter(pk=escap.pk, judged_on=None).update(judged_on=on)


@transaction.atomic
def agree(escap: Escap, *, on: date, by: User) -> None:
    """The patient said yes, as their desk tells."""
    _move(escap, EscapState.AGREED, on=on, by=by, agreed_on=on)


@transaction.atomic
def start(escap: Escap, *, on: date, by: User) -> None:
    """For as long as the law room says. Raises BadInput with what is missing of the team, the grid or the agreement."""
    kept = Escap.objects.select_for_update(of=("self",)).get(pk=escap.pk)
    if kept.judged_on is None:
        raise BadInput(
            "Dites d’abord le score de la grille : sans lui, rien ne dit que cette ESCAP est possible."
        )
    if kept.agreed_on and on < kept.agreed_on:
        raise BadInput(f"Le patient n’a accepté que le {date_in_french(kept.agreed_on)}.", field="on")
    missing = [each.sentence for each in team_found(kept, on=on) if each.status != "satisfied"]
    if missing:
        raise BadInput(" ".join(missing))
    years = legislation.rule(DURATION).at(on)
    if years is None or years.value is None:
        raise BadInput(
            "La durée d’une ESCAP à cette date n’est pas dans nos sources : vérifiez la date.", field="on"
        )
    ends_on = add_months(on, int(years.value * 12))
    _move(escap, EscapState.RUNNING, on=on, by=by, starts_on=on, ends_on=ends_on)


@transaction.atomic
def renew(escap: Escap, *, on: date, by: User) -> Escap:
    """Another year is proposed, under the same code, with the same team: the patient is asked again."""
    _move(escap, EscapState.RENEWED, on=on, by=by)
    made = Escap.objects.create(
        structure=escap.structure, key=uuid4(), code=escap.code, turn=escap.turn + 1, desk=escap.desk,
        commune=escap.commune, proposed_on=on,
    )  # fmt: skip
    EscapMember.objects.bulk_create(
        EscapMember(
            escap=made, person=each.person, profession=each.profession, is_attending=each.is_attending
        )
        for each in escap.team.all()
    )
    _note(made, EscapState.PROPOSED, on=on, by=by)
    return made


@transaction.atomic
def end(escap: Escap, *, on: date, reason: str, by: User) -> None:
    """Refused, finished, or stopped before its day: it counts until then."""
    refuse_identity(reason, field="reason")
    kept = Escap.objects.select_for_update(of=("self",)).get(pk=escap.pk)
    if kept.starts_on and on < kept.starts_on:
        raise BadInput("Elle finirait avant d’avoir commencé.", field="on")
    ends = {"ends_on": min(on, kept.ends_on)} if kept.ends_on else {}
    _move(escap, EscapState.ENDED, on=on, by=by, reason=reason, **ends)


def _move(escap: Escap, state: EscapState, *, on: date, by: User, **columns: object) -> None:
    """Once, whoever clicks at the same time. Raises BadInput from a state that does not lead there."""
    changed = Escap.objects.filter(pk=escap.pk, state__in=escap_before(state)).update(state=state, **columns)
    escap.refresh_from_db()
    if not changed:
        raise BadInput(CHANGED)
    _note(escap, state, on=on, by=by)


@transaction.atomic
def join_team(escap: Escap, person: Person, *, is_attending: bool) -> None:
    """Chosen by the patient. Raises BadInput for a second médecin traitant, who is no doctor, and once it is over."""
    kept = _open(escap)
    if person.structure_id != kept.structure_id:
        raise BadInput("Cette personne n’est pas dans vos fiches.", field="person")
    if is_attending:
        if not person.profession.startswith("medecin"):
            raise BadInput("Un médecin traitant est médecin : vérifiez sa fiche.", field="person")
        if kept.team.filter(is_attending=True).exclude(person=person).exists():
            raise BadInput("Elle a déjà un médecin traitant : retirez-le d’abord.", field="person")
    if kept.team.count() >= MOST_TEAM:
        raise BadInput("Trente professionnels au plus autour d’un patient.")
    EscapMember.objects.update_or_create(
        escap=kept, person=person, defaults={"profession": person.profession, "is_attending": is_attending}
    )


@transaction.atomic
def leave_team(escap: Escap, member: int) -> None:
    _open(escap).team.filter(pk=member).delete()


def _open(escap: Escap) -> Escap:
    kept = Escap.objects.select_for_update(of=("self",)).get(pk=escap.pk)
    if kept.state in {EscapState.ENDED, EscapState.RENEWED}:
        raise BadInput("Cette ESCAP est finie : son équipe ne change plus.")
    return kept
