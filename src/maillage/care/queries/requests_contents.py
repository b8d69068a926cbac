"""All that is kept of requests and of questions: for the export of a structure, and of somebody, in words."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from maillage.care.models import CareRequest, Offer, PracticeChannel, Question, Watch
from maillage.care.queries.requests import REASONS, commune_name, said
from maillage.kernel import hour, moment
from maillage.people.models import Person
from maillage.people.queries.lists import trade_of
from maillage.structures.models import Structure
from maillage.structures.queries import plain
from maillage.structures.queries.clocks import zone_of


def contents(structure: Structure) -> dict[str, Any]:
    rows = structure.care_requests.select_related("taker", "usual", "desk", "joined_to", "search__asker")
    offers = Offer.objects.filter(request__structure=structure).select_related("person")
    by_request: dict[int, list[Any]] = {}
    for each in offers:
        by_request.setdefault(each.request_id, []).append(
            plain(each) | {"person": each.person.name if each.person else None}
        )
    flags, moves = _by_request(CareRequest.flags, structure), _by_request(CareRequest.moves, structure)
    return {
        "care_requests": [
            plain(each)
            | {
                "taker": _name(each.taker),
                "usual": _name(each.usual),
                "desk": _name(each.desk),
                "joined_to": each.joined_to.number if each.joined_to else None,
                "asker": _name(each.search.asker) if hasattr(each, "search") else None,
                "search": plain(each.search) if hasattr(each, "search") else None,
                "flags": flags.get(each.pk, []),
                "offers": by_request.get(each.pk, []),
                "moves": moves.get(each.pk, []),
            }
            for each in rows.order_by("number")
        ],
        "care_watches": [
            plain(each)
            | {
                "person": each.person.name,
                "kinds": [row.kind for row in each.kinds.all()],
                "communes": [row.commune for row in each.communes.all()],
            }
            for each in Watch.objects.filter(person__structure=structure)
            .select_related("person")
            .prefetch_related("kinds", "communes")
            .order_by("pk")
        ],
        "care_channels": [
            plain(each) | {"person": each.person.name}
            for each in PracticeChannel.objects.filter(person__structure=structure).select_related("person")
        ],
        "question_counts": [plain(each) for each in structure.question_counts.all()],
        "care_questions": [
            plain(each) | {"asker": _name(each.asker), "prescriber": _name(each.prescriber)}
            for each in structure.care_questions.select_related("asker", "prescriber").order_by("pk")
        ],
        "care_rings": plain(structure.care_rings) if hasattr(structure, "care_rings") else None,
        "care_tools": [plain(each) for each in structure.care_tools.all()],
    }


def _by_request(relation: Any, structure: Structure) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    rows = relation.rel.related_model.objects.filter(request__structure=structure)
    for each in rows:
        found.setdefault(each.request_id, []).append(plain(each))
    return found


def _name(who: Any) -> str | None:
    return who.name if who else None


def of_card(person: Person) -> dict[str, list[dict[str, str]]]:
    """What is kept of a professional: what they were told of, took, asked; how they wish to be told and asked."""
    zone = zone_of(person.structure)
    offers = Offer.objects.filter(person=person).select_related("request")
    return {
        "Demandes proposées": [
            {
                "Demande": said(each.request, zone),
                "Proposée le": moment(each.offered_at, zone=zone),
                "Réponse": each.get_answer_display(),
                "Motif": REASONS.get(each.reason, each.reason),
            }
            for each in offers
        ],
        "Demandes faites": [
            {
                "Demande": said(each, zone),
                "Code": each.code,
                "Le": moment(each.asked_at, zone=zone),
                "État": each.get_state_display(),
            }
            for each in CareRequest.objects.filter(search__asker=person)
        ],
        "Être prévenu": [_wish(each) for each in Watch.objects.filter(person=person)],
        "Canal de vos confrères": [
            {"Par": each.get_channel_display(), "Adresse": each.address, "Heures": each.hours}
            for each in PracticeChannel.objects.filter(person=person)
        ],
        "Questions entre confrères": [
            {
                "Sujet": each.get_subject_display(),
                "Code": each.code,
                "Posée le": moment(each.asked_at, zone=zone),
                "Vous": "qui demande" if each.asker_id == person.pk else "à qui l’on demande",
                "Réponse": each.get_answer_display(),
            }
            for each in Question.objects.filter(Q(asker=person) | Q(prescriber=person))
        ],
    }


def _wish(each: Watch) -> dict[str, str]:
    return {
        "Prévenu": "oui" if each.is_on else "non",
        "Profession": trade_of(each.person.profession),
        "Depuis": commune_name(each.base),
        "Jusqu’à": f"{each.km} km",
        "Communes": ", ".join(commune_name(row.commune) for row in each.communes.all()),
        "Entre": f"{hour(_at(each.opens_at))} et {hour(_at(each.closes_at))}",
        "Week-end": "oui" if each.on_weekends else "non",
        "Urgences à toute heure": "oui" if each.at_any_hour else "non",
        "Demandes": ", ".join(str(row) for row in each.kinds.all()),
    }


def _at(clock: Any) -> Any:
    return timezone.now().replace(hour=clock.hour, minute=clock.minute)
