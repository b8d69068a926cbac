"""Joining what proves to what it proves: one number for each piece, for ever."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Max

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.documents.enums import Format
from maillage.documents.services import render as render_document
from maillage.files.models import File
from maillage.files.services import BOM, DayArchive, Numbered, entry_name, put_papers
from maillage.files.services import drop as drop_file
from maillage.governance.models import Decision, Meeting
from maillage.governance.services.locking import lock
from maillage.kernel import BadInput
from maillage.outreach.models import Event
from maillage.people.models import Person
from maillage.project.documents.evidence import index, presences
from maillage.project.enums import EvidenceKind
from maillage.project.models import Action, Evidence, EvidenceWanted, Indicator
from maillage.project.queries.evidence import POINTS_TO, Piece, in_rows
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before
from maillage.surveys.models import Survey
from maillage.tables import csv_of

#: Of a structure; and sheets of presence printed into one archive: each takes a third of a second.
MOST, MOST_PRINTED = 5_000, 40
WITHDRAWN = "Pièce retirée"

#: A number: of what an upper room brings.
Thing = Meeting | Decision | Event | Survey | int


@dataclass(frozen=True, slots=True)
class Proved:
    """What a piece proves."""

    indicators: Collection[Indicator] = ()
    actions: Collection[Action] = ()

    @property
    def structures(self) -> list[UUID]:
        return [
            *(each.structure_id for each in self.indicators),
            *(each.structure_id for each in self.actions),
        ]

    def check(self, structure: Structure) -> None:
        if not self.indicators and not self.actions:
            raise BadInput("Choisissez ce que cette pièce prouve : un indicateur, ou une action.")
        if any(each != structure.pk for each in self.structures):
            raise BadInput("Choisissez un indicateur ou une action de votre structure.")


def next_number(structure: Structure) -> int:
    """In a transaction that holds the lock. A number is never given twice: rows stay when they prove no more."""
    last = structure.evidences.aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


@transaction.atomic
def join_thing(
    structure: Structure,
    kind: str,
    thing: Thing,
    proved: Proved,
    *,
    title: str,
    dated_on: date,
    by: User,
    on: date,
) -> Evidence:
    """A meeting, a decision, an event, a survey, what an upper room brings: joined twice it keeps its number, and proves more. Raises BadInput."""
    lock(structure.pk)
    proved.check(structure)
    column = POINTS_TO[EvidenceKind(kind)]
    found = structure.evidences.filter(**{"kind": kind, column: thing}).first()
    if found is None:
        found = _added(structure, kind, title, dated_on, key=uuid4(), by=by, on=on, **{column: thing})
    found.title, found.dated_on = title[:200], dated_on
    found.save(update_fields=["title", "dated_on"])
    return _prove(found, proved, by=by)


@transaction.atomic
def join_paper(
    structure: Structure,
    file: File | None,
    proved: Proved,
    *,
    title: str,
    dated_on: date,
    words: str = "",
    url: str = "",
    key: UUID,
    by: User,
    on: date,
) -> Evidence:
    """A paper that was kept, or words and an address for what is kept elsewhere. The same form twice joins one."""
    lock(structure.pk)
    if noted := sent_before(structure.evidences, key):
        return noted
    proved.check(structure)
    if file is None and not words and not url:
        raise BadInput("Joignez un fichier, ou dites où la pièce est gardée.", field="file")
    kind = EvidenceKind.PAPER if file else EvidenceKind.OUTSIDE
    found = _added(structure, kind, title, dated_on, key=key, by=by, on=on, file=file, words=words, url=url)
    return _prove(found, proved, by=by)


def _added(
    structure: Structure,
    kind: str,
    title: str,
    dated_on: date,
    *,
    key: UUID,
    by: User,
    on: date,
    **said: object,
) -> Evidence:
    number = next_number(structure)
    if number > MOST:
        raise BadInput("Votre structure a déjà cinq mille pièces.")
    added: Evidence = structure.evidences.create(
        number=number,
        kind=kind,
        title=title[:200],
        dated_on=dated_on,
        added_by=by,
        added_on=on,
        key=key,
        **said,
    )
    return added


def _prove(evidence: Evidence, proved: Proved, *, by: User) -> Evidence:
    evidence.indicators.add(*proved.indicators)
    evidence.actions.add(*proved.actions)
    names = [*(each.name for each in proved.indicators), *(each.title for each in proved.actions)]
    told = f"Pièce n° {evidence.number}, {evidence.title} : jointe à {', '.join(names)}."
    record(told, by=by.pk, subject=evidence.structure_id)
    return evidence


@transaction.atomic
def unjoin(evidence: Evidence, *, by: User) -> None:
    """It proves nothing more: it leaves the lists, with its paper; its number is not given to another."""
    lock(evidence.structure_id)
    kept = Evidence.objects.select_related("file").get(pk=evidence.pk)
    record(f"Pièce n° {kept.number}, {kept.title} : retirée.", by=by.pk, subject=kept.structure_id)
    kept.indicators.clear()
    kept.actions.clear()
    kept.answers.update(given=None)
    paper = kept.file
    kept.title, kept.words, kept.url, kept.file = WITHDRAWN, "", "", None
    kept.meeting = kept.decision = kept.event = kept.survey = kept.thing = None
    kept.save()
    if paper is not None:
        drop_file(paper)


@dataclass(frozen=True, slots=True)
class GivenWanted:
    words: str
    year: int
    indicator: Indicator | None = None
    action: Action | None = None
    owner: Person | None = None
    due_on: date | None = None


@transaction.atomic
def want(structure: Structure, given: GivenWanted, *, key: UUID, by: User) -> EvidenceWanted:
    """What misses, and who brings it. The same form sent twice notes one."""
    lock(structure.pk)
    if noted := sent_before(structure.wanted_evidences, key):
        return noted
    noted = structure.wanted_evidences.create(
        words=given.words, year=given.year, indicator=given.indicator, action=given.action, owner=given.owner,
        due_on=given.due_on, key=key,
    )  # fmt: skip
    record(f"Pièce à trouver : {noted.words}.", by=by.pk, subject=structure.pk)
    return noted


@transaction.atomic
def answer(wanted: EvidenceWanted, evidence: Evidence | None, *, by: User) -> None:
    """It is found: this piece answers it. Without a piece, it is wanted no more."""
    lock(wanted.structure_id)
    if evidence is None:
        record(f"Pièce qui n’est plus à trouver : {wanted.words}.", by=by.pk, subject=wanted.structure_id)
        wanted.delete()
        return
    if evidence.structure_id != wanted.structure_id:
        raise BadInput("Choisissez une pièce de votre structure.", field="evidence")
    EvidenceWanted.objects.filter(pk=wanted.pk).update(given=evidence)
    told = f"Pièce trouvée : {wanted.words}, pièce n° {evidence.number}."
    record(told, by=by.pk, subject=wanted.structure_id)


def archive(
    structure: Structure,
    pieces: Collection[Piece],
    missing: Collection[EvidenceWanted],
    label: str,
    *,
    on: date,
) -> bytes:
    """The index, the sheets of presence as they were noted, the papers: names that every system reads."""
    digits = max(2, len(str(max((each.evidence.number for each in pieces), default=0))))
    papers = (
        Numbered(
            each.evidence.number,
            paper,
            each.evidence.title if not rank else f"{each.evidence.title} {rank + 1}",
        )
        for each in pieces
        for rank, paper in enumerate(each.files)
    )
    out = BytesIO()
    with DayArchive(out, on) as made:
        for name, content in _written(structure, pieces, missing, label, digits, on=on):
            made.put(name, content)
        put_papers(made, papers, digits=digits)
    return out.getvalue()


def _written(
    structure: Structure,
    pieces: Collection[Piece],
    missing: Collection[EvidenceWanted],
    label: str,
    digits: int,
    *,
    on: date,
) -> Iterator[tuple[str, bytes]]:
    rows = in_rows([*pieces])
    yield "index.pdf", render_document(index(structure, [*pieces], [*missing], label, on=on), Format.PDF)
    yield "index.csv", csv_of(rows).encode(BOM)
    sheets = [
        each.evidence
        for each in pieces
        if each.evidence.kind == EvidenceKind.PRESENCES and each.evidence.meeting_id is not None
    ]
    meetings = Meeting.objects.select_related("instance__structure__territory")
    known = meetings.in_bulk([each.meeting_id for each in sheets[:MOST_PRINTED]])
    for each in sheets[:MOST_PRINTED]:
        name = entry_name(each.number, each.title, "pdf", digits=digits)
        yield f"pieces/{name}", render_document(presences(known[each.meeting_id]), Format.PDF)
