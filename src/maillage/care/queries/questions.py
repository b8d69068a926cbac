"""Questions to prescribers: whom one may ask, by which channel, what awaits whom."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from maillage.care.models import PracticeChannel, Question
from maillage.people.models import Person
from maillage.people.queries.desk import is_here
from maillage.people.queries.lists import trade_of
from maillage.structures.models import Structure

#: How long one's own page says what one asked: as long as it waits, a few days once it is answered.
WAITED_FOR, NEWS_FOR = timedelta(days=30), timedelta(days=3)
#: After which who coordinates is told that nobody answers: the prescriber was reminded before.
LEFT_FOR, LEFT_SOON = timedelta(days=2), timedelta(hours=2)
#: Who asks, and whom one asks; keys of the law room.
ASKERS = frozenset({"pharmacien"})
PRESCRIBERS = frozenset(
    {
        "medecin_generaliste",
        "medecin_specialiste",
        "medecin",
        "chirurgien_dentiste",
        "sage_femme",
        "infirmier_pratique_avancee",
    }
)


def prescribers_of(structure: Structure, *, on: date) -> Mapping[int, str]:
    """Card → « Ada Fictif, médecin généraliste (téléphone, de 12 h à 14 h) », by name."""
    rows = structure.people.filter(profession__in=PRESCRIBERS).order_by("called", "pk")
    cards = [card for card in rows.prefetch_related("adhesions") if is_here(card, on)]
    channels = {each.person_id: each for each in PracticeChannel.objects.filter(person__in=cards)}
    return {card.pk: _named(card, channels.get(card.pk)) for card in cards}


def _named(card: Person, channel: PracticeChannel | None) -> str:
    trade = trade_of(card.profession)
    how = ", ".join(filter(None, [channel.get_channel_display(), channel.hours])) if channel else ""
    return f"{card.name}, {trade[:1].lower()}{trade[1:]}{f' ({how[:1].lower()}{how[1:]})' if how else ''}"


def channel_of(person: Person | None) -> PracticeChannel | None:
    return PracticeChannel.objects.filter(person=person).first() if person else None


def questions_of(structure: Structure) -> QuerySet[Question]:
    """What awaits first, then the last."""
    rows = structure.care_questions.select_related("asker", "prescriber")
    return rows.order_by("-asked_at", "-pk")


def awaiting_answer(person: Person) -> QuerySet[Question]:
    return (
        Question.objects.filter(prescriber=person, answered_at=None)
        .select_related("asker")
        .order_by("asked_at")
    )


def left(
    structure: Structure, before: datetime, before_urgent: datetime, since: datetime
) -> QuerySet[Question]:
    """Asked before, since then, and answered by nobody; what is urgent first. For `@prepared`."""
    late = Q(asked_at__lt=before) | Q(is_urgent=True, asked_at__lt=before_urgent)
    rows = Question.objects.filter(late, structure=structure, answered_at=None, asked_at__gt=since)
    return rows.select_related("asker", "prescriber").order_by("-is_urgent", "asked_at", "pk")


def told_to(person: Person, *, asked_since: datetime, answered_since: datetime) -> QuerySet[Question]:
    """What they asked that waits, or was answered these last days."""
    news = Q(answered_at=None, asked_at__gt=asked_since) | Q(answered_at__gt=answered_since)
    rows = Question.objects.filter(news, asker=person)
    return rows.select_related("prescriber").order_by("-asked_at", "-pk")


def asked_lately(person: Person) -> Iterable[Question]:
    """Their own, the last ten."""
    return person.care_questions_asked.select_related("prescriber").order_by("-asked_at")[:10]
