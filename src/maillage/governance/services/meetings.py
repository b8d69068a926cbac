"""Preparing a meeting, convoking it, moving it, calling it off, saying that it was held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.geography import clocks_of
from maillage.governance.enums import MeetingState, VoteState
from maillage.governance.models import AgendaItem, Instance, Meeting, Minutes
from maillage.governance.services import telling
from maillage.governance.services.answering import invite
from maillage.governance.services.instances import refuse_closed
from maillage.governance.services.locking import lock, locked
from maillage.governance.services.votes import cancel as cancel_vote
from maillage.kernel import BadInput
from maillage.people.models import Person

MOST_DRAFTS = 50
MOST_ITEMS = 60
LONGEST = timedelta(hours=24)
OPEN = (MeetingState.DRAFT, MeetingState.CONVOKED)
SAVED_MEANWHILE = (
    "Quelqu’un a modifié cette réunion pendant que vous écriviez. Ouvrez-la de nouveau, puis recommencez."
)


@dataclass(frozen=True, slots=True)
class GivenMeeting:
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    access_url: str = ""
    words: str = ""
    chair: Person | None = None
    secretary: Person | None = None
    is_extraordinary: bool = False

    @property
    def columns(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class GivenItem:
    title: str
    minutes: int | None = None
    resolution: str = ""


@transaction.atomic
def plan(
    instance: Instance,
    given: GivenMeeting,
    items: Sequence[GivenItem] = (),
    *,
    by: User | None,
    first: Meeting | None = None,
) -> Meeting:
    """A meeting in preparation: nobody is told. `by`: None when a poll of dates writes it; `first`: the sitting of which it
    is the second convocation. Raises BadInput."""
    lock(instance.structure_id)
    drafts = Meeting.objects.filter(instance__structure=instance.structure_id, state=MeetingState.DRAFT)
    if drafts.count() >= MOST_DRAFTS:
        raise BadInput(
            "Vous avez déjà cinquante réunions en préparation. Convoquez-en une, ou effacez-en une."
        )
    _refuse_too_long(given)
    refuse_closed(
        instance, on=given.starts_at.astimezone(clocks_of(instance.structure.territory.codes)).date()
    )
    meeting = Meeting.objects.create(instance=instance, written_by=by, first=first, **given.columns)
    _write_agenda(meeting, items)
    record(
        f"Réunion préparée : « {meeting.title} ».", by=by.pk if by else None, subject=instance.structure_id
    )
    return meeting


@transaction.atomic
def change(
    meeting: Meeting, given: GivenMeeting, items: Sequence[GivenItem], *, version: int, by: User, at: datetime
) -> Meeting:
    """Write it again. Who was convoked is told of another date, other hours, another place.

    Raises BadInput: saved by somebody since `version`, held or cancelled.
    """
    kept = locked(meeting)
    if kept.version != version:
        raise BadInput(SAVED_MEANWHILE)
    if kept.state not in OPEN:
        raise BadInput("Cette réunion est tenue ou annulée : elle ne change plus.")
    _refuse_too_long(given)
    refuse_closed(kept.instance, on=given.starts_at.astimezone(kept.zone).date())
    if kept.first_id and [each.title for each in items] != list(kept.items.values_list("title", flat=True)):
        raise BadInput(
            "C’est une seconde convocation : elle garde l’ordre du jour de la première.", field="agenda"
        )
    before = Meeting.objects.get(pk=kept.pk)
    for name, value in given.columns.items():
        setattr(kept, name, value)
    kept.version, kept.written_by = version + 1, by
    if kept.state == MeetingState.CONVOKED and telling.facts(before) != telling.facts(kept):
        if kept.starts_at <= at:
            raise BadInput("Cette date est passée : choisissez un jour à venir, ou annulez.", field="day")
        if asked := kept.votes.filter(state=VoteState.OPEN).first():
            raise BadInput(
                f"Un vote est ouvert : « {asked.title} ». Clôturez-le avant de déplacer la réunion."
            )
        kept.sequence += 1
        kept.convoked_on = timezone.localdate(at)
        telling.tell_change(before, kept, at=at, by=by)
    kept.save()
    _write_agenda(kept, items)
    record(f"Réunion modifiée : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id)
    return kept


def _refuse_too_long(given: GivenMeeting) -> None:
    if given.ends_at - given.starts_at > LONGEST:
        raise BadInput("Une réunion dure un jour au plus : faites-en plusieurs.", field="ends")


def _write_agenda(meeting: Meeting, items: Sequence[GivenItem]) -> None:
    """In this order. A point keeps what was noted of it as long as its title stays."""
    if len(items) > MOST_ITEMS:
        raise BadInput("Un ordre du jour a soixante points au plus.", field="agenda")
    known = {item.title: item for item in meeting.items.all()}
    meeting.items.exclude(title__in=[each.title for each in items]).delete()
    # Ranks are unique: out of the way first, then in their order.
    for rank, item in enumerate(meeting.items.order_by("-rank"), start=1):
        AgendaItem.objects.filter(pk=item.pk).update(rank=1_000 + rank)
    for rank, each in enumerate(items, start=1):
        item = known.get(each.title) or AgendaItem(meeting=meeting, title=each.title)
        item.rank, item.minutes, item.resolution = rank, each.minutes, each.resolution
        item.save()


@transaction.atomic
def convoke(meeting: Meeting, *, by: User, at: datetime, site: str) -> int:
    """Write to all who sit there, each with a link of their own; twice, they are told once. Who came in since is told too.

    The number of people written to. Raises BadInput.
    """
    kept = locked(meeting)
    if kept.state not in OPEN:
        raise BadInput("Cette réunion est tenue ou annulée : on n’y convoque plus.")
    is_late = kept.state == MeetingState.CONVOKED and at < kept.ends_at
    if kept.starts_at <= at and not is_late:
        raise BadInput("Cette date est passée : choisissez un jour à venir.")
    refuse_closed(kept.instance, on=kept.day)
    if kept.state == MeetingState.DRAFT:
        kept.state, kept.convoked_on, kept.site = MeetingState.CONVOKED, timezone.localdate(at), site
        kept.save(update_fields=["state", "convoked_on", "site"])
        record(f"Convocation : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id)
    invite(kept)
    return telling.convoke(kept, at=at, by=by)


@transaction.atomic
def cancel(meeting: Meeting, reason: str, *, by: User, at: datetime) -> Meeting:
    """Who was convoked is told. Cancelling twice keeps the first reason. Raises BadInput once it was held."""
    kept = locked(meeting)
    if kept.state == MeetingState.CANCELLED:
        return kept
    if kept.state == MeetingState.HELD:
        raise BadInput("Cette réunion a été tenue : elle ne s’annule plus.")
    was_convoked = kept.state == MeetingState.CONVOKED
    kept.state, kept.reason, kept.sequence = MeetingState.CANCELLED, reason, kept.sequence + 1
    kept.save(update_fields=["state", "reason", "sequence"])
    for vote in kept.votes.filter(state=VoteState.OPEN):
        cancel_vote(vote, reason, by=by)
    if was_convoked:
        telling.tell_cancellation(kept, at=at, by=by)
    record(f"Réunion annulée : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id)
    return kept


@transaction.atomic
def drop(meeting: Meeting, *, by: User) -> None:
    """A meeting in preparation goes without a word. Raises BadInput for one that people know of."""
    kept = locked(meeting)
    if kept.state != MeetingState.DRAFT:
        raise BadInput("Cette réunion est convoquée : annulez-la, pour que chacun le sache.")
    if kept.decisions.exists() or kept.votes.exclude(state=VoteState.DRAFT).exists():
        raise BadInput("On y a déjà voté ou décidé : ce qui est écrit reste. Annulez-la plutôt.")
    record(f"Réunion effacée : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id)
    kept.delete()


@transaction.atomic
def hold(meeting: Meeting, *, by: User, at: datetime) -> Meeting:
    """It was held: its sheet and its decisions stand. Raises BadInput before its day, or once cancelled."""
    kept = locked(meeting)
    if kept.state == MeetingState.CANCELLED:
        raise BadInput("Cette réunion est annulée : préparez-en une autre.")
    if at < kept.starts_at:
        raise BadInput("Cette réunion n’a pas commencé.")
    if asked := kept.votes.filter(state=VoteState.OPEN).first():
        raise BadInput(f"Un vote est encore ouvert : « {asked.title} ». Clôturez-le d’abord.")
    if kept.state != MeetingState.HELD:
        kept.state = MeetingState.HELD
        kept.save(update_fields=["state"])
        record(f"Réunion tenue : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id)
    return kept


@transaction.atomic
def note_item(item: AgendaItem, words: str, *, by: User, is_put_off: bool = False) -> None:
    """What was said on a point, or that it is put off to a next meeting."""
    kept = locked(item.meeting)
    if kept.state == MeetingState.CANCELLED:
        raise BadInput("Cette réunion est annulée.")
    minutes, _ = Minutes.objects.get_or_create(meeting=kept)
    if minutes.frozen_at:
        raise BadInput("Son procès-verbal est envoyé : reprenez-le d’abord, pour le corriger.")
    minutes.version += 1  # whoever writes the whole of them sees it
    minutes.save(update_fields=["version"])
    AgendaItem.objects.filter(pk=item.pk).update(notes=words, is_put_off=is_put_off)
    record(f"Compte rendu d’un point : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id)
