"""What leaves with an export of the structure, and what somebody's card says of their meetings."""

from typing import Any

from django.db.models import Q

from maillage.accounts.models import User
from maillage.governance.models import (
    DeclaredInterest,
    Invitation,
    Mandate,
    Meeting,
    Pouvoir,
    Presence,
    Recusal,
    Task,
)
from maillage.governance.queries.ideas import kept_of, said_by
from maillage.governance.queries.interests import of_card as interests_of_card
from maillage.governance.queries.meetings import said_when
from maillage.governance.queries.referents import label_of
from maillage.kernel import date_in_french
from maillage.people.models import Person
from maillage.structures.models import Structure


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
                "yearly_by": each.yearly_by,
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
            for each in structure.instances.prefetch_related("mandates__person")
        ],
        "meetings": [in_words(each) for each in meetings(structure)],
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


def meetings(structure: Structure) -> list[Meeting]:
    held = Meeting.objects.filter(instance__structure=structure).select_related(
        "instance", "chair", "secretary"
    )
    return list(
        held.prefetch_related(
            "items",
            "presences__person",
            "invitations__person",
            "pouvoirs__giver",
            "pouvoirs__holder",
            "decisions",
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
        "chair": meeting.chair.name if meeting.chair else None,
        "secretary": meeting.secretary.name if meeting.secretary else None,
        "agenda": [
            {"title": item.title, "minutes": item.minutes, "resolution": item.resolution, "notes": item.notes}
            for item in meeting.items.all()
        ],
        "presences": [
            {
                "person": each.person.name if each.person else None,
                "arrived_at": each.arrived_at,
                "left_at": each.left_at,
                "means": each.means,
            }
            for each in meeting.presences.all()
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
                "rule": each.rule,
            }
            for each in meeting.decisions.all()
        ],
    }


def of_card(person: Person) -> dict[str, list[dict[str, str]]]:
    """What is kept of somebody, in words: seats, presences, answers, pouvoirs, what they were to do."""
    seats = Mandate.objects.filter(person=person).select_related("instance")
    were = Presence.objects.filter(person=person).select_related("meeting__instance__structure__territory")
    said = Invitation.objects.filter(person=person).exclude(answer="").select_related("meeting")
    carried = Pouvoir.objects.filter(Q(giver=person) | Q(holder=person))
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
        "Pouvoirs": [
            {"Réunion": each.meeting.title, "De": each.giver.name, "À": each.holder.name}
            for each in carried.select_related("meeting", "giver", "holder")
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
