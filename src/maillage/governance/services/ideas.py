"""Proposing an idea, upholding it, saying something of it; judging it, answering, and following what comes of it."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.enums import IdeaState
from maillage.governance.models import Decision, Idea, IdeaAnswer, IdeaComment, IdeaSupport, Task
from maillage.governance.queries.ideas import Author
from maillage.governance.services import decisions
from maillage.governance.services.idea_telling import tell_author
from maillage.governance.services.locking import lock
from maillage.kernel import BadInput
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before

MOST, MOST_WAITING, MOST_COMMENTS = 2_000, 20, 200
#: What is turned down is said why.
TURNED_DOWN = (IdeaState.REWORK, IdeaState.DISMISSED)


@dataclass(frozen=True, slots=True)
class GivenIdea:
    """The five lines."""

    title: str
    what: str
    for_whom: str
    need: str
    by_whom: str = ""


@dataclass(frozen=True, slots=True)
class Weighing:
    """What is shown to judge it, typed by whoever holds the desk."""

    proof: str = ""
    effort: str = ""
    money: str = ""
    indicator: str = ""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    state: str
    answered_on: date
    reason: str = ""


@transaction.atomic
def propose(
    structure: Structure, given: GivenIdea, author: Author, *, key: UUID, at: datetime, site: str
) -> Idea:
    """The same key proposes once. Raises BadInput when one already waits for many answers."""
    lock(structure.pk)
    if known := sent_before(Idea.objects.filter(structure=structure), key):
        return known
    waiting = structure.ideas.filter(state=IdeaState.WAITING, **author.columns)
    if waiting.count() >= MOST_WAITING:
        raise BadInput("Vingt de vos idées attendent une réponse : laissez au bureau le temps de les lire.")
    if structure.ideas.count() >= MOST:
        raise BadInput(
            "Il y a déjà deux mille idées : demandez au bureau d’effacer celles qui ne servent plus."
        )
    idea = Idea.objects.create(
        structure=structure,
        key=key,
        site=site,
        proposed_on=timezone.localdate(at),
        **asdict(given),
        **author.columns,
    )
    record(f"Idée proposée : « {idea.title} ».", by=by_of(author), subject=structure.pk)
    return idea


def by_of(author: Author) -> int | None:
    return author.account.pk if author.account else None


@transaction.atomic
def uphold(idea: Idea, author: Author, *, is_for: bool) -> None:
    """Once each, however often it is said; or no more."""
    kept = _locked(idea)
    if is_for:
        IdeaSupport.objects.get_or_create(idea=kept, **author.columns)
    else:
        kept.supports.filter(**author.columns).delete()


@transaction.atomic
def comment(idea: Idea, words: str, author: Author, *, key: UUID, at: datetime) -> IdeaComment:
    """The same key says it once. Raises BadInput when enough was said."""
    kept = _locked(idea)
    if known := sent_before(IdeaComment.objects.filter(idea=kept), key):
        return known
    if kept.comments.count() >= MOST_COMMENTS:
        raise BadInput("Cette idée a deux cents commentaires : parlez-en plutôt à une réunion.")
    return IdeaComment.objects.create(idea=kept, key=key, words=words, said_at=at, **author.columns)


@transaction.atomic
def drop_comment(idea: Idea, number: int, author: Author | None, *, by: User | None = None) -> None:
    """One's own; any, for the desk (`author` None). Taken away twice, it is gone once; that of another is not there."""
    kept = _locked(idea)
    rows = kept.comments.filter(pk=number)
    if author is not None:
        rows = rows.filter(**author.columns)
    gone, _ = rows.delete()
    if gone and author is None:
        record(
            f"Commentaire retiré de l’idée « {kept.title} ».",
            by=by.pk if by else None,
            subject=kept.structure_id,
        )


@transaction.atomic
def drop(idea: Idea, *, by: User) -> None:
    """With what was said of it. Raises BadInput once it was answered: what the bureau said is kept."""
    kept = _locked(idea)
    if kept.answers.exists():
        raise BadInput("Une réponse est écrite : cette idée reste, avec son histoire.")
    record(f"Idée effacée : « {kept.title} ».", by=by.pk, subject=kept.structure_id)
    kept.delete()


@transaction.atomic
def weigh(idea: Idea, given: Weighing, *, version: int, by: User) -> Idea:
    """Raises BadInput when somebody wrote meanwhile."""
    kept = _next(idea, version)
    for name, words in asdict(given).items():
        setattr(kept, name, words)
    kept.save()
    record(f"Idée « {kept.title} » : éléments pour juger.", by=by.pk, subject=kept.structure_id)
    return kept


@transaction.atomic
def answer(idea: Idea, given: GivenAnswer, *, version: int, by: User, at: datetime) -> Idea:
    """What the bureau answers; its author is told. Raises BadInput for a refusal without its reason."""
    kept = _next(idea, version)
    if given.state in TURNED_DOWN and not given.reason.strip():
        raise BadInput("Dites pourquoi : qui a proposé cette idée le lira.", field="reason")
    _note(kept, given, by=by, at=at)
    return kept


def _note(idea: Idea, given: GivenAnswer, *, by: User, at: datetime) -> None:
    made = IdeaAnswer.objects.create(idea=idea, written_by=by, **asdict(given))
    idea.state = given.state
    idea.save()
    said = made.get_state_display().lower()
    record(f"Idée « {idea.title} » : {said}.", by=by.pk, subject=idea.structure_id)
    tell_author(idea, f"answer {made.pk}", f"Elle est {said}.", given.reason, at=at)


@transaction.atomic
def entrust(
    idea: Idea, given: decisions.GivenTask, *, key: UUID, version: int, by: User, at: datetime
) -> Task:
    """A task that flows from it; the first one turns the idea into a task. Raises BadInput for one that was set aside."""
    lock(idea.structure_id)
    if known := sent_before(Task.objects.filter(ideas=idea), key):
        return known
    kept = _next(idea, version)
    if kept.state in TURNED_DOWN:
        raise BadInput(
            "Cette idée est écartée ou à retravailler : retenez-la d’abord, puis confiez une tâche."
        )
    task = decisions.ask_for(kept.structure, given, key=key, by=by, decision=kept.decision)
    kept.tasks.add(task)
    if kept.state == IdeaState.TASK:
        kept.save()
        tell_author(kept, f"task {task.pk}", f"Une tâche de plus en découle : {task.title}.", "", at=at)
    else:
        told = GivenAnswer(IdeaState.TASK, timezone.localdate(at), f"Tâche : {task.title}")
        _note(kept, told, by=by, at=at)
    return task


@transaction.atomic
def bind(idea: Idea, decision: Decision | None, *, version: int, by: User, at: datetime) -> Idea:
    """The decision of the log that speaks of it; None takes it off."""
    kept = _next(idea, version)
    if decision and decision.structure_id != kept.structure_id:
        raise BadInput("Cette décision n’est pas de votre structure.")
    changed = kept.decision_id != (decision.pk if decision else None)
    kept.decision = decision
    kept.save()
    if decision and changed:
        record(f"Idée « {kept.title} » : décision {decision.reference}.", by=by.pk, subject=kept.structure_id)
        said = f"La décision {decision.reference} en parle : {decision.title}"
        tell_author(kept, f"decision {decision.pk} {kept.version}", said, decision.reason, at=at)
    return kept


def _locked(idea: Idea) -> Idea:
    lock(idea.structure_id)
    return get_object_or_404(Idea.objects.select_related("structure", "person", "account"), pk=idea.pk)


def _next(idea: Idea, version: int) -> Idea:
    """As it stands, one version further. Raises BadInput when it is not the one that was read."""
    kept = _locked(idea)
    if kept.version != version:
        raise BadInput(
            "Quelqu’un vient d’écrire sur cette idée. Relisez-la, puis recommencez : ce que vous avez tapé est gardé."
        )
    kept.version += 1
    return kept
