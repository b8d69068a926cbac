"""Preparing a yearly declaration: who looks after each line, what proves it, rows told one by one, questions answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import transaction

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.dossier.enums import DeclaredKind
from maillage.dossier.models import CaisseQuestion, DeclaredLine, DeclaredRow
from maillage.dossier.queries.declaration import evidences_of
from maillage.funding.models import AccordYear
from maillage.funding.queries.accord import facts_known
from maillage.kernel import BadInput
from maillage.people.models import Person
from maillage.structures.models import LegalPerson, Structure
from maillage.structures.queries import sent_before

#: Of a year.
MOST = 200


@dataclass(frozen=True, slots=True)
class GivenLine:
    owner: int | None = None
    comment: str = ""
    evidences: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class GivenRow:
    kind: str
    title: str
    who: str = ""
    since: date | None = None
    until: date | None = None
    updated_on: date | None = None
    patients: int | None = None

    @property
    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@transaction.atomic
def note_line(person: LegalPerson, year: int, name: str, given: GivenLine, *, by: User) -> DeclaredLine:
    """In place of what was noted of it. Raises BadInput for what is not of the structure."""
    opened = _year(person, year)
    structure = person.structure
    if name not in facts_known(structure.form):
        raise BadInput("L’accord ne demande pas cette ligne.")
    owner = None
    if given.owner is not None:
        owner = Person.objects.filter(structure=structure, pk=given.owner).first()
        if owner is None:
            raise BadInput("Cette personne n’est pas de la structure.", field="owner")
    proofs = list(evidences_of(structure, year).filter(pk__in=given.evidences))
    if len(proofs) != len(set(given.evidences)):
        raise BadInput("Une de ces pièces n’est plus là : choisissez dans la liste.", field="evidences")
    said = {"owner": owner, "comment": given.comment}
    line, _ = DeclaredLine.objects.update_or_create(accord_year=opened, name=name, defaults=said)
    line.evidences.set(proofs)
    _told(person, f"Déclaration {year} : une ligne est préparée.", by=by)
    return line


@transaction.atomic
def add_row(person: LegalPerson, year: int, given: GivenRow, *, key: UUID, by: User) -> DeclaredRow:
    """The same form sent twice adds one. Raises BadInput."""
    opened = _year(person, year)
    if given.kind not in DeclaredKind.values:
        raise BadInput("Choisissez protocole ou stagiaire.", field="kind")
    if given.since and given.until and given.until < given.since:
        raise BadInput("Un stage finit après avoir commencé.", field="until")
    if noted := sent_before(DeclaredRow.objects.filter(accord_year=opened), key):
        return noted
    if opened.declared_rows.count() >= MOST:
        raise BadInput("Cette année a déjà deux cents lignes : c’est trop pour une page.")
    row = DeclaredRow.objects.create(accord_year=opened, key=key, **given.columns)
    _told(person, f"Déclaration {year} : {row.get_kind_display().lower()} ajouté.", by=by)
    return row


@transaction.atomic
def drop_row(row: DeclaredRow, person: LegalPerson, *, by: User) -> None:
    row.delete()
    _told(person, f"Déclaration {row.accord_year.year} : {row.get_kind_display().lower()} retiré.", by=by)


@transaction.atomic
def note_question(
    person: LegalPerson, year: int, question: str, asked_on: date, *, key: UUID, by: User, on: date
) -> CaisseQuestion:
    opened = _year(person, year)
    if asked_on > on:
        raise BadInput("Ce jour n’est pas encore venu.", field="asked_on")
    if noted := sent_before(CaisseQuestion.objects.filter(accord_year=opened), key):
        return noted
    asked = CaisseQuestion.objects.create(key=key, accord_year=opened, asked_on=asked_on, question=question)
    _told(person, f"Déclaration {year} : question de la caisse notée.", by=by)
    return asked


@transaction.atomic
def answer_question(
    asked: CaisseQuestion, answer: str, answered_on: date, person: LegalPerson, *, by: User, on: date
) -> None:
    kept = CaisseQuestion.objects.select_for_update().get(pk=asked.pk)
    if not kept.asked_on <= answered_on <= on:
        raise BadInput("La réponse vient après la question, et pas dans l’avenir.", field="answered_on")
    kept.answer, kept.answered_on = answer, answered_on
    kept.save(update_fields=["answer", "answered_on"])
    _told(person, "Déclaration : réponse à la caisse notée.", by=by)


def _year(person: LegalPerson, year: int) -> AccordYear:
    """Its row, under the lock of the structure: two first writers wait for each other."""
    Structure.objects.select_for_update(of=("self",)).get(pk=person.structure_id)
    return AccordYear.objects.get_or_create(legal_person=person, year=year)[0]


def _told(person: LegalPerson, what: str, *, by: User) -> None:
    record(what, by=by.pk, subject=person.structure_id)
