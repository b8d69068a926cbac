"""What is signed with a partner, and what a partner asks."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.files.models import File
from maillage.files.services import drop as drop_file
from maillage.kernel import BadInput
from maillage.outreach.models import Convention, ConventionPaper, Partner, PartnerRequest
from maillage.outreach.services.partners import CHANGED, MOST_LINES, locked
from maillage.people.models import Person
from maillage.structures.queries import sent_before

MOST_PAPERS = 20  # of a convention


@dataclass(frozen=True, slots=True)
class GivenConvention:
    """As the paper says; `stops_on`, once it is decided that it stops there."""

    title: str
    starts_on: date
    subject: str = ""
    reference: str = ""
    signed_on: date | None = None
    ends_on: date | None = None
    renewed_months: int | None = None
    notice_months: int = 0
    stops_on: date | None = None


@dataclass(frozen=True, slots=True)
class GivenRequest:
    asked_on: date
    words: str
    person: Person | None = None
    relayed_to: Person | None = None
    relayed_on: date | None = None
    answered_on: date | None = None
    answer: str = ""


@transaction.atomic
def add_convention(
    partner: Partner, given: GivenConvention, *, key: UUID, by: User, papers: Sequence[File] = ()
) -> Convention:
    """With its papers, kept before. The same key adds once. Raises BadInput for dates that cannot be."""
    kept = locked(Partner, partner)
    if there := sent_before(Convention.objects.filter(partner=kept), key):
        return there
    if kept.conventions.count() >= MOST_LINES:
        raise BadInput("Ce partenaire a déjà mille conventions : retirez les plus anciennes.")
    _judge(given)
    convention = kept.conventions.create(key=key, **asdict(given))
    words = f"Convention ajoutée avec {kept.name} : « {given.title} »."
    record(words, by=by.pk, subject=kept.structure_id)
    for paper in papers:
        attach(convention, paper, by=by)
    return convention


@transaction.atomic
def write_convention(convention: Convention, given: GivenConvention, *, version: int, by: User) -> Convention:
    """Raises BadInput for dates that cannot be, and when somebody saved it since `version`."""
    kept = locked(Convention, convention)
    if kept.version != version:
        raise BadInput(CHANGED)
    _judge(given)
    for name, value in asdict(given).items():
        setattr(kept, name, value)
    kept.version = version + 1
    kept.save()
    words = f"Convention corrigée avec {kept.partner.name} : « {given.title} »."
    record(words, by=by.pk, subject=kept.partner.structure_id)
    return kept


@transaction.atomic
def drop_convention(convention: Convention, *, by: User) -> None:
    """It was typed by mistake: one that is over stays, to be read."""
    kept = locked(Convention, convention)
    words = f"Convention retirée avec {kept.partner.name} : « {kept.title} »."
    record(words, by=by.pk, subject=kept.partner.structure_id)
    for paper in kept.papers.select_related("file"):
        drop_file(paper.file)
    kept.delete()


@transaction.atomic
def attach(convention: Convention, file: File, *, by: User) -> ConventionPaper:
    """A paper that was kept is this convention's. Raises BadInput when it has too many."""
    kept = locked(Convention, convention)
    if kept.papers.count() >= MOST_PAPERS:
        raise BadInput("Cette convention a déjà vingt pièces : retirez-en une d’abord.", field="file")
    paper = kept.papers.create(file=file)
    words = f"Pièce ajoutée à la convention « {kept.title} » : {file.name}."
    record(words, by=by.pk, subject=kept.partner.structure_id)
    return paper


@transaction.atomic
def detach(paper: ConventionPaper, *, by: User) -> None:
    convention = paper.convention
    words = f"Pièce retirée de la convention « {convention.title} » : {paper.file.name}."
    record(words, by=by.pk, subject=convention.partner.structure_id)
    drop_file(paper.file)


def _judge(given: GivenConvention) -> None:
    if given.ends_on and given.ends_on < given.starts_on:
        raise BadInput("Le dernier jour est avant le premier : vérifiez ces deux dates.", field="ends_on")
    if given.stops_on and given.stops_on < given.starts_on:
        raise BadInput("Elle prendrait fin avant de commencer : vérifiez ces deux dates.", field="stops_on")
    if given.renewed_months and not given.ends_on:
        raise BadInput(
            "Pour une convention reconduite, dites le dernier jour de sa première période.", field="ends_on"
        )


@transaction.atomic
def note_request(partner: Partner, given: GivenRequest, *, key: UUID, by: User) -> PartnerRequest:
    """What a partner asked; the same key writes it once. Raises BadInput for dates that cannot be."""
    kept = locked(Partner, partner)
    if there := sent_before(PartnerRequest.objects.filter(partner=kept), key):
        return there
    if kept.requests.count() >= MOST_LINES:
        raise BadInput("Ce partenaire a déjà mille demandes : retirez les plus anciennes.")
    request = kept.requests.create(key=key, **_request_columns(given))
    record(f"Demande de {kept.name} notée.", by=by.pk, subject=kept.structure_id)
    return request


@transaction.atomic
def write_request(request: PartnerRequest, given: GivenRequest, *, version: int, by: User) -> PartnerRequest:
    """Relay it, answer it. Raises BadInput for dates that cannot be, and when somebody saved it since `version`."""
    kept = locked(PartnerRequest, request)
    if kept.version != version:
        raise BadInput(CHANGED)
    for name, value in _request_columns(given).items():
        setattr(kept, name, value)
    kept.version = version + 1
    kept.save()
    done = "répondue" if given.answered_on else "relayée" if given.relayed_to else "corrigée"
    record(f"Demande de {kept.partner.name} {done}.", by=by.pk, subject=kept.partner.structure_id)
    return kept


@transaction.atomic
def drop_request(request: PartnerRequest, *, by: User) -> None:
    """It was noted by mistake, or says what must not be written."""
    kept = locked(PartnerRequest, request)
    record(f"Demande de {kept.partner.name} retirée.", by=by.pk, subject=kept.partner.structure_id)
    kept.delete()


def _request_columns(given: GivenRequest) -> dict[str, object]:
    for name in ("relayed_on", "answered_on"):
        if (day := getattr(given, name)) and day < given.asked_on:
            raise BadInput("Cette date est avant celle de la demande : vérifiez-les.", field=name)
    if given.answer and not given.answered_on:
        raise BadInput("Dites quand vous avez répondu.", field="answered_on")
    return {name: getattr(given, name) for name in GivenRequest.__dataclass_fields__}
