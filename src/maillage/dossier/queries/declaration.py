"""A yearly declaration in the order of the agreement: prerequisites, then each axis, each line with its proof."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from maillage.dossier.enums import DeclaredKind
from maillage.dossier.models import CaisseQuestion, DeclaredLine, DeclaredRow
from maillage.funding.models import AccordYear
from maillage.funding.queries.accord import FORMS, accord_of
from maillage.funding.types.accord import Accord, FactLine
from maillage.kernel import plural
from maillage.project.models import Evidence
from maillage.structures.models import LegalPerson, Structure

#: What a line of the declaration lacks.
VALUE, PROOF, OWNER = "valeur à noter", "pièce à joindre", "responsable à nommer"


@dataclass(frozen=True, slots=True)
class Line:
    """A line to declare: what the year says of it, who looks after it, what proves it."""

    fact: FactLine
    note: DeclaredLine | None
    evidences: Sequence[Evidence]

    @property
    def lacks(self) -> list[str]:
        missing = []
        if not self.fact.kept:
            missing.append(VALUE)
        elif not self.evidences:
            missing.append(PROOF)
        if self.note is None or self.note.owner is None:
            missing.append(OWNER)
        return missing

    @property
    def is_ready(self) -> bool:
        return not self.lacks


@dataclass(frozen=True, slots=True)
class Axis:
    title: str
    lines: Sequence[Line]

    @property
    def ready(self) -> int:
        return sum(each.is_ready for each in self.lines)


@dataclass(frozen=True, slots=True)
class Declaration:
    """A civil year to declare. `row` is None while nothing was noted of it."""

    year: int
    accord: Accord
    row: AccordYear | None
    axes: Sequence[Axis]
    rows: Sequence[DeclaredRow]
    questions: Sequence[CaisseQuestion]

    @property
    def protocols(self) -> list[DeclaredRow]:
        return [each for each in self.rows if each.kind == DeclaredKind.PROTOCOL]

    @property
    def trainees(self) -> list[DeclaredRow]:
        return [each for each in self.rows if each.kind == DeclaredKind.TRAINEE]

    @property
    def lines(self) -> list[Line]:
        return [line for axis in self.axes for line in axis.lines]

    @property
    def to_answer(self) -> CaisseQuestion | None:
        """The first that waits."""
        return next((each for each in self.questions if each.answered_on is None), None)

    @property
    def to_check(self) -> Iterator[str]:
        """What is looked at before it is sent; nothing left: it may leave."""
        if any(each.met.value is not None and not each.met.value for each in self.accord.prerequisites):
            yield "Un prérequis n’est pas tenu : rien ne serait dû."
        if unknown := sum(each.met.value is None for each in self.accord.prerequisites):
            yield f"{plural(unknown, 'prérequis', 'prérequis')} sans réponse."
        for lack, words in ((VALUE, "sans valeur"), (PROOF, "sans pièce"), (OWNER, "sans responsable")):
            if count := sum(lack in each.lacks for each in self.lines):
                yield f"{plural(count, 'ligne')} {words}."
        if asked := sum(each.answered_on is None for each in self.questions):
            yield f"{plural(asked, 'question')} de la caisse sans réponse."


def has_declaration(form: str) -> bool:
    return form in FORMS


def declaration_of(person: LegalPerson, year: int, *, on: date) -> Declaration:
    """`person` with its structure. Raises BadInput."""
    accord = accord_of(person, year, on=on)
    row = AccordYear.objects.filter(legal_person=person, year=year).first()
    noted = DeclaredLine.objects.filter(accord_year=row).select_related("owner").prefetch_related("evidences")
    notes = {each.name: each for each in noted} if row else {}
    by_group: dict[str, list[Line]] = {}
    for fact in accord.facts:
        note = notes.get(fact.name)
        by_group.setdefault(fact.group, []).append(
            Line(fact, note, list(note.evidences.all()) if note else [])
        )
    return Declaration(
        year,
        accord,
        row,
        [Axis(group or "Ce que l’accord demande", lines) for group, lines in by_group.items()],
        list(DeclaredRow.objects.filter(accord_year=row)) if row else [],
        list(CaisseQuestion.objects.filter(accord_year=row)) if row else [],
    )


def evidences_of(structure: Structure, year: int) -> QuerySet[Evidence]:
    """What may prove a year: dated in it, or in the month that follows, when it is declared."""
    return Evidence.objects.filter(
        structure=structure, dated_on__range=(date(year, 1, 1), date(year + 1, 1, 31))
    )


def contents_of_declarations(structure: Structure) -> list[dict[str, object]]:
    """For an export."""
    held = AccordYear.objects.filter(legal_person__structure=structure).prefetch_related(
        "declared_lines__owner", "declared_lines__evidences", "declared_rows", "questions"
    )
    return [
        {
            "year": each.year,
            "lines": [
                {
                    "fact": line.name,
                    "owner": str(line.owner) if line.owner else None,
                    "comment": line.comment,
                    "evidences": [evidence.number for evidence in line.evidences.all()],
                }
                for line in each.declared_lines.all()
            ],
            "rows": [
                {
                    "kind": row.kind,
                    "title": row.title,
                    "who": row.who,
                    "since": row.since,
                    "until": row.until,
                    "updated_on": row.updated_on,
                    "patients": row.patients,
                }
                for row in each.declared_rows.all()
            ],
            "questions": [
                {
                    "asked_on": asked.asked_on,
                    "question": asked.question,
                    "answered_on": asked.answered_on,
                    "answer": asked.answer,
                }
                for asked in each.questions.all()
            ],
        }
        for each in held
    ]
