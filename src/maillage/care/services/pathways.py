"""Writing a pathway, publishing its versions, noting its months; taking up that of another structure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.models import (
    Pathway,
    PathwayCommune,
    PathwayMonth,
    PathwayPartner,
    PathwayStep,
    PathwayVersion,
    StepMonth,
)
from maillage.care.rules.pathways import Month, overdrawn
from maillage.care.services.helping import CHANGED
from maillage.kernel import BadInput, month_and_year
from maillage.outreach.models import Partner
from maillage.people.models import Person
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

MOST_PATHWAYS, MOST_STEPS = 100, 20


@dataclass(frozen=True, slots=True)
class GivenPathway:
    title: str
    public: str = ""
    goal: str = ""
    owner: Person | None = None
    review_on: date | None = None
    communes: Collection[str] = ()
    partners: Collection[Partner] = ()


@dataclass(frozen=True, slots=True)
class GivenStep:
    what: str
    who: str = ""
    delay: str = ""
    paper: str = ""
    #: That of the same step in the version before; None: a new one.
    key: UUID | None = None


@dataclass(frozen=True, slots=True)
class GivenMonth:
    month: date  # its first day
    entered: int
    left: int
    #: Key of a step → times.
    steps: Mapping[UUID, int]


COLUMNS = ("title", "public", "goal", "owner", "review_on")


@transaction.atomic
def add_pathway(
    structure: Structure, given: GivenPathway, steps: Sequence[GivenStep], *, key: UUID, by: User
) -> Pathway:
    """With its first version, in draft; the same key adds once. Raises BadInput for too many."""
    Structure.objects.select_for_update(of=("self",)).get(pk=structure.pk)
    if known := sent_before(structure.pathways, key):
        return known
    if structure.pathways.count() >= MOST_PATHWAYS:
        raise BadInput("Cent parcours au plus : c’est plus que ce que l’on suit.")
    pathway = Pathway(structure=structure, key=key)
    _write(pathway, given)
    _steps(PathwayVersion.objects.create(pathway=pathway, number=1), steps)
    record(f"Parcours commencé : {pathway.title}.", by=by.pk, subject=structure.pk)
    return pathway


@transaction.atomic
def write_pathway(
    pathway: Pathway, given: GivenPathway, steps: Sequence[GivenStep] | None, *, version: int, by: User
) -> Pathway:
    """`steps`: those of its draft; None, or without a draft, they stay. Raises BadInput when somebody saved since."""
    kept = _locked(pathway)
    if kept.version != version:
        raise BadInput(CHANGED)
    kept.version += 1
    _write(kept, given)
    if steps is not None and (draft := kept.versions.filter(published_on=None).first()):
        draft.steps.all().delete()
        _steps(draft, steps)
    record(f"Parcours écrit : {kept.title}.", by=by.pk, subject=kept.structure_id)
    return kept


def _locked(pathway: Pathway) -> Pathway:
    return Pathway.objects.select_for_update(of=("self",)).get(pk=pathway.pk)


def _write(pathway: Pathway, given: GivenPathway) -> None:
    for name in COLUMNS:
        setattr(pathway, name, getattr(given, name))
    pathway.save()
    pathway.communes.all().delete()
    pathway.partners.all().delete()
    PathwayCommune.objects.bulk_create(
        PathwayCommune(pathway=pathway, commune=each) for each in dict.fromkeys(given.communes)
    )
    PathwayPartner.objects.bulk_create(
        PathwayPartner(pathway=pathway, partner=each) for each in given.partners
    )


def _steps(draft: PathwayVersion, steps: Sequence[GivenStep]) -> None:
    if len(steps) > MOST_STEPS:
        raise BadInput("Vingt étapes au plus : au-delà, faites deux parcours.")
    PathwayStep.objects.bulk_create(
        PathwayStep(
            of=draft, rank=rank, what=each.what, who=each.who, delay=each.delay, paper=each.paper,
            key=each.key or uuid4(),
        )
        for rank, each in enumerate(steps, 1)
    )  # fmt: skip


@transaction.atomic
def open_draft(pathway: Pathway) -> PathwayVersion:
    """The next version, its steps those in force; the draft that is there, when there is one."""
    kept = _locked(pathway)
    if draft := kept.versions.filter(published_on=None).first():
        return draft
    last = kept.versions.order_by("-number")[0]
    draft = PathwayVersion.objects.create(pathway=kept, number=last.number + 1)
    _steps(
        draft,
        [GivenStep(each.what, each.who, each.delay, each.paper, each.key) for each in last.steps.all()],
    )
    return draft


@transaction.atomic
def publish(pathway: Pathway, changes: str, *, by: User, on: date) -> PathwayVersion:
    """Its draft comes into force, and changes no more. Raises BadInput without a draft, or without a step."""
    kept = _locked(pathway)
    draft = kept.versions.filter(published_on=None).first()
    if draft is None:
        raise BadInput("Aucun brouillon n’est à publier : ouvrez d’abord une nouvelle version.")
    if not draft.steps.exists():
        raise BadInput("Écrivez au moins une étape avant de publier.")
    if draft.number > 1 and not changes:
        raise BadInput("Dites en une ligne ce qui change : c’est ce que l’équipe lira.", field="changes")
    draft.changes, draft.published_on, draft.published_by = changes, on, by
    draft.save()
    record(f"Parcours publié : {kept.title}, version {draft.number}.", by=by.pk, subject=kept.structure_id)
    return draft


@transaction.atomic
def note_month(pathway: Pathway, given: GivenMonth, *, on: date, by: User | None) -> PathwayMonth:
    """Written over what was noted of that month. Raises BadInput for a month to come, or more out than in."""
    kept = _locked(pathway)
    if given.month > on:
        raise BadInput("Ce mois est à venir : notez-le une fois commencé.", field="month")
    others = kept.months.exclude(month=given.month).values_list("month", "entered", "left")
    months = [*(Month(*each) for each in others), Month(given.month, given.entered, given.left)]
    if wrong := overdrawn(months):
        raise BadInput(
            f"À la fin de {month_and_year(wrong)}, il serait sorti plus de personnes qu’il n’en est entré : "
            "vérifiez les entrées et les sorties.",
            field="left",
        )
    row, _ = PathwayMonth.objects.update_or_create(
        pathway=kept, month=given.month, defaults={"entered": given.entered, "left": given.left}
    )
    row.steps.all().delete()
    StepMonth.objects.bulk_create(
        StepMonth(of=row, step=step, times=times) for step, times in given.steps.items()
    )
    if by:
        said = f"Parcours {kept.title} : {month_and_year(given.month)} noté."
        record(said, by=by.pk, subject=kept.structure_id)
    return row


@transaction.atomic
def share(pathway: Pathway, *, is_shared: bool, by: User) -> None:
    if Pathway.objects.filter(pk=pathway.pk).exclude(is_shared=is_shared).update(is_shared=is_shared):
        said = "peut être repris par d’autres" if is_shared else "n’est plus à reprendre"
        record(f"Parcours {pathway.title} : {said}.", by=by.pk, subject=pathway.structure_id)


@transaction.atomic
def copy_pathway(structure: Structure, known: Pathway, *, key: UUID, by: User) -> Pathway:
    """That of another structure, in draft: its words and its steps in force, never its people nor its counts.

    Whether it may be taken up is for the caller to say (`perms.takeable_pathways`).
    """
    version = known.versions.exclude(published_on=None)[0]
    given = GivenPathway(known.title, known.public, known.goal)
    steps = [GivenStep(each.what, each.who, each.delay, each.paper) for each in version.steps.all()]
    made = add_pathway(structure, given, steps, key=key, by=by)
    Pathway.objects.filter(pk=made.pk, origin="").update(
        origin=f"{known.structure.name}, version {version.number}"[:200]
    )
    return made


@transaction.atomic
def drop_pathway(pathway: Pathway, *, by: User) -> None:
    """One that nobody ever read. Raises BadInput once it was published: it stays with its counts."""
    kept = _locked(pathway)
    if kept.versions.exclude(published_on=None).exists():
        raise BadInput("Ce parcours a été publié : il reste, avec ses comptes.")
    record(f"Parcours effacé : {kept.title}.", by=by.pk, subject=kept.structure_id)
    kept.delete()
