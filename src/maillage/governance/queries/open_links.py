"""The links of this room that lead into a structure: convocations and votes, dates proposed, codes on the wall."""

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone

from maillage.governance.models import Invitation, Poll, PollReply, SigningCode
from maillage.links.queries import leading
from maillage.structures.models import Structure
from maillage.ui.slots import OpenLinks


def open_links(structure: Structure, on: date) -> Iterator[OpenLinks]:
    path = reverse("governance:meetings", args=[structure.slug])
    asked = Invitation.objects.filter(leading(on), meeting__instance__structure=structure)
    said = "Répondre à une convocation, voter, relire le procès-verbal."
    yield OpenLinks("Convocations", said, asked, path, "Réunions")
    running = {"closed_at": None, "closes_at__gt": timezone.now()}
    polls = Poll.objects.filter(leading(on, "shared"), instance__structure=structure, is_shared=True)
    yield OpenLinks(
        "Dates à choisir, lien commun", "Répondre sous son nom.", polls.filter(**running), path, "Réunions"
    )
    still = {f"poll__{name}": value for name, value in running.items()}
    replies = PollReply.objects.filter(leading(on), poll__instance__structure=structure, **still)
    yield OpenLinks("Dates à choisir", "Répondre pour soi.", replies, path, "Réunions")
    codes = SigningCode.objects.filter(
        leading(on), meeting__instance__structure=structure, is_open=True, meeting__ends_at__gt=timezone.now()
    )
    yield OpenLinks("Codes d’émargement", "Signer la feuille de présence.", codes, path, "Réunions")
