"""A crisis, or an exercise: switched on, professionals called, posts held, all of it written down, then over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.care.enums import Available, Lesson
from maillage.care.models import Called, Crisis, CrisisLesson, LogLine, Post, PostPlace
from maillage.care.rules.identities import refuse_identity
from maillage.care.services.locking import lock
from maillage.governance.services.decisions import GivenTask, ask_for
from maillage.kernel import BadInput, plural, with_no_break_spaces
from maillage.people.models import Person
from maillage.people.queries.members import belongs
from maillage.structures.models import Structure
from maillage.structures.queries import sent_before
from maillage.structures.queries.clocks import day_in

BATCH = 500  # rows of one statement
MOST_POSTS, MOST_PLACES = 60, 200
OVER = "C’est terminé : merci. Plus rien ne change ici."


@dataclass(frozen=True, slots=True)
class GivenCrisis:
    """What is known when the plan is switched on. An exercise has no authority."""

    family: str
    title: str
    is_exercise: bool
    words: str = ""
    declared_by: str = ""
    told_at: datetime | None = None


def start(
    structure: Structure, given: GivenCrisis, *, key: UUID, by: User, at: datetime, site: str
) -> Crisis:
    """Switch the plan on; the same key does it once. Raises BadInput: one runs already, or no authority declared it."""
    refuse_identity(given.title, field="title")
    refuse_identity(given.words, field="words")
    if not given.is_exercise and not (given.declared_by.strip() and given.told_at):
        raise BadInput(
            "Seules les autorités déclarent une crise : dites laquelle, et quand elle vous a prévenus. "
            "Sinon, c’est un exercice, ou une alerte.",
            field="declared_by",
        )
    if given.told_at and given.told_at > at:
        raise BadInput("Cette heure est à venir : vérifiez-la.", field="told_on")
    try:
        return _start(structure, given, key=key, by=by, at=at, site=site)
    except IntegrityError:
        what = "Un exercice" if given.is_exercise else "Une crise"
        raise BadInput(f"{what} est déjà en cours : ouvrez sa page, ou terminez-la.") from None


@transaction.atomic
def _start(
    structure: Structure, given: GivenCrisis, *, key: UUID, by: User, at: datetime, site: str
) -> Crisis:
    lock(structure.pk)
    if known := sent_before(Crisis.objects.filter(structure=structure), key):
        return known
    made = Crisis.objects.create(
        structure=structure, family=given.family, is_exercise=given.is_exercise, title=given.title,
        words=given.words, started_at=at, started_by=by, site=site, key=key,
        declared_by="" if given.is_exercise else given.declared_by,
        told_at=None if given.is_exercise else given.told_at,
    )  # fmt: skip
    what = (
        "Exercice déclenché"
        if made.is_exercise
        else f"Plan déclenché. Crise déclarée par : {made.declared_by}"
    )
    _log(made, f"{what}.", at=at, by=by)
    record(f"{'Exercice' if made.is_exercise else 'Crise'} : plan déclenché.", by=by.pk, subject=structure.pk)
    return made


def running(crisis: Crisis) -> Crisis:
    """As it stands, in a transaction. Raises BadInput when it is over."""
    kept = Crisis.objects.select_for_update(of=("self",)).select_related("structure").get(pk=crisis.pk)
    if kept.ended_at:
        raise BadInput(OVER)
    return kept


# The roll-call


@transaction.atomic
def call_the_roll(crisis: Crisis, *, by: User, at: datetime) -> int:
    """Call all who belong and were not called yet, and write again to those who say nothing; how many are written to."""
    kept = running(crisis)
    known = set(kept.called.values_list("person_id", flat=True))
    people = kept.structure.people.filter(belongs(day_in(kept.structure, at)))
    new = [
        Called(crisis=kept, person_id=pk, profession=profession, called_at=at)
        for pk, profession in people.values_list("pk", "profession")
        if pk not in known
    ]
    silent = kept.called.filter(answer="", told_at__isnull=False, person__isnull=False)
    again = silent.update(told_at=None, reminders=F("reminders") + 1)
    Called.objects.bulk_create(new, batch_size=BATCH)
    if new:
        _log(kept, f"Appel envoyé à {plural(len(new), 'professionnel')}.", at=at, by=by)
    if again:
        _log(kept, f"Relance envoyée à {plural(again, 'professionnel')}.", at=at, by=by)
    return len(new) + again


@dataclass(frozen=True, slots=True)
class Said:
    """An answer to a roll-call."""

    answer: str
    available_from: datetime | None = None
    hours: int | None = None
    skills: str = ""


def answer(called: Called, said: Said, *, at: datetime) -> None:
    """The last word stands. One's own row alone is written: a whole territory answers in the same minute.

    Raises BadInput when it is over, or when « à partir de » says no hour.
    """
    refuse_identity(said.skills, field="skills")
    if said.answer == Available.LATER and said.available_from is None:
        raise BadInput("À partir de quand ? Donnez un jour et une heure.", field="from_hour")
    changed = Called.objects.filter(pk=called.pk, crisis__ended_at=None).update(
        answer=said.answer,
        answered_at=at,
        available_from=said.available_from if said.answer == Available.LATER else None,
        hours=None if said.answer == Available.NO else said.hours,
        skills=said.skills,
    )
    if not changed:
        raise BadInput(OVER)


# Posts


@dataclass(frozen=True, slots=True)
class GivenPost:
    name: str
    starts_at: datetime
    ends_at: datetime
    needs: int
    place: str = ""
    profession: str = ""


@transaction.atomic
def add_post(crisis: Crisis, given: GivenPost, *, key: UUID, by: User, at: datetime) -> Post:
    """Where people are needed; the same key adds once. Raises BadInput."""
    refuse_identity(given.name, field="name")
    kept = running(crisis)
    if known := sent_before(kept.posts, key):
        return known
    if not 1 <= given.needs <= MOST_PLACES:
        raise BadInput("De une à deux cents places.", field="needs")
    if kept.posts.count() >= MOST_POSTS:
        raise BadInput("Soixante postes : retirez-en d’abord.")
    made = Post.objects.create(
        crisis=kept, name=given.name, place=given.place, profession=given.profession, key=key,
        starts_at=given.starts_at, ends_at=given.ends_at, needs=given.needs,
    )  # fmt: skip
    _log(kept, f"Poste ouvert : {made.name}, {plural(made.needs, 'place')}.", at=at, by=by)
    return made


@transaction.atomic
def change_needs(post: Post, needs: int, *, by: User, at: datetime) -> None:
    """More places, or fewer, never under those already held. Raises BadInput."""
    kept = running(post.crisis)
    if not 1 <= needs <= MOST_PLACES:
        raise BadInput("De une à deux cents places.", field="needs")
    if not Post.objects.filter(pk=post.pk, taken__lte=needs).update(needs=needs):
        raise BadInput("Plus de personnes tiennent déjà ce poste : libérez d’abord une place.", field="needs")
    _log(kept, f"Poste « {post.name} » : {plural(needs, 'place')}.", at=at, by=by)


@transaction.atomic
def drop_post(post: Post, *, by: User, at: datetime) -> None:
    """Raises BadInput as long as somebody holds it."""
    kept = running(post.crisis)
    if not Post.objects.filter(pk=post.pk, taken=0).delete()[0]:
        raise BadInput("Quelqu’un tient ce poste : libérez-le d’abord.")
    _log(kept, f"Poste retiré : {post.name}.", at=at, by=by)


class Full(BadInput):
    """Somebody else has the last place."""

    def __init__(self) -> None:
        super().__init__("La dernière place vient d’être prise, merci. Regardez les autres postes.")


@transaction.atomic
def hold(post: Post, person: Person, *, at: datetime, by: User | None = None) -> PostPlace:
    """Take a place, or assign it (`by`); held already, nothing changes. First come: the database counts the places.

    Raises Full; BadInput when it is over, or when they hold another at the same hours.
    """
    # Of one person, one gesture at a time: two posts of the same hours, tapped at once, are one.
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    kept = Post.objects.select_related("crisis").get(pk=post.pk)
    if kept.crisis.ended_at:
        raise BadInput(OVER)
    if known := kept.places.filter(person=person).first():
        return known
    meanwhile = PostPlace.objects.filter(
        person=person, post__crisis=kept.crisis_id, post__starts_at__lt=kept.ends_at,
        post__ends_at__gt=kept.starts_at,
    ).select_related("post").first()  # fmt: skip
    if meanwhile:
        raise BadInput(
            f"À ces heures, le poste « {meanwhile.post.name} » est déjà tenu par la même personne : "
            "libérez-le d’abord."
        )
    if not Post.objects.filter(pk=kept.pk, taken__lt=F("needs")).update(taken=F("taken") + 1):
        raise Full
    return PostPlace.objects.create(
        post=kept, person=person, profession=person.profession, taken_at=at, by=by
    )


@transaction.atomic
def free(place: PostPlace) -> None:
    """The place is for somebody else. Freed twice, it is freed once."""
    post = Post.objects.select_for_update(of=("self",)).select_related("crisis").get(pk=place.post_id)
    if post.crisis.ended_at:
        raise BadInput(OVER)
    if PostPlace.objects.filter(pk=place.pk).delete()[0]:
        Post.objects.filter(pk=post.pk).update(taken=F("taken") - 1)


# The log


@transaction.atomic
def write_line(
    crisis: Crisis,
    words: str,
    *,
    key: UUID,
    at: datetime,
    happened_at: datetime | None = None,
    corrects: LogLine | None = None,
    by: User | None = None,
    person: Person | None = None,
) -> LogLine:
    """A line, for ever; the same key writes once. After the end too: what was forgotten is added. Raises BadInput."""
    refuse_identity(words, field="words")
    if known := sent_before(crisis.log, key):
        return known
    if happened_at and happened_at > at:
        raise BadInput("Cette heure est à venir : vérifiez-la.", field="clock")
    return _log(
        crisis, words, at=at, happened_at=happened_at, key=key, corrects=corrects, by=by, person=person
    )


def _log(
    crisis: Crisis,
    words: str,
    *,
    at: datetime,
    happened_at: datetime | None = None,
    key: UUID | None = None,
    corrects: LogLine | None = None,
    by: User | None = None,
    person: Person | None = None,
) -> LogLine:
    return LogLine.objects.create(
        crisis=crisis, words=with_no_break_spaces(words)[:500], at=happened_at or at, written_at=at, key=key or uuid4(),
        corrects=corrects, by=by, person=person,
    )  # fmt: skip


# The end, and what it taught


@transaction.atomic
def end(crisis: Crisis, *, by: User, at: datetime) -> None:
    """The plan is switched off. Twice, the first moment stands."""
    if Crisis.objects.filter(pk=crisis.pk, ended_at=None).update(ended_at=at):
        _log(crisis, "Fin de l’exercice." if crisis.is_exercise else "Plan levé.", at=at, by=by)
        record("Plan de crise levé.", by=by.pk, subject=crisis.structure_id)


@transaction.atomic
def learn(
    crisis: Crisis, kind: str, words: str, task: GivenTask | None, *, key: UUID, by: User
) -> CrisisLesson:
    """What worked, or what is to change, then a task of the structure; the same key says it once. Raises BadInput."""
    refuse_identity(words, field="words")
    lock(crisis.structure_id)
    if known := sent_before(crisis.lessons, key):
        return known
    asked = None
    if kind == Lesson.CHANGE and task:
        asked = ask_for(crisis.structure, task, key=key, by=by)
    return CrisisLesson.objects.create(crisis=crisis, kind=kind, words=words, task=asked, key=key)
