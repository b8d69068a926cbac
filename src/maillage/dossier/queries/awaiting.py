"""What the dossier waits for, on the home of a structure."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from maillage import legislation
from maillage.dossier.enums import Ability, SectionState
from maillage.dossier.models import Dialogue, Document, PreparationDone, SectionText
from maillage.dossier.queries.dialogue import being_prepared, next_steps
from maillage.dossier.queries.documents import known_plan, title_of
from maillage.dossier.queries.parts import parts_of, texts_of
from maillage.kernel import joined, plural
from maillage.structures.enums import Track
from maillage.structures.models import Structure
from maillage.structures.queries import stage_of
from maillage.structures.queries.prepared import prepared
from maillage.ui.slots import Task, Waiting, Wanted


def awaiting(structure: Structure) -> Waiting:
    """The empty sections of the first document, as long as it is not filed; in each, what is entrusted and not written,
    what is written and not reread; the next step of each dialogue."""
    plan = legislation.plan_of(structure.form)
    opened, done = _dialogues(structure)
    if plan is None:
        yield Wanted([opened, done])
        yield from next_steps(opened, done, structure)
        return
    begun, written = _words(structure)
    is_filed = _is_filed(plan, structure)
    yield Wanted(
        [begun, written, opened, done], parts=[(structure, "needs"), (structure, "information_meetings")]
    )
    yield from _of_sections(structure, begun, written)
    yield from next_steps(opened, done, structure)
    if is_filed:
        return
    first = max((each for each in begun if each.plan == plan.key), key=lambda each: each.number, default=None)
    document = first or Document(plan=plan.key)
    document.structure = structure
    parts = parts_of(document, on=timezone.localdate(), written=written)
    empty = [part for part in parts if part.is_left]
    if empty:
        yield Task(
            f"{plan.title}, à compléter\N{NO-BREAK SPACE}: {plural(len(empty), 'partie vide', 'parties vides')}",
            reverse("dossier:section", args=[structure.slug, first.pk, empty[0].section.key])
            if first
            else reverse("dossier:letter", args=[structure.slug]),
            f"D’abord « {empty[0].section.title} ».",
            Ability.WRITE,
        )


@prepared
def _dialogues(structure: Structure) -> tuple[QuerySet[Dialogue], QuerySet[PreparationDone]]:
    return being_prepared(structure)


@prepared
def _words(structure: Structure) -> tuple[QuerySet[Document], QuerySet[SectionText]]:
    return Document.objects.filter(structure=structure), texts_of(structure)


def _of_sections(
    structure: Structure, begun: Iterable[Document], written: Iterable[SectionText]
) -> Iterator[Task]:
    """By document: a section is led to by its first."""
    titles = {each.pk: title_of(each) for each in begun if not each.is_frozen and known_plan(each.plan)}
    entrusted: dict[int, list[SectionText]] = {}
    unread: dict[int, list[SectionText]] = {}
    for text in written:
        if text.document_id not in titles:
            continue
        if text.state == SectionState.TO_WRITE and (text.owner_id or text.owner_account_id):
            entrusted.setdefault(text.document_id, []).append(text)
        if text.state == SectionState.WRITTEN:
            unread.setdefault(text.document_id, []).append(text)
    for pk, texts in entrusted.items():
        names = joined(list(dict.fromkeys(str(text.owner or text.owner_account) for text in texts)))
        yield Task(
            f"{titles[pk]} : {plural(len(texts), 'partie confiée à écrire', 'parties confiées à écrire')}",
            reverse("dossier:section", args=[structure.slug, pk, texts[0].section]),
            f"Par {names}.",
            Ability.WRITE,
        )
    for pk, texts in unread.items():
        yield Task(
            f"{titles[pk]} : {plural(len(texts), 'partie à relire', 'parties à relire')}",
            reverse("dossier:section", args=[structure.slug, pk, texts[0].section]),
            "Dites « C’est relu » quand elle l’est.",
            Ability.WRITE,
        )


def _is_filed(plan: legislation.Plan, structure: Structure) -> bool:
    order = [stage.key for stage in legislation.stages(structure.form)]
    here = stage_of(structure, Track.RECOGNITION)
    return plan.until in order and here in order and order.index(here) >= order.index(plan.until)
