"""Writing what a structure is measured by: its indicators, their base, their targets, the year they are counted in."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.services.locking import lock
from maillage.kernel import BadInput, date_in_french, plural
from maillage.people.models import Person
from maillage.project.enums import Better, Frequency, Origin
from maillage.project.models import Action, BaseCorrection, Indicator, Objective, ProjectYear, Target
from maillage.project.queries.indicators_counted import COUNTERS
from maillage.project.rules.values import MOST as LARGEST
from maillage.project.rules.values import said
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

#: Of a structure, archived ones with them.
MOST = 500
CHANGED = (
    "Cet indicateur a changé depuis que vous l’avez ouvert : relisez-le, puis refaites votre changement."
)
FROZEN = "Le point de départ est arrêté depuis le {day} : il ne change plus. Notez plutôt une correction, avec son motif."


@dataclass(frozen=True, slots=True)
class GivenIndicator:
    """As somebody wrote it. `mission`: a key of the law room; `weight`, of a hundred."""

    name: str
    mission: str = ""
    objective: Objective | None = None
    actions: Collection[Action] = ()
    definition: str = ""
    numerator: str = ""
    denominator: str = ""
    unit: str = ""
    better: str = Better.MORE
    origin: str = Origin.ENTERED
    counter: str = ""
    counter_of: str = ""
    frequency: str = Frequency.YEAR
    days_after: int | None = None
    fed_by: Person | None = None
    fed_by_words: str = ""
    base: Decimal | None = None
    base_method: str = ""
    weight: Decimal | None = None
    is_of_contract: bool = False
    catalogue: str = field(default="")

    @property
    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__ if name != "actions"}


def locked(indicator: Indicator) -> Indicator:
    """As it stands now that nobody else writes in its structure."""
    lock(indicator.structure_id)
    return Indicator.objects.select_related("structure").get(pk=indicator.pk)


@transaction.atomic
def add_indicator(structure: Structure, given: GivenIndicator, *, key: UUID, by: User) -> Indicator:
    """The same form sent twice adds one. Raises BadInput."""
    lock(structure.pk)
    if noted := sent_before(structure.indicators, key):
        return noted
    if structure.indicators.count() >= MOST:
        raise BadInput("Votre structure a déjà cinq cents indicateurs : archivez ceux qui ne servent plus.")
    check(structure, given)
    added: Indicator = structure.indicators.create(key=key, **given.columns)
    added.actions.set(given.actions)
    record(f"Indicateur ajouté : {added.name}.", by=by.pk, subject=structure.pk)
    return added


@transaction.atomic
def choose(structure: Structure, given: Collection[GivenIndicator], *, by: User) -> int:
    """Several of the catalogue at once; those that are there already are left alone. How many were added."""
    lock(structure.pk)
    there = set(structure.indicators.filter(archived_on=None).values_list("catalogue", flat=True))
    new = [each for each in given if each.catalogue not in there]
    for each in new:
        add_indicator(structure, each, key=uuid4(), by=by)
    return len(new)


def check(structure: Structure, given: GivenIndicator) -> None:
    """Raises BadInput for a counter that nothing counts, or for what is of another structure."""
    if given.origin == Origin.COUNTED:
        counter = COUNTERS.get(given.counter)
        if counter is None:
            raise BadInput("Choisissez ce que le site compte, ou une autre origine.", field="counter")
        narrows = given.counter_of or counter.needs_choice
        if narrows and given.counter_of not in counter.choices(structure):
            raise BadInput(f"« {counter.label} » : choisissez de quoi dans la liste.", field="counter_of")
    foreign = (
        *(each.structure_id for each in given.actions),
        *(each.structure_id for each in (given.objective, given.fed_by) if each is not None),
    )
    if any(each != structure.pk for each in foreign):
        raise BadInput("Choisissez un objectif, une action, une personne de votre structure.")
    if given.base is not None and abs(given.base) >= LARGEST:
        raise BadInput("Ce point de départ est trop grand.", field="base")


@transaction.atomic
def write_indicator(indicator: Indicator, given: GivenIndicator, *, version: int, by: User) -> Indicator:
    """Raises BadInput when somebody wrote it since, and for a frozen base that changes."""
    kept = locked(indicator)
    if kept.version != version:
        raise BadInput(CHANGED)
    if kept.base_frozen_on and (given.base, given.base_method) != (kept.base, kept.base_method):
        raise BadInput(FROZEN.format(day=date_in_french(kept.base_frozen_on)), field="base")
    check(kept.structure, given)
    for name, value in given.columns.items():
        if name != "catalogue":
            setattr(kept, name, value)
    kept.version += 1
    kept.save()
    kept.actions.set(given.actions)
    record(f"Indicateur modifié : {kept.name}.", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def freeze_base(indicator: Indicator, *, on: date, by: User) -> Indicator:
    """As it was signed. Raises BadInput without a value, or without saying how it was measured."""
    kept = locked(indicator)
    if kept.base_frozen_on:
        return kept
    if kept.base is None or not kept.base_method:
        raise BadInput(
            "Écrivez d’abord le point de départ et sa méthode : on arrête une valeur dont on sait l’origine."
        )
    kept.base_frozen_on = on
    kept.version += 1
    kept.save(update_fields=["base_frozen_on", "version"])
    told = f"Point de départ arrêté : {kept.name}, {said(kept.base, kept.unit)}."
    record(told, by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def correct_base(
    indicator: Indicator, value: Decimal, *, on: date, reason: str, key: UUID, by: User
) -> BaseCorrection:
    """Another dated line beside a frozen base. The same form sent twice notes one. Raises BadInput."""
    kept = locked(indicator)
    if noted := sent_before(kept.base_corrections, key):
        return noted
    if kept.base_frozen_on is None:
        raise BadInput("Ce point de départ n’est pas arrêté : modifiez-le dans l’indicateur.")
    if on < kept.base_frozen_on:
        day = date_in_french(kept.base_frozen_on)
        raise BadInput(f"Une correction vient après le jour où il a été arrêté, le {day}.", field="on")
    noted = kept.base_corrections.create(value=value, on=on, reason=reason, key=key, by=by)
    told = f"Point de départ corrigé : {kept.name}, {said(value, kept.unit)}. {reason}"
    record(told, by=by.pk, subject=kept.structure_id)
    return noted


@transaction.atomic
def set_target(indicator: Indicator, year: int, value: Decimal | None, *, by: User) -> None:
    """What it aims at that year; None: no target is written any more."""
    kept = locked(indicator)
    if value is None:
        kept.targets.filter(year=year).delete()
        told = f"Cible {year} effacée : {kept.name}."
    else:
        Target.objects.update_or_create(indicator=kept, year=year, defaults={"value": value})
        told = f"Cible {year} : {kept.name}, {said(value, kept.unit)}."
    record(told, by=by.pk, subject=kept.structure_id)


@transaction.atomic
def archive(indicator: Indicator, *, on: date | None, by: User) -> None:
    """It is followed no more, its values stay; None: it is followed again."""
    kept = locked(indicator)
    if on is None and kept.catalogue:
        same = kept.structure.indicators.filter(catalogue=kept.catalogue, archived_on=None)
        if same.exclude(pk=kept.pk).exists():
            raise BadInput("Cet indicateur du catalogue est déjà suivi : archivez d’abord l’autre.")
    kept.archived_on = on
    kept.version += 1
    kept.save(update_fields=["archived_on", "version"])
    told = f"Indicateur {'archivé' if on else 'suivi de nouveau'} : {kept.name}."
    record(told, by=by.pk, subject=kept.structure_id)


@transaction.atomic
def drop_indicator(indicator: Indicator, *, by: User) -> None:
    """It was added by mistake. Raises BadInput once something was noted: a value is not lost by a click."""
    kept = locked(indicator)
    noted = kept.measures.count()
    if noted or kept.evidences.exists():
        raise BadInput(
            f"{plural(noted, 'valeur')} et des pièces peut-être en dépendent : archivez cet indicateur, il reste lisible."
        )
    record(f"Indicateur retiré : {kept.name}.", by=by.pk, subject=kept.structure_id)
    kept.delete()


@transaction.atomic
def set_year(structure: Structure, begins_on: date | None, *, by: User) -> None:
    """The first day of the first year of the contract; None: civil years. Values keep the year they were noted in."""
    lock(structure.pk)
    if begins_on is None:
        ProjectYear.objects.filter(structure=structure).delete()
        told = "Indicateurs : années civiles."
    else:
        ProjectYear.objects.update_or_create(structure=structure, defaults={"begins_on": begins_on})
        told = f"Indicateurs du contrat : années à partir du {date_in_french(begins_on)}."
    record(told, by=by.pk, subject=structure.pk)
