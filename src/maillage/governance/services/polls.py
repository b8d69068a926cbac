"""A poll of dates: propose, answer by a link, change what is proposed, choose; it closes by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from maillage.accounts.models import User
from maillage.audit.services import record
from maillage.governance.models import Instance, Meeting, Poll, PollAnswer, PollDate, PollReply
from maillage.governance.queries.polls import dates_of, said_date
from maillage.governance.queries.seats import seated
from maillage.governance.services import poll_mail
from maillage.governance.services.instances import refuse_closed
from maillage.governance.services.locking import lock
from maillage.governance.services.meetings import GivenMeeting, plan
from maillage.kernel import BadInput, folded
from maillage.links.models import Link
from maillage.links.services import close_links, open_link, open_links
from maillage.structures.queries import sent_before

#: The purposes of its links (links.door_of): one's own, and the one that is shared.
DOOR, SHARED_DOOR = "dates", "dates-partagees"
FEWEST, MOST_DATES, MOST_POLLS, MOST_REPLIES = 2, 12, 20, 1_000
#: What was answered is kept so long after a poll closed (people/retention.yaml).
KEPT_FOR = timedelta(days=365)
A_PASS = 500
CLOSED = "Ce sondage est fermé : on n’y répond plus."
Hours = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class GivenPoll:
    title: str
    dates: Sequence[Hours]
    closes_at: datetime
    place: str = ""
    words: str = ""
    shows_results: bool = True


@transaction.atomic
def propose(instance: Instance, given: GivenPoll, *, key: UUID, by: User, at: datetime, site: str) -> Poll:
    """Propose dates to all who sit there: each is written a link of their own. The same key proposes once. Raises BadInput."""
    structure = instance.structure
    lock(structure.pk)
    if known := sent_before(Poll.objects.filter(instance=instance), key):
        return known
    running = Poll.objects.filter(instance__structure=structure, closed_at=None)
    if running.count() >= MOST_POLLS:
        raise BadInput("Vous avez déjà vingt sondages ouverts. Choisissez une date dans l’un d’eux.")
    _refuse_dates(given.dates, closes_at=given.closes_at, at=at)
    refuse_closed(instance, on=max(given.dates)[0].date())
    poll = Poll.objects.create(
        instance=instance,
        key=key,
        title=given.title,
        place=given.place,
        words=given.words,
        closes_at=given.closes_at,
        shows_results=given.shows_results,
        shared=open_link(SHARED_DOOR),
        site=site,
        written_by=by,
    )
    PollDate.objects.bulk_create(
        PollDate(poll=poll, starts_at=each[0], ends_at=each[1]) for each in given.dates
    )
    people = list(seated(instance, on=min(given.dates)[0].astimezone(poll.zone).date()))
    links = open_links(DOOR, len(people))
    PollReply.objects.bulk_create(
        (
            PollReply(poll=poll, person=person, link=link, name=person.name)
            for person, link in zip(people, links, strict=True)
        ),
        batch_size=A_PASS,
    )
    poll_mail.ask(poll, at=at, by=by)
    record(f"Dates proposées : « {poll.title} ».", by=by.pk, subject=structure.pk)
    return poll


def _refuse_dates(dates: Sequence[Hours], *, closes_at: datetime, at: datetime) -> None:
    if not FEWEST <= len(set(dates)) <= MOST_DATES:
        raise BadInput("Proposez de deux à douze dates, toutes différentes.", field="dates")
    if min(dates)[0] <= at:
        raise BadInput("Une de ces dates est passée : proposez des jours à venir.", field="dates")
    if closes_at <= at:
        raise BadInput("Ce sondage serait déjà fermé : choisissez un jour à venir.", field="closes_on")
    if closes_at > min(dates)[0]:
        raise BadInput(
            "Ce sondage se fermerait après la première date proposée : fermez-le avant, ou retirez-la.",
            field="closes_on",
        )


@transaction.atomic
def change_dates(
    poll: Poll, *, added: Sequence[Hours], withdrawn: Sequence[int], by: User, at: datetime
) -> Poll:
    """Add dates and take some back; what was said of the others stands. Who answered is told, once, of what changed.

    Raises BadInput: closed, or too few dates left.
    """
    kept = _open(poll, at)
    dates = list(kept.dates.all())
    gone = [each for each in dates if each.pk in withdrawn and each.withdrawn_at is None]
    known = {(each.starts_at, each.ends_at): each for each in dates}
    back = [known[each] for each in added if each in known and known[each].withdrawn_at]
    new = [each for each in added if each not in known]
    standing = [
        (each.starts_at, each.ends_at)
        for each in dates
        if each not in gone and (each.withdrawn_at is None or each in back)
    ]
    if not gone and not back and not new:
        return kept
    _refuse_dates([*standing, *new], closes_at=kept.closes_at, at=at)
    PollDate.objects.filter(pk__in=[each.pk for each in gone]).update(withdrawn_at=at)
    PollDate.objects.filter(pk__in=[each.pk for each in back]).update(withdrawn_at=None)
    made = PollDate.objects.bulk_create(
        PollDate(poll=kept, starts_at=each[0], ends_at=each[1]) for each in new
    )
    poll_mail.tell_change(
        kept,
        [said_date(kept, each) for each in (*back, *made)],
        [said_date(kept, each) for each in gone],
        at=at,
        by=by,
    )
    record(f"Dates proposées modifiées : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id)
    return kept


@transaction.atomic
def reply(line: PollReply, name: str, said: Mapping[int, str], *, at: datetime) -> str:
    """What somebody says of each date, behind their own link; the last one holds.

    The name under which it was said before, when it was another's; empty otherwise. Raises BadInput once it is closed.
    """
    poll = _open(line.poll, at)
    kept = get_object_or_404(PollReply, pk=line.pk)
    replaced = kept.name if kept.replied_at and folded(kept.name) != folded(name) else ""
    kept.name, kept.replied_at = name, at
    kept.save(update_fields=["name", "replied_at"])
    _write_answers(poll, kept, said)
    return replaced


@transaction.atomic
def reply_by_name(
    poll: Poll, name: str, said: Mapping[int, str], *, key: UUID, at: datetime
) -> tuple[PollReply, bool]:
    """A line of its own for somebody who has no card, and whether another line already bears this name.

    The same key answers once. Raises BadInput: closed, or not shared any more.
    """
    kept = _open(poll, at)
    if known := sent_before(kept.replies.select_related("link").filter(person=None), key):
        return known, False
    if not kept.is_shared:
        raise BadInput("Ce sondage ne se répond plus par ce lien : demandez le vôtre à qui vous l’a donné.")
    if kept.replies.count() >= MOST_REPLIES:
        raise BadInput("Ce sondage a déjà mille réponses : on n’y répond plus.")
    others = kept.replies.filter(person=None).values_list("name", flat=True)
    has_homonym = folded(name) in {folded(each) for each in others}
    line = PollReply.objects.create(poll=kept, link=open_link(DOOR), key=key, name=name, replied_at=at)
    _write_answers(kept, line, said)
    return line, has_homonym


def _write_answers(poll: Poll, line: PollReply, said: Mapping[int, str]) -> None:
    """Of the dates that stand; one taken back while somebody was reading is left out."""
    standing = set(poll.dates.filter(withdrawn_at=None).values_list("pk", flat=True))
    line.answers.filter(date__in=standing).delete()
    PollAnswer.objects.bulk_create(
        PollAnswer(reply=line, date_id=date, suits=suits) for date, suits in said.items() if date in standing
    )


@transaction.atomic
def drop_reply(line: PollReply, *, by: User) -> None:
    """A line that somebody gave by the shared link: twice the same person, or nobody we know."""
    lock(line.poll.instance.structure_id)
    if PollReply.objects.filter(pk=line.pk, person=None).delete()[0]:
        close_links([line.link_id])
        said = f"Réponse retirée : {line.name}, « {line.poll.title} »."
        record(said, by=by.pk, subject=line.poll.instance.structure_id)


@transaction.atomic
def join_replies(kept: PollReply, gone: PollReply, *, by: User) -> PollReply:
    """Two lines are of one person: the first keeps what it says, and takes what it does not from the other, which goes.

    Raises BadInput for one line, for lines of two polls, and for a line that was asked by a link of its own.
    """
    lock(kept.poll.instance.structure_id)
    rows = {each.pk: each for each in PollReply.objects.filter(pk__in=[kept.pk, gone.pk], poll=kept.poll_id)}
    if len(rows) < 2 or rows[gone.pk].person_id:
        raise BadInput("Choisissez une autre réponse du même sondage : celle-ci ne se joint pas.")
    said = set(kept.answers.values_list("date", flat=True))
    gone.answers.exclude(date__in=said).update(reply=kept)
    if rows[kept.pk].replied_at is None:
        PollReply.objects.filter(pk=kept.pk).update(replied_at=rows[gone.pk].replied_at)
    gone.delete()
    close_links([gone.link_id])
    text = f"Réponses jointes : {gone.name}, à celle de {kept.name}, « {kept.poll.title} »."
    record(text, by=by.pk, subject=kept.poll.instance.structure_id)
    return rows[kept.pk]


@transaction.atomic
def share(poll: Poll, *, is_shared: bool, by: User, at: datetime) -> Poll:
    """Open the shared link, or close it; what was answered by it stays. Raises BadInput once the poll is closed."""
    kept = _open(poll, at)
    if kept.is_shared != is_shared:
        kept.is_shared = is_shared
        kept.save(update_fields=["is_shared"])
        what = "ouvert" if is_shared else "fermé"
        record(f"Lien partagé {what} : « {kept.title} ».", by=by.pk, subject=kept.instance.structure_id)
    return kept


@transaction.atomic
def choose(poll: Poll, date: PollDate, *, by: User, at: datetime) -> Meeting:
    """Write the meeting of this date as a draft, and close; chosen twice, it is written once. Raises BadInput."""
    kept = _locked(poll)
    if kept.meeting is not None:
        return kept.meeting
    chosen = get_object_or_404(kept.dates, pk=date.pk)
    if chosen.withdrawn_at or chosen.starts_at <= at:
        raise BadInput("Cette date est retirée ou passée : choisissez-en une autre.")
    return _conclude(kept, chosen, by=by, at=at)


def close_due(now: datetime) -> None:
    """Polls whose day has come, each in its own transaction."""
    for each in Poll.objects.filter(closed_at=None, closes_at__lte=now).select_related("instance"):
        close(each, now=now)


@transaction.atomic
def close(poll: Poll, *, now: datetime) -> None:
    """The best date becomes a meeting in preparation; when several are level, whoever proposed them chooses."""
    kept = _locked(poll)
    if kept.closed_at is not None or now < kept.closes_at:
        return
    best = dates_of(kept, at=now).best
    if len(best) == 1:
        try:
            with transaction.atomic():
                _conclude(kept, best[0].date, by=None, at=now)
        except BadInput:  # too many drafts: the host makes room, and chooses
            best = []
    Poll.objects.filter(pk=kept.pk).update(closed_at=now)
    poll_mail.tell_closed(kept, best[0].when if len(best) == 1 else "", at=now)


def _conclude(poll: Poll, date: PollDate, *, by: User | None, at: datetime) -> Meeting:
    given = GivenMeeting(poll.title, date.starts_at, date.ends_at, place=poll.place, words=poll.words)
    poll.meeting = plan(poll.instance, given, by=by)
    poll.closed_at = poll.closed_at or at
    poll.save(update_fields=["meeting", "closed_at"])
    return poll.meeting


def forget_past(now: datetime) -> int:
    """Polls that closed a year ago go, with what was answered; the meetings they led to stay. How many."""
    old = list(Poll.objects.filter(closed_at__lt=now - KEPT_FOR)[:A_PASS])
    for each in old:
        with transaction.atomic():
            links = links_of(Poll.objects.filter(pk=each.pk))
            each.delete()
            close_links(links)
    return len(old)


def links_of(polls: QuerySet[Poll]) -> list[int]:
    """All the doors to these polls."""
    own = Link.objects.filter(poll_reply__poll__in=polls).values_list("pk", flat=True)
    return [*own, *Link.objects.filter(poll__in=polls).values_list("pk", flat=True)]


def sweep_links() -> int:
    """Links of lines that went with a card: they lead nowhere. How many."""
    lost = list(Link.objects.filter(purpose=DOOR, poll_reply=None).values_list("pk", flat=True)[:A_PASS])
    close_links(lost)
    return len(lost)


def _locked(poll: Poll) -> Poll:
    lock(poll.instance.structure_id)
    rows = Poll.objects.select_related("instance__structure__territory", "meeting")
    return get_object_or_404(rows, pk=poll.pk)


def _open(poll: Poll, at: datetime) -> Poll:
    kept = _locked(poll)
    if not kept.is_open(at=at):
        raise BadInput(CLOSED)
    return kept
