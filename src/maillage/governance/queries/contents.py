"""What leaves with an export of the structure, and what somebody's card says of their meetings."""

from typing import Any

from django.db.models import Q

from maillage.accounts.models import User
from maillage.governance.enums import VoteState
from maillage.governance.models import (
    DeclaredInterest,
    Invitation,
    Mandate,
    Meeting,
    Poll,
    PollAnswer,
    Pouvoir,
    Presence,
    Recusal,
    Task,
    Voice,
    Vote,
)
from maillage.governance.queries.ideas import kept_of, said_by
from maillage.governance.queries.interests import of_card as interests_of_card
from maillage.governance.queries.meetings import said_when
from maillage.governance.queries.polls import polls_of, said_date
from maillage.governance.queries.referents import label_of
from maillage.kernel import date_in_french
from maillage.people.models import Person
from maillage.structures.models import Structure

#: Columns of an instance that leave as they are written.
OF_STATUTES = (
    "yearly_by",
    "accounts_by",
    "extra_quorum",
    "extra_majority",
    "extra_base",
    "second_days",
    "second_quorum",
    "extra_second_quorum",
    "casting",
    "first_signer",
    "second_signer",
    "closed_on",
)


def contents(structure: Structure) -> dict[str, Any]:
    return {
        "instances": [
            {
                "name": each.name,
                "kind": each.kind,
                "purpose": each.purpose,
                "article": each.article,
                "notice_days": each.notice_days,
                "quorum": each.quorum,
                "majority": each.majority,
                "base": each.base,
                "blank_counts": each.blank_counts,
                "tie": each.tie,
                "proxies_per_person": each.proxies_per_person,
                "needs_fee": each.needs_fee,
                "weights": {weight.college.name: weight.weight for weight in each.weights.all()},
                **{name: getattr(each, name) for name in OF_STATUTES},
                "seats": {
                    str(share.college or share.profession): share.seats for share in each.seat_shares.all()
                },
                "mandates": [
                    {
                        "person": seat.person.name,
                        "office": seat.office,
                        "since": seat.since,
                        "until": seat.until,
                    }
                    for seat in each.mandates.all()
                ],
            }
            for each in structure.instances.prefetch_related(
                "mandates__person", "weights__college", "seat_shares__college"
            )
        ],
        "declarations": [
            {"what": each.what, "changed_on": each.changed_on, "declared_on": each.declared_on}
            for each in structure.declarations.all()
        ],
        "meetings": [in_words(each) for each in meetings(structure)],
        "polls": [dates_in_words(each) for each in polls_of(structure).prefetch_related(*OF_POLLS)],
        "ideas": kept_of(structure),
        "rcp": [
            {
                "held_on": each.held_on,
                "minutes": each.minutes,
                "ald": each.ald,
                "over_75": each.over_75,
                "others": each.others,
                "theme": each.theme,
                "professions": [row.profession for row in each.professions.all()],
            }
            for each in structure.rcp_sessions.prefetch_related("professions")
        ],
        "referents": [
            {
                "person": each.person.name,
                "profession": each.profession,
                "theme": each.theme,
                "since": each.since,
                "until": each.until,
            }
            for each in structure.referents.select_related("person")
        ],
        "interests": [
            {
                "person": each.person.name,
                "body": each.body,
                "nature": each.nature,
                "since": each.since,
                "until": each.until,
            }
            for each in DeclaredInterest.objects.filter(person__structure=structure).select_related("person")
        ],
        "recusals": [
            {
                "meeting": each.item.meeting.title,
                "item": each.item.title,
                "person": str(each),
                "reason": each.reason,
            }
            for each in Recusal.objects.filter(item__meeting__instance__structure=structure).select_related(
                "item__meeting", "person"
            )
        ],
        "tasks": [
            {
                "title": each.title,
                "owner": each.owner.name if each.owner else None,
                "due_on": each.due_on,
                "done_on": each.done_on,
                "not_before": each.not_before,
                "decision": each.decision.reference if each.decision else None,
            }
            for each in structure.tasks.select_related("owner", "decision")
        ],
    }


#: What a poll is told with.
OF_POLLS = ("dates", "replies__answers__date")


def dates_in_words(poll: Poll) -> dict[str, Any]:
    """A poll of dates for a machine: what was proposed, what each said."""
    return {
        "instance": poll.instance.name,
        "title": poll.title,
        "place": poll.place,
        "words": poll.words,
        "closes_at": poll.closes_at,
        "closed_at": poll.closed_at,
        "dates": [
            {"starts_at": each.starts_at, "ends_at": each.ends_at, "withdrawn_at": each.withdrawn_at}
            for each in poll.dates.all()
        ],
        "replies": [
            {
                "name": line.name,
                "replied_at": line.replied_at,
                "says": [
                    {"starts_at": said.date.starts_at, "suits": said.suits} for said in line.answers.all()
                ],
            }
            for line in poll.replies.all()
        ],
    }


def meetings(structure: Structure) -> list[Meeting]:
    held = Meeting.objects.filter(instance__structure=structure).select_related(
        "instance", "chair", "secretary", "first"
    )
    return list(
        held.prefetch_related(
            "items",
            "papers__file",
            "minutes__corrections__person",
            "minutes__signatures__person",
            "questions__person",
            "presences__person",
            "invitations__person",
            "pouvoirs__giver",
            "pouvoirs__holder",
            "decisions",
            "votes__voices__person",
            "votes__decision",
            "votes__first_teller",
            "votes__second_teller",
        )
    )


def in_words(meeting: Meeting) -> dict[str, Any]:
    """A meeting for a machine: who was there from when to when, what was decided."""
    return {
        "instance": meeting.instance.name,
        "title": meeting.title,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "place": meeting.place,
        "access_url": meeting.access_url,
        "words": meeting.words,
        "state": meeting.state,
        "reason": meeting.reason,
        "convoked_on": meeting.convoked_on,
        "is_extraordinary": meeting.is_extraordinary,
        "second_of": meeting.first.starts_at if meeting.first else None,
        "chair": meeting.chair.name if meeting.chair else None,
        "secretary": meeting.secretary.name if meeting.secretary else None,
        "agenda": [
            {
                "title": item.title,
                "minutes": item.minutes,
                "resolution": item.resolution,
                "notes": item.notes,
                "is_put_off": item.is_put_off,
            }
            for item in meeting.items.all()
        ],
        "papers": [{"name": each.file.name, "digest": each.file.digest} for each in meeting.papers.all()],
        "presences": [
            {
                "person": each.person.name if each.person else None,
                "arrived_at": each.arrived_at,
                "left_at": each.left_at,
                "means": each.means,
                "is_pending": each.is_pending,
            }
            for each in meeting.presences.all()
        ],
        "questions": [
            {"person": each.person.name, "words": each.words, "asked_at": each.asked_at, "state": each.state}
            for each in meeting.questions.all()
        ],
        "corrections": [
            {"person": each.person.name, "words": each.words, "asked_at": each.asked_at}
            for each in (meeting.minutes.corrections.all() if hasattr(meeting, "minutes") else ())
        ],
        "signatures": [
            {"person": _name(each.person), "signer": each.signer, "signed_on": each.signed_on}
            for each in (meeting.minutes.signatures.all() if hasattr(meeting, "minutes") else ())
        ],
        "answers": [
            {"person": each.person.name, "answer": each.answer, "answered_for": each.answered_for}
            for each in meeting.invitations.all()
        ],
        "pouvoirs": [
            {"giver": each.giver.name, "holder": each.holder.name, "received_at": each.received_at}
            for each in meeting.pouvoirs.all()
        ],
        "decisions": [
            {
                "number": each.reference,
                "title": each.title,
                "reason": each.reason,
                "decided_on": each.decided_on,
                "verdict": each.verdict,
                "pour": each.pour,
                "contre": each.contre,
                "abstention": each.abstention,
                "heard": each.heard,
                "approves_accounts": each.approves_accounts,
                "rule": each.rule,
            }
            for each in meeting.decisions.all()
        ],
        "votes": [_vote(each) for each in meeting.votes.all()],
    }


def _vote(vote: Vote) -> dict[str, Any]:
    """Who voted; what they said of a public vote; its record, which names nobody. Nothing of what is in an urn."""
    is_closed = vote.state == VoteState.CLOSED
    return {
        "title": vote.title,
        "kind": vote.kind,
        "is_secret": vote.is_secret,
        "is_remote": vote.is_remote,
        "is_on_paper": vote.is_on_paper,
        "tellers": [_name(each) for each in (vote.first_teller, vote.second_teller) if each],
        "candidates": vote.candidates,
        "seats": vote.seats,
        "state": vote.state,
        "reason": vote.reason,
        "opened_at": vote.opened_at,
        "closed_at": vote.closed_at,
        "decision": vote.decision.reference if vote.decision else None,
        "voices": [
            {
                "person": each.person.name if each.person else None,
                "college": each.college,
                "is_cast": each.is_cast,
                "said": each.said if is_closed else None,
            }
            for each in vote.voices.all()
        ],
        "record": vote.record if is_closed else None,
        "seal": vote.seal,
    }


def _name(person: Person | None) -> str | None:
    return person.name if person else None


def of_card(person: Person) -> dict[str, list[dict[str, str]]]:
    """What is kept of somebody, in words: seats, presences, answers, pouvoirs, what they were to do."""
    seats = Mandate.objects.filter(person=person).select_related("instance")
    were = Presence.objects.filter(person=person).select_related("meeting__instance__structure__territory")
    said = Invitation.objects.filter(person=person).exclude(answer="").select_related("meeting")
    carried = Pouvoir.objects.filter(Q(giver=person) | Q(holder=person))
    voices = Voice.objects.filter(person=person, is_cast=True, vote__state=VoteState.CLOSED).select_related(
        "vote"
    )
    return {
        "Mandats": [
            {
                "Instance": each.instance.name,
                "Fonction": each.get_office_display(),
                "Depuis": date_in_french(each.since),
                "Jusqu’au": date_in_french(each.until) if each.until else "",
            }
            for each in seats
        ],
        "Réunions": [{"Réunion": each.meeting.title, "Le": said_when(each.meeting)} for each in were],
        "Réponses": [{"Réunion": each.meeting.title, "Réponse": each.get_answer_display()} for each in said],
        "Dates qui vous vont": [
            {
                "Sondage": each.reply.poll.title,
                "Sous le nom de": each.reply.name,
                "Date": said_date(each.reply.poll, each.date),
                "Réponse": each.get_suits_display(),
            }
            for each in PollAnswer.objects.filter(reply__person=person).select_related(
                "reply__poll__instance__structure__territory", "date"
            )
        ],
        "Corrections demandées": [
            {"Réunion": each.minutes.meeting.title, "Correction": each.words}
            for each in person.corrections.select_related("minutes__meeting")
        ],
        "Signatures de procès-verbaux": [
            {
                "Réunion": each.minutes.meeting.title,
                "Qualité": each.get_signer_display(),
                "Le": date_in_french(each.signed_on),
            }
            for each in person.signatures.select_related("minutes__meeting")
        ],
        "Votes dépouillés": [
            {"Vote": each.title}
            for each in Vote.objects.filter(Q(first_teller=person) | Q(second_teller=person))
        ],
        "Questions": [
            {"Réunion": each.meeting.title, "Question": each.words}
            for each in person.questions.select_related("meeting")
        ],
        "Pouvoirs": [
            {"Réunion": each.meeting.title, "De": each.giver.name, "À": each.holder.name}
            for each in carried.select_related("meeting", "giver", "holder")
        ],
        "Votes": [
            {"Vote": each.vote.title, "Voté": ", ".join(each.said) if each.said else "secret"}
            for each in voices
        ],
        "Tâches": [
            {
                "À faire": each.title,
                "Pour le": date_in_french(each.due_on) if each.due_on else "",
                "Fait le": date_in_french(each.done_on) if each.done_on else "",
            }
            for each in Task.objects.filter(owner=person)
        ],
        **said_by({"person": person}),
        **interests_of_card(person),
        "Référent": [
            {"Sujet": label_of(each), "Depuis": date_in_french(each.since)}
            for each in person.referent_of.all()
        ],
    }


def of_account(user: User) -> dict[str, list[dict[str, str]]]:
    """What an account said that has no card where it said it."""
    return {heading: rows for heading, rows in said_by({"account": user}).items() if rows}
