"""What those who sit in an instance are written of its meetings."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from maillage.accounts.models import User
from maillage.governance.enums import NO_QUORUM, Coming, VoteState
from maillage.governance.models import Meeting, MeetingPaper, Vote
from maillage.governance.queries.meetings import said_when
from maillage.governance.queries.seats import quorum_written
from maillage.governance.queries.votes import VOTE, promise
from maillage.kernel import date_in_french, joined, moment, visible, with_no_break_spaces
from maillage.mail.services import post
from maillage.mail.types import To
from maillage.people.queries.desk import contact_of, reply_to


def facts(meeting: Meeting) -> str:
    """The title, the day, the place, how to connect."""
    connect = f"Pour vous connecter : {meeting.access_url}" if meeting.access_url else ""
    return "\n".join(filter(None, [f"« {meeting.title} »", said_when(meeting), meeting.place, connect]))


def place_and_time(meeting: Meeting) -> str:
    """The facts after the title."""
    return facts(meeting).partition("\n")[2]


def convoke(meeting: Meeting, *, at: datetime, by: User) -> int:
    """The convocation, with its agenda and its resolutions word for word, once a date; how many it leaves to."""
    body = "\n\n".join(
        filter(
            None,
            [_opening(meeting), place_and_time(meeting), meeting.words, _agenda(meeting), _rules(meeting)],
        )
    )
    key = f"governance.convocation {meeting.pk} {meeting.sequence}"
    papers = list(meeting.papers.select_related("file"))
    link = "Dites si vous venez, ou donnez pouvoir"
    return _write(
        key, meeting, "Convocation", body, at=at, by=by, link=link, papers=papers, also=_too_late(meeting)
    )


def _too_late(meeting: Meeting) -> Mapping[int, str]:
    """By card, the votes that are open and whose list was written before they came in."""
    told: dict[int, list[str]] = {}
    for vote in meeting.votes.filter(state=VoteState.OPEN):
        listed = set(vote.voices.values_list("person", flat=True))
        for person in set(meeting.invitations.values_list("person", flat=True)) - listed:
            told.setdefault(person, []).append(f"« {vote.title} »")
    return {
        person: f"Déjà ouvert : {joined(titles)}. La liste de qui vote y est écrite depuis l’ouverture, et ne change plus : "
        "vous n’y votez pas."
        for person, titles in told.items()
    }


def tell_change(before: Meeting, meeting: Meeting, *, at: datetime, by: User) -> None:
    moved = (before.starts_at, before.ends_at) != (meeting.starts_at, meeting.ends_at)
    subject = "La date change" if moved else "Le lieu change"
    again = "Ce que vous aviez répondu, et les pouvoirs donnés, sont à redire.\n\n" if moved else ""
    was = f"Prévue d’abord {said_when(before)}.\n" if moved else ""
    body = f"{subject}.\n\n{again}{was}{facts(meeting)}"
    key = f"governance.moved {meeting.pk} {meeting.sequence}"
    _write(key, meeting, subject, body, at=at, by=by, link="Dites si vous venez")


def tell_cancellation(meeting: Meeting, *, at: datetime, by: User) -> None:
    body = f"Cette réunion est annulée : {meeting.reason}\n\n{facts(meeting)}"
    _write(f"governance.cancelled {meeting.pk}", meeting, "Annulée", body, at=at, by=by)


def send_minutes(meeting: Meeting, version: int, *, at: datetime, by: User) -> int:
    """The procès-verbal is to be read again, by each one's link; once a version."""
    body = f"Le procès-verbal est à relire.\n\n{facts(meeting)}"
    key = f"governance.minutes {meeting.pk} {version}"
    link = "Lisez-le, et demandez-y une correction"
    return _write(key, meeting, "Procès-verbal à relire", body, at=at, by=by, link=link)


def remind(meeting: Meeting, *, at: datetime) -> int:
    """Once a date, to all but those who said that they stay away: the key holds it."""
    body = f"À bientôt.\n\n{facts(meeting)}"
    key = f"governance.reminder {meeting.pk} {meeting.starts_at:%Y%m%d%H%M}"
    return _write(key, meeting, "Rappel", body, at=at, by=None, link="Dites si vous venez", but=Coming.NO)


def open_vote(vote: Vote, voters: Collection[int], *, at: datetime, by: User) -> int:
    """To those of the list who may vote by their link, once; how many."""
    meeting = vote.meeting
    until = f"Jusqu’au {moment(vote.closes_at, zone=meeting.zone)}." if vote.closes_at else ""
    body = "\n\n".join(
        filter(None, [f"Un vote est ouvert : « {vote.title} ».", until, promise(vote), facts(meeting)])
    )
    key = f"governance.vote {vote.pk}"
    return _write(key, meeting, "Vote ouvert", body, at=at, by=by, link="Votez", step=VOTE, among=voters)


def _opening(meeting: Meeting) -> str:
    instance = meeting.instance
    article = f" ({instance.article} des statuts)" if instance.article else ""
    of = f", {instance.name}" if instance.name != meeting.title else ""
    extraordinary = "\nAssemblée extraordinaire." if meeting.is_extraordinary else ""
    again = f"\n{second_in_words(meeting)}" if meeting.first else ""
    return f"Cette convocation est pour vous : « {meeting.title} »{of}{article}.{extraordinary}{again}"


def second_in_words(meeting: Meeting) -> str:
    """« Seconde convocation : le quorum n’était pas atteint le 2 mars. », of one that has a first."""
    day = date_in_french(meeting.first.day) if meeting.first else ""
    return f"Seconde convocation : le quorum n’était pas atteint le {day}. L’ordre du jour est le même."


def _agenda(meeting: Meeting) -> str:
    lines = list(_items(meeting))
    return "\n".join(["Ordre du jour", *lines]) if lines else ""


def _items(meeting: Meeting) -> Iterator[str]:
    for item in meeting.items.all():
        yield f"{item.rank}. {item.title}" + (f" ({item.minutes} min)" if item.minutes else "")
        if item.resolution:
            yield f"   Résolution : {item.resolution}"


def _rules(meeting: Meeting) -> str:
    """Who may vote and how many pouvoirs one carries, when the statutes say it."""
    instance = meeting.instance
    carried = instance.proxies_per_person
    own = quorum_written(meeting)
    quorum = instance.quorum if own is None else "" if own == NO_QUORUM else own
    said = [
        "Votent celles et ceux dont la cotisation est à jour." if instance.needs_fee else "",
        f"Quorum : {quorum} de celles et ceux qui ont le droit de vote." if quorum else "",
        "Aucun quorum n’est demandé." if own == NO_QUORUM else "",
        f"Pouvoirs : {carried} par personne au plus." if carried is not None else "",
    ]
    return "\n".join(filter(None, said))


def _write(
    key: str,
    meeting: Meeting,
    subject: str,
    body: str,
    *,
    at: datetime,
    by: User | None,
    link: str = "",
    step: str = "",
    but: str = "",
    among: Collection[int] | None = None,
    papers: Sequence[MeetingPaper] = (),
    also: Mapping[int, str] | None = None,
) -> int:
    """To each who was invited and has an address, with the link to their own answer, or to a `step` behind it; how many.

    `but`: who answered so; `among`: the cards that are told, when not all. `papers`: each by its own address, behind that
    link; none is attached. `also`: what is told to one card alone.
    """
    structure = meeting.instance.structure
    answers_to = reply_to(structure, by) if by else contact_of(structure)
    told = 0
    for each in meeting.invitations.select_related("person", "link").exclude(person__email=""):
        each.meeting = meeting
        if but and each.answer == but and each.stands:
            continue
        if among is not None and each.person_id not in among:
            continue
        site = meeting.site.rstrip("/")
        where = f"{site}{each.link.step(step) if step else each.link.get_absolute_url()}"
        read = "\n".join(
            ["Documents", *(f"- {paper.file.name} : {site}{each.link.step(paper.step)}" for paper in papers)]
        )
        apart = (also or {}).get(each.person_id, "")
        told_so = [body, apart, read if papers else "", f"{link} : {where}" if link else "", structure.name]
        words = "\n\n".join(filter(None, told_so))
        post(
            f"{key} {each.pk}",
            subject=with_no_break_spaces(f"{subject} : {meeting.title}"),
            body=with_no_break_spaces(visible(words)),
            sender=structure.name,
            to=[To(each.person.email, each.person.name)],
            at=at,
            reply_to=answers_to,
            about=structure.pk,
        )
        told += 1
    return told
