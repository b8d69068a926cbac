"""Preparing a *dialogue de gestion*, noting what is proposed and kept, concluding it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.dossier.enums import Preparation
from maillage.dossier.models import Dialogue, DisputeStep, MissionSheet, Position, PreparationDone
from maillage.dossier.queries.dialogue import Thread, Told, told_of
from maillage.funding.enums import RateState
from maillage.funding.models import Contract, Indicator
from maillage.funding.queries.contracts import YEARS, year_days
from maillage.funding.services import results
from maillage.kernel import BadInput, date_in_french
from maillage.project.services.indicators import set_target
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before


@dataclass(frozen=True, slots=True)
class GivenPosition:
    """Rates of 1. `indicator` is None for a mission judged as a whole."""

    mission: str
    indicator: int | None
    proposed: Decimal | None = None
    kept: Decimal | None = None
    reason: str = ""
    is_disputed: bool = False
    next_target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class GivenSheet:
    difficulties: str = ""
    asks: str = ""
    next_year: str = ""


@dataclass(frozen=True, slots=True)
class GivenConclusion:
    closed_on: date
    participants: str
    agreed_by: str
    conclusions: str = ""
    avenant: str = ""
    next_dates: str = ""

    @property
    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def open_dialogue(contract: Contract, number: int, *, key: UUID, by: User, on: date) -> Dialogue:
    """Begin to prepare the dialogue of a contract year; asked twice, it is the same one. Raises BadInput."""
    if number not in YEARS:
        raise BadInput("Un contrat compte cinq années.")
    if year_days(contract)[number][0] > on:
        raise BadInput("Cette année de contrat n’a pas commencé.")
    dialogue, is_new = Dialogue.objects.get_or_create(contract=contract, number=number, defaults={"key": key})
    if is_new:
        told = f"{contract.name}, année {number} : dialogue de gestion à préparer."
        record(told, by=by.pk, subject=contract.legal_person.structure_id)
    return dialogue


def locked(dialogue: Dialogue) -> Dialogue:
    """The row as it stands. Raises BadInput once it is closed."""
    kept = (
        Dialogue.objects.select_for_update(of=("self",))
        .select_related("contract__legal_person")
        .get(pk=dialogue.pk)
    )
    if kept.closed_on:
        raise BadInput(
            f"Ce dialogue est conclu depuis le {date_in_french(kept.closed_on)} : une correction se note sur la part "
            "variable du contrat."
        )
    return kept


@transaction.atomic
def set_meeting(dialogue: Dialogue, meets_on: date | None, place: str, *, version: int, by: User) -> None:
    kept = locked(dialogue)
    if kept.version != version:
        raise BadInput(
            "Quelqu’un a modifié ce dialogue entre-temps : relisez, puis enregistrez.", field="meets_on"
        )
    if meets_on and meets_on < year_days(kept.contract)[kept.number][0]:
        raise BadInput("Le dialogue d’une année se tient après son premier jour.", field="meets_on")
    kept.meets_on, kept.place, kept.version = meets_on, place, version + 1
    kept.save(update_fields=["meets_on", "place", "version"])
    said = f"le {date_in_french(meets_on)}" if meets_on else "sans date"
    _told(kept, f"dialogue de gestion {said}", by=by)


@transaction.atomic
def mark(dialogue: Dialogue, step: str, done_on: date | None, *, by: User, on: date) -> None:
    """A step is done that day; None: it is not."""
    kept = locked(dialogue)
    if step not in Preparation.values:
        raise BadInput("Cette étape n’existe pas.")
    if done_on is None:
        kept.done.filter(step=step).delete()
        return
    if done_on > on:
        raise BadInput("Ce jour n’est pas encore venu.", field="done_on")
    PreparationDone.objects.update_or_create(
        dialogue=kept, step=step, defaults={"done_on": done_on, "by": by}
    )


@transaction.atomic
def note(
    dialogue: Dialogue, mission: str, given: Sequence[GivenPosition], sheet: GivenSheet, *, by: User
) -> None:
    """What is proposed and kept of a mission, and its words. Nothing is written when one is refused. Raises BadInput."""
    kept = locked(dialogue)
    results.check_mission(kept.contract, mission)
    indicators = {each.pk: each for each in kept.contract.indicators.all()}
    for each in given:
        indicator = indicators.get(each.indicator) if each.indicator else None
        if each.indicator and indicator is None:
            raise BadInput("Cet indicateur n’est pas du contrat.")
        _check(each, indicator)
        Position.objects.update_or_create(
            dialogue=kept,
            mission=each.mission,
            indicator=indicator,
            defaults={
                "proposed": each.proposed,
                "kept": each.kept,
                "reason": each.reason,
                "is_disputed": each.is_disputed,
                "next_target": each.next_target,
            },
        )
    _write_sheet(kept, mission, sheet)
    _told(kept, "une mission du dialogue est notée", by=by)


def _check(given: GivenPosition, indicator: Indicator | None) -> None:
    name = indicator.name if indicator else "L’ensemble de la mission"
    for rate in (given.proposed, given.kept):
        if rate is not None and not 0 <= rate <= 1:
            raise BadInput(f"{name} : un taux va de 0 à 100 %.")
    if given.is_disputed and given.kept is not None:
        raise BadInput(f"{name} : retenu, ou en désaccord. Videz le taux retenu, ou décochez le désaccord.")
    if given.is_disputed and not given.reason:
        raise BadInput(f"{name} : écrivez sur quoi porte le désaccord.")
    if (
        given.kept is not None
        and given.proposed is not None
        and given.kept < given.proposed
        and not given.reason
    ):
        raise BadInput(f"{name} : le taux retenu est plus bas que proposé. Écrivez le motif donné.")


def _write_sheet(kept: Dialogue, mission: str, given: GivenSheet) -> None:
    said = {"difficulties": given.difficulties, "asks": given.asks, "next_year": given.next_year}
    MissionSheet.objects.update_or_create(dialogue=kept, mission=mission, defaults=said)


@transaction.atomic
def note_dispute(
    position: Position, words: str, on: date, *, key: UUID, by: User, today: date
) -> DisputeStep:
    """What was tried; also after the dialogue is closed. Sent twice, it is noted once."""
    if not position.is_disputed:
        raise BadInput("Cet indicateur n’est pas en désaccord.")
    if on > today:
        raise BadInput("Ce jour n’est pas encore venu.", field="on")
    if known := sent_before(DisputeStep.objects.filter(position=position), key):
        return known
    noted, _ = DisputeStep.objects.get_or_create(  # of two sent in the same second, one is noted
        key=key, defaults={"position": position, "on": on, "words": words}
    )
    _told(position.dialogue, "suite d’un désaccord notée", by=by)
    return noted


@transaction.atomic
def conclude(
    dialogue: Dialogue, given: GivenConclusion, structure: Structure, *, by: User, today: date
) -> Dialogue:
    """Close it: what is kept becomes the rate of each variable part. Nothing is written when something misses.

    Raises BadInput while an indicator is neither kept nor disputed, before its day, or when money refuses a rate.
    """
    kept = locked(dialogue)
    if kept.meets_on is None:
        raise BadInput("Notez d’abord le jour du dialogue.")
    if not kept.meets_on <= given.closed_on <= today:
        raise BadInput(
            "Le relevé se conclut le jour du dialogue ou après, et pas dans l’avenir.", field="closed_on"
        )
    told = told_of(kept, structure, today=today)
    if told.unsettled:
        raise BadInput(
            f"Il reste à dire ce qui est retenu, ou qu’il y a désaccord, pour : {told.unsettled_said}."
        )
    for thread in told.threads:
        if not thread.is_disputed:
            results.step(
                told.contract,
                thread.key,
                kept.number,
                _step(thread, given.closed_on),
                key=uuid5(kept.key, thread.key),
                by=by,
                today=today,
            )
    aim_at(told, by=by)
    for name, value in given.columns.items():
        setattr(kept, name, value)
    kept.version += 1
    kept.save()
    for step in (Preparation.MEETING, Preparation.CONCLUSIONS):
        done = kept.meets_on if step == Preparation.MEETING else given.closed_on
        PreparationDone.objects.get_or_create(dialogue=kept, step=step, defaults={"done_on": done, "by": by})
    _told(kept, "relevé de conclusions du dialogue de gestion", by=by)
    return kept


def aim_at(told: Told, *, by: User) -> None:
    """Targets of the year that follows, written where the project follows the indicator."""
    following = told.days[1] + timedelta(days=1)
    for thread in told.threads:
        for row in thread.rows:
            followed = row.indicator.followed if row.indicator else None
            if followed is not None and row.position.next_target is not None:
                set_target(followed, following.year, row.position.next_target, by=by)


def _step(thread: Thread, on: date) -> results.GivenStep:
    """What money is told of a mission."""
    reached: Mapping[int, tuple[Decimal | None, Decimal | None]] = {
        row.indicator.pk: (row.value, row.kept) for row in thread.rows if row.indicator
    }
    overall = thread.rate
    if overall is None:
        raise BadInput(f"{thread.label} : il manque un taux retenu.")
    said = f"Relevé de conclusions du {date_in_french(on)}"
    whole = next((row.position.reason for row in thread.rows if row.indicator is None), "")
    reason = f"{said}. {whole}"[:300] if whole else f"{said}."
    return results.GivenStep(RateState.AGREED, on, reason, overall, reached)


def _told(dialogue: Dialogue, what: str, *, by: User) -> None:
    contract = dialogue.contract
    record(
        f"{contract.name}, année {dialogue.number} : {what}.",
        by=by.pk,
        subject=contract.legal_person.structure_id,
    )
